/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Producers put items into a ring of slots, consumers take them out. WRONG:
 * who wakes up does not look again (`if` in place of `while`). Between the
 * signal and its waking another consumer may have taken the item. */

#include <pthread.h>

#include "problem.h"

static struct buffer {
  pthread_mutex_t mutex;
  pthread_cond_t not_full, not_empty;
  int in, out, filled;
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
      if (buffer->filled == slots)
        pthread_cond_wait (&buffer->not_full, &buffer->mutex);
      buffer->slots[buffer->in] = item;
      problem_put (item, buffer->in);
      buffer->in = (buffer->in + 1) % slots;
      buffer->filled++;
      pthread_cond_signal (&buffer->not_empty);
      pthread_mutex_unlock (&buffer->mutex);
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
      if (buffer->filled == 0)    /* and when I wake up? */
        pthread_cond_wait (&buffer->not_empty, &buffer->mutex);
      problem_got (buffer->slots[buffer->out], buffer->out);
      buffer->out = (buffer->out + 1) % slots;
      buffer->filled--;
      pthread_cond_signal (&buffer->not_full);
      pthread_mutex_unlock (&buffer->mutex);
      problem_delay ();
    }
}

int
main (int argc, char *argv[])
{
  pthread_mutexattr_t between_processes;
  pthread_condattr_t conditions_too;

  problem_open (argc, argv);
  producers = problem_parameter ("producers", 2);
  consumers = problem_parameter ("consumers", 2);
  slots = problem_parameter ("slots", 5);
  items = problem_parameter ("items", 10);

  buffer = problem_share (sizeof *buffer);
  pthread_mutexattr_init (&between_processes);
  pthread_mutexattr_setpshared (&between_processes, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init (&buffer->mutex, &between_processes);
  pthread_condattr_init (&conditions_too);
  pthread_condattr_setpshared (&conditions_too, PTHREAD_PROCESS_SHARED);
  pthread_cond_init (&buffer->not_full, &conditions_too);
  pthread_cond_init (&buffer->not_empty, &conditions_too);

  problem_start ("P", producers, producer);
  problem_start ("C", consumers, consumer);
  problem_wait ();
  return problem_close ();
}
