/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The second half of families.c: threads that are cancelled, named and waited for,
 * and processes. */

#include <sched.h>
#include <semaphore.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <threads.h>
#include <unistd.h>

#include "families.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sem_t begun;
static pthread_cond_t forever = PTHREAD_COND_INITIALIZER;
static volatile int may_go;
static const char *left;

static void
on_cancelled (void *data)
{
  left = data == NULL ? "it had no mutex" : pthread_mutex_trylock (data) == EBUSY ? "it had the mutex" : "it lost it";
  if (data)
    pthread_mutex_unlock (data);
}

static void *
wait_for_condition (void *data)
{
  pthread_mutex_lock (&mutex);
  pthread_cleanup_push (on_cancelled, &mutex);
  sem_post (&begun);
  for (;;)
    pthread_cond_wait (&forever, &mutex);
  pthread_cleanup_pop (1);

  return NULL;
}

static void *
wait_for_semaphore (void *data)
{
  sem_t own;

  sem_init (&own, 0, 0);
  pthread_cleanup_push (on_cancelled, NULL);
  sem_post (&begun);
  sem_wait (&own);
  pthread_cleanup_pop (0);

  return NULL;
}

static void *
sit (void *data)
{
  sem_wait (data);

  return NULL;
}

static void *
wait_for_thread (void *data)
{
  sem_post (&begun);
  pthread_join (*(pthread_t *) data, NULL);

  return NULL;
}

/* A wait that need not wait is a cancellation point all the same. */
static void *
need_not_wait (void *data)
{
  sem_t own;

  sem_init (&own, 0, 5);
  pthread_setcancelstate (PTHREAD_CANCEL_DISABLE, NULL);
  sem_post (&begun);
  while (!may_go)
    sched_yield ();
  pthread_setcancelstate (PTHREAD_CANCEL_ENABLE, NULL);
  sem_wait (&own);
  printf ("it was not cancelled\n");

  return NULL;
}

static void
cancel_one (void *(*function) (void *), void *data)
{
  pthread_t thread;
  void *value;

  may_go = 0;
  left = "nothing to clean";
  pthread_create (&thread, NULL, function, data);
  while (sem_wait (&begun) != 0)
    ;
  usleep (2000);
  TELL (pthread_cancel (thread));
  may_go = 1;
  pthread_join (thread, &value);
  printf ("%s, %s\n", value == PTHREAD_CANCELED ? "cancelled" : "ended by itself", left);
}

void
do_cancellation (void)
{
  static sem_t seat;
  pthread_t sitter;

  sem_init (&begun, 0, 0);
  sem_init (&seat, 0, 0);
  pthread_create (&sitter, NULL, sit, &seat);
  cancel_one (wait_for_condition, NULL);
  TELL (pthread_mutex_trylock (&mutex));
  pthread_mutex_unlock (&mutex);
  cancel_one (wait_for_semaphore, NULL);
  cancel_one (wait_for_thread, &sitter);
  cancel_one (need_not_wait, NULL);
  sem_post (&seat);
  TELL (pthread_join (sitter, NULL));
}

static pthread_key_t key;

static void
on_key (void *data)
{
  pthread_mutex_lock (&mutex);
  printf ("a destructor has the mutex\n");
  pthread_mutex_unlock (&mutex);
}

static void *
leave_early (void *data)
{
  pthread_setspecific (key, data);
  pthread_exit (data);
}

static int
c11 (void *data)
{
  mtx_t *lock = data;
  struct timespec soon = in_ms (CLOCK_REALTIME, 5);

  TELL (mtx_trylock (lock));
  TELL (mtx_timedlock (lock, &soon));

  return 42;
}

void
do_threads (void)
{
  pthread_t thread;
  thrd_t other;
  mtx_t lock;
  cnd_t cond;
  void *value;
  struct timespec soon = in_ms (CLOCK_REALTIME, 5);
  int result;

  TELL (pthread_setname_np (pthread_self (), "a name that is too long for it"));
  TELL (pthread_setname_np (pthread_self (), "families"));
  pthread_key_create (&key, on_key);
  pthread_create (&thread, NULL, leave_early, &key);
  TELL (pthread_join (thread, &value));
  printf ("%s\n", value == &key ? "its own value" : "another value");
  TELL (pthread_join (pthread_self (), NULL));

  TELL (mtx_init (&lock, mtx_timed));
  TELL (mtx_lock (&lock));
  if (thrd_create (&other, c11, &lock) != thrd_success)
    printf ("no thread\n");
  TELL (thrd_join (other, &result));
  printf ("%d\n", result);
  TELL (cnd_init (&cond));
  TELL (cnd_timedwait (&cond, &lock, &soon));
  TELL (cnd_signal (&cond));
  TELL (mtx_unlock (&lock));
  cnd_destroy (&cond);
  mtx_destroy (&lock);
}

void
do_processes (void)
{
  char word[] = "true";
  char *const argv[] = { word, NULL };
  pid_t pid;
  int status;

  fflush (stdout);
  pid = fork ();
  if (pid == 0)
    {
      pthread_mutex_lock (&mutex);
      _exit (pthread_mutex_trylock (&mutex) == EBUSY ? 9 : 1);
    }
  errno = 77;
  printf ("%s\n", waitpid (pid, &status, 0) == pid ? "the child" : "another");
  printf ("status %d, errno %d\n", WEXITSTATUS (status), errno);
  TELL (waitpid (pid, &status, 0));

  printf ("%d\n", posix_spawnp (&pid, "true", NULL, NULL, argv, environ));
  printf ("%s\n", wait (&status) == pid ? "the child" : "another");
  printf ("status %d\n", status);

  pid = vfork ();
  if (pid == 0)
    {
      execvp ("true", argv);
      _exit (3);
    }
  printf ("%s, status %d\n", wait4 (pid, &status, 0, NULL) == pid ? "the child" : "another", status);
  errno = 77;
  printf ("%d\n", execv ("/nowhere", argv));
  printf ("errno %d\n", errno);
}
