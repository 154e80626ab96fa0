/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-crew-engine.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Without GLib, so that ThreadSanitizer sees every lock of the engine and none
 * that it does not understand. */

static int n_checks, n_failed;

#define check(condition) do { \
    n_checks++; \
    if (!(condition)) \
      { \
        n_failed++; \
        printf ("# %s:%d: %s\n", __func__, __LINE__, #condition); \
      } \
  } while (0)

typedef struct {
  ApmPhase phase;
  int      tid;
  int64_t  join_us;
} Fact;

/* What is known of the threads "a" to "z", by the letter of their name. */
static Fact facts['z' + 1];

static void
take_events (ApmCrewEngine *engine)
{
  ApmCrewEvent event;

  while (apm_crew_engine_take_event (engine, &event))
    {
      facts[(unsigned char) event.name[0]] = (Fact) { event.phase, event.tid, event.join_us };
      free (event.name);
    }
}

static bool
wait_for (ApmCrewEngine *engine,
          char           letter,
          ApmPhase       phase)
{
  struct pollfd fd = { apm_crew_engine_get_fd (engine), POLLIN };
  time_t deadline = time (NULL) + 60;

  take_events (engine);
  while (facts[(int) letter].phase != phase && time (NULL) < deadline)
    {
      poll (&fd, 1, 1000);
      take_events (engine);
    }

  return facts[(int) letter].phase == phase;
}

static ApmCrewEngine *
set_up (void)
{
  ApmCrewEngine *engine = apm_crew_engine_new ();

  memset (facts, 0, sizeof facts);
  check (engine != NULL);

  return engine;
}

static int
count_threads (void)
{
  DIR *dir = opendir ("/proc/self/task");
  int n = 0;

  while (readdir (dir))
    n++;
  closedir (dir);

  return n - 2;
}

static void
test_each_work (void)
{
  for (int work = 0; work < APM_N_WORKS; work++)
    {
      ApmCrewEngine *engine = set_up ();

      check (apm_crew_engine_create (engine, "a", work) == 0);
      check (wait_for (engine, 'a', APM_PHASE_RUNNING));
      check (facts['a'].tid > 0);

      check (apm_crew_engine_pause (engine, "a") == 0);
      check (wait_for (engine, 'a', APM_PHASE_PAUSED));
      check (apm_crew_engine_resume (engine, "a") == 0);
      check (wait_for (engine, 'a', APM_PHASE_RUNNING));

      check (apm_crew_engine_terminate (engine, "a") == 0);
      check (wait_for (engine, 'a', APM_PHASE_ENDED));
      check (facts['a'].join_us >= 0);
      check (facts['a'].join_us < 60 * INT64_C (1000000));
      check (apm_crew_engine_get_n (engine) == 0);
      apm_crew_engine_free (engine);
    }
}

static void
test_terminate_paused (void)
{
  for (int work = 0; work < APM_N_WORKS; work++)
    {
      ApmCrewEngine *engine = set_up ();

      check (apm_crew_engine_create (engine, "a", work) == 0);
      check (apm_crew_engine_pause (engine, "a") == 0);
      check (wait_for (engine, 'a', APM_PHASE_PAUSED));
      check (apm_crew_engine_terminate (engine, "a") == 0);
      check (wait_for (engine, 'a', APM_PHASE_ENDED));
      apm_crew_engine_free (engine);
    }
}

static void
test_names (void)
{
  ApmCrewEngine *engine = set_up ();

  check (apm_crew_engine_create (engine, "", APM_WORK_IDLE) == EINVAL);
  check (apm_crew_engine_create (engine, "a", APM_N_WORKS) == EINVAL);
  check (apm_crew_engine_create (engine, "a", APM_WORK_IDLE) == 0);
  check (apm_crew_engine_create (engine, "a", APM_WORK_COMPUTING) == EEXIST);
  check (apm_crew_engine_pause (engine, "b") == ESRCH);
  check (apm_crew_engine_resume (engine, "b") == ESRCH);
  check (apm_crew_engine_terminate (engine, "b") == ESRCH);

  /* Twice is once, and the name is free again when it has ended. */
  check (apm_crew_engine_terminate (engine, "a") == 0);
  apm_crew_engine_terminate (engine, "a");
  check (wait_for (engine, 'a', APM_PHASE_ENDED));
  check (apm_crew_engine_create (engine, "a", APM_WORK_IDLE) == 0);
  check (wait_for (engine, 'a', APM_PHASE_RUNNING));
  apm_crew_engine_free (engine);
}

