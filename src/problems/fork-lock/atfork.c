/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* A thread forks while another holds a mutex. The child has a copy of the
 * memory, the locked mutex with it, but not of the thread that would unlock
 * it. Handlers of pthread_atfork () take the mutex before each fork and give
 * it back on both sides after it, so it is never copied while another holds
 * it. */

#include <pthread.h>
#include <semaphore.h>
#include <sys/wait.h>
#include <unistd.h>

#include "problem.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sem_t held;
static int rounds, hold_ms;

static void
holder (int self)
{
  (void) self;

  for (int i = 0; rounds == 0 || i < rounds; i++)
    {
      pthread_mutex_lock (&mutex);
      sem_post (&held);
      problem_sleep (hold_ms);
      pthread_mutex_unlock (&mutex);
      problem_delay ();
    }
}

static void
forker (int self)
{
  (void) self;

  for (int i = 0; rounds == 0 || i < rounds; i++)
    {
      sem_wait (&held);
      problem_does ("forks");
      pid_t child = fork ();
      if (child == 0)
        {
          problem_does ("child");          /* of the forker: a process with this thread alone */
          pthread_mutex_lock (&mutex);
          pthread_mutex_unlock (&mutex);
          _exit (0);
        }
      waitpid (child, NULL, 0);
      problem_does ("forks");
    }
}

static void
before (void)
{
  pthread_mutex_lock (&mutex);
}

static void
after (void)
{
  pthread_mutex_unlock (&mutex);
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  rounds = problem_parameter ("rounds", 3);
  hold_ms = problem_parameter ("hold_ms", 200);
  sem_init (&held, 0, 0);
  pthread_atfork (before, after, after);

  problem_start ("L", 1, holder);
  problem_start ("F", 1, forker);
  problem_wait ();
  return problem_close ();
}
