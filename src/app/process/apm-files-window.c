/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-files-window.h"

#include <glib/gi18n.h>

#include "apm-files-columns.h"
#include "apm-openers.h"
#include "apm-rows.h"
#include "apm-table.h"
#include "apm-text.h"

/* A search that is over sooner shows no progress: that would only flicker. */
#define PROGRESS_MS 100

struct _ApmFilesWindow
{
  AdwWindow parent_instance;

  GtkEditable *what;
  GtkToggleButton *deleted;
  GtkStack *buttons;            /* to search, or to leave off */
  GtkMenuButton *columns;
  GtkProgressBar *progress;
  ApmTable *table;
  GtkLabel *status;
  GtkLabel *gaps;
  GMenuModel *menu;

  ApmSession *session;
  ApmRows *rows;
  ApmOpeners *openers;          /* (nullable): found last */
  ApmOpenersSearch *search;     /* (nullable): that runs */
  GCancellable *cancellable;    /* (nullable): of it */
  GtkFileChooserNative *chooser;
  guint progress_id;
};

G_DEFINE_FINAL_TYPE (ApmFilesWindow, apm_files_window, ADW_TYPE_WINDOW)

static guint64
get_key (gconstpointer row)
{
  return ((const ApmOpener *) row)->key;
}

/* The rows of one process stand together. */
static guint
count_processes (const ApmOpeners *openers)
{
  int last = 0;
  guint n = 0;

  for (guint i = 0; i < openers->rows->len; i++)
    {
      int pid = ((const ApmOpener *) openers->rows->pdata[i])->pid;

      n += pid != last;
      last = pid;
    }

  return n;
}

static char *
dup_status_text (const ApmOpeners *openers)
{
  guint n = count_processes (openers);
  g_autofree char *what = apm_text_to_utf8 (openers->what, -1);

  if (*what == '\0')
    return g_strdup_printf (ngettext ("%u process has deleted files open", "%u processes have deleted files open", n), n);

  switch (openers->match)
    {
    case APM_OPENERS_FILE:
      /* Translators: %s is a path */
      return g_strdup_printf (ngettext ("%u process has %s open", "%u processes have %s open", n), n, what);
    case APM_OPENERS_FOLDER:
      return g_strdup_printf (ngettext ("%u process has %s or something below it open",
                                        "%u processes have %s or something below it open", n), n, what);
    case APM_OPENERS_PART:
    default:
      return g_strdup_printf (ngettext ("%u process has a file open with “%s” in its path",
                                        "%u processes have a file open with “%s” in its path", n), n, what);
    }
}

static void
show_empty (ApmFilesWindow *self)
{
  if (self->search)
    apm_table_set_empty (self->table, "content-loading-symbolic", _("Looking…"), NULL, NULL, NULL);
  else if (self->openers == NULL)
    apm_table_set_empty (self->table, "edit-find-symbolic", _("Which File?"),
                         _("Type the path of a file or a folder, or a part of one. Whoever has it open, mapped, "
                           "as program or as working directory is listed."), NULL, NULL);
  else if (self->openers->hidden || self->openers->n_unreadable > 0)
    apm_table_set_empty (self->table, "edit-find-symbolic", _("Nobody Found"),
                         _("No process that may be looked at has it open."), NULL, NULL);
  else
    apm_table_set_empty (self->table, "object-select-symbolic", _("Nobody Has It Open"),
                         _("All processes were looked at."), NULL, NULL);
}

static void
show_found (ApmFilesWindow *self)
{
  g_autofree char *text = self->openers ? dup_status_text (self->openers) : NULL;
  g_autofree char *gaps = self->openers ? apm_openers_dup_gaps_text (self->openers) : NULL;

  gtk_label_set_label (self->status, text ? text : "");
  gtk_label_set_label (self->gaps, gaps ? gaps : "");
  gtk_widget_set_visible (GTK_WIDGET (self->gaps), gaps != NULL);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->status)), self->openers != NULL);
  show_empty (self);
}

/* What runs is no longer waited for. */
static void
leave_off (ApmFilesWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->search, apm_openers_search_unref);
  g_clear_handle_id (&self->progress_id, g_source_remove);
}

static void
show_idle (ApmFilesWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  gtk_stack_set_visible_child_name (self->buttons, "search");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "files.cancel", FALSE);
  show_found (self);
}

static gboolean
on_progress (gpointer data)
{
  ApmFilesWindow *self = data;
  guint n_done, n_total;
  g_autofree char *text = NULL;

  apm_openers_search_get_progress (self->search, &n_done, &n_total);
  if (n_total == 0)
    return G_SOURCE_CONTINUE;

  text = g_strdup_printf (ngettext ("Looked at %u of %u process", "Looked at %u of %u processes", n_total), n_done, n_total);
  gtk_progress_bar_set_fraction (self->progress, (double) n_done / n_total);
  gtk_progress_bar_set_text (self->progress, text);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  gtk_stack_set_visible_child_name (self->buttons, "cancel");

  return G_SOURCE_CONTINUE;
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  ApmFilesWindow *self = user_data;
  g_autoptr(GError) error = NULL;
  ApmOpeners *openers = apm_openers_search_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;     /* and the window may be gone */

  leave_off (self);
  if (openers)
    {
      apm_rows_set (self->rows, openers->rows);
      g_clear_pointer (&self->openers, apm_openers_free);
      self->openers = openers;
    }
  else
    {
      apm_session_toast (self->session, "%s", error->message);
    }
  show_idle (self);
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmFilesWindow *self = APM_FILES_WINDOW (widget);
  const char *what = gtk_editable_get_text (self->what);
  gboolean only_deleted = gtk_toggle_button_get_active (self->deleted);

  leave_off (self);
  if (*what == '\0' && !only_deleted)
    {
      apm_rows_set (self->rows, NULL);
      g_clear_pointer (&self->openers, apm_openers_free);
      show_idle (self);
      return;
    }

  self->search = apm_openers_search_new (what, only_deleted);
  self->cancellable = g_cancellable_new ();
  self->progress_id = g_timeout_add (PROGRESS_MS, on_progress, self);
  gtk_widget_action_set_enabled (widget, "files.cancel", TRUE);
  show_empty (self);
  apm_openers_search_run_async (self->search, self->cancellable, on_found, self);
}

