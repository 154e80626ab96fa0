/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include "apm-wait-notes.h"
#include "apm-wait-words.h"

#include "subject-run.h"

#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_LOOKS 10

/* What is seen of a program that waits for one thing: see tests/wait/subjects. */
typedef struct {
  const char    *name;
  ApmWaitKind    kind;
  ApmWaitNature  nature;
  gboolean       has_ender;     /* the one that the subject tells is among the enders */
  guint          flags;         /* that must be there; of TIMED and IDLE no other */
  ApmWaitFinding finding;
  ApmWaitUnknown unknown;
} Case;

#define TIMED APM_WAIT_TIMED
#define IDLE APM_WAIT_IDLE

static const Case cases[] = {
  { "mutex", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "mutex-normal", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "mutex-recursive", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "mutex-errorcheck", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "mutex-adaptive", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "mutex-timed", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, TIMED, 0, 0 },
  { "mutex-robust", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "mutex-robust-timed", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, TIMED, 0, 0 },
  { "mutex-inherit", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "mutex-protect", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "mutex-shared", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, APM_WAIT_SHARED, 0, 0 },
  { "mutex-shared-thread", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, APM_WAIT_SHARED, 0, 0 },
  { "mutex-self", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, 0, APM_WAIT_SELF, 0 },
  { "mutex-orphaned", APM_WAIT_MUTEX, APM_WAIT_HARD, FALSE, 0, APM_WAIT_ORPHANED, 0 },
  { "mutex-forked", APM_WAIT_MUTEX, APM_WAIT_HARD, FALSE, 0, APM_WAIT_FORK_COPIED, 0 },
  { "mutex-c11", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "mutex-page-begin", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "mutex-page-end", APM_WAIT_MUTEX, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "condition", APM_WAIT_CONDITION, APM_WAIT_SOFT, TRUE, 0, 0, APM_WAIT_NO_OWNER },
  { "condition-used", APM_WAIT_CONDITION, APM_WAIT_SOFT, TRUE, 0, 0, APM_WAIT_NO_OWNER },
  { "condition-timed", APM_WAIT_CONDITION, APM_WAIT_SOFT, TRUE, TIMED, 0, APM_WAIT_NO_OWNER },
  { "semaphore", APM_WAIT_SEMAPHORE, APM_WAIT_SOFT, TRUE, 0, 0, APM_WAIT_NO_OWNER },
  { "rwlock-read", APM_WAIT_RWLOCK_READ, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "rwlock-write", APM_WAIT_RWLOCK_WRITE, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "rwlock-readers", APM_WAIT_RWLOCK_WRITE, APM_WAIT_SOFT, TRUE, 0, 0, APM_WAIT_NO_OWNER },
  { "rwlock-prefer", APM_WAIT_RWLOCK_READ, APM_WAIT_SOFT, TRUE, 0, 0, APM_WAIT_NO_OWNER },
  { "barrier", APM_WAIT_BARRIER, APM_WAIT_SOFT, TRUE, 0, 0, APM_WAIT_NO_OWNER },
  { "join", APM_WAIT_JOIN, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "once", APM_WAIT_ONCE, APM_WAIT_SOFT, TRUE, 0, 0, APM_WAIT_NO_OWNER },
  { "stdio", APM_WAIT_STDIO_LOCK, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "word", APM_WAIT_FUTEX, APM_WAIT_SOFT, TRUE, 0, 0, APM_WAIT_NO_OWNER },
  { "rust", APM_WAIT_FUTEX, APM_WAIT_SOFT, TRUE, 0, 0, APM_WAIT_NO_OWNER },
  { "vector", APM_WAIT_FUTEX, APM_WAIT_SOFT, FALSE, 0, 0, APM_WAIT_NO_OWNER },
  { "pipe-read", APM_WAIT_PIPE_READ, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "pipe-write", APM_WAIT_PIPE_WRITE, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "pipe-self", APM_WAIT_PIPE_READ, APM_WAIT_HARD, TRUE, 0, APM_WAIT_SELF, 0 },
  { "pipe-in-flight", APM_WAIT_PIPE_READ, APM_WAIT_HARD, FALSE, 0, 0, APM_WAIT_IN_FLIGHT },
  { "splice-from", APM_WAIT_PIPE_READ, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "splice-to", APM_WAIT_PIPE_WRITE, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "fifo-open", APM_WAIT_FIFO_OPEN, APM_WAIT_OPEN, FALSE, 0, APM_WAIT_NOBODY, 0 },
  { "fifo-read", APM_WAIT_PIPE_READ, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "unix-read", APM_WAIT_SOCKET_READ, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "unix-write", APM_WAIT_SOCKET_WRITE, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "unix-not-accepted", APM_WAIT_SOCKET_READ, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "connect", APM_WAIT_CONNECT, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "accept", APM_WAIT_ACCEPT, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "tcp-read", APM_WAIT_SOCKET_READ, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "tcp-write", APM_WAIT_SOCKET_WRITE, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "udp", APM_WAIT_SOCKET_READ, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "eventfd", APM_WAIT_EVENTFD, APM_WAIT_SOFT, TRUE, 0, 0, 0 },
  { "timerfd", APM_WAIT_TIMERFD, APM_WAIT_OPEN, FALSE, TIMED | IDLE, 0, 0 },
  { "signalfd", APM_WAIT_SIGNALFD, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "inotify", APM_WAIT_INOTIFY, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "poll", APM_WAIT_POLL, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "poll-open", APM_WAIT_POLL, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "poll-timed", APM_WAIT_POLL, APM_WAIT_OPEN, FALSE, TIMED, 0, 0 },
  { "select", APM_WAIT_SELECT, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "epoll-nothing", APM_WAIT_EPOLL, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "epoll-pipes", APM_WAIT_EPOLL, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "epoll-own-pipe", APM_WAIT_EPOLL, APM_WAIT_SOFT, TRUE, IDLE, APM_WAIT_SELF, 0 },
  { "epoll-listener", APM_WAIT_EPOLL, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "epoll-sockets", APM_WAIT_EPOLL, APM_WAIT_SOFT, TRUE, IDLE, 0, 0 },
  { "epoll-reused", APM_WAIT_EPOLL, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "epoll-unarmed", APM_WAIT_EPOLL, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "terminal", APM_WAIT_TERMINAL, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "posix-queue", APM_WAIT_MESSAGE_QUEUE, APM_WAIT_SOFT, TRUE, 0, APM_WAIT_SELF, 0 },
  { "flock-heir", APM_WAIT_FLOCK, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "posix-lock", APM_WAIT_FILE_LOCK, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "ofd-lock", APM_WAIT_OFD_LOCK, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "lease", APM_WAIT_LEASE, APM_WAIT_HARD, TRUE, TIMED, 0, 0 },
  { "wait-child", APM_WAIT_CHILD, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "wait-any", APM_WAIT_CHILD, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "wait-pidfd", APM_WAIT_CHILD, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "vfork", APM_WAIT_VFORK, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "zombie", APM_WAIT_REAPED, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "stopped", APM_WAIT_STOPPED, APM_WAIT_OPEN, FALSE, 0, 0, 0 },
  { "traced", APM_WAIT_TRACED, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "traced-in-poll", APM_WAIT_TRACED, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "fuse", APM_WAIT_FUSE, APM_WAIT_HARD, TRUE, 0, 0, 0 },
  { "io-uring", APM_WAIT_IO_URING, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "sysv-semaphore", APM_WAIT_SYSV_SEMAPHORE, APM_WAIT_SOFT, TRUE, 0, 0, APM_WAIT_NO_OWNER },
  { "sysv-queue", APM_WAIT_MESSAGE_QUEUE, APM_WAIT_OPEN, FALSE, 0, 0, APM_WAIT_NO_OWNER },
  { "sleep", APM_WAIT_SLEEP, APM_WAIT_OPEN, FALSE, TIMED | IDLE, 0, 0 },
  { "sleep-until", APM_WAIT_SLEEP, APM_WAIT_OPEN, FALSE, TIMED | IDLE, 0, 0 },
  { "pause", APM_WAIT_SIGNAL, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "signal", APM_WAIT_SIGNAL, APM_WAIT_OPEN, FALSE, IDLE, 0, 0 },
  { "running", APM_WAIT_RUNNING, APM_WAIT_OPEN, FALSE, 0, 0, 0 },
};

