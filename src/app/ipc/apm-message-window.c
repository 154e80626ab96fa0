/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-message-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-text.h"

/* As many bytes as GTK lays out at once without a halt that can be felt. */
#define MOST_TEXT (64 * 1024)
#define MOST_HEX  (16 * 1024)

struct _ApmMessageWindow
{
  AdwWindow parent_instance;
  AdwWindowTitle *title;
  GtkLabel *note;
  GtkTextView *text;
  GtkToggleButton *hex;

  ApmSession *session;
  GBytes *data;
  gsize size;            /* as it arrived */
  gboolean is_text;
  gboolean is_dropped;   /* @data is the text that the list has of it, not what arrived */
};

G_DEFINE_FINAL_TYPE (ApmMessageWindow, apm_message_window, ADW_TYPE_WINDOW)

static void
on_saved (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ApmSession) session = user_data;
  g_autofree char *name = g_file_get_basename (G_FILE (object));
  g_autoptr(GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    {
      apm_session_toast (session, _("Saved the message to %s"), name);
      return;
    }

  apm_log_add (apm_session_get_log (session), APM_LEVEL_ERROR, "ipc", "%s", error->message);
  apm_session_toast (session, "%s", error->message);
}

static void
on_save_response (ApmMessageWindow *self,
                  int               response,
                  GtkNativeDialog  *dialog)
{
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_file_replace_contents_bytes_async (file, self->data, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                           on_saved, g_object_ref (self->session));
    }

  g_object_unref (dialog);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Save Message"), GTK_WINDOW (widget), GTK_FILE_CHOOSER_ACTION_SAVE,
                                        _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), _("message"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_save_response), widget, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static char *
dup_note (ApmMessageWindow *self,
          gsize             most)
{
  gsize kept = g_bytes_get_size (self->data);
  g_autofree char *shown = apm_text_format_bytes (MIN (kept, most));
  g_autofree char *all = apm_text_format_bytes (self->size);

  if (self->is_dropped)
    return g_strdup_printf (_("Only the first %s of %s are still kept."), shown, all);
  if (kept > most)
    return g_strdup_printf (_("The first %s of %s are shown; a saved file has them all."), shown, all);
  if (!self->is_text && !gtk_toggle_button_get_active (self->hex))
    return g_strdup (_("Bytes that are no text are shown as �; a saved file has them as they are."));

  return NULL;
}

static void
show (ApmMessageWindow *self)
{
  gboolean hex = gtk_toggle_button_get_active (self->hex);
  gsize size, most = hex ? MOST_HEX : MOST_TEXT;
  const guint8 *bytes;
  g_autofree char *text = NULL;
  g_autofree char *note = NULL;

  if (self->data == NULL)
    return;

  bytes = g_bytes_get_data (self->data, &size);
  text = hex ? apm_text_dump_hex (bytes, MIN (size, most)) : g_utf8_make_valid (bytes ? (const char *) bytes : "", MIN (size, most));
  note = dup_note (self, most);
  gtk_text_view_set_wrap_mode (self->text, hex ? GTK_WRAP_NONE : GTK_WRAP_WORD_CHAR);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text, -1);
  gtk_label_set_label (self->note, note ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

/**
 * apm_message_window_new:
 * @message: copied
 */
ApmMessageWindow *
apm_message_window_new (GtkWindow        *parent,
                        ApmSession       *session,
                        const ApmMessage *message)
{
  ApmMessageWindow *self = g_object_new (APM_TYPE_MESSAGE_WINDOW, "transient-for", parent, NULL);
  g_autofree char *time = apm_text_format_time (message->real_us);
  g_autofree char *size = apm_text_format_bytes (message->size);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  self->session = g_object_ref (session);
  self->data = apm_message_dup_data (message);
  if (self->data == NULL)
    self->data = g_bytes_new (message->text, strlen (message->text));
  self->size = message->size;
  self->is_dropped = message->is_dropped;
  self->is_text = g_utf8_validate_len (g_bytes_get_data (self->data, NULL), g_bytes_get_size (self->data), NULL);

  /* Translators: a message, from its sender to its receiver */
  title = g_strdup_printf (_("%s to %s"), message->sender, message->receiver);
  subtitle = g_strdup_printf ("%s · %s", time, size);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), title);

  gtk_widget_set_sensitive (GTK_WIDGET (self->hex), !self->is_dropped);
  gtk_toggle_button_set_active (self->hex, !self->is_text);
  show (self);

  return self;
}

static void
apm_message_window_dispose (GObject *object)
{
  ApmMessageWindow *self = APM_MESSAGE_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_MESSAGE_WINDOW);
  g_clear_object (&self->session);
  g_clear_pointer (&self->data, g_bytes_unref);

  G_OBJECT_CLASS (apm_message_window_parent_class)->dispose (object);
}

static void
apm_message_window_class_init (ApmMessageWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_message_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-message-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmMessageWindow, title);
  gtk_widget_class_bind_template_child (widget_class, ApmMessageWindow, note);
  gtk_widget_class_bind_template_child (widget_class, ApmMessageWindow, text);
  gtk_widget_class_bind_template_child (widget_class, ApmMessageWindow, hex);
  gtk_widget_class_bind_template_callback (widget_class, show);

  gtk_widget_class_install_action (widget_class, "message.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "message.save", NULL);
}

static void
apm_message_window_init (ApmMessageWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
