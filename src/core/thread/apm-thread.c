/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread.h"

#include "apm-error.h"
#include "apm-process.h"
#include "apm-stat.h"
#include "apm-text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* PID_MAX_LIMIT of 64-bit Linux is 2^22, and a TID is a PID. */
#define TID_BITS 22

#define US_PER_TICK 10000

const ApmField apm_thread_fields[] = {
  { "pid", APM_FIELD_INT, G_STRUCT_OFFSET (ApmThread, pid) },
  { "tid", APM_FIELD_INT, G_STRUCT_OFFSET (ApmThread, tid) },
  { "name", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmThread, name) },
  { "name_base64", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmThread, name_base64) },
  { "state", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmThread, state) },
  { "cpu_percent", APM_FIELD_DOUBLE, G_STRUCT_OFFSET (ApmThread, cpu_percent) },
  { "started_us", APM_FIELD_INT64, G_STRUCT_OFFSET (ApmThread, started_us) },
  { "cpu_time_us", APM_FIELD_INT64, G_STRUCT_OFFSET (ApmThread, cpu_time_us) },
  { "work", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmThread, work) },
  { "phase", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmThread, phase) },
  { NULL }
};

/**
 * apm_thread_key:
 *
 * Returns: (TID, start time) in one number, unique on one machine
 */
guint64
apm_thread_key (const ApmThread *self)
{
  return (guint64) (self->started_us / US_PER_TICK) << TID_BITS | (guint64) self->tid;
}

void
apm_thread_free (ApmThread *self)
{
  g_free ((char *) self->name);
  g_free ((char *) self->name_base64);
  g_free (self);
}

static ApmThread *
thread_new (int            pid,
            int            tid,
            const ApmStat *stat)
{
  ApmThread *self = g_new0 (ApmThread, 1);

  self->pid = pid;
  self->tid = tid;
  self->name = apm_text_to_utf8 (stat->comm, -1);
  if (strcmp (self->name, stat->comm) != 0)
    self->name_base64 = g_base64_encode ((const guchar *) stat->comm, strlen (stat->comm));
  self->state = apm_process_state_word (stat->state);
  self->started_us = apm_stat_ticks_to_us (stat->start_ticks);
  self->cpu_time_us = apm_stat_ticks_to_us (stat->cpu_ticks);
  self->join_us = -1;

  return self;
}

/* Any number that a name in /proc is, else 0. */
static int
parse_id (const char *name)
{
  gint64 id = g_ascii_isdigit (*name) ? g_ascii_strtoll (name, NULL, 10) : 0;

  return id <= G_MAXINT ? id : 0;
}

static int
scan_process (int        pid,
              GPtrArray *threads)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", pid);
  DIR *dir = opendir (path);
  struct dirent *entry;

  if (dir == NULL)
    return errno;

  while ((entry = readdir (dir)))
    {
      int tid = parse_id (entry->d_name);
      ApmStat stat;

      /* One that has gone between the two looks is no thread any more. */
      if (tid > 0 && apm_stat_read (dirfd (dir), tid, &stat, NULL))
        g_ptr_array_add (threads, thread_new (pid, tid, &stat));
    }
  closedir (dir);

  return 0;
}

static int
scan_all (GPtrArray *threads)
{
  DIR *dir = opendir ("/proc");
  struct dirent *entry;

  if (dir == NULL)
    return errno;

  while ((entry = readdir (dir)))
    {
      int pid = parse_id (entry->d_name);

      if (pid > 0)
        scan_process (pid, threads);
    }
  closedir (dir);

  return 0;
}

/**
 * apm_thread_scan:
 * @pid: of a process, or 0 for all
 *
 * Looks once, so that cpu_percent is 0. May be called from any thread.
 *
 * Returns: (transfer full): of ApmThread; %NULL with GONE or DENIED
 */
GPtrArray *
apm_thread_scan (int      pid,
                 GError **error)
{
  g_autoptr(GPtrArray) threads = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_thread_free);
  int saved_errno = pid > 0 ? scan_process (pid, threads) : scan_all (threads);

  if (saved_errno == 0 && threads->len > 0)
    return g_steal_pointer (&threads);

  if (pid > 0 && (saved_errno == 0 || saved_errno == ENOENT || saved_errno == ESRCH))
    g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("There is no process with the number %d"), pid);
  else if (pid > 0)
    apm_set_error_from_errno (error, saved_errno, _("The threads of process %d cannot be listed"), pid);
  else
    apm_set_error_from_errno (error, saved_errno, _("The threads of the system cannot be listed"));

  return NULL;
}

/**
 * apm_thread_scan_for:
 * @ms: the time between two looks, which cpu_percent comes from
 *
 * As apm_thread_scan(), but takes its time.
 */
GPtrArray *
apm_thread_scan_for (int      pid,
                     guint    ms,
                     GError **error)
{
  g_autoptr(GPtrArray) before = apm_thread_scan (pid, error);
  g_autoptr(GHashTable) times = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gint64 began_us = g_get_monotonic_time ();
  GPtrArray *threads;

  if (before == NULL)
    return NULL;

  for (guint i = 0; i < before->len; i++)
    {
      guint64 key = apm_thread_key (before->pdata[i]);

      g_hash_table_insert (times, g_memdup2 (&key, sizeof key), before->pdata[i]);
    }

  g_usleep (ms * 1000);
  threads = apm_thread_scan (pid, error);
  for (guint i = 0; threads && i < threads->len; i++)
    {
      ApmThread *thread = threads->pdata[i];
      guint64 key = apm_thread_key (thread);
      const ApmThread *earlier = g_hash_table_lookup (times, &key);

      if (earlier)
        thread->cpu_percent = 100.0 * (thread->cpu_time_us - earlier->cpu_time_us) /
                              (g_get_monotonic_time () - began_us);
    }

  return threads;
}