static char *
describe (const ApmWait *wait)
{
  return g_strdup_printf ("%s nature %d grade %d flags %x finding %d unknown %s owner %d groups %u channel %s call %d left %" G_GINT64_FORMAT,
                          apm_wait_kind_word (wait->kind), wait->nature, wait->grade, wait->flags, wait->finding,
                          apm_wait_unknown_word (wait->unknown), wait->owner, wait->n_groups,
                          wait->channel ? wait->channel : "-", (int) wait->call[0], wait->left_us);
}

static gboolean
is_within_hour (gint64 left_us)
{
  return left_us > 3000 * (gint64) G_USEC_PER_SEC && left_us <= 3600 * (gint64) G_USEC_PER_SEC;
}

static gboolean
is_as_expected (const Case        *expected,
                const SubjectRun  *running,
                const ApmWaitPass *pass,
                const ApmWait     *wait)
{
  if (wait->kind != expected->kind || wait->nature != expected->nature || wait->finding != expected->finding
      || wait->unknown != expected->unknown)
    return FALSE;
  if ((wait->flags & expected->flags) != expected->flags
      || (wait->flags & (TIMED | IDLE)) != (expected->flags & (TIMED | IDLE)))
    return FALSE;
  /* All has its end in an hour, but a lease. */
  if ((expected->flags & TIMED) && expected->kind != APM_WAIT_LEASE && !is_within_hour (wait->left_us))
    return FALSE;
  if (expected->nature == APM_WAIT_HARD && !expected->unknown && wait->grade == APM_WAIT_GRADE_UNKNOWN)
    return FALSE;

  return !expected->has_ender || subject_run_has_ender (running, pass, wait);
}

