/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-error.h"
#include "apm-thread-list.h"

#include "post-fixture.h"

#include "../turns.h"

#include <string.h>
#include <unistd.h>

static void
test_scan (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) threads = apm_thread_scan (getpid (), &error);
  g_autoptr(GPtrArray) all = apm_thread_scan (APM_ALL_PROCESSES, NULL);
  const ApmThread *first;

  g_assert_no_error (error);
  first = threads->pdata[0];
  g_assert_cmpint (first->pid, ==, getpid ());
  g_assert_cmpint (first->tid, ==, getpid ());
  g_assert_cmpstr (first->name, ==, "test-thread-lis");
  g_assert_null (first->name_base64);
  g_assert_cmpint (first->started_us, >, 0);
  g_assert_cmpuint (all->len, >=, threads->len);
}

static void
test_scan_refused (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (apm_thread_scan (G_MAXINT, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
  g_assert_cmpstr (error->message, ==, "There is no process with the number 2147483647");
}

static const ApmThread *
find_row (ApmThreadList *list,
          const char    *name)
{
  ApmView *view = apm_thread_list_get_view (list);

  for (guint i = 0; i < apm_view_get_n_rows (view); i++)
    {
      const ApmThread *row = apm_view_get_row (view, i);

      if (g_str_equal (row->name, name))
        return row;
    }

  return NULL;
}

static gboolean
row_is (ApmThreadList *list,
        const char    *name,
        const char    *phase)
{
  const ApmThread *row = find_row (list, name);

  return row && g_strcmp0 (row->phase, phase) == 0;
}

static char *
dup_names (ApmThreadList *list)
{
  ApmView *view = apm_thread_list_get_view (list);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < apm_view_get_n_rows (view); i++)
    g_string_append_printf (names, " %s", ((const ApmThread *) apm_view_get_row (view, i))->name);

  return g_string_free (names, FALSE);
}

static void
test_own (void)
{
  g_autoptr(ApmCrew) crew = apm_crew_new_here ();
  g_autoptr(ApmThreadList) list = apm_thread_list_new ();
  const ApmThread *row;
  guint64 key;

  apm_thread_list_set_interval (list, 20);
  apm_thread_list_set_pid (list, getpid ());
  apm_thread_list_set_crew (list, crew);
  g_assert_true (apm_crew_create (crew, "a thread with a long name", APM_WORK_COMPUTING, NULL));

  test_until (row_is (list, "a thread with a long name", "running"));
  test_until (find_row (list, "a thread with a long name")->cpu_percent > 0);
  row = find_row (list, "a thread with a long name");
  g_assert_true (row->own);
  g_assert_cmpstr (row->work, ==, "computing");
  g_assert_cmpint (row->join_us, ==, -1);
  g_assert_true (apm_thread_list_find (list, row->tid) == row);
  key = apm_thread_key (row);

  g_assert_true (apm_crew_terminate (crew, "a thread with a long name", NULL));
  test_until (row_is (list, "a thread with a long name", "ended"));
  row = find_row (list, "a thread with a long name");
  g_assert_cmpstr (row->state, ==, "ended");
  g_assert_false (row->own);
  g_assert_cmpint (row->join_us, >=, 0);
  g_assert_cmpuint (apm_thread_key (row), ==, key);

  /* The main thread is not ours to end. */
  row = apm_thread_list_find (list, getpid ());
  g_assert_false (row->own);
  g_assert_null (row->phase);
}

static void
test_order_and_search (void)
{
  static const struct { const char *text; guint n; } filters[] = {
    { "zz-", 3 },
    { "zz- !zz-b", 2 },
    { "/^zz-[0-9]$/", 1 },
    { "name:zz-1 state:sleeping", 1 },
    { "zz- cpu>99", 0 },
    { "zz- age<1h", 3 },
    { "zz- age>1h", 0 },
  };
  g_autoptr(ApmCrew) crew = apm_crew_new_here ();
  g_autoptr(ApmThreadList) list = apm_thread_list_new ();
  static const struct { const char *field; gboolean descending; const char *expected; } cases[] = {
    { "name", FALSE, " zz-1 zz-Ä-2 zz-b-3" },
    { "name", TRUE, " zz-b-3 zz-Ä-2 zz-1" },
    { "tid", FALSE, " zz-b-3 zz-1 zz-Ä-2" },
    { "tid", TRUE, " zz-Ä-2 zz-1 zz-b-3" },
    { "work", FALSE, " zz-b-3 zz-1 zz-Ä-2" },
    { "no such field", FALSE, " zz-b-3 zz-1 zz-Ä-2" },
    { NULL, FALSE, " zz-b-3 zz-1 zz-Ä-2" },
  };
  static const struct { const char *text; const char *expected; } searches[] = {
    { "ZZ-", " zz-b-3 zz-1 zz-Ä-2" },
    { "ä zz", " zz-Ä-2" },
    { "zz nothing", "" },
  };

  apm_thread_list_set_crew (list, crew);
  apm_thread_list_set_pid (list, getpid ());
  apm_thread_list_set_interval (list, 20);
  g_assert_true (apm_crew_create (crew, "zz-b-3", APM_WORK_IDLE, NULL));
  test_until (row_is (list, "zz-b-3", "running"));
  g_assert_true (apm_crew_create (crew, "zz-1", APM_WORK_IDLE, NULL));
  test_until (row_is (list, "zz-1", "running"));
  g_assert_true (apm_crew_create (crew, "zz-Ä-2", APM_WORK_IDLE, NULL));
  test_until (row_is (list, "zz-Ä-2", "running"));
  apm_thread_list_set_paused (list, TRUE);

  apm_thread_list_set_search (list, "zz-");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *names = NULL;

      apm_thread_list_set_sort (list, cases[i].field, cases[i].descending);
      names = dup_names (list);
      /* C.UTF-8 orders by code point. */
      if (g_strcmp0 (cases[i].field, "name") != 0)
        g_assert_cmpstr (names, ==, cases[i].expected);
      else
        g_assert_cmpuint (strlen (names), ==, strlen (cases[i].expected));
    }

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ApmFilter) filter = apm_filter_parse (filters[i].text, NULL, NULL, &error);
      guint n;

      g_assert_no_error (error);
      apm_thread_list_set_filter (list, filter);
      n = apm_view_get_n_rows (apm_thread_list_get_view (list));
      g_assert_cmpuint (n, ==, filters[i].n);
    }

  apm_thread_list_set_sort (list, NULL, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *names = NULL;

      apm_thread_list_set_search (list, searches[i].text);
      names = dup_names (list);
      g_assert_cmpstr (names, ==, searches[i].expected);
      g_assert_cmpuint (apm_thread_list_get_n_total (list), >=, 4);
    }
}

