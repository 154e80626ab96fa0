/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* apm-measure SIZE SECONDS WAY…: how long a message and its answer take between two
 * processes, and how many go one way in a second, for each way. A line a way, words
 * apart by tabs:
 *   measured WAY SIZE ROUND_TRIPS MEDIAN_NS P99_NS MESSAGES NS
 *   failed WAY ERRNO
 * A process of its own, so that a crowd of threads and timers in who asks does not
 * stand in what is measured, and so that it can be ended at any moment. */

#include "ways.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_TRIPS 1000000
#define WARM_UP    20

typedef struct {
  const WayKind *kind;
  size_t         size;
  Way            there;      /* to the child */
  Way            back;
  unsigned char *bytes;
} Measure;

static int64_t
get_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * 1000000000ll + now.tv_nsec;
}

static int
compare (const void *a,
         const void *b)
{
  int64_t left = *(const int64_t *) a, right = *(const int64_t *) b;

  return (left > right) - (left < right);
}

/* The child answers each message. It is killed at the end. */
static void
answer (Measure *measure)
{
  while (measure->kind->receive (&measure->there, measure->bytes, measure->size) == 0 &&
         measure->kind->send (&measure->back, measure->bytes, measure->size) == 0)
    continue;
}

/* The child sends as fast as it can, until it is killed. */
static void
flood (Measure *measure)
{
  while (measure->kind->send (&measure->back, measure->bytes, measure->size) == 0)
    continue;
}

static pid_t
start (Measure *measure,
       void   (*child) (Measure *))
{
  pid_t parent = getpid (), pid = fork ();

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      measure->back.target = parent;
      if (getppid () == parent)
        child (measure);
      _exit (0);
    }
  measure->there.target = pid;

  return pid;
}

static void
end (pid_t pid)
{
  kill (pid, SIGKILL);
  while (waitpid (pid, NULL, 0) < 0 && errno == EINTR)
    continue;
}

/* Returns: errno. @trips: room for %MOST_TRIPS */
static int
measure_trips (Measure *measure,
               int64_t  ns,
               int64_t *trips,
               size_t  *n)
{
  pid_t pid = start (measure, answer);
  int64_t until = get_now () + ns, before = 0;
  int problem = pid < 0 ? errno : 0;

  *n = 0;
  for (size_t i = 0; problem == 0 && *n < MOST_TRIPS && (*n == 0 || before < until); i++)
    {
      int64_t now;

      before = get_now ();
      problem = measure->kind->send (&measure->there, measure->bytes, measure->size);
      if (problem == 0)
        problem = measure->kind->receive (&measure->back, measure->bytes, measure->size);
      now = get_now ();
      if (i > WARM_UP)
        trips[(*n)++] = now - before;
    }
  if (pid > 0)
    end (pid);

  return problem;
}

static int
measure_flow (Measure  *measure,
              int64_t   ns,
              uint64_t *n,
              int64_t  *took_ns)
{
  pid_t pid = start (measure, flood);
  int problem = pid < 0 ? errno : 0;
  int64_t began, now;

  *n = 0;
  if (problem == 0)
    problem = measure->kind->receive (&measure->back, measure->bytes, measure->size);
  began = now = get_now ();
  while (problem == 0 && now < began + ns)
    {
      problem = measure->kind->receive (&measure->back, measure->bytes, measure->size);
      *n += problem == 0;
      if ((*n & 15) == 0)
        now = get_now ();
    }
  *took_ns = get_now () - began;
  if (pid > 0)
    end (pid);

  return problem;
}

static int
measure_one (const WayKind *kind,
             size_t         size,
             int64_t        ns,
             int64_t       *trips)
{
  Measure measure = { kind, kind->size ? kind->size : size, { { -1, -1 }, { 0 }, 0, 0 }, { { -1, -1 }, { 0 }, 0, 0 }, NULL };
  size_t n_trips = 0;
  uint64_t n_messages = 0;
  int64_t took_ns = 0;
  int problem = 0;

  if (kind->most && measure.size > kind->most)
    return EMSGSIZE;
  measure.bytes = calloc (1, measure.size);
  if (measure.bytes == NULL)
    return ENOMEM;
  problem = kind->make (&measure.there, &measure.back, measure.size);
  if (problem == 0)
    problem = measure_trips (&measure, ns, trips, &n_trips);
  if (problem == 0)
    problem = measure_flow (&measure, ns, &n_messages, &took_ns);
  way_unmake (&measure.there);
  way_unmake (&measure.back);
  free (measure.bytes);
  if (problem == 0 && n_trips == 0)
    problem = ETIME;
  if (problem != 0)
    return problem;

  qsort (trips, n_trips, sizeof trips[0], compare);
  printf ("measured\t%s\t%zu\t%zu\t%lld\t%lld\t%llu\t%lld\n", kind->name, measure.size, n_trips,
          (long long) trips[n_trips / 2], (long long) trips[n_trips * 99 / 100], (unsigned long long) n_messages, (long long) took_ns);

  return 0;
}

static const WayKind *
find_kind (const char *name)
{
  for (unsigned i = 0; i < n_way_kinds; i++)
    if (strcmp (way_kinds[i].name, name) == 0)
      return &way_kinds[i];

  return NULL;
}

int
main (int    argc,
      char **argv)
{
  long size = argc > 2 ? atol (argv[1]) : 0;
  double seconds = argc > 2 ? atof (argv[2]) : 0;
  int64_t *trips;

  if (size < 1 || size > 1 << 24 || !(seconds > 0 && seconds <= 60))
    return 2;
  trips = malloc (MOST_TRIPS * sizeof trips[0]);
  if (trips == NULL)
    return 1;
  signal (SIGPIPE, SIG_IGN);
  for (int i = 3; i < argc; i++)
    {
      const WayKind *kind = find_kind (argv[i]);
      int problem = kind ? measure_one (kind, (size_t) size, (int64_t) (seconds * 1e9), trips) : EINVAL;

      if (problem != 0)
        printf ("failed\t%s\t%d\n", argv[i], problem);
      if (fflush (stdout) != 0)
        break;
    }
  free (trips);

  return 0;
}
