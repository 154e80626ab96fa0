/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include <errno.h>

/* Who has memory that is shared between processes: a semaphore or a condition in it
 * records no owner, but nobody else can post or signal it. Asked once a look, and only
 * where that is worth the price: it reads what everybody has mapped. */

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

static void
read_all (ApmWaitLook *look)
{
  look->mappers = g_array_new (FALSE, FALSE, sizeof (Mapper));
  look->no_mappers = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; i < look->n_pids; i++)
    {
      g_autofree char *maps = NULL;
      char path[32];

      g_snprintf (path, sizeof path, "%d/maps", look->pids[i]);
      errno = 0;
      maps = apm_wait_dup_file (look->proc_fd, path);
      if (maps)
        add_spaces (look, look->pids[i], maps);
      else if (errno == EACCES || errno == EPERM)
        g_array_append_val (look->no_mappers, look->pids[i]);
    }
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
