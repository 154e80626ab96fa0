/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "subject.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <threads.h>
#include <unistd.h>

static pthread_mutex_t *mutex;
static mtx_t c11;

static void *
lock_mutex (void *data)
{
  (void) data;
  pthread_mutex_lock (mutex);

  return NULL;
}

static void *
lock_mutex_timed (void *data)
{
  struct timespec end = in_an_hour ();

  (void) data;
  pthread_mutex_timedlock (mutex, &end);

  return NULL;
}

/* Between pages that cannot be read: at the beginning of the one that can, or at its end. */
static void
make_mutex_alone (int is_at_end)
{
  long page = sysconf (_SC_PAGESIZE);
  char *pages = mmap (NULL, 3 * (size_t) page, PROT_NONE, MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);

  if (pages == MAP_FAILED || mprotect (pages + page, (size_t) page, PROT_READ | PROT_WRITE) != 0)
    skip ("pages cannot be had");
  mutex = (pthread_mutex_t *) (void *) (pages + (is_at_end ? 2 * page - (long) sizeof *mutex : page));
  pthread_mutex_init (mutex, NULL);
}

static void
make_mutex (int type,
            int protocol,
            int robust,
            int shared)
{
  pthread_mutexattr_t attributes;

  mutex = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | (shared ? MAP_SHARED : MAP_PRIVATE), -1, 0);
  pthread_mutexattr_init (&attributes);
  if (type >= 0)
    pthread_mutexattr_settype (&attributes, type);
  pthread_mutexattr_setprotocol (&attributes, protocol);
  if (protocol == PTHREAD_PRIO_PROTECT)
    pthread_mutexattr_setprioceiling (&attributes, 1);
  pthread_mutexattr_setrobust (&attributes, robust);
  pthread_mutexattr_setpshared (&attributes, shared ? PTHREAD_PROCESS_SHARED : PTHREAD_PROCESS_PRIVATE);
  pthread_mutex_init (mutex, &attributes);
}

static void
hold_and_wait (void *(*run) (void *))
{
  int error = pthread_mutex_lock (mutex);

  if (error != 0)
    skip (error == EPERM ? "a mutex with a ceiling needs the right to real-time priorities" : strerror (error));
  tell (getpid (), start (run, NULL), getpid (), own_tid ());
}

static void
mutex_default (void)
{
  make_mutex (-1, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED, 0);
  hold_and_wait (lock_mutex);
}

static void
mutex_page_begin (void)
{
  make_mutex_alone (0);
  hold_and_wait (lock_mutex);
}

static void
mutex_page_end (void)
{
  make_mutex_alone (1);
  hold_and_wait (lock_mutex);
}

static void
mutex_normal (void)
{
  make_mutex (PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED, 0);
  hold_and_wait (lock_mutex);
}

static void
mutex_recursive (void)
{
  make_mutex (PTHREAD_MUTEX_RECURSIVE, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED, 0);
  pthread_mutex_lock (mutex);
  hold_and_wait (lock_mutex);
}

static void
mutex_errorcheck (void)
{
  make_mutex (PTHREAD_MUTEX_ERRORCHECK, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED, 0);
  hold_and_wait (lock_mutex);
}

static void
mutex_adaptive (void)
{
  make_mutex (PTHREAD_MUTEX_ADAPTIVE_NP, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED, 0);
  hold_and_wait (lock_mutex);
}

static void
mutex_timed (void)
{
  make_mutex (-1, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED, 0);
  hold_and_wait (lock_mutex_timed);
}

static void
mutex_robust (void)
{
  make_mutex (-1, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_ROBUST, 0);
  hold_and_wait (lock_mutex);
}

static void
mutex_robust_timed (void)
{
  make_mutex (-1, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_ROBUST, 0);
  hold_and_wait (lock_mutex_timed);
}

static void
mutex_inherit (void)
{
  make_mutex (-1, PTHREAD_PRIO_INHERIT, PTHREAD_MUTEX_STALLED, 0);
  hold_and_wait (lock_mutex);
}

static void
mutex_protect (void)
{
  make_mutex (-1, PTHREAD_PRIO_PROTECT, PTHREAD_MUTEX_STALLED, 0);
  hold_and_wait (lock_mutex);
}

static void
mutex_shared (void)
{
  pid_t child;

  make_mutex (-1, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED, 1);
  pthread_mutex_lock (mutex);
  child = fork ();
  if (child == 0)
    lock_mutex (NULL);
  tell (child, child, getpid (), own_tid ());
}

static void *
lock_and_sleep (void *data)
{
  pthread_mutex_lock (mutex);
  __atomic_store_n ((int *) data, 1, __ATOMIC_RELEASE);
  sleep_on ();

  return NULL;
}

/* By a thread that is not the first of its process. */
static void
mutex_shared_thread (void)
{
  int is_locked = 0;
  pid_t owner, child;

  make_mutex (-1, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED, 1);
  owner = start (lock_and_sleep, &is_locked);
  while (!__atomic_load_n (&is_locked, __ATOMIC_ACQUIRE))
    sched_yield ();
  child = fork ();
  if (child == 0)
    lock_mutex (NULL);
  tell (child, child, getpid (), owner);
}

static void
mutex_self (void)
{
  make_mutex (PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED, 0);
  pthread_mutex_lock (mutex);
  tell (getpid (), own_tid (), getpid (), own_tid ());
  pthread_mutex_lock (mutex);
}

static void *
lock_and_end (void *data)
{
  (void) data;
  pthread_mutex_lock (mutex);

  return NULL;
}

static void
mutex_orphaned (void)
{
  pthread_t thread;

  make_mutex (-1, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED, 0);
  pthread_create (&thread, NULL, lock_and_end, NULL);
  pthread_join (thread, NULL);
  tell (getpid (), start (lock_mutex, NULL), 0, 0);
}

static void
mutex_forked (void)
{
  pid_t child;

  make_mutex (-1, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED, 0);
  pthread_mutex_lock (mutex);
  child = fork ();
  if (child == 0)
    lock_mutex (NULL);
  tell (child, child, 0, 0);
}

static void *
lock_c11 (void *data)
{
  (void) data;
  mtx_lock (&c11);

  return NULL;
}

static void
mutex_c11 (void)
{
  mtx_init (&c11, mtx_plain);
  mtx_lock (&c11);
  tell (getpid (), start (lock_c11, NULL), getpid (), own_tid ());
}

const Subject subjects_mutexes[] = {
  { "mutex", mutex_default },
  { "mutex-normal", mutex_normal },
  { "mutex-recursive", mutex_recursive },
  { "mutex-errorcheck", mutex_errorcheck },
  { "mutex-adaptive", mutex_adaptive },
  { "mutex-timed", mutex_timed },
  { "mutex-robust", mutex_robust },
  { "mutex-robust-timed", mutex_robust_timed },
  { "mutex-inherit", mutex_inherit },
  { "mutex-protect", mutex_protect },
  { "mutex-shared", mutex_shared },
  { "mutex-shared-thread", mutex_shared_thread },
  { "mutex-self", mutex_self },
  { "mutex-orphaned", mutex_orphaned },
  { "mutex-forked", mutex_forked },
  { "mutex-c11", mutex_c11 },
  { "mutex-page-begin", mutex_page_begin },
  { "mutex-page-end", mutex_page_end },
  { NULL, NULL },
};
