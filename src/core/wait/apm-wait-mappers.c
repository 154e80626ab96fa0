/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include <errno.h>
#include <unistd.h>

/* Who has memory that is shared between processes: a semaphore or a condition in it
 * records no owner, but nobody else can post or signal it. Asked once a look, and only
 * where that is worth the price: it reads what everybody has mapped. */

/* So many are read together: one is woken up for them, and their texts are in memory. */
#define AT_ONCE 16

typedef struct {
  guint64 space;
  int     pid;
} Mapper;

static void
add_spaces (ApmWaitLook *look,
            int          pid,
            const char  *maps)
{
  g_autoptr(GArray) spaces = apm_wait_maps_list_shared (maps);

  for (guint i = 0; i < spaces->len; i++)
    {
      Mapper mapper = { g_array_index (spaces, guint64, i), pid };

      g_array_append_val (look->mappers, mapper);
    }
}

/* Whether there may be more than could be read. */
static gboolean
is_unknown (int reason)
{
  return reason == EACCES || reason == EPERM || reason == ETIME;
}

static void
read_some (ApmWaitLook *look,
           const int   *pids,
           guint        n_pids)
{
  ApmMemoryJob jobs[AT_ONCE];

  for (guint i = 0; i < n_pids; i++)
    jobs[i] = (ApmMemoryJob) {
      .pid = pids[i], .wants_maps = TRUE, .limit_us = look->reader->ms_a_process * G_GINT64_CONSTANT (1000),
    };
  apm_wait_read_memory (look->reader, jobs, n_pids);
  for (guint i = 0; i < n_pids; i++)
    {
      if (jobs[i].maps)
        add_spaces (look, pids[i], jobs[i].maps);
      else if (is_unknown (jobs[i].reason))
        g_array_append_val (look->no_mappers, pids[i]);
      g_free (jobs[i].maps);
    }
}

static void
read_all (ApmWaitLook *look)
{
  look->mappers = g_array_new (FALSE, FALSE, sizeof (Mapper));
  look->no_mappers = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; i < look->n_pids; i += AT_ONCE)
    read_some (look, look->pids + i, MIN (look->n_pids - i, AT_ONCE));
}

static gboolean
has (const GArray *enders,
     int           pid)
{
  for (guint i = 0; i < enders->len; i++)
    if (g_array_index (enders, ApmWaitEnder, i).pid == pid)
      return TRUE;

  return FALSE;
}

/* Whether one of those that may not be looked at is to be expected to have it: memory
 * is passed on from parent to child. The first process has orphans that it did not start. */
static gboolean
is_doubtful (ApmWaitLook  *look,
             const GArray *enders)
{
  ApmStat stat;

  for (guint i = 0; i < look->no_mappers->len; i++)
    {
      int pid = g_array_index (look->no_mappers, int, i);

      if (apm_stat_read (look->proc_fd, pid, &stat, NULL) && has (enders, stat.ppid))
        return TRUE;
      for (guint k = 0; k < enders->len && pid != 1; k++)
        if (apm_stat_read (look->proc_fd, g_array_index (enders, ApmWaitEnder, k).pid, &stat, NULL) && stat.ppid == pid)
          return TRUE;
    }

  return FALSE;
}

/**
 * apm_wait_tell_mappers:
 * @wait: for something in memory that is shared, whose space is known
 *
 * Any thread of any process that has the memory; nobody is told where somebody is
 * likely to have it who may not be looked at.
 */
void
apm_wait_tell_mappers (ApmWaitLook *look,
                       ApmWait     *wait)
{
  g_autoptr(GArray) enders = g_array_new (FALSE, FALSE, sizeof (ApmWaitEnder));

  if (!look->mappers)
    read_all (look);
  for (guint i = 0; i < look->mappers->len; i++)
    {
      const Mapper *mapper = &g_array_index (look->mappers, Mapper, i);
      ApmWaitEnder ender = { mapper->pid, 0 };

      if (mapper->space == wait->object.space && !has (enders, mapper->pid))
        g_array_append_val (enders, ender);
    }
  if (enders->len == 0 || is_doubtful (look, enders))
    return;

  wait->nature = APM_WAIT_SOFT;
  apm_wait_add_group (look->pass, wait, (const ApmWaitEnder *) (gconstpointer) enders->data, enders->len,
                      look->no_mappers->len == 0);
}

static gboolean
ask_elsewhere (ApmWaitSubject *subject,
               guint64         space)
{
  ApmWaitLook *look = subject->look;

  if (faccessat (look->proc_fd, "1/stat", R_OK, 0) < 0)
    return TRUE;
  for (guint i = 0; i < look->n_pids; i++)
    {
      g_autofree char *maps = NULL;
      int reason;

      if (apm_wait_subject_is_late (subject))
        return TRUE;
      if (apm_wait_subject_counts_alike (subject, look->pids[i]))
        continue;
      maps = apm_wait_dup_maps (look->reader, look->pids[i], 0, &reason);
      if (maps ? apm_wait_maps_have (maps, space) : is_unknown (reason))
        return TRUE;
    }

  return FALSE;
}

/**
 * apm_wait_is_mapped_elsewhere:
 * @self: of which apm_wait_subject_translate() was asked
 *
 * Returns: whether somebody has the memory @space who counts threads otherwise than
 *   @self does, or may have it and is not to be seen: then a number that is nobody's here
 *   may be somebody's there
 */
gboolean
apm_wait_is_mapped_elsewhere (ApmWaitSubject *self,
                              guint64         space)
{
  ApmWaitMapped *mapped = &self->look->mapped;

  if (mapped->space == space && g_strcmp0 (mapped->pid_space, self->pid_space) == 0)
    return mapped->is_elsewhere;
  g_free (mapped->pid_space);
  *mapped = (ApmWaitMapped) { space, g_strdup (self->pid_space), ask_elsewhere (self, space) };

  return mapped->is_elsewhere;
}
