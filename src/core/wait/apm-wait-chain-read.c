/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-place.h"

#include "apm-text.h"
#include "apm-wait-task.h"

#include <fcntl.h>
#include <unistd.h>

static char *
read_name (int proc_fd,
           int tid)
{
  char path[32], text[64];
  gssize length;
  int fd;

  g_snprintf (path, sizeof path, "%d/comm", tid);
  fd = openat (proc_fd, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return NULL;
  length = read (fd, text, sizeof text);
  close (fd);
  if (length <= 0)
    return NULL;
  if (text[length - 1] == '\n')
    length--;

  {
    g_autofree char *name = apm_text_to_utf8 (text, length);

    return apm_text_escape_lines (name);
  }
}

/* The last of several numbers behind @key is that of the innermost PID namespace.
 * Returns: 0 if there is only ours */
static int
find_inner (const char *status,
            const char *key)
{
  const char *line = strstr (status, key);
  const char *end, *last;

  if (line == NULL)
    return 0;
  line += strlen (key);
  end = line + strcspn (line, "\n");
  for (last = end; last > line && g_ascii_isdigit (last[-1]);)
    last--;
  while (line < end && g_ascii_isspace (*line))
    line++;

  return last > line ? (int) g_ascii_strtoll (last, NULL, 10) : 0;
}

static void
read_inner (int          proc_fd,
            ApmWaitNode *node)
{
  char path[32], text[4096];
  gssize length;
  int fd;

  g_snprintf (path, sizeof path, "%d/status", node->tid);
  fd = openat (proc_fd, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return;
  length = read (fd, text, sizeof text - 1);
  close (fd);
  text[MAX (length, 0)] = '\0';
  node->inner_pid = find_inner (text, "\nNStgid:");
  node->inner_tid = find_inner (text, "\nNSpid:");
}

/**
 * apm_wait_chain_read:
 * @places: (nullable): %NULL: do not ask from where they wait
 *
 * Asks /proc for the names of the chain's threads, for how long each has not run, and
 * from which line it waits. Not for the main thread.
 */
void
apm_wait_chain_read (ApmWaitChain  *self,
                     ApmWaitPlaces *places)
{
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = 0; i < self->nodes->len; i++)
    {
      ApmWaitNode *node = &g_array_index (self->nodes, ApmWaitNode, i);
      gint64 ran_us;

      if (node->tid == 0)
        continue;
      node->thread_name = read_name (proc_fd, node->tid);
      read_inner (proc_fd, node);
      ran_us = apm_wait_task_read_last_ran (proc_fd, node->tid);
      if (ran_us > 0 && node->wait && node->wait->kind != APM_WAIT_RUNNING)
        node->waited_us = MAX (now_us - ran_us, 0);
    }
  close (proc_fd);
  if (places)
    apm_wait_places_read (places, self);
}
