/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Orders, trees and groups of rows that are made up. */

#include "apm-process-more.h"
#include "apm-scanner.h"
#include "apm-snapshot.h"

#include <math.h>
#include <string.h>

typedef struct {
  int pid;
  int ppid;
  const char *name;
  const char *user;
  double cpu;
  const char *project;
} Row;

static const Row rows[] = {
  { 1, 0, "init", "root", 0, NULL },
  { 10, 1, "shell", "sam", 1, "/home/sam/a" },
  { 20, 10, "make", "sam", 2, "/home/sam/a" },
  { 21, 20, "cc", "sam", 50, "/home/sam/a" },
  { 22, 20, "as", "sam", 5, "/home/sam/b" },
  { 30, 1, "cron", "root", 3, NULL },
  { 40, 99, "stray", "eve", 0, "/home/sam/b" },
};

static ApmSnapshot *
new_snapshot (void)
{
  ApmSnapshot *snapshot = apm_snapshot_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ApmProcessMore *more = g_new0 (ApmProcessMore, 1);
      ApmSample sample = {
        .process = {
          .pid = rows[i].pid, .ppid = rows[i].ppid, .name = rows[i].name, .user = rows[i].user, .state = "sleeping",
          .cpu_percent = rows[i].cpu, .started_us = rows[i].pid * 10000, .rss_bytes = 1000, .threads = 2, .more = more,
        },
        .more = more,
      };

      g_atomic_ref_count_init (&more->refs);
      more->project = rows[i].project ? g_ref_string_new_intern (rows[i].project) : NULL;
      g_array_append_val (snapshot->samples, sample);
    }
  snapshot->n_living = snapshot->samples->len;

  return snapshot;
}

/* "init .shell ..make": a dot a level; (name) is context, name+ is collapsed. */
static char *
describe (ApmSnapshot *snapshot)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < snapshot->order->len; i++)
    {
      const ApmProcess *process = &g_array_index (snapshot->samples, ApmSample,
                                                  g_array_index (snapshot->order, guint, i)).process;

      g_string_append (text, i > 0 ? " " : "");
      for (guint j = 0; j < process->depth; j++)
        g_string_append_c (text, '.');
      g_string_append_printf (text, process->is_context ? "(%s)" : "%s", process->name);
      if (process->expandable && !process->expanded)
        g_string_append_c (text, '+');
      if (process->is_group)
        g_string_append_printf (text, "=%u:%g", process->n_members, process->cpu_percent);
    }

  return g_string_free (text, FALSE);
}

static ApmQuery *
new_query (ApmGrouping  grouping,
           const char  *sort,
           gboolean     descending,
           const char  *filter)
{
  ApmQuery *query = apm_query_new ();

  query->grouping = grouping;
  query->sort = apm_field_find (apm_process_fields, sort);
  query->descending = descending;
  apm_filter_unref (query->filter);
  query->filter = apm_filter_parse (filter, NULL, NULL, NULL);

  return query;
}

static void
assert_order (ApmSnapshot *snapshot,
              ApmQuery    *query,
              const char  *expected)
{
  g_autofree char *text = NULL;

  apm_snapshot_apply (snapshot, query);
  text = describe (snapshot);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_orders (void)
{
  static const struct {
    ApmGrouping grouping;
    const char *sort;
    gboolean descending;
    const char *filter;
    const char *expected;
  } cases[] = {
    { APM_GROUPING_FLAT, "pid", FALSE, "", "init shell make cc as cron stray" },
    { APM_GROUPING_FLAT, "pid", TRUE, "", "stray cron as cc make shell init" },
    { APM_GROUPING_FLAT, "cpu_percent", TRUE, "", "cc as cron make shell init stray" },
    { APM_GROUPING_FLAT, "name", FALSE, "user:sam", "as cc make shell" },
    { APM_GROUPING_FLAT, "pid", FALSE, "under:make", "cc as" },
    { APM_GROUPING_FLAT, "pid", FALSE, "nothing", "" },
    { APM_GROUPING_TREE, "pid", FALSE, "", "init .shell ..make ...cc ...as .cron stray" },
    { APM_GROUPING_TREE, "pid", TRUE, "", "stray init .cron .shell ..make ...as ...cc" },
    { APM_GROUPING_TREE, "name", FALSE, "", "init .cron .shell ..make ...as ...cc stray" },
    { APM_GROUPING_TREE, "pid", FALSE, "cpu>4", "(init) .(shell) ..(make) ...cc ...as" },
    { APM_GROUPING_TREE, "pid", FALSE, "name:cron", "(init) .cron" },
    { APM_GROUPING_TREE, "pid", FALSE, "user:eve", "stray" },
    { APM_GROUPING_TREE, "pid", FALSE, "nothing", "" },
    { APM_GROUPING_USER, "pid", FALSE, "", "eve=1:0 .stray root=2:3 .init .cron sam=4:58 .shell .make .cc .as" },
    { APM_GROUPING_USER, "cpu_percent", TRUE, "",
      "sam=4:58 .cc .as .make .shell root=2:3 .cron .init eve=1:0 .stray" },
    { APM_GROUPING_USER, "name", TRUE, "cpu>2", "sam=2:55 .cc .as root=1:3 .cron" },
    { APM_GROUPING_PROJECT, "pid", FALSE, "user:sam", "/home/sam/a=3:53 .shell .make .cc /home/sam/b=1:5 .as" },
    { APM_GROUPING_PROJECT, "pid", FALSE, "cron", "no project=1:3 .cron" },
  };
  g_autoptr(ApmSnapshot) snapshot = new_snapshot ();

  /* One snapshot for all: nothing of an earlier question stays. */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmQuery) query = new_query (cases[i].grouping, cases[i].sort, cases[i].descending, cases[i].filter);

      g_test_message ("%u", i);
      assert_order (snapshot, query, cases[i].expected);
    }
}

