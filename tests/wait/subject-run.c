/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "subject-run.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define SKIP "skip "

static void
lead_group (gpointer data G_GNUC_UNUSED)
{
  setpgid (0, 0);
}

/* Its orphans become ours. */
void
subject_run_init (void)
{
  prctl (PR_SET_CHILD_SUBREAPER, 1);
}

gboolean
subject_run_start (SubjectRun *run,
                   const char *name)
{
  const char *argv[] = { g_getenv ("WAIT_SUBJECT"), name, NULL };
  gsize length = 0;
  g_autoptr(GError) error = NULL;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, lead_group, NULL, &run->pid,
                            NULL, &run->output, NULL, &error);
  g_assert_no_error (error);
  while (length < sizeof run->said - 1 && (length == 0 || run->said[length - 1] != '\n'))
    {
      gssize n = read (run->output, run->said + length, 1);

      g_assert_cmpint (n, ==, 1);
      length++;
    }
  run->said[length] = '\0';
  if (g_str_has_prefix (run->said, SKIP))
    return FALSE;
  run->cleans_up = g_str_has_prefix (name, "sysv-");
  g_assert_cmpint (sscanf (run->said, "%d %d %d %d", &run->waiter_pid, &run->waiter_tid, &run->ender_pid,
                           &run->ender_tid), ==, 4);

  return TRUE;
}

void
subject_run_skip (SubjectRun *run)
{
  g_test_skip (g_strchomp (run->said) + strlen (SKIP));
  subject_run_end (run);
}

void
subject_run_kill (SubjectRun *run)
{
  /* What is of System V has to be removed by somebody. */
  if (run->cleans_up)
    {
      kill (run->pid, SIGTERM);
      waitpid (run->pid, NULL, 0);
    }
  kill (-run->pid, SIGKILL);
  g_spawn_close_pid (run->pid);
  close (run->output);
}

void
subject_run_reap (void)
{
  while (waitpid (-1, NULL, 0) > 0)
    ;
}

void
subject_run_end (SubjectRun *run)
{
  subject_run_kill (run);
  subject_run_reap ();
}

gboolean
subject_run_has_ender (const SubjectRun  *run,
                       const ApmWaitPass *pass,
                       const ApmWait     *wait)
{
  for (guint group = 0; group < wait->n_groups; group++)
    {
      guint n;
      const ApmWaitEnder *enders = apm_wait_pass_get_group (pass, wait, group, &n);

      for (guint i = 0; i < n; i++)
        if (enders[i].pid == run->ender_pid && (enders[i].tid == run->ender_tid || enders[i].tid == 0))
          return TRUE;
    }

  return FALSE;
}
