/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-sync-page-private.h"

#include <cairo-svg.h>
#include <glib/gi18n.h>

#include "apm-error.h"
#include "apm-save-chooser.h"

/* What a run leaves the window as: the picture as it is now, or what happened. */

#define PNG_SCALE 2

static const ApmFileFormat formats[] = {
  { N_("Picture (PNG)"), "png", NULL },
  { N_("Drawing (SVG)"), "svg", NULL },
  { N_("Log of the run"), "log", "txt" },
  { NULL, NULL, NULL },
};

typedef struct {
  char *path;
  cairo_surface_t *picture;   /* what is to be drawn, made a file of in the thread; NULL: the bytes are there */
  double width, height;       /* of the picture, logical pixels */
  GByteArray *bytes;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_free (export->path);
  g_clear_pointer (&export->picture, cairo_surface_destroy);
  g_byte_array_unref (export->bytes);
  g_free (export);
}

static cairo_status_t
append_bytes (void                *closure,
              const unsigned char *data,
              unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static gboolean
is_svg (const char *path)
{
  return g_str_has_suffix (path, ".svg");
}

static cairo_status_t
render (Export *export)
{
  gboolean svg = is_svg (export->path);
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  if (svg)
    surface = cairo_svg_surface_create_for_stream (append_bytes, export->bytes, export->width, export->height);
  else
    surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, export->width * PNG_SCALE, export->height * PNG_SCALE);

  cr = cairo_create (surface);
  if (!svg)
    cairo_scale (cr, PNG_SCALE, PNG_SCALE);
  cairo_set_source_surface (cr, export->picture, 0, 0);
  cairo_paint (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);

  if (status == CAIRO_STATUS_SUCCESS && !svg)
    status = cairo_surface_write_to_png_stream (surface, append_bytes, export->bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  return status;
}

static void
write_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Export *export = task_data;
  cairo_status_t status = export->picture != NULL ? render (export) : CAIRO_STATUS_SUCCESS;
  g_autoptr(GError) error = NULL;

  if (status != CAIRO_STATUS_SUCCESS)
    g_task_return_new_error (task, APM_ERROR, APM_ERROR_FAILED, "%s", cairo_status_to_string (status));
  else if (g_file_set_contents (export->path, (const char *) export->bytes->data, export->bytes->len, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ApmSyncPage *self = APM_SYNC_PAGE (source);
  Export *export = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = g_filename_display_basename (export->path);
  g_autoptr(GError) error = NULL;

  if (self->session == NULL)
    return;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    apm_session_toast (self->session, _("Exported to “%s”"), name);
  else
    apm_session_toast (self->session, _("Not exported: %s"), error->message);
}

static void
write_export (ApmSyncPage *self,
              Export      *export)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, on_written, NULL);

  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, write_in_thread);
}

/* Strokes and letters are only noted: to make pixels of them takes many frames. */
static void
record (ApmSyncPage *self,
        Export      *export)
{
  cairo_rectangle_t extents = { 0 };
  cairo_t *cr;

  extents.width = export->width = MAX (gtk_widget_get_width (GTK_WIDGET (self->picture)), 1);
  extents.height = export->height = MAX (gtk_widget_get_height (GTK_WIDGET (self->picture)), 1);
  export->picture = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);

  cr = cairo_create (export->picture);
  apm_picture_paint (self->picture, cr);
  cairo_destroy (cr);
}

/* What it ran with, what happened, and how each check stands. */
static void
print (ApmSyncPage *self,
       GByteArray  *bytes)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n;
  const ApmParameter *parameters = apm_problem_get_parameters (self->problem, &n);
  const ApmCheck *checks;

  g_string_append_printf (text, "%s\n", gtk_label_get_label (self->title));
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s=%s\n", parameters[i].id, apm_experiment_get_value (self->experiment, parameters[i].id));

  g_string_append (text, self->story->str);
  checks = apm_experiment_get_checks (self->experiment, &n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s: %s\n", checks[i].title, checks[i].holds ? _("holds") : checks[i].sentence);

  g_string_append_printf (text, "%s\n", gtk_label_get_label (self->outcome));
  g_byte_array_append (bytes, (const guint8 *) text->str, text->len);
}

static void
export_to (ApmSyncPage *self,
           const char  *path)
{
  Export *export = g_new0 (Export, 1);

  export->path = g_strdup (path);
  export->bytes = g_byte_array_new ();
  if (is_svg (path) || g_str_has_suffix (path, ".png"))
    record (self, export);
  else
    print (self, export->bytes);

  write_export (self, export);
}

static void
on_response (ApmSyncPage          *self,
             int                   response,
             GtkFileChooserNative *chooser)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    path = apm_save_chooser_dup_path (chooser, formats, &error);
  if (path != NULL)
    export_to (self, path);
  else if (error != NULL)
    apm_session_toast (self->session, "%s", error->message);

  g_clear_object (&self->chooser);
}

/**
 * apm_sync_page_export:
 * @path: "": asks for one; its suffix is the format
 */
void
apm_sync_page_export (ApmSyncPage *self,
                      const char  *path)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name = NULL;

  if (self->problem == NULL || self->picture == NULL || self->chooser != NULL)
    return;

  if (*path != '\0')
    {
      export_to (self, path);
      return;
    }

  name = g_strdup_printf ("%s-%s.png", apm_problem_get_id (self->problem), self->variant->id);
  self->chooser = apm_save_chooser_new (GTK_WINDOW (root), _("Export Run"), _("_Export"), name, formats);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/**
 * apm_sync_page_tell:
 * @sentence: what has just happened in the run
 */
void
apm_sync_page_tell (ApmSyncPage *self,
                    const char  *sentence)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%F %T.%f");

  g_string_append_printf (self->story, "%.23s  %s\n", time, sentence);
}
