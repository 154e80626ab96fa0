/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-snapshot.h"

#include <glib/gi18n-lib.h>

/* A group's key is none that a process can have. */
#define GROUP_BIT (G_GUINT64_CONSTANT (1) << 63)

/* Returns: (transfer full): what the processes of one group have in common. */
static char *
dup_title (ApmSnapshot      *self,
           const ApmProcess *process)
{
  const ApmProcessMore *more = process->more;
  const ApmSample *leader;

  switch (self->query->grouping)
    {
    case APM_GROUPING_USER:
      return g_strdup (process->user);

    case APM_GROUPING_UNIT:
      if (more && more->unit)
        return g_strdup (more->unit);
      return g_strdup (process->command ? _("no service or application") : _("kernel threads"));

    case APM_GROUPING_SESSION:
      if (!more || more->session <= 0)
        return g_strdup (_("no session"));
      leader = apm_snapshot_find (self, more->session);
      if (more->terminal)
        return g_strdup_printf (_("%s, session %d of %s"), more->terminal, more->session,
                                leader ? leader->process.name : "?");
      return g_strdup (_("no terminal"));

    case APM_GROUPING_PROJECT:
      if (more && more->project)
        return g_strdup (more->project);
      return g_strdup (_("no project"));

    case APM_GROUPING_FLAT:
    case APM_GROUPING_TREE:
    default:
      return g_strdup ("");
    }
}

static guint
add_group (ApmSnapshot *self,
           const char  *title)
{
  ApmSample group = {
    .process = {
      .name = g_string_chunk_insert (self->titles, title),
      .user = "",
      .state = "",
      .is_group = TRUE,
      .group_key = GROUP_BIT | (guint64) self->query->grouping << 32 | g_str_hash (title),
      .started_us = G_MAXINT64,
    },
  };

  g_array_append_val (self->samples, group);

  return self->samples->len - 1;
}

static void
add_to_totals (ApmProcess       *group,
               const ApmProcess *member)
{
  if (member->ended)
    return;

  group->n_members++;
  group->cpu_percent += member->cpu_percent;
  group->rss_bytes += member->rss_bytes;
  group->threads += member->threads;
  group->cpu_time_us += member->cpu_time_us;
  group->started_us = MIN (group->started_us, member->started_us);
  group->age_us = MAX (group->age_us, member->age_us);
}

/**
 * apm_snapshot_add_groups:
 * @shown: for each sample, whether it is shown
 * @group_of: (out): for each sample that is shown, the place of its group's sample
 *
 * Appends a sample with totals for each group of the query.
 */
void
apm_snapshot_add_groups (ApmSnapshot  *self,
                         const guint8 *shown,
                         guint        *group_of)
{
  g_autoptr(GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = self->samples->len;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = NULL;
      gpointer place;

      if (!shown[i])
        continue;

      title = dup_title (self, &g_array_index (self->samples, ApmSample, i).process);
      if (!g_hash_table_lookup_extended (groups, title, NULL, &place))
        {
          place = GUINT_TO_POINTER (add_group (self, title));
          g_hash_table_insert (groups, g_steal_pointer (&title), place);
        }
      group_of[i] = GPOINTER_TO_UINT (place);
      add_to_totals (&g_array_index (self->samples, ApmSample, group_of[i]).process,
                     &g_array_index (self->samples, ApmSample, i).process);
    }
}
