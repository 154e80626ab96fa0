/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-target-set.h"

#include "apm-error.h"
#include "apm-signal-care.h"
#include "test-actor.h"
#include "process-test.h"
#include "../heed.h"

static gboolean
contains (ApmTargetSet *set,
          int           pid)
{
  for (guint i = 0; i < apm_target_set_get_n (set); i++)
    if (apm_target_get_pid (apm_target_set_get (set, i)) == pid)
      return TRUE;

  return FALSE;
}

static guint
count_alive (int session)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_strdup_printf ("/proc/%s/stat", name);
      g_autofree char *stat = NULL;
      int pid = atoi (name);

      if (pid > 0 && getsid (pid) == session && g_file_get_contents (path, &stat, NULL, NULL)
          && strrchr (stat, ')')[2] != 'Z')
        n++;
    }

  return n;
}

static void
test_reaches (void)
{
  static const struct { ApmReach reach; guint n; } cases[] = {
    { APM_REACH_PROCESS, 1 }, { APM_REACH_TREE, 3 }, { APM_REACH_GROUP, 3 }, { APM_REACH_SESSION, 3 },
  };
  TestActor actor = test_actor_start ("family");
  int pids[3];

  for (guint i = 0; i < 3; i++)
    pids[i] = test_actor_read (&actor, "process");
  test_actor_read (&actor, "ready");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ApmTargetSet) set = apm_target_set_open (pids[0], 0, cases[i].reach, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (apm_target_set_get_n (set), ==, cases[i].n);
      g_assert_cmpuint (apm_target_set_get_n_alive (set), ==, cases[i].n);
      g_assert_cmpint (apm_target_get_pid (apm_target_set_get (set, 0)), ==, pids[0]);
      for (guint k = 0; k < cases[i].n; k++)
        g_assert_true (contains (set, pids[k]));
    }

  {
    ApmSent sent;
    g_autoptr(GError) error = NULL;
    g_autoptr(ApmTargetSet) below = apm_target_set_open (pids[1], 0, APM_REACH_TREE, &error);
    g_autoptr(ApmTargetSet) all = apm_target_set_open (pids[0], 0, APM_REACH_GROUP, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (apm_target_set_get_n (below), ==, 2);
    g_assert_true (apm_target_set_send (below, SIGTERM, &sent, &error));
    g_assert_cmpuint (sent.n_sent, ==, 2);
    test_until (apm_target_set_get_n_alive (below) == 0);
    g_assert_cmpuint (count_alive (pids[0]), ==, 1);

    /* Its head has ended: what was meant is no more, and nothing is sent. */
    g_assert_false (apm_target_set_send (below, SIGTERM, &sent, &error));
    g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
    g_clear_error (&error);

    g_assert_true (apm_target_set_send (all, SIGKILL, &sent, &error));
    g_assert_cmpuint (sent.n_sent, ==, 1);
    g_assert_cmpuint (sent.n_gone, ==, 2);
  }
  test_actor_end (&actor);
}

/* The first of a chain whose every link makes the next: each killed too late is one
 * that goes on. */
static void
test_kill_chain (void)
{
  TestActor actor = test_actor_start ("chain");
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmTargetSet) set = NULL;
  ApmSent sent;

  test_actor_read (&actor, "ready");
  set = apm_target_set_open (actor.pid, 0, APM_REACH_TREE, &error);
  g_assert_no_error (error);
  g_assert_true (apm_target_set_send (set, SIGKILL, &sent, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sent.n_denied + sent.n_failed, ==, 0);
  test_until (count_alive (actor.pid) == 0);
  g_assert_cmpuint (apm_target_set_get_n_alive (set), ==, 0);
  g_test_message ("%u ended, %u of them born since it was opened", sent.n_sent, sent.n_new);
  test_actor_end (&actor);
}

static void
test_new_members (void)
{
  TestActor actor = test_actor_start ("family");
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmTargetSet) set = NULL;
  ApmSent sent;

  test_actor_read (&actor, "process");
  set = apm_target_set_open (actor.pid, 0, APM_REACH_TREE, &error);
  g_assert_no_error (error);
  test_actor_read (&actor, "process");
  test_actor_read (&actor, "process");
  test_actor_read (&actor, "ready");

  g_assert_true (apm_target_set_send (set, SIGSTOP, &sent, &error));
  g_assert_cmpuint (sent.n_sent, ==, 3);
  g_assert_cmpuint (apm_target_set_get_n (set), ==, 3);
  g_assert_true (apm_target_set_send (set, SIGKILL, &sent, &error));
  test_until (count_alive (actor.pid) == 0);
  test_actor_end (&actor);
}

