/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-tune.h"

#include "apm-error.h"
#include "test-actor.h"
#include "process-test.h"

#include <sched.h>
#include <sys/resource.h>

static void
assert_same (const Act *a,
             const Act *b)
{
  g_autofree char *left = apm_tune_dup_text (a);
  g_autofree char *right = apm_tune_dup_text (b);

  g_assert_cmpstr (left, ==, right);
  g_assert_true (apm_tune_equal (a, b));
}

/* Set, read back, taken back. */
static void
test_apply (void)
{
  static const Act acts[] = {
    { .kind = ACT_NICE, .value = 7 },
    { .kind = ACT_NICE, .value = -5 },
    { .kind = ACT_POLICY, .value = SCHED_BATCH },
    { .kind = ACT_POLICY, .value = SCHED_IDLE },
    { .kind = ACT_POLICY, .value = SCHED_FIFO, .level = 3 },
    { .kind = ACT_POLICY, .value = SCHED_RR | SCHED_RESET_ON_FORK, .level = 1 },
    { .kind = ACT_IO, .value = ACT_IO_IDLE },
    { .kind = ACT_IO, .value = ACT_IO_BEST_EFFORT, .level = 6 },
    { .kind = ACT_AFFINITY, .cpus = { 1 } },
    { .kind = ACT_OOM_SCORE, .value = 300 },
    { .kind = ACT_LIMIT, .value = RLIMIT_NOFILE, .soft = 17, .hard = 64 },
    { .kind = ACT_LIMIT, .value = RLIMIT_CORE, .soft = 0, .hard = 0 },
  };
  TestActor actor = test_actor_start ("wait");

  test_actor_read (&actor, "ready");
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ApmTarget) target = apm_target_open (actor.pid, 0, &error);
      g_autoptr(ApmTuneUndo) undo = NULL;
      g_autofree char *warning = NULL;
      Act before = { .kind = acts[i].kind, .value = acts[i].value };
      Act now = before;

      g_assert_true (apm_tune_read (target, &before, &error));
      warning = apm_tune_dup_warning (target, &before, &acts[i]);
      if (!apm_tune_apply (target, &acts[i], APM_TUNE_ONE, &undo, &error))
        {
          g_test_message ("not here: %s", error->message);
          g_assert_false (g_error_matches (error, APM_ERROR, APM_ERROR_GONE));
          continue;
        }
      g_assert_true (apm_tune_read (target, &now, &error));
      assert_same (&now, &acts[i]);

      if (!apm_tune_undo_apply (undo, target, &error))
        {
          /* Then it was said beforehand. */
          g_assert_error (error, APM_ERROR, APM_ERROR_DENIED);
          g_assert_nonnull (warning);
          continue;
        }
      g_assert_true (apm_tune_read (target, &now, &error));
      assert_same (&now, &before);
    }
  test_actor_end (&actor);
}

static gboolean
all_have_nice (int pid,
               int nice)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", pid);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    if (getpriority (PRIO_PROCESS, (id_t) atoi (name)) != nice)
      return FALSE;

  return TRUE;
}

