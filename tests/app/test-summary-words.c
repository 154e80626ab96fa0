/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the summary of a process says, and what it leaves unsaid. */

#include "apm-summary-words.h"

static const ApmSummary ordinary = {
  .pid = 4121, .ppid = 2201, .parent_name = (char *) "bash", .command = (char *) "make -j2",
  .exe = (char *) "/usr/bin/make", .exe_on_disk = "same", .cwd = (char *) "/src", .root = (char *) "/",
  .age_us = 192 * G_USEC_PER_SEC, .cpu_user_us = 2 * G_USEC_PER_SEC, .cpu_system_us = G_USEC_PER_SEC,
  .uid = 1000, .effective_uid = 1000, .user = (char *) "sam", .effective_user = (char *) "sam",
  .session = 2201, .process_group = 4121, .terminal = (char *) "pts/3",
  .nice = 5, .policy = "normal", .oom_score = 666, .oom_score_adjustment = 0,
  .capabilities = (char *) "", .seccomp = "none",
};

static const ApmSummaryLine *
find_line (const char *title)
{
  for (const ApmSummaryLine *line = apm_summary_lines; line->title; line++)
    if (g_str_equal (line->title, title))
      return line;

  g_error ("There is no line “%s”", title);
}

static void
assert_line (const ApmSummary *summary,
             const char       *title,
             const char       *expected,
             gboolean          is_odd)
{
  const ApmSummaryLine *line = find_line (title);
  g_autofree char *text = line->dup (summary);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (line->is_odd && line->is_odd (summary), ==, is_odd);
}

static void
test_ordinary (void)
{
  assert_line (&ordinary, "Command", "make -j2", FALSE);
  assert_line (&ordinary, "Program", "/usr/bin/make", FALSE);
  assert_line (&ordinary, "Folder", "/src", FALSE);
  assert_line (&ordinary, "Root folder", NULL, FALSE);
  assert_line (&ordinary, "Parent", "bash (2201)", FALSE);
  assert_line (&ordinary, "User", "sam (1000)", FALSE);
  assert_line (&ordinary, "Session", "2201 at pts/3", FALSE);
  assert_line (&ordinary, "Priority", "nice 5, policy normal", FALSE);
  assert_line (&ordinary, "OOM score", "666", FALSE);
  assert_line (&ordinary, "Capabilities", "none", FALSE);
  assert_line (&ordinary, "Seccomp", NULL, FALSE);
  assert_line (&ordinary, "Privileges", NULL, FALSE);
  assert_line (&ordinary, "Traced by", NULL, FALSE);
}

static void
test_worth_a_look (void)
{
  ApmSummary summary = ordinary;

  summary.exe_on_disk = "deleted";
  assert_line (&summary, "Program", "/usr/bin/make — deleted on disk", TRUE);
  summary.exe_on_disk = "replaced";
  assert_line (&summary, "Program", "/usr/bin/make — replaced on disk: another file has its name now", TRUE);

  summary.cwd_deleted = TRUE;
  assert_line (&summary, "Folder", "/src — deleted on disk", TRUE);
  summary.root = (char *) "/srv/jail";
  assert_line (&summary, "Root folder", "/srv/jail", FALSE);

  summary.effective_uid = 0;
  summary.effective_user = (char *) "root";
  assert_line (&summary, "User", "sam (1000), acts as root (0)", TRUE);

  summary.tracer_pid = 77;
  assert_line (&summary, "Traced by", "PID 77", TRUE);
  summary.seccomp = "filter";
  summary.seccomp_filters = 2;
  assert_line (&summary, "Seccomp", "filter, 2 filters", FALSE);
  summary.oom_score_adjustment = -500;
  assert_line (&summary, "OOM score", "666, adjusted by -500", FALSE);
}

/* What is not known is left out, never told as nothing. */
static void
test_unknown (void)
{
  ApmSummary summary = {
    .session = G_MININT, .process_group = G_MININT, .nice = G_MININT, .oom_score = G_MININT,
    .age_us = G_MININT64, .cpu_user_us = G_MININT64, .cpu_system_us = G_MININT64, .started_real_us = G_MININT64,
    .kernel_thread = TRUE,
  };
  static const char *const titles[] = {
    "Program", "Folder", "Root folder", "Parent", "Started", "Running for", "CPU time", "Also in", "Session",
    "Process group", "Priority", "OOM score", "Capabilities", "Seccomp",
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    assert_line (&summary, titles[i], NULL, FALSE);
  assert_line (&summary, "Command", "a thread of the kernel", FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/summary-words/ordinary", test_ordinary);
  g_test_add_func ("/summary-words/worth-a-look", test_worth_a_look);
  g_test_add_func ("/summary-words/unknown", test_unknown);

  return g_test_run ();
}
