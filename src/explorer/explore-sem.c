/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-objects.h"
#include "explore-calls.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

/* POSIX semaphores without a name, and barriers. */

static Sem *
check_sem (sem_t    *address,
           uintptr_t pc)
{
  object_check ((uintptr_t) address, MAGIC_SEM, false, pc);

  return (Sem *) address;
}

int
x_sem_init (sem_t   *address,
            int      shared,
            unsigned value)
{
  Sem *sem = (Sem *) address;

  (void) shared;
  memory_check ((uintptr_t) sem, sizeof *sem, true, CALLER);
  step (OP_INIT, (uintptr_t) sem, CALLER);
  *sem = (Sem) { MAGIC_SEM, value };

  return 0;
}

int
x_sem_destroy (sem_t *address)
{
  Sem *sem = check_sem (address, CALLER);

  step (OP_DESTROY, (uintptr_t) sem, CALLER);
  check_sem (address, CALLER);
  sem->magic = MAGIC_DEAD;

  return 0;
}

static int
wait_sem (sem_t    *address,
          bool      timed,
          uintptr_t pc)
{
  Sem *sem = check_sem (address, pc);

  step_timed (OP_SEM_WAIT, (uintptr_t) sem, 0, timed, pc);
  if (self ()->timed_out)
    {
      self ()->error_number = ETIMEDOUT;
      return -1;
    }
  check_sem (address, pc);
  sem->value--;

  return 0;
}

int
x_sem_wait (sem_t *sem)
{
  return wait_sem (sem, false, CALLER);
}

int
x_sem_timedwait (sem_t *sem)
{
  return wait_sem (sem, true, CALLER);
}

int
x_sem_trywait (sem_t *address)
{
  Sem *sem = check_sem (address, CALLER);

  step (OP_SEM_TRYWAIT, (uintptr_t) sem, CALLER);
  check_sem (address, CALLER);
  if (sem->value == 0)
    {
      self ()->error_number = EAGAIN;
      return -1;
    }
  sem->value--;

  return 0;
}

int
x_sem_post (sem_t *address)
{
  Sem *sem = check_sem (address, CALLER);

  step (OP_SEM_POST, (uintptr_t) sem, CALLER);
  check_sem (address, CALLER);
  if (sem->value == INT_MAX)
    {
      self ()->error_number = EOVERFLOW;
      return -1;
    }
  sem->value++;
  noticed ();

  return 0;
}

int
x_sem_getvalue (sem_t *address,
                int   *value)
{
  Sem *sem = check_sem (address, CALLER);

  step (OP_SEM_VALUE, (uintptr_t) sem, CALLER);
  check_sem (address, CALLER);
  memory_check ((uintptr_t) value, sizeof *value, true, CALLER);
  *value = (int) sem->value;

  return 0;
}

int
x_pthread_barrier_init (pthread_barrier_t *address,
                        const void        *attributes,
                        unsigned           count)
{
  Barrier *barrier = (Barrier *) address;

  (void) attributes;
  if (count == 0)
    return EINVAL;
  memory_check ((uintptr_t) barrier, sizeof *barrier, true, CALLER);
  step (OP_INIT, (uintptr_t) barrier, CALLER);
  *barrier = (Barrier) { MAGIC_BARRIER, count, 0, 0 };

  return 0;
}

int
x_pthread_barrier_destroy (pthread_barrier_t *address)
{
  Barrier *barrier = (Barrier *) address;

  object_check ((uintptr_t) barrier, MAGIC_BARRIER, false, CALLER);
  step (OP_DESTROY, (uintptr_t) barrier, CALLER);
  object_check ((uintptr_t) barrier, MAGIC_BARRIER, false, CALLER);
  if (barrier->arrived > 0)
    fail (FAIL_OBJECT, CALLER, (uintptr_t) barrier, "destroyed in use");
  barrier->magic = MAGIC_DEAD;

  return 0;
}

/* The last to arrive is the one that is told so. */
int
x_pthread_barrier_wait (pthread_barrier_t *address)
{
  Barrier *barrier = (Barrier *) address;

  object_check ((uintptr_t) barrier, MAGIC_BARRIER, false, CALLER);
  step (OP_BARRIER_ARRIVE, (uintptr_t) barrier, CALLER);
  object_check ((uintptr_t) barrier, MAGIC_BARRIER, false, CALLER);
  noticed ();
  if (++barrier->arrived == barrier->count)
    {
      barrier->arrived = 0;
      barrier->inside = 0;
      return PTHREAD_BARRIER_SERIAL_THREAD;
    }

  barrier->inside |= 1u << run.current;
  step (OP_BARRIER_LEAVE, (uintptr_t) barrier, CALLER);

  return 0;
}