/* What reads the same stands in the order of its PIDs, from one look to the next. */
static void
test_equal_numbers (void)
{
  g_autoptr(ApmSnapshot) snapshot = new_snapshot ();
  g_autoptr(ApmQuery) query = new_query (APM_GROUPING_FLAT, "cpu_percent", TRUE, "user:sam");

  for (guint i = 0; i < snapshot->samples->len; i++)
    g_array_index (snapshot->samples, ApmSample, i).process.cpu_percent = 0.96 + i * 0.001;
  assert_order (snapshot, query, "shell make cc as");
  for (guint i = 0; i < snapshot->samples->len; i++)
    g_array_index (snapshot->samples, ApmSample, i).process.cpu_percent = 0.1 * i;
  assert_order (snapshot, query, "as cc make shell");
}

static void
test_collapsed (void)
{
  g_autoptr(ApmSnapshot) snapshot = new_snapshot ();
  g_autoptr(ApmQuery) tree = new_query (APM_GROUPING_TREE, "pid", FALSE, "");
  g_autoptr(ApmQuery) groups = new_query (APM_GROUPING_USER, "pid", FALSE, "");
  guint64 shell = apm_process_pack_key (10, 100000);
  guint64 sam = 0;

  apm_query_set_expanded (tree, shell, FALSE);
  assert_order (snapshot, tree, "init .shell+ .cron stray");
  apm_query_set_expanded (tree, apm_process_pack_key (1, 10000), FALSE);
  assert_order (snapshot, tree, "init+ stray");
  apm_query_set_expanded (tree, apm_process_pack_key (1, 10000), TRUE);
  apm_query_set_expanded (tree, shell, TRUE);
  assert_order (snapshot, tree, "init .shell ..make ...cc ...as .cron stray");

  apm_snapshot_apply (snapshot, groups);
  for (guint i = 0; i < snapshot->samples->len; i++)
    {
      const ApmProcess *process = &g_array_index (snapshot->samples, ApmSample, i).process;

      if (process->is_group && strcmp (process->name, "sam") == 0)
        {
          sam = apm_process_key (process);
          g_assert_cmpuint (process->threads, ==, 8);
          g_assert_cmpuint (process->rss_bytes, ==, 4000);
        }
    }
  g_assert_cmpint (apm_process_key_get_pid (sam), ==, 0);
  g_assert_cmpint (apm_process_key_get_pid (shell), ==, 10);
  apm_query_set_expanded (groups, sam, FALSE);
  assert_order (snapshot, groups, "eve=1:0 .stray root=2:3 .init .cron sam+=4:58");
}

/* Whatever can be added up is; what is not known of anybody is not 0, and what is not
 * known of some is told to be a part. */
