/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"
#include "apm-wait-words.h"

#include "subject-run.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

/* As Yama refuses: the file opens, and cannot be read. */
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

typedef struct {
  const char   *name;
  ApmWaitKind   kind;
  ApmWaitNature nature;
  gboolean      has_ender;
  gboolean      has_candidate;   /* a guess */
} Case;

/* What is still told of each where the call is not. */
static const Case cases[] = {
  { "mutex", APM_WAIT_FUTEX, APM_WAIT_OPEN, FALSE },
  { "pipe-read", APM_WAIT_PIPE_READ, APM_WAIT_OPEN, FALSE, TRUE },
  { "poll", APM_WAIT_POLL, APM_WAIT_OPEN, FALSE },
  { "sleep", APM_WAIT_SLEEP, APM_WAIT_OPEN, FALSE },
  { "wait-any", APM_WAIT_CHILD, APM_WAIT_HARD, TRUE },
  { "vfork", APM_WAIT_VFORK, APM_WAIT_HARD, TRUE },
  { "zombie", APM_WAIT_REAPED, APM_WAIT_HARD, TRUE },
  { "stopped", APM_WAIT_STOPPED, APM_WAIT_OPEN, FALSE },
  { "flock-heir", APM_WAIT_FLOCK, APM_WAIT_HARD, TRUE },
  { "posix-lock", APM_WAIT_FILE_LOCK, APM_WAIT_HARD, TRUE },
  { "running", APM_WAIT_RUNNING, APM_WAIT_OPEN, FALSE },
};

static gboolean
has_candidate (const ApmWaitPass *pass,
               const ApmWait     *wait,
               int                pid)
{
  for (guint i = 0; i < wait->n_candidates; i++)
    if (g_array_index (pass->enders, ApmWaitEnder, wait->first_candidate + i).pid == pid)
      return TRUE;

  return FALSE;
}

static gboolean
is_reason_told (const ApmWait *wait)
{
  /* State and parent are there for all to see. */
  if (wait->kind == APM_WAIT_RUNNING || wait->kind == APM_WAIT_REAPED || wait->kind == APM_WAIT_STOPPED)
    return wait->unknown == APM_WAIT_KNOWN;

  return wait->unknown == APM_WAIT_DENIED_YAMA;
}

static void
test_fallback (gconstpointer data)
{
  const Case *expected = data;
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  gboolean is_right = FALSE;
  SubjectRun run = { 0 };

  if (!subject_run_start (&run, expected->name))
    {
      subject_run_skip (&run);
      return;
    }
  reader->read_call = refuse_to_read;
  while (!is_right && g_get_monotonic_time () < deadline_us)
    {
      ApmWaitTask task = { run.waiter_pid, 0 };
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, &task, 1);
      const ApmWait *wait = apm_wait_pass_find (pass, run.waiter_pid, run.waiter_tid);

      g_assert_nonnull (wait);
      is_right = wait->kind == expected->kind && wait->nature == expected->nature && is_reason_told (wait)
                 && (!expected->has_ender || subject_run_has_ender (&run, pass, wait))
                 && (!expected->has_candidate || has_candidate (pass, wait, run.ender_pid));
      g_usleep (is_right ? 0 : 5000);
    }
  subject_run_end (&run);
  g_assert_true (is_right);
}

static void
test_scope (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  ApmWaitTask task = { getpid (), 0 };
  ApmWaitPass *pass;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("apm-scope-XXXXXX", &path, NULL);

  g_assert_cmpint (write (fd, "1\n", 2), ==, 2);
  close (fd);
  apm_wait_reader_set_yama (reader, path);
  pass = apm_wait_reader_read (reader, &task, 1);
  g_assert_cmpint (pass->yama_scope, ==, 1);
  apm_wait_pass_unref (pass);

  unlink (path);
  pass = apm_wait_reader_read (reader, &task, 1);
  g_assert_cmpint (pass->yama_scope, ==, -1);
  apm_wait_pass_unref (pass);
}

/* Looks at @pid as another user, who may not look. Returns: 0, or the number of what
 * is not as it should be */
