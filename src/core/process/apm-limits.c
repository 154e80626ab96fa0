/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#include "apm-process-more.h"
#include "apm-tune.h"

#include <dirent.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Counting the tasks of a user means to read all of /proc: of a core it may take at
 * most one part in so many. */
#define COUNT_SHARE 50

/* Where that takes longer it is not known: the other limits shall not wait for it. */
#define COUNT_MOST_US (G_USEC_PER_SEC / 2)

/* As fs/proc/base.c of the kernel calls them, and in what they count. */
static const struct {
  const char *name;
  int         resource;
  const char *unit;
} known[] = {
  { "Max cpu time", RLIMIT_CPU, "s" },
  { "Max file size", RLIMIT_FSIZE, "bytes" },
  { "Max data size", RLIMIT_DATA, "bytes" },
  { "Max stack size", RLIMIT_STACK, "bytes" },
  { "Max core file size", RLIMIT_CORE, "bytes" },
  { "Max resident set", RLIMIT_RSS, "bytes" },
  { "Max processes", RLIMIT_NPROC, "processes" },
  { "Max open files", RLIMIT_NOFILE, "files" },
  { "Max locked memory", RLIMIT_MEMLOCK, "bytes" },
  { "Max address space", RLIMIT_AS, "bytes" },
  { "Max file locks", RLIMIT_LOCKS, "locks" },
  { "Max pending signals", RLIMIT_SIGPENDING, "signals" },
  { "Max msgqueue size", RLIMIT_MSGQUEUE, "bytes" },
  { "Max nice priority", RLIMIT_NICE, "" },
  { "Max realtime priority", RLIMIT_RTPRIO, "" },
  { "Max realtime timeout", RLIMIT_RTTIME, "us" },
};

void
apm_limits_free (ApmLimits *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->limits);
  g_free (self->denied);
  g_free (self);
}

/* Returns: whether a limit was there; @at moves behind it */
static gboolean
take_limit (const char **at,
            gint64      *limit,
            gboolean    *unlimited)
{
  const char *from = *at + strspn (*at, " ");
  char *end;
  guint64 number;

  *limit = G_MININT64;
  *unlimited = g_str_has_prefix (from, "unlimited");
  if (*unlimited)
    {
      *at = from + strlen ("unlimited");
      return TRUE;
    }
  if (!g_ascii_isdigit (*from))
    return FALSE;
  number = g_ascii_strtoull (from, &end, 10);
  *limit = (gint64) MIN (number, (guint64) G_MAXINT64);
  *at = end;

  return *end == ' ' || *end == '\n';
}

/**
 * apm_limits_parse:
 * @text: as /proc/PID/limits has it
 *
 * Returns: (transfer full): of ApmLimit; lines that are not whole or not known are
 *   left out
 */
GPtrArray *
apm_limits_parse (const char *text)
{
  GPtrArray *limits = g_ptr_array_new_with_free_func (g_free);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint l = 0; lines[l]; l++)
    for (guint i = 0; i < G_N_ELEMENTS (known); i++)
      {
        gsize length = strlen (known[i].name);
        g_autofree ApmLimit *limit = NULL;
        const char *at = lines[l] + length;

        if (strncmp (lines[l], known[i].name, length) != 0 || lines[l][length] != ' ')
          continue;
        limit = g_new0 (ApmLimit, 1);
        limit->resource = known[i].resource;
        limit->id = apm_limit_get_id (limit->resource);
        limit->label = apm_limit_get_label (limit->resource);
        limit->unit = known[i].unit;
        limit->used = G_MININT64;
        limit->used_percent = NAN;
        if (take_limit (&at, &limit->soft, &limit->soft_unlimited) &&
            take_limit (&at, &limit->hard, &limit->hard_unlimited))
          g_ptr_array_add (limits, g_steal_pointer (&limit));
      }

  return limits;
}

/* RLIMIT_NPROC counts the tasks of the real user, threads too (getrlimit(2)).
 * Returns: G_MININT64 if there are too many */
