/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-census-diff.h"

#include "apm-process.h"
#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define FIELD(name, kind) { #name, APM_FIELD_ ## kind, G_STRUCT_OFFSET (ApmChange, name) }

const ApmField apm_change_fields[] = {
  FIELD (change, STRING),
  FIELD (pid, INT),
  FIELD (ppid, INT),
  FIELD (name, STRING),
  FIELD (was, STRING),
  FIELD (user, STRING),
  FIELD (state, STRING),
  FIELD (started_us, INT64),
  FIELD (cpu_used_us, INT64),
  FIELD (cpu_percent, DOUBLE),
  FIELD (rss_bytes, INT64),
  FIELD (rss_change_bytes, INT64),
  FIELD (threads, INT),
  FIELD (threads_change, INT),
  FIELD (descriptors, INT),
  FIELD (descriptors_change, INT),
  FIELD (command, STRING),
  { NULL }
};

static int
difference (int before,
            int after)
{
  return before == G_MININT || after == G_MININT ? G_MININT : after - before;
}

static double
share (gint64 used_us,
       gint64 span_us)
{
  return span_us > 0 ? 100.0 * (double) used_us / (double) span_us : NAN;
}

static void
change_free (gpointer data)
{
  ApmChange *self = data;

  apm_census_unref (self->sources[0]);
  apm_census_unref (self->sources[1]);
  g_free (self);
}

/* Rows may be looked at longer than all that was compared. */
static ApmChange *
change_new (const ApmChanges   *changes,
            const ApmCensusRow *row,
            const char         *change)
{
  ApmChange *self = g_new0 (ApmChange, 1);

  self->sources[0] = apm_census_ref (changes->before);
  self->sources[1] = apm_census_ref (changes->after);
  self->change = change;
  self->pid = row->pid;
  self->ppid = row->ppid;
  self->name = row->name;
  self->user = row->user;
  self->state = row->state;
  self->started_us = row->started_us;
  self->rss_bytes = row->rss_bytes;
  self->threads = row->threads;
  self->descriptors = row->descriptors;
  self->command = row->command;

  return self;
}

static void
add_new (ApmChanges         *self,
         const ApmCensusRow *row)
{
  ApmChange *change = change_new (self, row, "new");

  change->cpu_used_us = row->cpu_time_us;
  change->cpu_percent = share (row->cpu_time_us, apm_census_get_boot_us (self->after) - row->started_us);
  change->rss_change_bytes = row->rss_bytes;
  change->threads_change = row->threads;
  change->descriptors_change = row->descriptors;
  self->rss_change_bytes += row->rss_bytes;
  self->cpu_used_us += row->cpu_time_us;
  self->n_new++;
  g_ptr_array_add (self->rows, change);
}

static void
add_ended (ApmChanges         *self,
           const ApmCensusRow *row)
{
  ApmChange *change = change_new (self, row, "ended");

  change->state = apm_process_state_word ('e');
  change->cpu_used_us = G_MININT64;
  change->cpu_percent = NAN;
  change->rss_change_bytes = -row->rss_bytes;
  change->threads_change = -row->threads;
  change->descriptors_change = difference (row->descriptors, 0);
  self->rss_change_bytes -= row->rss_bytes;
  self->n_ended++;
  g_ptr_array_add (self->rows, change);
}

static void
add_other (ApmChanges         *self,
           const ApmCensusRow *before,
           const ApmCensusRow *after)
{
  ApmChange *change = change_new (self, after, "changed");
  gboolean renamed = strcmp (before->name, after->name) != 0;

  change->was = renamed ? before->name : NULL;
  change->cpu_used_us = MAX (after->cpu_time_us - before->cpu_time_us, 0);
  change->cpu_percent = share (change->cpu_used_us, self->span_us);
  change->rss_change_bytes = after->rss_bytes - before->rss_bytes;
  change->threads_change = difference (before->threads, after->threads);
  change->descriptors_change = difference (before->descriptors, after->descriptors);
  self->rss_change_bytes += change->rss_change_bytes;
  self->cpu_used_us += change->cpu_used_us;

  if (!renamed && change->cpu_used_us == 0 && change->rss_change_bytes == 0 && change->threads_change == 0 &&
      (change->descriptors_change == 0 || change->descriptors_change == G_MININT) &&
      before->ppid == after->ppid && g_strcmp0 (before->user, after->user) == 0 &&
      g_strcmp0 (before->state, after->state) == 0)
    {
      self->n_same++;
      change_free (change);
      return;
    }

  self->n_changed++;
  g_ptr_array_add (self->rows, change);
}

