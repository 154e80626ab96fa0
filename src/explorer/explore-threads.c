/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-objects.h"
#include "explore-calls.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

/* Threads, what is done once, and what each thread has for itself. A pthread_t is
 * the thread's id + 1. */

static Thread *
find_thread (pthread_t thread,
             uintptr_t pc)
{
  if (thread < 1 || thread > (pthread_t) run.n_threads ||
      run.threads[thread - 1].state == THREAD_NONE)
    fail (FAIL_MISUSE, pc, 0, "no such thread");

  return &run.threads[thread - 1];
}

int
start_thread (pthread_t *thread,
              bool       detached,
              void    *(*body) (void *),
              void      *argument,
              uintptr_t  pc)
{
  int id;

  step (OP_CREATE, (uintptr_t) self () + 1, pc);
  id = run_new_thread (body, argument, detached);
  if (id < 0)
    run.crowded = true, run_give_up ();
  run.threads[id].created_at = run.depth - 1;
  if (thread)
    {
      memory_check ((uintptr_t) thread, sizeof *thread, true, pc);
      *thread = (pthread_t) id + 1;
    }

  return 0;
}

int
join_thread (pthread_t thread,
             void    **result,
             uintptr_t pc)
{
  Thread *other = find_thread (thread, pc);

  if (other == self ())
    return EDEADLK;
  if (other->detached)
    fail (FAIL_MISUSE, pc, 0, "joins a detached thread");
  if (other->joined)
    fail (FAIL_MISUSE, pc, 0, "joined twice");

  step (OP_JOIN, (uintptr_t) other, pc);
  if (other->joined)
    fail (FAIL_MISUSE, pc, 0, "joined twice");
  other->joined = true;
  run.n_unjoined--;
  if (result)
    {
      memory_check ((uintptr_t) result, sizeof *result, true, pc);
      *result = other->result;
    }

  return 0;
}

int
detach_thread (pthread_t thread,
               uintptr_t pc)
{
  Thread *other = find_thread (thread, pc);

  if (other->detached || other->joined)
    fail (FAIL_MISUSE, pc, 0, "detached twice");
  other->detached = true;

  return 0;
}

/* Others wait while one is inside. */
void
pass_once (int      *once,
           void    (*body) (void),
           uintptr_t pc)
{
  memory_check ((uintptr_t) once, sizeof *once, true, pc);
  step (OP_ONCE, (uintptr_t) once, pc);
  if (*once == 2)
    return;
  *once = 1;
  body ();
  step (OP_ONCE_DONE, (uintptr_t) once, pc);
  *once = 2;
  noticed ();
}

int
x_pthread_create (pthread_t            *thread,
                  const pthread_attr_t *attributes,
                  void               *(*body) (void *),
                  void                 *argument)
{
  bool detached = attributes && *(const int *) attributes == PTHREAD_CREATE_DETACHED;

  return start_thread (thread, detached, body, argument, CALLER);
}

int
x_pthread_join (pthread_t thread,
                void    **result)
{
  return join_thread (thread, result, CALLER);
}

int
x_pthread_detach (pthread_t thread)
{
  return detach_thread (thread, CALLER);
}

void
x_pthread_exit (void *result)
{
  run_end_thread (result, CALLER);
}

pthread_t
x_pthread_self (void)
{
  self ();

  return (pthread_t) run.current + 1;
}

int
x_pthread_equal (pthread_t one,
                 pthread_t other)
{
  return one == other;
}

int
x_pthread_once (int  *once,
                void (*body) (void))
{
  pass_once (once, body, CALLER);

  return 0;
}

/* Attributes: of a thread only whether it is detached matters here, of a mutex
 * its kind. */

int
x_pthread_attr_init (pthread_attr_t *attributes)
{
  memset (attributes, 0, sizeof *attributes);

  return 0;
}

int
x_pthread_attr_setdetachstate (pthread_attr_t *attributes,
                               int             state)
{
  *(int *) attributes = state;

  return 0;
}

