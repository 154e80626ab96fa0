/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-private.h"

#include "apm-log-busy.h"
#include "apm-log-file.h"

#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

struct _ApmLog
{
  GObject parent_instance;
  ApmLogList *list;
  ApmLogFile *file;         /* NULL until one is opened */
  guint64 file_bytes;
  guint file_n_rotated;
  GHashTable *busy;         /* interned source → ApmLogBusy */
  guint busy_id;
};

enum { ADDED, FILE_FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmLog, apm_log, G_TYPE_OBJECT)

static void log_close_busy (ApmLog   *self,
                            gboolean  early);

static void
apm_log_dispose (GObject *object)
{
  ApmLog *self = APM_LOG (object);

  if (self->busy)
    log_close_busy (self, TRUE);
  g_clear_handle_id (&self->busy_id, g_source_remove);
  g_clear_pointer (&self->file, apm_log_file_close);

  G_OBJECT_CLASS (apm_log_parent_class)->dispose (object);
}

static void
apm_log_finalize (GObject *object)
{
  ApmLog *self = APM_LOG (object);

  g_hash_table_unref (self->busy);
  apm_log_list_free (self->list);

  G_OBJECT_CLASS (apm_log_parent_class)->finalize (object);
}

static void
apm_log_class_init (ApmLogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = apm_log_dispose;
  object_class->finalize = apm_log_finalize;

  /**
   * ApmLog::added:
   * @level: (type int): of the new entry
   */
  signals[ADDED] = g_signal_new ("added", APM_TYPE_LOG, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  /**
   * ApmLog::file-failed:
   * @sentence: what failed and why
   *
   * The file cannot be written: once, and again only after it could be written
   * in between. Entries go on being kept in memory.
   */
  signals[FILE_FAILED] = g_signal_new ("file-failed", APM_TYPE_LOG, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
apm_log_init (ApmLog *self)
{
  self->list = apm_log_list_new (APM_LOG_DEFAULT_LIMIT);
  self->busy = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->file_bytes = APM_LOG_FILE_DEFAULT_BYTES;
  self->file_n_rotated = APM_LOG_FILE_DEFAULT_ROTATED;
}

/**
 * apm_log_new:
 *
 * Returns: (transfer full): a log in memory; see apm_log_open_file()
 */
ApmLog *
apm_log_new (void)
{
  return g_object_new (APM_TYPE_LOG, NULL);
}

/* Nobody may read our standard error: what it has no room for now is left out,
 * rather than that the window waits for it. */
static void
tell_stderr (const ApmLogEntry *entry)
{
  g_autofree char *line = apm_log_entry_dup_line (entry);
  struct pollfd poll_fd = { STDERR_FILENO, POLLOUT, 0 };
  gsize length = strlen (line);

  if (poll (&poll_fd, 1, 0) != 1 || !(poll_fd.revents & POLLOUT) || (poll_fd.revents & (POLLERR | POLLNVAL)))
    return;

  line[length] = '\n';
  length = MIN (length + 1, PIPE_BUF);
  if (write (STDERR_FILENO, line, length) < 0)
    return;
}

static void
log_add_text (ApmLog     *self,
              ApmLevel    level,
              const char *source,
              const char *text)
{
  g_autofree char *valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);
  const ApmLogEntry *entry;

  entry = apm_log_list_add (self->list, level, g_intern_string (source), valid ? valid : text);
  if (self->file)
    apm_log_file_push (self->file, entry);
  if (level == APM_LEVEL_ERROR)
    tell_stderr (entry);

  g_signal_emit (self, signals[ADDED], 0, level);
}

/**
 * apm_log_add:
 * @source: the room that speaks, a lower-case word
 * @format: the sentence, in the user's language
 *
 * An error is told on standard error too.
 */
void
apm_log_add (ApmLog     *self,
             ApmLevel    level,
             const char *source,
             const char *format,
             ...)
{
  g_autofree char *text = NULL;
  va_list args;

  g_return_if_fail (APM_IS_LOG (self));
  g_return_if_fail (level < APM_N_LEVELS);
  g_return_if_fail (source != NULL);

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  log_add_text (self, level, source, text);
}

static void
log_close_one_busy (ApmLog     *self,
                    const char *source,
                    ApmLogBusy *busy,
                    gboolean    early)
{
  ApmLogCount count;
  g_autofree char *text = NULL;

  if (!apm_log_busy_close (busy, g_get_monotonic_time (), early, &count))
    return;

  text = apm_log_count_dup_text (&count);
  log_add_text (self, count.level, source, text);
}

static void
log_close_busy (ApmLog   *self,
                gboolean  early)
{
  /* Whoever hears of an entry may add one of a source that is new. */
  g_autoptr(GList) sources = g_hash_table_get_keys (self->busy);

  for (GList *l = sources; l; l = l->next)
    {
      ApmLogBusy *busy = g_hash_table_lookup (self->busy, l->data);

      if (busy)
        log_close_one_busy (self, l->data, busy, early);
    }
}

static gboolean
on_busy_second (gpointer user_data)
{
  ApmLog *self = user_data;
  GHashTableIter iter;
  gpointer busy;

  log_close_busy (self, FALSE);

  g_hash_table_iter_init (&iter, self->busy);
  while (g_hash_table_iter_next (&iter, NULL, &busy))
    if (!apm_log_busy_is_calm (busy))
      return G_SOURCE_CONTINUE;

  self->busy_id = 0;

  return G_SOURCE_REMOVE;
}

/**
 * apm_log_add_busy:
 * @bytes: what the event moved, summed up where it gets no line; 0 for nothing
 *
 * For events that may come by the thousand: a line each up to 100 a second for
 * @source, above that one line a second that says how many and how much.
 */
void
apm_log_add_busy (ApmLog     *self,
                  ApmLevel    level,
                  const char *source,
                  guint64     bytes,
                  const char *format,
                  ...)
{
  const char *name = g_intern_string (source);
  g_autofree char *text = NULL;
  ApmLogBusy *busy;
  va_list args;

  g_return_if_fail (APM_IS_LOG (self));
  g_return_if_fail (level < APM_N_LEVELS);
  g_return_if_fail (name != NULL);

  busy = g_hash_table_lookup (self->busy, name);
  if (!busy)
    {
      busy = g_new0 (ApmLogBusy, 1);
      g_hash_table_insert (self->busy, (gpointer) name, busy);
    }

  log_close_one_busy (self, name, busy, FALSE);
  if (self->busy_id == 0)
    self->busy_id = g_timeout_add_seconds (1, on_busy_second, self);
  if (!apm_log_busy_admit (busy, level, bytes))
    return;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  log_add_text (self, level, name, text);
}

/**
 * apm_log_clear:
 *
 * Forgets every entry, empties the file and removes the rotated ones.
 */
void
apm_log_clear (ApmLog *self)
{
  g_return_if_fail (APM_IS_LOG (self));

  g_hash_table_remove_all (self->busy);
  if (self->file)
    apm_log_file_clear (self->file);
  apm_log_list_clear (self->list);
}

/**
 * apm_log_get_view:
 *
 * Returns: (transfer none): rows are const ApmLogEntry *, the oldest first
 */
ApmView *
apm_log_get_view (ApmLog *self)
{
  g_return_val_if_fail (APM_IS_LOG (self), NULL);

  return apm_log_list_get_view (self->list);
}

/**
 * apm_log_set_filter:
 * @search: (nullable): words that must all occur, in any case
 * @source: (nullable): the only source wanted
 * @least: the least level wanted
 */
void
apm_log_set_filter (ApmLog     *self,
                    const char *search,
                    const char *source,
                    ApmLevel    least)
{
  g_return_if_fail (APM_IS_LOG (self));
  g_return_if_fail (least < APM_N_LEVELS);

  apm_log_list_take_filter (self->list, apm_log_filter_new (search, source, least));
}

/**
 * apm_log_get_filtering:
 *
 * Returns: whether a search is still under way; the view is refreshed at its end
 */
gboolean
apm_log_get_filtering (ApmLog *self)
{
  g_return_val_if_fail (APM_IS_LOG (self), FALSE);

  return apm_log_list_get_filtering (self->list);
}

/**
 * apm_log_set_limit:
 * @n_entries: how many are kept in memory, at least 1
 */
void
apm_log_set_limit (ApmLog *self,
                   guint   n_entries)
{
  g_return_if_fail (APM_IS_LOG (self));

  apm_log_list_set_limit (self->list, n_entries);
}

guint
apm_log_get_n_total (ApmLog *self)
{
  g_return_val_if_fail (APM_IS_LOG (self), 0);

  return apm_log_list_get_n_total (self->list);
}

/**
 * apm_log_get_n_dropped:
 *
 * Returns: how many entries the limit has cost since the log was last cleared
 */
guint64
apm_log_get_n_dropped (ApmLog *self)
{
  g_return_val_if_fail (APM_IS_LOG (self), 0);

  return apm_log_list_get_n_dropped (self->list);
}

ApmLogList *
apm_log_get_list (ApmLog *self)
{
  return self->list;
}

static void
on_file_failed (const char *sentence,
                gpointer    user_data)
{
  g_signal_emit (user_data, signals[FILE_FAILED], 0, sentence);
}

/**
 * apm_log_open_file:
 * @path: (nullable): %NULL for the usual place
 *
 * From now on entries are appended to the file too, in place of any file before.
 *
 * Returns: %FALSE when it cannot be written now; it is tried again every few
 *   seconds, and entries wait for it
 */
gboolean
apm_log_open_file (ApmLog      *self,
                   const char  *path,
                   GError     **error)
{
  g_autofree char *usual = path ? NULL : apm_log_file_dup_path ();

  g_return_val_if_fail (APM_IS_LOG (self), FALSE);

  g_clear_pointer (&self->file, apm_log_file_close);
  self->file = apm_log_file_new (path ? path : usual, on_file_failed, self);
  apm_log_file_set_limits (self->file, self->file_bytes, self->file_n_rotated);

  return apm_log_file_start (self->file, error);
}

/**
 * apm_log_set_file_limits:
 * @bytes: the size at which the file is rotated, 0 for never
 * @n_rotated: how many old files are kept beside it
 */
void
apm_log_set_file_limits (ApmLog  *self,
                         guint64  bytes,
                         guint    n_rotated)
{
  g_return_if_fail (APM_IS_LOG (self));

  self->file_bytes = bytes;
  self->file_n_rotated = n_rotated;
  if (self->file)
    apm_log_file_set_limits (self->file, bytes, n_rotated);
}

/**
 * apm_log_flush:
 *
 * Counts of busy sources are told, and what is queued is written; waits for that
 * at most a second. For the end of the program; what is last unreferenced does
 * the same.
 *
 * Returns: %FALSE when the file does not have everything
 */
gboolean
apm_log_flush (ApmLog *self)
{
  g_return_val_if_fail (APM_IS_LOG (self), FALSE);

  log_close_busy (self, TRUE);

  return !self->file || apm_log_file_flush (self->file);
}
