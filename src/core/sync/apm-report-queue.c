/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-report-queue.h"

#include "apm-interpreter.h"
#include "apm-priority.h"

/* Enough for a frame of the display. */
#define MOST       16384
/* A thread may be so far ahead of who draws it; as much as fits into a pipe. */
#define MOST_AHEAD 2048
/* Given out at a time. */
#define BLOCK      512
/* What one turn of the main loop may take, and how long it rests after more than a
 * few: the display shows no more of them. */
#define BUDGET_US  4000
#define FEW        64
#define FRAME_US   16000

/* Between the lens' thread and the main one, and of both. */
struct _ApmReportQueue
{
  GMutex mutex;
  GCond room;
  GArray *reports;            /* with mutex: not taken yet */
  GSource *source;            /* with mutex; NULL: closed */
  guint64 n_lost;             /* with mutex */

  /* of the lens' thread */
  ApmInterpreter *interpreter;
  GArray *made;

  /* of the main thread */
  ApmReportsFunc func;
  gpointer user_data;
  GArray *taken;
};

static void
clear_queue (gpointer data)
{
  ApmReportQueue *self = data;

  g_array_unref (self->reports);
  g_array_unref (self->made);
  g_array_unref (self->taken);
  apm_interpreter_free (self->interpreter);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->room);
}

static void
unref_queue (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_queue);
}

/* The lens' thread */

static void
push (ApmReportQueue  *self,
      const ApmReport *reports,
      guint            n)
{
  g_mutex_lock (&self->mutex);
  while (self->source && self->reports->len >= MOST)
    g_cond_wait (&self->room, &self->mutex);
  if (self->source)
    {
      if (self->reports->len == 0 && g_source_get_ready_time (self->source) < 0)
        g_source_set_ready_time (self->source, 0);
      g_array_append_vals (self->reports, reports, n);
    }
  g_mutex_unlock (&self->mutex);
}

static void
take_events (const struct apm_lens_event *events,
             gsize                        n,
             gpointer                     data)
{
  ApmReportQueue *self = data;

  for (gsize i = 0; i < n; i++)
    {
      ApmReport report;

      if (apm_interpreter_take (self->interpreter, &events[i], &report))
        g_array_append_val (self->made, report);
      if (self->made->len > 0 && (self->made->len == BLOCK || i + 1 == n))
        {
          push (self, (const ApmReport *) (gpointer) self->made->data, self->made->len);
          g_array_set_size (self->made, 0);
        }
    }
}

/* One alone was being written when its process was killed: it has not happened. What
 * was overwritten is never so few, since the drain leaves a margin behind the newest. */
static void
lose_events (guint64  n,
             gpointer data)
{
  ApmReportQueue *self = data;

  g_mutex_lock (&self->mutex);
  self->n_lost += n > 1 ? n : 0;
  g_mutex_unlock (&self->mutex);
}

/* The main thread */

static gboolean
steal (ApmReportQueue *self)
{
  GArray *empty = self->taken;

  g_array_set_size (empty, 0);
  g_mutex_lock (&self->mutex);
  self->taken = self->reports;
  self->reports = empty;
  g_cond_broadcast (&self->room);
  g_mutex_unlock (&self->mutex);

  return self->taken->len > 0;
}

/* Gives out what was stolen, however late it is some of it; what does not fit into
 * @until_us goes back to the front. */
static void
give_out (ApmReportQueue *self,
          gint64          until_us)
{
  guint at = 0;

  while (at < self->taken->len && self->source && (at == 0 || g_get_monotonic_time () < until_us))
    {
      guint n = MIN (BLOCK, self->taken->len - at);

      self->func (&g_array_index (self->taken, ApmReport, at), n, self->user_data);
      at += n;
    }
  if (at > 0)
    self->func (NULL, 0, self->user_data);
  if (at < self->taken->len)
    {
      g_mutex_lock (&self->mutex);
      g_array_prepend_vals (self->reports, &g_array_index (self->taken, ApmReport, at), self->taken->len - at);
      g_mutex_unlock (&self->mutex);
    }
}

static gboolean
dispatch (GSource    *source,
          GSourceFunc callback,
          gpointer    data)
{
  ApmReportQueue *self = g_atomic_rc_box_acquire (data);
  gint64 now_us = g_get_monotonic_time ();
  guint n;

  g_source_set_ready_time (source, -1);
  n = steal (self) ? self->taken->len : 0;
  give_out (self, now_us + BUDGET_US);
  if (n > FEW && !g_source_is_destroyed (source))
    g_source_set_ready_time (source, now_us + FRAME_US);
  unref_queue (self);

  return G_SOURCE_CONTINUE;
}

/**
 * apm_report_queue_new:
 * @func: gets the reports in order, some hundreds at a time; with none it is told
 *   that this was all for now
 *
 * Returns: (transfer full): to be closed with apm_report_queue_close()
 */
ApmReportQueue *
apm_report_queue_new (ApmReportsFunc func,
                      gpointer       user_data)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };
  ApmReportQueue *self = g_atomic_rc_box_new0 (ApmReportQueue);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->room);
  self->reports = g_array_sized_new (FALSE, FALSE, sizeof (ApmReport), MOST);
  self->made = g_array_sized_new (FALSE, FALSE, sizeof (ApmReport), BLOCK);
  self->taken = g_array_sized_new (FALSE, FALSE, sizeof (ApmReport), MOST);
  self->interpreter = apm_interpreter_new ();
  self->func = func;
  self->user_data = user_data;

  self->source = g_source_new (&funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "apm-report-queue");
  g_source_set_priority (self->source, APM_PRIORITY_SOURCE);
  g_source_set_callback (self->source, NULL, self, NULL);
  g_source_attach (self->source, NULL);

  return self;
}

/**
 * apm_report_queue_fill_tap:
 *
 * Says what apm_lens_start_tapped() is to be told; the lens holds the queue.
 */
void
apm_report_queue_fill_tap (ApmReportQueue *self,
                           ApmLensTap     *tap)
{
  *tap = (ApmLensTap) { take_events, lose_events, g_atomic_rc_box_acquire (self), unref_queue, MOST_AHEAD };
}

/**
 * apm_report_queue_take_all:
 *
 * Gives out what there is, however long that takes.
 */
void
apm_report_queue_take_all (ApmReportQueue *self)
{
  g_atomic_rc_box_acquire (self);
  while (steal (self) && self->source)
    give_out (self, G_MAXINT64);
  unref_queue (self);
}

/**
 * apm_report_queue_get_lost:
 *
 * Returns: how many events were lost: the program went on while nobody read them
 */
guint64
apm_report_queue_get_lost (ApmReportQueue *self)
{
  guint64 n_lost;

  g_mutex_lock (&self->mutex);
  n_lost = self->n_lost;
  g_mutex_unlock (&self->mutex);

  return n_lost;
}

/**
 * apm_report_queue_close:
 *
 * No report comes any more: what is told from now on goes nowhere.
 */
void
apm_report_queue_close (ApmReportQueue *self)
{
  GSource *source;

  g_mutex_lock (&self->mutex);
  source = g_steal_pointer (&self->source);
  g_cond_broadcast (&self->room);
  g_mutex_unlock (&self->mutex);

  g_source_destroy (source);
  g_source_unref (source);
  unref_queue (self);
}
