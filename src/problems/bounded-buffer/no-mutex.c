/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Producers put items into a ring of slots, consumers take them out. WRONG:
 * the semaphores count the slots, but nothing keeps two producers from using
 * the same one, or two consumers from taking the same item. */

#include <semaphore.h>

#include "problem.h"

static struct buffer {
  sem_t empty, full;
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
      sem_wait (&buffer->empty);
      int slot = buffer->in;
      problem_delay ();            /* the next producer sees the same slot */
      buffer->slots[slot] = item;
      problem_put (item, slot);
      buffer->in = (slot + 1) % slots;
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
      sem_wait (&buffer->full);
      problem_got (buffer->slots[buffer->out], buffer->out);
      buffer->out = (buffer->out + 1) % slots;
      sem_post (&buffer->empty);
      problem_delay ();
    }
}

int
main (int argc, char *argv[])
{

  problem_open (argc, argv);
  producers = problem_parameter ("producers", 2);
  consumers = problem_parameter ("consumers", 2);
  slots = problem_parameter ("slots", 5);
  items = problem_parameter ("items", 10);

  buffer = problem_share (sizeof *buffer);
  sem_init (&buffer->empty, 1, slots);
  sem_init (&buffer->full, 1, 0);

  problem_start ("P", producers, producer);
  problem_start ("C", consumers, consumer);
  problem_wait ();
  return problem_close ();
}
