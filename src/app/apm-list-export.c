/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-list-export.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "apm-export-progress.h"
#include "apm-rows-export.h"
#include "apm-save-chooser.h"

#define CHOICE "columns"
#define CHOICE_SHOWN "shown"
#define CHOICE_ALL "all"

/* The first look may have begun before it was known what is asked for, and rates
 * come from two: so many looks, the time between them, and how long they are
 * waited for. */
#define N_LOOKS 3
#define LOOK_MS 300
#define PATIENCE_MS 5000

static const ApmFileFormat formats[] = {
  { N_("Comma-Separated Values"), "csv" },
  { N_("JSON"), "json" },
  { N_("JSON Lines"), "jsonl" },
  { NULL }
};

typedef struct {
  ApmTable *table;
  ApmSession *session;
  ApmListing listing;
  GtkFileChooserNative *chooser;
  char *path;              /* NULL: to the clipboard */
  gboolean all_columns;
  GCancellable *cancellable;
  ApmExportProgress *progress;
  guint n_looks;
  gulong refreshed_id;
  guint timeout;           /* until the next look, or until none is waited for any more */
} Export;

static Export *
export_new (ApmTable         *table,
            ApmSession       *session,
            const ApmListing *listing,
            const char       *path)
{
  Export *self = g_new0 (Export, 1);

  self->table = g_object_ref (table);
  self->session = g_object_ref (session);
  self->listing = *listing;
  self->path = g_strdup (path);
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (session, "shutdown", G_CALLBACK (g_cancellable_cancel), self->cancellable,
                           G_CONNECT_SWAPPED);

  return self;
}

static void
export_free (Export *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->progress, apm_export_progress_free);
  g_clear_object (&self->chooser);
  g_object_unref (self->cancellable);
  g_object_unref (self->session);
  g_object_unref (self->table);
  g_free (self->path);
  g_free (self);
}

/* Columns in the order in which they stand, or all fields. */
static GArray *
collect_fields (const Export *self)
{
  GArray *fields = g_array_new (TRUE, TRUE, sizeof (ApmField));
  g_auto(GStrv) shown = apm_table_dup_columns (self->table);

  for (const ApmField *field = self->listing.fields; self->all_columns && field->id; field++)
    g_array_append_val (fields, *field);
  if (self->all_columns)
    return fields;

  for (guint i = 0; shown[i]; i++)
    {
      const ApmField *field = apm_field_find (self->listing.fields, shown[i]);

      if (field)
        g_array_append_val (fields, *field);
    }
  for (guint i = 0; self->listing.extra && self->listing.extra[i]; i++)
    if (!g_strv_contains ((const char *const *) shown, self->listing.extra[i]))
      g_array_append_val (fields, *apm_field_find (self->listing.fields, self->listing.extra[i]));

  return fields;
}

static void
tell_failure (Export       *self,
              const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      apm_session_toast (self->session, "%s", _("The export was cancelled"));
      return;
    }
  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_ERROR, "window", "%s", error->message);
  apm_session_toast (self->session, "%s", error->message);
}

static void
tell_success (Export     *self,
              const char *text,
              guint       n_rows)
{
  g_autofree char *shown = self->path ? g_filename_display_name (self->path) : NULL;
  g_autofree char *sentence = NULL;

  if (self->path)
    {
      sentence = g_strdup_printf (ngettext ("Exported %'u row to “%s”", "Exported %'u rows to “%s”", n_rows),
                                  n_rows, shown);
      apm_log_add (apm_session_get_log (self->session), APM_LEVEL_INFO, "window", "%s", sentence);
    }
  else
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->table)), text);
      sentence = g_strdup_printf (ngettext ("Copied %'u row", "Copied %'u rows", n_rows), n_rows);
    }
  apm_session_toast (self->session, "%s", sentence);
}

static void
on_exported (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Export *self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_rows;

  if (self->all_columns && self->listing.look)
    g_signal_emit_by_name (self->table, "columns-changed");
  if (apm_rows_export_finish (APM_VIEW (source), result, &text, &n_rows, &error))
    tell_success (self, text, n_rows);
  else
    tell_failure (self, error);
  export_free (self);
}

