/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-program-view-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-explore-window.h"
#include "apm-lens-trace.h"
#include "apm-save-chooser.h"

#define MOST_STEPPERS 24   /* threads in the menu */

static void
run_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  apm_program_run (APM_PROGRAM_VIEW (widget)->program);
}

static void
pause_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ApmProgramView *self = APM_PROGRAM_VIEW (widget);

  apm_program_set_paused (self->program, apm_program_get_state (self->program) == APM_PROGRAM_RUNNING);
}

static void
stop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  apm_program_stop (APM_PROGRAM_VIEW (widget)->program);
}

static gboolean
can_step (const ApmLensThreadRow *row)
{
  return strcmp (row->state, "ended") != 0;
}

/* Who was chosen, else the first that is held before an operation, else anybody. */
static int
find_stepper (ApmProgramView *self)
{
  ApmLensReport *report = apm_program_get_report (self->program);
  int any = 0, held = 0;

  for (guint i = 0; report && i < report->threads->len; i++)
    {
      const ApmLensThreadRow *row = report->threads->pdata[i];

      if (!can_step (row))
        continue;
      if (row->tid == self->step_tid)
        return row->tid;
      if (any == 0)
        any = row->tid;
      if (held == 0 && strcmp (row->state, "held") == 0)
        held = row->tid;
    }

  return held != 0 ? held : any;
}

static void
step_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmProgramView *self = APM_PROGRAM_VIEW (widget);
  int tid = find_stepper (self);

  if (tid != 0)
    apm_program_step (self->program, tid);
}

static void
step_thread_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ApmProgramView *self = APM_PROGRAM_VIEW (widget);

  self->step_tid = g_variant_get_int32 (parameter);
  if (!apm_program_step (self->program, self->step_tid))
    apm_session_toast (self->session, _("Thread %d is no longer there"), self->step_tid);
}

/**
 * apm_program_view_update_steps:
 *
 * The menu of who can step; made anew only when the threads are others.
 */
void
apm_program_view_update_steps (ApmProgramView *self)
{
  ApmLensReport *report = self->program ? apm_program_get_report (self->program) : NULL;
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GString) told = g_string_new (NULL);

  for (guint i = 0; report && i < report->threads->len && g_menu_model_get_n_items (G_MENU_MODEL (menu)) < MOST_STEPPERS; i++)
    {
      const ApmLensThreadRow *row = report->threads->pdata[i];
      g_autofree char *label = g_strdup_printf (_("Step %s"), row->name);
      g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

      if (!can_step (row))
        continue;
      g_menu_item_set_action_and_target (item, "program.step-thread", "i", row->tid);
      g_menu_append_item (menu, item);
      g_string_append_printf (told, "%d %s\n", row->tid, row->name);
    }
  if (g_strcmp0 (g_object_get_data (G_OBJECT (self->step), "told"), told->str) == 0)
    return;

  adw_split_button_set_menu_model (self->step, G_MENU_MODEL (menu));
  g_object_set_data_full (G_OBJECT (self->step), "told", g_strdup (told->str), g_free);
}

static void
remove_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmProgramView *self = APM_PROGRAM_VIEW (widget);

  apm_program_shelf_remove (self->shelf, self->program);
}

static void
change_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmProgramView *self = APM_PROGRAM_VIEW (widget);

  g_signal_emit (self, apm_program_view_signals[APM_PROGRAM_VIEW_CHANGE], 0, self->program);
}

/* Saving what happened */

static const ApmFileFormat formats[] = {
  { N_("Trace for Perfetto (JSON)"), ".json", NULL },
  { N_("Comma-Separated Values"), ".csv", NULL },
  { NULL }
};

typedef struct {
  ApmSession *session;
  ApmLens *lens;
  char *path;
} Saving;

