/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log.h"

struct _ApmLog
{
  GObject parent_instance;
  ApmView *view;
};

G_DEFINE_FINAL_TYPE (ApmLog, apm_log, G_TYPE_OBJECT)

static gconstpointer
get_row (gpointer owner,
         guint    index)
{
  return NULL;
}

static guint64
get_key (gpointer      owner,
         gconstpointer row)
{
  return ((const ApmLogEntry *) row)->serial;
}

static const ApmViewFuncs view_funcs = { get_row, get_key };

static void
apm_log_dispose (GObject *object)
{
  g_clear_object (&APM_LOG (object)->view);
  G_OBJECT_CLASS (apm_log_parent_class)->dispose (object);
}

static void
apm_log_class_init (ApmLogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_log_dispose;
  g_signal_new ("added", APM_TYPE_LOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  g_signal_new ("file-failed", APM_TYPE_LOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
apm_log_init (ApmLog *self)
{
  self->view = apm_view_new (&view_funcs, self);
}

ApmLog *
apm_log_new (void)
{
  return g_object_new (APM_TYPE_LOG, NULL);
}

void
apm_log_add (ApmLog *self, ApmLevel level, const char *source, const char *format, ...)
{
}

void
apm_log_add_busy (ApmLog *self, ApmLevel level, const char *source, guint64 bytes, const char *format, ...)
{
}

void
apm_log_clear (ApmLog *self)
{
}

ApmView *
apm_log_get_view (ApmLog *self)
{
  return self->view;
}

void
apm_log_set_filter (ApmLog *self, const char *search, const char *source, ApmLevel least)
{
}

gboolean
apm_log_get_filtering (ApmLog *self)
{
  return FALSE;
}

void
apm_log_set_limit (ApmLog *self, guint n_entries)
{
}

guint
apm_log_get_n_total (ApmLog *self)
{
  return 0;
}

guint64
apm_log_get_n_dropped (ApmLog *self)
{
  return 0;
}

gboolean
apm_log_open_file (ApmLog *self, const char *path, GError **error)
{
  return TRUE;
}

void
apm_log_set_file_limits (ApmLog *self, guint64 bytes, guint n_rotated)
{
}

gboolean
apm_log_flush (ApmLog *self)
{
  return TRUE;
}

void
apm_log_export_async (ApmLog *self, const char *path, gboolean filtered_only, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_return_int (task, 0);
}

gboolean
apm_log_export_finish (ApmLog *self, GAsyncResult *result, guint *n_lines, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error) >= 0;
}

char *
apm_log_file_dup_path (void)
{
  return NULL;
}

gboolean
apm_log_file_export (const char *from, const char *to, ApmLogFormat format, GError **error)
{
  return TRUE;
}