int
x_pthread_mutexattr_init (pthread_mutexattr_t *attributes)
{
  memset (attributes, 0, sizeof *attributes);

  return 0;
}

int
x_pthread_mutexattr_settype (pthread_mutexattr_t *attributes,
                             int                  kind)
{
  if (kind < 0 || kind > 3)
    return EINVAL;
  *(int *) attributes = kind;

  return 0;
}

int
x_pthread_spin_destroy (pthread_spinlock_t *lock)
{
  (void) lock;

  return 0;
}

/* Sizes, orders of service, sharing between processes: nothing to do. */
int
x_ignored (void)
{
  return 0;
}

/* What each thread has under a key. */

int
x_pthread_key_create (pthread_key_t *key,
                      void         (*destroy) (void *))
{
  if (run.n_keys == MOST_KEYS)
    return EAGAIN;
  run.destroy[run.n_keys] = destroy;
  *key = run.n_keys++;

  return 0;
}

int
x_pthread_key_delete (pthread_key_t key)
{
  if (key >= run.n_keys)
    return EINVAL;
  run.destroy[key] = NULL;

  return 0;
}

int
x_pthread_setspecific (pthread_key_t key,
                       const void   *value)
{
  if (key >= run.n_keys)
    return EINVAL;
  self ()->specific[key] = (void *) (uintptr_t) value;

  return 0;
}

void *
x_pthread_getspecific (pthread_key_t key)
{
  return key < run.n_keys ? self ()->specific[key] : NULL;
}

int
x_tss_create (pthread_key_t *key,
              void         (*destroy) (void *))
{
  return x_pthread_key_create (key, destroy) == 0 ? thrd_success : thrd_error;
}

int
x_tss_set (pthread_key_t key,
           void         *value)
{
  return x_pthread_setspecific (key, value) == 0 ? thrd_success : thrd_error;
}

/* What the thread has under keys is destroyed, also what it has again then, four times. */
void
thread_destroy_specific (Thread *thread)
{
  for (unsigned i = 0; i < PTHREAD_DESTRUCTOR_ITERATIONS * run.n_keys; i++)
    {
      unsigned key = i % run.n_keys;
      void *value = thread->specific[key];

      thread->specific[key] = NULL;
      if (value && run.destroy[key])
        run.destroy[key] (value);
    }
}

/* Others do the same. */
ALIAS (pthread_attr_destroy, ignored)
ALIAS (pthread_attr_setstacksize, ignored)
ALIAS (pthread_attr_setscope, ignored)
ALIAS (pthread_mutexattr_destroy, ignored)
ALIAS (pthread_mutexattr_setpshared, ignored)
ALIAS (pthread_mutexattr_setprotocol, ignored)
ALIAS (pthread_condattr_init, ignored)
ALIAS (pthread_condattr_destroy, ignored)
ALIAS (pthread_condattr_setclock, ignored)
ALIAS (pthread_condattr_setpshared, ignored)
ALIAS (pthread_rwlockattr_init, ignored)
ALIAS (pthread_rwlockattr_destroy, ignored)
ALIAS (pthread_rwlockattr_setpshared, ignored)
ALIAS (pthread_barrierattr_init, ignored)
ALIAS (pthread_barrierattr_destroy, ignored)
ALIAS (pthread_setname_np, ignored)
ALIAS (pthread_setconcurrency, ignored)
ALIAS (tss_delete, pthread_key_delete)
ALIAS (sched_yield, ignored)
ALIAS (pthread_yield, ignored)
ALIAS (thrd_yield, ignored)
ALIAS (srand, ignored)
ALIAS (srandom, ignored)
ALIAS (srand48, ignored)
ALIAS (fflush, ignored)
ALIAS (setbuf, ignored)
ALIAS (setvbuf, ignored)
ALIAS (setlocale, ignored)
ALIAS (thrd_current, pthread_self)
ALIAS (thrd_equal, pthread_equal)
ALIAS (tss_get, pthread_getspecific)