static void
test_not_ourselves (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmTargetSet) set = apm_target_set_open (getppid (), 0, APM_REACH_TREE, &error);

  if (g_error_matches (error, APM_ERROR, APM_ERROR_GONE) || getppid () == 0)
    {
      g_test_skip ("no parent that can be seen");
      return;
    }
  g_assert_no_error (error);
  g_assert_false (contains (set, getpid ()));
}

static void
test_refused (void)
{
  const struct { int pid; gint64 started_us; int code; } cases[] = {
    { 0, 0, APM_ERROR_INVALID }, { -5, 0, APM_ERROR_INVALID }, { G_MAXINT, 0, APM_ERROR_GONE },
    { getpid (), 10, APM_ERROR_REUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (ApmReach reach = 0; reach < APM_N_REACHES; reach++)
      {
        g_autoptr(GError) error = NULL;

        g_assert_null (apm_target_set_open (cases[i].pid, cases[i].started_us, reach, &error));
        g_assert_error (error, APM_ERROR, cases[i].code);
      }
}

static int
send_all (int pid)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmTargetSet) set = apm_target_set_open (pid, 0, APM_REACH_TREE, &error);
  g_autoptr(GPtrArray) denied = NULL;
  ApmSent sent;

  if (!set || apm_target_set_send (set, SIGKILL, &sent, &error))
    return 1;
  denied = apm_target_set_list_denied (set);

  return g_error_matches (error, APM_ERROR, APM_ERROR_DENIED) && sent.n_denied >= 1
         && denied->len == sent.n_denied ? 0 : 2;
}

static void
test_denied (void)
{
  TestActor actor = test_actor_start ("family");
  int result;

  for (guint i = 0; i < 3; i++)
    test_actor_read (&actor, "process");
  test_actor_read (&actor, "ready");
  result = test_as_nobody (send_all, actor.pid);
  if (result < 0)
    g_test_skip ("only root can become nobody");
  else
    g_assert_cmpint (result, ==, 0);
  if (getuid () == 0)
    g_assert_cmpuint (count_alive (actor.pid), ==, 3);
  kill (-actor.pid, SIGKILL);
  test_actor_end (&actor);
}

/* The signal reaches the thread that was meant, and says who takes it. */
static void
test_thread (void)
{
  TestActor actor = test_actor_start ("threads");
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmTarget) missing = NULL;
  int tids[3];
  guint n = 0;

  while (n < 3)
    {
      char line[64];

      g_assert_nonnull (fgets (line, sizeof line, actor.told));
      if (sscanf (line, "thread %d", &tids[n]) == 1)
        n++;
    }
  /* "ready" may come before the last of them. */
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(ApmTarget) target = apm_target_open_thread (actor.pid, 0, tids[i], 0, &error);
      char line[64];

      g_assert_no_error (error);
      g_assert_cmpint (apm_target_get_tid (target), ==, tids[i]);
      g_assert_true (apm_target_send (target, SIGUSR1, &error));
      do
        g_assert_nonnull (fgets (line, sizeof line, actor.told));
      while (g_str_has_prefix (line, "ready"));
      g_assert_cmpint (atoi (line + strlen ("got ")), ==, tids[i]);
    }

  missing = apm_target_open_thread (actor.pid, 0, getpid (), 0, &error);
  g_assert_null (missing);
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
  g_clear_error (&error);
  missing = apm_target_open_thread (actor.pid, 0, tids[0], 10, &error);
  g_assert_null (missing);
  g_assert_error (error, APM_ERROR, APM_ERROR_REUSED);
  g_clear_error (&error);
  missing = apm_target_open_thread (actor.pid, 0, -1, 0, &error);
  g_assert_null (missing);
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  test_actor_end (&actor);
}

