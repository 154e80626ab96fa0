/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-message-list.h"

#include <glib/gi18n.h>

#include "apm-message-columns.h"
#include "apm-message-window.h"
#include "apm-table.h"

struct _ApmMessageList
{
  AdwBin parent_instance;
  GtkLabel *status;
  GtkSearchEntry *search;
  ApmTable *table;
  GMenuModel *menu;

  ApmSession *session;
  ApmPost *post;
};

G_DEFINE_FINAL_TYPE (ApmMessageList, apm_message_list, ADW_TYPE_BIN)

static gboolean
has_search (ApmMessageList *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

static void
update (ApmMessageList *self)
{
  guint n_shown = apm_view_get_n_rows (apm_post_get_messages (self->post));
  guint64 n_total = apm_post_get_n_messages (self->post);
  guint64 n_dropped = apm_post_get_n_dropped (self->post);
  g_autofree char *total = g_strdup_printf (ngettext ("%'lu message",
                                                      "%'lu messages", n_total), n_total);
  g_autofree char *shown = g_strdup_printf (ngettext ("%'u shown", "%'u shown", n_shown), n_shown);
  g_autofree char *dropped = g_strdup_printf (_("%'lu older ones no longer kept"), n_dropped);
  g_autoptr(GStrvBuilder) parts = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;
  g_autofree char *text = NULL;

  g_strv_builder_add (parts, total);
  if (has_search (self))
    g_strv_builder_add (parts, shown);
  if (n_dropped > 0)
    g_strv_builder_add (parts, dropped);
  all = g_strv_builder_end (parts);
  text = g_strjoinv (" · ", all);

  gtk_label_set_label (self->status, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ipc.clear", n_total > 0);
}

static void
update_selection (ApmMessageList *self)
{
  gboolean any = apm_table_get_selected_row (self->table) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ipc.copy", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ipc.open", any);
}

static void
on_search_changed (ApmMessageList *self)
{
  apm_post_set_message_search (self->post, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  apm_table_set_empty (self->table, "mail-unread-symbolic",
                       has_search (self) ? _("No Message Matches") : _("No Messages Yet"),
                       has_search (self) ? _("Another search will show some.")
                                         : _("What arrives is listed here: send one, and have its receiver take it."),
                       NULL, NULL);
  update (self);
}

static void
on_stop_search (ApmMessageList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
on_menu (ApmMessageList *self,
         guint64         key,
         double          x,
         double          y)
{
  apm_table_popup_menu (self->table, self->menu, x, y);
}

/* All of the message, as far as it is text. */
static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmMessageList *self = APM_MESSAGE_LIST (widget);
  const ApmMessage *message = apm_table_get_selected_row (self->table);
  g_autoptr(GBytes) data = NULL;
  g_autofree char *text = NULL;

  if (message == NULL)
    return;

  data = apm_message_dup_data (message);
  text = data ? g_utf8_make_valid (g_bytes_get_data (data, NULL), g_bytes_get_size (data))
              : g_strdup (message->text);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  apm_session_toast (self->session, message->is_dropped ? _("Copied the start of the message, the rest is no longer kept")
                                                        : _("Copied the message"));
}

static void
open_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmMessageList *self = APM_MESSAGE_LIST (widget);
  const ApmMessage *message = apm_table_get_selected_row (self->table);

  if (message != NULL)
    gtk_window_present (GTK_WINDOW (apm_message_window_new (GTK_WINDOW (gtk_widget_get_root (widget)),
                                                            self->session, message)));
}

static void
on_activated (ApmMessageList *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "ipc.open", NULL);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmMessageList *self = APM_MESSAGE_LIST (widget);

  apm_list_export (self->table, self->session, &apm_message_listing, g_variant_get_string (parameter, NULL));
}

static void
copy_list_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ApmMessageList *self = APM_MESSAGE_LIST (widget);

  apm_list_copy_csv (self->table, self->session, &apm_message_listing);
}

static void
on_clear_response (ApmMessageList *self,
                   const char     *response)
{
  if (!g_str_equal (response, "clear"))
    return;

  apm_post_clear_messages (self->post);
  update (self);
  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_INFO, "ipc", "%s", _("Cleared the list of messages"));
}

static void
clear_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ApmMessageList *self = APM_MESSAGE_LIST (widget);
  guint64 n = apm_post_get_n_messages (self->post);
  g_autofree char *heading = g_strdup_printf (ngettext ("Clear %'lu Message?",
                                                        "Clear %'lu Messages?", n), n);
  GtkWidget *dialog;

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading,
                                   _("They cannot be read again. The log keeps its lines, and what still waits in a pipe stays there."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "clear", _("C_lear"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "clear", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_clear_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * apm_message_list_focus_search:
 *
 * Lets the person type a search.
 */
void
apm_message_list_focus_search (ApmMessageList *self)
{
  g_return_if_fail (APM_IS_MESSAGE_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * apm_message_list_set_session:
 *
 * To be called once, before the widget is shown.
 */
void
apm_message_list_set_session (ApmMessageList *self,
                              ApmSession     *session)
{
  g_return_if_fail (APM_IS_MESSAGE_LIST (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->post = g_object_ref (apm_session_get_post (session));

  apm_table_set_columns (self->table, apm_message_columns);
  apm_table_set_view (self->table, apm_post_get_messages (self->post));
  apm_table_set_title (self->table, _("Messages"));
  apm_table_set_state (self->table, apm_session_get_settings (session), "messages");
  apm_table_set_follow_tail (self->table, TRUE);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self->table));

  g_signal_connect_object (apm_post_get_messages (self->post), "refreshed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  on_search_changed (self);
  update_selection (self);
}

static void
apm_message_list_dispose (GObject *object)
{
  ApmMessageList *self = APM_MESSAGE_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_MESSAGE_LIST);
  g_clear_object (&self->post);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_message_list_parent_class)->dispose (object);
}

static void
apm_message_list_class_init (ApmMessageListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_message_list_dispose;

  g_type_ensure (APM_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-message-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmMessageList, status);
  gtk_widget_class_bind_template_child (widget_class, ApmMessageList, search);
  gtk_widget_class_bind_template_child (widget_class, ApmMessageList, table);
  gtk_widget_class_bind_template_child (widget_class, ApmMessageList, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_menu);
  gtk_widget_class_bind_template_callback (widget_class, update_selection);

  gtk_widget_class_install_action (widget_class, "page.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "page.copy-list", NULL, copy_list_action);
  gtk_widget_class_install_action (widget_class, "ipc.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "ipc.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "ipc.clear", NULL, clear_action);
}

static void
apm_message_list_init (ApmMessageList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