static int
look_as_nobody (int pid)
{
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  g_autoptr(ApmWaitReader) reader = NULL;
  g_autoptr(ApmWaitPass) pass = NULL;
  const ApmWaitProcess *process;
  const ApmWait *wait;

  if (setgid (NOBODY) != 0 || setuid (NOBODY) != 0)
    return 1;
  reader = apm_wait_reader_new_untried ();
  /* It says that it is ready a moment before it sleeps. */
  do
    {
      g_clear_pointer (&pass, apm_wait_pass_unref);
      pass = apm_wait_reader_read (reader, &(ApmWaitTask) { pid, 0 }, 1);
      process = apm_wait_pass_find_process (pass, pid);
      wait = apm_wait_pass_find (pass, pid, pid);
    }
  while (wait && wait->kind == APM_WAIT_RUNNING && g_get_monotonic_time () < deadline_us);
  if (!process || !wait)
    return 2;
  if (process->unknown != APM_WAIT_DENIED_MODE || pass->n_refused != 1)
    return 3;
  /* Not running, and not "nothing". */
  if (wait->kind == APM_WAIT_RUNNING || wait->unknown != APM_WAIT_DENIED_MODE || wait->nature != APM_WAIT_OPEN)
    return 4;

  return wait->n_groups == 0 && wait->grade == APM_WAIT_GRADE_UNKNOWN ? 0 : 5;
}

/* Who does not answer is told so, held up once, and keeps nobody from being seen. */
static void
test_hangs (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  SubjectRun hanging = { 0 }, other = { 0 };
  gboolean is_told = FALSE, is_other_told = FALSE;

  if (!subject_run_start (&hanging, "memory-hangs"))
    {
      subject_run_skip (&hanging);
      return;
    }
  g_assert_true (subject_run_start (&other, "mutex"));
  while (!(is_told && is_other_told) && g_get_monotonic_time () < deadline_us)
    {
      ApmWaitTask tasks[] = { { hanging.waiter_pid, 0 }, { other.waiter_pid, 0 } };
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, tasks, 2);
      const ApmWaitProcess *process = apm_wait_pass_find_process (pass, hanging.waiter_pid);
      const ApmWait *wait = apm_wait_pass_find (pass, hanging.waiter_pid, hanging.waiter_tid);
      const ApmWait *other_wait = apm_wait_pass_find (pass, other.waiter_pid, other.waiter_tid);

      is_told = wait->unknown == APM_WAIT_TOO_SLOW && process->unknown == APM_WAIT_TOO_SLOW && pass->n_slow == 1;
      is_other_told = other_wait->kind == APM_WAIT_MUTEX;
      g_assert_cmpuint (apm_wait_hands_get_n_lost (reader->hands), <=, 1);
    }
  subject_run_kill (&hanging);
  subject_run_kill (&other);
  subject_run_reap ();
  g_assert_true (is_told && is_other_told);
  while (apm_wait_hands_get_n_lost (reader->hands) > 0 && g_get_monotonic_time () < deadline_us)
    g_usleep (1000);
  g_assert_cmpuint (apm_wait_hands_get_n_lost (reader->hands), ==, 0);
}

/* What a child does once it is who it is to be. */
typedef void (*Deed) (int fd);

static void
do_pause (int fd G_GNUC_UNUSED)
{
  for (;;)
    pause ();
}

static void
do_read (int fd)
{
  char byte;

  if (read (fd, &byte, 1) < 1)
    _exit (1);
}

/* @closed: an end that it is not to have; -1 */
static int
start_as (guint uid,
          int   dumpable,
          Deed  deed,
          int   fd,
          int   closed)
{
  int ready[2];
  int pid;
  char byte;

  g_assert_cmpint (pipe2 (ready, O_CLOEXEC), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      if (uid != 0 && (setgid (uid) != 0 || setuid (uid) != 0))
        _exit (1);
      /* Whoever becomes another user loses it. */
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      prctl (PR_SET_DUMPABLE, dumpable);
      if (closed >= 0)
        close (closed);
      if (write (ready[1], "", 1) != 1)
        _exit (1);
      close (ready[0]);
      close (ready[1]);
      deed (fd);
    }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);

  return pid;
}

static void
end_child (int pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

static gboolean
is_root (void)
{
  if (geteuid () == 0)
    return TRUE;

  g_test_skip ("Only root can become another user");

  return FALSE;
}

static int
get_status (int pid)
{
  int status;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));

  return WEXITSTATUS (status);
}

static void
check_as_nobody (guint uid,
                 int   dumpable)
{
  int target, looker, status;

  if (!is_root ())
    return;
  target = start_as (uid, dumpable, do_pause, -1, -1);
  looker = fork ();
  if (looker == 0)
    _exit (look_as_nobody (target));
  status = get_status (looker);
  end_child (target);
  g_assert_cmpint (status, ==, 0);
}

/* Looks as another user at @waiter, who may be looked at; @keeper, who has the other end
 * of its pipe, may not. Returns: 0, or the number of what is not as it should be */
