/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-timeline-source-private.h"

/* With the mutex held for so many at a time, nobody waits long. */
#define SOME 256

/* The main thread hears of news at most so often. */
#define TELL_MS 33

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmTimelineSource, apm_timeline_source, G_TYPE_OBJECT)

static void
apm_timeline_source_finalize (GObject *object)
{
  ApmTimelineSource *self = APM_TIMELINE_SOURCE (object);

  apm_timeline_source_stop (self);
  g_clear_handle_id (&self->told_id, g_source_remove);
  g_clear_pointer (&self->names, apm_name_cache_free);
  g_clear_pointer (&self->index, apm_span_index_free);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->end_mutex);
  g_cond_clear (&self->end_cond);

  G_OBJECT_CLASS (apm_timeline_source_parent_class)->finalize (object);
}

static void
apm_timeline_source_class_init (ApmTimelineSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = apm_timeline_source_finalize;

  /**
   * ApmTimelineSource::changed:
   *
   * There is more of it, or something has got its name. Thirty times a second at most.
   */
  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_TIMELINE_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
apm_timeline_source_init (ApmTimelineSource *self)
{
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->end_mutex);
  g_cond_init (&self->end_cond);
  self->index = apm_span_index_new (APM_LENS_SPANS);
}

static void
on_named (gpointer owner)
{
  g_signal_emit (owner, signals[CHANGED], 0);
}

/**
 * apm_timeline_source_new:
 * @names: copied
 * @data: (transfer full): for @names
 * @destroy: (nullable): called in the main thread, perhaps after the source has gone
 */
ApmTimelineSource *
apm_timeline_source_new (const ApmTimelineNames *names,
                         gpointer                data,
                         GDestroyNotify          destroy)
{
  ApmTimelineSource *self = g_object_new (APM_TYPE_TIMELINE_SOURCE, NULL);

  self->names = apm_name_cache_new (names, data, destroy, on_named, self);

  return self;
}

/**
 * apm_timeline_source_set_logical:
 * @logical: times are numbers of steps, not nanoseconds
 */
void
apm_timeline_source_set_logical (ApmTimelineSource *self,
                                 gboolean           logical)
{
  self->logical = logical;
}

gboolean
apm_timeline_source_get_logical (ApmTimelineSource *self)
{
  return self->logical;
}

static gboolean
on_told (gpointer data)
{
  ApmTimelineSource *self = data;

  g_mutex_lock (&self->mutex);
  self->told_id = 0;
  g_mutex_unlock (&self->mutex);
  g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

/* With the mutex. */
void
apm_timeline_source_touch (ApmTimelineSource *self)
{
  if (self->told_id == 0)
    self->told_id = g_timeout_add (TELL_MS, on_told, self);
}

/**
 * apm_timeline_source_set_lane:
 * @ended: 0: it goes on
 */
void
apm_timeline_source_set_lane (ApmTimelineSource *self,
                              int                lane,
                              gint64             began,
                              gint64             ended)
{
  g_mutex_lock (&self->mutex);
  apm_span_index_set_lane (self->index, lane, began, ended);
  apm_timeline_source_touch (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_timeline_source_set_range:
 * @last: up to when all is known; it may only grow
 */
void
apm_timeline_source_set_range (ApmTimelineSource *self,
                               gint64             first,
                               gint64             last)
{
  g_mutex_lock (&self->mutex);
  apm_span_index_set_range (self->index, first, last);
  apm_timeline_source_touch (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_timeline_source_set_open:
 * @spans: all that have begun and not ended
 */
void
apm_timeline_source_set_open (ApmTimelineSource *self,
                              const ApmSpan     *spans,
                              guint              n)
{
  g_mutex_lock (&self->mutex);
  apm_span_index_set_open (self->index, spans, n);
  apm_timeline_source_touch (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_timeline_source_add:
 * @spans: in the order of their ends, and after those that were added before
 */
void
apm_timeline_source_add (ApmTimelineSource *self,
                         const ApmSpan     *spans,
                         gsize              n)
{
  for (gsize i = 0; i < n; i += SOME)
    {
      g_mutex_lock (&self->mutex);
      for (gsize j = i; j < MIN (i + SOME, n); j++)
        apm_span_index_add (self->index, &spans[j]);
      apm_timeline_source_touch (self);
      g_mutex_unlock (&self->mutex);
    }
}

/**
 * apm_timeline_source_lock:
 *
 * Returns: (transfer none): the spans, to be looked at for a moment
 */
ApmSpanIndex *
apm_timeline_source_lock (ApmTimelineSource *self)
{
  g_mutex_lock (&self->mutex);

  return self->index;
}

void
apm_timeline_source_unlock (ApmTimelineSource *self)
{
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_timeline_source_get_lane_name:
 *
 * Returns: (transfer none): valid until the main loop is entered again
 */
const char *
apm_timeline_source_get_lane_name (ApmTimelineSource *self,
                                   int                lane)
{
  return apm_name_cache_get (self->names, APM_NAME_LANE, (guint64) lane, NULL);
}

const char *
apm_timeline_source_get_object_name (ApmTimelineSource *self,
                                     int                object)
{
  return apm_name_cache_get (self->names, APM_NAME_OBJECT, (guint64) object, NULL);
}

/**
 * apm_timeline_source_get_place:
 *
 * Returns: (transfer none): "bank.c:41"; "" if that is not known (yet)
 */
const char *
apm_timeline_source_get_place (ApmTimelineSource *self,
                               const ApmSpan     *span)
{
  /* The same address may be two places in two programs. */
  return apm_name_cache_get (self->names, APM_NAME_PLACE, span->caller ^ (guint64) span->lane << 48, span);
}
