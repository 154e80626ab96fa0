/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-open-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-error.h"
#include "apm-focus.h"
#include "apm-lens-program.h"

struct _ApmOpenDialog
{
  AdwWindow parent_instance;
  ApmProgramShelf *shelf;
  GStrv environment;         /* of the process that is run again; not shown */
  GtkEditable *path;
  GtkEditable *arguments;
  GtkEditable *directory;
  GtkLabel *trouble;
  GtkWidget *run;
  GtkFileChooserNative *chooser;
  GtkEditable *chosen_for;
};

G_DEFINE_FINAL_TYPE (ApmOpenDialog, apm_open_dialog, ADW_TYPE_WINDOW)

enum { OPENED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
show_trouble (ApmOpenDialog *self,
              const char    *trouble)
{
  gtk_label_set_text (self->trouble, trouble ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), trouble != NULL);
}

/* As one types: what was said is about what stood there before. */
static void
on_changed (ApmOpenDialog *self)
{
  show_trouble (self, NULL);
  gtk_widget_set_sensitive (self->run, *gtk_editable_get_text (self->path) != '\0');
}

/* Returns: (transfer full) (nullable): where it is, of a name as one types it */
static char *
find_path (const char *text)
{
  g_autofree char *found = NULL;

  if (text[0] == '~' && (text[1] == '/' || text[1] == '\0'))
    return g_strconcat (g_get_home_dir (), text + 1, NULL);
  if (g_path_is_absolute (text))
    return g_strdup (text);
  if (strchr (text, '/') == NULL && (found = g_find_program_in_path (text)))
    return g_steal_pointer (&found);

  return g_canonicalize_filename (text, NULL);
}

static gboolean
has_sources (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while (dir && (name = g_dir_read_name (dir)) && !g_str_has_suffix (name, ".c"))
    ;

  return name != NULL;
}

static gboolean
check_program (const char  *path,
               GError     **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("There is no file “%s”"), shown);
      return FALSE;
    }
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      if (has_sources (path))
        return TRUE;
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("There is no C file in that folder"));
      return FALSE;
    }

  return g_str_has_suffix (path, ".c") || apm_lens_program_check (path, error);
}

static gboolean
check (ApmOpenDialog  *self,
       const char     *path,
       GError        **error)
{
  const char *arguments = gtk_editable_get_text (self->arguments);
  const char *directory = gtk_editable_get_text (self->directory);
  g_auto(GStrv) parsed = NULL;

  if (!check_program (path, error))
    return FALSE;
  if (arguments[strspn (arguments, " \t")] && !g_shell_parse_argv (arguments, NULL, &parsed, NULL))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A quote is opened and not closed in the arguments"));
      return FALSE;
    }
  if (*directory && !g_file_test (directory, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("There is no folder “%s”"), directory);
      return FALSE;
    }

  return TRUE;
}

static void
on_run (ApmOpenDialog *self)
{
  g_autofree char *path = find_path (gtk_editable_get_text (self->path));
  g_autofree char *arguments = g_strstrip (g_strdup (gtk_editable_get_text (self->arguments)));
  const char *directory = gtk_editable_get_text (self->directory);
  g_autoptr(GError) error = NULL;
  ApmProgramSpec spec = { path, arguments, *directory ? directory : NULL, (const char *const *) self->environment };

  if (!gtk_widget_get_sensitive (self->run))
    return;

  if (!check (self, path, &error))
    {
      show_trouble (self, error->message);
      return;
    }

  g_signal_emit (self, signals[OPENED], 0, apm_program_shelf_open (self->shelf, &spec));
  gtk_window_close (GTK_WINDOW (self));
}

/* Choosing */

static void
on_chosen (ApmOpenDialog *self,
           int            response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file && g_file_peek_path (file))
    gtk_editable_set_text (self->chosen_for, g_file_peek_path (file));
}

static void
choose (ApmOpenDialog        *self,
        GtkEditable          *chosen_for,
        const char           *title,
        GtkFileChooserAction  action)
{
  if (self->chooser)
    return;

  self->chosen_for = chosen_for;
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, _("_Choose"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_choose_file (ApmOpenDialog *self)
{
  choose (self, self->path, _("Program or C File"), GTK_FILE_CHOOSER_ACTION_OPEN);
}

static void
on_choose_folder (ApmOpenDialog *self)
{
  choose (self, self->path, _("Folder of C Files"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

static void
on_choose_directory (ApmOpenDialog *self)
{
  choose (self, self->directory, _("Working Directory"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

static void
apm_open_dialog_dispose (GObject *object)
{
  ApmOpenDialog *self = APM_OPEN_DIALOG (object);

  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_OPEN_DIALOG);
  g_clear_object (&self->shelf);
  g_clear_pointer (&self->environment, g_strfreev);

  G_OBJECT_CLASS (apm_open_dialog_parent_class)->dispose (object);
}

static void
apm_open_dialog_class_init (ApmOpenDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_open_dialog_dispose;

  signals[OPENED] = g_signal_new ("opened", APM_TYPE_OPEN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, APM_TYPE_PROGRAM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-open-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmOpenDialog, path);
  gtk_widget_class_bind_template_child (widget_class, ApmOpenDialog, arguments);
  gtk_widget_class_bind_template_child (widget_class, ApmOpenDialog, directory);
  gtk_widget_class_bind_template_child (widget_class, ApmOpenDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, ApmOpenDialog, run);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_run);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_file);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_directory);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_open_dialog_init (ApmOpenDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * apm_open_dialog_new:
 * @spec: (nullable): what stands there at first
 *
 * Returns: (transfer none): modal to @parent; destroys itself
 */
ApmOpenDialog *
apm_open_dialog_new (GtkWindow            *parent,
                     ApmProgramShelf      *shelf,
                     const ApmProgramSpec *spec)
{
  ApmOpenDialog *self;

  g_return_val_if_fail (APM_IS_PROGRAM_SHELF (shelf), NULL);

  self = g_object_new (APM_TYPE_OPEN_DIALOG, "transient-for", parent, NULL);
  self->shelf = g_object_ref (shelf);
  if (spec)
    {
      gtk_editable_set_text (self->path, spec->path);
      gtk_editable_set_text (self->arguments, spec->arguments ? spec->arguments : "");
      gtk_editable_set_text (self->directory, spec->directory ? spec->directory : "");
      self->environment = g_strdupv ((GStrv) spec->environment);
    }
  on_changed (self);
  apm_focus_first (GTK_WINDOW (self), GTK_WIDGET (spec ? self->arguments : self->path));

  return self;
}