static void
test_totals (void)
{
  static const char *const others[] = { "pid", "nice", "priority", "age_us", "session", "oom_score", "wait_channel", NULL };
  g_autoptr(ApmSnapshot) snapshot = new_snapshot ();
  g_autoptr(ApmQuery) groups = new_query (APM_GROUPING_USER, "pid", FALSE, "");
  guint n_totals = 0, n_groups = 0;

  for (guint i = 0; i < snapshot->samples->len; i++)
    {
      ApmProcessMore *more = g_array_index (snapshot->samples, ApmSample, i).more;

      more->virtual_bytes = more->swap_bytes = more->read_bytes = 1000 * (i + 1);
      more->read_bytes_per_s = more->voluntary_switches_per_s = more->run_wait_percent = i + 1;
      more->descriptors = 3;
      more->pss_bytes = G_MININT64;
      more->written_bytes_per_s = i == 2 ? NAN : 10;
      more->denied = i == 2 ? APM_SOURCE_IO : 0;
    }
  apm_snapshot_apply (snapshot, groups);

  for (guint i = 0; i < snapshot->samples->len; i++)
    {
      const ApmProcess *group = &g_array_index (snapshot->samples, ApmSample, i).process;

      if (!group->is_group || strcmp (group->name, "sam") != 0)
        continue;
      n_groups++;
      g_assert_cmpint (group->more->virtual_bytes, ==, 2000 + 3000 + 4000 + 5000);
      g_assert_cmpint (group->more->swap_bytes, ==, 14000);
      g_assert_cmpint (group->more->read_bytes, ==, 14000);
      g_assert_cmpfloat (group->more->read_bytes_per_s, ==, 14);
      g_assert_cmpfloat (group->more->voluntary_switches_per_s, ==, 14);
      g_assert_cmpfloat (group->more->run_wait_percent, ==, 14);
      g_assert_cmpint (group->more->descriptors, ==, 12);
      g_assert_cmpint (group->more->pss_bytes, ==, G_MININT64);
      g_assert_cmpfloat (group->more->written_bytes_per_s, ==, 30);
      g_assert_true (apm_process_is_partial (group, apm_field_find (apm_process_fields, "written_bytes_per_s")));
      g_assert_false (apm_process_is_partial (group, apm_field_find (apm_process_fields, "virtual_bytes")));
      g_assert_false (apm_process_is_partial (group, apm_field_find (apm_process_fields, "pss_bytes")));
      g_assert_cmpint (group->more->nice, ==, G_MININT);
    }
  g_assert_cmpuint (n_groups, ==, 1);

  for (const ApmField *field = apm_process_fields; field->id; field++)
    n_totals += apm_process_has_total (field);
  g_assert_cmpuint (n_totals, ==, 18);
  for (guint i = 0; others[i]; i++)
    g_assert_false (apm_process_has_total (apm_field_find (apm_process_fields, others[i])));
}

/* Keeps the order in which @snapshot stands, but for rows that are not named. */
static void
hold (ApmQuery    *query,
      ApmSnapshot *snapshot,
      const char  *forgotten)
{
  query->held = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < snapshot->order->len; i++)
    {
      const ApmProcess *process = &g_array_index (snapshot->samples, ApmSample,
                                                  g_array_index (snapshot->order, guint, i)).process;
      guint64 key = apm_process_key (process);

      if (strcmp (process->name, forgotten) != 0)
        g_hash_table_insert (query->held, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (i + 1));
    }
}

static void
test_held (void)
{
  g_autoptr(ApmSnapshot) snapshot = new_snapshot ();
  g_autoptr(ApmQuery) flat = new_query (APM_GROUPING_FLAT, "cpu_percent", TRUE, "");
  g_autoptr(ApmQuery) held = NULL;
  g_autoptr(ApmQuery) tree = NULL;

  assert_order (snapshot, flat, "cc as cron make shell init stray");
  held = apm_query_copy (flat);
  hold (held, snapshot, "cc");
  for (guint i = 0; i < snapshot->samples->len; i++)
    g_array_index (snapshot->samples, ApmSample, i).process.cpu_percent = i;
  /* The values have turned round; the one that is new comes last. */
  assert_order (snapshot, held, "as cron make shell init stray cc");
  assert_order (snapshot, flat, "stray cron as cc make shell init");

  tree = apm_query_copy (held);
  tree->grouping = APM_GROUPING_TREE;
  assert_order (snapshot, tree, "init .cron .shell ..make ...as ...cc stray");
}

/* A tree as deep as there are rows: no stack overflows, nobody is lost. */
static void
test_deep (void)
{
  g_autoptr(ApmSnapshot) snapshot = apm_snapshot_new ();
  g_autoptr(ApmQuery) query = new_query (APM_GROUPING_TREE, "pid", TRUE, "pid:30000");

  for (int pid = 1; pid <= 30000; pid++)
    {
      ApmSample sample = { .process = { .pid = pid, .ppid = pid - 1, .name = "x", .user = "x", .state = "x",
                                        .started_us = 10000 } };

      g_array_append_val (snapshot->samples, sample);
    }
  snapshot->n_living = snapshot->samples->len;
  apm_snapshot_apply (snapshot, query);
  g_assert_cmpuint (snapshot->order->len, ==, 30000);
  g_assert_cmpuint (g_array_index (snapshot->samples, ApmSample, 29999).process.depth, ==, 29999);
}

/* Two that claim to be each other's parent are both shown. */
static void
test_circle (void)
{
  g_autoptr(ApmSnapshot) snapshot = new_snapshot ();
  g_autoptr(ApmQuery) query = new_query (APM_GROUPING_TREE, "pid", FALSE, "");

  g_array_index (snapshot->samples, ApmSample, 0).process.ppid = 22;
  g_array_index (snapshot->samples, ApmSample, 5).process.ppid = 30;
  assert_order (snapshot, query, "init .shell ..make ...cc ...as cron stray");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/arrange/orders", test_orders);
  g_test_add_func ("/process/arrange/equal-numbers", test_equal_numbers);
  g_test_add_func ("/process/arrange/collapsed", test_collapsed);
  g_test_add_func ("/process/arrange/totals", test_totals);
  g_test_add_func ("/process/arrange/held", test_held);
  g_test_add_func ("/process/arrange/deep", test_deep);
  g_test_add_func ("/process/arrange/circle", test_circle);

  return g_test_run ();
}
