/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-reader.h"

#include "apm-process.h"
#include "apm-small-file.h"
#include "apm-text.h"

#include <errno.h>
#include <string.h>

/* Returns: the length; 0 if there is nothing, -1 with errno */
static gssize
read_file (int         task_fd,
           int         tid,
           const char *file,
           char       *text,
           gsize       size)
{
  char path[32];

  g_snprintf (path, sizeof path, "%d/%s", tid, file);

  return apm_small_file_read (task_fd, path, text, size);
}

/**
 * apm_thread_set_ref_string:
 * @text: (inout): a GRefString or %NULL
 *
 * Few different texts stand in many rows: each is kept once.
 */
void
apm_thread_set_ref_string (const char **text,
                           const char  *value)
{
  if (g_strcmp0 (*text, value) == 0)
    return;
  if (*text)
    g_ref_string_release ((char *) *text);
  *text = value ? g_ref_string_new_intern (value) : NULL;
}

/**
 * apm_thread_read_schedstat:
 *
 * CPU time in nanoseconds, the time spent ready, and how often it was its turn.
 *
 * Returns: whether this kernel tells it; it is the cheapest file of a thread
 */
gboolean
apm_thread_read_schedstat (int                task_fd,
                           int                tid,
                           ApmThreadCounters *counters)
{
  char text[96];
  char *p = text;

  if (read_file (task_fd, tid, "schedstat", text, sizeof text) <= 0)
    return FALSE;

  counters->cpu_ns = g_ascii_strtoll (p, &p, 10);
  counters->wait_ns = g_ascii_strtoll (p, &p, 10);
  counters->slices = g_ascii_strtoll (p, &p, 10);

  return TRUE;
}

void
apm_thread_take_stat (ApmThread     *row,
                      const ApmStat *stat)
{
  g_autofree char *name = apm_text_to_utf8 (stat->comm, -1);

  if (g_strcmp0 (row->name, name) != 0)
    {
      g_free ((char *) row->name);
      row->name = g_steal_pointer (&name);
      g_clear_pointer ((char **) &row->name_base64, g_free);
      if (strcmp (row->name, stat->comm) != 0)
        row->name_base64 = g_base64_encode ((const guchar *) stat->comm, strlen (stat->comm));
    }
  row->state = apm_process_state_word (stat->state);
  row->started_us = apm_stat_ticks_to_us (stat->start_ticks);
  row->cpu_time_us = apm_stat_ticks_to_us (stat->cpu_ticks);
  row->last_cpu = stat->last_cpu >= 0 ? stat->last_cpu : G_MININT;
  row->nice = stat->nice;
  row->priority = stat->priority;
  row->policy = apm_stat_policy_word (stat->policy);
}

static const char *
find_value (const char *text,
            const char *key)
{
  gsize length = strlen (key);

  for (const char *p = text; p && *p; p = strchr (p, '\n') ? strchr (p, '\n') + 1 : NULL)
    if (strncmp (p, key, length) == 0)
      return p + length;

  return NULL;
}

static gint64
find_number (const char *text,
             const char *key)
{
  const char *value = find_value (text, key);

  return value ? g_ascii_strtoll (value, NULL, 10) : -1;
}

static void
mark_denied (ApmThread *row,
             guint      source,
             gboolean   is_denied)
{
  row->denied = is_denied ? row->denied | source : row->denied & ~source;
}

/**
 * apm_thread_read_status:
 *
 * Context switches, and the CPUs that it may run on.
 */
void
apm_thread_read_status (int                task_fd,
                        ApmThread         *row,
                        ApmThreadCounters *counters)
{
  char text[4096];
  gssize length = read_file (task_fd, row->tid, "status", text, sizeof text);
  const char *cpus;

  mark_denied (row, APM_THREAD_STATUS, length < 0 && errno == EACCES);
  if (length <= 0)
    return;

  counters->voluntary = find_number (text, "voluntary_ctxt_switches:");
  counters->involuntary = find_number (text, "nonvoluntary_ctxt_switches:");
  cpus = find_value (text, "Cpus_allowed_list:");
  if (cpus)
    {
      g_autofree char *list = g_strndup (cpus, strcspn (cpus, "\n"));

      apm_thread_set_ref_string (&row->affinity, g_strstrip (list));
    }
}

/**
 * apm_thread_read_wchan:
 *
 * The kernel tells "0" of a thread that does not sleep, and also to whom may not
 * know.
 */
void
apm_thread_read_wchan (int        task_fd,
                       ApmThread *row)
{
  char text[128];
  gssize length = read_file (task_fd, row->tid, "wchan", text, sizeof text);
  gboolean is_known = length > 0 && strcmp (text, "0") != 0;
  gboolean is_asleep = row->state && (g_str_equal (row->state, "sleeping") || g_str_equal (row->state, "waiting"));

  mark_denied (row, APM_THREAD_WCHAN, (length < 0 && errno == EACCES) || (length > 0 && !is_known && is_asleep));
  apm_thread_set_ref_string (&row->wait_channel, is_known ? text : NULL);
}

/**
 * apm_thread_get_sources:
 * @ids: (nullable): of apm_thread_fields, or "lane"
 *
 * Returns: what has to be read to know them
 */
guint
apm_thread_get_sources (const char *const *ids)
{
  guint sources = APM_THREAD_STAT;

  for (; ids && *ids; ids++)
    {
      const ApmField *field = apm_field_find (apm_thread_fields, *ids);

      if (g_str_equal (*ids, "lane"))
        sources |= APM_THREAD_LANE | APM_THREAD_SCHEDSTAT | APM_THREAD_WCHAN;
      else if (field)
        sources |= field->tag;
    }

  return sources;
}
