/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Producers put items into a ring of slots, consumers take them out. WRONG:
 * the mutex is taken first. A consumer that finds nothing sleeps with the
 * mutex in its hand, and no producer can come to put something in. */

#include <pthread.h>
#include <semaphore.h>

#include "problem.h"

static struct buffer {
  sem_t empty, full;
  pthread_mutex_t mutex;
  int in, out;
  long slots[256];
} *buffer;

static int producers, consumers, slots, items;   /* items of each producer, 0 = endless */

static void
producer (int self)
{
  for (long n = 0; items == 0 || n < items; n++)
    {
      long item = n * producers + self + 1;   /* no two have the same number */

      problem_delay ();
      pthread_mutex_lock (&buffer->mutex);
      sem_wait (&buffer->empty);   /* with the mutex in the hand */
      buffer->slots[buffer->in] = item;
      problem_put (item, buffer->in);
      buffer->in = (buffer->in + 1) % slots;
      pthread_mutex_unlock (&buffer->mutex);
      sem_post (&buffer->full);
    }
}

static void
consumer (int self)
{
  long total = (long) producers * items;
  long share = total / consumers + (self < total % consumers);

  for (long n = 0; items == 0 || n < share; n++)
    {
      pthread_mutex_lock (&buffer->mutex);
      sem_wait (&buffer->full);
      problem_got (buffer->slots[buffer->out], buffer->out);
      buffer->out = (buffer->out + 1) % slots;
      pthread_mutex_unlock (&buffer->mutex);
      sem_post (&buffer->empty);
      problem_delay ();
    }
}

int
main (int argc, char *argv[])
{
  pthread_mutexattr_t between_processes;

  problem_open (argc, argv);
  producers = problem_parameter ("producers", 2);
  consumers = problem_parameter ("consumers", 2);
  slots = problem_parameter ("slots", 5);
  items = problem_parameter ("items", 10);

  buffer = problem_share (sizeof *buffer);
  sem_init (&buffer->empty, 1, slots);
  sem_init (&buffer->full, 1, 0);
  pthread_mutexattr_init (&between_processes);
  pthread_mutexattr_setpshared (&between_processes, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init (&buffer->mutex, &between_processes);

  problem_start ("P", producers, producer);
  problem_start ("C", consumers, consumer);
  problem_wait ();
  return problem_close ();
}
