/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-target.h"

#include "apm-child.h"
#include "apm-clock.h"
#include "apm-error.h"
#include "process-test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static ApmChild *
start_subject (void)
{
  static const char *const argv[] = { SUBJECT, "wait", NULL };
  const ApmSpawn spawn = { .argv = argv, .ends_with_us = TRUE, .no_output = FALSE };
  g_autoptr(GError) error = NULL;
  ApmChild *child = apm_child_spawn (&spawn, &error);

  g_assert_no_error (error);

  return child;
}

static void
test_send (void)
{
  g_autoptr(ApmChild) child = start_subject ();
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmTarget) target = apm_target_open (apm_child_get_pid (child),
                                                 apm_child_get_started_us (child), &error);

  g_assert_no_error (error);
  g_assert_cmpint (apm_target_get_pid (target), ==, apm_child_get_pid (child));

  g_assert_false (apm_target_send (target, 0, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_true (apm_target_send (target, SIGTERM, &error));
  test_until (apm_child_get_ended (child));
  g_assert_cmpint (apm_child_get_wait_status (child), ==, SIGTERM);

  g_assert_false (apm_target_send (target, SIGTERM, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
  test_assert_matches (error->message, "*already ended*");
}

static void
test_refused (void)
{
  g_autoptr(ApmChild) child = start_subject ();
  int pid = apm_child_get_pid (child);
  gint64 started_us = apm_child_get_started_us (child);
  const struct { int pid; gint64 started_us; int code; const char *sentence; } cases[] = {
    { 0, 0, APM_ERROR_INVALID, "*not the number*" },
    { -1, 0, APM_ERROR_INVALID, "*not the number*" },
    { G_MAXINT, 0, APM_ERROR_GONE, "*already ended*" },
    { pid, started_us + 10000, APM_ERROR_REUSED, "PID * belongs to another process now: nothing was sent" },
    { pid, started_us - 10000, APM_ERROR_REUSED, "PID * belongs to another process now: nothing was sent" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (apm_target_open (cases[i].pid, cases[i].started_us, &error));
      g_assert_error (error, APM_ERROR, cases[i].code);
      test_assert_matches (error->message, cases[i].sentence);
    }

  g_assert_false (apm_child_get_ended (child));
  g_assert_true (apm_child_signal (child, SIGKILL, FALSE, NULL));
  test_until (apm_child_get_ended (child));
}

/* A zombie takes signals in silence; for a person it has ended. */
static void
test_zombie (void)
{
  g_autoptr(GError) error = NULL;
  siginfo_t info;
  pid_t pid = fork ();

  if (pid == 0)
    _exit (0);
  g_assert_cmpint (waitid (P_PID, pid, &info, WEXITED | WNOWAIT), ==, 0);
  g_assert_null (apm_target_open (pid, 0, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
  waitpid (pid, NULL, 0);
}

/* Returns: a child that waits under just this number, or 0 */
static pid_t
fork_as (pid_t wanted)
{
  for (guint attempt = 0; attempt < 200; attempt++)
    {
      g_autofree char *last = g_strdup_printf ("%d", wanted - 1);
      int fd = open ("/proc/sys/kernel/ns_last_pid", O_WRONLY);
      gboolean written = fd >= 0 && write (fd, last, strlen (last)) > 0;
      pid_t pid;

      if (fd >= 0)
        close (fd);
      if (!written)
        return 0;
      pid = fork ();
      if (pid == 0)
        for (;;)
          pause ();
      if (pid == wanted)
        return pid;
      kill (pid, SIGKILL);
      waitpid (pid, NULL, 0);
    }

  return 0;
}

/* The real thing: the number passes on between the menu's opening and the click. */
static void
test_reused (void)
{
  g_autoptr(ApmChild) child = start_subject ();
  g_autoptr(GError) error = NULL;
  int pid = apm_child_get_pid (child);
  gint64 started_us = apm_child_get_started_us (child);
  gint64 began_us = apm_clock_since_boot_us ();
  g_autoptr(ApmTarget) opened = apm_target_open (pid, started_us, &error);
  g_autoptr(ApmTarget) late = NULL;
  pid_t other;

  g_assert_no_error (error);
  apm_child_signal (child, SIGKILL, FALSE, NULL);
  test_until (apm_child_get_ended (child));
  test_until (apm_clock_since_boot_us () > began_us + 20000);

  other = fork_as (pid);
  if (other == 0)
    {
      g_test_skip ("cannot choose the next PID: /proc/sys/kernel/ns_last_pid may not be written, "
                   "or others are faster");
      return;
    }

  g_assert_false (apm_target_send (opened, SIGKILL, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
  g_clear_error (&error);
  late = apm_target_open (pid, started_us, &error);
  g_assert_null (late);
  g_assert_error (error, APM_ERROR, APM_ERROR_REUSED);
  g_assert_cmpint (waitpid (other, NULL, WNOHANG), ==, 0);
  kill (other, SIGKILL);
  waitpid (other, NULL, 0);
}

/* In a process of its own that has given up its rights. */
static int
send_as_nobody (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmTarget) target = NULL;
  struct stat first;

  if (getuid () == 0 && (setgid (65534) < 0 || setuid (65534) < 0))
    return 2;
  if (stat ("/proc/1", &first) < 0 || first.st_uid == getuid ())
    return 2;
  target = apm_target_open (1, 0, &error);
  if (!target || apm_target_send (target, SIGCONT, &error))
    return 3;

  return g_error_matches (error, APM_ERROR, APM_ERROR_DENIED) && strstr (error->message, "SIGCONT") ? 0 : 4;
}

static void
test_denied (void)
{
  int status;
  pid_t pid = fork ();

  if (pid == 0)
    _exit (send_as_nobody ());
  waitpid (pid, &status, 0);
  if (WEXITSTATUS (status) == 2)
    g_test_skip ("no process of another user can be signalled here");
  else
    g_assert_cmpint (status, ==, 0);
}

static void
test_names (void)
{
  static const struct { const char *name; int signum; } cases[] = {
    { "TERM", SIGTERM }, { "SIGTERM", SIGTERM }, { "term", SIGTERM }, { "sigkill", SIGKILL },
    { "15", 15 }, { "9", 9 }, { "STOP", SIGSTOP }, { "CONT", SIGCONT }, { "USR1", SIGUSR1 },
    { "RTMIN+0", 34 }, { "SIGRTMIN+1", 35 },
    { "", 0 }, { "0", 0 }, { "-1", 0 }, { "65", 0 }, { "1000", 0 }, { "SIG", 0 }, { "TERMINATE", 0 },
    { "9x", 0 }, { " 9", 0 }, { "SIGSIGTERM", 0 }, { "99999999999999999999", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (apm_signal_from_name (cases[i].name), ==, cases[i].signum);

  g_assert_cmpstr (apm_signal_get_name (SIGTERM), ==, "SIGTERM");
  g_assert_cmpstr (apm_signal_get_name (34), ==, "SIGRTMIN+0");
  g_assert_null (apm_signal_get_name (0));
  g_assert_null (apm_signal_get_name (-1));
  g_assert_null (apm_signal_get_name (1000));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/target/send", test_send);
  g_test_add_func ("/process/target/refused", test_refused);
  g_test_add_func ("/process/target/zombie", test_zombie);
  g_test_add_func ("/process/target/reused", test_reused);
  g_test_add_func ("/process/target/denied", test_denied);
  g_test_add_func ("/process/target/names", test_names);

  return g_test_run ();
}
