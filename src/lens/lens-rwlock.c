/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "lens.h"

/* Read-write locks: tried first, as mutexes are. To read and to write are the
 * same steps with other functions. */

typedef int (*lock_func) (pthread_rwlock_t *lock);

static int
lock_either (pthread_rwlock_t *lock, unsigned op, lock_func try, lock_func wait, uint64_t caller)
{
  int result;

  if (!lens_gate (op, lock, caller))
    {
      lens_skip (lock);
      return 0;
    }

  result = try (lock);
  if (likely (result != EBUSY))
    {
      lens_tell (op, 0, lens_address (lock), caller, result);
      return result;
    }

  /* …_WAIT stands before …_LOCK. */
  lens_tell_wait (op - 1, 0, lens_address (lock), caller);
  result = wait (lock);
  lens_tell_over (op, 0, lens_address (lock), caller, result);

  return result;
}

LENS_EXPORT int
pthread_rwlock_rdlock (pthread_rwlock_t *lock)
{
  return lock_either (lock, APM_LENS_OP_READ_LOCK, REAL (pthread_rwlock_tryrdlock), REAL (pthread_rwlock_rdlock),
                      LENS_CALLER);
}

LENS_EXPORT int
pthread_rwlock_wrlock (pthread_rwlock_t *lock)
{
  return lock_either (lock, APM_LENS_OP_WRITE_LOCK, REAL (pthread_rwlock_trywrlock), REAL (pthread_rwlock_wrlock),
                      LENS_CALLER);
}

static int
try_either (pthread_rwlock_t *lock, unsigned op, lock_func try, uint64_t caller)
{
  int result;

  if (!lens_gate (op, lock, caller))
    {
      lens_skip (lock);
      return 0;
    }

  result = try (lock);
  lens_tell (op, APM_LENS_FLAG_TRY, lens_address (lock), caller, result);

  return result;
}

LENS_EXPORT int
pthread_rwlock_tryrdlock (pthread_rwlock_t *lock)
{
  return try_either (lock, APM_LENS_OP_READ_LOCK, REAL (pthread_rwlock_tryrdlock), LENS_CALLER);
}

LENS_EXPORT int
pthread_rwlock_trywrlock (pthread_rwlock_t *lock)
{
  return try_either (lock, APM_LENS_OP_WRITE_LOCK, REAL (pthread_rwlock_trywrlock), LENS_CALLER);
}

struct timed {
  unsigned op;
  lock_func try;
  int (*wait) (pthread_rwlock_t *lock, clockid_t clock, const struct timespec *until);
  clockid_t clock;
  const struct timespec *until;
};

/* A time or a clock that is none is an error also where the lock is free: then
 * it is not tried first. */
static bool
can_be_tried (const struct timed *timed)
{
  return (timed->clock == CLOCK_REALTIME || timed->clock == CLOCK_MONOTONIC) && timed->until &&
         timed->until->tv_nsec >= 0 && timed->until->tv_nsec < 1000000000;
}

static int
lock_timed (pthread_rwlock_t *lock, const struct timed *timed, uint64_t caller)
{
  int result;

  if (!lens_gate (timed->op, lock, caller))
    {
      lens_skip (lock);
      return 0;
    }

  result = can_be_tried (timed) ? timed->try (lock) : EBUSY;
  if (result != EBUSY)
    {
      lens_tell (timed->op, APM_LENS_FLAG_TIMED, lens_address (lock), caller, result);
      return result;
    }

  lens_tell_wait (timed->op - 1, APM_LENS_FLAG_TIMED, lens_address (lock), caller);
  result = timed->wait (lock, timed->clock, timed->until);
  lens_tell_over (timed->op, APM_LENS_FLAG_TIMED, lens_address (lock), caller, result);

  return result;
}

static int
read_until (pthread_rwlock_t *lock, clockid_t clock, const struct timespec *until)
{
  return REAL (pthread_rwlock_timedrdlock) (lock, until);
}

static int
write_until (pthread_rwlock_t *lock, clockid_t clock, const struct timespec *until)
{
  return REAL (pthread_rwlock_timedwrlock) (lock, until);
}

LENS_EXPORT int
pthread_rwlock_timedrdlock (pthread_rwlock_t *lock, const struct timespec *until)
{
  const struct timed timed = {
    APM_LENS_OP_READ_LOCK, REAL (pthread_rwlock_tryrdlock), read_until, CLOCK_REALTIME, until
  };

  return lock_timed (lock, &timed, LENS_CALLER);
}

LENS_EXPORT int
pthread_rwlock_timedwrlock (pthread_rwlock_t *lock, const struct timespec *until)
{
  const struct timed timed = {
    APM_LENS_OP_WRITE_LOCK, REAL (pthread_rwlock_trywrlock), write_until, CLOCK_REALTIME, until
  };

  return lock_timed (lock, &timed, LENS_CALLER);
}

LENS_EXPORT int
pthread_rwlock_clockrdlock (pthread_rwlock_t *lock, clockid_t clock, const struct timespec *until)
{
  const struct timed timed = {
    APM_LENS_OP_READ_LOCK, REAL (pthread_rwlock_tryrdlock), REAL (pthread_rwlock_clockrdlock), clock, until
  };

  return lock_timed (lock, &timed, LENS_CALLER);
}

LENS_EXPORT int
pthread_rwlock_clockwrlock (pthread_rwlock_t *lock, clockid_t clock, const struct timespec *until)
{
  const struct timed timed = {
    APM_LENS_OP_WRITE_LOCK, REAL (pthread_rwlock_trywrlock), REAL (pthread_rwlock_clockwrlock), clock, until
  };

  return lock_timed (lock, &timed, LENS_CALLER);
}

LENS_EXPORT int
pthread_rwlock_unlock (pthread_rwlock_t *lock)
{
  uint64_t caller = LENS_CALLER;

  if (!lens_gate (APM_LENS_OP_RWLOCK_UNLOCK, lock, caller))
    return 0;
  if (unlikely (lens_self.n_skipped > 0) && lens_unskip (lock))
    return 0;

  lens_tell (APM_LENS_OP_RWLOCK_UNLOCK, 0, lens_address (lock), caller, 0);

  return REAL (pthread_rwlock_unlock) (lock);
}

LENS_EXPORT int
pthread_rwlock_init (pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes)
{
  int result = REAL (pthread_rwlock_init) (lock, attributes);

  lens_tell (APM_LENS_OP_RWLOCK_INIT, 0, lens_address (lock), LENS_CALLER, result);

  return result;
}

LENS_EXPORT int
pthread_rwlock_destroy (pthread_rwlock_t *lock)
{
  lens_tell (APM_LENS_OP_RWLOCK_DESTROY, 0, lens_address (lock), LENS_CALLER, 0);

  return REAL (pthread_rwlock_destroy) (lock);
}
