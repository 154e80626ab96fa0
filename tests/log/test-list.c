/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-list.h"
#include "log-test.h"

static const char *const sources[] = { "process", "thread", "ipc", "sync" };
static const char *const words[] = { "Created", "ended", "größer", "MAKE", "pipe", "x", "大きい", "straße", "two\nlines" };

static void
add_random (ApmLogList *list)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n = g_test_rand_int_range (0, 6);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s ", words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
  apm_log_list_add (list, g_test_rand_int_range (0, APM_N_LEVELS),
                    g_intern_string (sources[g_test_rand_int_range (0, G_N_ELEMENTS (sources))]), text->str);
}

static void
test_store (void)
{
  g_autoptr(ApmLogStore) store = apm_log_store_new ();
  g_autoptr(ApmLogSnapshot) snapshot = NULL;
  g_autofree char *big = g_strnfill (500000, 'b');
  const ApmLogEntry *entries;
  guint64 expected = 4000;
  guint n;

  g_assert_null (apm_log_store_get (store, 1));
  for (guint i = 1; i <= 10000; i++)
    {
      g_autofree char *text = g_strdup_printf ("entry %u %.*s", i, i % 50, big);

      apm_log_store_append (store, i, APM_LEVEL_INFO, "log", i == 5000 ? big : text);
    }

  apm_log_store_trim (store, 20000);
  g_assert_cmpuint (apm_log_store_get_first_serial (store), ==, 1);
  apm_log_store_trim (store, 9000);
  g_assert_cmpuint (apm_log_store_get_first_serial (store), ==, 1001);
  g_assert_null (apm_log_store_get (store, 1000));
  g_assert_null (apm_log_store_get (store, 10001));
  for (guint i = 1001; i <= 10000; i++)
    g_assert_cmpint (apm_log_store_get (store, i)->real_us, ==, i);
  g_assert_cmpuint (strlen (apm_log_store_get (store, 5000)->text), ==, 500000);

  /* What is appended or dropped later does not change a snapshot. */
  snapshot = apm_log_store_take_snapshot (store, 4000);
  for (guint i = 0; i < 100; i++)
    apm_log_store_append (store, 0, APM_LEVEL_INFO, "log", "later");
  apm_log_store_trim (store, 0);
  g_assert_null (apm_log_store_get (store, 10001));
  while (apm_log_snapshot_next_run (snapshot, &entries, &n))
    for (guint i = 0; i < n; i++)
      g_assert_cmpuint (entries[i].serial, ==, expected++);
  g_assert_cmpuint (expected, ==, 10001);
}

static void
test_empty_snapshot (void)
{
  g_autoptr(ApmLogStore) store = apm_log_store_new ();
  g_autoptr(ApmLogSnapshot) none = apm_log_store_take_snapshot (store, 1);
  g_autoptr(ApmLogSnapshot) beyond = NULL;
  const ApmLogEntry *entries;
  guint n;

  g_assert_false (apm_log_snapshot_next_run (none, &entries, &n));
  apm_log_store_append (store, 0, APM_LEVEL_INFO, "log", "one");
  beyond = apm_log_store_take_snapshot (store, 2);
  g_assert_false (apm_log_snapshot_next_run (beyond, &entries, &n));
}

static void
test_matches (void)
{
  static const struct { const char *search, *source; ApmLevel least; gboolean matches; } cases[] = {
    { NULL, NULL, APM_LEVEL_INFO, TRUE },
    { "", NULL, APM_LEVEL_WARNING, TRUE },
    { "", NULL, APM_LEVEL_ERROR, FALSE },
    { "", "ipc", APM_LEVEL_INFO, TRUE },
    { "", "thread", APM_LEVEL_INFO, FALSE },
    { "WORKER", NULL, APM_LEVEL_INFO, TRUE },
    { "  größer\tworker ", NULL, APM_LEVEL_INFO, TRUE },
    { "GRÖSSER", NULL, APM_LEVEL_INFO, TRUE },
    { "gro", NULL, APM_LEVEL_INFO, FALSE },
    { "GRO\xcc\x88ßER", NULL, APM_LEVEL_INFO, TRUE },
    { "worker absent", NULL, APM_LEVEL_INFO, FALSE },
    { "warning ipc", NULL, APM_LEVEL_INFO, TRUE },
    { "\xff", NULL, APM_LEVEL_INFO, FALSE },
  };
  const ApmLogEntry entry = { 1, 0, g_intern_string ("ipc"), "Worker is größer", APM_LEVEL_WARNING };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmLogFilter) filter = apm_log_filter_new (cases[i].search, cases[i].source, cases[i].least);

      g_test_message ("case %u", i);
      g_assert_cmpint (apm_log_filter_matches (filter, &entry), ==, cases[i].matches);
    }
}

/* The plain way: every entry there is, one by one. */
static void
assert_filtered (ApmLogList *list)
{
  ApmLogFilter *filter = apm_log_list_get_filter (list);
  ApmView *view = apm_log_list_get_view (list);
  g_autoptr(ApmLogSnapshot) snapshot = apm_log_list_take_snapshot (list);
  const ApmLogEntry *entries;
  guint row = 0;
  guint n;

  while (apm_log_snapshot_next_run (snapshot, &entries, &n))
    for (guint i = 0; i < n; i++)
      if (apm_log_filter_matches (filter, &entries[i]))
        {
          g_assert_cmpuint (row, <, apm_view_get_n_rows (view));
          g_assert_true (apm_view_get_row (view, row) == &entries[i]);
          row++;
        }
  g_assert_cmpuint (row, ==, apm_view_get_n_rows (view));
}

