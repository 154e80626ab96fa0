/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-objects.h"
#include "explore-calls.h"

#include <errno.h>
#include <string.h>

/* Mutexes of each kind, and condition variables, which give them back and take
 * them again. */

/* Fails unless @address holds an object that was initialised as @magic says;
 * @zeros: what a static initializer leaves is one too. */
void
object_check (uintptr_t address,
              uint32_t  magic,
              bool      zeros,
              uintptr_t pc)
{
  uint32_t found;

  memory_check (address, sizeof found, true, pc);
  found = *(const uint32_t *) address;
  if (found == magic || (zeros && found == 0))
    return;
  if (found == MAGIC_DEAD)
    fail (FAIL_OBJECT, pc, address, "destroyed");
  fail (FAIL_OBJECT, pc, address, "not initialised");
}

static Mutex *
check_mutex (uintptr_t address,
             uintptr_t pc)
{
  object_check (address, MAGIC_MUTEX, true, pc);

  return (Mutex *) address;
}

/* A recursive one that its thread holds already is held once more. */
static void
take_mutex (Mutex    *mutex,
            uintptr_t pc)
{
  if (mutex->owner == run.current + 1)
    {
      mutex->count++;
      return;
    }
  mutex->magic = MAGIC_MUTEX;
  mutex->owner = (uint16_t) (run.current + 1);
  mutex->count = 1;
  self ()->n_held++;
  self ()->n_locks++;
  self ()->held_pc = pc;
}

static void
give_mutex (Mutex *mutex)
{
  if (--mutex->count > 0)
    return;
  mutex->owner = 0;
  self ()->n_held--;
  self ()->own_writes++;
  noticed ();
}

/* Returns: 0, ETIMEDOUT, or what the kind of mutex answers its owner */
int
lock_mutex (uintptr_t address,
            bool      timed,
            uintptr_t pc)
{
  Mutex *mutex = check_mutex (address, pc);

  step_timed (OP_LOCK, address, 0, timed, pc);
  if (self ()->timed_out)
    return ETIMEDOUT;
  check_mutex (address, pc);
  if (mutex->owner == run.current + 1 && mutex->kind != PTHREAD_MUTEX_RECURSIVE)
    return EDEADLK;
  take_mutex (mutex, pc);

  return 0;
}

int
try_mutex (uintptr_t address,
           uintptr_t pc)
{
  Mutex *mutex = check_mutex (address, pc);

  step (OP_TRYLOCK, address, pc);
  check_mutex (address, pc);
  if (mutex->owner != 0 && (mutex->owner != run.current + 1 || mutex->kind != PTHREAD_MUTEX_RECURSIVE))
    return EBUSY;
  take_mutex (mutex, pc);

  return 0;
}

/* An unlock that the standard leaves undefined is a failure; a mutex that checks
 * errors, or counts, answers EPERM. */
int
unlock_mutex (uintptr_t address,
              uintptr_t pc)
{
  Mutex *mutex = check_mutex (address, pc);
  bool answers;

  step (OP_UNLOCK, address, pc);
  check_mutex (address, pc);
  answers = mutex->kind == PTHREAD_MUTEX_RECURSIVE || mutex->kind == PTHREAD_MUTEX_ERRORCHECK;
  if (mutex->owner != run.current + 1 && answers)
    return EPERM;
  if (mutex->owner == 0)
    fail (FAIL_UNLOCK, pc, address, "not locked");
  if (mutex->owner != run.current + 1)
    fail (FAIL_UNLOCK, pc, address, "another's");
  give_mutex (mutex);

  return 0;
}

int
init_mutex (uintptr_t address,
            int       kind,
            uintptr_t pc)
{
  Mutex *mutex = (Mutex *) address;

  memory_check (address, sizeof *mutex, true, pc);
  step (OP_INIT, address, pc);
  if (mutex->magic == MAGIC_MUTEX && mutex->owner != 0)
    fail (FAIL_OBJECT, pc, address, "initialised in use");
  memset (mutex, 0, sizeof *mutex);
  mutex->magic = MAGIC_MUTEX;
  mutex->kind = kind;

  return 0;
}

int
kill_mutex (uintptr_t address,
            uintptr_t pc)
{
  Mutex *mutex = check_mutex (address, pc);

  step (OP_DESTROY, address, pc);
  check_mutex (address, pc);
  if (mutex->owner != 0)
    fail (FAIL_OBJECT, pc, address, "destroyed in use");
  mutex->magic = MAGIC_DEAD;

  return 0;
}

/* Condition variables. */

static Cond *
check_cond (uintptr_t address,
            uintptr_t pc)
{
  object_check (address, MAGIC_COND, true, pc);

  return (Cond *) address;
}

/* The thread goes on, and takes with it the oldest permit that names it. */
void
cond_leave (Cond *cond,
            int   id,
            bool  with_permit)
{
  uint32_t me = 1u << id, n = 0;
  bool used = !with_permit || (cond->woken & me);

  for (uint32_t i = 0; i < cond->n_permits && i < MOST_PERMITS; i++)
    {
      if (!used && cond->permits[i] & me)
        used = true;
      else if (cond->permits[i] & ~me)
        cond->permits[n++] = cond->permits[i] & ~me;
    }
  cond->n_permits = n;
  cond->waiting &= ~me;
  cond->woken &= ~me;
}