static void
test_threads (void)
{
  const Act act = { .kind = ACT_NICE, .value = 9 };
  TestActor actor = test_actor_start ("threads");
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmTarget) target = apm_target_open (actor.pid, 0, &error);
  g_autoptr(ApmTuneUndo) undo = NULL;
  g_autoptr(ApmTarget) thread = NULL;
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", actor.pid);
  Act common;
  int tid = 0;

  test_until (test_count_entries (path) == 4);
  g_assert_true (apm_tune_apply (target, &act, APM_TUNE_ALL_THREADS, &undo, &error));
  g_assert_true (all_have_nice (actor.pid, 9));
  g_assert_true (apm_tune_undo_get_common (undo, &common));
  g_assert_cmpint (common.value, ==, getpriority (PRIO_PROCESS, 0));
  if (apm_tune_undo_apply (undo, target, &error))
    g_assert_true (all_have_nice (actor.pid, common.value));
  g_clear_error (&error);

  /* One of them, and no other. */
  g_assert_true (apm_tune_apply (target, &act, APM_TUNE_ALL_THREADS, NULL, &error));
  {
    g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (dir)))
      tid = atoi (name) != actor.pid ? atoi (name) : tid;
  }
  thread = apm_target_open_thread (actor.pid, 0, tid, 0, &error);
  g_assert_true (apm_tune_apply (thread, &(Act) { .kind = ACT_NICE, .value = 12 }, APM_TUNE_ONE, NULL, &error));
  g_assert_cmpint (getpriority (PRIO_PROCESS, (id_t) tid), ==, 12);
  g_assert_cmpint (getpriority (PRIO_PROCESS, (id_t) actor.pid), ==, 9);
  test_actor_end (&actor);

  g_assert_false (apm_tune_apply (target, &act, APM_TUNE_ALL_THREADS, NULL, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
  g_clear_error (&error);
  g_assert_false (apm_tune_undo_apply (undo, target, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
}

static void
test_out_of_range (void)
{
  static const Act acts[] = {
    { .kind = 0 }, { .kind = ACT_N_KINDS }, { .kind = G_MAXUINT32 }, { .kind = ACT_SIGNAL, .value = 9 },
    { .kind = ACT_NICE, .value = -21 }, { .kind = ACT_NICE, .value = 20 },
    { .kind = ACT_POLICY, .value = SCHED_FIFO }, { .kind = ACT_POLICY, .value = SCHED_FIFO, .level = 100 },
    { .kind = ACT_POLICY, .value = SCHED_OTHER, .level = 1 }, { .kind = ACT_POLICY, .value = 6 },
    { .kind = ACT_POLICY, .value = -1 },
    { .kind = ACT_IO, .value = 4 }, { .kind = ACT_IO, .value = -1 }, { .kind = ACT_IO, .value = 2, .level = 8 },
    { .kind = ACT_AFFINITY },
    { .kind = ACT_OOM_SCORE, .value = 1001 }, { .kind = ACT_OOM_SCORE, .value = -1001 },
    { .kind = ACT_LIMIT, .value = RLIMIT_NLIMITS }, { .kind = ACT_LIMIT, .value = -1 },
    { .kind = ACT_LIMIT, .value = RLIMIT_CPU, .soft = 2, .hard = 1 },
  };
  g_autoptr(ApmTarget) target = apm_target_open (getpid (), 0, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (apm_tune_apply (target, &acts[i], APM_TUNE_ONE, NULL, &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
      g_assert_cmpint (strlen (error->message), >, 10);
    }
}

/* Every one of them, to a process of another user: it is read, and not set. */
static int
tune_all (int pid)
{
  const Act acts[] = {
    { .kind = ACT_NICE, .value = 19 }, { .kind = ACT_POLICY, .value = SCHED_IDLE },
    { .kind = ACT_IO, .value = ACT_IO_IDLE }, { .kind = ACT_AFFINITY, .cpus = { 1 } },
    { .kind = ACT_OOM_SCORE, .value = 900 },
    { .kind = ACT_LIMIT, .value = RLIMIT_NOFILE, .soft = 1, .hard = 1 },
  };
  g_autoptr(ApmTarget) target = apm_target_open (pid, 0, NULL);

  for (guint i = 0; target && i < G_N_ELEMENTS (acts); i++)
    for (ApmTuneScope scope = APM_TUNE_ONE; scope <= APM_TUNE_ALL_THREADS; scope++)
      {
        g_autoptr(GError) error = NULL;
        Act now = acts[i];

        if (!apm_tune_read (target, &now, &error))
          return 30 + i;
        if (apm_tune_apply (target, &acts[i], scope, NULL, &error))
          return 10 + i;
        if (!g_error_matches (error, APM_ERROR, APM_ERROR_DENIED))
          return 20 + i;
      }

  return target ? 0 : 1;
}

/* What cannot be taken back is said before. */
static int
warn_all (int pid)
{
  const Act nows[] = {
    { .kind = ACT_NICE, .value = 0 }, { .kind = ACT_POLICY, .value = SCHED_OTHER },
    { .kind = ACT_POLICY, .value = SCHED_FIFO, .level = 50 },
    { .kind = ACT_LIMIT, .value = RLIMIT_NOFILE, .soft = 10, .hard = 20 },
  };
  const Act wanteds[] = {
    { .kind = ACT_NICE, .value = 5 }, { .kind = ACT_POLICY, .value = SCHED_IDLE },
    { .kind = ACT_POLICY, .value = SCHED_OTHER },
    { .kind = ACT_LIMIT, .value = RLIMIT_NOFILE, .soft = 10, .hard = 10 },
  };
  g_autoptr(ApmTarget) target = apm_target_open (getpid (), 0, NULL);
  struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_NICE, &none);
  setrlimit (RLIMIT_RTPRIO, &none);
  for (guint i = 0; i < G_N_ELEMENTS (nows); i++)
    {
      g_autofree char *warning = apm_tune_dup_warning (target, &nows[i], &wanteds[i]);
      g_autofree char *back = apm_tune_dup_warning (target, &nows[i], &nows[i]);

      if (!warning || back)
        return 10 + i;
    }

  return 0;
}

static void
as_nobody (int (*func) (int pid))
{
  TestActor actor = test_actor_start ("wait");
  int result;

  test_actor_read (&actor, "ready");
  result = test_as_nobody (func, actor.pid);
  if (result < 0)
    g_test_skip ("only root can become nobody");
  else
    g_assert_cmpint (result, ==, 0);
  test_actor_end (&actor);
}

static void
test_denied (void)
{
  as_nobody (tune_all);
}

static void
test_warnings (void)
{
  as_nobody (warn_all);
}

static void
test_cpus (void)
{
  static const struct { const char *list; const char *again; guint n; } cases[] = {
    { "0", "0", 1 }, { "0-3", "0-3", 4 }, { "0,1,2", "0-2", 3 }, { "3, 1", "1,3", 2 }, { "1023", "1023", 1 },
    { "0-1023", "0-1023", 1024 }, { "63,64", "63-64", 2 }, { "5-5", "5", 1 },
    { "", NULL, 0 }, { "1024", NULL, 0 }, { "3-1", NULL, 0 }, { "a", NULL, 0 }, { "1,", NULL, 0 }, { "-1", NULL, 0 },
    { "1-", NULL, 0 }, { "0-99999999999999999999", NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 cpus[ACT_CPU_WORDS];
      g_autofree char *again = NULL;

      g_assert_true (apm_cpus_parse (cases[i].list, cpus) == (cases[i].again != NULL));
      if (!cases[i].again)
        continue;
      again = apm_cpus_dup_list (cpus);
      g_assert_cmpstr (again, ==, cases[i].again);
      g_assert_cmpuint (apm_cpus_count (cpus), ==, cases[i].n);
    }
}

/* Each command does the same as the act: it is run, and what is set is read. */
static void
test_commands (void)
{
  const struct { Act act; ApmTuneScope scope; const char *format; } cases[] = {
    { { .kind = ACT_NICE, .value = 3 }, APM_TUNE_ONE, "renice -n 3 -p %" },
    { { .kind = ACT_NICE, .value = 4 }, APM_TUNE_ALL_THREADS,
      "for t in /proc/%/task/*; do renice -n 4 -p \"${t##*/}\"; done" },
    { { .kind = ACT_POLICY, .value = SCHED_BATCH }, APM_TUNE_ONE, "chrt --batch --pid 0 %" },
    { { .kind = ACT_POLICY, .value = SCHED_RR | SCHED_RESET_ON_FORK, .level = 5 }, APM_TUNE_ALL_THREADS,
      "chrt --reset-on-fork --all-tasks --rr --pid 5 %" },
    { { .kind = ACT_IO, .value = ACT_IO_BEST_EFFORT, .level = 2 }, APM_TUNE_ONE, "ionice -c 2 -n 2 -p %" },
    { { .kind = ACT_IO, .value = ACT_IO_IDLE }, APM_TUNE_ALL_THREADS,
      "for t in /proc/%/task/*; do ionice -c 3 -p \"${t##*/}\"; done" },
    { { .kind = ACT_AFFINITY, .cpus = { 1 } }, APM_TUNE_ALL_THREADS, "taskset --all-tasks --cpu-list --pid 0 %" },
    { { .kind = ACT_OOM_SCORE, .value = 10 }, APM_TUNE_ONE, "choom -n 10 -p %" },
    { { .kind = ACT_LIMIT, .value = RLIMIT_NOFILE, .soft = 20, .hard = 30 }, APM_TUNE_ONE,
      "prlimit --nofile=20:30 --pid %" },
    { { .kind = ACT_LIMIT, .value = RLIMIT_CORE, .soft = 0, .hard = G_MAXUINT64 }, APM_TUNE_ONE,
      "prlimit --core=0:unlimited --pid %" },
  };
  TestActor actor = test_actor_start ("wait");
  g_autofree char *pid = g_strdup_printf ("%d", actor.pid);
  g_autoptr(ApmTarget) target = NULL;

  test_actor_read (&actor, "ready");
  target = apm_target_open (actor.pid, 0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *command = apm_tune_dup_command (target, &cases[i].act, cases[i].scope);
      g_auto(GStrv) parts = g_strsplit (cases[i].format, "%", 2);
      g_autofree char *wanted = g_strjoin (pid, parts[0], parts[1], NULL);
      const char *argv[] = { "sh", "-c", command, NULL };
      Act now = { .kind = cases[i].act.kind, .value = cases[i].act.value };
      int status = -1;

      g_assert_cmpstr (command, ==, wanted);
      if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL
                         | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL) || status != 0)
        {
          g_test_message ("not here: %s", command);
          continue;
        }
      g_assert_true (apm_tune_read (target, &now, NULL));
      assert_same (&now, &cases[i].act);
    }
  test_actor_end (&actor);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/tune/apply", test_apply);
  g_test_add_func ("/process/tune/threads", test_threads);
  g_test_add_func ("/process/tune/out-of-range", test_out_of_range);
  g_test_add_func ("/process/tune/denied", test_denied);
  g_test_add_func ("/process/tune/warnings", test_warnings);
  g_test_add_func ("/process/tune/cpus", test_cpus);
  g_test_add_func ("/process/tune/commands", test_commands);

  return g_test_run ();
}