static void
save_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Saving *saving = data;
  GError *error = NULL;

  if (apm_lens_trace_write (saving->lens, saving->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Saving *saving = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *shown = g_filename_display_name (saving->path);

  if (g_task_propagate_boolean (G_TASK (result), &error))
    apm_session_toast (saving->session, _("Saved the trace in %s"), shown);
  else
    apm_session_toast (saving->session, "%s", error->message);
  g_object_unref (saving->lens);
  g_object_unref (saving->session);
  g_free (saving->path);
  g_free (saving);
}

static void
save (ApmProgramView *self,
      const char     *path)
{
  g_autoptr(GTask) task = NULL;
  Saving *saving = g_new (Saving, 1);

  *saving = (Saving) { g_object_ref (self->session), g_object_ref (apm_program_get_lens (self->program)),
                       g_strdup (path) };
  task = g_task_new (NULL, NULL, on_saved, saving);
  g_task_set_task_data (task, saving, NULL);
  g_task_run_in_thread (task, save_in_thread);
}

static void
on_save_response (ApmProgramView *self,
                  int             response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  if (response != GTK_RESPONSE_ACCEPT || apm_program_get_lens (self->program) == NULL)
    return;

  path = apm_save_chooser_dup_path (chooser, formats, &error);
  if (path)
    save (self, path);
  else
    apm_session_toast (self->session, "%s", error->message);
}

static void
save_trace_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ApmProgramView *self = APM_PROGRAM_VIEW (widget);
  g_autofree char *name = g_strconcat (apm_program_get_name (self->program), "-trace.json", NULL);

  g_clear_object (&self->chooser);
  self->chooser = apm_save_chooser_new (GTK_WINDOW (gtk_widget_get_root (widget)), _("Save Trace"), _("_Save"), name,
                                        formats);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_save_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* A program that is no source cannot be explored: the order is not there then. */
static void
explore_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ApmProgramView *self = APM_PROGRAM_VIEW (widget);
  g_autoptr(ApmExplorable) program = apm_explorable_new_for_sources (apm_program_get_sources (self->program));
  g_auto(GStrv) arguments = NULL;

  if (g_shell_parse_argv (apm_program_get_arguments (self->program), NULL, &arguments, NULL))
    apm_explorable_set_arguments (program, (const char *const *) arguments);
  apm_explore_window_present (widget, self->session, program);
}

static gboolean
has_sources (ApmProgram *program)
{
  const char *const *sources = apm_program_get_sources (program);

  return sources != NULL && *sources != NULL;
}

/**
 * apm_program_view_update_acts:
 *
 * What can be done in the program's state.
 */
void
apm_program_view_update_acts (ApmProgramView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  ApmProgramState state = apm_program_get_state (self->program);
  gboolean active = apm_program_is_active (self->program);
  gboolean goes = state == APM_PROGRAM_RUNNING || state == APM_PROGRAM_PAUSED;

  gtk_widget_action_set_enabled (widget, "program.run", !active);
  gtk_widget_action_set_enabled (widget, "program.pause", goes);
  gtk_widget_action_set_enabled (widget, "program.step", goes);
  gtk_widget_action_set_enabled (widget, "program.step-thread", goes);
  gtk_widget_action_set_enabled (widget, "program.stop", active && state != APM_PROGRAM_STOPPING);
  gtk_widget_action_set_enabled (widget, "program.explore", has_sources (self->program));
  gtk_widget_action_set_enabled (widget, "program.save-trace", apm_program_get_lens (self->program) != NULL);
  adw_button_content_set_label (self->run_content, state == APM_PROGRAM_READY || active ? _("Run") : _("Run Again"));
  adw_button_content_set_label (self->pause_content, state == APM_PROGRAM_PAUSED ? _("Resume") : _("Pause"));
  adw_button_content_set_icon_name (self->pause_content, state == APM_PROGRAM_PAUSED
                                                           ? "media-playback-start-symbolic"
                                                           : "media-playback-pause-symbolic");
}

void
apm_program_view_install_acts (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "program.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "program.pause", NULL, pause_action);
  gtk_widget_class_install_action (widget_class, "program.step", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "program.step-thread", "i", step_thread_action);
  gtk_widget_class_install_action (widget_class, "program.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "program.change", NULL, change_action);
  gtk_widget_class_install_action (widget_class, "program.explore", NULL, explore_action);
  gtk_widget_class_install_action (widget_class, "program.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "program.save-trace", NULL, save_trace_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "program.run", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_P, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "program.pause", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_period, GDK_CONTROL_MASK, "program.step", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_greater, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "program.stop",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_period, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "program.stop",
                                       NULL);
}

/* AdwSplitButton gives the button of its menu a tooltip and no name. */
void
apm_program_view_init_acts (ApmProgramView *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->step)); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_MENU_BUTTON (child))
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Choose who steps"), -1);
}
