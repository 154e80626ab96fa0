/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What there is not, what may not be known, and who does not answer: three things
 * that are never taken for each other. */

#include "test-details.h"

#define ACTOR SUBJECT
#include "test-actor.h"

#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

/* Beyond all that there can be. */
#define PID 4194304
#define DEADLINE_MS 200

static void
assert_refused (ApmDetails *details,
                int         pid,
                gint64      started_us,
                ApmSection  section,
                GQuark      domain,
                int         code,
                const char *sentence)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (test_ask (details, pid, started_us, section, APM_DETAILS_NORMAL, &error));
  g_assert_error (error, domain, code);
  test_assert_matches (error->message, sentence);
}

static void
test_gone (void)
{
  static const char *const argv[] = { DETAILED, "wait", NULL };
  g_autoptr(ApmDetails) details = test_details_new ();
  TestSubject subject = test_subject_start (argv, NULL);
  g_autoptr(ApmFacts) facts = test_know (subject.pid, APM_SECTION_SUMMARY);

  for (guint section = 0; section < APM_N_SECTIONS; section++)
    assert_refused (details, subject.pid, facts->started_us - 10000, section, APM_ERROR, APM_ERROR_REUSED,
                    "PID * belongs to another process now");
  test_subject_end (&subject);
  for (guint section = 0; section < APM_N_SECTIONS; section++)
    assert_refused (details, subject.pid, facts->started_us, section, APM_ERROR, APM_ERROR_GONE,
                    "Process * has already ended");
}

static void
test_zombie (void)
{
  static const char *const argv[] = { SUBJECT, "zombie", NULL };
  TestSubject subject;
  g_autoptr(GError) error = NULL;
  char line[16] = "";
  int pid;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &subject.pid, NULL,
                            &subject.output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read (subject.output, line, sizeof line - 1), >, 0);
  pid = atoi (line);
  for (guint section = 0; section < APM_N_SECTIONS; section++)
    {
      g_autoptr(ApmFacts) facts = test_know (pid, section);
      const gboolean nothing = section == APM_SECTION_ENVIRONMENT || section == APM_SECTION_MEMORY ||
                               section == APM_SECTION_NAMESPACES;

      g_assert_cmpint (facts->nothing != NULL, ==, nothing);
      if (!facts->summary)
        continue;
      g_assert_cmpstr (facts->summary->state, ==, "zombie");
      g_assert_null (facts->summary->exe);
      g_assert_null (facts->summary->command);
      g_assert_null (facts->summary->denied);
    }
  test_subject_end (&subject);
}

static void
test_kernel_thread (void)
{
  ApmStat stat;
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean is_one = apm_stat_read (proc_fd, 2, &stat, NULL) && (stat.flags & APM_STAT_KERNEL_THREAD);

  close (proc_fd);
  if (!is_one)
    {
      g_test_skip ("no kernel thread can be seen here");
      return;
    }
  for (guint section = 0; section < APM_N_SECTIONS; section++)
    {
      g_autoptr(ApmFacts) facts = test_know (2, section);

      g_assert_cmpint (facts->nothing != NULL, ==, section == APM_SECTION_ENVIRONMENT || section == APM_SECTION_MEMORY);
      g_assert_true (!facts->summary || (facts->summary->kernel_thread && !facts->summary->exe));
    }
}

/* What one question is answered in a process of its own: 0, or the code of the error
 * and its sentence on standard error. */
static int
ask_here (int          pid,
          ApmSection   section,
          const char  *sentence)
{
  ApmTaskCount count = { .uid = -1 };
  ApmQuestion question = {
    .proc = (char *) "/proc", .cgroups = (char *) "", .pid = pid, .section = section, .task_count = &count,
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmFacts) facts = apm_details_answer (&question, &error);
  const char *denied = facts ? apm_facts_get_denied (facts) : error->message;

  if (!denied || !g_pattern_match_simple (sentence, denied))
    {
      g_printerr ("section %d: %s\n", section, denied ? denied : "nothing is denied");
      return 100;
    }

  return facts ? 0 : error->code;
}

