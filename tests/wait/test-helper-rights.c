/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the helper keeps of an administrator's rights, and of whom it tells. Where we
 * are root, the helper is started as pkexec would start it for another user. */

#include "apm-wait-private.h"

#include "apm-error.h"
#include "subject-run.h"

#include <errno.h>
#include <linux/capability.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NOBODY 65534

static const char *const directly[] = { NULL };
static const char *const as_pkexec[] = { "setpriv", "--reuid=0", "env", "PKEXEC_UID=65534", NULL };

static int
refuse_to_open (int           dir_fd G_GNUC_UNUSED,
                int           tid G_GNUC_UNUSED,
                ApmCall      *call G_GNUC_UNUSED,
                ApmCallState *state G_GNUC_UNUSED,
                gboolean     *was_opened)
{
  *was_opened = FALSE;

  return EACCES;
}

static gboolean
is_root_here (void)
{
  g_autofree char *setpriv = g_find_program_in_path ("setpriv");

  if (geteuid () == 0 && setpriv)
    return TRUE;
  g_test_skip ("Only root can start it for another user");

  return FALSE;
}

/* A process that waits for a mutex that it holds itself, as @real and @effective user. */
static int
start_target (guint real,
              guint effective,
              guint gid,
              int   dumpable)
{
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  int ends[2], pid;
  char byte;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      if ((gid != getgid () && setresgid (gid, gid, gid) != 0)
          || (real != getuid () && setresuid (real, effective, effective) != 0))
        _exit (1);
      /* To become another takes this away. */
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      prctl (PR_SET_DUMPABLE, dumpable);
      pthread_mutex_lock (&mutex);
      if (write (ends[1], "", 1) != 1)
        _exit (1);
      pthread_mutex_lock (&mutex);
      _exit (2);
    }
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  close (ends[0]);
  close (ends[1]);

  return pid;
}

static void
end_target (int pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

static ApmWaitHelper *
start_helper (ApmWaitLookScope    scope,
              const char *const  *launcher,
              guint               as_user)
{
  g_autoptr(GError) error = NULL;
  ApmWaitHelper *helper;

  /* The socket is of who makes it. */
  if (as_user != geteuid ())
    g_assert_cmpint (seteuid (as_user), ==, 0);
  helper = apm_wait_helper_start (scope, launcher, NULL, &error);
  if (getuid () != geteuid ())
    g_assert_cmpint (seteuid (getuid ()), ==, 0);
  prctl (PR_SET_DUMPABLE, 1);
  g_assert_no_error (error);

  return helper;
}

/* Returns: whether the helper told of it, by its deadline */
static gboolean
is_told (ApmWaitHelper *helper,
         int            pid,
         gboolean       is_expected)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new_untried ();
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  ApmWaitTask task = { pid, 0 };
  gboolean is_mutex = FALSE, is_there = FALSE;

  reader->read_call = refuse_to_open;
  apm_wait_reader_set_helper (reader, helper);
  do
    {
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, &task, 1);
      const ApmWait *wait = apm_wait_pass_find (pass, pid, pid);

      g_assert_nonnull (wait);
      is_mutex = wait->kind == APM_WAIT_MUTEX && wait->finding == APM_WAIT_SELF;
      is_there = wait->kind != APM_WAIT_RUNNING;
      /* Not told, it does not look like one that is not blocked. */
      if (is_there && !is_mutex && !(wait->flags & APM_WAIT_BY_HELPER))
        g_assert_cmpint (wait->unknown, ==, APM_WAIT_DENIED_MODE);
    }
  while ((is_mutex != is_expected || !is_there) && g_get_monotonic_time () < deadline_us);

  return is_mutex;
}

static void
test_whom (void)
{
  static const struct {
    const char *who;
    guint       real, effective, gid;
    int         dumpable;
    gboolean    is_own;
  } cases[] = {
    { "own", NOBODY, NOBODY, 0, 1, TRUE },
    { "own, not to be looked into", NOBODY, NOBODY, 0, 0, FALSE },
    { "started by the user, with root's rights", NOBODY, 0, 0, 1, FALSE },
    { "started by root, with the user's rights", 0, NOBODY, 0, 1, FALSE },
    { "own, of another group", NOBODY, NOBODY, NOBODY, 1, FALSE },
    { "root's", 0, 0, 0, 1, FALSE },
  };
  ApmWaitHelper *own, *all;

  if (!is_root_here ())
    return;

  own = start_helper (APM_WAIT_LOOK_OWN, as_pkexec, NOBODY);
  all = start_helper (APM_WAIT_LOOK_ALL, as_pkexec, NOBODY);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int pid = start_target (cases[i].real, cases[i].effective, cases[i].gid, cases[i].dumpable);

      g_test_message ("%s", cases[i].who);
      g_assert_cmpint (is_told (own, pid, cases[i].is_own), ==, cases[i].is_own);
      g_assert_true (is_told (all, pid, TRUE));
      end_target (pid);
    }
  apm_wait_helper_unref (own);
  apm_wait_helper_unref (all);
}