static void
export_rows (Export *self)
{
  g_autoptr(GArray) fields = collect_fields (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->table));
  g_autoptr(GError) error = NULL;
  ApmRowsForm form = {
    .key = self->listing.key,
    .fields = (const ApmField *) (void *) fields->data,
    .is_wanted = self->listing.is_wanted,
    .is_log = self->listing.is_log,
  };

  if (self->path && !apm_rows_format_from_path (self->path, &form.format, &error))
    {
      tell_failure (self, error);
      export_free (self);
      return;
    }

  self->progress = apm_export_progress_new (GTK_WINDOW (root), self->cancellable);
  apm_rows_export_async (apm_table_get_view (self->table), &form, self->path, self->cancellable,
                         apm_export_progress_set, self->progress, on_exported, self);
}

static void
stop_looking (Export *self)
{
  g_clear_signal_handler (&self->refreshed_id, apm_table_get_view (self->table));
  g_clear_handle_id (&self->timeout, g_source_remove);
  export_rows (self);
}

static void
on_patience_over (gpointer data)
{
  Export *self = data;

  self->timeout = 0;
  stop_looking (self);
}

static void
look_at_all (Export *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) ids = NULL;

  for (const ApmField *field = self->listing.fields; field->id; field++)
    g_strv_builder_add (builder, field->id);
  ids = g_strv_builder_end (builder);

  self->timeout = g_timeout_add_once (PATIENCE_MS, on_patience_over, self);
  self->listing.look (self->session, (const char *const *) ids);
}

static void
on_look_again (gpointer data)
{
  Export *self = data;

  self->timeout = 0;
  look_at_all (self);
}

static void
on_refreshed (Export *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (++self->n_looks < N_LOOKS)
    self->timeout = g_timeout_add_once (LOOK_MS, on_look_again, self);
  else
    stop_looking (self);
}

static void
start (Export *self)
{
  if (!self->all_columns || !self->listing.look)
    {
      export_rows (self);
      return;
    }

  self->refreshed_id = g_signal_connect_swapped (apm_table_get_view (self->table), "refreshed",
                                                 G_CALLBACK (on_refreshed), self);
  look_at_all (self);
}

static void
on_response (Export *self,
             int     response)
{
  g_autoptr(GError) error = NULL;
  const char *choice = gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (self->chooser), CHOICE);

  self->all_columns = g_strcmp0 (choice, CHOICE_ALL) == 0;
  if (response == GTK_RESPONSE_ACCEPT)
    self->path = apm_save_chooser_dup_path (self->chooser, formats, &error);
  if (error)
    tell_failure (self, error);

  if (self->path)
    start (self);
  else
    export_free (self);
}

static void
ask (Export *self)
{
  const char *ids[] = { CHOICE_SHOWN, CHOICE_ALL, NULL };
  const char *titles[] = { _("Those shown"), _("All"), NULL };
  g_autofree char *name = g_strdup_printf ("%s.csv", self->listing.key);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->table));

  self->chooser = apm_save_chooser_new (GTK_WINDOW (root), _(self->listing.title), _("_Export"), name, formats);
  gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (self->chooser), CHOICE, _("Columns"), ids, titles);
  gtk_file_chooser_set_choice (GTK_FILE_CHOOSER (self->chooser), CHOICE, CHOICE_SHOWN);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (on_response), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/**
 * apm_list_export:
 * @listing: copied; what it points to stays
 * @path: whose suffix chooses the format; "" opens the file chooser
 *
 * Exports what @table shows.
 */
void
apm_list_export (ApmTable         *table,
                 ApmSession       *session,
                 const ApmListing *listing,
                 const char       *path)
{
  g_return_if_fail (APM_IS_TABLE (table) && APM_IS_SESSION (session));
  g_return_if_fail (listing != NULL && path != NULL);

  if (*path)
    start (export_new (table, session, listing, path));
  else
    ask (export_new (table, session, listing, NULL));
}

/**
 * apm_list_copy_csv:
 * @listing: copied; what it points to stays
 *
 * Puts what @table shows into the clipboard, with a line of titles.
 */
void
apm_list_copy_csv (ApmTable         *table,
                   ApmSession       *session,
                   const ApmListing *listing)
{
  g_return_if_fail (APM_IS_TABLE (table) && APM_IS_SESSION (session) && listing != NULL);

  start (export_new (table, session, listing, NULL));
}
