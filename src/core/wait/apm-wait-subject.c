/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

ApmWaitSubject *
apm_wait_subject_new (ApmWaitLook *look,
                      int          pid)
{
  ApmWaitSubject *self = g_new0 (ApmWaitSubject, 1);

  self->look = look;
  self->pid = pid;
  self->task_fd = -1;
  self->own_group = -1;
  self->tids = g_array_new (FALSE, FALSE, sizeof (int));
  self->asks = g_array_new (FALSE, FALSE, sizeof (ApmWaitAsk));
  self->windows = g_array_new (FALSE, FALSE, sizeof (ApmMemoryWindow));
  apm_wait_subject_begin (self);

  return self;
}

/**
 * apm_wait_subject_begin:
 *
 * From now on its time counts.
 */
void
apm_wait_subject_begin (ApmWaitSubject *self)
{
  self->patience.deadline_us = g_get_monotonic_time () + self->look->reader->ms_a_process * G_GINT64_CONSTANT (1000);
  self->patience.delayed_ns = self->look->delayed_ns;
}

void
apm_wait_subject_free (ApmWaitSubject *self)
{
  if (self->task_fd >= 0)
    close (self->task_fd);
  g_clear_pointer (&self->outer, g_hash_table_unref);
  g_array_unref (self->tids);
  g_array_unref (self->asks);
  g_array_unref (self->windows);
  g_free (self->memory);
  g_free (self->pid_space);
  g_free (self->maps);
  g_free (self);
}

gboolean
apm_wait_subject_is_late (ApmWaitSubject *self)
{
  return apm_patience_is_over (&self->patience);
}

/* A file of any length. Returns: (nullable): %NULL with errno */
char *
apm_wait_dup_file (int         dir_fd,
                   const char *path)
{
  g_autoptr(GString) text = g_string_new (NULL);
  int fd = openat (dir_fd, path, O_RDONLY | O_CLOEXEC);
  char part[16384];
  gssize length;

  if (fd < 0)
    return NULL;
  while ((length = read (fd, part, sizeof part)) > 0)
    g_string_append_len (text, part, length);
  close (fd);

  return length < 0 ? NULL : g_string_free (g_steal_pointer (&text), FALSE);
}

/* Returns: (nullable): where a symbolic link leads to */
char *
apm_wait_dup_link (int         dir_fd,
                   const char *path)
{
  char target[4096];
  gssize length = readlinkat (dir_fd, path, target, sizeof target);

  return length > 0 ? g_strndup (target, (gsize) length) : NULL;
}

/* The number behind @key at the beginning of a line. */
gint64
apm_wait_find_number (const char *text,
                      const char *key,
                      gint64      otherwise)
{
  gsize length = strlen (key);

  for (const char *p = text; p; p = strchr (p, '\n'))
    {
      p += *p == '\n';
      if (strncmp (p, key, length) == 0)
        return g_ascii_strtoll (p + length, NULL, 10);
    }

  return otherwise;
}

/**
 * apm_wait_read_memory:
 *
 * As apm_wait_hands_read()
 */
void
apm_wait_read_memory (ApmWaitReader *reader,
                      ApmMemoryJob  *jobs,
                      guint          n_jobs)
{
  if (reader->hands == NULL)
    reader->hands = apm_wait_hands_new ();

  apm_wait_hands_read (reader->hands, jobs, n_jobs);
}

/**
 * apm_wait_subject_read_memory:
 *
 * Returns: as apm_wait_memory_read()
 */
int
apm_wait_subject_read_memory (ApmWaitSubject  *self,
                              ApmMemoryWindow *windows,
                              guint            n_windows)
{
  ApmMemoryJob job = {
    .pid = self->pid,
    .start_ticks = self->stat.start_ticks,
    .windows = windows,
    .n_windows = n_windows,
    .limit_us = MAX (self->patience.deadline_us - g_get_monotonic_time (), 1),
  };

  apm_wait_read_memory (self->look->reader, &job, 1);

  return job.reason;
}

/**
 * apm_wait_dup_maps:
 * @start_ticks: of @pid, or 0
 * @reason: (out): 0, or why there are none: ETIME: it did not answer
 *
 * Who reads what is mapped waits for the process' own lock of its memory, so not we do.
 *
 * Returns: (nullable): the text of /proc/PID/maps
 */
char *
apm_wait_dup_maps (ApmWaitReader *reader,
                   int            pid,
                   guint64        start_ticks,
                   int           *reason)
{
  ApmMemoryJob job = {
    .pid = pid,
    .start_ticks = start_ticks,
    .wants_maps = TRUE,
    .limit_us = reader->ms_a_process * G_GINT64_CONSTANT (1000),
  };

  apm_wait_read_memory (reader, &job, 1);
  *reason = job.reason;

  return job.maps;
}

