/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-exporter.h"

#include <glib/gi18n.h>

#include "apm-save-chooser.h"

#define CHOICE "entries"
#define CHOICE_SHOWN "shown"
#define CHOICE_ALL "all"

struct _ApmLogExporter
{
  GObject parent_instance;
  ApmSession *session;
  GtkFileChooserNative *chooser;   /* while it is open */
  gboolean asks_which;             /* all entries, or those shown */
  GCancellable *cancellable;
  guint n_running;
};

G_DEFINE_FINAL_TYPE (ApmLogExporter, apm_log_exporter, G_TYPE_OBJECT)

enum { PROP_0, PROP_BUSY, N_PROPS };
static GParamSpec *properties[N_PROPS];

static const ApmFileFormat formats[] = {
  { N_("Text"), "log", "txt" },
  { N_("Comma-Separated Values"), "csv" },
  { N_("JSON Lines"), "jsonl" },
  { N_("JSON"), "json" },
  { NULL }
};

static void
apm_log_exporter_dispose (GObject *object)
{
  ApmLogExporter *self = APM_LOG_EXPORTER (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_log_exporter_parent_class)->dispose (object);
}

static void
apm_log_exporter_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, apm_log_exporter_get_busy (APM_LOG_EXPORTER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
apm_log_exporter_class_init (ApmLogExporterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = apm_log_exporter_dispose;
  object_class->get_property = apm_log_exporter_get_property;

  /**
   * ApmLogExporter:busy:
   *
   * Whether an export is under way.
   */
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
apm_log_exporter_init (ApmLogExporter *self)
{
  self->cancellable = g_cancellable_new ();
}

ApmLogExporter *
apm_log_exporter_new (ApmSession *session)
{
  ApmLogExporter *self;

  g_return_val_if_fail (APM_IS_SESSION (session), NULL);

  self = g_object_new (APM_TYPE_LOG_EXPORTER, NULL);
  self->session = g_object_ref (session);

  return self;
}

gboolean
apm_log_exporter_get_busy (ApmLogExporter *self)
{
  g_return_val_if_fail (APM_IS_LOG_EXPORTER (self), FALSE);

  return self->n_running > 0;
}

/* Every export that is under way is given up. */
void
apm_log_exporter_cancel (ApmLogExporter *self)
{
  g_return_if_fail (APM_IS_LOG_EXPORTER (self));

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

typedef struct {
  ApmLogExporter *exporter;
  char *shown;
} Running;

static void
tell_failure (ApmLogExporter *self,
              const GError   *error)
{
  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_ERROR, "log", "%s", error->message);
  apm_session_toast (self->session, "%s", error->message);
}

static void
on_exported (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Running *running = user_data;
  ApmLogExporter *self = running->exporter;
  g_autoptr(GError) error = NULL;
  guint n = 0;

  self->n_running--;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);

  /* Without a session the window has gone meanwhile. */
  if (apm_log_export_finish (APM_LOG (object), result, &n, &error) && self->session)
    {
      g_autofree char *sentence =
        g_strdup_printf (ngettext ("Exported %'u entry to “%s”", "Exported %'u entries to “%s”", n), n, running->shown);

      apm_log_add (APM_LOG (object), APM_LEVEL_INFO, "log", "%s", sentence);
      apm_session_toast (self->session, "%s", sentence);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->session)
    {
      apm_log_add (APM_LOG (object), APM_LEVEL_INFO, "log", _("The export to “%s” was cancelled"), running->shown);
    }
  else if (self->session)
    {
      tell_failure (self, error);
    }

  g_object_unref (self);
  g_free (running->shown);
  g_free (running);
}

/**
 * apm_log_exporter_start:
 * @path: the suffix chooses the format
 * @filtered: what the filter shows, not everything
 *
 * Exports in a thread; a toast and an entry of the log tell the end.
 */
void
apm_log_exporter_start (ApmLogExporter *self,
                        const char     *path,
                        gboolean        filtered)
{
  Running *running;

  g_return_if_fail (APM_IS_LOG_EXPORTER (self));
  g_return_if_fail (path != NULL);

  running = g_new0 (Running, 1);
  running->exporter = g_object_ref (self);
  running->shown = g_filename_display_name (path);

  self->n_running++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  apm_log_export_async (apm_session_get_log (self->session), path, filtered, self->cancellable,
                        on_exported, running);
}

static void
export_chosen (ApmLogExporter       *self,
               GtkFileChooserNative *chooser)
{
  gboolean filtered = self->asks_which &&
                      g_strcmp0 (gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (chooser), CHOICE), CHOICE_ALL) != 0;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = apm_save_chooser_dup_path (chooser, formats, &error);

  if (path)
    apm_log_exporter_start (self, path, filtered);
  else
    apm_session_toast (self->session, "%s", error->message);
}

static void
on_response (ApmLogExporter *self,
             int             response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);

  if (response == GTK_RESPONSE_ACCEPT)
    export_chosen (self, chooser);
}

/**
 * apm_log_exporter_ask:
 * @filtered: whether there is a filter, so that the question makes sense
 *
 * Opens the file chooser.
 */
void
apm_log_exporter_ask (ApmLogExporter *self,
                      GtkWindow      *parent,
                      gboolean        filtered)
{
  const char *ids[] = { CHOICE_SHOWN, CHOICE_ALL, NULL };
  const char *titles[] = { _("The entries shown"), _("All entries"), NULL };
  GtkFileChooser *chooser;

  g_return_if_fail (APM_IS_LOG_EXPORTER (self));

  if (self->chooser)
    {
      gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
      return;
    }

  self->chooser = apm_save_chooser_new (parent, _("Export Log"), _("_Export"), "Advanced_Process_Manager.log", formats);
  chooser = GTK_FILE_CHOOSER (self->chooser);
  self->asks_which = filtered;
  if (filtered)
    {
      gtk_file_chooser_add_choice (chooser, CHOICE, _("Export"), ids, titles);
      gtk_file_chooser_set_choice (chooser, CHOICE, CHOICE_SHOWN);
    }

  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
