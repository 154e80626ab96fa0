/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-span-track.h"

static void
block_free (gpointer data)
{
  ApmSpanBlock *block = data;

  g_free (block->spans);
  g_free (block->groups);
  g_free (block);
}

ApmSpanTrack *
apm_span_track_new (void)
{
  ApmSpanTrack *self = g_new0 (ApmSpanTrack, 1);

  self->blocks = g_ptr_array_new_with_free_func (block_free);
  self->last_end = G_MININT64;

  return self;
}

void
apm_span_track_free (ApmSpanTrack *self)
{
  if (self)
    g_ptr_array_unref (self->blocks);
  g_free (self);
}

static void
add_to_sum (ApmSpanSum    *sum,
            const ApmSpan *span,
            guint          index)
{
  gint64 length = span->end - span->start;

  if (sum->n++ == 0)
    sum->start = span->start;
  sum->start = MIN (sum->start, span->start);
  sum->end = span->end;
  if (length > sum->longest || sum->n == 1)
    {
      sum->longest = length;
      sum->longest_at = index;
    }
  sum->objects |= G_GUINT64_CONSTANT (1) << ((guint) span->object % 64);
  sum->busy[apm_span_get_kind (span)] += (double) length;
}

static void
add_to_group (ApmSpanGroup  *group,
              const ApmSpan *span)
{
  if (group->n++ == 0)
    group->start = span->start;
  group->start = MIN (group->start, span->start);
  group->end = span->end;
  group->busy[apm_span_get_kind (span)] += (float) (span->end - span->start);
}

/* Blocks begin small: there are threads that live for a moment only. */
static ApmSpanBlock *
get_room (ApmSpanTrack *self)
{
  ApmSpanBlock *block = self->blocks->len > 0 ? apm_span_track_get_block (self, self->blocks->len - 1) : NULL;

  if (block == NULL || block->sum.n == APM_SPAN_BLOCK)
    {
      block = g_new0 (ApmSpanBlock, 1);
      g_ptr_array_add (self->blocks, block);
    }
  if (block->sum.n == block->room)
    {
      guint n_groups = block->room / APM_SPAN_GROUP;

      block->room = MAX (2 * block->room, APM_SPAN_GROUP);
      block->spans = g_renew (ApmSpan, block->spans, block->room);
      block->groups = g_renew (ApmSpanGroup, block->groups, block->room / APM_SPAN_GROUP);
      for (guint i = n_groups; i < block->room / APM_SPAN_GROUP; i++)
        block->groups[i] = (ApmSpanGroup) { 0 };
    }

  return block;
}

/**
 * apm_span_track_add:
 * @span: does not end before those that are there
 */
void
apm_span_track_add (ApmSpanTrack  *self,
                    const ApmSpan *span)
{
  ApmSpanBlock *block = get_room (self);
  guint at = block->sum.n;

  block->spans[at] = *span;
  add_to_group (&block->groups[at / APM_SPAN_GROUP], span);
  add_to_sum (&block->sum, span, at);
  self->last_end = span->end;
}

/**
 * apm_span_track_drop:
 *
 * The oldest block goes.
 *
 * Returns: how many spans that were
 */
guint
apm_span_track_drop (ApmSpanTrack *self)
{
  guint n = apm_span_track_get_block (self, 0)->sum.n;

  self->first += n;
  g_ptr_array_remove_index (self->blocks, 0);

  return n;
}

/**
 * apm_span_track_get_n:
 *
 * Returns: the number that the next span gets; how many there were so far
 */
guint64
apm_span_track_get_n (ApmSpanTrack *self)
{
  if (self->blocks->len == 0)
    return self->first;

  return self->first + (self->blocks->len - 1) * (guint64) APM_SPAN_BLOCK +
         apm_span_track_get_block (self, self->blocks->len - 1)->sum.n;
}

/**
 * apm_span_track_get:
 *
 * Returns: (nullable): the span, also the one that has not ended
 */
const ApmSpan *
apm_span_track_get (ApmSpanTrack *self,
                    guint64       number)
{
  guint64 n = apm_span_track_get_n (self), at = number - self->first;

  if (number == n && self->has_open)
    return &self->open;
  if (number < self->first || number >= n)
    return NULL;

  return &apm_span_track_get_block (self, (guint) (at / APM_SPAN_BLOCK))->spans[at % APM_SPAN_BLOCK];
}

/**
 * apm_span_track_find_block:
 *
 * Returns: the first block of which something ends after @time, or how many there are
 */
guint
apm_span_track_find_block (ApmSpanTrack *self,
                           gint64        time)
{
  guint low = 0, high = self->blocks->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (apm_span_track_get_block (self, middle)->sum.end <= time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * apm_span_track_find:
 *
 * Returns: the number of the first span that ends after @time
 */
guint64
apm_span_track_find (ApmSpanTrack *self,
                     gint64        time)
{
  guint number = apm_span_track_find_block (self, time), low = 0, high;
  ApmSpanBlock *block;

  if (number == self->blocks->len)
    return apm_span_track_get_n (self);

  block = apm_span_track_get_block (self, number);
  for (high = block->sum.n; low < high;)
    {
      guint middle = low + (high - low) / 2;

      if (block->spans[middle].end <= time)
        low = middle + 1;
      else
        high = middle;
    }

  return self->first + number * (guint64) APM_SPAN_BLOCK + low;
}
