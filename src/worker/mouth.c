/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "worker.h"

#include "apm-inlet.h"
#include "apm-pace.h"
#include "apm-priority.h"
#include "apm-text.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

#define STATE_INTERVAL_MS 100

/* A write that has not come back for so long waits for room in the pipe. */
#define BLOCKED_AFTER_US 20000

/* What one write(2) is given: long enough to be cheap, short enough to show that
 * it gets on. */
#define WRITE_MAX (64 * 1024)

typedef struct {
  GBytes *data;   /* or: */
  guint   count;
  guint   size;
  gint64  sent_us;
} Job;

struct _Mouth
{
  guint32  id;
  int      fd;

  GMutex   mutex;
  GCond    cond;
  GQueue   jobs;             /* of Job */
  gboolean must_quit;
  gboolean is_busy;
  gint64   write_began_us;   /* 0: not writing */
  guint64  n_sent;
  guint64  bytes_sent;

  /* Main thread only. */
  guint    watch_id;
  ApmPace  pace;
  gboolean is_dead;
  int      is_poked;
};

static void
job_free (Job *job)
{
  g_clear_pointer (&job->data, g_bytes_unref);
  g_free (job);
}

static void
mouth_clear (gpointer data)
{
  Mouth *self = data;

  g_queue_clear_full (&self->jobs, (GDestroyNotify) job_free);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  apm_clear_fd (&self->fd);
}

static void
mouth_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, mouth_clear);
}

/* Really waits: the descriptor is a blocking one. */
static gboolean
write_all (Mouth        *self,
           const guint8 *bytes,
           gsize         length)
{
  while (length > 0)
    {
      ssize_t n;

      g_mutex_lock (&self->mutex);
      self->write_began_us = g_get_monotonic_time ();
      g_mutex_unlock (&self->mutex);

      n = write (self->fd, bytes, MIN (length, WRITE_MAX));
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;

      bytes += n;
      length -= n;
    }

  return TRUE;
}

static gboolean
on_poked (gpointer data)
{
  Mouth *self = data;

  g_atomic_int_set (&self->is_poked, FALSE);
  if (!self->is_dead)
    apm_pace_touch (&self->pace);

  return G_SOURCE_REMOVE;
}

static void
poke (Mouth *self)
{
  if (g_atomic_int_compare_and_exchange (&self->is_poked, FALSE, TRUE))
    g_idle_add_full (APM_PRIORITY_SOURCE, on_poked, g_atomic_rc_box_acquire (self), mouth_unref);
}

static void
account (Mouth   *self,
         guint64  n,
         guint64  bytes)
{
  g_mutex_lock (&self->mutex);
  self->write_began_us = 0;
  self->n_sent += n;
  self->bytes_sent += bytes;
  g_mutex_unlock (&self->mutex);

  poke (self);
}

static gboolean
say_one (Mouth     *self,
         const Job *job)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (job->data, &size);
  const ApmFrameHead head = { .type = APM_FRAME_MESSAGE, .length = size, .id = self->id, .sent_us = job->sent_us };
  g_autofree guint8 *block = NULL;
  gsize n = MIN (size, WRITE_MAX - APM_FRAME_HEAD_SIZE);

  /* The head travels with what fits beside it: a short message is one write. */
  block = g_malloc (APM_FRAME_HEAD_SIZE + n);
  apm_frame_head_pack (&head, block);
  if (n > 0)
    memcpy (block + APM_FRAME_HEAD_SIZE, data, n);

  if (!write_all (self, block, APM_FRAME_HEAD_SIZE + n) || !write_all (self, data + n, size - n))
    return FALSE;

  account (self, 1, size);

  return TRUE;
}

/* Message number @index of a flood: its number, and dots up to its size. */
static void
append_numbered (GByteArray *block,
                 guint32     id,
                 guint       index,
                 guint       size)
{
  const ApmFrameHead head = {
    .type = APM_FRAME_MESSAGE, .length = size, .id = id, .sent_us = g_get_monotonic_time ()
  };
  char number[16];
  guint n_digits = MIN ((guint) g_snprintf (number, sizeof number, "%u", index), size);
  guint start = block->len;

  g_byte_array_set_size (block, start + APM_FRAME_HEAD_SIZE + size);
  apm_frame_head_pack (&head, block->data + start);
  memset (block->data + start + APM_FRAME_HEAD_SIZE, '.', size);
  memcpy (block->data + start + APM_FRAME_HEAD_SIZE, number, n_digits);
}

