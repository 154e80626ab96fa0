/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the scanner sees of real processes, and how soon. */

#include "looker.h"

#include "crowd.h"
#include "process-test.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* In so many looks everything is seen. */
#define ROTATION 16

/* What the CPU clock does not tell is seen at once where somebody looks, and where
 * nobody does in the rotation's time. */
static void
test_reniced (void)
{
  g_autoptr(Looker) looker = looker_new (APM_SOURCE_STAT);
  int pid = start ("wait", NULL);
  guint n = 0;

  look_until_still (looker, pid);
  g_assert_cmpint (find (looker, pid)->more->nice, ==, getpriority (PRIO_PROCESS, 0));

  setpriority (PRIO_PROCESS, pid, 11);
  apm_scanner_want (looker->scanner, pid);
  g_assert_cmpint (look (looker, pid)->more->nice, ==, 11);

  setpriority (PRIO_PROCESS, pid, 12);
  while (look (looker, pid)->more->nice != 12)
    g_assert_cmpuint (++n, <, ROTATION);
  stop (pid);
}

static void
test_stopped (void)
{
  g_autoptr(Looker) looker = looker_new (0);
  int pid = start ("wait", NULL);
  guint n = 0;

  look_until_still (looker, pid);
  kill (pid, SIGSTOP);
  g_assert_cmpint (waitpid (pid, NULL, WUNTRACED), ==, pid);
  while (strcmp (look (looker, pid)->state, "stopped") != 0)
    g_assert_cmpuint (++n, <, ROTATION);
  stop (pid);
}

/* The child of one that ends has a new parent in the very next look. */
static void
test_orphaned (void)
{
  g_autoptr(Looker) looker = looker_new (APM_SOURCE_PARENT);
  int parent = start ("parent", NULL);
  int child = 0;

  for (guint i = 0; child == 0 && i < 3000; i++)
    {
      look (looker, parent);
      for (guint j = 0; j < looker->n_living; j++)
        if (g_array_index (looker->samples, ApmSample, j).process.ppid == parent)
          child = g_array_index (looker->samples, ApmSample, j).process.pid;
    }
  g_assert_cmpint (child, >, 0);
  look_until_still (looker, child);
  g_assert_cmpint (find (looker, child)->ppid, ==, parent);
  g_assert_cmpstr (find (looker, child)->parent_name, ==, "subject");

  /* Not yet waited for: its number is still there, as a zombie's. */
  kill (parent, SIGKILL);
  g_assert_cmpint (waitid (P_PID, parent, &(siginfo_t) { 0 }, WEXITED | WNOWAIT), ==, 0);
  g_assert_cmpint (look (looker, child)->ppid, !=, parent);
  g_assert_cmpstr (find (looker, parent)->state, ==, "zombie");
  g_assert_cmpint (waitpid (parent, NULL, 0), ==, parent);
  kill (child, SIGKILL);
}

static void
test_born_and_ended (void)
{
  g_autoptr(Looker) looker = looker_new (APM_SOURCE_STAT);
  const ApmProcess *process;
  int pid;

  g_assert_false (look (looker, getpid ())->is_new);
  pid = start ("wait", NULL);
  process = look (looker, pid);
  g_assert_true (process->is_new);
  g_assert_false (process->ended);
  g_assert_cmpint (process->age_us, <, 60 * G_USEC_PER_SEC);

  stop (pid);
  g_assert_null (look (looker, pid));
  process = find_ended (looker, pid);
  g_assert_nonnull (process);
  g_assert_true (process->ended);
  g_assert_false (process->is_new);
  g_assert_cmpstr (process->state, ==, "ended");
  g_assert_cmpstr (process->name, ==, "subject");
  g_assert_cmpint (process->wait_status, ==, -1);
  g_assert_cmpuint (process->threads, ==, 0);
}

