/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a timeline has of a program that runs, and of one that hangs. */

#include "apm-timeline-source.h"

#include "../until.h"

typedef struct {
  ApmLens *lens;
  ApmTimelineSource *source;
  guint n_changes;
  char *seen;                /* all names, as they were at the last change */
} Fixture;

/* As a chart does: names are looked at where something has changed, and else never. */
static void
on_changed (Fixture *f)
{
  GString *names = g_string_new (NULL);
  guint n_lanes, n_objects;
  ApmSpanIndex *index = apm_timeline_source_lock (f->source);

  n_lanes = apm_span_index_get_n_lanes (index);
  n_objects = apm_span_index_get_n_objects (index);
  apm_timeline_source_unlock (f->source);

  for (guint i = 0; i < n_lanes; i++)
    g_string_append_printf (names, "%s\n", apm_timeline_source_get_lane_name (f->source, (int) i));
  for (guint i = 0; i < n_objects; i++)
    g_string_append_printf (names, "%s\n", apm_timeline_source_get_object_name (f->source, (int) i));
  g_free (f->seen);
  f->seen = g_string_free (names, FALSE);
  f->n_changes++;
}

static void
start (Fixture    *f,
       const char *word)
{
  const char *argv[] = { g_getenv ("WATCHED"), word, NULL };
  g_autoptr(GError) error = NULL;

  f->lens = apm_lens_start (&(ApmSpawn) { .argv = argv, .ends_with_us = TRUE }, &error);
  g_assert_no_error (error);
  f->source = apm_timeline_source_new_for_lens (f->lens);
  g_signal_connect_swapped (f->source, "changed", G_CALLBACK (on_changed), f);
}

static gboolean
has_ended (Fixture *f)
{
  return apm_lens_get_ended (f->lens);
}

/* All that the model has, and with the same names. */
static gboolean
has_all (Fixture *f)
{
  guint64 n;
  gboolean all;
  ApmSpanIndex *index;
  ApmLensModel *model = apm_lens_lock (f->lens);
  guint n_threads = apm_lens_model_get_n_threads (model);

  n = 0;
  for (guint i = 0; i < apm_lens_model_get_n_objects (model); i++)
    n += apm_lens_model_get_object (model, i)->kind == APM_LENS_MUTEX ? apm_lens_model_get_object (model, i)->n_taken : 0;
  apm_lens_unlock (f->lens);

  index = apm_timeline_source_lock (f->source);
  all = apm_span_index_get_n (index) >= n && n > 0 && apm_span_index_get_n_lanes (index) == n_threads;
  apm_timeline_source_unlock (f->source);

  return all;
}

/* What came late, too. */
static gboolean
is_named (Fixture *f)
{
  g_autoptr(GString) names = g_string_new (NULL);
  guint n_threads = apm_lens_model_get_n_threads (apm_lens_lock (f->lens));
  guint n_objects;
  ApmSpanIndex *index;

  apm_lens_unlock (f->lens);
  index = apm_timeline_source_lock (f->source);
  n_objects = apm_span_index_get_n_objects (index);
  apm_timeline_source_unlock (f->source);

  for (guint i = 0; i < n_threads + n_objects; i++)
    {
      g_autofree char *name = i < n_threads ? apm_lens_dup_thread_name (f->lens, (int) i)
                                            : apm_lens_dup_object_name (f->lens, (int) (i - n_threads));

      g_string_append_printf (names, "%s\n", name);
    }

  return g_strcmp0 (f->seen, names->str) == 0;
}

static void
finish (Fixture *f)
{
  g_signal_handlers_disconnect_by_data (f->source, f);
  g_assert_finalize_object (f->source);
  if (!apm_lens_get_ended (f->lens))
    {
      apm_lens_kill (f->lens);
      test_until (has_ended (f));
    }
  g_clear_pointer (&f->seen, g_free);
  /* Who asks for names has it a moment longer. */
  g_clear_object (&f->lens);
}

static void
test_runs (void)
{
  Fixture f = { 0 };

  start (&f, "names");
  test_until (has_ended (&f));
  test_until (has_all (&f));
  test_until (is_named (&f));
  g_assert_cmpuint (f.n_changes, >, 0);
  finish (&f);
}

/* Two threads that wait for each other: both waits last, and so do what they hold. */
static gboolean
is_stuck (Fixture *f)
{
  ApmSpanIndex *index = apm_timeline_source_lock (f->source);
  guint n_waits = 0, n_holds = 0;
  gint64 first, last;

  apm_span_index_get_range (index, &first, &last);
  for (int lane = 0; lane < (int) apm_span_index_get_n_lanes (index); lane++)
    for (guint row = 0; row < 2; row++)
      {
        ApmSpanPlace place;

        if (apm_span_index_find_at (index, lane, row, last - 1, &place) && apm_span_index_get_is_open (index, &place))
          *(row == 0 ? &n_waits : &n_holds) += 1;
      }
  apm_timeline_source_unlock (f->source);

  return n_waits == 2 && n_holds == 2;
}

static void
test_hangs (void)
{
  Fixture f = { 0 };

  start (&f, "deadlock");
  test_until (is_stuck (&f));
  finish (&f);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/timeline-lens/runs", test_runs);
  g_test_add_func ("/timeline-lens/hangs", test_hangs);

  return g_test_run ();
}
