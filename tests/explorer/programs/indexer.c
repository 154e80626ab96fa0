/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Threads that put messages into a hash table by compare-and-swap: the second
 * benchmark of Flanagan and Godefroid (POPL 2005). */

#include <pthread.h>
#include <stdatomic.h>

#define SIZE 128
#define MOST 4

static atomic_int table[SIZE];

static void *
thread (void *argument)
{
  int id = (int) (long) argument;

  for (int m = 0; m < MOST; m++)
    {
      int w = m * 11 + id + 1;
      int h = w * 7 % SIZE;
      int expected = 0;

      while (!atomic_compare_exchange_strong (&table[h], &expected, w))
        {
          h = (h + 1) % SIZE;
          expected = 0;
        }
    }
  return NULL;
}

int
main (void)
{
  pthread_t threads[N];

  for (long i = 0; i < N; i++)
    pthread_create (&threads[i], NULL, thread, (void *) i);
  for (int i = 0; i < N; i++)
    pthread_join (threads[i], NULL);
  return 0;
}
