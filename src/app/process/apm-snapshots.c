/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-snapshots.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#define MAX_KEPT 20

struct _ApmSnapshots
{
  GObject parent_instance;
  ApmSession *session;
  GPtrArray *kept;         /* of ApmCensus, the newest first */
  GtkStringList *labels;   /* of each */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ApmSnapshots, apm_snapshots, G_TYPE_OBJECT)

static void
apm_snapshots_dispose (GObject *object)
{
  ApmSnapshots *self = APM_SNAPSHOTS (object);

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->kept, 0);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_snapshots_parent_class)->dispose (object);
}

static void
apm_snapshots_finalize (GObject *object)
{
  ApmSnapshots *self = APM_SNAPSHOTS (object);

  g_ptr_array_unref (self->kept);
  g_object_unref (self->labels);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (apm_snapshots_parent_class)->finalize (object);
}

static void
apm_snapshots_class_init (ApmSnapshotsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_snapshots_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_snapshots_finalize;
}

static void
apm_snapshots_init (ApmSnapshots *self)
{
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_census_unref);
  self->labels = gtk_string_list_new (NULL);
  self->cancellable = g_cancellable_new ();
}

ApmSnapshots *
apm_snapshots_new (ApmSession *session)
{
  ApmSnapshots *self;

  g_return_val_if_fail (APM_IS_SESSION (session), NULL);

  self = g_object_new (APM_TYPE_SNAPSHOTS, NULL);
  self->session = g_object_ref (session);

  return self;
}

/* Today the time of day; one that was loaded may be older. */
static char *
dup_label (ApmCensus *census)
{
  guint n = apm_census_get_n (census);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (apm_census_get_real_us (census) / G_USEC_PER_SEC);
  g_autoptr(GDateTime) taken = g_date_time_to_local (utc);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  gboolean today = g_date_time_get_day_of_year (now) == g_date_time_get_day_of_year (taken) &&
                   g_date_time_get_year (now) == g_date_time_get_year (taken);
  g_autofree char *time = g_date_time_format (taken, today ? "%H:%M:%S" : "%Y-%m-%d %H:%M:%S");

  /* Translators: a time of day, and how many processes there were */
  return g_strdup_printf (ngettext ("%s, %'u process", "%s, %'u processes", n), time, n);
}

static void
add (ApmSnapshots *self,
     ApmCensus    *census)
{
  g_autofree char *label = dup_label (census);
  const char *labels[] = { label, NULL };

  g_ptr_array_insert (self->kept, 0, census);
  gtk_string_list_splice (self->labels, 0, 0, labels);
  if (self->kept->len > MAX_KEPT)
    {
      g_ptr_array_set_size (self->kept, MAX_KEPT);
      gtk_string_list_splice (self->labels, MAX_KEPT, 1, NULL);
    }
}

static void
complain (ApmSnapshots *self,
          const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_WARNING, "process", "%s", error->message);
  apm_session_toast (self->session, "%s", error->message);
}

static void
on_taken (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ApmSnapshots) self = user_data;
  g_autoptr(GError) error = NULL;
  ApmCensus *census = apm_census_finish (result, &error);
  g_autofree char *sentence = NULL;
  guint n;

  if (census == NULL)
    {
      complain (self, error);
      return;
    }

  add (self, census);
  n = apm_census_get_n (census);
  sentence = g_strdup_printf (ngettext ("Kept a snapshot of %'u process", "Kept a snapshot of %'u processes", n), n);
  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_INFO, "process", "%s", sentence);
  apm_session_toast (self->session, "%s", sentence);
}

/**
 * apm_snapshots_take:
 *
 * Keeps how the processes are now.
 */
void
apm_snapshots_take (ApmSnapshots *self)
{
  g_return_if_fail (APM_IS_SNAPSHOTS (self));

  apm_census_take_async (self->cancellable, on_taken, g_object_ref (self));
}

/**
 * apm_snapshots_load:
 * @path: of a file that was saved
 */
void
apm_snapshots_load (ApmSnapshots *self,
                    const char   *path)
{
  g_return_if_fail (APM_IS_SNAPSHOTS (self) && path != NULL);

  apm_census_load_async (path, self->cancellable, on_taken, g_object_ref (self));
}

typedef struct {
  ApmCensus *census;
  char *path;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  apm_census_unref (saving->census);
  g_free (saving->path);
  g_free (saving);
}

static void
save_run (GTask        *task,
          gpointer      source_object,
          gpointer      task_data,
          GCancellable *cancellable)
{
  Saving *saving = task_data;
  GError *error = NULL;

  if (apm_census_save (saving->census, saving->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  ApmSnapshots *self = APM_SNAPSHOTS (source);
  Saving *saving = g_task_get_task_data (G_TASK (result));
  g_autofree char *shown = g_filename_display_name (saving->path);
  g_autoptr(GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    complain (self, error);
  else
    apm_session_toast (self->session, _("Saved the snapshot to “%s”"), shown);
}

/**
 * apm_snapshots_save:
 * @index: which
 */
void
apm_snapshots_save (ApmSnapshots *self,
                    guint         index,
                    const char   *path)
{
  g_autoptr(GTask) task = NULL;
  Saving *saving;

  g_return_if_fail (APM_IS_SNAPSHOTS (self) && path != NULL && index < self->kept->len);

  task = g_task_new (self, self->cancellable, on_saved, NULL);
  saving = g_new0 (Saving, 1);
  saving->census = apm_census_ref (self->kept->pdata[index]);
  saving->path = g_strdup (path);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_run);
}

guint
apm_snapshots_get_n (ApmSnapshots *self)
{
  g_return_val_if_fail (APM_IS_SNAPSHOTS (self), 0);

  return self->kept->len;
}

/**
 * apm_snapshots_get:
 *
 * Returns: (transfer none) (nullable): %NULL behind the end
 */
ApmCensus *
apm_snapshots_get (ApmSnapshots *self,
                   guint         index)
{
  g_return_val_if_fail (APM_IS_SNAPSHOTS (self), NULL);

  return index < self->kept->len ? self->kept->pdata[index] : NULL;
}

/**
 * apm_snapshots_get_labels:
 *
 * Returns: (transfer none): a #GtkStringObject for each
 */
GListModel *
apm_snapshots_get_labels (ApmSnapshots *self)
{
  g_return_val_if_fail (APM_IS_SNAPSHOTS (self), NULL);

  return G_LIST_MODEL (self->labels);
}
