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
  GPtrArray *(*get_parts) (gconstpointer row);   /* NULL: rows have none */
  guint64 (*get_key) (gconstpointer row);
  GArray *open;              /* keys of rows whose parts are wanted */
  GPtrArray *order;          /* the rows as they are shown, and parts of them */
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
  GPtrArray *order;
  GPtrArray *(*get_parts) (gconstpointer row);
  GArray *open;              /* of guint64 */
  GCancellable *cancellable; /* of the job under way */
};

G_DEFINE_FINAL_TYPE (ApmRows, apm_rows, G_TYPE_OBJECT)

static void
job_free (Job *job)
{
  g_ptr_array_unref (job->rows);
  g_strfreev (job->words);
  g_array_unref (job->open);
  g_ptr_array_unref (job->order);
  g_free (job);
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  const Job *job = user_data;
  int order = apm_field_compare (job->sort, *(const gconstpointer *) a, *(const gconstpointer *) b);

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

static gboolean
has_words (const Job     *job,
           gconstpointer  row)
{
  gboolean found = TRUE;

  for (guint w = 0; found && job->words[w]; w++)
    found = has_word (job, row, job->words[w]);

  return found;
}

static gboolean
has_key (GArray  *keys,
         guint64  key)
{
  for (guint i = 0; i < keys->len; i++)
    if (g_array_index (keys, guint64, i) == key)
      return TRUE;

  return FALSE;
}

/* Its parts behind it, those of a row that was not itself found only where they were.
 * Returns: whether it was found, or one of them */
static gboolean
take_row (Job       *job,
          gpointer   row,
          GPtrArray *found)
{
  GPtrArray *parts = job->get_parts ? job->get_parts (row) : NULL;
  gboolean self = has_words (job, row);

  g_ptr_array_set_size (found, 0);
  for (guint i = 0; parts && i < parts->len; i++)
    if (self || has_words (job, parts->pdata[i]))
      g_ptr_array_add (found, parts->pdata[i]);

  return self || found->len > 0;
}

/* A stable sort: rows that are equal stay as they came. */
static void
sort (Job       *job,
      GPtrArray *rows)
{
  if (job->sort)
    g_ptr_array_sort_with_data (rows, compare, job);
}

static void
job_run (Job *job)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_copy (job->rows, NULL, NULL);
  g_autoptr(GPtrArray) parts = g_ptr_array_new ();

  g_ptr_array_set_free_func (rows, NULL);
  sort (job, rows);
  for (guint i = 0; i < rows->len; i++)
    {
      if (!take_row (job, rows->pdata[i], parts))
        continue;
      g_ptr_array_add (job->order, rows->pdata[i]);
      if (parts->len == 0 || !has_key (job->open, job->get_key (rows->pdata[i])))
        continue;
      sort (job, parts);
      g_ptr_array_extend (job->order, parts, NULL, NULL);
    }
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
  g_ptr_array_unref (self->order);
  self->order = g_ptr_array_ref (job->order);
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

/* With their parts, which are searched too. */
static guint
count (ApmRows *self)
{
  guint n = self->rows->len;

  for (guint i = 0; self->get_parts && n <= FEW && i < self->rows->len; i++)
    {
      GPtrArray *parts = self->get_parts (self->rows->pdata[i]);

      n += parts ? parts->len : 0;
    }

  return n;
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
  job->get_parts = self->get_parts;
  job->get_key = self->get_key;
  job->open = g_array_copy (self->open);
  job->order = g_ptr_array_sized_new (self->rows->len);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (count (self) <= FEW)
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

  return self->order->pdata[index];
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

  g_ptr_array_unref (self->order);
  g_array_unref (self->open);
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
  self->order = g_ptr_array_new ();
  self->open = g_array_new (FALSE, FALSE, sizeof (guint64));
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
 * apm_rows_set_tree:
 * @get_parts: (nullable): what a row is made of: rows that live as long as it does,
 *   with a key of their own; shown behind it while it is open. To be called before
 *   there are rows.
 */
void
apm_rows_set_tree (ApmRows    *self,
                   GPtrArray *(*get_parts) (gconstpointer row))
{
  g_return_if_fail (APM_IS_ROWS (self));

  self->get_parts = get_parts;
}

/**
 * apm_rows_set_open:
 * @key: of a row that has parts; it may come later
 */
void
apm_rows_set_open (ApmRows  *self,
                   guint64   key,
                   gboolean  open)
{
  g_return_if_fail (APM_IS_ROWS (self));

  if (has_key (self->open, key) == !!open)
    return;

  if (open)
    g_array_append_val (self->open, key);
  for (guint i = self->open->len; i > 0 && !open; i--)
    if (g_array_index (self->open, guint64, i - 1) == key)
      g_array_remove_index_fast (self->open, i - 1);
  arrange (self);
}

gboolean
apm_rows_is_open (ApmRows       *self,
                  gconstpointer  row)
{
  g_return_val_if_fail (APM_IS_ROWS (self), FALSE);

  return has_key (self->open, self->get_key (row));
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
