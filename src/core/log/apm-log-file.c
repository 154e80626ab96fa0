/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-file.h"

#include "apm-log-disk.h"

#include <glib/gi18n-lib.h>

#define GATHER_US (25 * 1000)
#define RETRY_US (5 * G_USEC_PER_SEC)
#define PATIENCE_US G_USEC_PER_SEC     /* with a disk that hangs, when we want to end */
#define PENDING_MAX (128 * 1024 * 1024)  /* bytes kept for a disk that is slow */
#define FAILING_MAX (8 * 1024 * 1024)    /* bytes kept while it refuses */
#define BUFFER_KEPT (1024 * 1024)

struct _ApmLogFile
{
  gatomicrefcount ref_count;
  GThread *thread;
  GMainContext *context;
  ApmLogDisk disk;             /* the thread's, once it runs */
  gint64 retry_us;

  /* The owner's main context only: */
  ApmLogFileFailedFunc failed;
  gpointer user_data;
  ApmLogStamp stamp;

  GMutex lock;
  GCond wake;                  /* the thread has something to do */
  GCond idle;                  /* the thread has done it */
  GString *pending;            /* whole lines */
  guint64 n_lost;              /* lines for which pending had no room */
  guint64 max_bytes;
  guint n_rotated;
  gboolean clear;
  gboolean hurry;              /* somebody waits until nothing is left, or it fails */
  gboolean failing;            /* and told so */
  gboolean quit;
};

