/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-list-private.h"

#include "apm-thread-reader.h"

#define DEFAULT_INTERVAL_MS 1000

/* What a crew tells is shown at once, but many tellings together. */
#define CREW_INTERVAL_MS 33

enum { UPDATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmThreadList, apm_thread_list, G_TYPE_OBJECT)

static void
apm_thread_list_dispose (GObject *object)
{
  ApmThreadList *self = APM_THREAD_LIST (object);

  g_clear_pointer (&self->sampler, apm_thread_sampler_free);
  if (self->view)
    apm_view_refresh (self->view, 0);
  g_clear_object (&self->view);
  apm_pace_clear (&self->crew_pace);
  if (self->crew)
    g_clear_signal_handler (&self->crew_id, self->crew);
  g_clear_object (&self->crew);

  G_OBJECT_CLASS (apm_thread_list_parent_class)->dispose (object);
}

static void
apm_thread_list_finalize (GObject *object)
{
  ApmThreadList *self = APM_THREAD_LIST (object);

  g_clear_pointer (&self->sample, apm_thread_sample_free);
  g_ptr_array_unref (self->joined);
  g_ptr_array_unref (self->ended);
  g_ptr_array_unref (self->order);
  g_hash_table_unref (self->starts);
  apm_thread_order_clear (&self->how);

  G_OBJECT_CLASS (apm_thread_list_parent_class)->finalize (object);
}

static void
apm_thread_list_class_init (ApmThreadListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = apm_thread_list_dispose;
  object_class->finalize = apm_thread_list_finalize;

  /**
   * ApmThreadList::updated:
   *
   * The rows, the counts or the trouble have changed.
   */
  signals[UPDATED] = g_signal_new ("updated", APM_TYPE_THREAD_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static gconstpointer
get_row (gpointer owner,
         guint    index)
{
  return ((ApmThreadList *) owner)->order->pdata[index];
}

static guint64
get_key (gpointer      owner,
         gconstpointer row)
{
  return apm_thread_key (row);
}

static const ApmViewFuncs view_funcs = { get_row, get_key };

static void
put_in_order (ApmThreadList *self)
{
  ApmThreadSample *sample = self->sample && self->sample->threads ? self->sample : NULL;
  const ApmThreadOrder *how = sample ? &sample->how : &self->how;   /* until another order comes */
  g_autoptr(GHashTable) joined = NULL;
  g_autoptr(ApmThreadRanks) few = NULL;
  g_autoptr(GPtrArray) own = g_ptr_array_new ();

  /* What the crew tells of a row may have moved it. */
  if (self->joined->len > 0)
    joined = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->joined->len; i++)
    g_hash_table_add (joined, self->joined->pdata[i]);
  g_ptr_array_extend (own, self->joined, NULL, NULL);
  g_ptr_array_extend (own, self->ended, NULL, NULL);
  few = apm_thread_order_rank (how, own);

  self->n_total = self->ended->len + (sample ? sample->threads->len : 0);
  g_ptr_array_set_size (self->order, 0);
  if (sample)
    apm_thread_order_merge (how, sample->ranks, joined, few, self->order);
  else
    for (guint i = 0; i < few->places->len; i++)
      g_ptr_array_add (self->order, g_array_index (few->places, ApmThreadPlace, i).row);

  apm_view_refresh (self->view, self->order->len);
  g_signal_emit (self, signals[UPDATED], 0);
}

/* Returns: whether @sample can be shown, since it is in the order that is wanted
 * now; if not, one that is will come */
static gboolean
rank (ApmThreadList   *self,
      ApmThreadSample *sample)
{
  if (sample == NULL || sample->threads == NULL || sample->serial == self->serial)
    return TRUE;

  if (sample->threads->len > APM_THREAD_FEW_ROWS && !self->paused)
    {
      apm_thread_sampler_ask (self->sampler);
      return FALSE;
    }

  apm_thread_order_clear (&sample->how);
  apm_thread_order_copy (&self->how, &sample->how);
  apm_thread_ranks_free (sample->ranks);
  sample->ranks = apm_thread_order_rank (&self->how, sample->threads);
  sample->serial = self->serial;

  return TRUE;
}

/* Shows the rows as @how says it now. */
void
apm_thread_list_change_order (ApmThreadList *self)
{
  self->serial++;
  apm_thread_list_update_sampler (self);
  apm_thread_sampler_set_order (self->sampler, &self->how, self->serial);
  if (rank (self, self->sample))
    put_in_order (self);
}

/* Tells the rows what the crew knows about them, and shows all. */
static void
join_crew (gpointer data)
{
  ApmThreadList *self = data;

  apm_thread_list_join (self);
  put_in_order (self);
}

static void
on_sample (ApmThreadSample *sample,
           gpointer         user_data)
{
  ApmThreadList *self = user_data;

  if (sample->pid != self->pid || !rank (self, sample))
    {
      apm_thread_sampler_give_back (self->sampler, sample);
      return;
    }

  apm_thread_sampler_give_back (self->sampler, self->sample);
  self->sample = sample;
  join_crew (self);
}

static void
on_crew_changed (ApmThreadList *self)
{
  if (apm_thread_list_is_crew_here (self))
    apm_pace_touch (&self->crew_pace);
}

static void
apm_thread_list_init (ApmThreadList *self)
{
  self->interval_ms = DEFAULT_INTERVAL_MS;
  self->column_sources = apm_thread_get_sources (NULL);
  self->ended = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_thread_free);
  self->joined = g_ptr_array_new ();
  self->order = g_ptr_array_new ();
  self->starts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->view = apm_view_new (&view_funcs, self);
  self->sampler = apm_thread_sampler_new (on_sample, self);
  apm_pace_init (&self->crew_pace, CREW_INTERVAL_MS, join_crew, self);
}