static void
test_reason (gconstpointer data)
{
  const Case *expected = data;
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  g_autofree char *seen = NULL;
  gboolean is_right = FALSE;
  SubjectRun running = { 0 };

  if (!subject_run_start (&running, expected->name))
    {
      subject_run_skip (&running);
      return;
    }
  while (!is_right && g_get_monotonic_time () < deadline_us)
    {
      ApmWaitTask task = { running.waiter_pid, 0 };
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, &task, 1);
      const ApmWait *wait = apm_wait_pass_find (pass, running.waiter_pid, running.waiter_tid);

      g_assert_nonnull (wait);
      g_clear_pointer (&seen, g_free);
      seen = describe (wait);
      is_right = is_as_expected (expected, &running, pass, wait);
      if (!is_right)
        g_usleep (5000);
    }
  subject_run_end (&running);
  if (!is_right)
    g_test_message ("%s: %s", expected->name, seen);
  g_assert_true (is_right);
}

/* A thread of its own alone, as the proof asks for it. */
static void
test_one_thread (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  g_autoptr(ApmWaitPass) pass = NULL;
  const ApmWaitProcess *process;
  ApmWaitTask tasks[3];
  SubjectRun running = { 0 };

  g_assert_true (subject_run_start (&running, "rwlock-prefer"));
  tasks[0] = (ApmWaitTask) { running.waiter_pid, running.waiter_tid };
  tasks[1] = (ApmWaitTask) { running.waiter_pid, running.waiter_tid };
  tasks[2] = (ApmWaitTask) { getpid (), 0 };
  pass = apm_wait_reader_read (reader, tasks, 3);
  process = apm_wait_pass_find_process (pass, running.waiter_pid);
  g_assert_cmpuint (process->n_threads, ==, 3);
  g_assert_cmpuint (process->n_waits, ==, 1);
  g_assert_nonnull (apm_wait_pass_find (pass, running.waiter_pid, running.waiter_tid));
  g_assert_cmpint (apm_wait_pass_find (pass, getpid (), getpid ())->kind, ==, APM_WAIT_RUNNING);
  g_assert_false (pass->is_whole);
  subject_run_end (&running);
}

