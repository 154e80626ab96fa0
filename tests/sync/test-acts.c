/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-test.h"

#include <poll.h>
#include <string.h>
#include <sys/pidfd.h>

/* What can be done to a run: held, let go, slowed, stopped, one operation at a time, and
 * without some. */

/* What at once is. */
#define STOP_US (100 * 1000)

static GListModel *catalogue;

static const char *const endless_threads[] = { "items=0", "delay_min_ms=0", "delay_max_ms=2", NULL };
static const char *const endless_processes[] = {
  "items=0", "delay_min_ms=0", "delay_max_ms=2", "mode=processes", NULL
};

static char
state_of (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *stat = NULL;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return 0;

  return strrchr (stat, ')')[2];
}

static void
test_pause (gconstpointer settings)
{
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "bounded-buffer", settings);
  const ApmScene *scene;
  guint64 n;

  sync_test_start (run);
  scene = apm_experiment_get_scene (run);
  test_until (scene->consumed > 20);

  apm_experiment_pause (run);
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_PAUSED);
  test_until (state_of (apm_experiment_get_pid (run)) == 'T');
  sync_test_let_reports_arrive (run);
  n = scene->n_reports;

  apm_experiment_resume (run);
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_RUNNING);
  test_until (scene->n_reports > n + 100);

  apm_experiment_pause (run);
  apm_experiment_stop (run);
  test_until (sync_test_has_ended (run));
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_STOPPED);
  g_assert_cmpint (apm_experiment_get_verdict (run), ==, APM_VERDICT_HOLDS);
  test_until (sync_test_group_is_gone (apm_experiment_get_pid (run)));
}

/* Stop is safe at any moment: before the start, at once, twice, after the end. */
static void
test_stop (void)
{
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "bounded-buffer", endless_processes);

  apm_experiment_stop (run);
  apm_experiment_pause (run);
  apm_experiment_resume (run);
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_READY);

  sync_test_start (run);
  apm_experiment_stop (run);
  apm_experiment_stop (run);
  apm_experiment_pause (run);
  test_until (sync_test_has_ended (run));
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_STOPPED);
  apm_experiment_stop (run);
  test_until (sync_test_group_is_gone (apm_experiment_get_pid (run)));
}

static const ApmActor *
get_actor (ApmExperiment *run,
           guint          i)
{
  return &apm_experiment_get_scene (run)->actors[i];
}

/* The signal goes out in the very turn in which that is ordered, and does not wait for
 * another one: the program ends though none comes. Returns: how long it took. */
static gint64
stop_at_once (ApmExperiment *run)
{
  gint64 took_us;
  struct pollfd program = { pidfd_open (apm_experiment_get_pid (run), 0), POLLIN, 0 };
  gint64 start_us = g_get_monotonic_time ();

  g_assert_cmpint (program.fd, >=, 0);
  apm_experiment_stop (run);
  g_assert_cmpint (poll (&program, 1, TEST_DEADLINE_US / 1000), ==, 1);
  close (program.fd);
  g_assert_false (sync_test_has_ended (run));

  test_until (sync_test_has_ended (run));
  took_us = g_get_monotonic_time () - start_us;
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_STOPPED);
  test_until (sync_test_group_is_gone (apm_experiment_get_pid (run)));

  return took_us;
}

static const char *const two_philosophers[] = {
  "philosophers=2", "meals=0", "reach_ms=0", "eat_ms=0", "delay_min_ms=0", "delay_max_ms=0", NULL
};

/* Before anybody has found out that it cannot go on. */
static gint64
stop_deadlocked (gboolean is_paused)
{
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "philosophers:naive", two_philosophers);

  apm_experiment_set (run, "reach_ms", "50", NULL);
  sync_test_start (run);
  test_until (get_actor (run, 0)->n_held == 1 && get_actor (run, 0)->wants >= 0
              && get_actor (run, 1)->n_held == 1 && get_actor (run, 1)->wants >= 0);
  if (is_paused)
    apm_experiment_pause (run);

  return stop_at_once (run);
}

/* On a busy machine it is late now and then; what waits for a timer is late each time. */
static void
test_stop_deadlocked (gconstpointer paused)
{
  gint64 best_us = G_MAXINT64;

  for (guint i = 0; i < 30 && best_us > STOP_US; i++)
    best_us = MIN (best_us, stop_deadlocked (paused != NULL));
  g_test_message ("stopped after %.1f ms", best_us / 1000.0);
  g_assert_cmpint (best_us, <=, STOP_US);
}

/* Step by step into the deadlock, which is found though all is paused; the last
 * step is taken back in another run. */
