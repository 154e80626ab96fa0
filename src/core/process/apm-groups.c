/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-more.h"
#include "apm-snapshot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

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

/* What may be added up; memory that processes share is then counted for each. */
static const char *const own_totals[] = { "cpu_percent", "rss_bytes", "threads", "cpu_time_us", NULL };
static const char *const more_totals[] = {
  "virtual_bytes", "shared_bytes", "swap_bytes", "pss_bytes", "minor_faults_per_s", "major_faults_per_s",
  "voluntary_switches_per_s", "involuntary_switches_per_s", "run_wait_percent", "read_bytes_per_s",
  "written_bytes_per_s", "read_bytes", "written_bytes", "descriptors", NULL
};

/**
 * apm_process_has_total:
 * @field: of apm_process_fields
 *
 * Returns: whether the head of a group has the sum of its members
 */
gboolean
apm_process_has_total (const ApmField *field)
{
  return g_strv_contains (own_totals, field->id) || g_strv_contains (more_totals, field->id);
}

/**
 * apm_process_is_partial:
 *
 * Returns: whether @process is the head of a group, some of whose members may not be
 *   looked at, so that the sum is one of the others only
 */
gboolean
apm_process_is_partial (const ApmProcess *process,
                        const ApmField   *field)
{
  return process->is_group && (process->more->denied & field->tag) != 0 && apm_field_is_known (field, process);
}

/* Found once for all members of all groups. */
typedef struct {
  const ApmField *fields[G_N_ELEMENTS (more_totals)];
} Totals;

static void
find_totals (Totals *totals)
{
  for (guint i = 0; i < G_N_ELEMENTS (more_totals); i++)
    totals->fields[i] = more_totals[i] ? apm_field_find (apm_process_fields, more_totals[i]) : NULL;
}

static void
add_more_totals (ApmProcess       *group,
                 ApmProcessMore   *sums,
                 const ApmProcess *member,
                 const Totals     *totals)
{
  sums->denied |= member->more->denied;
  for (guint i = 0; totals->fields[i]; i++)
    {
      const ApmField *field = totals->fields[i];
      double number = apm_field_get_number (field, member);
      double sum = apm_field_get_number (field, group);
      gpointer at = (char *) sums + field->offset;

      if (isnan (number))
        continue;
      sum = isnan (sum) ? number : sum + number;
      if (field->type == APM_FIELD_DOUBLE)
        *(double *) at = sum;
      else if (field->type == APM_FIELD_INT64)
        *(gint64 *) at = (gint64) sum;
      else
        *(int *) at = (int) sum;
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

  group.process.more = group.more = apm_process_more_new ();
  apm_process_more_set_rates (group.more, NULL, 0);
  g_array_append_val (self->samples, group);

  return self->samples->len - 1;
}

static void
add_to_totals (ApmSample        *sample,
               const ApmProcess *member,
               const Totals     *totals)
{
  ApmProcess *group = &sample->process;

  if (member->ended)
    return;

  group->n_members++;
  group->cpu_percent += member->cpu_percent;
  group->rss_bytes += member->rss_bytes;
  group->threads += member->threads;
  group->cpu_time_us += member->cpu_time_us;
  group->started_us = MIN (group->started_us, member->started_us);
  group->age_us = MAX (group->age_us, member->age_us);
  if (member->more)
    add_more_totals (group, sample->more, member, totals);
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
  Totals totals;

  find_totals (&totals);
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
      add_to_totals (&g_array_index (self->samples, ApmSample, group_of[i]),
                     &g_array_index (self->samples, ApmSample, i).process, &totals);
    }
}
