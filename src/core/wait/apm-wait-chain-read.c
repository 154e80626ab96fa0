/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-place.h"

#include "apm-pipe.h"
#include "apm-process-info.h"
#include "apm-text.h"
#include "apm-wait-private.h"
#include "apm-wait-task.h"

#include <fcntl.h>
#include <unistd.h>

/* Of more in a chain it is not asked whose they are. */
#define MOST_CANDIDATES 256

static char *
read_name (int proc_fd,
           int tid)
{
  g_autofree char *name = NULL;
  char path[32], text[64];
  gssize length;

  g_snprintf (path, sizeof path, "%d/comm", tid);
  length = apm_small_file_read (proc_fd, path, text, sizeof text);
  if (length <= 0)
    return NULL;
  if (text[length - 1] == '\n')
    length--;
  name = apm_text_to_utf8 (text, length);

  return apm_text_escape_lines (name);
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

  g_snprintf (path, sizeof path, "%d/status", node->tid);
  if (apm_small_file_read (proc_fd, path, text, sizeof text) <= 0)
    return;
  node->inner_pid = find_inner (text, "\nNStgid:");
  node->inner_tid = find_inner (text, "\nNSpid:");
}

static guint
read_user (int proc_fd,
           int pid)
{
  char path[32], text[4096];
  gint64 uid = -1;

  g_snprintf (path, sizeof path, "%d/status", pid);
  if (apm_small_file_read (proc_fd, path, text, sizeof text) > 0)
    uid = apm_wait_find_number (text, "Uid:", -1);

  return uid >= 0 && uid < G_MAXUINT ? (guint) uid : G_MAXUINT;
}

/* Whose they are, where they are all of one user. @n_left: how many may still be asked for */
static char *
dup_candidates_user (int                proc_fd,
                     const ApmWaitPass *pass,
                     const ApmWait     *wait,
                     guint             *n_left)
{
  guint user = G_MAXUINT;

  if (wait->n_candidates > *n_left)
    return NULL;
  *n_left -= wait->n_candidates;
  for (guint i = 0; i < wait->n_candidates; i++)
    {
      guint other = read_user (proc_fd, g_array_index (pass->enders, ApmWaitEnder, wait->first_candidate + i).pid);

      if (other == G_MAXUINT || (i > 0 && other != user))
        return NULL;
      user = other;
    }

  return user == G_MAXUINT ? NULL : g_strdup (apm_process_look_up_user (user));
}

static gboolean
have_same_candidates (const ApmWait *one,
                      const ApmWait *other)
{
  return one->first_candidate == other->first_candidate && one->n_candidates == other->n_candidates;
}

/* Many have the same: they are asked for once. */
static void
read_candidates (ApmWaitChain *self,
                 int           proc_fd)
{
  const ApmWaitNode *last = NULL;
  guint n_left = MOST_CANDIDATES;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      ApmWaitNode *node = &g_array_index (self->nodes, ApmWaitNode, i);

      if (node->tid == 0 || node->wait == NULL || node->wait->n_candidates == 0)
        continue;
      node->candidates_user = last && have_same_candidates (last->wait, node->wait)
                              ? g_strdup (last->candidates_user)
                              : dup_candidates_user (proc_fd, self->pass, node->wait, &n_left);
      last = node;
    }
}

/**
 * apm_wait_chain_read:
 * @places: (nullable): %NULL: do not ask from where they wait
 *
 * Asks /proc for the names of the chain's threads, for how long each has not run,
 * how large a pipe is that is full, and from which line it waits. Not for the main thread.
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
      if (node->wait && node->wait->kind == APM_WAIT_PIPE_WRITE)
        node->capacity_bytes = apm_pipe_read_capacity (node->pid, node->wait->object.fd, node->wait->object.id);
    }
  read_candidates (self, proc_fd);
  close (proc_fd);
  if (places)
    apm_wait_places_read (places, self);
}
