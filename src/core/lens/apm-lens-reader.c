/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-reader.h"

#include "apm-clock.h"
#include "apm-lens-drain.h"
#include "apm-lens-maps.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

/* A frame of the display; sooner where much comes, for a ring is full in three
 * milliseconds if its thread does nothing but lock and unlock. */
#define LOOK_US         16000
#define BUSY_LOOK_US    1000
#define BUSY            16384
/* Kept for somebody who takes them slowly: a tenth of a second of them. */
#define TAP_MOST_WAITING 65536
/* Between looks at who still lives. */
#define CARE_US         250000
/* Waiting in a call that we know nothing of, in so many looks after another. */
#define DIRECT_LOOKS    4

/* Behind the last round. */
static const int the_end;

struct _ApmLensReader
{
  ApmLensMemory *memory;
  ApmLensTap tap;            /* what else gets the events */
  ApmLensDrain *drain;
  ApmLensMaps *maps;
  ApmLensModel *model;
  GMutex model_mutex;        /* for a batch of events, or a look from outside */
  int n_looking;             /* atomic: who waits for a look */
  GThread *collecting;
  GThread *understanding;
  GAsyncQueue *rounds;       /* of ApmLensRound; the last one is the_end */
  GMutex mutex;
  GCond cond;
  gboolean must_finish;      /* with mutex */
  int has_finished;          /* atomic */
  gint64 read_ns;            /* with model_mutex: all before has been read */
  int direct_tid;            /* atomic: a thread that waits in a futex by itself */
  guint direct_looks;
};

static void
on_events (const struct apm_lens_event *events,
           gsize                        n,
           gpointer                     data)
{
  ApmLensReader *self = data;

  /* A mutex is not fair: who only wants a look would wait for long. */
  while (g_atomic_int_get (&self->n_looking) > 0)
    g_usleep (50);
  g_mutex_lock (&self->model_mutex);
  apm_lens_model_take (self->model, events, n);
  g_mutex_unlock (&self->model_mutex);
  if (self->tap.take)
    self->tap.take (events, n, self->tap.data);
}

static void
on_lost (guint    ring,
         guint64  n,
         gpointer data)
{
  ApmLensReader *self = data;
  ApmLensLook look;

  g_mutex_lock (&self->model_mutex);
  apm_lens_model_lose (self->model, ring, n);
  if (apm_lens_memory_look (self->memory, ring, &look))
    apm_lens_model_adopt (self->model, ring, look.pid, look.tid);
  g_mutex_unlock (&self->model_mutex);
  if (self->tap.lose)
    self->tap.lose (n, self->tap.data);
}

/* Processes that were killed have not said that they end. */
static void
care_for_the_dead (ApmLensReader *self,
                   gint64         before_ns)
{
  g_autoptr(GArray) dead = g_array_new (FALSE, FALSE, sizeof (int));

  g_mutex_lock (&self->model_mutex);
  for (guint i = 0; i < apm_lens_model_get_n_processes (self->model); i++)
    {
      const ApmLensProcess *process = apm_lens_model_get_process (self->model, i);

      if (process->ended_ns == 0 && kill (process->pid, 0) != 0 && errno == ESRCH)
        g_array_append_val (dead, process->pid);
    }
  for (guint i = 0; i < dead->len; i++)
    apm_lens_model_end_process (self->model, g_array_index (dead, int, i), before_ns);
  g_mutex_unlock (&self->model_mutex);

  for (guint i = 0; i < dead->len; i++)
    apm_lens_memory_release_dead (self->memory, g_array_index (dead, int, i));
}

/* Whether the thread is in futex(), though it has told of no wait. */
static gboolean
waits_by_itself (const ApmLensLook *look)
{
  char path[64], text[32] = { 0 };
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/task/%d/syscall", look->pid, look->tid);
  file = fopen (path, "re");
  if (file == NULL)
    return FALSE;
  if (fgets (text, sizeof text, file) == NULL)
    text[0] = '\0';
  fclose (file);

  return text[0] >= '0' && text[0] <= '9' && strtol (text, NULL, 10) == SYS_futex;
}

static void
look_for_direct_waits (ApmLensReader *self)
{
  ApmLensLook look, again;
  gboolean any = FALSE;

  if (g_atomic_int_get (&self->direct_tid) != 0)
    return;

  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    if (apm_lens_memory_look (self->memory, i, &look) && look.state == APM_LENS_RUNNING && waits_by_itself (&look) &&
        apm_lens_memory_look (self->memory, i, &again) && again.state == APM_LENS_RUNNING)
      {
        any = TRUE;
        if (self->direct_looks + 1 >= DIRECT_LOOKS)
          g_atomic_int_set (&self->direct_tid, look.tid);
      }
  self->direct_looks = any ? self->direct_looks + 1 : 0;
}

static gboolean
wait_for_next (ApmLensReader *self,
               gint64         until_us)
{
  gboolean must_finish;

  g_mutex_lock (&self->mutex);
  while (!self->must_finish && g_cond_wait_until (&self->cond, &self->mutex, until_us))
    ;
  must_finish = self->must_finish;
  g_mutex_unlock (&self->mutex);

  return !must_finish;
}

