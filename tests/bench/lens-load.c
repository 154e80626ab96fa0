/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Loads for the lens; each prints for how many nanoseconds it worked, "single" how
 * many it had a CPU.
 *
 *   buffer N      2 producers, 2 consumers, 8 slots, N items of each producer
 *   single N      one thread locks and unlocks N times
 *   flood N MS    four threads, each N operations a second for so long
 *   handoff N     two threads hand a mutex over, N times each */

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SLOTS 8
#define BURST 250

static sem_t empty, full;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t together;
static pthread_mutex_t own[4][4];
static long slots[SLOTS];
static int in, out;
static long n, ms;

static clockid_t its_clock = CLOCK_MONOTONIC;

static long long
now_ns (void)
{
  struct timespec now;

  clock_gettime (its_clock, &now);

  return now.tv_sec * 1000000000ll + now.tv_nsec;
}

static void *
produce (void *data)
{
  for (long i = 0; i < n; i++)
    {
      sem_wait (&empty);
      pthread_mutex_lock (&mutex);
      slots[in] = i;
      in = (in + 1) % SLOTS;
      pthread_mutex_unlock (&mutex);
      sem_post (&full);
    }

  return NULL;
}

static void *
consume (void *data)
{
  for (long i = 0; i < n; i++)
    {
      sem_wait (&full);
      pthread_mutex_lock (&mutex);
      slots[out] = -1;
      out = (out + 1) % SLOTS;
      pthread_mutex_unlock (&mutex);
      sem_post (&empty);
    }

  return NULL;
}

/* As many operations as are due by now, then a little rest. What a busy machine
 * has kept a thread from is not made up for at once: that would be another rate. */
static void *
flood (void *data)
{
  pthread_mutex_t *lock = data;
  const struct timespec rest = { 0, 200000 };
  long long began_ns = now_ns ();
  long done = 0;

  for (long long passed_ns = 0; passed_ns < ms * 1000000ll; passed_ns = now_ns () - began_ns)
    {
      long due = (long) (passed_ns / 1e9 * (double) n);

      for (int i = 0; i < 250 && done < due; i++, done += 2)
        {
          pthread_mutex_lock (lock);
          pthread_mutex_unlock (lock);
        }
      nanosleep (&rest, NULL);
    }

  return (void *) done;
}

static void *
hand_over (void *data)
{
  for (long i = 0; i < n; i++)
    {
      pthread_mutex_lock (&mutex);
      slots[0]++;
      pthread_mutex_unlock (&mutex);
    }

  return NULL;
}

/* In bursts that both begin together, no more of them than whoever watches can read
 * on a busy machine: what was lost cannot be seen out of order. */
static void *
hand_over_paced (void *data)
{
  const struct timespec rest = { 0, 1000000 };

  for (long i = 0; i < n; i++)
    {
      if (i % BURST == 0)
        {
          nanosleep (&rest, NULL);
          pthread_barrier_wait (&together);
        }
      pthread_mutex_lock (&mutex);
      slots[0]++;
      pthread_mutex_unlock (&mutex);
    }

  return NULL;
}

static long
run_all (void *(*const functions[]) (void *), int n_threads)
{
  pthread_t threads[4];
  long sum = 0;
  void *value;

  for (int i = 0; i < n_threads; i++)
    if (pthread_create (&threads[i], NULL, functions[i], &own[i][0]) != 0)
      exit (1);
  for (int i = 0; i < n_threads; i++)
    {
      pthread_join (threads[i], &value);
      sum += (long) value;
    }

  return sum;
}

int
main (int argc, char **argv)
{
  static void *(*const buffer[]) (void *) = { produce, consume, produce, consume };
  static void *(*const floods[]) (void *) = { flood, flood, flood, flood };
  static void *(*const hands[]) (void *) = { hand_over_paced, hand_over_paced };
  long long began_ns;
  long sum = 0;

  if (argc < 3)
    return 2;
  n = atol (argv[2]);
  ms = argc > 3 ? atol (argv[3]) : 0;
  sem_init (&empty, 0, SLOTS);
  sem_init (&full, 0, 0);
  pthread_barrier_init (&together, NULL, 2);
  for (int i = 0; i < 4; i++)
    pthread_mutex_init (&own[i][0], NULL);

  if (strcmp (argv[1], "single") == 0)
    its_clock = CLOCK_PROCESS_CPUTIME_ID;
  began_ns = now_ns ();
  if (strcmp (argv[1], "buffer") == 0)
    run_all (buffer, 4);
  else if (strcmp (argv[1], "flood") == 0)
    sum = run_all (floods, 4);
  else if (strcmp (argv[1], "handoff") == 0)
    run_all (hands, 2);
  else
    hand_over (NULL);
  printf ("%lld %ld\n", now_ns () - began_ns, sum);

  return 0;
}