/* The system's name is cut between two characters. */
static void
test_kernel_name (void)
{
  static const struct { const char *name, *comm; } cases[] = {
    { "a", "a\n" },
    { "a23456789012345", "a23456789012345\n" },
    { "a234567890123456", "a23456789012345\n" },
    { "a2345678901234ä", "a2345678901234\n" },
    { "a234567890123äö", "a234567890123ä\n" },
  };

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    {
      ApmCrewEngine *engine = set_up ();
      char path[64], comm[32] = "";
      FILE *file;

      check (apm_crew_engine_create (engine, cases[i].name, APM_WORK_IDLE) == 0);
      check (wait_for (engine, 'a', APM_PHASE_RUNNING));
      snprintf (path, sizeof path, "/proc/self/task/%d/comm", facts['a'].tid);
      file = fopen (path, "r");
      check (file && fgets (comm, sizeof comm, file) && strcmp (comm, cases[i].comm) == 0);
      if (file)
        fclose (file);
      apm_crew_engine_free (engine);
    }
}

/* The second one waits for the lock of the first and hears nothing. */
static void
test_silent (void)
{
  ApmCrewEngine *engine = set_up ();

  check (apm_crew_engine_create (engine, "a", APM_WORK_HOLDING) == 0);
  check (wait_for (engine, 'a', APM_PHASE_RUNNING));

  /* Only who holds the lock can pause. */
  check (apm_crew_engine_pause (engine, "a") == 0);
  check (wait_for (engine, 'a', APM_PHASE_PAUSED));
  check (apm_crew_engine_create (engine, "b", APM_WORK_HOLDING) == 0);
  check (wait_for (engine, 'b', APM_PHASE_RUNNING));

  check (apm_crew_engine_terminate (engine, "b") == 0);
  check (wait_for (engine, 'b', APM_PHASE_TERMINATING));
  check (wait_for (engine, 'b', APM_PHASE_SILENT));
  check (apm_crew_engine_get_n (engine) == 2);

  check (apm_crew_engine_terminate (engine, "a") == 0);
  check (wait_for (engine, 'a', APM_PHASE_ENDED));
  check (wait_for (engine, 'b', APM_PHASE_ENDED));
  check (facts['b'].join_us >= 2000000);
  apm_crew_engine_free (engine);
}

static void
test_many (void)
{
  enum { N = 200 };
  ApmCrewEngine *engine = set_up ();
  struct pollfd fd = { apm_crew_engine_get_fd (engine), POLLIN };
  time_t deadline = time (NULL) + 60;
  char name[16];
  int n_ended = 0;

  for (int i = 0; i < N; i++)
    {
      snprintf (name, sizeof name, "a%d", i);
      check (apm_crew_engine_create (engine, name, i % 2 ? APM_WORK_IDLE : APM_WORK_PERIODIC) == 0);
    }
  for (int i = 0; i < N; i++)
    {
      snprintf (name, sizeof name, "a%d", i);
      check (apm_crew_engine_pause (engine, name) == 0);
      check (apm_crew_engine_resume (engine, name) == 0);
    }
  apm_crew_engine_shutdown (engine);

  while (n_ended < N && time (NULL) < deadline)
    {
      ApmCrewEvent event;

      poll (&fd, 1, 1000);
      while (apm_crew_engine_take_event (engine, &event))
        {
          n_ended += event.phase == APM_PHASE_ENDED;
          free (event.name);
        }
    }
  check (n_ended == N);
  apm_crew_engine_free (engine);
}

/* An engine that is let go of takes its threads along, whatever they do. */
static void
test_free (void)
{
  int n_before = count_threads ();
  time_t deadline = time (NULL) + 60;
  const struct timespec moment = { 0, 1000000 };

  for (int i = 0; i < 20; i++)
    {
      ApmCrewEngine *engine = set_up ();

      for (int k = 0; k < 8; k++)
        {
          char name[2] = { 'a' + k, 0 };

          check (apm_crew_engine_create (engine, name, k % APM_N_WORKS) == 0);
        }
      if (i % 2)
        check (wait_for (engine, 'a', APM_PHASE_RUNNING));
      apm_crew_engine_free (engine);
    }

  while (count_threads () > n_before && time (NULL) < deadline)
    nanosleep (&moment, NULL);
  check (count_threads () <= n_before);
  apm_crew_engine_free (NULL);
}

int
main (void)
{
  static const struct { const char *name; void (*test) (void); } tests[] = {
    { "/crew-engine/each-work", test_each_work },
    { "/crew-engine/terminate-paused", test_terminate_paused },
    { "/crew-engine/names", test_names },
    { "/crew-engine/kernel-name", test_kernel_name },
    { "/crew-engine/silent", test_silent },
    { "/crew-engine/many", test_many },
    { "/crew-engine/free", test_free },
  };
  const size_t n_tests = sizeof tests / sizeof *tests;
  int n_bad = 0;

  printf ("1..%zu\n", n_tests);
  for (size_t i = 0; i < n_tests; i++)
    {
      n_checks = n_failed = 0;
      tests[i].test ();
      printf ("%sok %zu %s\n", n_failed ? "not " : "", i + 1, tests[i].name);
      n_bad += n_failed > 0;
    }

  return n_bad > 0;
}
