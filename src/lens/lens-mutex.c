/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "lens.h"

/* Mutexes. A lock that is free costs one event: it is tried first, and only where
 * that fails the thread says that it waits and calls what really waits. A try has
 * the same results as a lock for all kinds of mutexes but for EBUSY. pthread_mutex_*
 * and the mtx_* of C11 differ in their names for "busy" alone. */

LENS_EXPORT int
pthread_mutex_init (pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
  int result = REAL (pthread_mutex_init) (mutex, attributes);

  lens_tell (APM_LENS_OP_MUTEX_INIT, 0, lens_address (mutex), LENS_CALLER, result);

  return result;
}

LENS_EXPORT int
pthread_mutex_destroy (pthread_mutex_t *mutex)
{
  lens_tell (APM_LENS_OP_MUTEX_DESTROY, 0, lens_address (mutex), LENS_CALLER, 0);

  return REAL (pthread_mutex_destroy) (mutex);
}

LENS_EXPORT int
pthread_mutex_lock (pthread_mutex_t *mutex)
{
  uint64_t caller = LENS_CALLER;
  int result;

  if (!lens_gate (APM_LENS_OP_MUTEX_LOCK, mutex, caller))
    {
      lens_skip (mutex);
      return 0;
    }

  result = REAL (pthread_mutex_trylock) (mutex);
  if (likely (result != EBUSY))
    {
      lens_tell (APM_LENS_OP_MUTEX_LOCK, 0, lens_address (mutex), caller, result);
      return result;
    }

  lens_tell_wait (APM_LENS_OP_MUTEX_WAIT, 0, lens_address (mutex), caller);
  result = REAL (pthread_mutex_lock) (mutex);
  lens_tell_over (APM_LENS_OP_MUTEX_LOCK, 0, lens_address (mutex), caller, result);

  return result;
}

LENS_EXPORT int
pthread_mutex_trylock (pthread_mutex_t *mutex)
{
  uint64_t caller = LENS_CALLER;
  int result;

  if (!lens_gate (APM_LENS_OP_MUTEX_LOCK, mutex, caller))
    {
      lens_skip (mutex);
      return 0;
    }

  result = REAL (pthread_mutex_trylock) (mutex);
  lens_tell (APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_TRY, lens_address (mutex), caller, result);

  return result;
}

/* A clock that the lock does not take is an error also where the lock is free. */
LENS_EXPORT int
pthread_mutex_clocklock (pthread_mutex_t *mutex, clockid_t clock, const struct timespec *until)
{
  uint64_t caller = LENS_CALLER;
  int result = EBUSY;

  if (!lens_gate (APM_LENS_OP_MUTEX_LOCK, mutex, caller))
    {
      lens_skip (mutex);
      return 0;
    }

  if (clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC)
    result = REAL (pthread_mutex_trylock) (mutex);
  if (result != EBUSY)
    {
      lens_tell (APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_TIMED, lens_address (mutex), caller, result);
      return result;
    }

  lens_tell_wait (APM_LENS_OP_MUTEX_WAIT, APM_LENS_FLAG_TIMED, lens_address (mutex), caller);
  result = REAL (pthread_mutex_clocklock) (mutex, clock, until);
  lens_tell_over (APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_TIMED, lens_address (mutex), caller, result);

  return result;
}

LENS_EXPORT int
pthread_mutex_timedlock (pthread_mutex_t *mutex, const struct timespec *until)
{
  uint64_t caller = LENS_CALLER;
  int result;

  if (!lens_gate (APM_LENS_OP_MUTEX_LOCK, mutex, caller))
    {
      lens_skip (mutex);
      return 0;
    }

  result = REAL (pthread_mutex_trylock) (mutex);
  if (result != EBUSY)
    {
      lens_tell (APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_TIMED, lens_address (mutex), caller, result);
      return result;
    }

  lens_tell_wait (APM_LENS_OP_MUTEX_WAIT, APM_LENS_FLAG_TIMED, lens_address (mutex), caller);
  result = REAL (pthread_mutex_timedlock) (mutex, until);
  lens_tell_over (APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_TIMED, lens_address (mutex), caller, result);

  return result;
}

