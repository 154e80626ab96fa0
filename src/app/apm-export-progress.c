/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-export-progress.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define PATIENCE_MS 1000

struct _ApmExportProgress
{
  GtkWindow *parent;
  GCancellable *cancellable;
  GtkProgressBar *bar;     /* NULL until the dialog is there */
  GtkWindow *dialog;
  guint timeout;
};

static void
on_response (ApmExportProgress *self)
{
  self->dialog = NULL;     /* it closes itself */
  self->bar = NULL;
  g_cancellable_cancel (self->cancellable);
}

static void
present (gpointer data)
{
  ApmExportProgress *self = data;
  GtkWidget *dialog = adw_message_dialog_new (self->parent, _("Exporting…"), NULL);

  self->timeout = 0;
  self->dialog = GTK_WINDOW (dialog);
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Exported"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), GTK_WIDGET (self->bar));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"));
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (on_response), self);
  gtk_window_present (self->dialog);
}

/**
 * apm_export_progress_new:
 * @cancellable: is cancelled by the dialog's button
 *
 * Returns: (transfer full): shows itself after a second
 */
ApmExportProgress *
apm_export_progress_new (GtkWindow    *parent,
                         GCancellable *cancellable)
{
  ApmExportProgress *self = g_new0 (ApmExportProgress, 1);

  self->parent = g_object_ref (parent);
  self->cancellable = g_object_ref (cancellable);
  self->timeout = g_timeout_add_once (PATIENCE_MS, present, self);

  return self;
}

/* A GFileProgressCallback. */
void
apm_export_progress_set (goffset  current,
                         goffset  total,
                         gpointer progress)
{
  ApmExportProgress *self = progress;

  if (self->bar && total > 0)
    gtk_progress_bar_set_fraction (self->bar, (double) current / (double) total);
}

void
apm_export_progress_free (ApmExportProgress *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->dialog)
    {
      g_signal_handlers_disconnect_by_data (self->dialog, self);
      gtk_window_destroy (self->dialog);
    }
  g_object_unref (self->cancellable);
  g_object_unref (self->parent);
  g_free (self);
}
