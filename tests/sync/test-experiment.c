/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-test.h"

#include "apm-error.h"

static GListModel *catalogue;

/* Every variant does what it says, as threads and as processes. */
static const struct {
  const char *path, *name;
  const char *settings[8];
  ApmVerdict verdict;
  guint64 n_items;
} runs[] = {
  { "none/threads", "counter:none", { "mode=threads", "seconds=60" }, APM_VERDICT_BROKEN, 0 },
  { "none/processes", "counter:none", { "mode=processes", "seconds=60" }, APM_VERDICT_BROKEN, 0 },
  { "none/slow", "counter:none", { "increments=5", "delay_max_ms=5" }, APM_VERDICT_BROKEN, 0 },
  { "mutex/threads", "counter:mutex", { "rounds=3", "increments=2000" }, APM_VERDICT_HOLDS, 0 },
  { "mutex/processes", "counter:mutex", { "rounds=3", "increments=2000", "mode=processes" }, APM_VERDICT_HOLDS, 0 },
  { "mutex/one-worker", "counter:mutex", { "workers=1", "rounds=2" }, APM_VERDICT_HOLDS, 0 },
  { "atomic/threads", "counter:atomic", { "workers=4" }, APM_VERDICT_HOLDS, 0 },
  { "atomic/processes", "counter:atomic", { "workers=4", "mode=processes" }, APM_VERDICT_HOLDS, 0 },
  { "buffer/threads", "bounded-buffer:semaphores", { "delay_min_ms=0", "delay_max_ms=3" }, APM_VERDICT_HOLDS, 20 },
  { "buffer/processes", "bounded-buffer:semaphores",
    { "delay_min_ms=0", "delay_max_ms=3", "mode=processes" }, APM_VERDICT_HOLDS, 20 },
  { "buffer/one-slot", "bounded-buffer:semaphores",
    { "delay_min_ms=0", "delay_max_ms=0", "slots=1", "items=500" }, APM_VERDICT_HOLDS, 1000 },
  { "buffer/uneven", "bounded-buffer:semaphores",
    { "delay_min_ms=0", "delay_max_ms=0", "producers=3", "consumers=5", "items=7" }, APM_VERDICT_HOLDS, 21 },
  { "buffer/idle-consumers", "bounded-buffer:semaphores",
    { "delay_min_ms=0", "delay_max_ms=0", "producers=1", "consumers=4", "items=2" }, APM_VERDICT_HOLDS, 2 },
  { "buffer/many", "bounded-buffer:semaphores",
    { "delay_min_ms=0", "delay_max_ms=0", "producers=16", "consumers=16", "slots=64", "items=20" },
    APM_VERDICT_HOLDS, 320 },
};

typedef struct { guint64 n_put, n_got; guint n_changed; } Seen;

static void
on_items (ApmExperiment      *run,
          const ApmItemEvent *events,
          guint               n,
          Seen               *seen)
{
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (events[i].item, >, 0);
      seen->n_put += events[i].put;
      seen->n_got += !events[i].put;
    }
}

static void
test_run (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, runs[index].name, runs[index].settings);
  const ApmScene *scene;
  Seen seen = { 0 };

  g_signal_connect (run, "items", G_CALLBACK (on_items), &seen);
  g_assert_cmpint (apm_experiment_get_verdict (run), ==, APM_VERDICT_NONE);
  sync_test_run (run);

  g_test_message ("%s", apm_experiment_get_outcome (run));
  g_assert_cmpint (apm_experiment_get_verdict (run), ==, runs[index].verdict);
  g_assert_nonnull (apm_experiment_get_outcome (run));
  g_assert_true (sync_test_group_is_gone (apm_experiment_get_pid (run)));

  scene = apm_experiment_get_scene (run);
  g_assert_cmpuint (scene->produced, ==, runs[index].n_items);
  g_assert_cmpuint (scene->consumed, ==, runs[index].n_items);
  g_assert_cmpuint (seen.n_put, ==, runs[index].n_items);
  g_assert_cmpuint (seen.n_got, ==, runs[index].n_items);
  if (runs[index].verdict == APM_VERDICT_BROKEN)
    g_assert_cmpint (scene->lost, >, 0);
  else
    for (guint i = 0; i < scene->n_actors; i++)
      g_assert_cmpint (scene->actors[i].state, ==, APM_ACTOR_ENDED);
}

