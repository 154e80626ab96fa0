/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "lens.h"

/* Condition variables. To wait gives the mutex back and takes it again, which is
 * told as such; a thread that is cancelled here has the mutex again before its
 * cleanup handlers run. */

/* The waits differ in their arguments alone. */
struct wait {
  void *cond, *mutex;
  clockid_t clock;
  const struct timespec *until;
  uint64_t caller;
  unsigned flags;
};

typedef int (*wait_func) (const struct wait *wait);

/* EPERM: the mutex was not its own. EINVAL came before it was given back. */
static int
do_wait (const struct wait *wait, wait_func really_wait)
{
  struct lens_raised raised = {
    APM_LENS_OP_COND_WOKE, lens_address (wait->cond), wait->caller, lens_address (wait->mutex)
  };
  int result;

  lens_tell (APM_LENS_OP_MUTEX_UNLOCK, APM_LENS_FLAG_IN_COND, raised.mutex, wait->caller, 0);
  lens_tell_wait (APM_LENS_OP_COND_WAIT, wait->flags, raised.object, wait->caller);

  pthread_cleanup_push (lens_tell_raised, &raised);
  result = really_wait (wait);
  pthread_cleanup_pop (0);

  lens_tell_over (APM_LENS_OP_COND_WOKE, wait->flags, raised.object, wait->caller, result);
  if (result != EPERM)
    lens_tell (APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_IN_COND, raised.mutex, wait->caller, 0);

  return result;
}

/* One that waits in order, and the mutex that it waits with. */
struct ordered {
  struct lens_raised raised;
  pthread_mutex_t *own;
};

/* Returns: 0, or what else taking it came to: EOWNERDEAD… */
static int
take_mutex_back (const struct ordered *ordered)
{
  pthread_mutex_t *mutex = (void *) (uintptr_t) ordered->raised.mutex;
  int result = REAL (pthread_mutex_trylock) (mutex);

  if (result == EBUSY)
    {
      lens_tell_wait (APM_LENS_OP_MUTEX_WAIT, APM_LENS_FLAG_IN_COND, ordered->raised.mutex, ordered->raised.caller);
      result = REAL (pthread_mutex_lock) (mutex);
      lens_tell_over (APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_IN_COND, ordered->raised.mutex, ordered->raised.caller, result);
    }
  else
    {
      lens_tell (APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_IN_COND, ordered->raised.mutex, ordered->raised.caller, result);
    }

  return result;
}

static void
tell_raised_in_order (void *data)
{
  struct ordered *ordered = data;

  lens_tell_over (APM_LENS_OP_COND_WOKE, APM_LENS_FLAG_RAISED, ordered->raised.object, ordered->raised.caller, ECANCELED);
  REAL (pthread_mutex_unlock) (ordered->own);
  take_mutex_back (ordered);
}

/* The C library takes the mutex back before anybody can be held, so the thread waits
 * with a mutex of its own (the C library keeps none in a condition variable). Between
 * giving back the one and waiting with the other nobody else moves: all are at the
 * gate. */
static int
wait_in_order (const struct wait *wait, wait_func really_wait)
{
  pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
  struct ordered ordered = {
    { APM_LENS_OP_COND_WOKE, lens_address (wait->cond), wait->caller, lens_address (wait->mutex) }, &own
  };
  struct wait apart = *wait;
  int result, taken;

  apart.mutex = &own;
  REAL (pthread_mutex_lock) (&own);
  lens_tell (APM_LENS_OP_MUTEX_UNLOCK, APM_LENS_FLAG_IN_COND, ordered.raised.mutex, wait->caller, 0);
  result = REAL (pthread_mutex_unlock) (wait->mutex);
  if (result != 0)
    return result;

  lens_tell_wait (APM_LENS_OP_COND_WAIT, wait->flags, ordered.raised.object, wait->caller);
  pthread_cleanup_push (tell_raised_in_order, &ordered);
  result = really_wait (&apart);
  pthread_cleanup_pop (0);
  lens_tell_over (APM_LENS_OP_COND_WOKE, wait->flags, ordered.raised.object, wait->caller, result);

  REAL (pthread_mutex_unlock) (&own);
  lens_gate (APM_LENS_OP_COND_WOKE, wait->cond, wait->caller);
  taken = take_mutex_back (&ordered);

  return taken != 0 ? taken : result;
}

static bool
is_in_order (void)
{
  const uint32_t both = APM_LENS_MODE_PAUSE | APM_LENS_MODE_ORDER;

  return lens_header && (__atomic_load_n (&lens_header->mode, __ATOMIC_RELAXED) & both) == both;
}

/* A mutex that the thread only seems to hold is taken for real meanwhile. */
static int
wait_at_gate (const struct wait *wait, wait_func really_wait)
{
  int result;

  if (!lens_gate (APM_LENS_OP_COND_WAIT, wait->cond, wait->caller))
    return 0;
  if (likely (lens_self.n_skipped == 0) || !lens_unskip (wait->mutex))
    return unlikely (is_in_order ()) ? wait_in_order (wait, really_wait) : do_wait (wait, really_wait);

  REAL (pthread_mutex_lock) (wait->mutex);
  result = do_wait (wait, really_wait);
  REAL (pthread_mutex_unlock) (wait->mutex);
  lens_skip (wait->mutex);

  return result;
}