static gboolean
names_are (ApmThreadList *list,
           const char    *expected)
{
  g_autofree char *names = dup_names (list);

  return g_str_equal (names, expected);
}

/* Rows stay where they are, new ones come behind them, until the order is let go or
 * another one is asked for. */
static void
test_held (void)
{
  g_autoptr(ApmCrew) crew = apm_crew_new_here ();
  g_autoptr(ApmThreadList) list = apm_thread_list_new ();

  apm_thread_list_set_crew (list, crew);
  apm_thread_list_set_pid (list, getpid ());
  apm_thread_list_set_interval (list, 20);
  apm_thread_list_set_search (list, "zz-");
  apm_thread_list_set_sort (list, "name", FALSE);
  g_assert_true (apm_crew_create (crew, "zz-2", APM_WORK_IDLE, NULL));
  g_assert_true (apm_crew_create (crew, "zz-3", APM_WORK_IDLE, NULL));
  test_until (row_is (list, "zz-2", "running") && row_is (list, "zz-3", "running"));

  apm_thread_list_set_order_held (list, TRUE);
  g_assert_true (apm_crew_create (crew, "zz-1", APM_WORK_IDLE, NULL));
  test_until (row_is (list, "zz-1", "running"));
  test_until (names_are (list, " zz-2 zz-3 zz-1"));
  apm_thread_list_set_order_held (list, FALSE);
  test_until (names_are (list, " zz-1 zz-2 zz-3"));

  apm_thread_list_set_order_held (list, TRUE);
  apm_thread_list_set_sort (list, "name", TRUE);
  g_assert_false (apm_thread_list_get_order_held (list));
  g_assert_true (names_are (list, " zz-3 zz-2 zz-1"));
}