/* Does nothing but copy: a thread that sleeps most of the time is given a CPU at
 * once when it wakes, however busy the machine is. */
static gpointer
collect_main (gpointer data)
{
  ApmLensReader *self = data;
  gboolean is_busy;
  gint64 look_us;

  do
    {
      ApmLensRound *round;

      look_us = g_get_monotonic_time ();
      apm_lens_memory_beat (self->memory);
      round = apm_lens_drain_read (self->drain);
      is_busy = apm_lens_round_get_n (round) > (self->tap.most_ahead > 0 ? self->tap.most_ahead / 2 : BUSY);
      g_async_queue_push (self->rounds, round);
    }
  while (wait_for_next (self, look_us + (is_busy ? BUSY_LOOK_US : LOOK_US)));

  /* The last of it is held back by nobody: there is no next time. */
  apm_lens_drain_set_most_waiting (self->drain, G_MAXUINT);
  g_async_queue_push (self->rounds, apm_lens_drain_read (self->drain));
  g_async_queue_push (self->rounds, (gpointer) &the_end);

  return NULL;
}

static void
understand (ApmLensReader *self,
            gboolean       everything)
{
  apm_lens_drain_deliver (self->drain, everything, on_events, on_lost, self);
  g_mutex_lock (&self->model_mutex);
  self->read_ns = apm_lens_drain_get_read_ns (self->drain);
  g_mutex_unlock (&self->model_mutex);
}

static gpointer
understand_main (gpointer data)
{
  ApmLensReader *self = data;
  gint64 care_us = 0;
  gpointer round;

  while ((round = g_async_queue_pop (self->rounds)) != &the_end)
    {
      gint64 now_us = g_get_monotonic_time ();

      apm_lens_drain_absorb (self->drain, round);
      understand (self, FALSE);
      if (now_us - care_us > CARE_US)
        {
          care_for_the_dead (self, now_us * 1000);
          look_for_direct_waits (self);
          care_us = now_us;
        }
    }

  understand (self, TRUE);
  care_for_the_dead (self, apm_clock_monotonic_ns ());
  g_atomic_int_set (&self->has_finished, TRUE);

  return NULL;
}

static gboolean
find_shared (int      pid,
             guint64  address,
             guint64  key[3],
             gpointer data)
{
  return apm_lens_maps_find_shared (data, pid, address, key);
}

/**
 * apm_lens_reader_new:
 * @memory: (transfer none): must outlive the reader
 * @tap: (nullable): copied
 */
ApmLensReader *
apm_lens_reader_new (ApmLensMemory    *memory,
                     const ApmLensTap *tap)
{
  ApmLensReader *self = g_new0 (ApmLensReader, 1);

  self->memory = memory;
  self->drain = apm_lens_drain_new (memory);
  if (tap)
    {
      self->tap = *tap;
      apm_lens_drain_set_most_waiting (self->drain, TAP_MOST_WAITING);
    }
  self->maps = apm_lens_maps_new ();
  self->model = apm_lens_model_new (APM_LENS_SPANS);
  apm_lens_model_set_shared (self->model, find_shared, self->maps);
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->model_mutex);
  g_cond_init (&self->cond);
  self->rounds = g_async_queue_new ();
  self->collecting = g_thread_new ("lens", collect_main, self);
  self->understanding = g_thread_new ("lens-model", understand_main, self);

  return self;
}

/**
 * apm_lens_reader_finish:
 *
 * Lets it read what there still is, without waiting for it.
 */
void
apm_lens_reader_finish (ApmLensReader *self)
{
  g_mutex_lock (&self->mutex);
  self->must_finish = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

gboolean
apm_lens_reader_has_finished (ApmLensReader *self)
{
  return g_atomic_int_get (&self->has_finished);
}

void
apm_lens_reader_free (ApmLensReader *self)
{
  apm_lens_reader_finish (self);
  g_thread_join (self->collecting);
  g_thread_join (self->understanding);
  g_async_queue_unref (self->rounds);
  if (self->tap.destroy)
    self->tap.destroy (self->tap.data);
  apm_lens_model_free (self->model);
  apm_lens_maps_free (self->maps);
  apm_lens_drain_free (self->drain);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->model_mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

ApmLensModel *
apm_lens_reader_lock (ApmLensReader *self)
{
  g_atomic_int_inc (&self->n_looking);
  g_mutex_lock (&self->model_mutex);
  g_atomic_int_add (&self->n_looking, -1);

  return self->model;
}

void
apm_lens_reader_unlock (ApmLensReader *self)
{
  g_mutex_unlock (&self->model_mutex);
}

/**
 * apm_lens_reader_get_read_ns:
 *
 * Returns: the time up to which all is in the model; it must be locked
 */
gint64
apm_lens_reader_get_read_ns (ApmLensReader *self)
{
  return self->read_ns;
}

/**
 * apm_lens_reader_get_direct:
 *
 * Returns: a thread that was seen to wait in futex(2) without the C library; 0: none
 */
int
apm_lens_reader_get_direct (ApmLensReader *self)
{
  return g_atomic_int_get (&self->direct_tid);
}
