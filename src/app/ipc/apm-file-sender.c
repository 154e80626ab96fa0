/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-file-sender.h"

#include <glib/gi18n.h>

#include "apm-error.h"
#include "apm-text.h"

typedef struct {
  GtkFileChooserNative *dialog;
  ApmFileChosen chosen;
  GObject *user_data;
} Asked;

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->dialog);
  g_object_unref (asked->user_data);
  g_free (asked);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

static void
on_read (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Asked) asked = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) data = g_file_load_bytes_finish (G_FILE (object), result, NULL, &error);

  asked->chosen (asked->user_data, data, error);
}

/* Asked for first: a file of any size must not be read into memory. */
static void
on_size (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Asked) asked = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFileInfo) info = g_file_query_info_finish (G_FILE (object), result, &error);

  if (info != NULL && g_file_info_get_size (info) > APM_MESSAGE_MAX)
    {
      g_autofree char *most = apm_text_format_bytes (APM_MESSAGE_MAX);
      g_autofree char *size = apm_text_format_bytes (g_file_info_get_size (info));

      g_set_error (&error, APM_ERROR, APM_ERROR_INVALID,
                   _("The file has %s; a message is never longer than %s"), size, most);
    }

  if (error != NULL)
    asked->chosen (asked->user_data, NULL, error);
  else
    g_file_load_bytes_async (G_FILE (object), NULL, on_read, g_steal_pointer (&asked));
}

static void
on_response (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  g_autoptr(Asked) asked = user_data;
  g_autoptr(GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, NULL, on_size, g_steal_pointer (&asked));
}

/**
 * apm_file_sender_ask:
 * @chosen: called once with the bytes or an error, not at all if nothing was chosen
 * @user_data: kept alive until then
 */
void
apm_file_sender_ask (GtkWindow     *parent,
                     ApmFileChosen  chosen,
                     GObject       *user_data)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->dialog = gtk_file_chooser_native_new (_("Send a File"), parent, GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _("_Send"), _("_Cancel"));
  asked->chosen = chosen;
  asked->user_data = g_object_ref (user_data);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (asked->dialog), TRUE);
  g_signal_connect (asked->dialog, "response", G_CALLBACK (on_response), asked);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (asked->dialog));
}
