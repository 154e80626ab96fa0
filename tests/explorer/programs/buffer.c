/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* N producers and N consumers of ITEMS items each, with a ring of SLOTS slots. */

#include <pthread.h>
#include <semaphore.h>

static int slots[SLOTS], in, out;
static sem_t empty, full;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *
producer (void *argument)
{
  for (int i = 0; i < ITEMS; i++)
    {
      sem_wait (&empty);
      pthread_mutex_lock (&mutex);
      slots[in] = i;
      in = (in + 1) % SLOTS;
      pthread_mutex_unlock (&mutex);
      sem_post (&full);
    }
  return argument;
}

static void *
consumer (void *argument)
{
  for (int i = 0; i < ITEMS; i++)
    {
      sem_wait (&full);
      pthread_mutex_lock (&mutex);
      slots[out] = -1;
      out = (out + 1) % SLOTS;
      pthread_mutex_unlock (&mutex);
      sem_post (&empty);
    }
  return argument;
}

int
main (void)
{
  pthread_t threads[2 * N];

  sem_init (&empty, 0, SLOTS);
  sem_init (&full, 0, 0);
  for (int i = 0; i < 2 * N; i++)
    pthread_create (&threads[i], NULL, i < N ? producer : consumer, NULL);
  for (int i = 0; i < 2 * N; i++)
    pthread_join (threads[i], NULL);
  return 0;
}
