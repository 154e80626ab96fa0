/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  int ends[2];
  guint64 inode;
  int pid;       /* who has both, too */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  struct stat status;

  g_assert_cmpint (pipe (fixture->ends), ==, 0);
  g_assert_cmpint (fstat (fixture->ends[0], &status), ==, 0);
  fixture->inode = status.st_ino;
  fixture->pid = fork ();
  if (fixture->pid == 0)
    {
      pause ();
      _exit (0);
    }
  g_assert_cmpint (fixture->pid, >, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  kill (fixture->pid, SIGKILL);
  g_assert_cmpint (waitpid (fixture->pid, NULL, 0), ==, fixture->pid);
  close (fixture->ends[0]);
  close (fixture->ends[1]);
}

static void
test_fill (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 waiting = -1, capacity = -1;
  int size = fcntl (fixture->ends[1], F_SETPIPE_SZ, 8192);

  g_assert_cmpint (write (fixture->ends[1], "pear", 4), ==, 4);
  g_assert_true (apm_pipe_is_at (fixture->pid, fixture->ends[0], fixture->inode));
  g_assert_true (apm_pipe_is_at (fixture->pid, fixture->ends[1], fixture->inode));
  g_assert_true (apm_pipe_read_fill (fixture->pid, fixture->ends[0], fixture->inode, &waiting, &capacity));
  g_assert_cmpint (waiting, ==, 4);
  g_assert_cmpint (capacity, ==, size);
}

static void
test_capacity (Fixture       *fixture,
               gconstpointer  data)
{
  int pidfd = pidfd_open (fixture->pid, 0);
  int copy = pidfd_getfd (pidfd, fixture->ends[1], 0);
  int size = fcntl (fixture->ends[1], F_SETPIPE_SZ, 8192);

  if (copy < 0)
    g_test_skip ("no descriptor of another process may be had here");
  for (guint i = 0; copy >= 0 && i < 2; i++)
    g_assert_cmpint (apm_pipe_read_capacity (fixture->pid, fixture->ends[i], fixture->inode), ==, size);
  close (copy);
  close (pidfd);
}

/* What is not the pipe that was meant is not asked. */
static void
test_another (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 waiting = -1, capacity = -1;
  int file = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  int pid = getpid ();
  const struct { int pid, fd; guint64 inode; } wrong[] = {
    { fixture->pid, fixture->ends[0], fixture->inode + 1 },
    { fixture->pid, fixture->ends[0], 0 },
    { fixture->pid, 1 << 20, fixture->inode },
    { fixture->pid, -1, fixture->inode },
    { G_MAXINT, fixture->ends[0], fixture->inode },
    { pid, file, fixture->inode },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (apm_pipe_is_at (wrong[i].pid, wrong[i].fd, wrong[i].inode));
      g_assert_false (apm_pipe_read_fill (wrong[i].pid, wrong[i].fd, wrong[i].inode, &waiting, &capacity));
      g_assert_cmpint (apm_pipe_read_capacity (wrong[i].pid, wrong[i].fd, wrong[i].inode), ==, -1);
    }
  g_assert_cmpint (waiting, ==, -1);
  g_assert_cmpint (capacity, ==, -1);
  close (file);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/pipe/fill", Fixture, NULL, set_up, test_fill, tear_down);
  g_test_add ("/pipe/capacity", Fixture, NULL, set_up, test_capacity, tear_down);
  g_test_add ("/pipe/another", Fixture, NULL, set_up, test_another, tear_down);

  return g_test_run ();
}
