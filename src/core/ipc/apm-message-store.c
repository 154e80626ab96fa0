/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-message-store.h"

#include "apm-message-filter.h"
#include "apm-pace.h"
#include "apm-priority.h"

#include <string.h>

#define CHUNK_ROWS 1024
#define TEXT_MAX (256 * 1024 * 1024)
#define DATA_MAX (64 * 1024 * 1024)

/* The view is told once a frame at most, however many batches arrive. */
#define REFRESH_MS 16

/* One turn of a search. */
#define SEARCH_SLICE_US 3000

typedef struct {
  ApmMessage    rows[CHUNK_ROWS];
  guint         n;
  gsize         n_bytes;
  GStringChunk *texts;
} Chunk;

struct _ApmMessageStore
{
  GPtrArray        *chunks;       /* all full but the last */
  gsize             n_bytes;
  GQueue            with_data;    /* of ApmMessage, oldest first */
  gsize             n_data;
  guint64           last_serial;
  guint64           n_dropped;

  ApmMessageFilter *filter;       /* NULL: all are shown */
  GPtrArray        *matches;
  guint64           searched;     /* serial of the last message looked at */
  guint             search_id;

  ApmView          *view;
  ApmPace           refresh;
};

static void
chunk_free (Chunk *chunk)
{
  for (guint i = 0; i < chunk->n; i++)
    g_clear_pointer (&chunk->rows[i].data, g_bytes_unref);
  g_string_chunk_free (chunk->texts);
  g_free (chunk);
}

static const ApmMessage *
get_kept (ApmMessageStore *self,
          guint            index)
{
  Chunk *chunk = self->chunks->pdata[index / CHUNK_ROWS];

  return &chunk->rows[index % CHUNK_ROWS];
}

static gconstpointer
get_row (gpointer owner,
         guint    index)
{
  ApmMessageStore *self = owner;

  return self->filter ? self->matches->pdata[index] : get_kept (self, index);
}

static guint64
get_key (gpointer      owner,
         gconstpointer row)
{
  return ((const ApmMessage *) row)->serial;
}

static const ApmViewFuncs view_funcs = { get_row, get_key };

static void
refresh_view (gpointer data)
{
  ApmMessageStore *self = data;

  apm_view_refresh (self->view, self->filter ? self->matches->len : apm_message_store_get_n (self));
}

/**
 * apm_message_store_new:
 */
ApmMessageStore *
apm_message_store_new (void)
{
  ApmMessageStore *self = g_new0 (ApmMessageStore, 1);

  self->chunks = g_ptr_array_new_with_free_func ((GDestroyNotify) chunk_free);
  self->matches = g_ptr_array_new ();
  g_queue_init (&self->with_data);
  self->view = apm_view_new (&view_funcs, self);
  apm_pace_init (&self->refresh, REFRESH_MS, refresh_view, self);

  return self;
}

void
apm_message_store_free (ApmMessageStore *self)
{
  g_clear_handle_id (&self->search_id, g_source_remove);
  apm_pace_clear (&self->refresh);
  apm_view_refresh (self->view, 0);
  g_object_unref (self->view);
  g_clear_pointer (&self->filter, apm_message_filter_free);
  g_ptr_array_unref (self->matches);
  g_queue_clear (&self->with_data);
  g_ptr_array_unref (self->chunks);
  g_free (self);
}

static void
drop_oldest_chunk (ApmMessageStore *self)
{
  Chunk *chunk = self->chunks->pdata[0];
  guint64 last = chunk->rows[chunk->n - 1].serial;
  const ApmMessage *row;
  guint n_matches = 0;

  while ((row = g_queue_peek_head (&self->with_data)) && row->serial <= last)
    {
      self->n_data -= row->size;
      g_queue_pop_head (&self->with_data);
    }

  while (n_matches < self->matches->len && ((ApmMessage *) self->matches->pdata[n_matches])->serial <= last)
    n_matches++;
  if (n_matches > 0)
    g_ptr_array_remove_range (self->matches, 0, n_matches);

  self->n_dropped += chunk->n;
  self->n_bytes -= chunk->n_bytes;
  g_ptr_array_remove_index (self->chunks, 0);

  /* At once: the view must never think that there are more rows than there are. */
  refresh_view (self);
}

static Chunk *
get_room (ApmMessageStore *self)
{
  Chunk *chunk = self->chunks->len > 0 ? self->chunks->pdata[self->chunks->len - 1] : NULL;

  if (chunk && chunk->n < CHUNK_ROWS)
    return chunk;

  while (self->chunks->len > 0 &&
         (self->chunks->len * CHUNK_ROWS > APM_MESSAGE_STORE_MAX - CHUNK_ROWS || self->n_bytes > TEXT_MAX))
    drop_oldest_chunk (self);

  chunk = g_new0 (Chunk, 1);
  chunk->texts = g_string_chunk_new (64 * 1024);
  g_ptr_array_add (self->chunks, chunk);

  return chunk;
}

static void
keep_data (ApmMessageStore *self,
           ApmMessage      *row,
           const ApmFrame  *frame)
{
  row->data = apm_frame_dup_payload (frame);
  g_queue_push_tail (&self->with_data, row);
  self->n_data += row->size;

  while (self->n_data > DATA_MAX)
    {
      ApmMessage *oldest = g_queue_pop_head (&self->with_data);

      self->n_data -= oldest->size;
      g_clear_pointer (&oldest->data, g_bytes_unref);
      oldest->is_dropped = TRUE;
    }
}

