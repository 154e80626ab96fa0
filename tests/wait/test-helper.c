/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody else looks for us: what is refused to us is told, as if we had looked
 * ourselves, but no address and no word of memory. The helper runs with our own
 * rights here; what it may and may not is tested in test-helper-rights.c. */

#include "apm-wait-inquiry.h"
#include "apm-wait-private.h"

#include "apm-error.h"
#include "apm-paths.h"
#include "apm-privilege.h"
#include "apm-wait-wire.h"
#include "subject-run.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const directly[] = { NULL };

static int
refuse_to_read (int           dir_fd G_GNUC_UNUSED,
                int           tid G_GNUC_UNUSED,
                ApmCall      *call G_GNUC_UNUSED,
                ApmCallState *state G_GNUC_UNUSED,
                gboolean     *was_opened)
{
  *was_opened = TRUE;

  return EPERM;
}

static ApmWaitHelper *
start_helper (ApmWaitLookScope scope)
{
  g_autoptr(GError) error = NULL;
  ApmWaitHelper *helper = apm_wait_helper_start (scope, directly, NULL, &error);

  g_assert_no_error (error);

  return helper;
}

static void
wait_until_gone (int pid)
{
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;

  while (pid > 0 && kill (pid, 0) == 0 && g_get_monotonic_time () < deadline_us)
    g_usleep (2000);
  g_assert_true (pid == 0 || kill (pid, 0) < 0);
}

static void
end_helper (ApmWaitHelper *helper)
{
  int pid = apm_wait_helper_get_pid (helper);

  apm_wait_helper_close (helper);
  apm_wait_helper_unref (helper);
  wait_until_gone (pid);
}

static gboolean
have_same_enders (const ApmWaitPass *one,
                  const ApmWait     *wait,
                  const ApmWaitPass *other,
                  const ApmWait     *told)
{
  if (wait->n_groups != told->n_groups)
    return FALSE;
  for (guint g = 0; g < wait->n_groups; g++)
    {
      guint n, n_told;
      const ApmWaitEnder *enders = apm_wait_pass_get_group (one, wait, g, &n);
      const ApmWaitEnder *enders_told = apm_wait_pass_get_group (other, told, g, &n_told);

      if (n != n_told || (n > 0 && memcmp (enders, enders_told, n * sizeof *enders) != 0))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_the_same (const ApmWaitPass *one,
             const ApmWait     *wait,
             const ApmWaitPass *other,
             const ApmWait     *told)
{
  return wait->kind == told->kind && wait->grade == told->grade && wait->nature == told->nature
         && wait->finding == told->finding && wait->unknown == told->unknown && wait->owner == told->owner
         && wait->object.fd == told->object.fd && (wait->flags | APM_WAIT_BY_HELPER) == (told->flags | APM_WAIT_BY_HELPER)
         && wait->count[0] == told->count[0] && have_same_enders (one, wait, other, told);
}

static void
check_no_memory (const ApmWait *wait,
                 const ApmWait *told)
{
  if (wait->object.space == (guint64) wait->pid && wait->object.id != 0)
    g_assert_cmphex (told->object.id, !=, wait->object.id);
  for (guint i = 0; i < APM_WAIT_N_CALL; i++)
    g_assert_true (i == 0 || told->call[i] == 0);
  g_assert_cmpuint (told->n_words, ==, 0);
  if (told->kind == APM_WAIT_FIFO_OPEN)
    g_assert_null (told->object.name);
}

/* One look as we may, one as the helper may. */
static gboolean
look_both_ways (ApmWaitHelper *helper,
                int            pid,
                int            tid)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  g_autoptr(ApmWaitReader) refused = apm_wait_reader_new ();
  ApmWaitTask task = { pid, 0 };
  g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, &task, 1);
  g_autoptr(ApmWaitPass) told = NULL;
  const ApmWait *wait = apm_wait_pass_find (pass, pid, tid);
  const ApmWait *wait_told;

  refused->read_call = refuse_to_read;
  apm_wait_reader_set_helper (refused, helper);
  told = apm_wait_reader_read (refused, &task, 1);
  wait_told = apm_wait_pass_find (told, pid, tid);
  if (wait == NULL || wait_told == NULL || wait->kind == APM_WAIT_RUNNING || !is_the_same (pass, wait, told, wait_told))
    return FALSE;
  g_assert_true (apm_wait_helper_is_open (helper));
  g_assert_true ((wait_told->flags & APM_WAIT_BY_HELPER) != 0);
  check_no_memory (wait, wait_told);

  return TRUE;
}

static const char *const subjects[] = {
  "mutex", "mutex-timed", "mutex-robust", "mutex-self", "mutex-orphaned", "condition", "rwlock-write", "join", "rust",
  "pipe-read", "fifo-open", "unix-read", "eventfd", "poll", "flock-heir", "posix-lock", "wait-child", "pause",
};

static void
test_told (gconstpointer name)
{
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  ApmWaitHelper *helper;
  SubjectRun run = { 0 };
  gboolean is_same = FALSE;

  if (!subject_run_start (&run, name))
    {
      subject_run_skip (&run);
      return;
    }
  helper = start_helper (APM_WAIT_LOOK_ALL);
  while (!is_same && g_get_monotonic_time () < deadline_us)
    {
      is_same = look_both_ways (helper, run.waiter_pid, run.waiter_tid);
      g_usleep (is_same ? 0 : 5000);
    }
  end_helper (helper);
  subject_run_end (&run);
  g_assert_true (is_same);
}

/* The chain goes on where it was cut, and what it comes to is proven as it would be
 * by ourselves. */