/**
 * apm_thread_list_new:
 *
 * A list of no process's threads yet.
 */
ApmThreadList *
apm_thread_list_new (void)
{
  return g_object_new (APM_TYPE_THREAD_LIST, NULL);
}

/**
 * apm_thread_list_get_view:
 *
 * Returns: (transfer none): rows are const ApmThread *
 */
ApmView *
apm_thread_list_get_view (ApmThreadList *self)
{
  g_return_val_if_fail (APM_IS_THREAD_LIST (self), NULL);

  return self->view;
}

/**
 * apm_thread_list_set_pid:
 * @pid: of a process, 0 for none, %APM_ALL_PROCESSES for all; looked at at once
 */
void
apm_thread_list_set_pid (ApmThreadList *self,
                         int            pid)
{
  g_return_if_fail (APM_IS_THREAD_LIST (self) && pid >= APM_ALL_PROCESSES);

  if (self->pid == pid)
    return;

  apm_thread_sampler_give_back (self->sampler, g_steal_pointer (&self->sample));
  g_hash_table_remove_all (self->starts);
  apm_thread_list_set_order_held (self, FALSE);
  self->pid = pid;
  apm_thread_list_update_sampler (self);
  join_crew (self);
}

int
apm_thread_list_get_pid (ApmThreadList *self)
{
  g_return_val_if_fail (APM_IS_THREAD_LIST (self), 0);

  return self->pid;
}

/**
 * apm_thread_list_set_crew:
 * @crew: (nullable): of the process that is shown; while another one is, it is
 *   left out
 */
void
apm_thread_list_set_crew (ApmThreadList *self,
                          ApmCrew       *crew)
{
  g_return_if_fail (APM_IS_THREAD_LIST (self) && (crew == NULL || APM_IS_CREW (crew)));

  if (self->crew == crew)
    return;

  if (self->crew)
    g_clear_signal_handler (&self->crew_id, self->crew);
  g_set_object (&self->crew, crew);
  if (crew)
    self->crew_id = g_signal_connect_swapped (crew, "changed", G_CALLBACK (on_crew_changed), self);
  join_crew (self);
}

/**
 * apm_thread_list_set_interval:
 * @ms: between two looks; 0 looks only when asked
 */
void
apm_thread_list_set_interval (ApmThreadList *self,
                              guint          ms)
{
  g_return_if_fail (APM_IS_THREAD_LIST (self));

  self->interval_ms = ms;
  apm_thread_list_update_sampler (self);
}

void
apm_thread_list_set_paused (ApmThreadList *self,
                            gboolean       paused)
{
  g_return_if_fail (APM_IS_THREAD_LIST (self));

  self->paused = paused;
  apm_thread_list_update_sampler (self);
}

gboolean
apm_thread_list_get_paused (ApmThreadList *self)
{
  g_return_val_if_fail (APM_IS_THREAD_LIST (self), FALSE);

  return self->paused;
}

/**
 * apm_thread_list_get_scan_ms:
 *
 * Returns: what the last look cost of a CPU
 */
double
apm_thread_list_get_scan_ms (ApmThreadList *self)
{
  g_return_val_if_fail (APM_IS_THREAD_LIST (self), 0);

  return self->sample ? self->sample->took_us / 1000.0 : 0;
}

/**
 * apm_thread_list_get_n_total:
 *
 * Returns: how many there are, whatever the search
 */
guint
apm_thread_list_get_n_total (ApmThreadList *self)
{
  g_return_val_if_fail (APM_IS_THREAD_LIST (self), 0);

  return self->n_total;
}

/**
 * apm_thread_list_get_trouble:
 *
 * Returns: (nullable): why there is nothing to show, a sentence
 */
const char *
apm_thread_list_get_trouble (ApmThreadList *self)
{
  g_return_val_if_fail (APM_IS_THREAD_LIST (self), NULL);

  return self->sample && self->sample->error ? self->sample->error->message : NULL;
}

/**
 * apm_thread_list_get_error:
 *
 * Returns: (nullable): why there is nothing to show
 */
const GError *
apm_thread_list_get_error (ApmThreadList *self)
{
  g_return_val_if_fail (APM_IS_THREAD_LIST (self), NULL);

  return self->sample ? self->sample->error : NULL;
}

/**
 * apm_thread_list_find:
 *
 * Returns: (transfer none) (nullable): the row of @tid, whatever the search
 */
const ApmThread *
apm_thread_list_find (ApmThreadList *self,
                      int            tid)
{
  gpointer row = NULL;

  g_return_val_if_fail (APM_IS_THREAD_LIST (self), NULL);

  if (self->sample && self->sample->by_tid)
    row = g_hash_table_lookup (self->sample->by_tid, GINT_TO_POINTER (tid));
  for (guint i = 0; row == NULL && i < self->ended->len; i++)
    if (((ApmThread *) self->ended->pdata[i])->tid == tid)
      row = self->ended->pdata[i];

  return row;
}

/**
 * apm_thread_list_sample_now:
 *
 * Looks now, paused or not; ::updated follows.
 */
void
apm_thread_list_sample_now (ApmThreadList *self)
{
  g_return_if_fail (APM_IS_THREAD_LIST (self));

  apm_thread_sampler_ask (self->sampler);
}
