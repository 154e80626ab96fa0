/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-sampler.h"

#include "apm-thread.h"

struct _ApmThreadSampler
{
  gatomicrefcount     refs;
  GMainContext       *context;
  ApmThreadSampleFunc func;
  gpointer            user_data;
  gboolean            is_freed;   /* main thread only */

  GMutex              mutex;
  GCond               cond;
  int                 pid;        /* 0: nothing to look at */
  gint64              interval_us; /* 0: only when asked */
  gboolean            is_asked;
  gboolean            must_quit;
};

typedef struct {
  ApmThreadSampler *sampler;
  ApmThreadSample  *sample;
} Delivery;

static void
sampler_unref (ApmThreadSampler *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

void
apm_thread_sample_free (ApmThreadSample *sample)
{
  g_clear_pointer (&sample->threads, g_ptr_array_unref);
  g_clear_error (&sample->error);
  g_free (sample);
}

/**
 * apm_thread_sample_index:
 * @sample: (nullable)
 *
 * Returns: (transfer full): TID → ApmThread
 */
GHashTable *
apm_thread_sample_index (const ApmThreadSample *sample)
{
  GHashTable *by_tid = g_hash_table_new (NULL, NULL);

  for (guint i = 0; sample && sample->threads && i < sample->threads->len; i++)
    {
      ApmThread *row = sample->threads->pdata[i];

      g_hash_table_insert (by_tid, GINT_TO_POINTER (row->tid), row);
    }

  return by_tid;
}

/**
 * apm_thread_sample_compute_cpu:
 * @before: (nullable): an earlier sample of the same process
 *
 * Tells each thread which part of a core it had in between.
 */
void
apm_thread_sample_compute_cpu (ApmThreadSample       *self,
                               const ApmThreadSample *before)
{
  g_autoptr(GHashTable) by_tid = apm_thread_sample_index (before);

  for (guint i = 0; self->threads && i < self->threads->len; i++)
    {
      ApmThread *row = self->threads->pdata[i];
      const ApmThread *earlier = g_hash_table_lookup (by_tid, GINT_TO_POINTER (row->tid));

      if (earlier && earlier->started_us == row->started_us && self->at_us > before->at_us)
        row->cpu_percent = 100.0 * (row->cpu_time_us - earlier->cpu_time_us) / (self->at_us - before->at_us);
    }
}

static gboolean
on_delivery (gpointer data)
{
  Delivery *delivery = data;

  if (!delivery->sampler->is_freed)
    delivery->sampler->func (g_steal_pointer (&delivery->sample), delivery->sampler->user_data);

  return G_SOURCE_REMOVE;
}

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  g_clear_pointer (&delivery->sample, apm_thread_sample_free);
  sampler_unref (delivery->sampler);
  g_free (delivery);
}

static void
deliver (ApmThreadSampler *self,
         ApmThreadSample  *sample)
{
  Delivery *delivery = g_new0 (Delivery, 1);
  GSource *source = g_idle_source_new ();

  delivery->sampler = self;
  g_atomic_ref_count_inc (&self->refs);
  delivery->sample = sample;

  /* Not g_main_context_invoke(): it runs here while nobody iterates the context. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_delivery, delivery, delivery_free);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

/* Returns the PID to look at, 0 when it is time to go. */
static int
wait_for_turn (ApmThreadSampler *self,
               gint64            last_us)
{
  int pid;

  g_mutex_lock (&self->mutex);
  while (!self->must_quit)
    {
      gint64 due_us = last_us + self->interval_us;

      if (self->pid != 0 && (self->is_asked || (self->interval_us > 0 && g_get_monotonic_time () >= due_us)))
        break;
      if (self->pid != 0 && self->interval_us > 0)
        g_cond_wait_until (&self->cond, &self->mutex, due_us);
      else
        g_cond_wait (&self->cond, &self->mutex);
    }
  self->is_asked = FALSE;
  pid = self->must_quit ? 0 : self->pid;
  g_mutex_unlock (&self->mutex);

  return pid;
}

static gpointer
sampler_main (gpointer data)
{
  ApmThreadSampler *self = data;
  gint64 last_us = 0;
  int pid;

  while ((pid = wait_for_turn (self, last_us)) != 0)
    {
      ApmThreadSample *sample = g_new0 (ApmThreadSample, 1);

      last_us = g_get_monotonic_time ();
      sample->pid = pid;
      sample->at_us = last_us;
      sample->threads = apm_thread_scan (pid, &sample->error);
      deliver (self, sample);
    }

  sampler_unref (self);

  return NULL;
}

/**
 * apm_thread_sampler_new:
 * @func: is given each sample, to free, on the main context of this thread
 */
ApmThreadSampler *
apm_thread_sampler_new (ApmThreadSampleFunc func,
                        gpointer            user_data)
{
  ApmThreadSampler *self = g_new0 (ApmThreadSampler, 1);

  g_atomic_ref_count_init (&self->refs);
  g_atomic_ref_count_inc (&self->refs);
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  self->user_data = user_data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_thread_unref (g_thread_new ("threads", sampler_main, self));

  return self;
}

/**
 * apm_thread_sampler_free:
 *
 * The thread goes when it has done with its last look; nobody waits for it, and
 * nothing is told any more.
 */
void
apm_thread_sampler_free (ApmThreadSampler *self)
{
  self->is_freed = TRUE;

  g_mutex_lock (&self->mutex);
  self->must_quit = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  sampler_unref (self);
}

/**
 * apm_thread_sampler_set:
 * @pid: 0 to look at nothing
 * @interval_ms: between two looks; 0: only when asked
 */
void
apm_thread_sampler_set (ApmThreadSampler *self,
                        int               pid,
                        guint             interval_ms)
{
  g_mutex_lock (&self->mutex);
  self->is_asked |= pid != self->pid;
  self->pid = pid;
  self->interval_us = interval_ms * G_GINT64_CONSTANT (1000);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_thread_sampler_ask:
 *
 * Looks now.
 */
void
apm_thread_sampler_ask (ApmThreadSampler *self)
{
  g_mutex_lock (&self->mutex);
  self->is_asked = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}
