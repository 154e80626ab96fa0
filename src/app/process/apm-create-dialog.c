/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-create-dialog.h"

#include <glib/gi18n.h>

#include "apm-error.h"
#include "apm-focus.h"
#include "apm-pipeline.h"

struct _ApmCreateDialog
{
  AdwWindow parent_instance;
  ApmSession *session;

  GtkToggleButton *program_toggle;
  GtkToggleButton *worker_toggle;
  GtkStack *stack;
  GtkEditable *command;
  GtkEditable *name;
  GtkEditable *directory;
  GtkEditable *environment;
  GtkSwitch *ends_with_us;
  GtkEditable *worker_name;
  GtkLabel *trouble;
  GtkWidget *create;

  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (ApmCreateDialog, apm_create_dialog, ADW_TYPE_WINDOW)

static gboolean
is_worker (ApmCreateDialog *self)
{
  return gtk_toggle_button_get_active (self->worker_toggle);
}

/* Nothing is a fault yet in what has not been typed. */
static gboolean
check_command (const char *text,
               char      **trouble)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) argv = NULL;

  if (g_shell_parse_argv (text, NULL, &argv, &error))
    return TRUE;

  if (g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_BAD_QUOTING))
    *trouble = g_strdup (_("A quote is opened and not closed."));
  else if (!g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
    *trouble = g_strdup (error->message);

  return FALSE;
}