static void
on_refreshed (ApmView  *view,
              gboolean *refreshed)
{
  *refreshed = TRUE;
}

static void
settle (ApmLogList *list)
{
  gboolean refreshed = FALSE;
  gulong id = g_signal_connect (apm_log_list_get_view (list), "refreshed", G_CALLBACK (on_refreshed), &refreshed);

  /* One more entry brings a refresh; a thread may then still be at it. */
  add_random (list);
  test_until (refreshed && !apm_log_list_get_filtering (list));
  g_signal_handler_disconnect (apm_log_list_get_view (list), id);
}

/* Random entries, filters and limits, in bursts small and large enough for a thread. */
static void
test_random (void)
{
  static const struct { const char *search, *source; ApmLevel least; } filters[] = {
    { "", NULL, APM_LEVEL_INFO }, { "made", NULL, APM_LEVEL_INFO }, { "make", NULL, APM_LEVEL_INFO },
    { "", "sync", APM_LEVEL_INFO }, { "STRASSE", NULL, APM_LEVEL_INFO }, { "größer x", NULL, APM_LEVEL_WARNING },
    { "", NULL, APM_LEVEL_ERROR }, { "created pipe", "ipc", APM_LEVEL_INFO }, { "lines", NULL, APM_LEVEL_INFO },
  };
  static const guint bursts[] = { 1, 40, 500, 5000, 9000, 30000 };
  g_autoptr(ApmLogList) list = apm_log_list_new (20000);

  for (guint round = 0; round < 60; round++)
    {
      guint n = bursts[g_test_rand_int_range (0, G_N_ELEMENTS (bursts))];
      guint f = g_test_rand_int_range (0, G_N_ELEMENTS (filters));

      if (round % 3 != 2)
        apm_log_list_take_filter (list, apm_log_filter_new (filters[f].search, filters[f].source, filters[f].least));
      for (guint i = 0; i < n; i++)
        add_random (list);
      if (round % 17 == 16)
        apm_log_list_set_limit (list, g_test_rand_int_range (1, 20000));
      if (round % 23 == 22)
        apm_log_list_clear (list);

      settle (list);
      assert_filtered (list);
    }
}

static void
test_limit (void)
{
  g_autoptr(ApmLogList) list = apm_log_list_new (100);
  ApmView *view = apm_log_list_get_view (list);
  const ApmLogEntry *entry;

  for (guint i = 0; i < 250; i++)
    apm_log_list_add (list, APM_LEVEL_INFO, "log", "x");
  g_assert_cmpuint (apm_log_list_get_n_total (list), ==, 100);
  g_assert_cmpuint (apm_log_list_get_n_dropped (list), ==, 150);

  test_until (apm_view_get_n_rows (view) == 100);
  entry = apm_view_get_row (view, 0);
  g_assert_cmpuint (entry->serial, ==, 151);

  apm_log_list_set_limit (list, 10);
  g_assert_cmpuint (apm_view_get_n_rows (view), ==, 10);
  g_assert_cmpuint (apm_log_list_get_n_dropped (list), ==, 240);
  apm_log_list_set_limit (list, 0);
  g_assert_cmpuint (apm_view_get_n_rows (view), ==, 1);

  apm_log_list_clear (list);
  g_assert_cmpuint (apm_view_get_n_rows (view), ==, 0);
  g_assert_cmpuint (apm_log_list_get_n_total (list), ==, 0);
  g_assert_cmpuint (apm_log_list_get_n_dropped (list), ==, 0);
}

static void
count_changes (GListModel *model,
               guint       position,
               guint       removed,
               guint       added,
               guint      *n)
{
  (*n)++;
}

/* A burst is told once; what the view has said stays true in the middle of it. */
static void
test_coalesce (void)
{
  g_autoptr(ApmLogList) list = apm_log_list_new (1000000);
  ApmView *view = apm_log_list_get_view (list);
  guint n_changes = 0;

  apm_log_list_take_filter (list, apm_log_filter_new ("x", NULL, APM_LEVEL_INFO));
  g_signal_connect (view, "items-changed", G_CALLBACK (count_changes), &n_changes);
  for (guint i = 0; i < 100000; i++)
    apm_log_list_add (list, APM_LEVEL_INFO, "log", i % 2 ? "x" : "y");
  g_assert_cmpuint (n_changes, ==, 0);
  test_until (apm_view_get_n_rows (view) == 50000);
  g_assert_cmpuint (n_changes, ==, 1);
}

/* The last of many filters counts, whichever thread is ready first; and a list
 * may go while a thread still reads it. */
static void
test_cancel (void)
{
  for (guint round = 0; round < 3; round++)
    {
      g_autoptr(ApmLogList) list = apm_log_list_new (1000000);

      for (guint i = 0; i < 50000; i++)
        add_random (list);
      for (guint i = 0; i < 20; i++)
        apm_log_list_take_filter (list, apm_log_filter_new (i % 2 ? "größer" : "pipe", NULL, APM_LEVEL_INFO));
      if (round < 2)
        {
          settle (list);
          assert_filtered (list);
        }
    }
  while (g_main_context_iteration (NULL, FALSE));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/log/store/entries", test_store);
  g_test_add_func ("/log/store/empty-snapshot", test_empty_snapshot);
  g_test_add_func ("/log/filter/matches", test_matches);
  g_test_add_func ("/log/list/random", test_random);
  g_test_add_func ("/log/list/limit", test_limit);
  g_test_add_func ("/log/list/coalesce", test_coalesce);
  g_test_add_func ("/log/list/cancel", test_cancel);

  return g_test_run ();
}