static gboolean
is_same (const ApmChanges   *self,
         const ApmCensusRow *before,
         const ApmCensusRow *after)
{
  return !self->rebooted && before->pid == after->pid && before->started_us == after->started_us;
}

/* Both are in the order of PIDs; one PID may be two processes. */
static void
compare (ApmChanges *self)
{
  guint n_before = apm_census_get_n (self->before);
  guint n_after = apm_census_get_n (self->after);
  guint i = 0, j = 0;

  while (i < n_before || j < n_after)
    {
      const ApmCensusRow *before = i < n_before ? apm_census_get (self->before, i) : NULL;
      const ApmCensusRow *after = j < n_after ? apm_census_get (self->after, j) : NULL;

      if (before && after && is_same (self, before, after))
        {
          add_other (self, before, after);
          i++;
          j++;
        }
      else if (before && (!after || before->pid <= after->pid))
        {
          add_ended (self, before);
          i++;
        }
      else
        {
          add_new (self, after);
          j++;
        }
    }
}

/**
 * apm_census_compare:
 * @before: the earlier one
 *
 * Returns: (transfer full): what has changed; holds both
 */
ApmChanges *
apm_census_compare (ApmCensus *before,
                    ApmCensus *after)
{
  ApmChanges *self;

  g_return_val_if_fail (before != NULL && after != NULL, NULL);

  self = g_new0 (ApmChanges, 1);
  g_atomic_ref_count_init (&self->refs);
  self->before = apm_census_ref (before);
  self->after = apm_census_ref (after);
  self->rows = g_ptr_array_new_with_free_func (change_free);
  self->rebooted = !apm_census_is_same_boot (before, after);
  self->span_us = self->rebooted ? apm_census_get_real_us (after) - apm_census_get_real_us (before)
                                 : apm_census_get_boot_us (after) - apm_census_get_boot_us (before);
  compare (self);

  return self;
}

ApmChanges *
apm_changes_ref (ApmChanges *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_changes_unref (ApmChanges *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->refs))
    return;

  g_ptr_array_unref (self->rows);
  apm_census_unref (self->before);
  apm_census_unref (self->after);
  g_free (self);
}

/**
 * apm_change_get_key:
 *
 * Returns: as apm_process_key() of that process
 */
guint64
apm_change_get_key (const ApmChange *change)
{
  g_return_val_if_fail (change != NULL, 0);

  return apm_process_pack_key (change->pid, change->started_us);
}

/**
 * apm_changes_dup_text:
 *
 * Returns: (transfer full): "3 new, 1 ended, 12 changed, 80 the same · memory
 *   +12.3 MiB · 4.2 s of CPU time in 3 min 12 s"
 */
char *
apm_changes_dup_text (const ApmChanges *self)
{
  g_autofree char *memory = NULL;
  g_autofree char *cpu = NULL;
  g_autofree char *span = NULL;
  gint64 bytes;

  g_return_val_if_fail (self != NULL, NULL);

  bytes = self->rss_change_bytes;
  memory = apm_text_format_bytes ((guint64) ABS (bytes));
  cpu = apm_text_format_span (self->cpu_used_us);
  span = apm_text_format_span (ABS (self->span_us));

  /* Translators: how many processes; then + or − and a size; a time of CPU, a time that has passed */
  return g_strdup_printf (_("%'u new, %'u ended, %'u changed, %'u the same · memory %s%s · %s of CPU time in %s"),
                          self->n_new, self->n_ended, self->n_changed, self->n_same,
                          bytes < 0 ? "−" : bytes > 0 ? "+" : "", memory, cpu, span);
}
