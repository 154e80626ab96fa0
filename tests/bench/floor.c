/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "floor.h"

#include <dirent.h>
#include <fcntl.h>
#include <glib.h>
#include <time.h>
#include <unistd.h>

/* Returns: the CPU time of this thread */
double
floor_cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

double
floor_measure_ms (void)
{
  double before = floor_cpu_ms ();
  DIR *proc = opendir ("/proc");
  struct dirent *dirent;

  while ((dirent = readdir (proc)))
    if (g_ascii_isdigit (dirent->d_name[0]))
      {
        char name[300];
        char text[1024];
        int fd;

        g_snprintf (name, sizeof name, "%s/stat", dirent->d_name);
        fd = openat (dirfd (proc), name, O_RDONLY);
        if (fd >= 0 && read (fd, text, sizeof text) < 0)
          text[0] = '\0';
        if (fd >= 0)
          close (fd);
      }
  closedir (proc);

  return floor_cpu_ms () - before;
}