/* The self-test found that mutexes are kept otherwise here: nobody is named, nothing proven. */
static void
test_distrusted (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new_untried ();
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  gboolean is_right = FALSE;
  SubjectRun running = { 0 };

  g_assert_true (subject_run_start (&running, "mutex-self"));
  reader->distrusted = G_GUINT64_CONSTANT (1) << APM_WAIT_MUTEX;
  while (!is_right && g_get_monotonic_time () < deadline_us)
    {
      ApmWaitTask task = { running.waiter_pid, 0 };
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, &task, 1);
      g_autoptr(ApmWaitGraph) graph = apm_wait_graph_new (pass, NULL);
      g_autoptr(ApmWaitChain) chain = apm_wait_chain_new (graph, running.waiter_pid, running.waiter_tid);
      const ApmWait *wait = apm_wait_pass_find (pass, running.waiter_pid, running.waiter_tid);
      g_autofree char *words = apm_wait_words_node (chain, 0);

      g_assert_cmpuint (graph->knots->len, ==, 0);
      is_right = wait->kind == APM_WAIT_MUTEX && wait->unknown == APM_WAIT_WRONG_VERSION && wait->n_groups == 0
                 && wait->owner == 0 && strstr (words, "this version of the C library keeps in another way");
    }
  subject_run_end (&running);
  g_assert_true (is_right);
}

static void
test_whole_machine (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);

  g_assert_true (pass->is_whole);
  g_assert_nonnull (apm_wait_pass_find_process (pass, getpid ()));
  g_assert_null (apm_wait_pass_find_process (pass, G_MAXINT));
  for (guint i = 1; i < pass->processes->len; i++)
    g_assert_cmpint (g_array_index (pass->processes, ApmWaitProcess, i - 1).pid, <,
                     g_array_index (pass->processes, ApmWaitProcess, i).pid);
}

/* Starts @name as the first process of a PID namespace of its own.
 *
 * Returns: its PID as we count; 0 if that is not permitted */
static int
start_in_namespace (const char *name,
                    int        *helper)
{
  int report[2], told[2];
  int pid = 0;
  char line[256];

  g_assert_true (pipe (report) == 0 && pipe (told) == 0);
  *helper = fork ();
  if (*helper == 0)
    {
      pid = unshare (CLONE_NEWPID) == 0 ? fork () : -1;
      if (pid == 0)
        {
          setpgid (0, 0);
          dup2 (told[1], STDOUT_FILENO);
          execl (g_getenv ("WAIT_SUBJECT"), "wait-subject", name, NULL);
          _exit (1);
        }
      if (write (report[1], &pid, sizeof pid) < 0)
        _exit (1);
      waitpid (pid, NULL, 0);
      _exit (0);
    }
  g_assert_cmpint (read (report[0], &pid, sizeof pid), ==, sizeof pid);
  if (pid > 0)
    g_assert_cmpint (read (told[0], line, sizeof line), >, 0);
  for (int i = 0; i < 2; i++)
    {
      close (report[i]);
      close (told[i]);
    }

  return MAX (pid, 0);
}

/* The owner's TID is written as the program counts it: to us another process has it. */
static void
test_namespace (gconstpointer data)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  gboolean is_right = FALSE;
  int helper;
  int pid = start_in_namespace (data, &helper);

  if (pid == 0)
    {
      g_test_skip ("A PID namespace cannot be made");
      waitpid (helper, NULL, 0);
      return;
    }
  while (!is_right && g_get_monotonic_time () < deadline_us)
    {
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);

      for (guint i = 0; i < pass->waits->len; i++)
        {
          const ApmWait *wait = &g_array_index (pass->waits, ApmWait, i);
          guint n = 0;
          const ApmWaitEnder *enders = wait->n_groups == 1 ? apm_wait_pass_get_group (pass, wait, 0, &n) : NULL;

          is_right |= wait->kind == APM_WAIT_MUTEX && wait->tid != pid && n == 1 && enders->pid == pid
                      && enders->tid == wait->owner && (wait->owner == pid) != g_str_has_suffix (data, "-thread");
        }
    }
  kill (pid, SIGKILL);
  subject_run_reap ();
  g_assert_true (is_right);
}

