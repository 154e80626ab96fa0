/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-change-window.h"

#include <glib/gi18n.h>

#include "apm-census-diff.h"
#include "apm-change-columns.h"
#include "apm-rows.h"
#include "apm-save-chooser.h"
#include "apm-table.h"

struct _ApmChangeWindow
{
  AdwWindow parent_instance;
  GtkWidget *bar;
  GtkDropDown *since;
  GtkDropDown *until;
  GtkEditable *search;
  GtkMenuButton *columns;
  ApmTable *table;
  GtkLabel *status;
  GMenuModel *menu;

  ApmSession *session;
  ApmSnapshots *snapshots;
  ApmRows *rows;
  GListModel *ends;             /* "now", and then the snapshots */
  ApmCensus *now;               /* taken last */
  GtkFileChooserNative *chooser;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ApmChangeWindow, apm_change_window, ADW_TYPE_WINDOW)

static const ApmFileFormat formats[] = {
  { N_("Snapshot"), "json" },
  { NULL }
};

static guint64
get_key (gconstpointer row)
{
  return apm_change_get_key (row);
}

/* Returns: (transfer none) (nullable): what is chosen, %NULL while it is not there */
static ApmCensus *
get_until (ApmChangeWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->until);

  return selected == 0 ? self->now : apm_snapshots_get (self->snapshots, selected - 1);
}

static void
compare (ApmChangeWindow *self)
{
  ApmCensus *since = apm_snapshots_get (self->snapshots, gtk_drop_down_get_selected (self->since));
  ApmCensus *until = get_until (self);
  gboolean swapped;
  g_autoptr(ApmChanges) changes = NULL;
  g_autofree char *text = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "changes.save", since != NULL);
  if (since == NULL || until == NULL)
    {
      apm_rows_set (self->rows, NULL);
      gtk_label_set_label (self->status, "");
      return;
    }

  swapped = apm_census_get_real_us (since) > apm_census_get_real_us (until);
  changes = swapped ? apm_census_compare (until, since) : apm_census_compare (since, until);
  text = apm_changes_dup_text (changes);
  apm_rows_set (self->rows, changes->rows);
  gtk_label_set_label (self->status, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status),
                               changes->rebooted ? _("The machine was started anew in between") : NULL);
}

static void
on_taken (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ApmChangeWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  ApmCensus *census = apm_census_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      apm_census_unref (census);
      return;
    }

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "changes.again", TRUE);
  if (census == NULL)
    {
      apm_session_toast (self->session, "%s", error->message);
      return;
    }

  g_clear_pointer (&self->now, apm_census_unref);
  self->now = census;
  compare (self);
}

static void
look_again (ApmChangeWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "changes.again", FALSE);
  apm_census_take_async (self->cancellable, on_taken, g_object_ref (self));
}

static void
update_empty (ApmChangeWindow *self)
{
  gboolean any = apm_snapshots_get_n (self->snapshots) > 0;

  gtk_widget_set_visible (self->bar, any);
  if (!any)
    apm_table_set_empty (self->table, "camera-photo-symbolic", _("No Snapshot Yet"),
                         _("Take one now, and look later at which processes are new, have ended, or use more than they did."),
                         _("Take Snapshot"), "changes.take");
  else if (*gtk_editable_get_text (self->search))
    apm_table_set_empty (self->table, "edit-find-symbolic", _("No Process Found"),
                         _("All words must be found in its row."), NULL, NULL);
  else
    apm_table_set_empty (self->table, "object-select-symbolic", _("Nothing Has Changed"), NULL, NULL, NULL);
}

/* The newest is in front; what is compared stays so. */
static void
on_snapshots_changed (ApmChangeWindow *self,
                      guint            position,
                      guint            n_removed,
                      guint            n_added)
{
  update_empty (self);
  if (n_added > 0 && apm_snapshots_get_n (self->snapshots) == 1)
    look_again (self);
  compare (self);
}

static void
on_search_changed (ApmChangeWindow *self)
{
  apm_rows_set_search (self->rows, gtk_editable_get_text (self->search));
  update_empty (self);
}

static void
on_sort_changed (ApmChangeWindow *self,
                 const char      *column_id,
                 gboolean         descending)
{
  apm_rows_set_sort (self->rows, column_id, descending);
}

static void
on_menu (ApmChangeWindow *self,
         guint64          key,
         double           x,
         double           y)
{
  apm_table_popup_menu (self->table, self->menu, x, y);
}

static void
take_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  apm_snapshots_take (APM_CHANGE_WINDOW (widget)->snapshots);
}

static void
again_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  look_again (APM_CHANGE_WINDOW (widget));
}

static void
on_save_response (ApmChangeWindow *self,
                  int              response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  guint selected = gtk_drop_down_get_selected (self->since);

  if (response != GTK_RESPONSE_ACCEPT || selected >= apm_snapshots_get_n (self->snapshots))
    return;

  path = apm_save_chooser_dup_path (chooser, formats, &error);
  if (path)
    apm_snapshots_save (self->snapshots, selected, path);
  else
    apm_session_toast (self->session, "%s", error->message);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmChangeWindow *self = APM_CHANGE_WINDOW (widget);

  g_clear_object (&self->chooser);
  self->chooser = apm_save_chooser_new (GTK_WINDOW (self), _("Save Snapshot"), _("_Save"), "snapshot.json", formats);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_save_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_load_response (ApmChangeWindow *self,
                  int              response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path)
    apm_snapshots_load (self->snapshots, path);
}

