/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "lens.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/types.h>

/* Semaphores tell their errors by errno, which is untouched where all went well.
 * To wait is a cancellation point also where nobody has to. */

static int
tell_taken (sem_t *sem, uint64_t caller, unsigned flags, int result)
{
  lens_tell (APM_LENS_OP_SEM_TAKEN, flags, lens_address (sem), caller, result == 0 ? 0 : errno);

  return result;
}

struct wait {
  sem_t *sem;
  clockid_t clock;
  const struct timespec *until;   /* NULL: for ever */
  uint64_t caller;
};

static int
really_wait (const struct wait *wait)
{
  if (wait->until == NULL)
    return REAL (sem_wait) (wait->sem);
  if (wait->clock < 0)
    return REAL (sem_timedwait) (wait->sem, wait->until);

  return REAL (sem_clockwait) (wait->sem, wait->clock, wait->until);
}

static bool
can_be_tried (const struct wait *wait)
{
  return wait->clock <= CLOCK_MONOTONIC &&
         (wait->until == NULL || (wait->until->tv_nsec >= 0 && wait->until->tv_nsec < 1000000000));
}

static int
wait_at_gate (const struct wait *wait)
{
  struct lens_raised raised = { APM_LENS_OP_SEM_TAKEN, lens_address (wait->sem), wait->caller, 0 };
  unsigned flags = wait->until ? APM_LENS_FLAG_TIMED : 0;
  int saved_errno = errno;
  int result;

  if (!lens_gate (APM_LENS_OP_SEM_TAKEN, wait->sem, wait->caller))
    return 0;

  if (can_be_tried (wait))
    {
      pthread_testcancel ();
      if (likely (REAL (sem_trywait) (wait->sem) == 0))
        return tell_taken (wait->sem, wait->caller, flags, 0);
      errno = saved_errno;
    }

  lens_tell_wait (APM_LENS_OP_SEM_WAIT, flags, raised.object, wait->caller);
  pthread_cleanup_push (lens_tell_raised, &raised);
  result = really_wait (wait);
  pthread_cleanup_pop (0);
  lens_tell_over (APM_LENS_OP_SEM_TAKEN, flags, raised.object, wait->caller, result == 0 ? 0 : errno);

  return result;
}

LENS_EXPORT int
sem_wait (sem_t *sem)
{
  return wait_at_gate (&(struct wait) { sem, -1, NULL, LENS_CALLER });
}

LENS_EXPORT int
sem_timedwait (sem_t *restrict sem, const struct timespec *restrict until)
{
  return wait_at_gate (&(struct wait) { sem, -1, until, LENS_CALLER });
}

LENS_EXPORT int
sem_clockwait (sem_t *restrict sem, clockid_t clock, const struct timespec *restrict until)
{
  return wait_at_gate (&(struct wait) { sem, clock, until, LENS_CALLER });
}

LENS_EXPORT int
sem_trywait (sem_t *sem)
{
  uint64_t caller = LENS_CALLER;

  if (!lens_gate (APM_LENS_OP_SEM_TAKEN, sem, caller))
    return 0;

  return tell_taken (sem, caller, APM_LENS_FLAG_TRY, REAL (sem_trywait) (sem));
}

LENS_EXPORT int
sem_post (sem_t *sem)
{
  uint64_t caller = LENS_CALLER;

  if (!lens_gate (APM_LENS_OP_SEM_POST, sem, caller))
    return 0;
  lens_tell (APM_LENS_OP_SEM_POST, 0, lens_address (sem), caller, 0);

  return REAL (sem_post) (sem);
}

LENS_EXPORT int
sem_init (sem_t *sem, int shared, unsigned value)
{
  int result = REAL (sem_init) (sem, shared, value);

  lens_tell (APM_LENS_OP_SEM_INIT, 0, lens_address (sem), LENS_CALLER, (int32_t) value);

  return result;
}

LENS_EXPORT int
sem_destroy (sem_t *sem)
{
  lens_tell (APM_LENS_OP_SEM_DESTROY, 0, lens_address (sem), LENS_CALLER, 0);

  return REAL (sem_destroy) (sem);
}

/* What it has for a value is not ours to say: it may have been there before. */
LENS_EXPORT sem_t *
sem_open (const char *name, int flags, ...)
{
  uint64_t caller = LENS_CALLER;
  sem_t *sem;

  if (flags & O_CREAT)
    {
      va_list arguments;
      mode_t mode;
      unsigned value;

      va_start (arguments, flags);
      mode = va_arg (arguments, mode_t);
      value = va_arg (arguments, unsigned);
      va_end (arguments);
      sem = REAL (sem_open) (name, flags, mode, value);
    }
  else
    {
      sem = REAL (sem_open) (name, flags);
    }

  if (sem != SEM_FAILED)
    {
      lens_tell (APM_LENS_OP_SEM_INIT, 0, lens_address (sem), caller, -1);
      lens_text (name, 64);
    }

  return sem;
}

LENS_EXPORT int
sem_close (sem_t *sem)
{
  lens_tell (APM_LENS_OP_SEM_DESTROY, 0, lens_address (sem), LENS_CALLER, 0);

  return REAL (sem_close) (sem);
}
