/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the index of who has the other end costs, in multiples of the floor: to list
 * each process' descriptors and to ask what each leads to. All in one run, in turns,
 * medians of the thread's CPU time. */

#include "apm-peers.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define N_PROCESSES 200
#define N_TRIPLES 25       /* of a pipe, a pair of sockets and a file: 5 descriptors */
#define ROUNDS 9

static double
cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static guint
read_links (const char *pid)
{
  char path[300];
  char link[PATH_MAX];
  struct dirent *dirent;
  guint n = 0;
  DIR *dir;

  g_snprintf (path, sizeof path, "/proc/%s/fd", pid);
  dir = opendir (path);
  while (dir && (dirent = readdir (dir)))
    n += readlinkat (dirfd (dir), dirent->d_name, link, sizeof link) > 0;
  if (dir)
    closedir (dir);

  return n;
}

static double
measure_floor (guint *n_links)
{
  double before = cpu_ms ();
  DIR *proc = opendir ("/proc");
  struct dirent *dirent;

  *n_links = 0;
  while ((dirent = readdir (proc)))
    if (g_ascii_isdigit (dirent->d_name[0]))
      *n_links += read_links (dirent->d_name);
  closedir (proc);

  return cpu_ms () - before;
}

static double
measure_reading (ApmPeersReader *reader)
{
  double before = cpu_ms ();
  ApmPeers *peers = apm_peers_reader_read (reader, 0, NULL);

  apm_peers_unref (peers);

  return cpu_ms () - before;
}

static double
measure_first (void)
{
  double before = cpu_ms ();
  ApmPeers *peers = apm_peers_read (0, NULL);

  apm_peers_unref (peers);

  return cpu_ms () - before;
}

static void
be_process (int ready)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  for (guint i = 0; i < N_TRIPLES; i++)
    {
      int fds[2];

      if (pipe (fds) < 0 || socketpair (AF_UNIX, SOCK_STREAM, 0, fds) < 0 || open ("/proc/self/exe", O_RDONLY) < 0)
        _exit (1);
    }
  if (write (ready, "x", 1) != 1)
    _exit (1);
  for (;;)
    pause ();
}

static void
start_processes (pid_t *pids)
{
  int ready[2];
  char byte;

  if (pipe (ready) < 0)
    exit (1);
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      pids[i] = fork ();
      if (pids[i] == 0)
        be_process (ready[1]);
      if (pids[i] < 0 || read (ready[0], &byte, 1) != 1)
        exit (1);
    }
  close (ready[0]);
  close (ready[1]);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
median (double *values)
{
  qsort (values, ROUNDS, sizeof *values, compare_doubles);

  return values[ROUNDS / 2];
}

int
main (void)
{
  pid_t pids[N_PROCESSES];
  double floors[ROUNDS], firsts[ROUNDS], steadies[ROUNDS];
  g_autoptr(ApmPeersReader) reader = apm_peers_reader_new (NULL);
  guint n_links = 0;

  start_processes (pids);
  measure_reading (reader);
  for (guint i = 0; i < ROUNDS; i++)
    {
      floors[i] = measure_floor (&n_links);
      firsts[i] = measure_first ();
      steadies[i] = measure_reading (reader);
    }
  printf ("peers-index %.2f times the floor: who has the other end of %u descriptors, read anew\n",
          median (firsts) / median (floors), n_links);
  printf ("peers-index-steady %.2f times the floor: the same again, where little has run\n",
          median (steadies) / median (floors));
  printf ("# floor %.1f ms, anew %.1f ms, again %.1f ms\n", median (floors), median (firsts), median (steadies));

  for (guint i = 0; i < N_PROCESSES; i++)
    {
      kill (pids[i], SIGKILL);
      waitpid (pids[i], NULL, 0);
    }

  return 0;
}