static guint64
read_number (int         pid,
             const char *key,
             int         base)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", pid);
  g_autofree char *text = NULL;
  const char *at;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  at = strstr (text, key);
  g_assert_nonnull (at);

  return g_ascii_strtoull (at + strlen (key), NULL, base);
}

/* Before it has read a byte: it has had no order yet. */
static void
test_rights (void)
{
  static const struct { ApmWaitLookScope scope; guint64 capabilities; } cases[] = {
    { APM_WAIT_LOOK_OWN, 1u << CAP_SYS_PTRACE },
    { APM_WAIT_LOOK_ALL, 1u << CAP_SYS_PTRACE | 1u << CAP_DAC_READ_SEARCH },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean is_root = geteuid () == 0;
      ApmWaitHelper *helper = start_helper (cases[i].scope, is_root ? as_pkexec : directly, is_root ? NOBODY : getuid ());
      int pid = apm_wait_helper_get_pid (helper);

      g_assert_cmphex (read_number (pid, "\nCapEff:\t", 16), ==, is_root ? cases[i].capabilities : 0);
      g_assert_cmphex (read_number (pid, "\nCapPrm:\t", 16), ==, is_root ? cases[i].capabilities : 0);
      g_assert_cmphex (read_number (pid, "\nCapInh:\t", 16), ==, 0);
      g_assert_cmphex (read_number (pid, "\nCapAmb:\t", 16), ==, 0);
      if (is_root)
        g_assert_cmphex (read_number (pid, "\nCapBnd:\t", 16), ==, 0);
      g_assert_cmpuint (read_number (pid, "\nUid:\t", 10), ==, is_root ? NOBODY : getuid ());
      g_assert_cmpuint (read_number (pid, "\nNoNewPrivs:\t", 10), ==, 1);
      g_assert_cmpuint (read_number (pid, "\nSeccomp:\t", 10), ==, 2);
      apm_wait_helper_unref (helper);
    }
}

/* A word in memory that its owner never gives out. Returns: PID; 0 if this machine
 * does not do that */
static int
start_blocking_target (void)
{
  int ends[2], pid;
  char byte = 0;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      struct uffdio_api api = { .api = UFFD_API };
      struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };
      int fd = (int) syscall (SYS_userfaultfd, 0);
      void *page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

      prctl (PR_SET_PDEATHSIG, SIGKILL);
      range.range.start = (gsize) page;
      range.range.len = 4096;
      byte = fd >= 0 && ioctl (fd, UFFDIO_API, &api) == 0 && ioctl (fd, UFFDIO_REGISTER, &range) == 0;
      if (write (ends[1], &byte, 1) == 1 && byte)
        syscall (SYS_futex, page, 0x80, 2, NULL, NULL, 0);
      _exit (0);
    }
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  close (ends[0]);
  close (ends[1]);
  if (byte)
    return pid;
  waitpid (pid, NULL, 0);

  return 0;
}

/* One who lets it wait for ever keeps nobody else from being told. */
static void
test_blocks (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new_untried ();
  ApmWaitHelper *helper;
  int blocking = start_blocking_target ();
  int pid;

  if (blocking == 0)
    {
      g_test_skip ("This machine does not let programs serve their own memory");
      return;
    }
  pid = start_target (getuid (), getuid (), getgid (), 1);
  helper = start_helper (APM_WAIT_LOOK_ALL, directly, getuid ());
  reader->read_call = refuse_to_open;
  apm_wait_reader_set_helper (reader, helper);

  for (guint i = 0; i < 2; i++)
    {
      ApmWaitTask tasks[] = { { blocking, 0 }, { pid, 0 } };
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, tasks, 2);
      const ApmWait *wait = apm_wait_pass_find (pass, pid, pid);

      g_assert_true (apm_wait_helper_is_open (helper));
      g_assert_cmpint (wait->kind, ==, APM_WAIT_MUTEX);
      wait = apm_wait_pass_find (pass, blocking, blocking);
      g_assert_cmpint (wait->unknown, !=, APM_WAIT_KNOWN);
    }
  apm_wait_helper_unref (helper);
  end_target (blocking);
  end_target (pid);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wait/helper-rights/whom", test_whom);
  g_test_add_func ("/wait/helper-rights/rights", test_rights);
  g_test_add_func ("/wait/helper-rights/blocks", test_blocks);

  return g_test_run ();
}
