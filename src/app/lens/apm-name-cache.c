/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-timeline-source-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

/* A lock's variable is found some time after the lock, and a line once the program has
 * been mapped, so who is still looked at is asked for again. */
#define STALE_US (2 * G_USEC_PER_SEC)

typedef struct {
  guint64 key;
  ApmNameKind kind;
  ApmSpan span;              /* of a place */
  char *name;
} Question;

typedef struct {
  char *name;
  gint64 asked_us;
} Entry;

struct _ApmNameCache
{
  guint n_refs;
  ApmTimelineNames names;
  gpointer data;
  GDestroyNotify destroy;
  void (*changed) (gpointer owner);
  gpointer owner;            /* NULL: it has gone */
  GHashTable *entries[APM_N_NAMES];   /* key → Entry */
  GArray *questions;         /* of Question, to be asked next */
  gboolean asking;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry);
}

static void
unref (ApmNameCache *self)
{
  if (--self->n_refs > 0)
    return;

  for (guint i = 0; i < APM_N_NAMES; i++)
    g_hash_table_unref (self->entries[i]);
  g_array_unref (self->questions);
  if (self->destroy)
    self->destroy (self->data);
  g_free (self);
}

ApmNameCache *
apm_name_cache_new (const ApmTimelineNames  *names,
                    gpointer                 data,
                    GDestroyNotify           destroy,
                    void                   (*changed) (gpointer),
                    gpointer                 owner)
{
  ApmNameCache *self = g_new0 (ApmNameCache, 1);

  self->n_refs = 1;
  self->names = *names;
  self->data = data;
  self->destroy = destroy;
  self->changed = changed;
  self->owner = owner;
  for (guint i = 0; i < APM_N_NAMES; i++)
    self->entries[i] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, entry_free);
  self->questions = g_array_new (FALSE, TRUE, sizeof (Question));

  return self;
}

/**
 * apm_name_cache_free:
 *
 * Nobody hears of it any more. Its data goes when nobody asks it any more.
 */
void
apm_name_cache_free (ApmNameCache *self)
{
  self->owner = NULL;
  g_array_set_size (self->questions, 0);
  unref (self);
}

static char *
find_name (const ApmNameCache *self,
           const Question     *question)
{
  switch (question->kind)
    {
    case APM_NAME_LANE:
      return self->names.dup_lane_name ? self->names.dup_lane_name (self->data, (int) question->key) : NULL;

    case APM_NAME_OBJECT:
      return self->names.dup_object_name ? self->names.dup_object_name (self->data, (int) question->key) : NULL;

    case APM_NAME_PLACE:
      return self->names.dup_place ? self->names.dup_place (self->data, &question->span) : NULL;

    case APM_N_NAMES:
    default:
      return NULL;
    }
}

typedef struct {
  ApmNameCache *cache;
  GArray *questions;
} Batch;

static void
ask_in_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  const Batch *batch = data;

  for (guint i = 0; i < batch->questions->len; i++)
    {
      Question *question = &g_array_index (batch->questions, Question, i);

      question->name = find_name (batch->cache, question);
    }
  g_task_return_boolean (task, TRUE);
}

static gboolean
take_answers (ApmNameCache *self,
              GArray       *questions)
{
  gboolean any = FALSE;

  for (guint i = 0; i < questions->len; i++)
    {
      Question *question = &g_array_index (questions, Question, i);
      Entry *entry = g_hash_table_lookup (self->entries[question->kind], &question->key);

      if (question->name && *question->name && g_strcmp0 (question->name, entry->name) != 0)
        {
          g_free (entry->name);
          entry->name = g_utf8_make_valid (question->name, -1);
          any = TRUE;
        }
      g_free (question->name);
    }

  return any;
}

static void ask (ApmNameCache *self);

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Batch *batch = data;
  ApmNameCache *self = batch->cache;
  gboolean any = take_answers (self, batch->questions);

  g_array_unref (batch->questions);
  g_free (batch);
  self->asking = FALSE;
  if (self->owner)
    ask (self);
  if (self->owner && any)
    self->changed (self->owner);
  unref (self);
}

static void
ask (ApmNameCache *self)
{
  Batch *batch;
  g_autoptr(GTask) task = NULL;

  if (self->asking || self->questions->len == 0)
    return;

  batch = g_new0 (Batch, 1);
  batch->cache = self;
  batch->questions = self->questions;
  self->questions = g_array_new (FALSE, TRUE, sizeof (Question));
  self->asking = TRUE;
  self->n_refs++;
  task = g_task_new (NULL, NULL, on_answered, batch);
  g_task_set_task_data (task, batch, NULL);
  g_task_run_in_thread (task, ask_in_thread);
}

static char *
make_number (ApmNameKind kind,
             guint64     key)
{
  if (kind == APM_NAME_PLACE)
    return g_strdup ("");
  /* Translators: a thread, then a lock, that has no name (yet): its number */
  return g_strdup_printf (kind == APM_NAME_LANE ? _("Thread %u") : _("Object %u"), (guint) key);
}

/**
 * apm_name_cache_renew:
 *
 * All is asked for again when it is next looked at.
 */
void
apm_name_cache_renew (ApmNameCache *self)
{
  for (guint i = 0; i < APM_N_NAMES; i++)
    {
      GHashTableIter iter;
      gpointer entry;

      g_hash_table_iter_init (&iter, self->entries[i]);
      while (g_hash_table_iter_next (&iter, NULL, &entry))
        ((Entry *) entry)->asked_us = 0;
    }
}

/**
 * apm_name_cache_get:
 * @span: (nullable): of a place: whose it is
 *
 * Returns: (transfer none): valid until the main loop is entered again
 */
const char *
apm_name_cache_get (ApmNameCache  *self,
                    ApmNameKind    kind,
                    guint64        key,
                    const ApmSpan *span)
{
  Entry *entry = g_hash_table_lookup (self->entries[kind], &key);
  gint64 now_us = g_get_monotonic_time ();

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->name = make_number (kind, key);
      g_hash_table_insert (self->entries[kind], g_memdup2 (&key, sizeof key), entry);
    }
  if (entry->asked_us == 0 || now_us - entry->asked_us > STALE_US)
    {
      Question question = { key, kind, span ? *span : (ApmSpan) { 0 }, NULL };

      entry->asked_us = now_us;
      g_array_append_val (self->questions, question);
      ask (self);
    }

  return entry->name;
}