static int
look_for_keeper (int waiter,
                 int keeper)
{
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  g_autoptr(ApmWaitReader) reader = NULL;
  int problem = 1;

  if (setgid (NOBODY) != 0 || setuid (NOBODY) != 0)
    return 1;
  reader = apm_wait_reader_new_untried ();
  while (problem != 0 && g_get_monotonic_time () < deadline_us)
    {
      ApmWaitTask tasks[] = { { waiter, 0 }, { keeper, 0 } };
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, tasks, 2);
      g_autoptr(ApmWaitGraph) graph = apm_wait_graph_new (pass, NULL);
      g_autoptr(ApmWaitChain) chain = apm_wait_chain_new (graph, waiter, waiter);
      const ApmWait *wait = apm_wait_pass_find (pass, waiter, waiter);
      g_autofree char *words = chain ? apm_wait_words_node (chain, 0) : NULL;

      if (!wait || wait->kind != APM_WAIT_PIPE_READ)
        problem = 2;
      else if (wait->unknown != APM_WAIT_DENIED_MODE || apm_wait_is_refused (wait) || wait->grade != APM_WAIT_GRADE_UNKNOWN)
        problem = 3;
      else if (!has_candidate (pass, wait, keeper) || chain->rank != APM_WAIT_MOVES)
        problem = 4;
      else
        problem = apm_wait_chain_get_node (chain, 0)->end == APM_WAIT_END_DENIED
                  && strstr (words, "who could end that may not be seen: perhaps ") ? 0 : 5;
    }

  return problem;
}

/* Who has the other end is hidden: he is named as a guess, and nothing is proven. */
static void
test_hidden_end (void)
{
  int ends[2];
  int waiter, keeper, looker, status;

  if (!is_root ())
    return;
  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  keeper = start_as (0, 1, do_pause, -1, ends[0]);
  waiter = start_as (NOBODY, 1, do_read, ends[0], ends[1]);
  close (ends[0]);
  close (ends[1]);
  looker = fork ();
  if (looker == 0)
    _exit (look_for_keeper (waiter, keeper));
  status = get_status (looker);
  end_child (waiter);
  end_child (keeper);
  g_assert_cmpint (status, ==, 0);
}

/* As the first process of a container that mounts a /proc of its own. */
static int
look_from_container (void)
{
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  g_autoptr(ApmWaitReader) reader = NULL;
  SubjectRun run = { 0 };
  gboolean is_right = FALSE;

  if (mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 || mount ("proc", "/proc", "proc", 0, NULL) != 0)
    return 77;
  reader = apm_wait_reader_new_untried ();
  g_assert_true (subject_run_start (&run, "flock-heir"));
  while (!is_right && g_get_monotonic_time () < deadline_us)
    {
      ApmWaitTask task = { run.waiter_pid, 0 };
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, &task, 1);
      const ApmWait *wait = apm_wait_pass_find (pass, run.waiter_pid, run.waiter_tid);

      is_right = wait && wait->kind == APM_WAIT_FLOCK && wait->grade == APM_WAIT_GRADE_LIKELY
                 && subject_run_has_ender (&run, pass, wait);
    }

  /* All that was started here ends with its first process. */
  return is_right ? 0 : 1;
}

/* Who took the lock is dead: inside of a container the kernel does not list it then. */
static void
test_container (void)
{
  int outer, status;

  if (!is_root ())
    return;
  outer = fork ();
  if (outer == 0)
    {
      int inner = unshare (CLONE_NEWPID | CLONE_NEWNS) == 0 ? fork () : -1;

      if (inner < 0)
        _exit (77);
      if (inner == 0)
        _exit (look_from_container ());
      _exit (get_status (inner));
    }
  status = get_status (outer);
  if (status == 77)
    g_test_skip ("Namespaces are not permitted here");
  else
    g_assert_cmpint (status, ==, 0);
}

static void
test_other_user (void)
{
  check_as_nobody (0, 1);
}

static void
test_not_dumpable (void)
{
  check_as_nobody (NOBODY, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  subject_run_init ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/wait/refused/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_fallback);
    }
  g_test_add_func ("/wait/refused/scope", test_scope);
  g_test_add_func ("/wait/refused/hangs", test_hangs);
  g_test_add_func ("/wait/refused/other-user", test_other_user);
  g_test_add_func ("/wait/refused/container", test_container);
  g_test_add_func ("/wait/refused/hidden-end", test_hidden_end);
  g_test_add_func ("/wait/refused/not-dumpable", test_not_dumpable);

  return g_test_run ();
}
