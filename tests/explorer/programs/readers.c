/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* One writer and N readers of one number (Abdulla and others, POPL 2014). */

#include <pthread.h>
#include <stdatomic.h>

static atomic_int x;

static void *
writer (void *argument)
{
  (void) argument;
  atomic_store (&x, 1);
  return NULL;
}

static void *
reader (void *argument)
{
  (void) argument;
  (void) atomic_load (&x);
  return NULL;
}

int
main (void)
{
  pthread_t threads[N + 1];

  pthread_create (&threads[0], NULL, writer, NULL);
  for (int i = 1; i <= N; i++)
    pthread_create (&threads[i], NULL, reader, NULL);
  for (int i = 0; i <= N; i++)
    pthread_join (threads[i], NULL);
  return 0;
}
