/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-page-private.h"

#include <glib/gi18n.h>
#include <signal.h>

#include "apm-process-order.h"
#include "apm-signal-dialog.h"
#include "apm-tune-dialog.h"
#include "apm-why-window.h"

void
apm_process_page_update_acts (ApmProcessPage *self)
{
  const ApmProcess *process = apm_table_get_selected_row (self->table);
  gboolean alive = process && !process->ended && !process->is_group;
  gboolean stopped = alive && g_strcmp0 (process->state, "stopped") == 0;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "process.end", alive);
  gtk_widget_action_set_enabled (widget, "process.kill", alive);
  gtk_widget_action_set_enabled (widget, "process.stop", alive && !stopped);
  gtk_widget_action_set_enabled (widget, "process.continue", stopped);
  gtk_widget_action_set_enabled (widget, "process.send-signal", alive);
  gtk_widget_action_set_enabled (widget, "process.tune", alive);
  gtk_widget_action_set_enabled (widget, "process.show-threads", alive);
  gtk_widget_action_set_enabled (widget, "process.run-again", alive);
}

void
apm_process_page_show_threads (ApmProcessPage *self)
{
  const ApmProcess *process = apm_table_get_selected_row (self->table);

  if (process == NULL || process->ended || process->is_group)
    return;

  apm_session_set_selected_pid (self->session, process->pid);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "threads");
}

/* From here on it is the selected process that is meant, or nobody. */
void
apm_process_page_hold_target (ApmProcessPage *self)
{
  const ApmProcess *process = apm_table_get_selected_row (self->table);

  g_clear_pointer (&self->target, apm_target_free);
  self->target_key = process ? apm_process_key (process) : 0;
  if (process && !process->ended && !process->is_group)
    self->target = apm_target_open (process->pid, process->started_us, NULL);
}

static void
on_menu (ApmProcessPage *self,
         guint64         key,
         double          x,
         double          y)
{
  apm_process_page_hold_target (self);
  apm_table_popup_menu (self->table, self->menu, x, y);
}

static void
order (ApmProcessPage *self,
       int             signum)
{
  const ApmProcess *process = apm_table_get_selected_row (self->table);
  ApmTarget *target = NULL;

  if (process == NULL || process->is_group)
    return;

  if (self->target_key == apm_process_key (process))
    target = g_steal_pointer (&self->target);
  apm_process_order (GTK_WIDGET (self), self->session, process, target, signum);
}

/* Signal or priority: the dialog takes over whom the menu was about. */
static void
present_order (ApmProcessPage *self,
               GtkWindow     *(*dialog_new) (GtkWidget *, ApmSession *, const char *, ApmTarget *))
{
  const ApmProcess *process = apm_table_get_selected_row (self->table);
  g_autoptr(GError) error = NULL;
  ApmTarget *target = NULL;

  if (process == NULL || process->is_group)
    return;

  if (self->target_key == apm_process_key (process))
    target = g_steal_pointer (&self->target);
  if (target == NULL)
    target = apm_target_open (process->pid, process->started_us, &error);

  if (target)
    gtk_window_present (dialog_new (GTK_WIDGET (self), self->session, process->name, target));
  else
    apm_session_toast (self->session, "%s", error->message);
}

static void
send_signal_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  present_order (APM_PROCESS_PAGE (widget), apm_signal_dialog_new);
}

static void
tune_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  present_order (APM_PROCESS_PAGE (widget), apm_tune_dialog_new);
}

static void
end_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  order (APM_PROCESS_PAGE (widget), SIGTERM);
}

static void
kill_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  order (APM_PROCESS_PAGE (widget), SIGKILL);
}

static void
stop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  order (APM_PROCESS_PAGE (widget), SIGSTOP);
}

static void
continue_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  order (APM_PROCESS_PAGE (widget), SIGCONT);
}

static void
run_again_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  const ApmProcess *process = apm_table_get_selected_row (APM_PROCESS_PAGE (widget)->table);

  if (process && !process->ended && !process->is_group)
    gtk_widget_activate_action (widget, "win.run-again", "(ix)", process->pid, process->started_us);
}

static void
show_threads_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  apm_process_page_show_threads (APM_PROCESS_PAGE (widget));
}

static void
why_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (widget);
  const ApmProcess *process = apm_table_get_selected_row (self->table);

  if (process && !process->ended && !process->is_group)
    apm_why_window_present (widget, self->session, process->name, process->pid, 0);
  else
    apm_session_toast (self->session, "%s", _("Choose a process first"));
}

void
apm_process_page_install_acts (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_menu);

  gtk_widget_class_install_action (widget_class, "process.end", NULL, end_action);
  gtk_widget_class_install_action (widget_class, "process.kill", NULL, kill_action);
  gtk_widget_class_install_action (widget_class, "process.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "process.continue", NULL, continue_action);
  gtk_widget_class_install_action (widget_class, "process.send-signal", NULL, send_signal_action);
  gtk_widget_class_install_action (widget_class, "process.tune", NULL, tune_action);
  gtk_widget_class_install_action (widget_class, "process.show-threads", NULL, show_threads_action);
  gtk_widget_class_install_action (widget_class, "process.run-again", NULL, run_again_action);
  gtk_widget_class_install_action (widget_class, "page.why", NULL, why_action);
}
