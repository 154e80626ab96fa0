/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-page-private.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "apm-say.h"
#include "apm-terminate-dialog.h"
#include "apm-thread-acts.h"
#include "apm-thread-columns.h"
#include "apm-thread-dialog.h"
#include "apm-thread-target.h"
#include "apm-why-window.h"

/* Orders to any thread, ours or not. */
static const char *const any_thread[] = { "thread.stack", "thread.stacks", "thread.signal", "thread.tune" };

static gboolean
is_in (const ApmThread *thread,
       ApmPhase         phase)
{
  return g_strcmp0 (thread->phase, apm_phase_get_id (phase)) == 0;
}

/* Enables what the selected thread takes, and says why it does not take the rest. */
void
apm_thread_page_update_acts (ApmThreadPage *self)
{
  const ApmThread *thread = apm_table_get_selected_row (self->table);
  gboolean own = thread != NULL && thread->own;
  GtkWidget *widget = GTK_WIDGET (self);
  const char *reason = NULL;

  gtk_widget_action_set_enabled (widget, "thread.pause", own && is_in (thread, APM_PHASE_RUNNING));
  gtk_widget_action_set_enabled (widget, "thread.resume", own && is_in (thread, APM_PHASE_PAUSED));
  gtk_widget_action_set_enabled (widget, "thread.terminate",
                                 own && !is_in (thread, APM_PHASE_TERMINATING) &&
                                 !is_in (thread, APM_PHASE_SILENT) && !is_in (thread, APM_PHASE_ENDED));

  for (guint i = 0; i < G_N_ELEMENTS (any_thread); i++)
    gtk_widget_action_set_enabled (widget, any_thread[i], thread != NULL && thread->process_started_us > 0);
  gtk_widget_action_set_enabled (widget, "thread.show-process",
                                 thread != NULL && gtk_toggle_button_get_active (self->all));

  if (thread != NULL && !own)
    reason = _("Only named threads created here take orders");
  else if (thread == NULL)
    reason = _("Select a named thread to pause or end it");

  apm_say (GTK_WIDGET (self->reason), reason);
  apm_say_tooltip (GTK_WIDGET (self->reason), reason);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmThreadPage *self = APM_THREAD_PAGE (widget);

  apm_list_export (self->table, self->session, &apm_thread_listing, g_variant_get_string (parameter, NULL));
}

static void
copy_list_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ApmThreadPage *self = APM_THREAD_PAGE (widget);

  apm_list_copy_csv (self->table, self->session, &apm_thread_listing);
}

/* One order to the selected thread; what comes of it is seen in its row. */
static void
order_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  static const struct {
    const char *action_name;
    gboolean (*order) (ApmCrew *crew, const char *name, GError **error);
  } orders[] = {
    { "thread.pause", apm_crew_pause },
    { "thread.resume", apm_crew_resume },
    { "thread.terminate", apm_crew_terminate },
  };
  ApmThreadPage *self = APM_THREAD_PAGE (widget);
  const ApmThread *thread = apm_table_get_selected_row (self->table);
  ApmCrew *crew = apm_thread_target_get_crew (self->session);
  g_autofree char *name = thread ? g_strdup (thread->name) : NULL;

  for (guint i = 0; name && crew && i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr(GError) error = NULL;

      if (g_str_equal (orders[i].action_name, action_name) && !orders[i].order (crew, name, &error))
        apm_thread_target_complain (self->session, error);
    }
}

/* What can be done with any thread: those of "thread.stacks" are all of its process. */
static void
any_thread_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ApmThreadPage *self = APM_THREAD_PAGE (widget);
  const ApmThread *thread = apm_table_get_selected_row (self->table);

  if (thread == NULL)
    return;

  if (g_str_equal (action_name, "thread.signal"))
    apm_thread_act_signal (widget, self->session, thread);
  else if (g_str_equal (action_name, "thread.tune"))
    apm_thread_act_tune (widget, self->session, thread);
  else
    apm_thread_act_show_stack (widget, self->session, thread, g_str_equal (action_name, "thread.stacks"));
}