/* What somebody else knows of threads is shown, searched and sorted. */
static void
test_notes (void)
{
  static const struct { const char *text; const char *expected; } searches[] = {
    { "zz- waits:mutex", " zz-a" },
    { "zz- waits:zz-a", " zz-a" },
    { "zz- waited>2s", " zz-b" },
    { "zz- !waits:mutex", " zz-b" },
    { "zz- waits:pipe", "" },
  };
  g_autoptr(ApmCrew) crew = apm_crew_new_here ();
  g_autoptr(ApmThreadList) list = apm_thread_list_new ();
  g_autoptr(ApmProcessNotes) notes = apm_process_notes_new ();
  const ApmThread *row;
  g_autofree char *sorted = NULL;
  int tid;

  apm_thread_list_set_crew (list, crew);
  apm_thread_list_set_pid (list, getpid ());
  apm_thread_list_set_interval (list, 20);
  g_assert_true (apm_crew_create (crew, "zz-a", APM_WORK_IDLE, NULL));
  g_assert_true (apm_crew_create (crew, "zz-b", APM_WORK_IDLE, NULL));
  test_until (row_is (list, "zz-a", "running") && row_is (list, "zz-b", "running"));
  apm_thread_list_set_paused (list, TRUE);

  row = find_row (list, "zz-a");
  tid = row->tid;
  apm_process_notes_add (notes, tid, row->process_started_us, g_strdup ("mutex of zz-a"), "mutex", 1000000, FALSE);
  row = find_row (list, "zz-b");
  apm_process_notes_add (notes, row->tid, row->process_started_us, g_strdup ("sleep"), "sleep", 3000000, TRUE);
  /* Of another process that had the number of one of our threads. */
  apm_process_notes_add (notes, getpid (), row->process_started_us - 10000, g_strdup ("mutex"), "mutex", 9, FALSE);
  apm_thread_list_set_notes (list, notes);
  g_assert_cmpstr (apm_thread_list_find (list, tid)->note->waits_for, ==, "mutex of zz-a");
  g_assert_null (apm_thread_list_find (list, getpid ())->note);

  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr(ApmFilter) filter = apm_thread_filter_parse (searches[i].text, NULL, NULL, NULL);
      g_autofree char *names = NULL;

      apm_thread_list_set_filter (list, filter);
      names = dup_names (list);
      g_assert_cmpstr (names, ==, searches[i].expected);
    }

  apm_thread_list_set_search (list, "zz-");
  apm_thread_list_set_sort (list, "waited_us", TRUE);
  sorted = dup_names (list);
  g_assert_cmpstr (sorted, ==, " zz-b zz-a");

  apm_thread_list_set_notes (list, NULL);
  g_assert_null (apm_thread_list_find (list, tid)->note);
}

/* What a thread has not got is told, where it stands; what it has is read though no
 * column shows it. */
static void
test_filter_fields (void)
{
  static const struct { const char *text; gsize start, end; } foreign[] = {
    { "zz- mem>5M", 4, 7 },
    { "!under:make", 1, 6 },
    { "cpu>5 user:root", 6, 10 },
    { "cpu>x", 4, 5 },
  };
  static const char *const name_only[] = { "name", NULL };
  g_autoptr(ApmThreadList) list = apm_thread_list_new ();
  g_autoptr(ApmFilter) filter = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autoptr(GError) wrong = NULL;
      gsize start = 0, end = 0;

      g_assert_null (apm_thread_filter_parse (foreign[i].text, &start, &end, &wrong));
      g_assert_error (wrong, APM_ERROR, APM_ERROR_INVALID);
      g_assert_cmpuint (start, ==, foreign[i].start);
      g_assert_cmpuint (end, ==, foreign[i].end);
    }

  filter = apm_thread_filter_parse ("switches>=0 policy:/./ nice<20", NULL, NULL, &error);
  g_assert_no_error (error);
  apm_thread_list_set_columns (list, name_only);
  apm_thread_list_set_interval (list, 20);
  apm_thread_list_set_filter (list, filter);
  apm_thread_list_set_pid (list, getppid ());
  test_until (apm_thread_list_get_n_total (list) > 0);
  test_until (apm_view_get_n_rows (apm_thread_list_get_view (list)) > 0);
}

