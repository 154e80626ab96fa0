/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a running lens sees, copied into a timeline's own index by a thread of its own:
 * the model is held for some hundred microseconds at a time, by nobody's main thread. */

#include "apm-timeline-source-private.h"

#include "apm-lens-timeline.h"

#define LOOK_US 33000
#define QUIET_LOOK_US 100000   /* time passes, and nothing else */
#define MOST_LOOK_US 500000     /* it is over */

/* Where nothing happens time goes on, but what has happened comes a little later. */
#define LATE_NS 30000000

/* Copied while the lens' reader waits. */
#define SOME 2048

typedef struct {
  ApmTimelineSource *source;
  ApmLens *lens;
  guint64 next;              /* of all spans there ever were */
  GArray *spans;
  GArray *open;
  GArray *lanes;             /* of Lane */
  gint64 first, last;
} Feeder;

typedef struct {
  gint64 began;
  gint64 ended;
} Lane;

static guint8
get_kind (ApmLensModel *model,
          int           object)
{
  return object >= 0 && (guint) object < apm_lens_model_get_n_objects (model) ?
         (guint8) apm_lens_model_get_object (model, (guint) object)->kind : APM_LENS_N_KINDS - 1;
}

static void
copy_span (Feeder            *self,
           ApmLensModel      *model,
           const ApmLensSpan *from)
{
  ApmSpan span = {
    .start = from->start_ns,
    .end = from->end_ns,
    .caller = from->caller,
    .lane = from->thread,
    .object = from->object,
    .other = from->other,
    .op = (guint16) from->op,
    .kind = get_kind (model, from->object),
    .what = from->is_wait ? APM_SPAN_WAIT : APM_SPAN_HOLD,
  };

  g_array_append_val (self->spans, span);
}

static void
copy_open (Feeder              *self,
           ApmLensModel        *model,
           const ApmLensThread *thread,
           int                  lane)
{
  ApmSpan span = { .lane = lane, .other = -1 };

  for (guint i = thread->held->len; i > 0; i--)
    {
      const ApmLensHeld *held = &g_array_index (thread->held, ApmLensHeld, i - 1);

      span.start = held->since_ns;
      span.object = held->object;
      span.caller = held->caller;
      span.kind = get_kind (model, held->object);
      span.what = APM_SPAN_HOLD;
      g_array_append_val (self->open, span);
    }
  if (thread->waits_for < 0)
    return;

  span.start = thread->waits_since_ns;
  span.object = thread->waits_for;
  span.caller = thread->waits_at;
  span.other = thread->holder;
  span.op = (guint16) thread->wait_op;
  span.kind = get_kind (model, thread->waits_for);
  span.what = APM_SPAN_WAIT;
  g_array_append_val (self->open, span);
}

/* What threads do now, once all that has ended was copied. */
static void
copy_threads (Feeder       *self,
              ApmLensModel *model)
{
  gboolean any = FALSE;

  g_array_set_size (self->lanes, 0);
  for (guint i = 0; i < apm_lens_model_get_n_threads (model); i++)
    {
      const ApmLensThread *thread = apm_lens_model_get_thread (model, i);
      Lane lane = { thread->began_ns, thread->ended_ns };

      g_array_append_val (self->lanes, lane);
      if (thread->ended_ns != 0)
        continue;
      any = TRUE;
      copy_open (self, model, thread, (int) i);
    }
  self->first = apm_lens_model_get_first_ns (model);
  self->last = MAX (self->last, apm_lens_model_get_last_ns (model));
  if (any)
    self->last = MAX (self->last, g_get_monotonic_time () * 1000 - LATE_NS);
}

/* Returns whether that was all. */
static gboolean
copy_some (Feeder *self)
{
  ApmLensModel *model = apm_lens_lock (self->lens);
  ApmLensTimeline *timeline = apm_lens_model_get_timeline (model);
  guint64 n_gone = apm_lens_timeline_get_n_gone (timeline), n = n_gone + apm_lens_timeline_get_n (timeline);

  g_array_set_size (self->spans, 0);
  g_array_set_size (self->open, 0);
  self->next = MAX (self->next, n_gone);
  for (; self->next < n && self->spans->len < SOME; self->next++)
    copy_span (self, model, apm_lens_timeline_get (timeline, (guint) (self->next - n_gone)));
  if (self->next == n)
    copy_threads (self, model);
  n -= self->next;
  apm_lens_unlock (self->lens);

  return n == 0;
}

