/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-rows.h"

#include <string.h>

#define FEW 256   /* rows that are put in order at once */

/* One putting in order; it is a thread's alone until it is done. */
typedef struct {
  GPtrArray *rows;
  const ApmField *fields;
  const ApmField *sort;      /* NULL: as they come */
  gboolean descending;
  GStrv words;               /* folded, each must be found */
  GArray *order;             /* of guint */
} Job;

struct _ApmRows
{
  GObject parent_instance;
  ApmView *view;
  const ApmField *fields;
  guint64 (*get_key) (gconstpointer row);
  const ApmField *sort;
  gboolean descending;
  char *search;
  GPtrArray *rows;           /* given last */
  GPtrArray *shown_rows;     /* what the order is of */
  GArray *order;
  GCancellable *cancellable; /* of the job under way */
};

G_DEFINE_FINAL_TYPE (ApmRows, apm_rows, G_TYPE_OBJECT)

static void
job_free (Job *job)
{
  g_ptr_array_unref (job->rows);
  g_strfreev (job->words);
  g_array_unref (job->order);
  g_free (job);
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  const Job *job = user_data;
  guint i = *(const guint *) a, j = *(const guint *) b;
  int order = apm_field_compare (job->sort, job->rows->pdata[i], job->rows->pdata[j]);

  if (order == 0)
    return (i > j) - (i < j);

  return job->descending ? -order : order;
}

static gboolean
has_word (const Job     *job,
          gconstpointer  row,
          const char    *word)
{
  for (const ApmField *field = job->fields; field->id; field++)
    {
      const char *text = apm_field_get_text (field, row);
      g_autofree char *folded = text ? g_utf8_casefold (text, -1) : NULL;

      if (folded && strstr (folded, word))
        return TRUE;
      if (text == NULL && apm_field_is_known (field, row) && g_ascii_isdigit (*word))
        {
          g_autofree char *number = g_strdup_printf ("%.0f", apm_field_get_number (field, row));

          if (g_str_equal (number, word))
            return TRUE;
        }
    }

  return FALSE;
}

static void
job_run (Job *job)
{
  for (guint i = 0; i < job->rows->len; i++)
    {
      gboolean found = TRUE;

      for (guint w = 0; found && job->words[w]; w++)
        found = has_word (job, job->rows->pdata[i], job->words[w]);
      if (found)
        g_array_append_val (job->order, i);
    }

  if (job->sort)
    g_array_sort_with_data (job->order, compare, job);
}

static void
job_thread (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  job_run (task_data);
  g_task_return_boolean (task, TRUE);
}

static void
show (ApmRows *self,
      Job     *job)
{
  g_ptr_array_ref (job->rows);
  g_clear_pointer (&self->shown_rows, g_ptr_array_unref);
  self->shown_rows = job->rows;
  g_array_unref (self->order);
  self->order = g_array_ref (job->order);
  apm_view_refresh (self->view, self->order->len);
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ApmRows) self = user_data;

  if (g_task_propagate_boolean (G_TASK (result), NULL))   /* else there is a newer one */
    {
      g_clear_object (&self->cancellable);
      show (self, g_task_get_task_data (G_TASK (result)));
    }
}

static GStrv
split_words (const char *search)
{
  g_autofree char *folded = g_utf8_casefold (search, -1);
  g_auto(GStrv) parts = g_strsplit_set (folded, " \t", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i]; i++)
    if (*parts[i])
      g_strv_builder_add (builder, parts[i]);

  return g_strv_builder_end (builder);
}

static void
arrange (ApmRows *self)
{
  Job *job = g_new0 (Job, 1);

  job->rows = g_ptr_array_ref (self->rows);
  job->fields = self->fields;
  job->sort = self->sort;
  job->descending = self->descending;
  job->words = split_words (self->search);
  job->order = g_array_sized_new (FALSE, FALSE, sizeof (guint), self->rows->len);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->rows->len <= FEW)
    {
      job_run (job);
      show (self, job);
      job_free (job);
    }
  else
    {
      g_autoptr(GTask) task = NULL;

      self->cancellable = g_cancellable_new ();
      /* Not as the task's source: its thread may be the last to let go of that. */
      task = g_task_new (NULL, self->cancellable, on_done, g_object_ref (self));
      g_task_set_task_data (task, job, (GDestroyNotify) job_free);
      g_task_run_in_thread (task, job_thread);
    }
}

static gconstpointer
get_row (gpointer owner,
         guint    index)
{
  ApmRows *self = owner;

  return self->shown_rows->pdata[g_array_index (self->order, guint, index)];
}

static guint64
get_key (gpointer      owner,
         gconstpointer row)
{
  return APM_ROWS (owner)->get_key (row);
}

static const ApmViewFuncs view_funcs = { get_row, get_key };

static void
apm_rows_dispose (GObject *object)
{
  ApmRows *self = APM_ROWS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->view)
    apm_view_refresh (self->view, 0);
  g_clear_object (&self->view);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->shown_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (apm_rows_parent_class)->dispose (object);
}

static void
apm_rows_finalize (GObject *object)
{
  ApmRows *self = APM_ROWS (object);

  g_array_unref (self->order);
  g_free (self->search);

  G_OBJECT_CLASS (apm_rows_parent_class)->finalize (object);
}

static void
apm_rows_class_init (ApmRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_rows_finalize;
}

static void
apm_rows_init (ApmRows *self)
{
  self->view = apm_view_new (&view_funcs, self);
  self->rows = g_ptr_array_new ();
  self->shown_rows = g_ptr_array_new ();
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
  self->search = g_strdup ("");
}

/**
 * apm_rows_new:
 * @fields: (transfer none): static; what the rows have
 * @get_row_key: what makes a row the same row in the next array
 */
ApmRows *
apm_rows_new (const ApmField *fields,
              guint64       (*get_row_key) (gconstpointer row))
{
  ApmRows *self = g_object_new (APM_TYPE_ROWS, NULL);

  self->fields = fields;
  self->get_key = get_row_key;

  return self;
}

ApmView *
apm_rows_get_view (ApmRows *self)
{
  g_return_val_if_fail (APM_IS_ROWS (self), NULL);

  return self->view;
}

/**
 * apm_rows_set:
 * @rows: (nullable): referenced, and never changed from now on; %NULL: none
 */
void
apm_rows_set (ApmRows   *self,
              GPtrArray *rows)
{
  g_return_if_fail (APM_IS_ROWS (self));

  g_ptr_array_unref (self->rows);
  self->rows = rows ? g_ptr_array_ref (rows) : g_ptr_array_new ();
  arrange (self);
}

void
apm_rows_set_sort (ApmRows    *self,
                   const char *field_id,
                   gboolean    descending)
{
  g_return_if_fail (APM_IS_ROWS (self));

  self->sort = apm_field_find (self->fields, field_id);
  self->descending = descending;
  arrange (self);
}

/**
 * apm_rows_set_search:
 * @words: each must be found in a text of the row, or be one of its numbers
 */
void
apm_rows_set_search (ApmRows    *self,
                     const char *words)
{
  g_return_if_fail (APM_IS_ROWS (self) && words != NULL);

  g_free (self->search);
  self->search = g_strdup (words);
  arrange (self);
}

guint
apm_rows_get_n_total (ApmRows *self)
{
  g_return_val_if_fail (APM_IS_ROWS (self), 0);

  return self->rows->len;
}