/* The end of the last whole character among the first APM_MESSAGE_PREVIEW bytes. */
static gsize
cut_preview (const char *text,
             gsize       length)
{
  if (length <= APM_MESSAGE_PREVIEW)
    return length;

  for (length = APM_MESSAGE_PREVIEW; length > APM_MESSAGE_PREVIEW - 4; length--)
    if (((guchar) text[length] & 0xc0) != 0x80)
      break;

  return length;
}

/* Returns whether @row's text is the whole payload. */
static gboolean
set_text (Chunk          *chunk,
          ApmMessage     *row,
          const ApmFrame *frame)
{
  const char *payload = (const char *) frame->payload;
  gsize length = cut_preview (payload, frame->head.length);
  g_autofree char *valid = NULL;

  if (length == 0 || g_utf8_validate_len (payload, length, NULL))
    {
      row->text = g_string_chunk_insert_len (chunk->texts, length > 0 ? payload : "", length);
      chunk->n_bytes += length;
      return length == frame->head.length;
    }

  valid = g_utf8_make_valid (payload, length);
  length = cut_preview (valid, strlen (valid));
  row->text = g_string_chunk_insert_len (chunk->texts, valid, length);
  chunk->n_bytes += length;

  return FALSE;
}

static void
match (ApmMessageStore  *self,
       const ApmMessage *row)
{
  if (apm_message_filter_matches (self->filter, row))
    g_ptr_array_add (self->matches, (gpointer) row);
  self->searched = row->serial;
}

/**
 * apm_message_store_add:
 * @frame: the message, with the time it arrived, and when it was sent where that is known
 *
 * Returns: (transfer none): its row, which stays where it is until it is dropped
 */
const ApmMessage *
apm_message_store_add (ApmMessageStore *self,
                       const char      *sender,
                       const char      *receiver,
                       const ApmFrame  *frame)
{
  Chunk *chunk = get_room (self);
  gsize before = chunk->n_bytes;
  ApmMessage *row = &chunk->rows[chunk->n++];

  row->serial = ++self->last_serial;
  row->latency_us = frame->head.sent_us > 0 ? MAX (frame->head.arrived_us - frame->head.sent_us, 0) : G_MININT64;
  row->real_us = g_get_real_time () - (g_get_monotonic_time () - frame->head.arrived_us);
  row->sender = g_string_chunk_insert_const (chunk->texts, sender);
  row->receiver = g_string_chunk_insert_const (chunk->texts, receiver);
  row->size = frame->head.length;
  if (!set_text (chunk, row, frame))
    keep_data (self, row, frame);
  self->n_bytes += chunk->n_bytes - before;

  if (self->filter && self->searched == row->serial - 1)
    match (self, row);
  apm_pace_touch (&self->refresh);

  return row;
}

/**
 * apm_message_store_clear:
 *
 * Forgets all; serials go on counting.
 */
void
apm_message_store_clear (ApmMessageStore *self)
{
  apm_view_refresh (self->view, 0);
  g_ptr_array_set_size (self->matches, 0);
  g_queue_clear (&self->with_data);
  g_ptr_array_set_size (self->chunks, 0);
  self->n_bytes = 0;
  self->n_data = 0;
  self->n_dropped = 0;
  self->searched = self->last_serial;
}

static gboolean
on_search (gpointer data)
{
  ApmMessageStore *self = data;
  gint64 deadline = g_get_monotonic_time () + SEARCH_SLICE_US;
  guint n = apm_message_store_get_n (self);
  guint64 first = n > 0 ? get_kept (self, 0)->serial : 0;
  guint i = self->searched >= first ? self->searched - first + 1 : 0;

  for (; i < n; i++)
    {
      match (self, get_kept (self, i));
      if (i % 64 == 0 && g_get_monotonic_time () > deadline)
        break;
    }

  apm_pace_touch (&self->refresh);
  if (i < n)
    return G_SOURCE_CONTINUE;

  self->search_id = 0;
  return G_SOURCE_REMOVE;
}

/**
 * apm_message_store_set_search:
 * @text: (nullable): words that must all occur in sender, receiver or text
 */
void
apm_message_store_set_search (ApmMessageStore *self,
                              const char      *text)
{
  g_clear_handle_id (&self->search_id, g_source_remove);
  apm_view_refresh (self->view, 0);
  g_clear_pointer (&self->filter, apm_message_filter_free);
  g_ptr_array_set_size (self->matches, 0);
  self->searched = 0;

  self->filter = apm_message_filter_new (text);
  if (self->filter)
    self->search_id = g_idle_add_full (APM_PRIORITY_SOURCE, on_search, self, NULL);
  apm_pace_touch (&self->refresh);
}

/**
 * apm_message_store_get_searching:
 *
 * Returns: whether there are messages left to look at
 */
gboolean
apm_message_store_get_searching (ApmMessageStore *self)
{
  return self->search_id != 0;
}

/**
 * apm_message_store_get_view:
 *
 * Returns: (transfer none): rows are const ApmMessage *, newest last
 */
ApmView *
apm_message_store_get_view (ApmMessageStore *self)
{
  return self->view;
}

/**
 * apm_message_store_get_n:
 *
 * Returns: how many are kept, whatever the search
 */
guint
apm_message_store_get_n (ApmMessageStore *self)
{
  Chunk *last;

  if (self->chunks->len == 0)
    return 0;

  last = self->chunks->pdata[self->chunks->len - 1];

  return (self->chunks->len - 1) * CHUNK_ROWS + last->n;
}

/**
 * apm_message_store_get_n_dropped:
 *
 * Returns: how many have gone to make room since the last clear
 */
guint64
apm_message_store_get_n_dropped (ApmMessageStore *self)
{
  return self->n_dropped;
}