/* One look after another at all of them: what stood still is taken from the look
 * before, and has to be as if it had been looked at. */
static void
test_kept (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  g_autofree SubjectRun *running = g_new0 (SubjectRun, G_N_ELEMENTS (cases));
  g_autofree gboolean *runs = g_new0 (gboolean, G_N_ELEMENTS (cases));
  guint n_looks = 0;
  guint n_right;
  guint n_all = 0;
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      runs[i] = cases[i].kind != APM_WAIT_RUNNING && subject_run_start (&running[i], cases[i].name);
      n_all += runs[i];
    }
  for (n_looks = 0; n_looks < N_LOOKS;)
    {
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);

      n_right = 0;
      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        {
          const ApmWait *wait = runs[i] ? apm_wait_pass_find (pass, running[i].waiter_pid, running[i].waiter_tid) : NULL;

          if (wait && is_as_expected (&cases[i], &running[i], pass, wait))
            n_right++;
          else if (wait && n_looks > 0)
            {
              g_autofree char *seen = describe (wait);

              g_test_message ("%s: %s", cases[i].name, seen);
            }
        }
      g_assert_true (n_right == n_all || n_looks == 0);
      n_looks += n_right == n_all;
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (runs[i])
      subject_run_kill (&running[i]);
  subject_run_reap ();
}

/* When a thread last ran is asked once, for as long as it sleeps; a few are looked at
 * anew in each pass. It is right on whichever CPU that was; half a second is for
 * a host that takes it away just then. */
#define TOLERANCE_US (G_USEC_PER_SEC / 2)

static void
test_last_ran (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  gint64 started_us = g_get_monotonic_time ();
  gint64 asked_us = 0;
  SubjectRun running = { 0 };
  guint n_known = 0;

  g_assert_true (subject_run_start (&running, "mutex"));
  /* It may not sleep yet when it says that it will. */
  for (guint n_asked = 0; n_asked < 4 && asked_us >= 0;)
    {
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);
      const ApmWait *wait = apm_wait_pass_find (pass, running.waiter_pid, running.waiter_tid);
      g_autofree gint64 *waited_us = NULL;

      g_assert_nonnull (wait);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      if (wait->kind != APM_WAIT_MUTEX)
        continue;
      n_known += wait->ran_us > 0;
      g_assert_true (wait->ran_us == 0 || wait->ran_us == asked_us);
      waited_us = apm_wait_notes_read_waited (pass, 0);
      asked_us = wait->ran_us;
      if (asked_us < 0)
        break;
      n_asked++;
      g_assert_cmpint (asked_us, >, 0);
      g_assert_cmpint (waited_us[wait - &g_array_index (pass->waits, ApmWait, 0)], >=, 0);
      g_assert_cmpint (asked_us, >=, started_us - TOLERANCE_US);
      g_assert_cmpint (asked_us, <=, g_get_monotonic_time ());
    }
  subject_run_end (&running);
  if (asked_us < 0)
    g_test_skip ("This kernel does not tell when a thread last ran");
  else
    g_assert_cmpuint (n_known, >=, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  subject_run_init ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/wait/reasons/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_reason);
    }
  g_test_add_func ("/wait/reasons/one-thread", test_one_thread);
  g_test_add_func ("/wait/reasons/distrusted", test_distrusted);
  g_test_add_func ("/wait/reasons/whole-machine", test_whole_machine);
  g_test_add_func ("/wait/reasons/kept", test_kept);
  g_test_add_func ("/wait/reasons/last-ran", test_last_ran);
  g_test_add_data_func ("/wait/reasons/namespace", "mutex", test_namespace);
  g_test_add_data_func ("/wait/reasons/namespace-shared", "mutex-shared", test_namespace);
  g_test_add_data_func ("/wait/reasons/namespace-thread", "mutex-shared-thread", test_namespace);

  return g_test_run ();
}
