/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the map of who talks to whom costs a thread, among processes that are joined
 * by pipes in a ring: the least of some rounds, in CPU time. */

#include "apm-links.h"

#include "../turns.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 15
#define N_PROCESSES 300
#define N_PIPES 6                    /* of the process before, and as many to the next */

static void
start_ring (pid_t *pids)
{
  int before[N_PIPES][2], after[N_PIPES][2], ready[2];
  char byte;

  if (pipe (ready) < 0)
    exit (1);
  for (guint j = 0; j < N_PIPES; j++)
    if (pipe2 (before[j], O_CLOEXEC) < 0)
      exit (1);
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      for (guint j = 0; j < N_PIPES; j++)
        if (pipe2 (after[j], O_CLOEXEC) < 0)
          exit (1);
      pids[i] = fork ();
      if (pids[i] == 0)
        {
          prctl (PR_SET_PDEATHSIG, SIGKILL);
          for (guint j = 0; j < N_PIPES; j++)
            {
              close (before[j][1]);
              close (after[j][0]);
            }
          if (write (ready[1], "x", 1) != 1)
            _exit (1);
          close_range (ready[0], ready[1], 0);
          for (;;)
            pause ();
        }
      if (pids[i] < 0 || read (ready[0], &byte, 1) != 1)
        exit (1);
      for (guint j = 0; j < N_PIPES; j++)
        {
          close (before[j][0]);
          close (before[j][1]);
          before[j][0] = after[j][0];
          before[j][1] = after[j][1];
        }
    }
}

int
main (void)
{
  pid_t pids[N_PROCESSES];
  double least = G_MAXDOUBLE;
  guint n_descriptors = 0, n_links = 0;

  start_ring (pids);
  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 began_us = turns_get_cpu_us ();
      g_autoptr(ApmPeers) peers = apm_peers_read (APM_PEERS_MEMORY | APM_PEERS_THREADS, NULL);
      g_autoptr(ApmLinks) links = apm_links_new (peers);

      least = MIN (least, (turns_get_cpu_us () - began_us) / 1e3);
      n_links = links->rows->len;
    }
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/fd", (int) pids[i]);
      g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);

      while (dir && g_dir_read_name (dir))
        n_descriptors++;
      kill (pids[i], SIGKILL);
      waitpid (pids[i], NULL, 0);
    }

  printf ("ipc-map %.1f ms of CPU: who talks to whom, with names, among %d processes with %u descriptors (%u connections)\n",
          least, N_PROCESSES, n_descriptors, n_links);

  return 0;
}