/* The wrong variant that nothing wrong is seen of is not called right. */
static void
test_inconclusive (void)
{
  static const char *const settings[] = { "workers=1", "seconds=1", NULL };
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "counter:none", settings);

  sync_test_run (run);
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_DONE);
  g_assert_cmpint (apm_experiment_get_verdict (run), ==, APM_VERDICT_INCONCLUSIVE);
  g_assert_true (g_str_has_prefix (apm_experiment_get_outcome (run), "No wrong sum was seen in"));
}

/* Who draws it is slow; nothing is lost, and nothing comes twice. */
static void
on_items_slowly (ApmExperiment      *run,
                 const ApmItemEvent *events,
                 guint               n,
                 guint64            *n_seen)
{
  *n_seen += n;
  g_usleep (30000);
}

static void
test_slow_reader (void)
{
  static const char *const settings[] = { "items=20000", "delay_min_ms=0", "delay_max_ms=0", NULL };
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "bounded-buffer:semaphores", settings);
  guint64 n_seen = 0;

  g_signal_connect (run, "items", G_CALLBACK (on_items_slowly), &n_seen);
  sync_test_run (run);
  g_assert_cmpstr (apm_experiment_get_outcome (run), ==, "40000 items were put and got; every check held.");
  g_assert_cmpuint (n_seen, ==, 80000);
}

/* Again and again, with nothing left behind. */
static void
test_again (void)
{
  static const char *const settings[] = { "delay_min_ms=0", "delay_max_ms=0", "items=3", NULL };
  guint n_fds = 0;

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "bounded-buffer", settings);
      gpointer weak = run;

      sync_test_run (run);
      g_assert_cmpuint (apm_experiment_get_scene (run)->consumed, ==, 6);
      g_object_add_weak_pointer (G_OBJECT (run), &weak);
      g_clear_object (&run);
      test_until (weak == NULL);

      if (i == 1)
        n_fds = test_count_fds ();
      else if (i > 1)
        test_until (test_count_fds () <= n_fds);
    }
}

static void
test_delays_crossed (void)
{
  static const char *const settings[] = { "delay_min_ms=9", "delay_max_ms=3", NULL };
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "bounded-buffer", settings);
  g_autoptr(GError) error = NULL;

  g_assert_false (apm_experiment_start (run, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "The shortest delay, 9 ms, is longer than the longest, 3 ms");
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_READY);
}

/* The picture of a run that has not begun shows what was set. */
static void
test_scene_before (void)
{
  static const char *const settings[] = { "producers=3", "consumers=1", "slots=7", "items=4", NULL };
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "bounded-buffer", settings);
  const ApmScene *scene = apm_experiment_get_scene (run);
  guint n;

  g_assert_cmpuint (scene->n_actors, ==, 4);
  g_assert_cmpstr (scene->actors[3].name, ==, "C1");
  g_assert_cmpint (scene->actors[3].state, ==, APM_ACTOR_ABSENT);
  g_assert_cmpuint (scene->n_slots, ==, 7);
  g_assert_cmpuint (scene->total, ==, 12);
  g_assert_true (apm_experiment_get_checks (run, &n)[0].holds);
  g_assert_cmpuint (n, ==, 7);
}

static void
on_changed (ApmExperiment *run,
            Seen          *seen)
{
  seen->n_changed++;
}

/* Hundreds of thousands of reports a second, and no turn of the main loop over
 * 16 ms of CPU; ::changed at most once a turn. */
