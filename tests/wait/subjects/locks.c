/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "subject.h"

#include <errno.h>
#include <linux/futex.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static sem_t semaphore;
static uint32_t word;

static void *
wait_condition (void *data)
{
  (void) data;
  pthread_mutex_lock (&mutex);
  pthread_cond_wait (&condition, &mutex);
  pthread_mutex_unlock (&mutex);

  return NULL;
}

static void *
wait_condition_timed (void *data)
{
  struct timespec end = in_an_hour ();

  (void) data;
  pthread_mutex_lock (&mutex);
  pthread_cond_timedwait (&condition, &mutex, &end);

  return NULL;
}

static void
wait_on_condition (void)
{
  tell (getpid (), start (wait_condition, NULL), getpid (), 0);
}

/* After signals the word that is waited on is another, and not 0. */
static void
wait_on_used_condition (void)
{
  for (int i = 0; i < 5; i++)
    {
      start (wait_condition, NULL);
      usleep (2000);
      pthread_mutex_lock (&mutex);
      pthread_cond_signal (&condition);
      pthread_mutex_unlock (&mutex);
    }
  tell (getpid (), start (wait_condition, NULL), getpid (), 0);
}

static void
wait_on_condition_timed (void)
{
  tell (getpid (), start (wait_condition_timed, NULL), getpid (), 0);
}

static void *
wait_semaphore (void *data)
{
  (void) data;
  sem_wait (&semaphore);

  return NULL;
}

static void
wait_on_semaphore (void)
{
  sem_init (&semaphore, 0, 0);
  tell (getpid (), start (wait_semaphore, NULL), getpid (), 0);
}

static void *
lock_to_read (void *data)
{
  (void) data;
  pthread_rwlock_rdlock (&rwlock);

  return NULL;
}

static void *
lock_to_write (void *data)
{
  (void) data;
  pthread_rwlock_wrlock (&rwlock);

  return NULL;
}

static void
read_behind_writer (void)
{
  pthread_rwlock_wrlock (&rwlock);
  tell (getpid (), start (lock_to_read, NULL), getpid (), own_tid ());
}

static void
write_behind_writer (void)
{
  pthread_rwlock_wrlock (&rwlock);
  tell (getpid (), start (lock_to_write, NULL), getpid (), own_tid ());
}

static void
write_behind_reader (void)
{
  pthread_rwlock_rdlock (&rwlock);
  tell (getpid (), start (lock_to_write, NULL), getpid (), 0);
}

static void
prefer_writer (void)
{
  pthread_rwlockattr_t attributes;

  pthread_rwlockattr_init (&attributes);
  pthread_rwlockattr_setkind_np (&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
  pthread_rwlock_init (&rwlock, &attributes);
  pthread_rwlock_rdlock (&rwlock);
  start (lock_to_write, NULL);
  usleep (20000);
  tell (getpid (), start (lock_to_read, NULL), getpid (), 0);
}

static void *
wait_barrier (void *data)
{
  (void) data;
  pthread_barrier_wait (&barrier);

  return NULL;
}

static void
wait_at_barrier (void)
{
  pthread_barrier_init (&barrier, NULL, 3);
  tell (getpid (), start (wait_barrier, NULL), getpid (), 0);
}

static void *
sleep_in_thread (void *data)
{
  *(pid_t *) data = own_tid ();
  sleep_on ();

  return NULL;
}

static void
join_thread (void)
{
  static _Atomic pid_t tid;
  pthread_t thread;

  pthread_create (&thread, NULL, sleep_in_thread, (void *) &tid);
  while (tid == 0)
    usleep (100);
  tell (getpid (), own_tid (), getpid (), tid);
  pthread_join (thread, NULL);
}

static void
initialize_for_ever (void)
{
  sleep_on ();
}

static void *
run_once (void *data)
{
  (void) data;
  pthread_once (&once, initialize_for_ever);

  return NULL;
}

static void
wait_for_once (void)
{
  start (run_once, NULL);
  usleep (20000);
  tell (getpid (), start (run_once, NULL), getpid (), 0);
}

static void *
lock_file (void *data)
{
  flockfile (data);

  return NULL;
}

static void
lock_stdio (void)
{
  flockfile (stderr);
  tell (getpid (), start (lock_file, stderr), getpid (), own_tid ());
}

/* As std::future and the rest of libstdc++ wait. */
static void *
wait_word (void *data)
{
  (void) data;
  word = 0x80000000u;
  syscall (SYS_futex, &word, FUTEX_WAIT, 0x80000000u, NULL, NULL, 0);

  return NULL;
}

static void
wait_on_word (void)
{
  tell (getpid (), start (wait_word, NULL), getpid (), 0);
}

/* As the mutex of Rust's library: behind the word is the user's data. */
static void *
lock_rust (void *data)
{
  static uint32_t lock[16] = { 2 };

  (void) data;
  lock[2] = (uint32_t) getpid ();
  lock[3] = 1;
  syscall (SYS_futex, lock, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, 2, NULL, NULL, ~0u);

  return NULL;
}

static void
wait_as_rust (void)
{
  tell (getpid (), start (lock_rust, NULL), getpid (), 0);
}

/* One word of several, as Wine waits. */
static void *
wait_vector (void *data)
{
  struct { uint64_t value, address; uint32_t flags, reserved; } words[1] = { { 0, (uint64_t) (uintptr_t) &word, 2, 0 } };

  (void) data;
  syscall (449, words, 1, 0, NULL, 0);

  return NULL;
}

static void
wait_on_vector (void)
{
  if (syscall (449, NULL, 0, 0, NULL, 0) < 0 && errno == ENOSYS)
    skip ("this kernel has no futex_waitv()");
  tell (getpid (), start (wait_vector, NULL), getpid (), 0);
}

const Subject subjects_locks[] = {
  { "condition", wait_on_condition },
  { "condition-used", wait_on_used_condition },
  { "condition-timed", wait_on_condition_timed },
  { "semaphore", wait_on_semaphore },
  { "rwlock-read", read_behind_writer },
  { "rwlock-write", write_behind_writer },
  { "rwlock-readers", write_behind_reader },
  { "rwlock-prefer", prefer_writer },
  { "barrier", wait_at_barrier },
  { "join", join_thread },
  { "once", wait_for_once },
  { "stdio", lock_stdio },
  { "word", wait_on_word },
  { "rust", wait_as_rust },
  { "vector", wait_on_vector },
  { NULL, NULL },
};
