/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-rows-export.h"

#include "apm-file-sink.h"

/* Of each turn of the main loop. */
#define SLICE_US 4000
#define ROWS_A_LOOK 16   /* between two looks at the clock */

/* So much is handed to the thread at once. */
#define CHUNK_SIZE (256 * 1024)

/* A list that changes faster than it can be read is read in one turn at last. */
#define MAX_RESTARTS 5

typedef struct {
  ApmView *view;
  ApmRowsForm form;
  GArray *fields;          /* of ApmField, ends with { NULL } */
  char *key;
  char *path;              /* NULL: into a text */
  GFileProgressCallback progress;
  gpointer progress_data;

  gulong refreshed_id;
  guint next;              /* the place of the next row to read */
  guint64 last_key;        /* of a log: of the last row that was read */
  guint n_written;
  guint n_restarts;
  gboolean outdated;       /* what was read is no longer how the rows stand */
  gboolean read_all;
  GString *chunk;
  ApmFileSink *sink;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_clear_signal_handler (&self->refreshed_id, self->view);
  g_clear_pointer (&self->sink, apm_file_sink_free);
  g_string_free (self->chunk, TRUE);
  g_array_unref (self->fields);
  g_free (self->key);
  g_free (self->path);
  g_object_unref (self->view);
  g_free (self);
}

/* The place of the first row behind the one with @key; keys ascend. */
static guint
find_behind (ApmView *view,
             guint64  key)
{
  guint low = 0;
  guint high = apm_view_get_n_rows (view);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (apm_view_get_key (view, middle) <= key)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
on_refreshed (Job *self)
{
  if (self->read_all)
    return;

  if (!self->form.is_log)
    self->outdated = self->next > 0;
  else if (self->next > 0)
    self->next = find_behind (self->view, self->last_key);
}

static void
begin (Job *self)
{
  self->outdated = FALSE;
  self->next = 0;
  self->n_written = 0;
  g_string_truncate (self->chunk, 0);
  g_clear_pointer (&self->sink, apm_file_sink_free);
  apm_rows_append_head (self->chunk, self->form.format, self->form.fields, self->key);
}

static void
add_row (Job *self)
{
  gconstpointer row = apm_view_get_row (self->view, self->next);

  if (self->form.is_log)
    self->last_key = apm_view_get_key (self->view, self->next);
  self->next++;
  if (self->form.is_wanted && !self->form.is_wanted (row))
    return;

  apm_rows_append (self->chunk, self->form.format, self->form.fields, row, self->n_written == 0);
  self->n_written++;
}

/* Returns: whether the slice ended for want of time. */
static gboolean
read_rows (Job *self)
{
  gint64 end_us = g_get_monotonic_time () + SLICE_US;
  gboolean in_one_turn = self->n_restarts >= MAX_RESTARTS;

  while (self->next < apm_view_get_n_rows (self->view))
    {
      if (!in_one_turn && self->path && self->chunk->len >= CHUNK_SIZE)
        return FALSE;
      if (!in_one_turn && self->next % ROWS_A_LOOK == 0 && g_get_monotonic_time () > end_us)
        return TRUE;
      add_row (self);
    }
  apm_rows_append_tail (self->chunk, self->form.format);
  self->read_all = TRUE;

  return FALSE;
}

/* In the thread: sink and chunk are its own until it returns. */
static void
write_run (GTask        *task,
           gpointer      source_object,
           gpointer      task_data,
           GCancellable *cancellable)
{
  Job *self = task_data;
  GError *error = NULL;
  GString *buffer;

  if (!self->sink)
    self->sink = apm_file_sink_new (self->path, &error);
  if (self->sink)
    {
      buffer = apm_file_sink_get_buffer (self->sink);
      g_string_append_len (buffer, self->chunk->str, self->chunk->len);
      g_string_truncate (self->chunk, 0);
    }

  if (self->sink && (self->read_all ? apm_file_sink_finish (self->sink, &error)
                                    : apm_file_sink_pump (self->sink, &error)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void schedule (GTask *task);

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Job *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (self->read_all)
    g_task_return_int (task, self->n_written);
  else
    schedule (task);
}

static void
hand_over (GTask *task)
{
  Job *self = g_task_get_task_data (task);
  g_autoptr(GTask) writing = g_task_new (NULL, NULL, on_written, g_object_ref (task));

  /* Borrowed: the thread must not be the one that lets go of it last. */
  g_task_set_task_data (writing, self, NULL);
  g_task_run_in_thread (writing, write_run);
}

static gboolean
on_slice (gpointer data)
{
  GTask *task = data;
  Job *self = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;

  if (self->outdated)
    {
      self->n_restarts++;
      begin (self);
    }
  if (read_rows (self))
    {
      if (self->progress)
        self->progress (self->next, apm_view_get_n_rows (self->view), self->progress_data);
      return G_SOURCE_CONTINUE;
    }

  if (self->path)
    hand_over (task);
  else
    g_task_return_int (task, self->n_written);

  return G_SOURCE_REMOVE;
}

static void
schedule (GTask *task)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_task_attach_source (task, source, on_slice);
}

/**
 * apm_rows_export_async:
 * @form: copied
 * @path: (nullable): the file; %NULL for a text
 * @progress: (nullable): is told how many rows of how many have been read
 *
 * A failed or cancelled export leaves what bore the name before.
 */
void
apm_rows_export_async (ApmView              *view,
                       const ApmRowsForm    *form,
                       const char           *path,
                       GCancellable         *cancellable,
                       GFileProgressCallback progress,
                       gpointer              progress_data,
                       GAsyncReadyCallback   callback,
                       gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  Job *self;

  g_return_if_fail (APM_IS_VIEW (view) && form != NULL && form->fields != NULL);

  self = g_new0 (Job, 1);
  self->view = g_object_ref (view);
  self->form = *form;
  self->key = g_strdup (form->key);
  self->path = g_strdup (path);
  self->progress = progress;
  self->progress_data = progress_data;
  self->chunk = g_string_new (NULL);
  self->fields = g_array_new (TRUE, TRUE, sizeof (ApmField));
  for (const ApmField *field = form->fields; field->id; field++)
    g_array_append_val (self->fields, *field);
  self->form.fields = (const ApmField *) (void *) self->fields->data;
  self->refreshed_id = g_signal_connect_swapped (view, "refreshed", G_CALLBACK (on_refreshed), self);
  begin (self);

  task = g_task_new (view, cancellable, callback, user_data);
  g_task_set_source_tag (task, apm_rows_export_async);
  g_task_set_priority (task, G_PRIORITY_DEFAULT_IDLE);   /* the window draws first */
  g_task_set_task_data (task, self, job_free);
  schedule (task);
}

/**
 * apm_rows_export_finish:
 * @text: (out) (optional) (transfer full): of an export without a path
 * @n_rows: (out) (optional): how many rows were told
 */
gboolean
apm_rows_export_finish (ApmView       *view,
                        GAsyncResult  *result,
                        char         **text,
                        guint         *n_rows,
                        GError       **error)
{
  Job *self;
  gssize n;

  g_return_val_if_fail (g_task_is_valid (result, view), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  n = g_task_propagate_int (G_TASK (result), error);
  if (n < 0)
    return FALSE;

  if (n_rows)
    *n_rows = (guint) n;
  if (text)
    *text = g_strndup (self->chunk->str, self->chunk->len);

  return TRUE;
}