static void
test_deadlock (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  ApmWaitHelper *helper;
  SubjectRun run = { 0 };
  ApmWaitRank rank = APM_WAIT_MOVES;

  g_assert_true (subject_run_start (&run, "mutex-self"));
  helper = start_helper (APM_WAIT_LOOK_ALL);
  reader->read_call = refuse_to_read;
  while (rank != APM_WAIT_STUCK && g_get_monotonic_time () < deadline_us)
    {
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);
      g_autoptr(ApmWaitInquiry) inquiry = NULL;
      g_autoptr(ApmWaitChain) chain = NULL;
      guint n_refused = pass->n_refused;

      apm_wait_reader_set_helper (reader, helper);
      apm_wait_inquiry_deepen (reader, pass, run.waiter_pid, run.waiter_tid);
      inquiry = apm_wait_inquiry_new (reader, pass);
      chain = apm_wait_inquiry_dup_chain (inquiry, run.waiter_pid, run.waiter_tid);
      rank = chain->rank;
      if (rank == APM_WAIT_STUCK)
        g_assert_cmpuint (pass->n_refused, <, n_refused);
      g_assert_false (rank == APM_WAIT_STUCK && apm_wait_chain_is_denied (chain, NULL));
      /* What was told once is not told the next time without asking. */
      apm_wait_reader_set_helper (reader, NULL);
    }
  g_assert_cmpint (rank, ==, APM_WAIT_STUCK);
  end_helper (helper);

  {
    g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);
    g_autoptr(ApmWaitInquiry) inquiry = apm_wait_inquiry_new (reader, pass);
    g_autoptr(ApmWaitChain) chain = apm_wait_inquiry_dup_chain (inquiry, run.waiter_pid, run.waiter_tid);
    ApmWaitLookScope scope;

    g_assert_cmpint (chain->rank, ==, APM_WAIT_MOVES);
    g_assert_true (apm_wait_chain_is_denied (chain, &scope));
    g_assert_cmpint (scope, ==, APM_WAIT_LOOK_OWN);
  }
  subject_run_end (&run);
}

/* It goes with who started it, by whatever death. */
static void
test_ends_with_us (void)
{
  int ends[2], helper_pid = 0, child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0)
    {
      ApmWaitHelper *helper = apm_wait_helper_start (APM_WAIT_LOOK_OWN, directly, NULL, NULL);
      int pid = helper ? apm_wait_helper_get_pid (helper) : -1;

      _exit (write (ends[1], &pid, sizeof pid) == sizeof pid && pause ());
    }
  g_assert_cmpint (read (ends[0], &helper_pid, sizeof helper_pid), ==, sizeof helper_pid);
  g_assert_cmpint (helper_pid, >, 0);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  /* We are the subreaper. */
  waitpid (helper_pid, NULL, 0);
  close (ends[0]);
  close (ends[1]);
}

static void
test_not_given (void)
{
  static const struct { const char *argv[4]; int code; const char *sentence; } cases[] = {
    { { "sh", "-c", "exit 126", NULL }, APM_ERROR_DENIED, "*not given: nothing was done" },
    { { "sh", "-c", "exit 127", NULL }, APM_ERROR_DENIED, "*refused*nothing was done" },
    { { "sh", "-c", "exit 0", NULL }, APM_ERROR_CLOSED, "*without an answer" },
    { { "sh", "-c", "kill -9 $$", NULL }, APM_ERROR_CLOSED, "*without an answer" },
    { { "sh", "-c", "export PKEXEC_UID=4711; exec \"$0\" look", NULL }, APM_ERROR_DENIED, "*only from the user*" },
    { { "sh", "-c", "export PKEXEC_UID=-1; exec \"$0\" look", NULL }, APM_ERROR_DENIED, "*only from the user*" },
    { { "sh", "-c", "export PKEXEC_UID=4294967296; exec \"$0\" look", NULL }, APM_ERROR_DENIED, "*only from the user*" },
    { { "sh", "-c", "export PKEXEC_UID=\" $(id -u)\"; exec \"$0\" look", NULL }, APM_ERROR_DENIED, "*only from the*" },
    { { "sh", "-c", "export PKEXEC_UID=; exec \"$0\" look", NULL }, APM_ERROR_DENIED, "*only from the user*" },
    { { "sh", "-c", "exec \"$0\" look-everywhere", NULL }, APM_ERROR_CLOSED, "*without an answer" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (apm_wait_helper_start (APM_WAIT_LOOK_OWN, cases[i].argv, NULL, &error));
      g_assert_error (error, APM_ERROR, cases[i].code);
      if (!g_pattern_match_simple (cases[i].sentence, error->message))
        g_error ("%u: %s", i, error->message);
    }
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50000);
  g_cancellable_cancel (cancellable);

  return NULL;
}

/* Nobody answers what pkexec asks. */
static void
test_cancelled (void)
{
  const char *const launcher[] = { "sh", "-c", "exec sleep 1000", NULL };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_autoptr(GError) error = NULL;

  g_assert_null (apm_wait_helper_start (APM_WAIT_LOOK_OWN, launcher, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  subject_run_init ();

  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      g_autofree char *path = g_strconcat ("/wait/helper/told/", subjects[i], NULL);

      g_test_add_data_func (path, subjects[i], test_told);
    }
  g_test_add_func ("/wait/helper/deadlock", test_deadlock);
  g_test_add_func ("/wait/helper/ends-with-us", test_ends_with_us);
  g_test_add_func ("/wait/helper/not-given", test_not_given);
  g_test_add_func ("/wait/helper/cancelled", test_cancelled);

  return g_test_run ();
}