LENS_EXPORT int
pthread_mutex_unlock (pthread_mutex_t *mutex)
{
  uint64_t caller = LENS_CALLER;

  if (!lens_gate (APM_LENS_OP_MUTEX_UNLOCK, mutex, caller))
    return 0;
  if (unlikely (lens_self.n_skipped > 0) && lens_unskip (mutex))
    return 0;

  lens_tell (APM_LENS_OP_MUTEX_UNLOCK, 0, lens_address (mutex), caller, 0);

  return REAL (pthread_mutex_unlock) (mutex);
}

LENS_EXPORT int
mtx_init (mtx_t *mutex, int type)
{
  int result = REAL (mtx_init) (mutex, type);

  lens_tell (APM_LENS_OP_MUTEX_INIT, 0, lens_address (mutex), LENS_CALLER, result);

  return result;
}

LENS_EXPORT void
mtx_destroy (mtx_t *mutex)
{
  lens_tell (APM_LENS_OP_MUTEX_DESTROY, 0, lens_address (mutex), LENS_CALLER, 0);
  REAL (mtx_destroy) (mutex);
}

LENS_EXPORT int
mtx_lock (mtx_t *mutex)
{
  uint64_t caller = LENS_CALLER;
  int result;

  if (!lens_gate (APM_LENS_OP_MUTEX_LOCK, mutex, caller))
    {
      lens_skip (mutex);
      return thrd_success;
    }

  result = REAL (mtx_trylock) (mutex);
  if (likely (result != thrd_busy))
    {
      lens_tell (APM_LENS_OP_MUTEX_LOCK, 0, lens_address (mutex), caller, result);
      return result;
    }

  lens_tell_wait (APM_LENS_OP_MUTEX_WAIT, 0, lens_address (mutex), caller);
  result = REAL (mtx_lock) (mutex);
  lens_tell_over (APM_LENS_OP_MUTEX_LOCK, 0, lens_address (mutex), caller, result);

  return result;
}

LENS_EXPORT int
mtx_trylock (mtx_t *mutex)
{
  uint64_t caller = LENS_CALLER;
  int result;

  if (!lens_gate (APM_LENS_OP_MUTEX_LOCK, mutex, caller))
    {
      lens_skip (mutex);
      return thrd_success;
    }

  result = REAL (mtx_trylock) (mutex);
  lens_tell (APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_TRY, lens_address (mutex), caller, result);

  return result;
}

LENS_EXPORT int
mtx_timedlock (mtx_t *restrict mutex, const struct timespec *restrict until)
{
  uint64_t caller = LENS_CALLER;
  int result;

  if (!lens_gate (APM_LENS_OP_MUTEX_LOCK, mutex, caller))
    {
      lens_skip (mutex);
      return thrd_success;
    }

  result = REAL (mtx_trylock) (mutex);
  if (result != thrd_busy)
    {
      lens_tell (APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_TIMED, lens_address (mutex), caller, result);
      return result;
    }

  lens_tell_wait (APM_LENS_OP_MUTEX_WAIT, APM_LENS_FLAG_TIMED, lens_address (mutex), caller);
  result = REAL (mtx_timedlock) (mutex, until);
  lens_tell_over (APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_TIMED, lens_address (mutex), caller, result);

  return result;
}

LENS_EXPORT int
mtx_unlock (mtx_t *mutex)
{
  uint64_t caller = LENS_CALLER;

  if (!lens_gate (APM_LENS_OP_MUTEX_UNLOCK, mutex, caller))
    return thrd_success;
  if (unlikely (lens_self.n_skipped > 0) && lens_unskip (mutex))
    return thrd_success;

  lens_tell (APM_LENS_OP_MUTEX_UNLOCK, 0, lens_address (mutex), caller, 0);

  return REAL (mtx_unlock) (mutex);
}
