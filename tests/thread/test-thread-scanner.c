/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-error.h"
#include "apm-thread-reader.h"
#include "apm-thread-scanner.h"
#include "apm-tune.h"
#include "subject.h"

#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define ALL (APM_THREAD_ALL_SOURCES | APM_THREAD_LANE)

static GPtrArray *
scan (ApmThreadScanner *scanner,
      int               pid,
      guint             sources)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *rows = apm_thread_scanner_scan (scanner, pid, sources, &error);

  g_assert_no_error (error);

  return rows;
}

static const ApmThread *
find (const GPtrArray *rows,
      int              tid)
{
  for (guint i = 0; i < rows->len; i++)
    if (((ApmThread *) rows->pdata[i])->tid == tid)
      return rows->pdata[i];

  return NULL;
}

/* Who does not run is not read again, but for his turn. */
static void
test_gate (void)
{
  enum { N = 51 };
  g_auto(Subject) subject = { NULL };
  g_autoptr(ApmThreadScanner) scanner = apm_thread_scanner_new ();
  guint least = G_MAXUINT, sum = 0;

  g_assert_true (subject_start (&subject, N - 1, 0));
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr(GPtrArray) rows = scan (scanner, subject.pid, ALL);

      g_assert_cmpuint (rows->len, ==, N);
      if (i == 0)
        g_assert_cmpuint (apm_thread_scanner_get_n_read (scanner), ==, N);
      else
        sum += apm_thread_scanner_get_n_read (scanner);
      least = MIN (least, apm_thread_scanner_get_n_read (scanner));
    }
  g_test_message ("%u of %u rows were read again in 39 looks", sum, 39 * N);
  g_assert_cmpuint (least, <, N / 4);
  g_assert_cmpuint (sum, <, 39 * N / 4);
  g_assert_cmpuint (sum, >=, 2 * N);
}

static void
test_columns (void)
{
  g_auto(Subject) subject = { NULL };
  g_autoptr(ApmThreadScanner) scanner = apm_thread_scanner_new ();
  g_autoptr(GPtrArray) few = NULL, first = NULL, second = NULL;
  const ApmThread *row;

  g_assert_true (subject_start (&subject, 1, 0));
  few = scan (scanner, subject.pid, APM_THREAD_STAT);
  row = find (few, subject.pid);
  g_assert_cmpstr (row->process, ==, "subject");
  g_assert_cmpint (row->process_started_us, ==, subject.started_us);
  g_assert_cmpstr (row->policy, ==, "normal");
  g_assert_cmpint (row->nice, ==, getpriority (PRIO_PROCESS, 0));
  g_assert_cmpint (row->priority, ==, 20 + row->nice);
  g_assert_cmpint (row->last_cpu, >=, 0);
  g_assert_cmpint (row->age_us, >=, 0);
  g_assert_null (row->affinity);
  g_assert_null (row->wait_channel);
  g_assert_null (row->lane);
  g_assert_true (isnan (row->voluntary_switches_per_s));

  /* Asked for more, it is read although nothing ran; rates need two looks. */
  first = scan (scanner, subject.pid, ALL);
  row = find (first, subject.pid);
  g_assert_nonnull (row->affinity);
  g_assert_nonnull (row->lane);
  second = scan (scanner, subject.pid, ALL);
  row = find (second, subject.pid);
  g_assert_cmpfloat (row->voluntary_switches_per_s, >=, 0);
  g_assert_cmpfloat (row->involuntary_switches_per_s, >=, 0);
  g_assert_cmpuint (row->lane->moments[APM_LANE_SECONDS - 1].wait, !=, APM_LANE_WAIT_UNSEEN);
}

static gpointer
busy_main (gpointer data)
{
  guint *must_end = data;

  while (!g_atomic_int_get (must_end))
    continue;

  return NULL;
}

static void
test_busy (void)
{
  g_autoptr(ApmThreadScanner) scanner = apm_thread_scanner_new ();
  guint must_end = 0;
  GThread *thread = g_thread_new ("busy", busy_main, &must_end);
  double most = 0;
  gint64 until_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (most < 1 && g_get_monotonic_time () < until_us)
    {
      g_autoptr(GPtrArray) rows = scan (scanner, getpid (), ALL);

      for (guint i = 0; i < rows->len; i++)
        if (g_str_equal (((ApmThread *) rows->pdata[i])->name, "busy"))
          most = MAX (most, ((ApmThread *) rows->pdata[i])->cpu_percent);
    }
  g_atomic_int_set (&must_end, 1);
  g_thread_join (thread);
  g_assert_cmpfloat (most, >=, 1);
}

static void
test_all_processes (void)
{
  g_auto(Subject) subject = { NULL };
  g_autoptr(ApmThreadScanner) scanner = apm_thread_scanner_new ();
  g_autoptr(GPtrArray) rows = NULL;
  guint n = 0;

  g_assert_true (subject_start (&subject, 20, 0));
  for (guint look = 0; look < 3; look++)
    {
      g_clear_pointer (&rows, g_ptr_array_unref);
      rows = scan (scanner, APM_ALL_PROCESSES, ALL);
    }
  for (guint i = 0; i < rows->len; i++)
    n += ((ApmThread *) rows->pdata[i])->pid == subject.pid;
  g_assert_cmpuint (n, ==, 21);
  g_assert_nonnull (find (rows, getpid ()));
}