static void
test_steps (void)
{
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "philosophers:naive", two_philosophers);
  g_autoptr(ApmExperiment) undone = NULL;
  g_autoptr(GError) error = NULL;

  apm_experiment_start_paused (run);
  g_assert_true (apm_experiment_start (run, &error));
  g_assert_no_error (error);
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_PAUSED);
  g_assert_false (apm_experiment_can_undo (run));
  g_assert_false (apm_experiment_step (run, 7));

  /* thinks, hungry, the left fork */
  for (guint i = 0; i < 3; i++)
    sync_test_step (run, 0);
  for (guint i = 0; i < 3; i++)
    sync_test_step (run, 1);
  test_until (get_actor (run, 0)->n_held == 1 && get_actor (run, 1)->n_held == 1);
  g_assert_true (apm_experiment_can_undo (run));
  undone = apm_experiment_dup_undone (run);

  sync_test_step (run, 0);
  test_until (get_actor (run, 0)->wants >= 0);
  g_assert_false (apm_experiment_step (run, 0));
  sync_test_step (run, 1);
  test_until (sync_test_has_ended (run));
  g_assert_cmpint (apm_experiment_get_verdict (run), ==, APM_VERDICT_BROKEN);
  g_assert_true (g_str_has_prefix (apm_experiment_get_outcome (run), "Deadlock: "));

  g_assert_true (apm_experiment_start (undone, &error));
  test_until (apm_experiment_get_n_steps (undone) == 5 && get_actor (undone, 0)->n_held == 1);
  g_assert_cmpint (apm_experiment_get_state (undone), ==, APM_RUN_PAUSED);
  sync_test_let_reports_arrive (undone);
  g_assert_cmpuint (get_actor (undone, 0)->n_held, ==, 1);
  g_assert_cmpuint (get_actor (undone, 1)->n_held, ==, 0);
  stop_at_once (undone);
}

/* Nothing happens without a step, also in a program without any lock. */
static void
test_held (void)
{
  static const char *const endless[] = { "delay_min_ms=0", "delay_max_ms=0", NULL };
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "peterson:peterson", endless);
  g_autoptr(GError) error = NULL;

  apm_experiment_start_paused (run);
  g_assert_true (apm_experiment_start (run, &error));
  g_assert_no_error (error);
  test_until (get_actor (run, 1)->state == APM_ACTOR_WORKING && get_actor (run, 0)->state == APM_ACTOR_WORKING);
  sync_test_let_reports_arrive (run);
  g_assert_cmpint (get_actor (run, 0)->activity, ==, -1);
  sync_test_step (run, 0);
  test_until (get_actor (run, 0)->activity >= 0);
  g_assert_cmpint (get_actor (run, 1)->activity, ==, -1);
  stop_at_once (run);
}

static guint
find_line (const ApmVariant *variant,
           const char       *text,
           guint             nth)
{
  g_autofree char *source = NULL;
  g_auto(GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (variant->source_path, &source, NULL, NULL));
  lines = g_strsplit (source, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (strstr (lines[i], text) && nth-- == 0)
      return i + 1;
  g_assert_not_reached ();
}

/* Without one of its operations a right program is a wrong one, from the start. */
static void
test_knocked (void)
{
  static const char *const settings[] = { "items=0", "delay_min_ms=0", "delay_max_ms=1", NULL };
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "bounded-buffer:semaphores", settings);
  guint line = find_line (apm_experiment_get_variant (run), "sem_wait (&buffer->empty)", 0);

  apm_experiment_set_knocked (run, line, TRUE);
  g_assert_true (apm_experiment_get_knocked (run, line));
  g_assert_false (apm_experiment_get_knocked (run, line + 1));
  sync_test_run (run);
  g_test_message ("%s", apm_experiment_get_outcome (run));
  g_assert_cmpint (apm_experiment_get_verdict (run), ==, APM_VERDICT_BROKEN);
  g_assert_nonnull (strstr (apm_experiment_get_outcome (run), "which still held item"));
}

static void
test_slow (void)
{
  static const char *const settings[] = { "items=2", "delay_min_ms=0", "delay_max_ms=0", NULL };
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, "bounded-buffer:semaphores", settings);
  gint64 start_us = g_get_monotonic_time ();

  apm_experiment_set_slow_ms (run, 20);
  sync_test_run (run);
  /* Two items of each producer, five operations each. */
  g_assert_cmpint (g_get_monotonic_time () - start_us, >, 10 * 20 * 1000);
  g_assert_cmpint (apm_experiment_get_verdict (run), ==, APM_VERDICT_HOLDS);
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

  g_test_add_data_func ("/acts/pause/threads", endless_threads, test_pause);
  g_test_add_data_func ("/acts/pause/processes", endless_processes, test_pause);
  g_test_add_func ("/acts/stop", test_stop);
  g_test_add_data_func ("/acts/stop/deadlocked", NULL, test_stop_deadlocked);
  g_test_add_data_func ("/acts/stop/deadlocked-and-paused", GINT_TO_POINTER (TRUE), test_stop_deadlocked);
  g_test_add_func ("/acts/steps", test_steps);
  g_test_add_func ("/acts/held", test_held);
  g_test_add_func ("/acts/knocked", test_knocked);
  g_test_add_func ("/acts/slow", test_slow);

  status = g_test_run ();
  g_object_unref (catalogue);

  return status;
}