static int
cond_wait (const struct wait *wait)
{
  return REAL (pthread_cond_wait) (wait->cond, wait->mutex);
}

static int
cond_timedwait (const struct wait *wait)
{
  return REAL (pthread_cond_timedwait) (wait->cond, wait->mutex, wait->until);
}

static int
cond_clockwait (const struct wait *wait)
{
  return REAL (pthread_cond_clockwait) (wait->cond, wait->mutex, wait->clock, wait->until);
}

static int
really_cnd_wait (const struct wait *wait)
{
  return REAL (cnd_wait) (wait->cond, wait->mutex);
}

static int
really_cnd_timedwait (const struct wait *wait)
{
  return REAL (cnd_timedwait) (wait->cond, wait->mutex, wait->until);
}

LENS_EXPORT int
pthread_cond_wait (pthread_cond_t *cond, pthread_mutex_t *mutex)
{
  const struct wait wait = { cond, mutex, 0, NULL, LENS_CALLER, 0 };

  return wait_at_gate (&wait, cond_wait);
}

LENS_EXPORT int
pthread_cond_timedwait (pthread_cond_t *cond, pthread_mutex_t *mutex, const struct timespec *until)
{
  const struct wait wait = { cond, mutex, 0, until, LENS_CALLER, APM_LENS_FLAG_TIMED };

  return wait_at_gate (&wait, cond_timedwait);
}

LENS_EXPORT int
pthread_cond_clockwait (pthread_cond_t *cond, pthread_mutex_t *mutex, clockid_t clock, const struct timespec *until)
{
  const struct wait wait = { cond, mutex, clock, until, LENS_CALLER, APM_LENS_FLAG_TIMED };

  return wait_at_gate (&wait, cond_clockwait);
}

LENS_EXPORT int
cnd_wait (cnd_t *cond, mtx_t *mutex)
{
  const struct wait wait = { cond, mutex, 0, NULL, LENS_CALLER, 0 };

  return wait_at_gate (&wait, really_cnd_wait);
}

LENS_EXPORT int
cnd_timedwait (cnd_t *restrict cond, mtx_t *restrict mutex, const struct timespec *restrict until)
{
  const struct wait wait = { cond, mutex, 0, until, LENS_CALLER, APM_LENS_FLAG_TIMED };

  return wait_at_gate (&wait, really_cnd_timedwait);
}

LENS_EXPORT int
pthread_cond_signal (pthread_cond_t *cond)
{
  uint64_t caller = LENS_CALLER;

  if (!lens_gate (APM_LENS_OP_COND_SIGNAL, cond, caller))
    return 0;
  lens_tell (APM_LENS_OP_COND_SIGNAL, 0, lens_address (cond), caller, 0);

  return REAL (pthread_cond_signal) (cond);
}

LENS_EXPORT int
pthread_cond_broadcast (pthread_cond_t *cond)
{
  uint64_t caller = LENS_CALLER;

  if (!lens_gate (APM_LENS_OP_COND_BROADCAST, cond, caller))
    return 0;
  lens_tell (APM_LENS_OP_COND_BROADCAST, 0, lens_address (cond), caller, 0);

  return REAL (pthread_cond_broadcast) (cond);
}

LENS_EXPORT int
cnd_signal (cnd_t *cond)
{
  uint64_t caller = LENS_CALLER;

  if (!lens_gate (APM_LENS_OP_COND_SIGNAL, cond, caller))
    return thrd_success;
  lens_tell (APM_LENS_OP_COND_SIGNAL, 0, lens_address (cond), caller, 0);

  return REAL (cnd_signal) (cond);
}

LENS_EXPORT int
cnd_broadcast (cnd_t *cond)
{
  uint64_t caller = LENS_CALLER;

  if (!lens_gate (APM_LENS_OP_COND_BROADCAST, cond, caller))
    return thrd_success;
  lens_tell (APM_LENS_OP_COND_BROADCAST, 0, lens_address (cond), caller, 0);

  return REAL (cnd_broadcast) (cond);
}

LENS_EXPORT int
pthread_cond_init (pthread_cond_t *cond, const pthread_condattr_t *attributes)
{
  int result = REAL (pthread_cond_init) (cond, attributes);

  lens_tell (APM_LENS_OP_COND_INIT, 0, lens_address (cond), LENS_CALLER, result);

  return result;
}

/* Waits for those that are about to leave it. */
LENS_EXPORT int
pthread_cond_destroy (pthread_cond_t *cond)
{
  lens_tell (APM_LENS_OP_COND_DESTROY, 0, lens_address (cond), LENS_CALLER, 0);

  return REAL (pthread_cond_destroy) (cond);
}

LENS_EXPORT int
cnd_init (cnd_t *cond)
{
  int result = REAL (cnd_init) (cond);

  lens_tell (APM_LENS_OP_COND_INIT, 0, lens_address (cond), LENS_CALLER, result);

  return result;
}

LENS_EXPORT void
cnd_destroy (cnd_t *cond)
{
  lens_tell (APM_LENS_OP_COND_DESTROY, 0, lens_address (cond), LENS_CALLER, 0);
  REAL (cnd_destroy) (cond);
}