static void
test_thread_gone (void)
{
  TestActor actor = test_actor_start ("threads");
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmTarget) target = NULL;

  target = apm_target_open_thread (actor.pid, 0, actor.pid, 0, &error);
  g_assert_no_error (error);
  test_actor_end (&actor);
  g_assert_false (apm_target_send (target, SIGUSR1, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
}

static void
test_care (void)
{
  static const struct { int signum; ApmSignalCare care; const char *sentence; } cases[] = {
    { SIGTERM, APM_CARE_IGNORES, "“x” ignores SIGTERM" },
    { SIGUSR1, APM_CARE_HANDLES, "*handles SIGUSR1*" },
    { SIGUSR2, APM_CARE_BLOCKS, "*blocks SIGUSR2*" },
    { SIGKILL, APM_CARE_DEFAULT, NULL },
    { SIGHUP, APM_CARE_DEFAULT, NULL },
  };
  TestActor actor = test_actor_start ("care");
  int status;

  test_actor_read (&actor, "ready");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApmSignalCare care = apm_signal_get_care (actor.pid, cases[i].signum);
      g_autofree char *text = apm_signal_care_dup_text (care, cases[i].signum, "x");

      g_assert_cmpint (care, ==, cases[i].care);
      if (cases[i].sentence)
        test_assert_matches (text, cases[i].sentence);
      else
        g_assert_null (text);
    }

  kill (actor.pid, SIGSTOP);
  waitpid (actor.pid, &status, WUNTRACED);
  g_assert_cmpint (apm_signal_get_care (actor.pid, SIGHUP), ==, APM_CARE_STOPPED);
  g_assert_cmpint (apm_signal_get_care (actor.pid, SIGCONT), ==, APM_CARE_DEFAULT);
  g_assert_cmpint (apm_signal_get_care (actor.pid, SIGKILL), ==, APM_CARE_DEFAULT);
  test_actor_end (&actor);
  g_assert_cmpint (apm_signal_get_care (G_MAXINT, SIGTERM), ==, APM_CARE_UNKNOWN);
}

/* The clock is the test's. */
static void
test_still_alive (void)
{
  const ApmEnding ending = { 1000, APM_ENDING_PATIENCE_US };
  TestActor actor = test_actor_start ("care");
  g_autoptr(ApmTargetSet) set = NULL;

  test_actor_read (&actor, "ready");
  set = apm_target_set_open (actor.pid, 0, APM_REACH_PROCESS, NULL);
  g_assert_true (apm_target_set_send (set, SIGTERM, NULL, NULL));
  g_assert_cmpuint (apm_target_set_still_alive (set, &ending, 1000), ==, 0);
  g_assert_cmpuint (apm_target_set_still_alive (set, &ending, 1000 + APM_ENDING_PATIENCE_US - 1), ==, 0);
  g_assert_cmpuint (apm_target_set_still_alive (set, &ending, 1000 + APM_ENDING_PATIENCE_US), ==, 1);
  g_assert_true (apm_target_set_send (set, SIGKILL, NULL, NULL));
  test_until (apm_target_set_get_n_alive (set) == 0);
  g_assert_cmpuint (apm_target_set_still_alive (set, &ending, G_MAXINT64), ==, 0);
  test_actor_end (&actor);
}

static void
test_command (void)
{
  TestActor actor = test_actor_start ("wait");
  g_autoptr(ApmTargetSet) set = apm_target_set_open (actor.pid, 0, APM_REACH_PROCESS, NULL);
  const struct { int signum; const char *format; } cases[] = {
    { SIGTERM, "kill -s TERM -- %d" }, { SIGKILL, "kill -s KILL -- %d" }, { SIGRTMIN + 3, "kill -37 -- %d" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *command = apm_target_set_dup_command (set, cases[i].signum);
      g_auto(GStrv) parts = g_strsplit (cases[i].format, "%d", 2);
      g_autofree char *wanted = g_strdup_printf ("%s%d%s", parts[0], actor.pid, parts[1]);

      g_assert_cmpstr (command, ==, wanted);
    }
  test_actor_end (&actor);
}

/* Every signal has a name and a line that says what it means. */
static void
test_meanings (void)
{
  for (int signum = 1; signum <= SIGRTMAX; signum++)
    g_assert_true ((apm_signal_get_name (signum) != NULL) == (apm_signal_get_meaning (signum) != NULL));
  g_assert_null (apm_signal_get_meaning (0));
  g_assert_null (apm_signal_get_meaning (-1));
  g_assert_null (apm_signal_get_meaning (1000));
}

int
main (int    argc,
      char **argv)
{
  test_heed_signals ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/target-set/reaches", test_reaches);
  g_test_add_func ("/process/target-set/kill-chain", test_kill_chain);
  g_test_add_func ("/process/target-set/new-members", test_new_members);
  g_test_add_func ("/process/target-set/not-ourselves", test_not_ourselves);
  g_test_add_func ("/process/target-set/refused", test_refused);
  g_test_add_func ("/process/target-set/denied", test_denied);
  g_test_add_func ("/process/target-set/thread", test_thread);
  g_test_add_func ("/process/target-set/thread-gone", test_thread_gone);
  g_test_add_func ("/process/target-set/care", test_care);
  g_test_add_func ("/process/target-set/still-alive", test_still_alive);
  g_test_add_func ("/process/target-set/command", test_command);
  g_test_add_func ("/process/target-set/meanings", test_meanings);

  return g_test_run ();
}