static gboolean
check_environment (const char *text,
                   GStrv      *environment,
                   char      **trouble)
{
  g_autoptr(GError) error = NULL;

  if (!g_shell_parse_argv (text, NULL, environment, &error))
    {
      if (g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
        return TRUE;

      *trouble = g_strdup (_("A quote is opened and not closed in the environment."));
      return FALSE;
    }

  for (guint i = 0; (*environment)[i]; i++)
    if (strchr ((*environment)[i], '=') == NULL || (*environment)[i][0] == '=')
      {
        *trouble = g_strdup_printf (_("“%s” in the environment has no form NAME=VALUE."), (*environment)[i]);
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_directory (const char *text,
                 char      **trouble)
{
  if (*text == '\0' || g_file_test (text, G_FILE_TEST_IS_DIR))
    return TRUE;

  *trouble = g_strdup_printf (_("There is no folder “%s”."), text);

  return FALSE;
}

static void
mark (GtkEditable *entry,
      gboolean     good)
{
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

/* What a pipeline has none of, or has for all its programs alike. */
static void
set_single (ApmCreateDialog *self,
            gboolean         single)
{
  GtkWidget *const rows[] = { GTK_WIDGET (self->name), GTK_WIDGET (self->directory),
                              GTK_WIDGET (self->environment), GTK_WIDGET (self->ends_with_us) };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_set_sensitive (rows[i], single);
}

static void
show_trouble (ApmCreateDialog *self,
              const char      *trouble)
{
  gtk_label_set_text (self->trouble, trouble ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), trouble != NULL);
}

/* As one types. */
static void
on_changed (ApmCreateDialog *self)
{
  g_autofree char *command_trouble = NULL;
  g_autofree char *directory_trouble = NULL;
  g_autofree char *environment_trouble = NULL;
  g_auto(GStrv) environment = NULL;
  gboolean single = !apm_pipeline_is_line (gtk_editable_get_text (self->command));
  gboolean good;

  set_single (self, single);
  gtk_stack_set_visible_child_name (self->stack, is_worker (self) ? "worker" : "program");
  if (is_worker (self))
    {
      show_trouble (self, NULL);
      gtk_widget_set_sensitive (self->create, TRUE);
      return;
    }

  good = check_command (gtk_editable_get_text (self->command), &command_trouble);
  mark (self->command, command_trouble == NULL);
  good &= check_directory (gtk_editable_get_text (self->directory), &directory_trouble);
  mark (self->directory, directory_trouble == NULL);
  good &= check_environment (gtk_editable_get_text (self->environment), &environment, &environment_trouble);
  mark (self->environment, environment_trouble == NULL);

  show_trouble (self, command_trouble ? command_trouble :
                      directory_trouble ? directory_trouble : environment_trouble);
  gtk_widget_set_sensitive (self->create, good);
}

static const char *
get_text_or_null (GtkEditable *entry)
{
  const char *text = gtk_editable_get_text (entry);

  return *text ? text : NULL;
}

static gboolean
create_program (ApmCreateDialog *self,
                GError         **error)
{
  g_autofree char *trouble = NULL;
  g_auto(GStrv) environment = NULL;
  ApmSpawn spawn = {
    .command = gtk_editable_get_text (self->command),
    .name = get_text_or_null (self->name),
    .directory = get_text_or_null (self->directory),
    .ends_with_us = gtk_switch_get_active (self->ends_with_us),
  };

  if (!check_environment (gtk_editable_get_text (self->environment), &environment, &trouble))
    {
      g_set_error_literal (error, APM_ERROR, APM_ERROR_INVALID, trouble);
      return FALSE;
    }
  spawn.environment = (const char *const *) environment;

  return apm_session_create_process (self->session, &spawn, error) != NULL;
}

static void
on_create (ApmCreateDialog *self)
{
  g_autoptr(GError) error = NULL;
  gboolean created;

  if (!gtk_widget_get_sensitive (self->create))
    return;

  if (is_worker (self))
    created = apm_session_create_worker (self->session, get_text_or_null (self->worker_name), &error) != NULL;
  else if (apm_pipeline_is_line (gtk_editable_get_text (self->command)))
    created = gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), "win.pipeline", "s",
                                          gtk_editable_get_text (self->command));
  else
    created = create_program (self, &error);

  if (created)
    gtk_window_close (GTK_WINDOW (self));
  else
    show_trouble (self, error->message);
}

static void
on_folder_chosen (GtkNativeDialog *chooser,
                  int              response,
                  ApmCreateDialog *self)
{
  g_autoptr(GFile) folder = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (folder)
    gtk_editable_set_text (self->directory, g_file_peek_path (folder));
  g_clear_object (&self->chooser);
}

static void
on_choose (ApmCreateDialog *self)
{
  if (self->chooser)
    return;

  self->chooser = gtk_file_chooser_native_new (_("Working Directory"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"), _("_Cancel"));
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_folder_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
apm_create_dialog_dispose (GObject *object)
{
  ApmCreateDialog *self = APM_CREATE_DIALOG (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_create_dialog_parent_class)->dispose (object);
}

static void
apm_create_dialog_class_init (ApmCreateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_create_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-create-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmCreateDialog, program_toggle);
  gtk_widget_class_bind_template_child (widget_class, ApmCreateDialog, worker_toggle);
  gtk_widget_class_bind_template_child (widget_class, ApmCreateDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ApmCreateDialog, command);
  gtk_widget_class_bind_template_child (widget_class, ApmCreateDialog, name);
  gtk_widget_class_bind_template_child (widget_class, ApmCreateDialog, directory);
  gtk_widget_class_bind_template_child (widget_class, ApmCreateDialog, environment);
  gtk_widget_class_bind_template_child (widget_class, ApmCreateDialog, ends_with_us);
  gtk_widget_class_bind_template_child (widget_class, ApmCreateDialog, worker_name);
  gtk_widget_class_bind_template_child (widget_class, ApmCreateDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, ApmCreateDialog, create);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_create);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_create_dialog_init (ApmCreateDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * apm_create_dialog_new:
 * @worker: whether a worker is offered first, rather than a program
 *
 * Returns: (transfer none): modal to @parent; destroys itself
 */
GtkWindow *
apm_create_dialog_new (GtkWindow  *parent,
                       ApmSession *session,
                       gboolean    worker)
{
  ApmCreateDialog *self;

  g_return_val_if_fail (APM_IS_SESSION (session), NULL);

  self = g_object_new (APM_TYPE_CREATE_DIALOG, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  gtk_toggle_button_set_active (worker ? self->worker_toggle : self->program_toggle, TRUE);
  on_changed (self);
  apm_focus_first (GTK_WINDOW (self), GTK_WIDGET (worker ? self->worker_name : self->command));

  return GTK_WINDOW (self);
}
