/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-sampler.h"

#include "apm-scanner.h"

#include <time.h>

/* Between two scans, however long a scan takes. */
#define REST_US (20 * 1000)

/* The kernel counts CPU time in ticks: over a shorter span the shares would jump. */
#define LEAST_SPAN_US (200 * 1000)

/* What is measured beside the processes: the machine, and what we cost ourselves. */
typedef struct {
  ApmSystemReader *reader;
  ApmSystem system;
  gint64 cpu_us;          /* of this program when that was read */
  double cpu_percent;
} Meter;

struct _ApmSampler
{
  GThread *thread;
  GSource *source;        /* wakes the thread that takes */
  GSourceFunc ready_func;
  gpointer data;

  GMutex mutex;           /* held for some instructions only, by either thread */
  GCond cond;
  gint quit;              /* atomic: also read in the middle of a scan */
  gboolean asked;
  gint64 interval_us;     /* 0: only when asked */
  ApmQuery *query;
  GArray *visible;        /* of int: PIDs that are read each time */
  GArray *touched;        /* of int: PIDs that are read the next time */
  ApmSnapshot *ready;     /* not yet taken */
  ApmSnapshot *spare;     /* given back, its memory used again */
};

static gint64
cpu_time_us (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Returns: an empty snapshot to fill, %NULL when there is no more to do. */
static ApmSnapshot *
wait_for_turn (ApmSampler *self,
               gint64      began_us,
               gint64      ended_us)
{
  ApmSnapshot *snapshot;

  g_mutex_lock (&self->mutex);
  while (!g_atomic_int_get (&self->quit) && !self->asked)
    {
      gint64 due_us = MAX (began_us + self->interval_us, ended_us + REST_US);

      if (self->interval_us == 0)
        g_cond_wait (&self->cond, &self->mutex);
      else if (!g_cond_wait_until (&self->cond, &self->mutex, due_us))
        break;
    }
  self->asked = FALSE;
  snapshot = g_steal_pointer (&self->spare);
  g_mutex_unlock (&self->mutex);

  if (!snapshot)
    snapshot = apm_snapshot_new ();
  apm_snapshot_reset (snapshot);
  if (g_atomic_int_get (&self->quit))
    g_clear_pointer (&snapshot, apm_snapshot_free);

  return snapshot;
}

static ApmQuery *
get_query (ApmSampler *self)
{
  ApmQuery *query;

  g_mutex_lock (&self->mutex);
  query = apm_query_ref (self->query);
  g_mutex_unlock (&self->mutex);

  return query;
}

/* Tells the scanner what is wanted of this scan. */
static void
brief (ApmSampler *self,
       ApmScanner *scanner)
{
  g_mutex_lock (&self->mutex);
  apm_scanner_set_sources (scanner, apm_query_get_sources (self->query));
  for (guint i = 0; self->visible && i < self->visible->len; i++)
    apm_scanner_want (scanner, g_array_index (self->visible, int, i));
  for (guint i = 0; i < self->touched->len; i++)
    apm_scanner_want (scanner, g_array_index (self->touched, int, i));
  g_array_set_size (self->touched, 0);
  g_mutex_unlock (&self->mutex);
}

static void
hand_over (ApmSampler  *self,
           ApmSnapshot *snapshot)
{
  g_autoptr(ApmSnapshot) missed = NULL;

  g_mutex_lock (&self->mutex);
  missed = self->ready;
  self->ready = snapshot;
  g_mutex_unlock (&self->mutex);
  g_source_set_ready_time (self->source, 0);
}

static void
measure (Meter       *meter,
         ApmSnapshot *snapshot)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 before_us = meter->system.read_us;

  if (before_us == 0 || now_us - before_us >= LEAST_SPAN_US)
    {
      gint64 cpu_us = cpu_time_us (CLOCK_PROCESS_CPUTIME_ID);

      meter->cpu_percent = before_us > 0 ? 100.0 * (cpu_us - meter->cpu_us) / (now_us - before_us) : 0;
      meter->cpu_us = cpu_us;
      apm_system_reader_read (meter->reader, &meter->system);
    }

  apm_system_copy (&meter->system, &snapshot->system);
  snapshot->cpu_percent = meter->cpu_percent;
}

static guint
count_threads (ApmSnapshot *snapshot)
{
  guint n = 0;

  for (guint i = 0; i < snapshot->n_living; i++)
    n += g_array_index (snapshot->samples, ApmSample, i).process.threads;

  return n;
}