/* Lets one of those who wait go on, or all. */
void
cond_notify (Cond *cond,
             bool  all)
{
  if (all)
    {
      cond->woken = cond->waiting;
      cond->n_permits = 0;
    }
  else if (cond_may_wait_on (cond))
    {
      if (cond->n_permits < MOST_PERMITS)
        cond->n_permits++;
      cond->permits[cond->n_permits - 1] = cond->waiting & ~cond->woken;
    }
}

int
wait_cond (uintptr_t address,
           uintptr_t mutex_address,
           bool      timed,
           uintptr_t pc)
{
  Cond *cond = check_cond (address, pc);
  Mutex *mutex = check_mutex (mutex_address, pc);
  bool spurious = run.options.spurious && !timed && !self ()->spurious_used;

  step_timed (OP_COND_WAIT, address, mutex_address, false, pc);
  check_cond (address, pc);
  check_mutex (mutex_address, pc);
  if (mutex->owner != run.current + 1)
    fail (FAIL_UNLOCK, pc, mutex_address, mutex->owner ? "another's" : "not locked");
  cond->magic = MAGIC_COND;
  cond->waiting |= 1u << run.current;
  give_mutex (mutex);

  step_timed (OP_COND_WAKE, address, mutex_address, timed || spurious, pc);
  check_cond (address, pc);
  if (!self ()->timed_out)
    {
      cond_leave (cond, run.current, true);
      check_mutex (mutex_address, pc);
      take_mutex (mutex, pc);
      return 0;
    }

  cond_leave (cond, run.current, false);
  self ()->spurious_used |= spurious;
  lock_mutex (mutex_address, false, pc);

  return spurious ? 0 : ETIMEDOUT;
}

int
signal_cond (uintptr_t address,
             bool      all,
             uintptr_t pc)
{
  Cond *cond = check_cond (address, pc);

  step (all ? OP_BROADCAST : OP_SIGNAL, address, pc);
  check_cond (address, pc);
  if (cond->waiting == 0)
    return 0;

  noticed ();
  cond_notify (cond, all);

  return 0;
}

int
init_cond (uintptr_t address,
           uintptr_t pc)
{
  Cond *cond = (Cond *) address;

  memory_check (address, sizeof *cond, true, pc);
  step (OP_INIT, address, pc);
  memset (cond, 0, sizeof *cond);
  cond->magic = MAGIC_COND;

  return 0;
}

int
kill_cond (uintptr_t address,
           uintptr_t pc)
{
  Cond *cond = check_cond (address, pc);

  step (OP_DESTROY, address, pc);
  check_cond (address, pc);
  if (cond->waiting & ~cond->woken)
    fail (FAIL_OBJECT, pc, address, "destroyed in use");
  cond->magic = MAGIC_DEAD;

  return 0;
}

/* The calls. */

int
x_pthread_mutex_init (pthread_mutex_t           *mutex,
                      const pthread_mutexattr_t *attributes)
{
  return init_mutex ((uintptr_t) mutex, attributes ? *(const int *) attributes & 3 : 0, CALLER);
}

int
x_pthread_mutex_destroy (pthread_mutex_t *mutex)
{
  return kill_mutex ((uintptr_t) mutex, CALLER);
}

int
x_pthread_mutex_lock (pthread_mutex_t *mutex)
{
  return lock_mutex ((uintptr_t) mutex, false, CALLER);
}

int
x_pthread_mutex_timedlock (pthread_mutex_t *mutex)
{
  return lock_mutex ((uintptr_t) mutex, true, CALLER);
}

int
x_pthread_mutex_trylock (pthread_mutex_t *mutex)
{
  return try_mutex ((uintptr_t) mutex, CALLER);
}

int
x_pthread_mutex_unlock (pthread_mutex_t *mutex)
{
  return unlock_mutex ((uintptr_t) mutex, CALLER);
}

int
x_pthread_cond_init (pthread_cond_t *cond)
{
  return init_cond ((uintptr_t) cond, CALLER);
}

int
x_pthread_cond_destroy (pthread_cond_t *cond)
{
  return kill_cond ((uintptr_t) cond, CALLER);
}

int
x_pthread_cond_wait (pthread_cond_t  *cond,
                     pthread_mutex_t *mutex)
{
  return wait_cond ((uintptr_t) cond, (uintptr_t) mutex, false, CALLER);
}

int
x_pthread_cond_timedwait (pthread_cond_t  *cond,
                          pthread_mutex_t *mutex)
{
  return wait_cond ((uintptr_t) cond, (uintptr_t) mutex, true, CALLER);
}

int
x_pthread_cond_signal (pthread_cond_t *cond)
{
  return signal_cond ((uintptr_t) cond, false, CALLER);
}

int
x_pthread_cond_broadcast (pthread_cond_t *cond)
{
  return signal_cond ((uintptr_t) cond, true, CALLER);
}
