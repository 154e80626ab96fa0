/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include <string.h>
#include <unistd.h>

/* PID namespaces: what is written in a program's memory is a thread as the program counts. */

#define NUMBERS "\nNSpid:\t"

/* The last number of the line NSpid: is what the thread itself sees. */
static gboolean
read_inner_tid (ApmWaitSubject *self,
                int             tid,
                int            *inner)
{
  char path[48], text[4096];
  const char *line, *end;

  g_snprintf (path, sizeof path, "%d/task/%d/status", self->pid, tid);
  if (apm_small_file_read (self->look->proc_fd, path, text, sizeof text) <= 0)
    return FALSE;
  line = strstr (text, "\nNSpid:");
  if (!line)
    return FALSE;
  end = line + 1 + strcspn (line + 1, "\n");
  while (end > line && g_ascii_isdigit (end[-1]))
    end--;
  *inner = (int) g_ascii_strtoll (end, NULL, 10);

  return *inner > 0;
}

static void
list_inner_tids (ApmWaitSubject *self)
{
  self->outer = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->tids->len && !apm_wait_subject_is_late (self); i++)
    {
      int tid = g_array_index (self->tids, int, i);
      int inner;

      if (read_inner_tid (self, tid, &inner))
        g_hash_table_insert (self->outer, GINT_TO_POINTER (inner), GINT_TO_POINTER (tid));
    }
}

/* Returns: the thread of @pid that is @inner there; 0 if it has none */
static int
find_in_process (ApmWaitSubject *self,
                 int             pid,
                 int             inner)
{
  g_autoptr(GArray) tids = g_array_new (FALSE, FALSE, sizeof (int));
  ApmWaitSubject other = { .look = self->look, .pid = pid, .task_fd = -1 };
  int found;

  if (apm_wait_open_tasks (&other) < 0)
    return 0;
  apm_wait_list_numbers (other.task_fd, 0, tids);
  close (other.task_fd);
  for (guint i = 0; i < tids->len && !apm_wait_subject_is_late (self); i++)
    if (read_inner_tid (&other, g_array_index (tids, int, i), &found) && found == inner)
      return g_array_index (tids, int, i);

  return 0;
}

/**
 * apm_wait_subject_counts_alike:
 *
 * After apm_wait_subject_translate(). The status of a process tells everybody, the link to
 * its namespace only who may look at it.
 *
 * Returns: whether @pid is in the same PID namespace
 */
gboolean
apm_wait_subject_counts_alike (ApmWaitSubject *self,
                               int             pid)
{
  g_autofree char *link = NULL;
  char path[32], text[4096];
  const char *numbers;

  if (self->pid_space)
    {
      g_snprintf (path, sizeof path, "%d/ns/pid", pid);
      link = apm_wait_dup_link (self->look->proc_fd, path);
      return g_strcmp0 (link, self->pid_space) == 0;
    }

  /* One number for each PID namespace from ours inwards. */
  g_snprintf (path, sizeof path, "%d/status", pid);
  numbers = apm_small_file_read (self->look->proc_fd, path, text, sizeof text) > 0 ? strstr (text, NUMBERS) : NULL;

  return !numbers || numbers[strlen (NUMBERS) + strcspn (numbers + strlen (NUMBERS), "\t\n")] != '\t';
}

/* One in another process of the same PID namespace. */
static int
find_in_space (ApmWaitSubject *self,
               int             inner)
{
  ApmWaitLook *look = self->look;

  for (guint i = 0; i < look->n_pids && !apm_wait_subject_is_late (self); i++)
    {
      int pid = look->pids[i];
      int found = apm_wait_subject_counts_alike (self, pid) ? find_in_process (self, pid, inner) : 0;

      if (found == 0)
        continue;
      g_hash_table_insert (self->outer, GINT_TO_POINTER (inner), GINT_TO_POINTER (found));
      return found;
    }

  return 0;
}

/**
 * apm_wait_subject_translate:
 * @inner: a TID or PID as the process itself counts them
 *
 * Returns: as we count them; 0 if there is no such thread any more, or, with
 *   apm_wait_subject_is_late(), it is not known
 */
int
apm_wait_subject_translate (ApmWaitSubject *self,
                            int             inner)
{
  char path[32];
  int outer;

  if (!self->knows_space)
    {
      self->knows_space = TRUE;
      g_snprintf (path, sizeof path, "%d/ns/pid", self->pid);
      self->pid_space = apm_wait_dup_link (self->look->proc_fd, path);
      if (!self->pid_space || g_strcmp0 (self->pid_space, self->look->pid_space) == 0)
        g_clear_pointer (&self->pid_space, g_free);
    }
  if (!self->pid_space)
    return inner;

  if (!self->outer)
    list_inner_tids (self);
  outer = GPOINTER_TO_INT (g_hash_table_lookup (self->outer, GINT_TO_POINTER (inner)));

  return outer ? outer : find_in_space (self, inner);
}