/* Another process with the same number is another row; the one before has ended. */
static void
test_reused (void)
{
  g_autoptr(Looker) looker = looker_new (0);
  int first = start ("wait", "first");
  gint64 started_us = look (looker, first)->started_us;
  g_autofree char *before = g_strdup_printf ("%d", first - 1);
  int second = 0;

  stop (first);
  for (guint i = 0; i < 200 && second != first; i++)
    {
      int fd = open ("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);

      if (fd < 0 || write (fd, before, strlen (before)) < 0)
        {
          g_test_skip ("the next PID cannot be chosen here");
          if (fd >= 0)
            close (fd);
          return;
        }
      close (fd);
      if (second > 0)
        stop (second);
      g_usleep (20000);  /* start times are told in steps of 10 ms */
      second = start ("wait", "second");
    }
  if (second != first)
    {
      stop (second);
      g_test_skip ("others were faster to take the PID");
      return;
    }

  g_assert_nonnull (look (looker, second));
  g_assert_cmpint (find (looker, second)->started_us, !=, started_us);
  g_assert_nonnull (strstr (find (looker, second)->command, "second"));
  g_assert_nonnull (find_ended (looker, first));
  g_assert_cmpint (find_ended (looker, first)->started_us, ==, started_us);
  g_assert_nonnull (strstr (find_ended (looker, first)->command, "first"));
  stop (second);
}

static guint
all_sources (void)
{
  guint sources = 0;

  for (const ApmField *field = apm_process_fields; field->id; field++)
    sources |= field->tag;

  return sources;
}

static void
test_fields (void)
{
  g_autoptr(Looker) looker = looker_new (all_sources ());
  g_autofree char *cwd = g_get_current_dir ();
  int pid = start ("wait", NULL);
  const ApmProcessMore *more;

  look_until_still (looker, pid);
  more = find (looker, pid)->more;
  g_assert_cmpint (more->nice, ==, getpriority (PRIO_PROCESS, 0));
  g_assert_cmpint (more->priority, ==, 20 + more->nice);
  g_assert_cmpstr (more->policy, ==, "normal");
  g_assert_cmpint (more->session, ==, getsid (0));
  g_assert_cmpint (more->process_group, ==, getpgrp ());
  g_assert_cmpint (more->last_cpu, >=, 0);
  g_assert_cmpint (more->virtual_bytes, >, 1000000);
  g_assert_cmpint (more->children_cpu_time_us, ==, 0);
  g_assert_cmpint (more->shared_bytes, >, 0);
  g_assert_cmpint (more->swap_bytes, >=, 0);
  g_assert_cmpint (more->pss_bytes, >, 0);
  g_assert_cmpint (more->read_bytes, >=, 0);
  g_assert_cmpint (more->descriptors, >=, 3);
  g_assert_cmpint (more->oom_score, >=, 0);
  g_assert_cmpstr (more->cwd, ==, cwd);
  g_assert_cmpstr (more->exe, ==, SUBJECT);
  g_assert_nonnull (more->cgroup);
  g_assert_cmpuint (more->denied, ==, 0);
  g_assert_cmpstr (find (looker, pid)->parent_name, ==, "test-scanner");

  /* Still since: all rates are known to be 0. */
  for (const ApmField *field = apm_process_fields; field->id; field++)
    if (g_str_has_suffix (field->id, "_per_s"))
      g_assert_cmpfloat (apm_field_get_number (field, find (looker, pid)), ==, 0);
  stop (pid);
}

/* Nobody asked: nothing beyond stat is there. */
static void
test_nothing_more (void)
{
  g_autoptr(Looker) looker = looker_new (APM_SOURCE_IO);

  g_assert_nonnull (look (looker, getpid ())->more);
  apm_scanner_set_sources (looker->scanner, 0);
  g_assert_null (look (looker, getpid ())->more);
  g_assert_null (find (looker, getpid ())->parent_name);
}

static void
test_rates (void)
{
  g_autoptr(Looker) looker = looker_new (APM_SOURCE_STAT | APM_SOURCE_SWITCHES | APM_SOURCE_SCHEDSTAT);
  g_autofree char *block = NULL;
  const ApmProcessMore *more;

  g_assert_true (isnan (look (looker, getpid ())->more->minor_faults_per_s));
  block = g_malloc (4 << 20);
  memset (block, 1, 4 << 20);
  g_usleep (1000);
  more = look (looker, getpid ())->more;
  g_assert_cmpfloat (more->minor_faults_per_s, >, 0);
  g_assert_cmpfloat (more->voluntary_switches_per_s, >, 0);
  g_assert_cmpfloat (more->run_wait_percent, >=, 0);
}

static void
test_threads (void)
{
  g_autoptr(Looker) looker = looker_new (APM_SOURCE_SWITCHES | APM_SOURCE_SCHEDSTAT | APM_SOURCE_FDS);
  int pid = start ("threads", "4095");

  g_assert_cmpuint (look (looker, pid)->threads, ==, 4096);
  /* Too many to ask each of them: not known, and not 0. */
  g_assert_true (isnan (look (looker, pid)->more->voluntary_switches_per_s));
  stop (pid);
}

static void
test_kernel_threads (void)
{
  g_autoptr(Looker) looker = looker_new (all_sources ());
  const ApmProcess *kthreadd = look (looker, 2);

  if (!kthreadd || strcmp (kthreadd->name, "kthreadd") != 0)
    {
      g_test_skip ("no kernel threads can be seen here");
      return;
    }
  g_assert_null (kthreadd->command);
  g_assert_null (kthreadd->more->exe);
  g_assert_cmpuint (kthreadd->rss_bytes, ==, 0);
}

/* In a child of ours, as nobody: what root's processes hide is denied, not 0. */
static int
look_as_nobody (gpointer data)
{
  static const char *const ids[] = { "read_bytes", "cwd", "exe", "project", "pss_bytes", NULL };
  Looker *looker;
  const ApmProcess *process;

  if (setgid (65534) < 0 || setuid (65534) < 0)
    return 77;
  looker = looker_new (all_sources ());
  process = look (looker, GPOINTER_TO_INT (data));
  if (!process || process->more->nice == G_MININT || strcmp (process->name, "subject") != 0)
    return 1;
  for (guint i = 0; ids[i]; i++)
    {
      const ApmField *field = apm_field_find (apm_process_fields, ids[i]);

      if (apm_field_is_known (field, process) || !apm_process_is_denied (process, field))
        return 10 + i;
    }

  return 0;
}

static int
run_in_child (CrowdFunc func,
              gpointer  data)
{
  int wait_status;
  pid_t pid = fork ();

  if (pid == 0)
    _exit (func (data));
  g_assert_cmpint (waitpid (pid, &wait_status, 0), ==, pid);

  return WIFEXITED (wait_status) ? WEXITSTATUS (wait_status) : -1;
}

static void
test_denied (void)
{
  int pid;

  if (getuid () != 0)
    {
      g_test_skip ("only root can become somebody else");
      return;
    }
  pid = start ("wait", NULL);
  g_assert_cmpint (run_in_child (look_as_nobody, GINT_TO_POINTER (pid)), ==, 0);
  stop (pid);
}

/* With hidepid=2 others' processes are not there at all: no error, no rows. */
static int
look_with_hidepid (gpointer data)
{
  Looker *looker;

  if (unshare (CLONE_NEWNS) < 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
      mount ("proc", "/proc", "proc", 0, "hidepid=2") < 0 || setgid (65534) < 0 || setuid (65534) < 0)
    return 77;
  looker = looker_new (all_sources ());
  if (!look (looker, getpid ()) || look (looker, GPOINTER_TO_INT (data)))
    return 1;
  for (guint i = 0; i < looker->n_living; i++)
    if (g_array_index (looker->samples, ApmSample, i).process.uid != 65534)
      return 2;

  return 0;
}

static void
test_hidepid (void)
{
  int status;

  if (getuid () != 0)
    {
      g_test_skip ("only root can mount a /proc of its own");
      return;
    }
  status = run_in_child (look_with_hidepid, GINT_TO_POINTER (getpid ()));
  if (status == 77)
    g_test_skip ("no /proc can be mounted here");
  else
    g_assert_cmpint (status, ==, 0);
}

/* In a PID namespace, but with the /proc of the one around it: its numbers are not
 * those of our clocks. */
static int
look_from_inside (gpointer data)
{
  int outside = GPOINTER_TO_INT (data);
  Looker *looker;
  int wait_status;
  pid_t pid;

  if (unshare (CLONE_NEWPID) < 0)
    return 77;
  pid = fork ();
  if (pid == 0)
    {
      looker = looker_new (0);
      for (guint i = 0; i < 2 * ROTATION; i++)
        if (!look (looker, outside) || strcmp (find (looker, outside)->name, "subject") != 0)
          _exit (1);
      _exit (0);
    }
  waitpid (pid, &wait_status, 0);

  return WIFEXITED (wait_status) ? WEXITSTATUS (wait_status) : 3;
}

static void
test_other_namespace (void)
{
  int pid = start ("wait", NULL);
  int status = run_in_child (look_from_inside, GINT_TO_POINTER (pid));

  if (status == 77)
    g_test_skip ("no PID namespace may be made here");
  else
    g_assert_cmpint (status, ==, 0);
  stop (pid);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/scanner/reniced", test_reniced);
  g_test_add_func ("/process/scanner/stopped", test_stopped);
  g_test_add_func ("/process/scanner/orphaned", test_orphaned);
  g_test_add_func ("/process/scanner/born-and-ended", test_born_and_ended);
  g_test_add_func ("/process/scanner/reused", test_reused);
  g_test_add_func ("/process/scanner/fields", test_fields);
  g_test_add_func ("/process/scanner/nothing-more", test_nothing_more);
  g_test_add_func ("/process/scanner/rates", test_rates);
  g_test_add_func ("/process/scanner/threads", test_threads);
  g_test_add_func ("/process/scanner/kernel-threads", test_kernel_threads);
  g_test_add_func ("/process/scanner/denied", test_denied);
  g_test_add_func ("/process/scanner/hidepid", test_hidepid);
  g_test_add_func ("/process/scanner/other-namespace", test_other_namespace);

  return g_test_run ();
}
