/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-list.h"

#include "apm-priority.h"

#define REFRESH_MS 33       /* a log is read, not watched: 30 times a second */
#define INLINE_MAX 4096     /* entries that are filtered at once: about a millisecond */
#define SLACK_MIN 4096

struct _ApmLogList
{
  ApmLogStore *store;
  ApmView *view;
  guint limit;
  guint64 base_serial;      /* of the first entry since the list was cleared */
  guint64 view_first;       /* serial of the view's first row, when all are shown */

  ApmLogFilter *filter;     /* the one that is asked for */
  GPtrArray *matches;       /* as shown; NULL when all are */
  guint n_gone;             /* matches at the head that are dropped */
  guint64 filtered_to;      /* entries from here on are not in matches yet */
  gboolean stale;           /* matches are an earlier filter's */
  GCancellable *pass;       /* the thread that filters */

  guint refresh_id;
  gint64 refreshed_us;
};

static void list_refresh (ApmLogList *self);

static gconstpointer
get_row (gpointer owner,
         guint    index)
{
  ApmLogList *self = owner;

  if (self->matches)
    return g_ptr_array_index (self->matches, self->n_gone + index);

  return apm_log_store_get (self->store, self->view_first + index);
}

static guint64
get_key (gpointer      owner,
         gconstpointer row)
{
  return ((const ApmLogEntry *) row)->serial;
}

static const ApmViewFuncs view_funcs = { get_row, get_key };

ApmLogList *
apm_log_list_new (guint limit)
{
  ApmLogList *self = g_new0 (ApmLogList, 1);

  self->store = apm_log_store_new ();
  self->view = apm_view_new (&view_funcs, self);
  self->filter = apm_log_filter_new (NULL, NULL, APM_LEVEL_INFO);
  self->limit = limit;
  self->base_serial = self->view_first = self->filtered_to = 1;

  return self;
}

static void
list_cancel_pass (ApmLogList *self)
{
  g_cancellable_cancel (self->pass);
  g_clear_object (&self->pass);
}

void
apm_log_list_free (ApmLogList *self)
{
  list_cancel_pass (self);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  apm_view_refresh (self->view, 0);
  g_object_unref (self->view);
  g_clear_pointer (&self->matches, g_ptr_array_unref);
  apm_log_filter_unref (self->filter);
  apm_log_store_free (self->store);
  g_free (self);
}

ApmView *
apm_log_list_get_view (ApmLogList *self)
{
  return self->view;
}

static guint64
list_get_first_serial (ApmLogList *self)
{
  return apm_log_store_get_next_serial (self->store) - apm_log_list_get_n_total (self);
}

/* Rows that the view shows are dropped only here, right before it is told. */
static void
list_trim (ApmLogList *self)
{
  guint64 first = list_get_first_serial (self);

  if (self->matches)
    {
      while (self->n_gone < self->matches->len)
        {
          const ApmLogEntry *entry = g_ptr_array_index (self->matches, self->n_gone);

          if (entry->serial >= first)
            break;
          self->n_gone++;
        }
      if (self->n_gone > self->matches->len / 2)
        {
          g_ptr_array_remove_range (self->matches, 0, self->n_gone);
          self->n_gone = 0;
        }
    }

  apm_log_store_trim (self->store, self->limit);
}

static void
list_take_matches (ApmLogList *self,
                   GPtrArray  *matches,
                   guint64     filtered_to)
{
  if (self->stale || !self->matches)
    {
      g_clear_pointer (&self->matches, g_ptr_array_unref);
      self->matches = matches;
      self->n_gone = 0;
      self->stale = FALSE;
    }
  else
    {
      g_ptr_array_extend_and_steal (self->matches, matches);
    }

  self->filtered_to = filtered_to;
}

typedef struct {
  ApmLogFilter *filter;
  ApmLogSnapshot *snapshot;
} Pass;

static void
pass_free (gpointer data)
{
  Pass *pass = data;

  apm_log_filter_unref (pass->filter);
  apm_log_snapshot_free (pass->snapshot);
  g_free (pass);
}

