/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A program that has a malloc() of its own, which locks a mutex: the lens must
 * find the real functions without needing what it is looking for. */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t pool_lock = PTHREAD_MUTEX_INITIALIZER;
static char pool[1 << 22] __attribute__ ((aligned (16)));
static size_t used;

void *
malloc (size_t size)
{
  char *piece = NULL;
  size_t length = (size + 31) & ~(size_t) 15;

  pthread_mutex_lock (&pool_lock);
  if (used + length <= sizeof pool)
    {
      piece = pool + used + 16;
      memcpy (pool + used, &size, sizeof size);
      used += length;
    }
  pthread_mutex_unlock (&pool_lock);

  return piece;
}

void
free (void *piece)
{
}

void *
calloc (size_t n, size_t size)
{
  void *piece = malloc (n * size);

  return piece ? memset (piece, 0, n * size) : NULL;
}

void *
realloc (void *piece, size_t size)
{
  void *larger = malloc (size);
  size_t before;

  if (piece == NULL || larger == NULL)
    return larger;
  memcpy (&before, (char *) piece - 16, sizeof before);

  return memcpy (larger, piece, before < size ? before : size);
}

static void *
run (void *data)
{
  for (int i = 0; i < 1000; i++)
    free (malloc (16));

  return data;
}

int
main (void)
{
  pthread_t threads[4];

  for (int i = 0; i < 4; i++)
    if (pthread_create (&threads[i], NULL, run, NULL) != 0)
      return 1;
  for (int i = 0; i < 4; i++)
    pthread_join (threads[i], NULL);
  printf ("done\n");

  return 3;
}