static void
why_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ApmThreadPage *self = APM_THREAD_PAGE (widget);
  const ApmThread *thread = apm_table_get_selected_row (self->table);

  if (thread)
    apm_why_window_present (widget, self->session, thread->name, thread->pid, thread->tid);
  else
    apm_session_toast (self->session, "%s", _("Choose a thread first"));
}

/* What hides it gives way. */
static void
go_to_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ApmThreadPage *self = APM_THREAD_PAGE (widget);
  int pid;

  g_variant_get (parameter, "(ii)", &pid, &self->awaited_tid);
  apm_session_set_selected_pid (self->session, pid);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  apm_thread_list_sample_now (self->threads);
}

static void
show_process_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  ApmThreadPage *self = APM_THREAD_PAGE (widget);
  const ApmThread *thread = apm_table_get_selected_row (self->table);

  if (thread == NULL)
    return;

  apm_session_set_selected_pid (self->session, thread->pid);
  gtk_toggle_button_set_active (self->all, FALSE);
}

/* The new thread is what the person wants to see next. */
static void
on_thread_created (ApmThreadPage *self,
                   ApmCrew       *crew,
                   const char    *name)
{
  ApmWorker *worker = apm_crew_get_worker (crew);

  g_free (self->awaited);
  self->awaited = g_strdup (name);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  apm_session_set_selected_pid (self->session, worker ? apm_worker_get_pid (worker) : getpid ());
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "threads");
}

static void
ask_for_thread (ApmThreadPage *self)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  ApmCrew *crew = apm_thread_target_get_crew_for_orders (self->session);
  ApmThreadDialog *dialog = apm_thread_dialog_new (parent, self->session, apm_crew_get_worker (crew));

  g_signal_connect_object (dialog, "created", G_CALLBACK (on_thread_created), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
create_thread (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  ApmThreadPage *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);
  ApmCrew *crew = apm_thread_target_get_crew_for_orders (self->session);
  g_autoptr(GError) error = NULL;

  if (*name == '\0')
    ask_for_thread (self);
  else if (apm_crew_create (crew, name, APM_WORK_IDLE, &error))
    on_thread_created (self, crew, name);
  else
    apm_thread_target_complain (self->session, error);
}

static void
terminate_thread (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  ApmThreadPage *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);
  ApmCrew *crew = apm_thread_target_get_crew_for_orders (self->session);
  g_autoptr(GError) error = NULL;

  if (*name == '\0')
    apm_terminate_dialog_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->session, crew);
  else if (!apm_crew_terminate (crew, name, &error))
    apm_thread_target_complain (self->session, error);
}

static const GActionEntry window_actions[] = {
  { "create-thread", create_thread, "s" },
  { "terminate-thread", terminate_thread, "s" },
};

/**
 * apm_thread_page_install_actions:
 * @window: lives as long as the page
 *
 * Adds win.create-thread and win.terminate-thread, and win.all-threads, which switches
 * between the threads of one process and those of all.
 */
void
apm_thread_page_install_actions (ApmThreadPage *self,
                                 GActionMap    *window)
{
  g_autoptr(GAction) all = NULL;

  g_return_if_fail (APM_IS_THREAD_PAGE (self));

  all = G_ACTION (g_property_action_new ("all-threads", self->all, "active"));
  g_action_map_add_action (window, all);
  g_action_map_add_action_entries (window, window_actions, G_N_ELEMENTS (window_actions), self);
}

void
apm_thread_page_install_acts (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "page.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "page.copy-list", NULL, copy_list_action);
  gtk_widget_class_install_action (widget_class, "page.why", NULL, why_action);
  gtk_widget_class_install_action (widget_class, "page.go-to", "(ii)", go_to_action);
  gtk_widget_class_install_action (widget_class, "thread.pause", NULL, order_action);
  gtk_widget_class_install_action (widget_class, "thread.resume", NULL, order_action);
  gtk_widget_class_install_action (widget_class, "thread.terminate", NULL, order_action);
  for (guint i = 0; i < G_N_ELEMENTS (any_thread); i++)
    gtk_widget_class_install_action (widget_class, any_thread[i], NULL, any_thread_action);
  gtk_widget_class_install_action (widget_class, "thread.show-process", NULL, show_process_action);
}