static void
load_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmChangeWindow *self = APM_CHANGE_WINDOW (widget);
  g_autoptr(GFile) home = g_file_new_for_path (g_get_home_dir ());

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Load Snapshot"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _("_Load"), _("_Cancel"));
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), home, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_load_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmChangeWindow *self = APM_CHANGE_WINDOW (widget);

  apm_list_export (self->table, self->session, &apm_change_listing, g_variant_get_string (parameter, NULL));
}

static void
copy_list_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ApmChangeWindow *self = APM_CHANGE_WINDOW (widget);

  apm_list_copy_csv (self->table, self->session, &apm_change_listing);
}

static void
apm_change_window_dispose (GObject *object)
{
  ApmChangeWindow *self = APM_CHANGE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_CHANGE_WINDOW);
  g_clear_pointer (&self->now, apm_census_unref);
  g_clear_object (&self->chooser);
  g_clear_object (&self->rows);
  g_clear_object (&self->ends);
  g_clear_object (&self->snapshots);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_change_window_parent_class)->dispose (object);
}

static void
apm_change_window_finalize (GObject *object)
{
  g_object_unref (APM_CHANGE_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (apm_change_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-change-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmChangeWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, ApmChangeWindow, since);
  gtk_widget_class_bind_template_child (widget_class, ApmChangeWindow, until);
  gtk_widget_class_bind_template_child (widget_class, ApmChangeWindow, search);
  gtk_widget_class_bind_template_child (widget_class, ApmChangeWindow, columns);
  gtk_widget_class_bind_template_child (widget_class, ApmChangeWindow, table);
  gtk_widget_class_bind_template_child (widget_class, ApmChangeWindow, status);
  gtk_widget_class_bind_template_child (widget_class, ApmChangeWindow, menu);
  gtk_widget_class_bind_template_callback (widget_class, compare);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_sort_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_menu);
}

static void
apm_change_window_class_init (ApmChangeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_change_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_change_window_finalize;

  g_type_ensure (APM_TYPE_TABLE);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "changes.take", NULL, take_action);
  gtk_widget_class_install_action (widget_class, "changes.again", NULL, again_action);
  gtk_widget_class_install_action (widget_class, "changes.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "changes.load", NULL, load_action);
  gtk_widget_class_install_action (widget_class, "page.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "page.copy-list", NULL, copy_list_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "changes.again", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_E, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.export", "s", "");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_change_window_init (ApmChangeWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = apm_rows_new (apm_change_fields, get_key);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* In front of the snapshots stands how it is now. */
static GListModel *
new_ends (ApmSnapshots *snapshots)
{
  const char *now[] = { _("now"), NULL };
  GListStore *parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr(GtkStringList) first = gtk_string_list_new (now);

  g_list_store_append (parts, first);
  g_list_store_append (parts, apm_snapshots_get_labels (snapshots));

  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (parts)));
}

static GtkExpression *
new_expression (void)
{
  return gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
}

static void
set_up (ApmChangeWindow *self)
{
  g_autoptr(GtkExpression) of_since = new_expression ();
  g_autoptr(GtkExpression) of_until = new_expression ();

  self->ends = new_ends (self->snapshots);
  gtk_drop_down_set_expression (self->since, of_since);
  gtk_drop_down_set_expression (self->until, of_until);
  gtk_drop_down_set_model (self->since, apm_snapshots_get_labels (self->snapshots));
  gtk_drop_down_set_model (self->until, self->ends);

  apm_table_set_columns (self->table, apm_change_columns);
  apm_table_set_view (self->table, apm_rows_get_view (self->rows));
  apm_table_set_title (self->table, _("Changes"));
  apm_table_set_columns_button (self->table, self->columns);
  apm_table_set_sort (self->table, "rss_change_bytes", TRUE);
  apm_rows_set_sort (self->rows, "rss_change_bytes", TRUE);
  apm_table_set_state (self->table, apm_session_get_settings (self->session), "changes");
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search), GTK_WIDGET (self->table));
}

/**
 * apm_change_window_new:
 *
 * Compares the newest snapshot with now.
 */
ApmChangeWindow *
apm_change_window_new (GtkWindow    *parent,
                       ApmSession   *session,
                       ApmSnapshots *snapshots)
{
  ApmChangeWindow *self;

  g_return_val_if_fail (APM_IS_SESSION (session) && APM_IS_SNAPSHOTS (snapshots), NULL);

  self = g_object_new (APM_TYPE_CHANGE_WINDOW, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  self->snapshots = g_object_ref (snapshots);
  set_up (self);
  g_signal_connect_object (apm_snapshots_get_labels (snapshots), "items-changed",
                           G_CALLBACK (on_snapshots_changed), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update_empty (self);
  if (apm_snapshots_get_n (snapshots) > 0)
    look_again (self);
  compare (self);

  return self;
}