static void
test_churn (void)
{
  g_auto(Subject) subject = { NULL };
  g_autoptr(ApmThreadScanner) scanner = apm_thread_scanner_new ();

  g_assert_true (subject_start (&subject, 2, 2));
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr(GPtrArray) rows = scan (scanner, subject.pid, ALL);

      g_assert_cmpuint (rows->len, >=, 5);
    }
}

static void
test_many (void)
{
  g_auto(Subject) subject = { NULL };
  g_autoptr(ApmThreadScanner) scanner = apm_thread_scanner_new ();
  g_autoptr(GPtrArray) first = NULL, second = NULL;

  if (!subject_start (&subject, 4095, 0))
    return;
  first = scan (scanner, subject.pid, ALL);
  second = scan (scanner, subject.pid, ALL);
  g_assert_cmpuint (first->len, ==, 4096);
  g_assert_cmpuint (second->len, ==, 4096);
  g_assert_cmpuint (apm_thread_scanner_get_n_read (scanner), <, 4096);
}

static void
test_gone (void)
{
  Subject subject = { NULL };
  g_autoptr(ApmThreadScanner) scanner = apm_thread_scanner_new ();
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (subject_start (&subject, 1, 0));
  before = scan (scanner, subject.pid, ALL);
  subject_end (&subject);
  g_assert_null (apm_thread_scanner_scan (scanner, subject.pid, ALL, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
}

/* The CPUs of one thread are set, of no other, and read back. */
static void
test_affinity (void)
{
  g_auto(Subject) subject = { NULL };
  g_autoptr(ApmThreadScanner) scanner = apm_thread_scanner_new ();
  g_autoptr(GPtrArray) before = NULL, after = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmTarget) target = NULL;
  Act act = { .kind = ACT_AFFINITY };
  const ApmThread *row;
  int cpu;

  g_assert_true (subject_start (&subject, 2, 0));
  before = scan (scanner, subject.pid, ALL);
  row = before->pdata[2];
  cpu = row->last_cpu;
  act.cpus[cpu / 64] = G_GUINT64_CONSTANT (1) << cpu % 64;
  target = apm_target_open_thread (subject.pid, row->process_started_us, row->tid, row->started_us, &error);
  g_assert_no_error (error);
  apm_tune_apply (target, &act, APM_TUNE_ONE, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < 20; i++)
    {
      g_clear_pointer (&after, g_ptr_array_unref);
      after = scan (scanner, subject.pid, ALL);
    }
  g_assert_cmpint (g_ascii_strtoll (find (after, row->tid)->affinity, NULL, 10), ==, cpu);
  g_assert_null (strpbrk (find (after, row->tid)->affinity, ",-"));
  g_assert_cmpstr (find (after, subject.pid)->affinity, ==, find (before, subject.pid)->affinity);

  /* Another start time is another thread. */
  g_clear_pointer (&target, apm_target_free);
  target = apm_target_open_thread (subject.pid, row->process_started_us, row->tid, row->started_us + 10000, &error);
  g_assert_null (target);
  g_assert_error (error, APM_ERROR, APM_ERROR_REUSED);
}

static void
test_sources (void)
{
  static const struct { const char *id; guint sources; } cases[] = {
    { "name", APM_THREAD_STAT },
    { "no such field", APM_THREAD_STAT },
    { "run_wait_percent", APM_THREAD_STAT | APM_THREAD_SCHEDSTAT },
    { "affinity", APM_THREAD_STAT | APM_THREAD_STATUS },
    { "voluntary_switches_per_s", APM_THREAD_STAT | APM_THREAD_STATUS },
    { "wait_channel", APM_THREAD_STAT | APM_THREAD_WCHAN },
    { "lane", APM_THREAD_STAT | APM_THREAD_SCHEDSTAT | APM_THREAD_WCHAN | APM_THREAD_LANE },
  };

  g_assert_cmpuint (apm_thread_get_sources (NULL), ==, APM_THREAD_STAT);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (apm_thread_get_sources ((const char *[]) { cases[i].id, NULL }), ==, cases[i].sources);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/thread-scanner/sources", test_sources);
  g_test_add_func ("/thread-scanner/gate", test_gate);
  g_test_add_func ("/thread-scanner/columns", test_columns);
  g_test_add_func ("/thread-scanner/busy", test_busy);
  g_test_add_func ("/thread-scanner/all-processes", test_all_processes);
  g_test_add_func ("/thread-scanner/churn", test_churn);
  g_test_add_func ("/thread-scanner/many", test_many);
  g_test_add_func ("/thread-scanner/gone", test_gone);
  g_test_add_func ("/thread-scanner/affinity", test_affinity);

  return g_test_run ();
}
