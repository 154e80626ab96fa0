/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-census.h"

#include "apm-clock.h"
#include "apm-scanner.h"
#include "apm-text.h"

#include <string.h>

struct _ApmCensus
{
  gatomicrefcount refs;
  gint64 real_us;          /* when it was taken */
  gint64 boot_us;          /* the same since boot */
  char *boot_id;           /* of this run of the machine */
  GArray *rows;            /* of ApmCensusRow, in the order of PIDs */
  GStringChunk *texts;
};

#define FIELD(name, kind) { #name, APM_FIELD_ ## kind, G_STRUCT_OFFSET (ApmCensusRow, name) }

const ApmField apm_census_fields[] = {
  FIELD (pid, INT),
  FIELD (ppid, INT),
  FIELD (name, STRING),
  FIELD (user, STRING),
  FIELD (state, STRING),
  FIELD (started_us, INT64),
  FIELD (cpu_time_us, INT64),
  FIELD (rss_bytes, INT64),
  FIELD (threads, INT),
  FIELD (descriptors, INT),
  FIELD (command, STRING),
  { NULL }
};

/**
 * apm_census_new:
 * @real_us: when, since 1970
 * @boot_us: the same since boot
 * @boot_id: (nullable): what tells this run of the machine from others
 *
 * Returns: (transfer full): of nobody yet
 */
ApmCensus *
apm_census_new (gint64      real_us,
                gint64      boot_us,
                const char *boot_id)
{
  ApmCensus *self = g_new0 (ApmCensus, 1);

  g_atomic_ref_count_init (&self->refs);
  self->real_us = real_us;
  self->boot_us = boot_us;
  self->boot_id = g_strdup (boot_id);
  self->rows = g_array_new (FALSE, FALSE, sizeof (ApmCensusRow));
  self->texts = g_string_chunk_new (4096);

  return self;
}

static const char *
keep (ApmCensus  *self,
      const char *text)
{
  return text ? g_string_chunk_insert_const (self->texts, text) : NULL;
}

/**
 * apm_census_add:
 * @row: copied with its texts; of a higher PID than those before
 */
void
apm_census_add (ApmCensus          *self,
                const ApmCensusRow *row)
{
  ApmCensusRow copy;

  g_return_if_fail (self != NULL && row != NULL);

  copy = *row;
  copy.name = keep (self, row->name ? row->name : "");
  copy.user = keep (self, row->user);
  copy.state = keep (self, row->state);
  copy.command = keep (self, row->command);
  g_array_append_val (self->rows, copy);
}

static char *
dup_boot_id (void)
{
  char *text = NULL;

  if (g_file_get_contents ("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
    g_strchomp (text);

  return text;
}

/**
 * apm_census_take:
 *
 * Looks at every process now.
 *
 * Returns: (transfer full) (nullable): %NULL with a sentence where /proc cannot be read
 */
ApmCensus *
apm_census_take (GError **error)
{
  g_autoptr(ApmScanner) scanner = apm_scanner_new (error);
  g_autoptr(GArray) samples = NULL;
  g_autofree char *boot_id = NULL;
  ApmCensus *self;
  guint n_living;

  if (!scanner)
    return NULL;

  samples = apm_scanner_new_samples ();
  apm_scanner_set_sources (scanner, APM_SOURCE_FDS);
  apm_scanner_run (scanner, samples, &n_living, NULL);

  boot_id = dup_boot_id ();
  self = apm_census_new (g_get_real_time (), apm_clock_since_boot_us (), boot_id);
  for (guint i = 0; i < n_living; i++)
    {
      const ApmProcess *process = &g_array_index (samples, ApmSample, i).process;
      ApmCensusRow row = {
        .pid = process->pid,
        .ppid = process->ppid,
        .name = process->name,
        .user = process->user,
        .state = process->state,
        .command = process->command,
        .started_us = process->started_us,
        .cpu_time_us = process->cpu_time_us,
        .rss_bytes = (gint64) process->rss_bytes,
        .threads = (int) process->threads,
        .descriptors = process->more ? process->more->descriptors : G_MININT,
      };

      apm_census_add (self, &row);
    }

  return self;
}

static void
run (GTask        *task,
     gpointer      source_object,
     gpointer      path,
     GCancellable *cancellable)
{
  GError *error = NULL;
  ApmCensus *census = path ? apm_census_load (path, &error) : apm_census_take (&error);

  if (census)
    g_task_return_pointer (task, census, (GDestroyNotify) apm_census_unref);
  else
    g_task_return_error (task, error);
}

/**
 * apm_census_take_async:
 *
 * apm_census_take() in a thread; apm_census_finish() has it.
 */
void
apm_census_take_async (GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_run_in_thread (task, run);
}

/**
 * apm_census_load_async:
 *
 * apm_census_load() in a thread; apm_census_finish() has it.
 */
void
apm_census_load_async (const char         *path,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (path != NULL);

  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, run);
}

/**
 * apm_census_finish:
 *
 * Returns: (transfer full) (nullable): what was taken or loaded
 */
ApmCensus *
apm_census_finish (GAsyncResult  *result,
                   GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

ApmCensus *
apm_census_ref (ApmCensus *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_census_unref (ApmCensus *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->refs))
    return;

  g_array_unref (self->rows);
  g_string_chunk_free (self->texts);
  g_free (self->boot_id);
  g_free (self);
}

guint
apm_census_get_n (ApmCensus *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

/**
 * apm_census_get:
 *
 * Returns: (transfer none): in the order of PIDs
 */
const ApmCensusRow *
apm_census_get (ApmCensus *self,
                guint      index)
{
  g_return_val_if_fail (self != NULL && index < self->rows->len, NULL);

  return &g_array_index (self->rows, ApmCensusRow, index);
}

gint64
apm_census_get_real_us (ApmCensus *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->real_us;
}

gint64
apm_census_get_boot_us (ApmCensus *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->boot_us;
}

/**
 * apm_census_get_boot_id:
 *
 * Returns: (transfer none) (nullable)
 */
const char *
apm_census_get_boot_id (ApmCensus *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->boot_id;
}

/**
 * apm_census_is_same_boot:
 *
 * Returns: whether the machine ran on between the two; only then a process of one
 *   can be one of the other
 */
gboolean
apm_census_is_same_boot (ApmCensus *self,
                         ApmCensus *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return g_strcmp0 (self->boot_id, other->boot_id) == 0;
}