static int
compare_int (gconstpointer a,
             gconstpointer b)
{
  return (*(const int *) a > *(const int *) b) - (*(const int *) a < *(const int *) b);
}

/**
 * apm_wait_subject_has_thread:
 *
 * Asks /proc for one that was not there when the threads were listed.
 */
gboolean
apm_wait_subject_has_thread (ApmWaitSubject *self,
                             int             tid)
{
  struct stat status;
  char path[48];

  if (self->tids->len > 0
      && bsearch (&tid, self->tids->data, self->tids->len, sizeof (int), compare_int))
    return TRUE;
  g_snprintf (path, sizeof path, "%d/task/%d", self->pid, tid);

  return fstatat (self->look->proc_fd, path, &status, 0) == 0;
}

/* Takes "address-end perms offset major:minor inode" apart. */
static gboolean
parse_mapping (const char *line,
               guint64    *first,
               guint64    *end,
               char       *perms,
               guint64    *offset,
               guint64    *space)
{
  guint64 major, minor, inode;
  char *p;

  *first = g_ascii_strtoull (line, &p, 16);
  if (*p++ != '-')
    return FALSE;
  *end = g_ascii_strtoull (p, &p, 16);
  if (*p++ != ' ' || strnlen (p, 5) < 5 || p[4] != ' ')
    return FALSE;
  memcpy (perms, p, 4);
  *offset = g_ascii_strtoull (p + 5, &p, 16);
  major = g_ascii_strtoull (p, &p, 16);
  if (*p++ != ':')
    return FALSE;
  minor = g_ascii_strtoull (p, &p, 16);
  inode = g_ascii_strtoull (p, &p, 10);
  *space = (major << 20 | minor) << 40 ^ inode;

  return *first < *end && (*p == ' ' || *p == '\n' || *p == '\0');
}

static const char *
next_line (const char *line)
{
  const char *end = strchr (line, '\n');

  return end && end[1] ? end + 1 : NULL;
}

/**
 * apm_wait_maps_find:
 * @maps: the text of /proc/PID/maps
 * @space: (out): device and inode of what is mapped there
 * @offset: (out): where in it
 *
 * Returns: whether @address is in memory that other processes may have too
 */
gboolean
apm_wait_maps_find (const char *maps,
                    guint64     address,
                    guint64    *space,
                    guint64    *offset)
{
  for (const char *line = maps; line; line = next_line (line))
    {
      guint64 first, end;
      char perms[4];

      if (!parse_mapping (line, &first, &end, perms, offset, space) || address < first || address >= end)
        continue;
      *offset += address - first;

      return perms[3] == 's';
    }

  return FALSE;
}

/**
 * apm_wait_maps_have:
 *
 * Returns: whether @space is mapped shared
 */
gboolean
apm_wait_maps_have (const char *maps,
                    guint64     space)
{
  for (const char *line = maps; line; line = next_line (line))
    {
      guint64 first, end, offset, other;
      char perms[4];

      if (parse_mapping (line, &first, &end, perms, &offset, &other) && perms[3] == 's' && other == space)
        return TRUE;
    }

  return FALSE;
}

/**
 * apm_wait_maps_list_shared:
 *
 * Returns: (transfer full) (element-type guint64): what is mapped shared, each as often
 *   as it is
 */
GArray *
apm_wait_maps_list_shared (const char *maps)
{
  GArray *spaces = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (const char *line = maps; line; line = next_line (line))
    {
      guint64 first, end, offset, space;
      char perms[4];

      if (parse_mapping (line, &first, &end, perms, &offset, &space) && perms[3] == 's')
        g_array_append_val (spaces, space);
    }

  return spaces;
}

gboolean
apm_wait_subject_find_shared (ApmWaitSubject *self,
                              guint64         address,
                              guint64        *space,
                              guint64        *offset)
{
  if (!self->maps)
    self->maps = apm_wait_dup_maps (self->look->reader, self->pid, self->stat.start_ticks, &self->maps_refusal);
  if (!self->maps)
    self->maps = g_strdup ("");

  return apm_wait_maps_find (self->maps, address, space, offset);
}

/**
 * apm_wait_find_process_of:
 * @tid: a thread of any process
 *
 * Returns: its process; 0 if there is no such thread, or we may not see it
 */
int
apm_wait_find_process_of (ApmWaitLook *look,
                          int          tid)
{
  char path[32], text[2048];

  g_snprintf (path, sizeof path, "%d/status", tid);
  if (apm_small_file_read (look->proc_fd, path, text, sizeof text) <= 0)
    return 0;

  return (int) apm_wait_find_number (text, "Tgid:", 0);
}