static void
test_vanished (void)
{
  g_autoptr(ApmPost) post = apm_post_new ();
  g_autoptr(ApmThreadList) list = apm_thread_list_new ();
  ApmWorker *worker = apm_post_create_worker (post, "w", NULL);

  apm_thread_list_set_interval (list, 20);
  apm_thread_list_set_pid (list, apm_worker_get_pid (worker));
  test_until (apm_thread_list_get_n_total (list) > 0);
  g_assert_null (apm_thread_list_get_error (list));

  apm_worker_ask_to_exit (worker);
  test_until (apm_thread_list_get_trouble (list) != NULL);
  g_assert_error (apm_thread_list_get_error (list), APM_ERROR, APM_ERROR_GONE);
  g_assert_cmpuint (apm_view_get_n_rows (apm_thread_list_get_view (list)), ==, 0);

  apm_thread_list_set_pid (list, 0);
  g_assert_null (apm_thread_list_get_trouble (list));
  test_until (count_children () == 0);
}

static void
count_updates (ApmThreadList *list,
               guint         *n)
{
  (*n)++;
}

static void
test_paused (void)
{
  g_autoptr(ApmThreadList) list = apm_thread_list_new ();
  guint n = 0;

  apm_thread_list_set_paused (list, TRUE);
  apm_thread_list_set_pid (list, getpid ());
  test_until (apm_thread_list_get_n_total (list) > 0);

  g_signal_connect (list, "updated", G_CALLBACK (count_updates), &n);
  apm_thread_list_sample_now (list);
  test_until (n == 1);
}

/* 2,000 threads: what a refresh costs the main thread. */
static void
test_many (void)
{
  enum { N = 2000 };
  g_autoptr(ApmCrew) crew = apm_crew_new_here ();
  g_autoptr(ApmThreadList) list = apm_thread_list_new ();
  Turns turns = { 0 };
  guint n = 0;

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("thread %u", i);

      if (!apm_crew_create (crew, name, APM_WORK_IDLE, NULL))
        break;
    }
  g_assert_cmpuint (apm_crew_get_n (crew), >=, 100);

  apm_thread_list_set_crew (list, crew);
  apm_thread_list_set_sort (list, "name", FALSE);
  apm_thread_list_set_interval (list, 100);
  apm_thread_list_set_pid (list, getpid ());
  test_until (apm_thread_list_get_n_total (list) > apm_crew_get_n (crew));

  g_signal_connect (list, "updated", G_CALLBACK (count_updates), &n);
  while (n < 5)
    turns_take (&turns, TRUE);
  g_test_message ("%u threads: the longest turn of the main loop took %" G_GINT64_FORMAT " us of CPU",
                  apm_crew_get_n (crew), turns.us[0]);
  g_assert_cmpint (turns_get_longest_us (&turns), <, TURNS_LIMIT_US);

  apm_crew_shutdown (crew);
  test_until (apm_crew_get_idle (crew));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/thread-list/scan", test_scan);
  g_test_add_func ("/thread-list/scan-refused", test_scan_refused);
  g_test_add_func ("/thread-list/own", test_own);
  g_test_add_func ("/thread-list/order-and-search", test_order_and_search);
  g_test_add_func ("/thread-list/held", test_held);
  g_test_add_func ("/thread-list/notes", test_notes);
  g_test_add_func ("/thread-list/filter-fields", test_filter_fields);
  g_test_add_func ("/thread-list/vanished", test_vanished);
  g_test_add_func ("/thread-list/paused", test_paused);
  g_test_add_func ("/thread-list/many", test_many);

  return g_test_run ();
}
