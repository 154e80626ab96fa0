/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-run-dialog.h"

#include <glib/gi18n.h>

#include "apm-focus.h"

struct _ApmRunDialog
{
  AdwWindow parent_instance;
  GtkTextView *text;
  GtkLabel *problem;
  GListModel *catalogue;
};

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmRunDialog, apm_run_dialog, ADW_TYPE_WINDOW)

static char *
dup_text (ApmRunDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
open_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmRunDialog *self = APM_RUN_DIALOG (widget);
  g_autofree char *text = dup_text (self), *schedule = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmExplorable) program = apm_explorable_parse (text, self->catalogue, &schedule, &error);

  if (program == NULL)
    {
      gtk_label_set_label (self->problem, error->message);
      return;
    }
  g_signal_emit (self, signals[CHOSEN], 0, program, schedule);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_changed (ApmRunDialog *self)
{
  gtk_label_set_label (self->problem, "");
}

static void
apm_run_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), APM_TYPE_RUN_DIALOG);
  g_clear_object (&APM_RUN_DIALOG (object)->catalogue);

  G_OBJECT_CLASS (apm_run_dialog_parent_class)->dispose (object);
}

static void
apm_run_dialog_class_init (ApmRunDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_run_dialog_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", APM_TYPE_RUN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-run-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmRunDialog, text);
  gtk_widget_class_bind_template_child (widget_class, ApmRunDialog, problem);
  gtk_widget_class_install_action (widget_class, "run.open", NULL, open_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "run.open", NULL);
}

static void
apm_run_dialog_init (ApmRunDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->text), "changed", G_CALLBACK (on_changed), self);
}

ApmRunDialog *
apm_run_dialog_new (GtkWindow  *parent,
                    GListModel *catalogue)
{
  ApmRunDialog *self = g_object_new (APM_TYPE_RUN_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  self->catalogue = catalogue ? g_object_ref (catalogue) : NULL;
  apm_focus_first (GTK_WINDOW (self), GTK_WIDGET (self->text));

  return self;
}