static void
cancel_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmFilesWindow *self = APM_FILES_WINDOW (widget);

  leave_off (self);
  show_idle (self);
}

static void
on_chosen (ApmFilesWindow *self,
           int             response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  const char *path = file ? g_file_peek_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path && g_utf8_validate (path, -1, NULL))
    apm_files_window_search (self, path);
}

static void
choose_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmFilesWindow *self = APM_FILES_WINDOW (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Choose a File"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _("_Choose"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
show_process_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  ApmFilesWindow *self = APM_FILES_WINDOW (widget);
  const ApmOpener *row = apm_table_get_selected_row (self->table);
  GtkWindow *main = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (row == NULL || main == NULL)
    return;

  gtk_widget_activate_action (GTK_WIDGET (main), "win.go-to", "(ii)", row->pid, 0);
  gtk_window_present (main);
}

static void
on_activated (ApmFilesWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "files.show-process", NULL);
}

static void
on_selection_changed (ApmFilesWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "files.show-process",
                                 self->table && apm_table_get_selected_row (self->table) != NULL);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmFilesWindow *self = APM_FILES_WINDOW (widget);

  apm_list_export (self->table, self->session, &apm_files_listing, g_variant_get_string (parameter, NULL));
}

static void
copy_list_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ApmFilesWindow *self = APM_FILES_WINDOW (widget);

  apm_list_copy_csv (self->table, self->session, &apm_files_listing);
}

static void
on_again (ApmFilesWindow *self)
{
  if (self->session)    /* the template is no more before it goes */
    gtk_widget_activate_action (GTK_WIDGET (self), "files.search", NULL);
}

static void
on_sort_changed (ApmFilesWindow *self,
                 const char     *column_id,
                 gboolean        descending)
{
  apm_rows_set_sort (self->rows, column_id, descending);
}

static void
on_menu (ApmFilesWindow *self,
         guint64         key,
         double          x,
         double          y)
{
  apm_table_popup_menu (self->table, self->menu, x, y);
}

static void
apm_files_window_dispose (GObject *object)
{
  ApmFilesWindow *self = APM_FILES_WINDOW (object);

  leave_off (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_FILES_WINDOW);
  g_clear_object (&self->chooser);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->openers, apm_openers_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_files_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "files.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "files.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "files.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "files.show-process", NULL, show_process_action);
  gtk_widget_class_install_action (widget_class, "page.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "page.copy-list", NULL, copy_list_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "files.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_E, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.export", "s", "");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_files_window_class_init (ApmFilesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_files_window_dispose;
  g_type_ensure (APM_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-files-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmFilesWindow, what);
  gtk_widget_class_bind_template_child (widget_class, ApmFilesWindow, deleted);
  gtk_widget_class_bind_template_child (widget_class, ApmFilesWindow, buttons);
  gtk_widget_class_bind_template_child (widget_class, ApmFilesWindow, columns);
  gtk_widget_class_bind_template_child (widget_class, ApmFilesWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, ApmFilesWindow, table);
  gtk_widget_class_bind_template_child (widget_class, ApmFilesWindow, status);
  gtk_widget_class_bind_template_child (widget_class, ApmFilesWindow, gaps);
  gtk_widget_class_bind_template_child (widget_class, ApmFilesWindow, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_sort_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_menu);
  install_actions (widget_class);
}

static void
apm_files_window_init (ApmFilesWindow *self)
{
  self->rows = apm_rows_new (apm_opener_fields, get_key);
  gtk_widget_init_template (GTK_WIDGET (self));
  apm_table_set_columns (self->table, apm_files_columns);
  apm_table_set_title (self->table, _("Who has it open"));
  apm_table_set_columns_button (self->table, self->columns);
  apm_table_set_view (self->table, apm_rows_get_view (self->rows));
  apm_table_set_sort (self->table, "name", FALSE);
  apm_rows_set_sort (self->rows, "name", FALSE);
  on_selection_changed (self);
  show_idle (self);
}

/**
 * apm_files_window_new:
 * @parent: the main window: processes are shown there
 */
ApmFilesWindow *
apm_files_window_new (GtkWindow  *parent,
                      ApmSession *session)
{
  ApmFilesWindow *self;

  g_return_val_if_fail (APM_IS_SESSION (session), NULL);

  self = g_object_new (APM_TYPE_FILES_WINDOW, "transient-for", parent, NULL);
  self->session = g_object_ref (session);

  return self;
}

/**
 * apm_files_window_search:
 * @what: a path, or a part of one; "": the person is to type it
 *
 * Presents the window and looks.
 */
void
apm_files_window_search (ApmFilesWindow *self,
                         const char     *what)
{
  g_return_if_fail (APM_IS_FILES_WINDOW (self) && what != NULL);

  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->what));
  if (*what == '\0')
    return;

  gtk_editable_set_text (self->what, what);
  gtk_editable_set_position (self->what, -1);
  on_again (self);
}
