/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a quick look leaves out: who else has the other end, where somebody is seen who
 * goes on. Never what somebody is stuck for, however far away it is. */

#include "apm-wait-reader.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_US (60 * G_USEC_PER_SEC)

/* A child waits to read; the other end is with a child's child, and with a nephew of it,
 * who is nobody's parent, child or brother in this. */
typedef struct {
  int reader;
  int child;               /* 0: none */
  int uncle;
  int nephew;
} Kin;

static void
sleep_for_ever (void)
{
  for (;;)
    sleep (1000);
}

static void
lock_twice (void)
{
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

  pthread_mutex_lock (&mutex);
  pthread_mutex_lock (&mutex);
  _exit (1);
}

static int
fork_for (int   report,
          void (*live) (void))
{
  int pid = fork ();

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      live ();
    }
  if (report >= 0 && write (report, &pid, sizeof pid) != sizeof pid)
    _exit (1);

  return pid;
}

static void
read_one (const int *ends,
          int        report,
          gboolean   has_child)
{
  char byte;
  int child = has_child ? fork_for (-1, sleep_for_ever) : 0;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (write (report, &child, sizeof child) != sizeof child)
    _exit (1);
  close (ends[1]);
  if (read (ends[0], &byte, 1) < 0)
    _exit (1);
  _exit (0);
}

static Kin
kin_start (gboolean has_child,
           void   (*live) (void))
{
  Kin kin = { 0 };
  int ends[2], report[2];

  g_assert_true (pipe (ends) == 0 && pipe (report) == 0);
  kin.reader = fork ();
  if (kin.reader == 0)
    read_one (ends, report[1], has_child);
  g_assert_cmpint (read (report[0], &kin.child, sizeof kin.child), ==, sizeof kin.child);
  kin.uncle = fork ();
  if (kin.uncle == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (ends[0]);
      fork_for (report[1], live);
      close (ends[1]);
      pause ();
      _exit (0);
    }
  g_assert_cmpint (read (report[0], &kin.nephew, sizeof kin.nephew), ==, sizeof kin.nephew);
  for (int i = 0; i < 2; i++)
    {
      close (ends[i]);
      close (report[i]);
    }

  return kin;
}

/* All of them end with their parents, and come to us. */
static void
kin_end (const Kin *kin)
{
  kill (kin->reader, SIGKILL);
  kill (kin->uncle, SIGKILL);
  while (waitpid (-1, NULL, 0) > 0)
    ;
}

static gboolean
has_ender (const ApmWaitPass *pass,
           const ApmWait     *wait,
           int                pid)
{
  guint n = 0;
  const ApmWaitEnder *enders = wait->n_groups ? apm_wait_pass_get_group (pass, wait, 0, &n) : NULL;

  for (guint i = 0; i < n; i++)
    if (enders[i].pid == pid)
      return TRUE;

  return FALSE;
}

/* Returns: a look in which they are where they go */
static ApmWaitPass *
look (gboolean   is_quick,
      const Kin *kin)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;

  apm_wait_reader_set_quick (reader, is_quick);
  for (;;)
    {
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);
      const ApmWait *wait = apm_wait_pass_find (pass, kin->reader, kin->reader);
      const ApmWait *nephew = apm_wait_pass_find (pass, kin->nephew, kin->nephew);

      if (wait && (wait->kind == APM_WAIT_PIPE_READ || wait->kind == APM_WAIT_FLOCK) && nephew && nephew->kind != APM_WAIT_RUNNING)
        return g_steal_pointer (&pass);
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_usleep (2000);
    }
}

/* Its child goes on: it can end. */
static void
test_goes_on (void)
{
  Kin kin = kin_start (TRUE, sleep_for_ever);
  g_autoptr(ApmWaitPass) quick = look (TRUE, &kin);
  g_autoptr(ApmWaitPass) pass = look (FALSE, &kin);
  const ApmWait *wait = apm_wait_pass_find (quick, kin.reader, kin.reader);
  const ApmWait *full = apm_wait_pass_find (pass, kin.reader, kin.reader);
  gboolean is_complete = g_array_index (quick->groups, ApmWaitGroup, wait->first_group).is_complete;

  g_assert_true (has_ender (quick, wait, kin.child));
  /* If somebody else on this machine is stuck, everybody was looked at. */
  g_assert_true (has_ender (quick, wait, kin.nephew) || !is_complete);
  g_assert_true (has_ender (pass, full, kin.child));
  g_assert_true (has_ender (pass, full, kin.nephew));
  kin_end (&kin);
}

/* Nobody near has it, and who has it is stuck. */
static void
test_is_stuck (void)
{
  Kin kin = kin_start (FALSE, lock_twice);
  g_autoptr(ApmWaitPass) pass = look (TRUE, &kin);
  const ApmWait *wait = apm_wait_pass_find (pass, kin.reader, kin.reader);
  const ApmWait *nephew = apm_wait_pass_find (pass, kin.nephew, kin.nephew);

  /* Where others may not be looked at, it may never be known whether these are all. */
  g_assert_true (has_ender (pass, wait, kin.nephew) || wait->grade == APM_WAIT_GRADE_UNKNOWN);
  g_assert_cmpint (nephew->kind, ==, APM_WAIT_MUTEX);
  g_assert_cmpint (nephew->finding, ==, APM_WAIT_SELF);
  kin_end (&kin);
}

static int
wait_for_lock (const char *path)
{
  int pid = fork ();

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      _exit (flock (open (path, O_RDWR | O_CLOEXEC), LOCK_EX));
    }

  return pid;
}

/* The uncle took the lock, and is there; but it is the nephew who has it. */
static Kin
lock_start (const char *path,
            gboolean    is_kept,
            void      (*live) (void))
{
  Kin kin = { 0 };
  int report[2];

  g_assert_true (pipe (report) == 0);
  kin.uncle = fork ();
  if (kin.uncle == 0)
    {
      int fd = open (path, O_RDWR | O_CREAT, 0600);

      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (flock (fd, LOCK_EX) != 0)
        _exit (1);
      fork_for (report[1], live);
      if (!is_kept)
        close (fd);
      sleep_for_ever ();
    }
  g_assert_cmpint (read (report[0], &kin.nephew, sizeof kin.nephew), ==, sizeof kin.nephew);
  close (report[0]);
  close (report[1]);
  kin.reader = wait_for_lock (path);

  return kin;
}

static void
test_lock (gconstpointer is_kept)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("apm-quick-XXXXXX", &path, NULL);
  Kin kin = lock_start (path, is_kept != NULL, is_kept ? sleep_for_ever : lock_twice);
  g_autoptr(ApmWaitPass) pass = look (TRUE, &kin);
  const ApmWait *wait = apm_wait_pass_find (pass, kin.reader, kin.reader);
  int ender = is_kept ? kin.uncle : kin.nephew;

  g_assert_true (has_ender (pass, wait, ender) || wait->grade == APM_WAIT_GRADE_UNKNOWN);
  g_assert_true (is_kept || !has_ender (pass, wait, kin.uncle));
  kin_end (&kin);
  close (fd);
  unlink (path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  prctl (PR_SET_CHILD_SUBREAPER, 1);
  g_test_add_func ("/wait/quick/goes-on", test_goes_on);
  g_test_add_func ("/wait/quick/is-stuck", test_is_stuck);
  g_test_add_data_func ("/wait/quick/lock", "kept", test_lock);
  g_test_add_data_func ("/wait/quick/lock-passed-on", NULL, test_lock);

  return g_test_run ();
}
