/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Programs to be watched, by the word that they are started with. */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct account {
  int number;
  pthread_mutex_t lock;
};

static pthread_mutex_t mutex_a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t mutex_b = PTHREAD_MUTEX_INITIALIZER;
static struct account accounts[3] = { { .lock = PTHREAD_MUTEX_INITIALIZER }, { .lock = PTHREAD_MUTEX_INITIALIZER },
                                      { .lock = PTHREAD_MUTEX_INITIALIZER } };
static pthread_mutex_t *forks;
static struct shared { pthread_mutex_t mutex; sem_t filled; long n; } *buffer;
static sem_t go;

/* Watched by name. */
static volatile int count;
static volatile int slots[5] = { 1, -2, 3, -4, 5 };
static volatile double ratio = 0.25;
static volatile long never;

static void
start (pthread_t *thread, void *(*function) (void *), void *data)
{
  if (pthread_create (thread, NULL, function, data) != 0)
    exit (99);
}

static void *
lock_a_b (void *data)
{
  pthread_mutex_lock (&mutex_a);
  pthread_mutex_lock (&mutex_b);
  pthread_mutex_unlock (&mutex_b);
  pthread_mutex_unlock (&mutex_a);

  return data;
}

/* Not before it has its name. */
static void *
lock_when_named (void *data)
{
  sem_wait (&go);

  return lock_a_b (data);
}

static void *
lock_b_a (void *data)
{
  pthread_mutex_lock (&mutex_b);
  pthread_mutex_lock (&mutex_a);
  pthread_mutex_unlock (&mutex_a);
  pthread_mutex_unlock (&mutex_b);

  return data;
}

static int
run_names (void)
{
  pthread_mutex_t local = PTHREAD_MUTEX_INITIALIZER;
  pthread_t one, two;

  forks = calloc (5, sizeof *forks);
  sem_init (&go, 0, 0);
  start (&one, lock_when_named, NULL);
  start (&two, lock_b_a, NULL);
  pthread_setname_np (one, "alice");
  sem_post (&go);
  pthread_join (one, NULL);
  pthread_join (two, NULL);
  pthread_mutex_lock (&accounts[1].lock);
  pthread_mutex_unlock (&accounts[1].lock);
  pthread_mutex_lock (&forks[2]);
  pthread_mutex_unlock (&forks[2]);
  pthread_mutex_lock (&local);
  pthread_mutex_unlock (&local);
  free (forks);

  return 7;
}

static int
run_threads (int n)
{
  pthread_t threads[16];

  for (int i = 0; i < n; i += 16)
    {
      for (int t = 0; t < 16; t++)
        start (&threads[t], lock_a_b, NULL);
      for (int t = 0; t < 16; t++)
        pthread_join (threads[t], NULL);
    }

  return 0;
}

static void
make_shared (void)
{
  pthread_mutexattr_t attributes;

  buffer = mmap (NULL, sizeof *buffer, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (buffer == MAP_FAILED)
    exit (99);
  pthread_mutexattr_init (&attributes);
  pthread_mutexattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init (&buffer->mutex, &attributes);
  sem_init (&buffer->filled, 1, 0);
}

static int
run_processes (void)
{
  pid_t pid;

  make_shared ();
  pid = fork ();
  for (int i = 0; i < 100; i++)
    {
      pthread_mutex_lock (&buffer->mutex);
      buffer->n++;
      pthread_mutex_unlock (&buffer->mutex);
    }
  if (pid == 0)
    _exit (sem_post (&buffer->filled));
  sem_wait (&buffer->filled);
  waitpid (pid, NULL, 0);

  return buffer->n == 200 ? 0 : 1;
}

/* All that a program may do to those who watch it without meaning any harm. */
static int
run_rough (const char *path)
{
  int status;
  pid_t pid;

  close_range (3, ~0u, 0);
  lock_a_b (NULL);
  if (getuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
    return 1;
  lock_a_b (NULL);
  if (dlopen ("libm.so.6", RTLD_NOW) == NULL)
    return 2;
  pid = fork ();
  if (pid == 0)
    {
      lock_a_b (NULL);
      execl (path, path, "names", NULL);
      _exit (98);
    }
  if (waitpid (pid, &status, 0) != pid || !WIFEXITED (status))
    return 3;

  return WEXITSTATUS (status);
}

/* Few marks: they are kept. */
static void
write_for_ever (int64_t who)
{
  void (*mark) (unsigned, int64_t, int64_t) =
    (void (*) (unsigned, int64_t, int64_t)) (uintptr_t) dlsym (RTLD_DEFAULT, "apm_lens_mark");

  for (int64_t x = 1;; x++)
    {
      lock_a_b (NULL);
      if (mark && x % 16 == 0)
        mark (193, x << 20 | who, x << 20 | who);
    }
}

/* Children that write as fast as they can, killed at any moment. */
static int
run_kills (int n)
{
  unsigned seed = 1;

  for (int i = 0; i < n; i++)
    {
      pid_t pid = fork ();
      struct timespec pause = { 0, rand_r (&seed) % 300000 };

      if (pid < 0)
        return 1;
      if (pid == 0)
        write_for_ever (i);
      nanosleep (&pause, NULL);
      kill (pid, SIGKILL);
      if (waitpid (pid, NULL, 0) != pid)
        return 2;
    }

  return 0;
}

static void *
count_up (void *data)
{
  for (;;)
    {
      pthread_mutex_lock (&mutex_a);
      count++;
      pthread_mutex_unlock (&mutex_a);
    }

  return data;
}

static int
run_loop (int n)
{
  pthread_t thread;

  for (int i = 0; i < n; i++)
    start (&thread, count_up, NULL);
  pthread_join (thread, NULL);

  return 0;
}

static void *
hold_a (void *data)
{
  pthread_mutex_lock (&mutex_a);
  sem_post (&go);
  sem_wait (data);
  pthread_mutex_lock (&mutex_b);

  return data;
}

static int
run_deadlock (void)
{
  static sem_t both;
  pthread_t thread;

  sem_init (&both, 0, 0);
  sem_init (&go, 0, 0);
  start (&thread, hold_a, &both);
  sem_wait (&go);
  pthread_mutex_lock (&mutex_b);
  sem_post (&both);
  pthread_mutex_lock (&mutex_a);

  return 0;
}

/* The lock of a language that has its own. */
static int
run_direct (void)
{
  static uint32_t word;

  lock_a_b (NULL);
  syscall (SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);

  return 0;
}

/* Goes on until the lock does not lock. */
static int
run_turns (void)
{
  for (;;)
    {
      pthread_mutex_lock (&mutex_b);
      if (pthread_mutex_trylock (&mutex_b) == 0)
        return 40;
      pthread_mutex_unlock (&mutex_b);
      usleep (500);
    }
}

int
main (int argc, char **argv)
{
  const char *what = argc > 1 ? argv[1] : "";
  int n = argc > 2 ? atoi (argv[2]) : 0;

  if (strcmp (what, "names") == 0)
    return run_names ();
  if (strcmp (what, "threads") == 0)
    return run_threads (n);
  if (strcmp (what, "processes") == 0)
    return run_processes ();
  if (strcmp (what, "rough") == 0)
    return run_rough (argv[0]);
  if (strcmp (what, "kills") == 0)
    return run_kills (n);
  if (strcmp (what, "loop") == 0)
    return run_loop (n);
  if (strcmp (what, "deadlock") == 0)
    return run_deadlock ();
  if (strcmp (what, "direct") == 0)
    return run_direct ();
  if (strcmp (what, "turns") == 0)
    return run_turns ();

  return slots[0] + (int) ratio + (int) never;
}