static void
pass_run (GTask        *task,
          gpointer      source_object,
          gpointer      task_data,
          GCancellable *cancellable)
{
  Pass *pass = task_data;
  GPtrArray *matches = apm_log_filter_run (pass->filter, pass->snapshot, cancellable);

  if (matches)
    g_task_return_pointer (task, matches, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error_if_cancelled (task);
}

static void
on_pass_done (GObject      *source_object,
              GAsyncResult *result,
              gpointer      user_data)
{
  GPtrArray *matches = g_task_propagate_pointer (G_TASK (result), NULL);
  ApmLogList *self = user_data;
  Pass *pass = g_task_get_task_data (G_TASK (result));

  /* Cancelled: there is another pass by now, or no list any more. */
  if (!matches)
    return;

  g_clear_object (&self->pass);
  list_take_matches (self, matches, apm_log_snapshot_get_next_serial (pass->snapshot));
  list_refresh (self);
}

/* Filters what was added since the last time. */
static void
list_advance (ApmLogList *self)
{
  guint64 next = apm_log_store_get_next_serial (self->store);
  g_autoptr(ApmLogSnapshot) snapshot = NULL;
  g_autoptr(GTask) task = NULL;
  Pass *pass;

  if (self->pass || apm_log_filter_get_takes_all (self->filter))
    return;
  if (self->filtered_to == next && !self->stale)
    return;

  snapshot = apm_log_store_take_snapshot (self->store, self->filtered_to);
  if (next - MAX (self->filtered_to, apm_log_store_get_first_serial (self->store)) <= INLINE_MAX)
    {
      list_take_matches (self, apm_log_filter_run (self->filter, snapshot, NULL), next);
      return;
    }

  pass = g_new0 (Pass, 1);
  pass->filter = apm_log_filter_ref (self->filter);
  pass->snapshot = g_steal_pointer (&snapshot);
  self->pass = g_cancellable_new ();
  task = g_task_new (NULL, self->pass, on_pass_done, self);
  g_task_set_source_tag (task, list_advance);
  g_task_set_priority (task, APM_PRIORITY_SOURCE);
  g_task_set_task_data (task, pass, pass_free);
  g_task_run_in_thread (task, pass_run);
}

static void
list_refresh (ApmLogList *self)
{
  guint n_rows;

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  self->refreshed_us = g_get_monotonic_time ();

  list_trim (self);
  list_advance (self);

  self->view_first = list_get_first_serial (self);
  n_rows = self->matches ? self->matches->len - self->n_gone : apm_log_list_get_n_total (self);
  apm_view_refresh (self->view, n_rows);
}

static gboolean
on_refresh (gpointer user_data)
{
  ApmLogList *self = user_data;

  self->refresh_id = 0;
  list_refresh (self);

  return G_SOURCE_REMOVE;
}

/**
 * apm_log_list_add:
 * @source: interned
 * @text: UTF-8, copied
 */
const ApmLogEntry *
apm_log_list_add (ApmLogList *self,
                  ApmLevel    level,
                  const char *source,
                  const char *text)
{
  const ApmLogEntry *entry = apm_log_store_append (self->store, g_get_real_time (), level, source, text);
  guint64 n_kept = entry->serial + 1 - apm_log_store_get_first_serial (self->store);

  /* A burst within one turn must not grow without bound. */
  if (n_kept > self->limit + (guint64) MAX (self->limit / 8, SLACK_MIN))
    {
      list_refresh (self);
    }
  else if (self->refresh_id == 0)
    {
      gint64 since_ms = (g_get_monotonic_time () - self->refreshed_us) / 1000;

      self->refresh_id = g_timeout_add_full (APM_PRIORITY_SOURCE, MAX (REFRESH_MS - since_ms, 0),
                                             on_refresh, self, NULL);
    }

  return entry;
}

void
apm_log_list_clear (ApmLogList *self)
{
  list_cancel_pass (self);
  if (self->matches)
    g_ptr_array_set_size (self->matches, 0);
  self->n_gone = 0;
  apm_log_store_trim (self->store, 0);
  self->base_serial = self->filtered_to = apm_log_store_get_next_serial (self->store);
  list_refresh (self);
}

/**
 * apm_log_list_set_limit:
 * @limit: at least 1
 */
void
apm_log_list_set_limit (ApmLogList *self,
                        guint       limit)
{
  self->limit = MAX (limit, 1);
  list_refresh (self);
}

guint
apm_log_list_get_n_total (ApmLogList *self)
{
  guint64 n_kept = apm_log_store_get_next_serial (self->store) - apm_log_store_get_first_serial (self->store);

  return MIN (n_kept, self->limit);
}

/**
 * apm_log_list_get_n_dropped:
 *
 * Returns: how many were dropped above the limit since the list was last cleared
 */
guint64
apm_log_list_get_n_dropped (ApmLogList *self)
{
  return list_get_first_serial (self) - self->base_serial;
}

/**
 * apm_log_list_take_filter:
 *
 * Until its result is there, the view shows that of the filter before.
 */
void
apm_log_list_take_filter (ApmLogList   *self,
                          ApmLogFilter *filter)
{
  list_cancel_pass (self);
  apm_log_filter_unref (self->filter);
  self->filter = filter;
  self->filtered_to = apm_log_store_get_first_serial (self->store);
  self->stale = TRUE;

  if (apm_log_filter_get_takes_all (filter))
    {
      g_clear_pointer (&self->matches, g_ptr_array_unref);
      self->n_gone = 0;
      self->stale = FALSE;
    }

  list_refresh (self);
}

ApmLogFilter *
apm_log_list_get_filter (ApmLogList *self)
{
  return self->filter;
}

gboolean
apm_log_list_get_filtering (ApmLogList *self)
{
  return self->pass != NULL;
}

/**
 * apm_log_list_take_snapshot:
 *
 * Returns: (transfer full): all entries there are, whatever the filter
 */
ApmLogSnapshot *
apm_log_list_take_snapshot (ApmLogList *self)
{
  return apm_log_store_take_snapshot (self->store, list_get_first_serial (self));
}