/* Returns whether there was anything new. */
static gboolean
hand_over (Feeder  *self,
           gboolean all)
{
  ApmTimelineSource *source = self->source;
  gboolean news;
  gint64 first, last;

  g_mutex_lock (&source->mutex);
  apm_span_index_get_range (source->index, &first, &last);
  news = self->spans->len > 0 || (all && last != self->last);
  if (news)
    apm_span_index_set_open (source->index, NULL, 0);
  g_mutex_unlock (&source->mutex);
  if (!news)
    return FALSE;

  apm_timeline_source_add (source, (const ApmSpan *) (gpointer) self->spans->data, self->spans->len);
  if (!all)
    return TRUE;

  g_mutex_lock (&source->mutex);
  for (guint i = 0; i < self->lanes->len; i++)
    {
      const Lane *lane = &g_array_index (self->lanes, Lane, i);

      apm_span_index_set_lane (source->index, (int) i, lane->began, lane->ended);
    }
  apm_span_index_set_range (source->index, self->first, self->last);
  apm_span_index_set_open (source->index, (const ApmSpan *) (gpointer) self->open->data, self->open->len);
  apm_timeline_source_touch (source);
  g_mutex_unlock (&source->mutex);

  return TRUE;
}

/* Returns whether it is time to end. */
static gboolean
rest (ApmTimelineSource *self,
      gint64             for_us)
{
  gint64 until_us = g_get_monotonic_time () + for_us;
  gboolean must_end;

  g_mutex_lock (&self->end_mutex);
  while (!self->must_end && for_us > 0 && g_cond_wait_until (&self->end_cond, &self->end_mutex, until_us))
    ;
  must_end = self->must_end;
  g_mutex_unlock (&self->end_mutex);

  return must_end;
}

static gpointer
feed_main (gpointer data)
{
  Feeder *self = data;
  gint64 look_us = LOOK_US;
  gboolean all;

  do
    {
      all = copy_some (self);
      if (!hand_over (self, all))
        look_us = MIN (2 * look_us, MOST_LOOK_US);
      else
        look_us = self->spans->len > 0 ? LOOK_US : QUIET_LOOK_US;
    }
  while (!rest (self->source, all ? look_us : 0));

  g_array_unref (self->spans);
  g_array_unref (self->open);
  g_array_unref (self->lanes);
  g_free (self);

  return NULL;
}

/* The lens outlives the thread: the names have it. */
void
apm_timeline_source_feed (ApmTimelineSource *self,
                          ApmLens           *lens)
{
  Feeder *feeder = g_new0 (Feeder, 1);

  feeder->source = self;
  feeder->lens = lens;
  feeder->spans = g_array_new (FALSE, FALSE, sizeof (ApmSpan));
  feeder->open = g_array_new (FALSE, FALSE, sizeof (ApmSpan));
  feeder->lanes = g_array_new (FALSE, FALSE, sizeof (Lane));
  self->thread = g_thread_new ("timeline", feed_main, feeder);
}

void
apm_timeline_source_stop (ApmTimelineSource *self)
{
  if (self->thread == NULL)
    return;

  g_mutex_lock (&self->end_mutex);
  self->must_end = TRUE;
  g_cond_signal (&self->end_cond);
  g_mutex_unlock (&self->end_mutex);
  g_thread_join (g_steal_pointer (&self->thread));
}

static char *
dup_lane_name (gpointer data,
               int      lane)
{
  return apm_lens_dup_thread_name (data, lane);
}

static char *
dup_object_name (gpointer data,
                 int      object)
{
  return apm_lens_dup_object_name (data, object);
}

static char *
dup_place (gpointer       data,
           const ApmSpan *span)
{
  ApmLensModel *model = apm_lens_lock (data);
  guint image = 0;

  if (span->lane >= 0 && (guint) span->lane < apm_lens_model_get_n_threads (model))
    {
      const ApmLensThread *thread = apm_lens_model_get_thread (model, (guint) span->lane);

      image = apm_lens_model_get_process (model, (guint) thread->process)->image;
    }
  apm_lens_unlock (data);

  return apm_lens_dup_place (data, image, span->caller);
}

/* What can be named has its name by now, and nothing will be drawn anew by itself. */
static void
on_ended (ApmTimelineSource *self)
{
  apm_name_cache_renew (self->names);
  g_mutex_lock (&self->mutex);
  apm_timeline_source_touch (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_timeline_source_new_for_lens:
 *
 * What @lens has seen so far and all that it will see. It is kept.
 */
ApmTimelineSource *
apm_timeline_source_new_for_lens (ApmLens *lens)
{
  static const ApmTimelineNames names = { dup_lane_name, dup_object_name, dup_place };
  ApmTimelineSource *self = apm_timeline_source_new (&names, g_object_ref (lens), g_object_unref);

  apm_timeline_source_feed (self, lens);
  g_signal_connect_object (lens, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);

  return self;
}
