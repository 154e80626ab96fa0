/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-program-private.h"

/* From one look at what is seen to the next, while somebody watches. */
#define LOOK_MS 250

/* What one look holds; let go on the main thread, as objects of it must be. */
typedef struct {
  ApmProgram *program;
  ApmLens *lens;
  gint64 began_us;
} Look;

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      lens,
                GCancellable *cancellable)
{
  g_task_return_pointer (task, apm_lens_report_new (lens), (GDestroyNotify) apm_lens_report_unref);
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Look *look = user_data;
  ApmProgram *self = look->program;
  ApmLensReport *report = g_task_propagate_pointer (G_TASK (result), NULL);

  self->looking = FALSE;
  self->looked_us = g_get_monotonic_time () - look->began_us;
  if (look->lens == self->lens)
    {
      g_clear_pointer (&self->report, apm_lens_report_unref);
      self->report = report;
      g_signal_emit (self, apm_program_signals[APM_PROGRAM_SEEN], 0);
    }
  else
    apm_lens_report_unref (report);
  apm_program_look_soon (self);

  g_object_unref (look->lens);
  g_object_unref (look->program);
  g_free (look);
}

/* Begins one look, unless one is under way. */
void
apm_program_look (ApmProgram *self)
{
  g_autoptr(GTask) task = NULL;
  Look *look;

  g_clear_handle_id (&self->look_source, g_source_remove);
  if (self->looking || self->lens == NULL)
    return;

  look = g_new (Look, 1);
  *look = (Look) { g_object_ref (self), g_object_ref (self->lens), g_get_monotonic_time () };
  self->looking = TRUE;
  task = g_task_new (NULL, NULL, on_looked, look);
  g_task_set_task_data (task, self->lens, NULL);
  g_task_run_in_thread (task, look_in_thread);
}

static void
on_look (gpointer user_data)
{
  ApmProgram *self = user_data;

  self->look_source = 0;
  apm_program_look (self);
}

/* One that takes long is not taken as often. */
void
apm_program_look_soon (ApmProgram *self)
{
  guint wait_ms = MAX (LOOK_MS, (guint) (self->looked_us * 3 / 1000));

  if (self->look_source == 0 && self->watched && self->lens && !apm_lens_get_ended (self->lens))
    self->look_source = g_timeout_add_once (wait_ms, on_look, self);
}

/**
 * apm_program_set_watched:
 *
 * Whether somebody wants to see what it does: else nothing is looked at.
 */
void
apm_program_set_watched (ApmProgram *self,
                         gboolean    watched)
{
  g_return_if_fail (APM_IS_PROGRAM (self));

  self->watched = watched;
  if (watched)
    apm_program_look (self);
  else
    g_clear_handle_id (&self->look_source, g_source_remove);
}
