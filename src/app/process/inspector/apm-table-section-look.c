/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-section-private.h"

#include "apm-text.h"

/* A look on its way. */
typedef struct {
  ApmLook look;
  ApmPeersDesk *peers;
  const ApmTableKind *kind;
} Job;

static void
look_clear (ApmLook *look)
{
  g_clear_pointer (&look->rows, g_ptr_array_unref);
  g_clear_pointer (&look->head, g_free);
  g_clear_pointer (&look->note, g_free);
  g_clear_pointer (&look->nothing, g_free);
  g_clear_pointer (&look->text, g_free);
}

static void
job_free (Job *job)
{
  look_clear (&job->look);
  apm_peers_desk_unref (job->peers);
  g_free (job);
}

static void
set_line (GtkLabel   *label,
          const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text ? text : "") != 0)
    gtk_label_set_text (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
take (ApmTableSection *self,
      ApmLook         *look)
{
  g_free (self->text);
  self->text = g_steal_pointer (&look->text);
  if (apm_set_str (&self->nothing, look->nothing) || apm_rows_get_n_total (self->rows) == 0)
    apm_table_section_update_empty (self);
  self->measured = self->kind->switched_once && self->asked_switched;
  set_line (self->head, look->head);
  set_line (self->note, look->note);
  apm_rows_set (self->rows, look->rows);
  g_clear_object (&self->cancellable);
  apm_section_view_told (APM_SECTION_VIEW (self), NULL);
}

static void
refuse (ApmTableSection *self,
        const GError    *error)
{
  g_clear_object (&self->cancellable);
  apm_section_view_told (APM_SECTION_VIEW (self), error);
}

static void
on_facts (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ApmTableSection) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmFacts) facts = apm_details_read_finish (result, &error);
  ApmLook look = { .switched = apm_table_section_get_switched (self) };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (facts == NULL)
    {
      refuse (self, error);
      return;
    }

  look.nothing = g_strdup (facts->nothing);
  self->kind->take (facts, &look);
  look.text = apm_facts_dup_text (facts, self->toggle == NULL || look.switched);
  take (self, &look);
  look_clear (&look);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  if (job->kind->read (job->peers, &job->look, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ApmTableSection) self = user_data;
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    take (self, &job->look);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    refuse (self, error);
}

gboolean
apm_table_section_look (ApmSectionView *view)
{
  ApmTableSection *self = APM_TABLE_SECTION (view);
  ApmSubject *subject = apm_section_view_get_subject (view);
  int pid = apm_subject_get_pid (subject);
  gint64 started_us = apm_subject_get_started_us (subject);

  if (self->measured && apm_table_section_get_switched (self))
    return FALSE;

  self->cancellable = g_cancellable_new ();
  self->asked_switched = apm_table_section_get_switched (self);
  if (self->kind->read)
    {
      /* Not as the task's source: its thread may be the last to let go of that. */
      g_autoptr(GTask) task = g_task_new (NULL, self->cancellable, on_read, g_object_ref (self));
      Job *job = g_new0 (Job, 1);

      job->kind = self->kind;
      job->peers = apm_peers_desk_ref (apm_subject_get_peers (subject));
      job->look.pid = pid;
      job->look.started_us = started_us;
      g_task_set_task_data (task, job, (GDestroyNotify) job_free);
      g_task_run_in_thread (task, read_thread);
    }
  else
    apm_details_read_async (apm_subject_get_details (subject), pid, started_us, self->kind->section,
                            self->asked_switched ? self->kind->switched_flags : APM_DETAILS_NORMAL,
                            self->cancellable, on_facts, g_object_ref (self));

  return TRUE;
}