static gboolean
flood (Mouth     *self,
       const Job *job)
{
  g_autoptr(GByteArray) block = g_byte_array_new ();
  guint first = 0;

  for (guint i = 0; i < job->count; i++)
    {
      append_numbered (block, self->id, i, job->size);
      if (block->len + APM_FRAME_HEAD_SIZE + job->size <= WRITE_MAX && i + 1 < job->count)
        continue;

      if (!write_all (self, block->data, block->len))
        return FALSE;

      account (self, i + 1 - first, (guint64) (i + 1 - first) * job->size);
      g_byte_array_set_size (block, 0);
      first = i + 1;
    }

  return TRUE;
}

static Job *
wait_for_job (Mouth *self)
{
  Job *job;

  g_mutex_lock (&self->mutex);
  self->is_busy = FALSE;
  self->write_began_us = 0;
  while (!self->must_quit && g_queue_is_empty (&self->jobs))
    g_cond_wait (&self->cond, &self->mutex);
  job = self->must_quit ? NULL : g_queue_pop_head (&self->jobs);
  self->is_busy = job != NULL;
  g_mutex_unlock (&self->mutex);

  return job;
}

static gpointer
mouth_main (gpointer data)
{
  Mouth *self = data;
  gboolean is_heard = TRUE;
  Job *job;

  while (is_heard && (job = wait_for_job (self)))
    {
      is_heard = job->data ? say_one (self, job) : flood (self, job);
      job_free (job);
    }

  mouth_unref (self);

  return NULL;
}

static void
report_state (gpointer data)
{
  Mouth *self = data;
  guint64 n_sent, bytes_sent;
  gint64 blocked_since_us;
  gboolean is_busy;

  g_mutex_lock (&self->mutex);
  n_sent = self->n_sent;
  bytes_sent = self->bytes_sent;
  is_busy = self->is_busy;
  blocked_since_us = self->write_began_us;
  g_mutex_unlock (&self->mutex);

  if (blocked_since_us > g_get_monotonic_time () - BLOCKED_AFTER_US)
    blocked_since_us = 0;

  worker_report_state (APM_REPORT_OUT_STATE, self->id, self->fd, n_sent, bytes_sent, blocked_since_us);

  /* A thread that waits in write(2) cannot tell: it is looked at. */
  if (is_busy)
    apm_pace_touch (&self->pace);
}

static gboolean
on_reader_gone (int          fd,
                GIOCondition condition,
                gpointer     data)
{
  Mouth *self = data;
  const ApmFault fault = { APM_FAULT_ENDED };

  self->watch_id = 0;
  apm_pace_clear (&self->pace);
  report_state (self);
  apm_pace_clear (&self->pace);
  worker_report_closed (APM_REPORT_OUT_CLOSED, self->id, &fault);

  return G_SOURCE_REMOVE;
}

/**
 * mouth_new:
 * @fd: the sending end of a pipe, taken; stays blocking
 */
Mouth *
mouth_new (guint32 id,
           int     fd)
{
  Mouth *self = g_atomic_rc_box_new0 (Mouth);
  g_autofree char *name = g_strdup_printf ("sender-%u", id);

  self->id = id;
  self->fd = fd;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->jobs);
  apm_pace_init (&self->pace, STATE_INTERVAL_MS, report_state, self);
  self->watch_id = g_unix_fd_add (fd, G_IO_ERR, on_reader_gone, self);

  g_thread_unref (g_thread_new (name, mouth_main, g_atomic_rc_box_acquire (self)));

  return self;
}

/**
 * mouth_free:
 *
 * Lets the thread go; the pipe is closed when the thread has gone.
 */
void
mouth_free (Mouth *self)
{
  self->is_dead = TRUE;
  g_clear_handle_id (&self->watch_id, g_source_remove);
  apm_pace_clear (&self->pace);

  g_mutex_lock (&self->mutex);
  self->must_quit = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  mouth_unref (self);
}

static void
push_job (Mouth *self,
          Job   *job)
{
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->jobs, job);
  self->is_busy = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  /* Looks at it again in 100 ms, should it have to wait. */
  apm_pace_touch (&self->pace);
}

void
mouth_say (Mouth  *self,
           GBytes *data,
           gint64  sent_us)
{
  Job *job = g_new0 (Job, 1);

  job->data = g_bytes_ref (data);
  job->sent_us = sent_us;
  push_job (self, job);
}

/**
 * mouth_flood:
 *
 * Says @count numbered messages of @size bytes, as fast as the pipe takes them.
 */
void
mouth_flood (Mouth *self,
             guint  count,
             guint  size)
{
  Job *job = g_new0 (Job, 1);

  job->count = count;
  job->size = size;
  push_job (self, job);
}
