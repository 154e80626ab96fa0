/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-timeline-private.h"

#include <glib/gi18n.h>

#include "apm-save-chooser.h"
#include "apm-widget-image.h"

static const ApmFileFormat formats[] = {
  { N_("Picture (PNG)"), "png", NULL },
  { N_("Drawing (SVG)"), "svg", NULL },
  { NULL, NULL, NULL },
};

static void
on_written (GObject      *file,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(ApmTimeline) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (file));
  g_autofree char *display_name = g_filename_display_name (name);
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (file), result, NULL, &error))
    text = g_strdup_printf (_("Saved as “%s”"), display_name);
  else
    text = g_strdup_printf (_("Not saved: %s"), error->message);
  apm_timeline_say (self, text);
}

static void
on_response (ApmTimeline *self,
             int          response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  path = apm_save_chooser_dup_path (chooser, formats, &error);
  if (path)
    bytes = apm_widget_image_draw (GTK_WIDGET (self->chart), g_str_has_suffix (path, ".svg") ? APM_WIDGET_IMAGE_SVG :
                                                                                              APM_WIDGET_IMAGE_PNG, &error);
  if (bytes == NULL)
    {
      apm_timeline_say (self, error->message);
      return;
    }

  file = g_file_new_for_path (path);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, on_written, g_object_ref (self));
}

/**
 * apm_timeline_save:
 *
 * Asks where to, and saves the picture as it is then.
 */
void
apm_timeline_save (ApmTimeline *self)
{
  if (self->chooser)
    return;

  self->chooser = apm_save_chooser_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Save Timeline"), _("_Save"),
                                        _("Timeline.png"), formats);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/**
 * apm_timeline_copy:
 *
 * What is in view, a line a span, as far as each is drawn by itself.
 */
void
apm_timeline_copy (ApmTimeline *self)
{
  g_autofree char *text = apm_timeline_chart_dup_text (self->chart);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  apm_timeline_say (self, _("Copied what is in view"));
}
