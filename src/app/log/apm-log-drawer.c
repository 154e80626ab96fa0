/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-drawer.h"

#include <glib/gi18n.h>

#include "apm-log-columns.h"
#include "apm-log-exporter.h"
#include "apm-table.h"

/* The clipboard is no file: more than this is exported. */
#define COPY_MAX 10000

struct _ApmLogDrawer
{
  AdwBin parent_instance;
  GtkWidget *search;
  GtkDropDown *source;
  GtkDropDown *level;
  GtkInscription *count;
  GtkWidget *empty;
  GtkLabel *empty_title;
  GtkLabel *empty_text;
  GtkWidget *show_all;
  GtkWidget *exporting;
  ApmTable *table;
  GMenuModel *menu;

  ApmSession *session;
  ApmLogExporter *exporter;
  ApmView *view;
  char *count_text;
};

G_DEFINE_FINAL_TYPE (ApmLogDrawer, apm_log_drawer, ADW_TYPE_BIN)

enum { PROP_0, PROP_SESSION, N_PROPS };
static GParamSpec *properties[N_PROPS];

static ApmLog *
get_log (ApmLogDrawer *self)
{
  return apm_session_get_log (self->session);
}

static const char *
get_search (ApmLogDrawer *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

static gboolean
is_filtered (ApmLogDrawer *self)
{
  return *get_search (self) || gtk_drop_down_get_selected (self->source) > 0
         || gtk_drop_down_get_selected (self->level) > 0;
}

static char *
dup_count_text (ApmLogDrawer *self)
{
  guint n_total = apm_log_get_n_total (get_log (self));
  guint n_shown = apm_view_get_n_rows (self->view);
  gulong n_dropped = apm_log_get_n_dropped (get_log (self));

  if (apm_log_get_filtering (get_log (self)))
    return g_strdup (_("Searching…"));
  if (is_filtered (self))
    return g_strdup_printf (ngettext ("%'u of %'u entry", "%'u of %'u entries", n_total), n_shown, n_total);
  if (n_dropped > 0)
    return g_strdup_printf (ngettext ("%'u entries, %'lu older one dropped", "%'u entries, %'lu older ones dropped",
                                      n_dropped), n_total, n_dropped);

  return g_strdup_printf (ngettext ("%'u entry", "%'u entries", n_total), n_total);
}

/* The drawer is too low for a page of its own kind: two lines lie over the table. */
static void
update_empty (ApmLogDrawer *self)
{
  gboolean filtered = is_filtered (self) && apm_log_get_n_total (get_log (self)) > 0;

  gtk_widget_set_visible (self->empty, apm_view_get_n_rows (self->view) == 0);
  gtk_label_set_label (self->empty_title, filtered ? _("No Entry Matches") : _("Nothing Has Happened Yet"));
  gtk_label_set_label (self->empty_text,
                       filtered ? _("Search for something else, or show all.")
                                : _("What you do and what comes of it is told here, and kept in the log file."));
}

static void
on_refreshed (ApmLogDrawer *self)
{
  g_autofree char *text = dup_count_text (self);

  if (g_strcmp0 (text, self->count_text) != 0)
    {
      gtk_inscription_set_text (self->count, text);
      g_free (self->count_text);
      self->count_text = g_steal_pointer (&text);
    }
  update_empty (self);
  gtk_widget_set_visible (self->show_all, is_filtered (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "log.copy", apm_view_get_n_rows (self->view) > 0);
}

static void
on_filter_changed (ApmLogDrawer *self)
{
  if (self->view == NULL)
    return;

  apm_log_set_filter (get_log (self), get_search (self),
                      apm_log_sources[gtk_drop_down_get_selected (self->source)].id,
                      gtk_drop_down_get_selected (self->level));
}

static void
on_stop_search (ApmLogDrawer *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
on_menu (ApmLogDrawer *self,
         guint64       key,
         double        x,
         double        y)
{
  apm_table_popup_menu (self->table, self->menu, x, y);
}

static void
focus_search (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  gtk_widget_grab_focus (APM_LOG_DRAWER (widget)->search);
}

static void
show_all (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  ApmLogDrawer *self = APM_LOG_DRAWER (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->source, 0);
  gtk_drop_down_set_selected (self->level, 0);
}

static void
show_source (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmLogDrawer *self = APM_LOG_DRAWER (widget);
  const ApmLogEntry *entry = apm_table_get_selected_row (self->table);

  if (entry)
    gtk_drop_down_set_selected (self->source, apm_log_find_source (entry->source));
}

static void
copy_rows (ApmLogDrawer *self)
{
  guint n = apm_view_get_n_rows (self->view);
  g_autoptr(GString) text = g_string_new (NULL);
  ApmLogStamp stamp = APM_LOG_STAMP_INIT;

  if (n > COPY_MAX)
    {
      apm_session_toast (self->session, ngettext ("%'u entry is too much to copy: select one, search, or export them",
                                                  "%'u entries are too many to copy: select one, search, or export them",
                                                  n), n);
      return;
    }

  for (guint i = 0; i < n; i++)
    apm_log_append_entry (text, APM_LOG_TEXT, apm_view_get_row (self->view, i), i == 0, &stamp);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
  apm_session_toast (self->session, ngettext ("Copied %'u entry", "Copied %'u entries", n), n);
}

/* The selected entry, as its line of the log file; all that are shown if none is. */
static void
copy (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ApmLogDrawer *self = APM_LOG_DRAWER (widget);
  const ApmLogEntry *entry = apm_table_get_selected_row (self->table);
  g_autofree char *line = NULL;

  if (entry == NULL)
    {
      copy_rows (self);
      return;
    }

  line = apm_log_entry_dup_line (entry);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), line);
  apm_session_toast (self->session, "%s", _("Copied the selected entry"));
}

static void
cancel_export (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  apm_log_exporter_cancel (APM_LOG_DRAWER (widget)->exporter);
}

static void
on_clear_response (ApmLogDrawer *self,
                   const char   *response)
{
  if (g_strcmp0 (response, "clear") != 0)
    return;

  apm_log_clear (get_log (self));
  apm_session_toast (self->session, "%s", _("The log is cleared"));
}

static void
ask_clear (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  ApmLogDrawer *self = user_data;
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog = adw_message_dialog_new (window, _("Clear the Log?"), NULL);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog),
                               _("All entries go: those in memory, the log file, and the older files beside it. "
                                 "This cannot be undone."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "clear", _("C_lear"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "clear", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_clear_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
export_log (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  ApmLogDrawer *self = user_data;
  const char *path = g_variant_get_string (parameter, NULL);

  if (*path)
    apm_log_exporter_start (self->exporter, path, is_filtered (self));
  else
    apm_log_exporter_ask (self->exporter, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), is_filtered (self));
}

static const GActionEntry actions[] = {
  { "export-log", export_log, "s", NULL, NULL },
  { "clear-log", ask_clear, NULL, NULL, NULL },
};

/**
 * apm_log_drawer_install_actions:
 *
 * win.export-log exports what the filter shows to the file named, or opens the
 * file chooser; win.clear-log asks first; win.follow-log switches.
 */
void
apm_log_drawer_install_actions (ApmLogDrawer *self,
                                GActionMap   *window)
{
  g_autoptr(GPropertyAction) follow = NULL;

  g_return_if_fail (APM_IS_LOG_DRAWER (self));
  g_return_if_fail (G_IS_ACTION_MAP (window));

  g_action_map_add_action_entries (window, actions, G_N_ELEMENTS (actions), self);
  follow = g_property_action_new ("follow-log", self->table, "follow-tail");
  g_action_map_add_action (window, G_ACTION (follow));
}

GtkWidget *
apm_log_drawer_new (ApmSession *session)
{
  return g_object_new (APM_TYPE_LOG_DRAWER, "session", session, NULL);
}

static void
fill (GtkDropDown        *drop_down,
      const ApmLogChoice *choices)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; choices[i].title; i++)
    gtk_string_list_append (titles, _(choices[i].title));
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (titles));
}

