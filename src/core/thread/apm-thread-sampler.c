/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-sampler.h"

#include "apm-thread-scanner.h"

#include <time.h>

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
  guint               sources;
  ApmThreadOrder      how;
  guint               serial;     /* of @how */
  GPtrArray          *given_back; /* of ApmThreadSample, to be freed where that holds nobody up */
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
  g_ptr_array_unref (self->given_back);
  apm_thread_order_clear (&self->how);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

void
apm_thread_sample_free (ApmThreadSample *sample)
{
  apm_thread_order_clear (&sample->how);
  g_clear_pointer (&sample->ranks, apm_thread_ranks_free);
  g_clear_pointer (&sample->by_tid, g_hash_table_unref);
  g_clear_pointer (&sample->threads, g_ptr_array_unref);
  g_clear_error (&sample->error);
  g_free (sample);
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

static GPtrArray *
new_samples (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) apm_thread_sample_free);
}

/* Returns the PID to look at, 0 when it is time to go. */
static int
wait_for_turn (ApmThreadSampler *self,
               gint64            last_us,
               guint            *sources)
{
  g_autoptr(GPtrArray) given_back = NULL;
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
  *sources = self->sources;
  given_back = g_steal_pointer (&self->given_back);
  self->given_back = new_samples ();
  g_mutex_unlock (&self->mutex);

  return pid;
}

static void
put_in_order (ApmThreadSampler *self,
              ApmThreadSample  *sample)
{
  g_mutex_lock (&self->mutex);
  apm_thread_order_copy (&self->how, &sample->how);
  sample->serial = self->serial;
  g_mutex_unlock (&self->mutex);

  sample->ranks = apm_thread_order_rank (&sample->how, sample->threads);
  sample->by_tid = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < sample->threads->len; i++)
    {
      ApmThread *row = sample->threads->pdata[i];

      g_hash_table_insert (sample->by_tid, GINT_TO_POINTER (row->tid), row);
    }
}

static gint64
get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gpointer
sampler_main (gpointer data)
{
  ApmThreadSampler *self = data;
  g_autoptr(ApmThreadScanner) scanner = apm_thread_scanner_new ();
  gint64 last_us = 0;
  guint sources;
  int pid;

  while ((pid = wait_for_turn (self, last_us, &sources)) != 0)
    {
      ApmThreadSample *sample = g_new0 (ApmThreadSample, 1);
      gint64 began_us = get_cpu_us ();

      last_us = g_get_monotonic_time ();
      sample->pid = pid;
      sample->at_us = last_us;
      sample->threads = apm_thread_scanner_scan (scanner, pid, sources, &sample->error);
      if (sample->threads)
        put_in_order (self, sample);
      sample->took_us = get_cpu_us () - began_us;
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
  self->given_back = new_samples ();
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
 * @pid: 0 to look at nothing, %APM_ALL_PROCESSES for all
 * @interval_ms: between two looks; 0: only when asked
 * @sources: bits of ApmThreadSource
 */
void
apm_thread_sampler_set (ApmThreadSampler *self,
                        int               pid,
                        guint             interval_ms,
                        guint             sources)
{
  g_mutex_lock (&self->mutex);
  self->is_asked |= pid != self->pid || (sources & ~self->sources) != 0;
  self->sources = sources;
  self->pid = pid;
  self->interval_us = interval_ms * G_GINT64_CONSTANT (1000);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_thread_sampler_set_order:
 * @serial: what samples that are ranked by @how say of it
 */
void
apm_thread_sampler_set_order (ApmThreadSampler     *self,
                              const ApmThreadOrder *how,
                              guint                 serial)
{
  ApmThreadOrder before;

  g_mutex_lock (&self->mutex);
  before = self->how;
  apm_thread_order_copy (how, &self->how);
  self->serial = serial;
  g_mutex_unlock (&self->mutex);
  apm_thread_order_clear (&before);
}

/**
 * apm_thread_sampler_give_back:
 * @sample: (transfer full) (nullable): of any size; freed by the thread
 */
void
apm_thread_sampler_give_back (ApmThreadSampler *self,
                              ApmThreadSample  *sample)
{
  if (sample == NULL)
    return;

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->given_back, sample);
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
