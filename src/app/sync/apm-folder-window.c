/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-folder-window.h"

#include <glib/gi18n.h>

#include "apm-problem.h"
#include "apm-session-problems.h"

#define WIDTH 560
#define HEIGHT 460

struct _ApmFolderWindow
{
  AdwWindow parent_instance;
  ApmSession *session;
  AdwPreferencesGroup *folders;   /* the template's, as all below */
  AdwPreferencesGroup *left_out;
  GPtrArray *folder_rows;
  GPtrArray *left_out_rows;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (ApmFolderWindow, apm_folder_window, ADW_TYPE_WINDOW)

static void
clear_rows (AdwPreferencesGroup *group,
            GPtrArray           *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}

static GtkWidget *
add_row (AdwPreferencesGroup *group,
         GPtrArray           *rows,
         const char          *title,
         const char          *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  /* Paths and sentences are no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);

  return row;
}

static void show_folders (ApmFolderWindow *self);

static void
show_left_out (ApmFolderWindow *self,
               GStrv            complaints)
{
  clear_rows (self->left_out, self->left_out_rows);
  for (guint i = 0; complaints && complaints[i]; i++)
    add_row (self->left_out, self->left_out_rows, complaints[i], NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->left_out), self->left_out_rows->len > 0);
}

static void
on_remove (ApmFolderWindow *self,
           GtkButton       *button)
{
  g_autofree char *path = g_strdup (g_object_get_data (G_OBJECT (button), "apm-path"));

  apm_session_remove_problems (self->session, path);
  show_left_out (self, NULL);
  show_folders (self);
}

static void
add_folder_row (ApmFolderWindow *self,
                const char      *path)
{
  guint n = apm_catalogue_count (apm_session_get_catalogue (self->session), path);
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *count = g_strdup_printf (ngettext ("%u problem", "%u problems", n), n);
  g_autofree char *name = g_strdup_printf (_("Remove %s from the catalogue"), shown);
  GtkWidget *row = add_row (self->folders, self->folder_rows, shown, count);
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Remove it from the catalogue; the folder stays"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "apm-path", g_strdup (path), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
show_folders (ApmFolderWindow *self)
{
  g_auto(GStrv) folders = apm_session_dup_folders (self->session);

  clear_rows (self->folders, self->folder_rows);
  for (guint i = 0; folders[i]; i++)
    add_folder_row (self, folders[i]);
  if (folders[0] == NULL)
    add_row (self->folders, self->folder_rows, _("No folder was added yet"), NULL);
}

static void
on_added (GObject      *session,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ApmFolderWindow) self = user_data;
  g_auto(GStrv) complaints = apm_session_add_problems_finish (APM_SESSION (session), result);

  if (self->session == NULL)
    return;
  show_left_out (self, complaints);
  show_folders (self);
}

static void
on_chosen (ApmFolderWindow *self,
           int              response)
{
  g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path)
    apm_session_add_problems_async (self->session, path, on_added, g_object_ref (self));
}

static void
choose_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ApmFolderWindow *self = APM_FOLDER_WINDOW (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Folder of Problems"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Add"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* The object */

static void
apm_folder_window_dispose (GObject *object)
{
  ApmFolderWindow *self = APM_FOLDER_WINDOW (object);

  g_clear_object (&self->chooser);
  g_clear_pointer (&self->folder_rows, g_ptr_array_unref);
  g_clear_pointer (&self->left_out_rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_FOLDER_WINDOW);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_folder_window_parent_class)->dispose (object);
}

static void
apm_folder_window_class_init (ApmFolderWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_folder_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-folder-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmFolderWindow, folders);
  gtk_widget_class_bind_template_child (widget_class, ApmFolderWindow, left_out);
  gtk_widget_class_install_action (widget_class, "folders.choose", NULL, choose_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_folder_window_init (ApmFolderWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->folder_rows = g_ptr_array_new ();
  self->left_out_rows = g_ptr_array_new ();
}

/**
 * apm_folder_window_present:
 * @path: added at once; "": none
 */
void
apm_folder_window_present (GtkWindow  *parent,
                           ApmSession *session,
                           const char *path)
{
  ApmFolderWindow *self = g_object_new (APM_TYPE_FOLDER_WINDOW, "transient-for", parent, "default-width", WIDTH,
                                        "default-height", HEIGHT, NULL);

  self->session = g_object_ref (session);
  show_folders (self);
  if (*path)
    apm_session_add_problems_async (session, path, on_added, g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
}
