/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a look at 10,000 processes costs, in multiples of the floor: to list /proc
 * and to open, read and close each stat. All in one run, in turns, medians of the
 * thread's CPU time. */

#include "apm-process-list.h"
#include "apm-scanner.h"
#include "apm-snapshot.h"

#include "crowd.h"
#include "floor.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#define N 10000
#define N_AWAKE (N / 50)
#define ROUNDS 18

/* One refresh, as the sampler's thread does it. */
static double
measure_refresh (ApmScanner  *scanner,
                 ApmSnapshot *snapshot,
                 ApmQuery    *query)
{
  double before = floor_cpu_ms ();

  apm_snapshot_reset (snapshot);
  apm_scanner_set_sources (scanner, apm_query_get_sources (query));
  apm_scanner_run (scanner, snapshot->samples, &snapshot->n_living, NULL);
  apm_snapshot_apply (snapshot, query);

  return floor_cpu_ms () - before;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
median (double *values,
        guint   n)
{
  qsort (values, n, sizeof *values, compare_doubles);

  return values[n / 2];
}

static ApmQuery *
new_query (gboolean all_columns)
{
  ApmQuery *query = apm_query_new ();

  query->sort = apm_field_find (apm_process_fields, "cpu_percent");
  query->descending = TRUE;
  for (const ApmField *field = apm_process_fields; all_columns && field->id; field++)
    query->column_sources |= field->tag;

  return query;
}

static void
bench_first (void)
{
  double floors[5], firsts[5];

  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++)
    {
      g_autoptr(ApmScanner) scanner = apm_scanner_new (NULL);
      g_autoptr(ApmSnapshot) snapshot = apm_snapshot_new ();
      g_autoptr(ApmQuery) query = new_query (FALSE);

      floors[i] = floor_measure_ms ();
      firsts[i] = measure_refresh (scanner, snapshot, query);
    }
  printf ("scan-first %.2f times the floor: the first look at %u processes\n",
          median (firsts, G_N_ELEMENTS (firsts)) / median (floors, G_N_ELEMENTS (floors)), N);
}

static void
bench_steady (const char *name,
              gboolean    all_columns,
              const char *what)
{
  double floors[ROUNDS], steadies[ROUNDS];
  gsize heap = mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
  g_autoptr(ApmScanner) scanner = apm_scanner_new (NULL);
  ApmSnapshot *snapshots[] = { apm_snapshot_new (), apm_snapshot_new () };
  g_autoptr(ApmQuery) query = new_query (all_columns);

  for (guint i = 0; i < 2; i++)
    measure_refresh (scanner, snapshots[i % 2], query);
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_usleep (G_USEC_PER_SEC);
      steadies[i] = measure_refresh (scanner, snapshots[i % 2], query);
      floors[i] = floor_measure_ms ();
    }
  printf ("%s %.3f times the floor: %s\n", name, median (steadies, ROUNDS) / median (floors, ROUNDS), what);
  if (!all_columns)
    {
      printf ("scan-floor %.1f ms: list /proc, and openat, read, close of each stat\n", median (floors, ROUNDS));
      printf ("scan-memory %.2f KiB a row: scanner and both snapshots\n",
              (double) (mallinfo2 ().uordblks + mallinfo2 ().hblkhd - heap) / 1024 / snapshots[0]->n_living);
    }
  apm_snapshot_free (snapshots[0]);
  apm_snapshot_free (snapshots[1]);
}

static void
on_updated (ApmProcessList *list,
            gboolean       *updated)
{
  *updated = TRUE;
}

static void
bench_list (void)
{
  gint64 began_us = g_get_monotonic_time ();
  g_autoptr(ApmProcessList) list = apm_process_list_new ();
  gboolean updated = FALSE;

  g_signal_connect (list, "updated", G_CALLBACK (on_updated), &updated);
  while (!updated)
    g_main_context_iteration (NULL, TRUE);
  printf ("list-first %.0f ms: from nothing to a full list of %u processes\n",
          (g_get_monotonic_time () - began_us) / 1e3, apm_process_list_get_n_total (list));
}

static int
bench (gpointer data)
{
  g_autofree char *why_not = NULL;

  if (!crowd_spawn (data, N, N_AWAKE, &why_not))
    {
      fprintf (stderr, "scan: %s\n", why_not);
      return 1;
    }

  floor_measure_ms ();
  bench_first ();
  bench_steady ("scan-steady", FALSE, "a refresh of the default columns, 10,000 known processes, 2 % of them active");
  bench_steady ("scan-all", TRUE, "a refresh with every column shown, the same processes");
  bench_list ();
  fflush (stdout);

  return 0;
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *why_not = NULL;
  int status;

  if (argc != 2)
    return 2;
  status = crowd_run (bench, argv[1], &why_not);
  if (status < 0)
    fprintf (stderr, "scan: %s\n", why_not ? why_not : "killed");

  return status == 0 ? 0 : 1;
}