static void
test_full_speed (gconstpointer data)
{
  guint seconds = GPOINTER_TO_UINT (data);
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "bounded-buffer", NULL);
  g_autoptr(GError) error = NULL;
  Seen seen = { 0 };
  Turns turns = { 0 };
  gint64 until;

  apm_experiment_set_preset (run, "full-speed", &error);
  g_assert_no_error (error);
  g_signal_connect (run, "changed", G_CALLBACK (on_changed), &seen);
  sync_test_start (run);

  until = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  while (g_get_monotonic_time () < until && !sync_test_has_ended (run))
    {
      guint n_changed = seen.n_changed;

      turns_take (&turns, FALSE);
      g_assert_cmpuint (seen.n_changed - n_changed, <=, 2);   /* reports, and the timer of the rates */
    }

  apm_experiment_stop (run);
  test_until (sync_test_has_ended (run));
  g_test_message ("%" G_GUINT64_FORMAT " reports, %" G_GUINT64_FORMAT " items, longest turn %" G_GINT64_FORMAT " µs",
                  apm_experiment_get_scene (run)->n_reports, apm_experiment_get_scene (run)->consumed, turns.us[0]);
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_STOPPED);
  g_assert_cmpuint (apm_experiment_get_scene (run)->consumed, >, 100 * seconds);
  g_assert_cmpint (turns_get_longest_us (&turns), <, TURNS_LIMIT_US);
}

/* As it is in the window, with its delays. */
static void
test_classic (void)
{
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "bounded-buffer", NULL);
  g_autoptr(GError) error = NULL;

  apm_experiment_set_preset (run, "classic", &error);
  g_assert_no_error (error);
  sync_test_run (run);

  g_assert_cmpint (apm_experiment_get_verdict (run), ==, APM_VERDICT_HOLDS);
  g_assert_cmpuint (apm_experiment_get_scene (run)->produced, ==, 20);
  g_assert_cmpuint (apm_experiment_get_scene (run)->consumed, ==, 20);
  g_assert_cmpstr (apm_experiment_get_outcome (run), ==, "20 items were put and got; every check held.");
}

/* Who was not heard has neither failed nor been proven right. */
static void
test_silent (void)
{
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "rendezvous", NULL);
  g_autofree char *ours = g_strdup (g_getenv ("APM_LIBEXECDIR"));
  g_autofree char *dir = g_path_get_dirname (SILENT_LENS);
  g_autofree char *path = g_strconcat (dir, G_SEARCHPATH_SEPARATOR_S, ours, NULL);

  g_setenv ("APM_LIBEXECDIR", path, TRUE);
  sync_test_run (run);
  g_setenv ("APM_LIBEXECDIR", ours, TRUE);
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_FAILED);
  g_assert_nonnull (strstr (apm_experiment_get_outcome (run), "told nothing"));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  catalogue = apm_catalogue_load (NULL, &error);
  g_assert_no_error (error);

  if (g_test_slow ())
    {
      g_test_add_func ("/experiment/classic", test_classic);
      g_test_add_data_func ("/experiment/full-speed-10-s", GUINT_TO_POINTER (10), test_full_speed);
    }
  else
    {
      for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
        {
          g_autofree char *path = g_strconcat ("/experiment/run/", runs[i].path, NULL);

          g_test_add_data_func (path, GUINT_TO_POINTER (i), test_run);
        }
      g_test_add_func ("/experiment/inconclusive", test_inconclusive);
      g_test_add_func ("/experiment/again", test_again);
      g_test_add_func ("/experiment/silent", test_silent);
      g_test_add_func ("/experiment/slow-reader", test_slow_reader);
      g_test_add_func ("/experiment/delays-crossed", test_delays_crossed);
      g_test_add_func ("/experiment/scene-before", test_scene_before);
      g_test_add_data_func ("/experiment/full-speed", GUINT_TO_POINTER (1), test_full_speed);
    }

  status = g_test_run ();
  g_object_unref (catalogue);

  return status;
}
