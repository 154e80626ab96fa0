/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What it costs to be watched, and whether all is seen: overhead, loss, order. The
 * program beside it does the work and takes the time. */

#include "apm-lens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_PAIRS  21
#define N_ORDERS 10

static const char *load;

static void
on_output (ApmChild *child,
           gboolean  is_stderr,
           GBytes   *batch,
           gpointer  data)
{
  gsize length;
  const char *text = g_bytes_get_data (batch, &length);

  g_string_append_len (data, text, (gssize) length);
}

/* Returns: for how long it worked; @done: how many operations it counted. */
static double
run (const char *what,
     const char *n,
     const char *ms,
     ApmLens   **lens,
     gint64     *done)
{
  const char *argv[] = { load, what, n, ms, NULL };
  const ApmSpawn spawn = { .argv = argv, .ends_with_us = TRUE };
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(ApmChild) child = NULL;
  long long ns = 0, sum = 0;

  if (lens)
    *lens = apm_lens_start (&spawn, &error);
  child = lens ? g_object_ref (apm_lens_get_child (*lens)) : apm_child_spawn (&spawn, &error);
  g_assert_no_error (error);
  g_signal_connect (child, "output", G_CALLBACK (on_output), text);
  while (!apm_child_get_ended (child) || (lens && !apm_lens_get_ended (*lens)))
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (child, text);
  g_assert_cmpint (apm_child_get_wait_status (child), ==, 0);
  g_assert_cmpint (sscanf (text->str, "%lld %lld", &ns, &sum), ==, 2);
  if (done)
    *done = sum;

  return (double) ns;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
get_median (double *values,
            guint   n)
{
  qsort (values, n, sizeof *values, compare);

  return values[n / 2];
}

static void
bench_overhead (void)
{
  double ratios[N_PAIRS], ns[N_PAIRS];

  for (guint i = 0; i < N_PAIRS; i++)
    {
      g_autoptr(ApmLens) lens = NULL;
      double without = run ("buffer", "100000", NULL, NULL, NULL);

      ratios[i] = run ("buffer", "100000", NULL, &lens, NULL) / without;
    }
  for (guint i = 0; i < N_PAIRS; i++)
    {
      g_autoptr(ApmLens) lens = NULL;
      double without = run ("single", "1000000", NULL, NULL, NULL);

      ns[i] = (run ("single", "1000000", NULL, &lens, NULL) - without) / 2e6;
    }
  printf ("lens-overhead %.2f bounded buffer 2+2 of 8 slots under the lens, as a ratio to without; median of %d pairs\n",
          get_median (ratios, N_PAIRS), N_PAIRS);
  printf ("lens-event %.1f nanoseconds that an event costs; median of %d pairs\n", get_median (ns, N_PAIRS), N_PAIRS);
}

static void
bench_loss (void)
{
  g_autoptr(ApmLens) lens = NULL;
  gint64 done;
  double ns = run ("flood", "1250000", "3000", &lens, &done);
  ApmLensModel *model = apm_lens_lock (lens);

  printf ("lens-loss %lu events lost of %.1f million, %.1f million a second over four threads\n",
          (gulong) apm_lens_model_get_n_lost (model), (double) apm_lens_model_get_n_events (model) / 1e6,
          (double) done / ns * 1e3);
  apm_lens_unlock (lens);
}

static void
bench_order (void)
{
  guint64 n_overlaps = 0, n_taken = 0, n_waits = 0, n_lost = 0;

  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autoptr(ApmLens) lens = NULL;
      ApmLensModel *model;

      run ("handoff", "250000", NULL, &lens, NULL);
      model = apm_lens_lock (lens);
      n_overlaps += apm_lens_model_get_n_overlaps (model);
      for (guint j = 0; j < apm_lens_model_get_n_objects (model); j++)
        {
          const ApmLensObject *object = apm_lens_model_get_object (model, j);

          n_taken += object->kind == APM_LENS_MUTEX ? object->n_taken : 0;
          n_waits += object->kind == APM_LENS_MUTEX ? object->n_waits : 0;
        }
      n_lost += apm_lens_model_get_n_lost (model);
      apm_lens_unlock (lens);
    }
  printf ("lens-order %lu critical sections that overlapped, of %.1f million in %d runs, %lu of them waited for "
          "(%lu events lost)\n", (gulong) n_overlaps, (double) n_taken / 1e6, N_ORDERS, (gulong) n_waits, (gulong) n_lost);
}

int
main (int    argc,
      char **argv)
{
  g_assert_cmpint (argc, ==, 3);
  load = argv[1];
  if (strcmp (argv[2], "overhead") == 0)
    bench_overhead ();
  else if (strcmp (argv[2], "loss") == 0)
    bench_loss ();
  else
    bench_order ();

  return 0;
}
