/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-test.h"

#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>

/* Who dies while the other lives: the program, or who watches it. */

static const char *const threads[] = { "items=0", "delay_min_ms=0", "delay_max_ms=0", NULL };
static const char *const processes[] = { "items=0", "delay_min_ms=0", "delay_max_ms=0", "mode=processes", NULL };

static GListModel *
load_catalogue (void)
{
  g_autoptr(GError) error = NULL;
  GListModel *catalogue = apm_catalogue_load (NULL, &error);

  g_assert_no_error (error);

  return catalogue;
}

static ApmExperiment *
start_endless (const char *const *settings)
{
  g_autoptr(GListModel) catalogue = load_catalogue ();
  ApmExperiment *run = sync_test_new (catalogue, "bounded-buffer", settings);

  sync_test_start (run);
  test_until (apm_experiment_get_scene (run)->consumed > 20);

  return run;
}

/* Killed by somebody else: that is said, and what it did before has held. */
static void
test_program_killed (void)
{
  g_autoptr(ApmExperiment) run = start_endless (threads);

  kill (apm_experiment_get_pid (run), SIGKILL);
  test_until (sync_test_has_ended (run));
  g_assert_cmpstr (apm_experiment_get_outcome (run), ==, "The program was killed by SIGKILL.");
}

/* Another process of this program: says which program it watches, and reads no more
 * of it, so that all of its threads come to wait for a reader. */
static int
watch (const char *mode)
{
  g_autoptr(ApmExperiment) run = start_endless (g_str_equal (mode, "processes") ? processes : threads);

  g_print ("%d\n", apm_experiment_get_pid (run));
  while (TRUE)
    pause ();

  return 0;
}

static void
die_with_the_test (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* Its processes are ours now. */
static gboolean
group_has_died (int pid)
{
  while (waitpid (-pid, NULL, WNOHANG) > 0)
    continue;

  return sync_test_group_is_gone (pid);
}

static void
test_watcher_killed (gconstpointer mode)
{
  const char *argv[] = { "/proc/self/exe", "--watch", mode, NULL };
  g_autoptr(GError) error = NULL;
  char line[32] = { 0 };
  int watcher, out, pid;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, die_with_the_test, NULL,
                            &watcher, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read (out, line, sizeof line - 1), >, 1);
  close (out);
  pid = atoi (line);
  g_assert_cmpint (pid, >, 1);
  g_assert_false (group_has_died (pid));

  kill (watcher, SIGKILL);
  g_assert_cmpint (waitpid (watcher, NULL, 0), ==, watcher);
  test_until (group_has_died (pid));
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--watch"))
    return watch (argv[2]);

  g_test_init (&argc, &argv, NULL);
  prctl (PR_SET_CHILD_SUBREAPER, 1);

  g_test_add_func ("/ends/program-killed", test_program_killed);
  g_test_add_data_func ("/ends/watcher-killed/threads", "threads", test_watcher_killed);
  g_test_add_data_func ("/ends/watcher-killed/processes", "processes", test_watcher_killed);

  return g_test_run ();
}
