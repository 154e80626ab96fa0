/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "lens.h"

/* Barriers, where everybody waits but the last, and spin locks, where a thread
 * that waits keeps its CPU busy. */

LENS_EXPORT int
pthread_barrier_init (pthread_barrier_t *barrier, const pthread_barrierattr_t *attributes, unsigned count)
{
  int result = REAL (pthread_barrier_init) (barrier, attributes, count);

  lens_tell (APM_LENS_OP_BARRIER_INIT, 0, lens_address (barrier), LENS_CALLER, (int32_t) count);

  return result;
}

LENS_EXPORT int
pthread_barrier_destroy (pthread_barrier_t *barrier)
{
  lens_tell (APM_LENS_OP_BARRIER_DESTROY, 0, lens_address (barrier), LENS_CALLER, 0);

  return REAL (pthread_barrier_destroy) (barrier);
}

LENS_EXPORT int
pthread_barrier_wait (pthread_barrier_t *barrier)
{
  uint64_t caller = LENS_CALLER;
  int result;

  if (!lens_gate (APM_LENS_OP_BARRIER_WAIT, barrier, caller))
    return 0;

  lens_tell_wait (APM_LENS_OP_BARRIER_WAIT, 0, lens_address (barrier), caller);
  result = REAL (pthread_barrier_wait) (barrier);
  lens_tell_over (APM_LENS_OP_BARRIER_PASS, 0, lens_address (barrier), caller, result);

  return result;
}

LENS_EXPORT int
pthread_spin_init (pthread_spinlock_t *lock, int shared)
{
  int result = REAL (pthread_spin_init) (lock, shared);

  lens_tell (APM_LENS_OP_SPIN_INIT, 0, lens_address (lock), LENS_CALLER, result);

  return result;
}

LENS_EXPORT int
pthread_spin_destroy (pthread_spinlock_t *lock)
{
  lens_tell (APM_LENS_OP_SPIN_DESTROY, 0, lens_address (lock), LENS_CALLER, 0);

  return REAL (pthread_spin_destroy) (lock);
}

LENS_EXPORT int
pthread_spin_lock (pthread_spinlock_t *lock)
{
  uint64_t caller = LENS_CALLER;
  int result;

  if (!lens_gate (APM_LENS_OP_SPIN_LOCK, lock, caller))
    {
      lens_skip (lock);
      return 0;
    }

  result = REAL (pthread_spin_trylock) (lock);
  if (likely (result != EBUSY))
    {
      lens_tell (APM_LENS_OP_SPIN_LOCK, 0, lens_address (lock), caller, result);
      return result;
    }

  lens_tell_wait (APM_LENS_OP_SPIN_WAIT, 0, lens_address (lock), caller);
  result = REAL (pthread_spin_lock) (lock);
  lens_tell_over (APM_LENS_OP_SPIN_LOCK, 0, lens_address (lock), caller, result);

  return result;
}

LENS_EXPORT int
pthread_spin_trylock (pthread_spinlock_t *lock)
{
  uint64_t caller = LENS_CALLER;
  int result;

  if (!lens_gate (APM_LENS_OP_SPIN_LOCK, lock, caller))
    {
      lens_skip (lock);
      return 0;
    }

  result = REAL (pthread_spin_trylock) (lock);
  lens_tell (APM_LENS_OP_SPIN_LOCK, APM_LENS_FLAG_TRY, lens_address (lock), caller, result);

  return result;
}

LENS_EXPORT int
pthread_spin_unlock (pthread_spinlock_t *lock)
{
  uint64_t caller = LENS_CALLER;

  if (!lens_gate (APM_LENS_OP_SPIN_UNLOCK, lock, caller))
    return 0;
  if (unlikely (lens_self.n_skipped > 0) && lens_unskip (lock))
    return 0;

  lens_tell (APM_LENS_OP_SPIN_UNLOCK, 0, lens_address (lock), caller, 0);

  return REAL (pthread_spin_unlock) (lock);
}