static gint64
count_tasks (const ApmQuestion *question,
             guint              uid)
{
  const gint64 end_us = g_get_monotonic_time () + COUNT_MOST_US;
  DIR *proc = opendir (question->proc);
  struct dirent *dirent;
  gint64 n = proc ? 0 : G_MININT64;

  while (proc && (dirent = readdir (proc)))
    {
      ApmQuestion of_other = *question;
      g_autofree char *status = NULL;

      if (g_get_monotonic_time () > end_us)
        {
          n = G_MININT64;
          break;
        }
      of_other.pid = atoi (dirent->d_name);
      status = of_other.pid > 0 ? apm_question_read_file (&of_other, "status", NULL, NULL) : NULL;
      if (status && apm_lines_get_number (status, "Uid") == uid)
        n += MAX (apm_lines_get_number (status, "Threads"), 1);
    }
  if (proc)
    closedir (proc);

  return n;
}

static gint64
get_tasks (const ApmQuestion *question,
           gint64             uid)
{
  ApmTaskCount *count = question->task_count;
  gint64 now_us = g_get_monotonic_time ();
  gint64 n;

  if (uid < 0)
    return G_MININT64;

  g_mutex_lock (&count->mutex);
  if (count->uid != uid || now_us - count->counted_us > COUNT_SHARE * count->took_us)
    {
      count->n = count_tasks (question, (guint) uid);
      count->uid = uid;
      count->counted_us = g_get_monotonic_time ();
      count->took_us = count->counted_us - now_us;
    }
  n = count->n;
  g_mutex_unlock (&count->mutex);

  return n;
}

/* What /proc tells of how much is used; of file sizes, locks and message queues it
 * tells nothing, and a limit of the resident set has no effect. */
static gint64
find_used (const ApmQuestion    *question,
           const ApmProcessMore *more,
           const char           *status,
           int                   resource)
{
  const ApmStat *stat = &question->stat;

  switch (resource)
    {
    case RLIMIT_CPU:
      return apm_stat_ticks_to_us (stat->cpu_ticks) / G_USEC_PER_SEC;
    case RLIMIT_DATA:
      return apm_lines_get_kib (status, "VmData");
    case RLIMIT_STACK:
      return apm_lines_get_kib (status, "VmStk");
    case RLIMIT_NPROC:
      return get_tasks (question, apm_lines_get_number (status, "Uid"));
    case RLIMIT_NOFILE:
      return more->descriptors >= 0 ? more->descriptors : G_MININT64;
    case RLIMIT_MEMLOCK:
      return apm_lines_get_kib (status, "VmLck");
    case RLIMIT_AS:
      return apm_lines_get_kib (status, "VmSize");
    case RLIMIT_SIGPENDING:
      return apm_lines_get_number (status, "SigQ");
    case RLIMIT_RTPRIO:
      return stat->priority < -1 ? -1 - stat->priority : 0;
    default:
      return G_MININT64;
    }
}

static void
fill_used (ApmLimits            *self,
           const ApmQuestion    *question,
           const ApmProcessMore *more,
           const char           *status)
{
  for (guint i = 0; i < self->limits->len; i++)
    {
      ApmLimit *limit = self->limits->pdata[i];

      limit->used = find_used (question, more, status, limit->resource);
      if (limit->used >= 0 && limit->soft > 0)
        limit->used_percent = 100.0 * (double) limit->used / (double) limit->soft;
    }
  if (more->denied & APM_SOURCE_FDS)
    self->denied = apm_question_dup_denied (question);
}

ApmLimits *
apm_limits_read (const ApmQuestion *question,
                 GError           **error)
{
  int reason;
  g_autofree char *text = apm_question_read_file (question, "limits", NULL, &reason);
  g_autofree char *status = text ? apm_question_read_file (question, "status", NULL, &reason) : NULL;
  g_autoptr(ApmProcessMore) more = NULL;
  ApmMoreReader *reader;
  ApmLimits *self;

  if (!status)
    {
      apm_question_set_error (question, reason, error);
      return NULL;
    }

  reader = apm_more_reader_new (question->proc_fd);
  more = apm_more_reader_read (reader, &question->stat, APM_SOURCE_FDS, NULL, 0);
  apm_more_reader_free (reader);
  self = g_new0 (ApmLimits, 1);
  self->limits = apm_limits_parse (text);
  fill_used (self, question, more, status);

  return self;
}
