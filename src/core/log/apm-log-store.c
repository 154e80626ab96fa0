/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-store.h"

#include <string.h>

#define BLOCK_SIZE (128 * 1024)

typedef struct {
  gatomicrefcount ref_count;
  guint n_entries;
  gsize text_start;       /* offset in bytes of the youngest text */
  ApmLogEntry entries[];
} Block;

struct _ApmLogStore
{
  GPtrArray *blocks;      /* oldest first, never an empty one */
  guint64 first_serial;   /* of the oldest entry that counts */
  guint64 next_serial;
};

struct _ApmLogSnapshot
{
  GPtrArray *blocks;
  guint n_in_last;        /* the owner may append to the last block meanwhile */
  guint64 first_serial;
  guint64 next_serial;
  guint next_block;
};

static Block *
block_new (gsize text_size)
{
  gsize size = MAX (BLOCK_SIZE, sizeof (Block) + sizeof (ApmLogEntry) + text_size);
  Block *block = g_malloc (size);

  g_atomic_ref_count_init (&block->ref_count);
  block->n_entries = 0;
  block->text_start = size;

  return block;
}

static Block *
block_ref (Block *block)
{
  g_atomic_ref_count_inc (&block->ref_count);

  return block;
}

static void
block_unref (gpointer data)
{
  Block *block = data;

  if (g_atomic_ref_count_dec (&block->ref_count))
    g_free (block);
}

static gboolean
block_has_room (const Block *block,
                gsize        text_size)
{
  gsize entries_end = sizeof (Block) + (block->n_entries + 1) * sizeof (ApmLogEntry);

  return entries_end + text_size <= block->text_start;
}

static Block *
store_get_block (ApmLogStore *self,
                 guint        i)
{
  return g_ptr_array_index (self->blocks, i);
}

ApmLogStore *
apm_log_store_new (void)
{
  ApmLogStore *self = g_new0 (ApmLogStore, 1);

  self->blocks = g_ptr_array_new_with_free_func (block_unref);
  self->first_serial = self->next_serial = 1;

  return self;
}

void
apm_log_store_free (ApmLogStore *self)
{
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/**
 * apm_log_store_append:
 * @source: interned
 * @text: UTF-8, copied
 *
 * Returns: (transfer none): the entry, good until it is trimmed away
 */
const ApmLogEntry *
apm_log_store_append (ApmLogStore *self,
                      gint64       real_us,
                      ApmLevel     level,
                      const char  *source,
                      const char  *text)
{
  gsize text_size = strlen (text) + 1;
  ApmLogEntry *entry;
  Block *block = self->blocks->len > 0 ? store_get_block (self, self->blocks->len - 1) : NULL;

  if (!block || !block_has_room (block, text_size))
    {
      block = block_new (text_size);
      g_ptr_array_add (self->blocks, block);
    }

  block->text_start -= text_size;
  entry = &block->entries[block->n_entries++];
  entry->serial = self->next_serial++;
  entry->real_us = real_us;
  entry->source = source;
  entry->text = memcpy ((char *) block + block->text_start, text, text_size);
  entry->level = level;

  return entry;
}

/**
 * apm_log_store_trim:
 *
 * Drops the oldest entries until at most @n_kept are left.
 */
void
apm_log_store_trim (ApmLogStore *self,
                    guint64      n_kept)
{
  guint n_gone = 0;

  if (self->next_serial - self->first_serial <= n_kept)
    return;

  self->first_serial = self->next_serial - n_kept;
  for (; n_gone < self->blocks->len; n_gone++)
    {
      const Block *block = store_get_block (self, n_gone);

      if (block->entries[block->n_entries - 1].serial >= self->first_serial)
        break;
    }
  if (n_gone > 0)
    g_ptr_array_remove_range (self->blocks, 0, n_gone);
}

guint64
apm_log_store_get_first_serial (ApmLogStore *self)
{
  return self->first_serial;
}

guint64
apm_log_store_get_next_serial (ApmLogStore *self)
{
  return self->next_serial;
}

/* The block that holds @serial, which must be kept. */
static guint
store_find_block (ApmLogStore *self,
                  guint64      serial)
{
  guint low = 0;
  guint high = self->blocks->len;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (store_get_block (self, middle)->entries[0].serial <= serial)
        low = middle;
      else
        high = middle;
    }

  return low;
}

/**
 * apm_log_store_get:
 *
 * Returns: (transfer none) (nullable): the entry, %NULL if it is not kept
 */
const ApmLogEntry *
apm_log_store_get (ApmLogStore *self,
                   guint64      serial)
{
  const Block *block;

  if (serial < self->first_serial || serial >= self->next_serial)
    return NULL;

  block = store_get_block (self, store_find_block (self, serial));

  return &block->entries[serial - block->entries[0].serial];
}

/**
 * apm_log_store_take_snapshot:
 * @first_serial: where to begin; what is dropped already is left out
 *
 * Returns: (transfer full): the entries there are now; may be read and freed in
 *   another thread and keeps them alive until then
 */
ApmLogSnapshot *
apm_log_store_take_snapshot (ApmLogStore *self,
                             guint64      first_serial)
{
  ApmLogSnapshot *snapshot = g_new0 (ApmLogSnapshot, 1);

  snapshot->first_serial = MAX (first_serial, self->first_serial);
  snapshot->next_serial = self->next_serial;
  snapshot->blocks = g_ptr_array_new_with_free_func (block_unref);

  if (snapshot->first_serial < snapshot->next_serial)
    {
      for (guint i = store_find_block (self, snapshot->first_serial); i < self->blocks->len; i++)
        g_ptr_array_add (snapshot->blocks, block_ref (store_get_block (self, i)));
      snapshot->n_in_last = store_get_block (self, self->blocks->len - 1)->n_entries;
    }

  return snapshot;
}

void
apm_log_snapshot_free (ApmLogSnapshot *snapshot)
{
  g_ptr_array_unref (snapshot->blocks);
  g_free (snapshot);
}

guint64
apm_log_snapshot_get_next_serial (ApmLogSnapshot *snapshot)
{
  return snapshot->next_serial;
}

/**
 * apm_log_snapshot_next_run:
 * @entries: (out) (array length=n_entries) (transfer none): entries that lie one
 *   behind the other, about a thousand
 *
 * Returns: %FALSE when all have been handed out
 */
gboolean
apm_log_snapshot_next_run (ApmLogSnapshot     *snapshot,
                           const ApmLogEntry **entries,
                           guint              *n_entries)
{
  const Block *block;
  guint n;
  guint skipped;

  if (snapshot->next_block >= snapshot->blocks->len)
    return FALSE;

  block = g_ptr_array_index (snapshot->blocks, snapshot->next_block++);
  /* Only the last block still grows: its count is the owner's to read. */
  n = snapshot->next_block == snapshot->blocks->len ? snapshot->n_in_last : block->n_entries;
  skipped = block->entries[0].serial < snapshot->first_serial
              ? snapshot->first_serial - block->entries[0].serial : 0;
  *entries = &block->entries[skipped];
  *n_entries = n - skipped;

  return TRUE;
}