static int
ask_of_other_user (int pid)
{
  static const struct { ApmSection section; int code; } cases[] = {
    { APM_SECTION_SUMMARY, 0 }, { APM_SECTION_ENVIRONMENT, APM_ERROR_DENIED }, { APM_SECTION_MEMORY, 0 },
    { APM_SECTION_NAMESPACES, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (ask_here (pid, cases[i].section, "Not permitted to see this: it belongs to *") != cases[i].code)
      return 1 + (int) i;

  return 0;
}

/* A process that has changed its user may not be looked into by that user either. */
static int
ask_of_own (int pid)
{
  const int child = fork ();
  int code;

  if (child == 0)
    {
      alarm (60);
      for (;;)
        pause ();
    }
  code = ask_here (child, APM_SECTION_ENVIRONMENT, "Not permitted to see this: *dumpable*");
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);

  return code == APM_ERROR_DENIED ? 0 : 1;
}

static void
test_not_permitted (void)
{
  static const char *const argv[] = { DETAILED, "wait", NULL };
  TestSubject subject = test_subject_start (argv, NULL);
  const int other = test_as_nobody (ask_of_other_user, subject.pid);
  const int own = test_as_nobody (ask_of_own, subject.pid);

  test_subject_end (&subject);
  if (other < 0 || own < 0)
    {
      g_test_skip ("only root can give up rights");
      return;
    }
  g_assert_cmpint (other, ==, 0);
  g_assert_cmpint (own, ==, 0);
}

static gboolean
hide_processes (const char *how)
{
  return unshare (CLONE_NEWNS) == 0 && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("proc", "/proc", "proc", 0, how) == 0;
}

/* Shown, but not to be read. */
static int
ask_of_forbidden (int pid)
{
  return ask_here (pid, APM_SECTION_SUMMARY, "Not permitted to see this: it belongs to *") == APM_ERROR_DENIED ? 0 : 1;
}

/* Not shown: that is not to have ended. */
static int
ask_of_hidden (int pid)
{
  if (ask_here (pid, APM_SECTION_SUMMARY, "Not permitted to see this: /proc hides *") != APM_ERROR_DENIED)
    return 1;

  return ask_here (PID, APM_SECTION_SUMMARY, "Process * has already ended") == APM_ERROR_GONE ? 0 : 2;
}

/* Returns: what @func returns as nobody, 77 if /proc cannot be mounted so here */
static int
run_hidden (const char *how,
            int       (*func) (int pid))
{
  const int own = getpid ();
  const int child = fork ();
  int status;

  if (child == 0)
    _exit (hide_processes (how) ? test_as_nobody (func, own) : 77);
  waitpid (child, &status, 0);

  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static void
test_hidepid (void)
{
  static const struct { const char *how; int (*func) (int pid); } cases[] = {
    { "hidepid=1", ask_of_forbidden }, { "hidepid=2", ask_of_hidden },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const int status = getuid () == 0 ? run_hidden (cases[i].how, cases[i].func) : 77;

      if (status == 77)
        g_test_skip ("no /proc can be mounted here");
      else
        g_assert_cmpint (status, ==, 0);
    }
}

/* A /proc whose process does not answer before somebody opens its environment. */
typedef struct {
  char *proc;
  char *fifo;
  ApmDetails *details;
  GAsyncResult *result;
} Slow;

static void
slow_init (Slow *slow,
           guint deadline_ms)
{
  memset (slow, 0, sizeof *slow);
  slow->proc = g_dir_make_tmp ("details-XXXXXX", NULL);
  slow->fifo = g_strdup_printf ("%s/%d/environ", slow->proc, PID);
  test_write_stat (slow->proc, PID, 100);
  g_assert_cmpint (mkfifo (slow->fifo, 0600), ==, 0);
  slow->details = apm_details_new_at (slow->proc, slow->proc);
  apm_details_set_deadline (slow->details, deadline_ms);
}

static void
slow_ask (Slow         *slow,
          GCancellable *cancellable)
{
  apm_details_read_async (slow->details, PID, 1000000, APM_SECTION_ENVIRONMENT, APM_DETAILS_NORMAL, cancellable,
                          test_on_facts, &slow->result);
}

/* The reader has opened its end when ours opens. */
static int
slow_open (Slow *slow)
{
  int fd = -1;

  test_until ((fd = open (slow->fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC)) >= 0);

  return fd;
}

static void
slow_clear (Slow *slow)
{
  g_clear_object (&slow->result);
  apm_details_free (slow->details);
  test_remove_tree (slow->proc);
  g_free (slow->proc);
  g_free (slow->fifo);
}

/* The process ends, or another gets its number, between two reads. */
static void
test_between (void)
{
  for (guint reused = 0; reused < 2; reused++)
    {
      g_autofree char *stat = NULL;
      g_autoptr(GError) error = NULL;
      Slow slow;
      int fd;

      slow_init (&slow, TEST_DEADLINE_US / 1000);
      stat = g_strdup_printf ("%s/%d/stat", slow.proc, PID);
      slow_ask (&slow, NULL);
      fd = slow_open (&slow);
      g_assert_cmpint (g_unlink (stat), ==, 0);
      if (reused)
        test_write_stat (slow.proc, PID, 101);
      close (fd);
      test_until (slow.result != NULL);
      g_assert_null (apm_details_read_finish (slow.result, &error));
      g_assert_true (g_error_matches (error, APM_ERROR, reused ? APM_ERROR_REUSED : APM_ERROR_GONE));
      slow_clear (&slow);
    }
}

/* Nobody waits for it, it is not asked twice, and once it answers it can be asked. */
static void
test_no_answer (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmFacts) facts = NULL;
  Slow slow;
  int fd;

  slow_init (&slow, DEADLINE_MS);
  slow_ask (&slow, NULL);
  test_until (slow.result != NULL);
  g_assert_null (apm_details_read_finish (slow.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  test_assert_matches (error->message, "Process 4194304 did not answer within * s");
  assert_refused (slow.details, PID, 1000000, APM_SECTION_ENVIRONMENT, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "*");

  /* Others are asked meanwhile, as is the same one about other things. */
  apm_details_set_deadline (slow.details, TEST_DEADLINE_US / 1000);
  test_write (slow.proc, "4194304/limits", "Max open files            5                   6                   files     \n");
  test_write (slow.proc, "4194304/status", "Uid:\t0\t0\t0\t0\n");
  facts = test_ask (slow.details, PID, 1000000, APM_SECTION_LIMITS, APM_DETAILS_NORMAL, &error);
  g_assert_nonnull (facts);
  g_assert_cmpuint (facts->limits->limits->len, ==, 1);

  fd = slow_open (&slow);
  g_assert_cmpint (write (fd, "A=1", 4), ==, 4);
  close (fd);
  g_assert_cmpint (g_unlink (slow.fifo), ==, 0);
  test_write (slow.proc, "4194304/environ", "B=2");
  g_clear_pointer (&facts, apm_facts_free);
  test_until ((facts = test_ask (slow.details, PID, 1000000, APM_SECTION_ENVIRONMENT, 0, NULL)) != NULL);
  g_assert_cmpuint (facts->environment->variables->len, ==, 1);
  slow_clear (&slow);
}

static void
test_cancel (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  Slow slow;
  int fd;

  slow_init (&slow, TEST_DEADLINE_US / 1000);
  slow_ask (&slow, cancellable);
  fd = slow_open (&slow);
  g_cancellable_cancel (cancellable);
  test_until (slow.result != NULL);
  g_assert_null (apm_details_read_finish (slow.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* The thread still reads; its end is waited for so that nothing of it is left. */
  close (fd);
  g_clear_object (&slow.result);
  g_clear_error (&error);
  slow_ask (&slow, cancellable);
  test_until (slow.result != NULL);
  g_assert_null (apm_details_read_finish (slow.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_until (test_count_entries ("/proc/self/task") <= 3);
  slow_clear (&slow);
}

/* Whoever takes the question back does not make a thread free that is stuck. */
static void
test_cancel_and_stuck (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gint64 asked_us;
  Slow slow;

  slow_init (&slow, DEADLINE_MS);
  slow_ask (&slow, cancellable);
  asked_us = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  test_until (slow.result != NULL);
  g_assert_null (apm_details_read_finish (slow.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* The deadline's own timer is the older one: it comes first. */
  test_until (g_get_monotonic_time () > asked_us + 2 * DEADLINE_MS * 1000);
  apm_details_set_deadline (slow.details, TEST_DEADLINE_US / 1000);
  assert_refused (slow.details, PID, 1000000, APM_SECTION_ENVIRONMENT, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "*");
  close (slow_open (&slow));
  test_until (test_count_entries ("/proc/self/task") <= 3);
  slow_clear (&slow);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/details/gone", test_gone);
  g_test_add_func ("/process/details/zombie", test_zombie);
  g_test_add_func ("/process/details/kernel-thread", test_kernel_thread);
  g_test_add_func ("/process/details/not-permitted", test_not_permitted);
  g_test_add_func ("/process/details/hidepid", test_hidepid);
  g_test_add_func ("/process/details/between", test_between);
  g_test_add_func ("/process/details/no-answer", test_no_answer);
  g_test_add_func ("/process/details/cancel", test_cancel);
  g_test_add_func ("/process/details/cancel-and-stuck", test_cancel_and_stuck);

  return g_test_run ();
}
