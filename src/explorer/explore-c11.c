/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-objects.h"
#include "explore-calls.h"

#include <errno.h>
#include <threads.h>

/* <threads.h>: the same objects under other names, with other answers. */

static int
answer (int error)
{
  return error == 0 ? thrd_success : error == EBUSY ? thrd_busy : error == ETIMEDOUT ? thrd_timedout : thrd_error;
}

int
x_thrd_create (thrd_t *thread,
               int   (*body) (void *),
               void   *argument)
{
  return answer (start_thread ((pthread_t *) thread, false, (void *(*) (void *)) (void *) body, argument, CALLER));
}

int
x_thrd_join (thrd_t thread,
             int   *result)
{
  void *pointer = NULL;
  int error = join_thread (thread, NULL, CALLER);

  if (error == 0)
    pointer = run.threads[thread - 1].result;
  if (error == 0 && result)
    *result = (int) (intptr_t) pointer;

  return answer (error);
}

int
x_thrd_detach (thrd_t thread)
{
  return answer (detach_thread (thread, CALLER));
}

void
x_thrd_exit (int result)
{
  run_end_thread ((void *) (intptr_t) result, CALLER);
}

int
x_mtx_init (mtx_t *mutex,
            int    type)
{
  return answer (init_mutex ((uintptr_t) mutex, type & mtx_recursive ? PTHREAD_MUTEX_RECURSIVE : 0, CALLER));
}

void
x_mtx_destroy (mtx_t *mutex)
{
  kill_mutex ((uintptr_t) mutex, CALLER);
}

int
x_mtx_lock (mtx_t *mutex)
{
  return answer (lock_mutex ((uintptr_t) mutex, false, CALLER));
}

int
x_mtx_timedlock (mtx_t *mutex)
{
  return answer (lock_mutex ((uintptr_t) mutex, true, CALLER));
}

int
x_mtx_trylock (mtx_t *mutex)
{
  return answer (try_mutex ((uintptr_t) mutex, CALLER));
}

int
x_mtx_unlock (mtx_t *mutex)
{
  return answer (unlock_mutex ((uintptr_t) mutex, CALLER));
}

int
x_cnd_init (cnd_t *cond)
{
  return answer (init_cond ((uintptr_t) cond, CALLER));
}

void
x_cnd_destroy (cnd_t *cond)
{
  kill_cond ((uintptr_t) cond, CALLER);
}

int
x_cnd_wait (cnd_t *cond,
            mtx_t *mutex)
{
  return answer (wait_cond ((uintptr_t) cond, (uintptr_t) mutex, false, CALLER));
}

int
x_cnd_timedwait (cnd_t *cond,
                 mtx_t *mutex)
{
  return answer (wait_cond ((uintptr_t) cond, (uintptr_t) mutex, true, CALLER));
}

int
x_cnd_signal (cnd_t *cond)
{
  return answer (signal_cond ((uintptr_t) cond, false, CALLER));
}

int
x_cnd_broadcast (cnd_t *cond)
{
  return answer (signal_cond ((uintptr_t) cond, true, CALLER));
}

void
x_call_once (once_flag *once,
             void     (*body) (void))
{
  pass_once ((int *) once, body, CALLER);
}