static gpointer
sample (gpointer data)
{
  ApmSampler *self = data;
  g_autoptr(ApmScanner) scanner = apm_scanner_new (NULL);
  Meter meter = { .reader = apm_system_reader_new (NULL) };
  gint64 began_us = 0, ended_us = 0;
  ApmSnapshot *snapshot;

  while ((snapshot = wait_for_turn (self, began_us, ended_us)))
    {
      gint64 cpu_us = cpu_time_us (CLOCK_THREAD_CPUTIME_ID);
      g_autoptr(ApmQuery) query = NULL;

      began_us = g_get_monotonic_time ();
      if (scanner)
        brief (self, scanner);
      if (scanner && !apm_scanner_run (scanner, snapshot->samples, &snapshot->n_living, &self->quit))
        {
          apm_snapshot_free (snapshot);
          break;
        }

      /* Asked for after the scan: a child that ended during it is not missed. */
      query = get_query (self);
      apm_snapshot_apply (snapshot, query);
      snapshot->scan_ms = (cpu_time_us (CLOCK_THREAD_CPUTIME_ID) - cpu_us) / 1e3;
      measure (&meter, snapshot);
      snapshot->n_threads = count_threads (snapshot);
      hand_over (self, snapshot);
      ended_us = g_get_monotonic_time ();
    }

  apm_system_reader_free (meter.reader);
  apm_system_clear (&meter.system);

  return NULL;
}

static gboolean
source_dispatch (GSource     *source,
                 GSourceFunc  callback,
                 gpointer     data)
{
  g_source_set_ready_time (source, -1);

  return callback (data);
}

static GSourceFuncs source_funcs = { NULL, NULL, source_dispatch, NULL, NULL, NULL };

/**
 * apm_sampler_new:
 * @ready: called on the main context of this thread when there is a snapshot to take
 *
 * Starts at once, with a first scan.
 */
ApmSampler *
apm_sampler_new (ApmQuery    *query,
                 GSourceFunc  ready,
                 gpointer     data)
{
  ApmSampler *self = g_new0 (ApmSampler, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->asked = TRUE;
  self->query = apm_query_ref (query);
  self->touched = g_array_new (FALSE, FALSE, sizeof (int));

  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "processes");
  g_source_set_callback (self->source, ready, data, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());

  self->thread = g_thread_new ("processes", sample, self);

  return self;
}

/**
 * apm_sampler_set_interval:
 * @ms: between the beginnings of two scans; 0: only when asked
 */
void
apm_sampler_set_interval (ApmSampler *self,
                          guint       ms)
{
  g_mutex_lock (&self->mutex);
  self->interval_us = ms * G_GINT64_CONSTANT (1000);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
apm_sampler_set_query (ApmSampler *self,
                       ApmQuery   *query)
{
  g_autoptr(ApmQuery) before = NULL;

  g_mutex_lock (&self->mutex);
  before = self->query;
  self->query = apm_query_ref (query);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_sampler_set_visible:
 * @pids: (transfer full) (element-type int): that somebody looks at: every scan
 *   reads them, whether they have moved or not
 */
void
apm_sampler_set_visible (ApmSampler *self,
                         GArray     *pids)
{
  g_autoptr(GArray) before = NULL;

  g_mutex_lock (&self->mutex);
  before = self->visible;
  self->visible = pids;
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_sampler_touch:
 *
 * The next scan reads @pid, whether it has moved or not.
 */
void
apm_sampler_touch (ApmSampler *self,
                   int         pid)
{
  g_mutex_lock (&self->mutex);
  g_array_append_val (self->touched, pid);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_sampler_ask:
 *
 * A scan that begins after this is handed over, without waiting for the interval.
 */
void
apm_sampler_ask (ApmSampler *self)
{
  g_mutex_lock (&self->mutex);
  self->asked = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_sampler_take:
 *
 * Returns: (transfer full) (nullable): the newest snapshot, once
 */
ApmSnapshot *
apm_sampler_take (ApmSampler *self)
{
  ApmSnapshot *snapshot;

  g_mutex_lock (&self->mutex);
  snapshot = g_steal_pointer (&self->ready);
  g_mutex_unlock (&self->mutex);

  return snapshot;
}

/**
 * apm_sampler_give_back:
 * @snapshot: (transfer full): to be emptied where that holds nobody up
 */
void
apm_sampler_give_back (ApmSampler  *self,
                       ApmSnapshot *snapshot)
{
  g_autoptr(ApmSnapshot) surplus = NULL;

  g_mutex_lock (&self->mutex);
  surplus = self->spare;
  self->spare = snapshot;
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_sampler_free:
 *
 * Waits for the thread, which leaves a scan at the next process.
 */
void
apm_sampler_free (ApmSampler *self)
{
  g_mutex_lock (&self->mutex);
  g_atomic_int_set (&self->quit, TRUE);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  apm_query_unref (self->query);
  g_clear_pointer (&self->visible, g_array_unref);
  g_array_unref (self->touched);
  apm_snapshot_free (self->ready);
  apm_snapshot_free (self->spare);
  g_free (self);
}