static ApmLogFile *
file_ref (ApmLogFile *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

static void
file_unref (gpointer data)
{
  ApmLogFile *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_main_context_unref (self->context);
  g_string_free (self->pending, TRUE);
  apm_log_disk_free (&self->disk);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_cond_clear (&self->idle);
  g_free (self);
}

/**
 * apm_log_file_new:
 * @failed: told once when the file cannot be written, and again only after it
 *   could be; the lines wait meanwhile, and what finds no room is counted
 */
ApmLogFile *
apm_log_file_new (const char           *path,
                  ApmLogFileFailedFunc  failed,
                  gpointer              user_data)
{
  ApmLogFile *self = g_new0 (ApmLogFile, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_cond_init (&self->idle);
  apm_log_disk_init (&self->disk, path);
  self->context = g_main_context_ref_thread_default ();
  self->pending = g_string_new (NULL);
  self->stamp = (ApmLogStamp) APM_LOG_STAMP_INIT;
  self->failed = failed;
  self->user_data = user_data;
  self->retry_us = RETRY_US;
  self->max_bytes = APM_LOG_FILE_DEFAULT_BYTES;
  self->n_rotated = APM_LOG_FILE_DEFAULT_ROTATED;

  return self;
}

typedef struct {
  ApmLogFile *file;
  char *sentence;
} Failure;

static gboolean
failure_dispatch (gpointer data)
{
  Failure *failure = data;

  if (failure->file->failed)
    failure->file->failed (failure->sentence, failure->file->user_data);

  return G_SOURCE_REMOVE;
}

static void
failure_free (gpointer data)
{
  Failure *failure = data;

  file_unref (failure->file);
  g_free (failure->sentence);
  g_free (failure);
}

static void
tell_failure (ApmLogFile   *self,
              const GError *error)
{
  g_autoptr(GSource) source = g_idle_source_new ();
  Failure *failure = g_new0 (Failure, 1);

  failure->file = file_ref (self);
  failure->sentence = g_strdup (error->message);
  g_source_set_callback (source, failure_dispatch, failure, failure_free);
  g_source_attach (source, self->context);
}

static void
append_lost (GString *batch,
             guint64  n_lost)
{
  ApmLogStamp stamp = APM_LOG_STAMP_INIT;
  g_autofree char *text = NULL;
  ApmLogEntry entry = {
    .real_us = g_get_real_time (),
    .level = APM_LEVEL_WARNING,
    .source = "log",
  };

  text = g_strdup_printf (ngettext ("%'lu line is missing here: the file could not be written",
                                    "%'lu lines are missing here: the file could not be written",
                                    (gulong) n_lost), (gulong) n_lost);
  entry.text = text;
  apm_log_append_entry (batch, APM_LOG_TEXT, &entry, FALSE, &stamp);
}

/* With the lock: waits until there is work to do. FALSE to end. */
static gboolean
wait_for_work (ApmLogFile *self,
               gboolean    left_over,
               gint64      retry_at)
{
  gint64 ready_at = 0;

  for (;;)
    {
      gint64 now = g_get_monotonic_time ();
      gboolean lines = left_over || self->pending->len > 0 || self->n_lost > 0;

      if (self->clear || (self->hurry && lines))
        return TRUE;

      self->hurry = FALSE;
      g_cond_broadcast (&self->idle);
      if (self->quit)
        return FALSE;

      if (lines && ready_at == 0)
        ready_at = MAX (now + GATHER_US, retry_at);
      if (lines && now >= ready_at)
        return TRUE;

      if (lines)
        g_cond_wait_until (&self->wake, &self->lock, ready_at);
      else
        g_cond_wait (&self->wake, &self->lock);
    }
}

/* With the lock, so nothing is copied: the buffers change places. What a failed
 * write has left comes first and alone, so that there is a bound to what waits. */
static GString *
take_lines (ApmLogFile *self,
            GString    *batch)
{
  GString *lines = self->pending;

  if (self->clear)
    g_string_truncate (batch, 0);
  if (batch->len > 0)
    return batch;

  self->pending = batch;
  if (self->n_lost > 0)
    append_lost (lines, self->n_lost);
  self->n_lost = 0;

  return lines;
}

static GString *
give_back_memory (GString *batch)
{
  if (batch->len > 0 || batch->allocated_len <= BUFFER_KEPT)
    return batch;

  g_string_free (batch, TRUE);

  return g_string_new (NULL);
}

static gboolean
write_lines (ApmLogFile  *self,
             gboolean     clear,
             GString     *batch,
             GError     **error)
{
  if (clear && !apm_log_disk_clear (&self->disk, error))
    return FALSE;

  return apm_log_disk_write (&self->disk, batch, error);
}

static gpointer
file_run (gpointer data)
{
  ApmLogFile *self = data;
  GString *batch = g_string_new (NULL);
  gint64 retry_at = 0;

  g_mutex_lock (&self->lock);
  while (wait_for_work (self, batch->len > 0, retry_at))
    {
      g_autoptr(GError) error = NULL;
      gboolean clear = self->clear;
      gboolean done;

      batch = take_lines (self, batch);
      self->clear = FALSE;
      self->disk.max_bytes = self->max_bytes;
      self->disk.n_rotated = self->n_rotated;

      g_mutex_unlock (&self->lock);
      done = write_lines (self, clear, batch, &error);
      batch = give_back_memory (batch);
      g_mutex_lock (&self->lock);

      retry_at = done ? 0 : g_get_monotonic_time () + self->retry_us;
      if (!done && !self->failing)
        tell_failure (self, error);
      if (!done)
        self->hurry = FALSE;
      self->failing = !done;
    }
  g_mutex_unlock (&self->lock);

  g_string_free (batch, TRUE);
  file_unref (self);

  return NULL;
}

/**
 * apm_log_file_start:
 *
 * Opens the file, and starts the thread in any case: a file that cannot be opened
 * now is tried again when there is something to write.
 *
 * Returns: %FALSE with a sentence when it cannot be opened now
 */
gboolean
apm_log_file_start (ApmLogFile  *self,
                    GError     **error)
{
  g_return_val_if_fail (self->thread == NULL, FALSE);

  self->failing = !apm_log_disk_open (&self->disk, error);
  self->thread = g_thread_new ("log file", file_run, file_ref (self));

  return !self->failing;
}

/**
 * apm_log_file_set_limits:
 * @bytes: the size at which the file is rotated, 0 for never
 * @n_rotated: how many old files are kept
 */
void
apm_log_file_set_limits (ApmLogFile *self,
                         guint64     bytes,
                         guint       n_rotated)
{
  g_mutex_lock (&self->lock);
  self->max_bytes = bytes;
  self->n_rotated = MIN (n_rotated, APM_LOG_ROTATED_MAX);
  g_mutex_unlock (&self->lock);
}

/**
 * apm_log_file_set_retry_us:
 *
 * How long to leave a file alone that could not be written; before the start.
 */
void
apm_log_file_set_retry_us (ApmLogFile *self,
                           gint64      us)
{
  g_return_if_fail (self->thread == NULL);

  self->retry_us = us;
}

/**
 * apm_log_file_push:
 *
 * Queues a line. Never waits for the disk: the lock is held only to append.
 */
void
apm_log_file_push (ApmLogFile        *self,
                   const ApmLogEntry *entry)
{
  g_mutex_lock (&self->lock);

  /* It is awake, or has set its alarm, if lines are waiting already. */
  if (self->pending->len == 0)
    g_cond_signal (&self->wake);
  if (self->pending->len >= (self->failing ? FAILING_MAX : PENDING_MAX))
    self->n_lost++;
  else
    apm_log_append_entry (self->pending, APM_LOG_TEXT, entry, FALSE, &self->stamp);

  g_mutex_unlock (&self->lock);
}

/**
 * apm_log_file_clear:
 *
 * Empties the file and removes the rotated ones; what is queued is forgotten.
 */
void
apm_log_file_clear (ApmLogFile *self)
{
  g_mutex_lock (&self->lock);

  self->clear = TRUE;
  self->n_lost = 0;
  g_string_truncate (self->pending, 0);
  g_cond_signal (&self->wake);

  g_mutex_unlock (&self->lock);
}

static gboolean
wait_until_idle (ApmLogFile *self)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  self->hurry = TRUE;
  g_cond_signal (&self->wake);
  while (self->hurry)
    if (!g_cond_wait_until (&self->idle, &self->lock, deadline))
      return FALSE;

  return !self->failing;
}

/**
 * apm_log_file_flush:
 *
 * Waits until what was queued is written, at most a second. For the end of the
 * program and for tests.
 *
 * Returns: whether it is
 */
gboolean
apm_log_file_flush (ApmLogFile *self)
{
  gboolean done;

  g_mutex_lock (&self->lock);
  done = self->thread && wait_until_idle (self);
  g_mutex_unlock (&self->lock);

  return done;
}

/**
 * apm_log_file_close:
 *
 * Writes what is queued and ends the thread. A disk that hangs holds nobody: after
 * a second the thread is left to itself.
 */
void
apm_log_file_close (ApmLogFile *self)
{
  gboolean ended;

  self->failed = NULL;

  if (self->thread)
    {
      g_mutex_lock (&self->lock);
      self->quit = TRUE;
      wait_until_idle (self);
      ended = !self->hurry;
      g_mutex_unlock (&self->lock);

      if (ended)
        g_thread_join (self->thread);
      else
        g_thread_unref (self->thread);
    }

  file_unref (self);
}