static void
apm_log_drawer_constructed (GObject *object)
{
  ApmLogDrawer *self = APM_LOG_DRAWER (object);

  G_OBJECT_CLASS (apm_log_drawer_parent_class)->constructed (object);

  fill (self->source, apm_log_sources);
  fill (self->level, apm_log_levels);

  self->view = g_object_ref (apm_log_get_view (get_log (self)));
  apm_table_set_columns (self->table, apm_log_columns);
  apm_table_set_state (self->table, apm_session_get_settings (self->session), "log");
  apm_table_set_view (self->table, self->view);
  apm_table_set_title (self->table, _("Log entries"));
  apm_table_set_follow_tail (self->table, TRUE);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search), GTK_WIDGET (self->table));

  self->exporter = apm_log_exporter_new (self->session);
  g_object_bind_property (self->exporter, "busy", self->exporting, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->view, "refreshed", G_CALLBACK (on_refreshed), self, G_CONNECT_SWAPPED);
  on_refreshed (self);
}

static void
apm_log_drawer_dispose (GObject *object)
{
  ApmLogDrawer *self = APM_LOG_DRAWER (object);

  if (self->exporter)
    g_object_run_dispose (G_OBJECT (self->exporter));
  g_clear_object (&self->exporter);
  g_clear_object (&self->view);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_LOG_DRAWER);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_log_drawer_parent_class)->dispose (object);
}

static void
apm_log_drawer_finalize (GObject *object)
{
  g_free (APM_LOG_DRAWER (object)->count_text);

  G_OBJECT_CLASS (apm_log_drawer_parent_class)->finalize (object);
}

static void
apm_log_drawer_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_SESSION:
      APM_LOG_DRAWER (object)->session = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
apm_log_drawer_class_init (ApmLogDrawerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = apm_log_drawer_constructed;
  object_class->dispose = apm_log_drawer_dispose;
  object_class->finalize = apm_log_drawer_finalize;
  object_class->set_property = apm_log_drawer_set_property;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, APM_TYPE_SESSION,
                                                  G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "page.search", NULL, focus_search);
  gtk_widget_class_install_action (widget_class, "log.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "log.show-all", NULL, show_all);
  gtk_widget_class_install_action (widget_class, "log.show-source", NULL, show_source);
  gtk_widget_class_install_action (widget_class, "log.cancel-export", NULL, cancel_export);

  g_type_ensure (APM_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-log-drawer.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmLogDrawer, search);
  gtk_widget_class_bind_template_child (widget_class, ApmLogDrawer, source);
  gtk_widget_class_bind_template_child (widget_class, ApmLogDrawer, level);
  gtk_widget_class_bind_template_child (widget_class, ApmLogDrawer, count);
  gtk_widget_class_bind_template_child (widget_class, ApmLogDrawer, empty);
  gtk_widget_class_bind_template_child (widget_class, ApmLogDrawer, empty_title);
  gtk_widget_class_bind_template_child (widget_class, ApmLogDrawer, empty_text);
  gtk_widget_class_bind_template_child (widget_class, ApmLogDrawer, show_all);
  gtk_widget_class_bind_template_child (widget_class, ApmLogDrawer, exporting);
  gtk_widget_class_bind_template_child (widget_class, ApmLogDrawer, table);
  gtk_widget_class_bind_template_child (widget_class, ApmLogDrawer, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_menu);
}

static void
apm_log_drawer_init (ApmLogDrawer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
