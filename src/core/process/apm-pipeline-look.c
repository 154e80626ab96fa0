/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pipeline-private.h"

#include "apm-pipe.h"
#include "apm-small-file.h"
#include "apm-stat.h"
#include "apm-text.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static gint64
find_number (const char *text,
             const char *key)
{
  const char *found = strstr (text, key);

  return found ? g_ascii_strtoll (found + strlen (key), NULL, 10) : -1;
}

static void
read_look (ApmPipelineLook *look,
           ApmPipelineLook *before,
           int              proc_fd)
{
  char text[512];
  ApmStat stat;
  int dir_fd;

  if (look->pid == 0 || !apm_stat_read (proc_fd, look->pid, &stat, NULL) ||
      apm_stat_ticks_to_us (stat.start_ticks) != look->started_us)
    return;

  look->state = stat.state;
  g_snprintf (text, sizeof text, "%d", look->pid);
  dir_fd = openat (proc_fd, text, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (dir_fd < 0)
    return;

  if (apm_small_file_read (dir_fd, "wchan", text, sizeof text) > 0)
    {
      look->in_pipe_read = strstr (text, "pipe_read") != NULL;
      look->in_pipe_write = strstr (text, "pipe_write") != NULL;
    }
  if (apm_small_file_read (dir_fd, "io", text, sizeof text) > 0)
    {
      look->read_bytes = find_number (text, "rchar: ");
      look->written_bytes = find_number (text, "wchar: ");
    }
  look->has_output = apm_pipe_is_at (look->pid, STDOUT_FILENO, look->pipe);
  look->has_input = before != NULL && apm_pipe_is_at (look->pid, STDIN_FILENO, before->pipe);
  if (look->has_input)
    apm_pipe_read_fill (look->pid, STDIN_FILENO, before->pipe, &before->waiting_bytes, &before->capacity_bytes);
  close (dir_fd);
}

/**
 * apm_pipeline_looks_read:
 *
 * Fills in the answers, which are of about the same moment. For a thread.
 */
void
apm_pipeline_looks_read (ApmPipelineLook *looks,
                         guint            n)
{
  int proc_fd = open ("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);

  for (guint i = 0; i < n; i++)
    looks[i].read_bytes = looks[i].written_bytes = looks[i].waiting_bytes = looks[i].capacity_bytes = -1;
  for (guint i = 0; i < n && proc_fd >= 0; i++)
    read_look (&looks[i], i > 0 ? &looks[i - 1] : NULL, proc_fd);
  apm_clear_fd (&proc_fd);
}
