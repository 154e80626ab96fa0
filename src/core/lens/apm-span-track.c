/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-span-track.h"

/* Of a column: a group that takes less of the time is not looked into. */
#define SHORT 0.3

#define ALL_KINDS ((1u << APM_SPAN_N_KINDS) - 1)

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

/* Goes through the columns from left to right, adding up one at a time. */
typedef struct {
  ApmSpanColumn *columns;
  int            n;
  double         from;
  double         per_time;   /* columns */
  int            at;
  ApmSpanColumn  sum;
  float          busy[APM_SPAN_N_KINDS];   /* columns */
  guint          kinds;      /* a bit for each that has been there */
} Sweep;

static double
get_position (const Sweep *sweep,
              gint64       time)
{
  return ((double) time - sweep->from) * sweep->per_time;
}

static void
flush (Sweep *sweep)
{
  float busy = 0, most = 0;

  if (sweep->sum.n == 0 || sweep->at < 0 || sweep->at >= sweep->n)
    return;

  for (guint kinds = sweep->kinds, i = 0; kinds > 0; kinds >>= 1, i++)
    {
      busy += sweep->busy[i];
      if (sweep->busy[i] > most)
        {
          most = sweep->busy[i];
          sweep->sum.kind = i;
        }
    }
  sweep->sum.busy = MIN (busy, 1);
  sweep->columns[sweep->at] = sweep->sum;
}

static void
move_to (Sweep *sweep,
         int    column)
{
  if (column <= sweep->at)
    return;

  flush (sweep);
  sweep->at = column;
  sweep->sum = (ApmSpanColumn) { 0 };
  sweep->kinds = 0;
  for (guint i = 0; i < APM_SPAN_N_KINDS; i++)
    sweep->busy[i] = 0;
}

static void
add_part (Sweep  *sweep,
          int     column,
          double  part,
          guint   kind,
          guint64 number)
{
  move_to (sweep, column);
  sweep->busy[kind] += (float) part;
  sweep->kinds |= 1u << kind;
  if (sweep->sum.n++ > 0)
    return;
  sweep->sum.number = number;
  sweep->sum.kind = kind;
}

static void
sweep_span (Sweep         *sweep,
            const ApmSpan *span,
            guint64        number)
{
  double start = get_position (sweep, span->start), end = get_position (sweep, span->end);
  int first, last;
  guint kind = apm_span_get_kind (span);

  if (end < 0 || start >= sweep->n)
    return;
  start = MAX (start, 0);
  end = MIN (end, sweep->n);
  first = (int) start;
  last = (int) end;
  /* What ends at a boundary does not reach into the column behind it. */
  if (last > first && end <= last)
    last--;

  if (first == last)
    {
      add_part (sweep, first, end - start, kind, number);
      return;
    }
  add_part (sweep, first, first + 1 - start, kind, number);
  for (int i = first + 1; i < last; i++)
    add_part (sweep, i, 1, kind, number);
  add_part (sweep, last, end - last, kind, number);
}

/* Where all of it lies in one column: that column, else -1. */
static int
find_column (const Sweep *sweep,
             gint64       first,
             gint64       last)
{
  double start = get_position (sweep, first);

  if (start < 0 || start >= sweep->n || get_position (sweep, last) > (int) start + 1)
    return -1;

  return (int) start;
}

static gboolean
sweep_group (Sweep              *sweep,
             const ApmSpanGroup *group,
             guint64             number)
{
  int column = find_column (sweep, group->start, group->end);
  float per_time = (float) sweep->per_time;

  if (column < 0)
    return FALSE;

  move_to (sweep, column);
  if (sweep->sum.n == 0)
    sweep->sum.number = number;
  sweep->sum.n += group->n;
  sweep->kinds = ALL_KINDS;
  for (guint i = 0; i < APM_SPAN_N_KINDS; i++)
    sweep->busy[i] += group->busy[i] * per_time;

  return TRUE;
}

static gboolean
sweep_whole (Sweep            *sweep,
             const ApmSpanSum *sum,
             guint64           number)
{
  int column = find_column (sweep, sum->start, sum->end);

  if (column < 0)
    return FALSE;

  move_to (sweep, column);
  if (sweep->sum.n == 0)
    sweep->sum.number = number;
  sweep->sum.n += sum->n;
  sweep->kinds = ALL_KINDS;
  for (guint i = 0; i < APM_SPAN_N_KINDS; i++)
    sweep->busy[i] += (float) (sum->busy[i] * sweep->per_time);

  return TRUE;
}

/* A group that is much shorter than a column, and on the boundary of two, is parted in
 * proportion: to look into each would be most of the work where the columns are full,
 * and nobody sees the difference. */
static gboolean
part_group (Sweep              *sweep,
            const ApmSpanGroup *group,
            guint64             number)
{
  double start = get_position (sweep, group->start), end = get_position (sweep, group->end);
  int left = (int) start;
  float part = (float) ((left + 1 - start) / (end - start)), per_time = (float) sweep->per_time;

  if (group->n < APM_SPAN_GROUP || end - start > SHORT || start < 0 || end >= sweep->n)
    return FALSE;

  for (int i = 0; i < 2; i++)
    {
      move_to (sweep, left + i);
      if (sweep->sum.n == 0)
        sweep->sum.number = number;
      sweep->sum.n += i == 0 ? group->n - group->n / 2 : group->n / 2;
      sweep->kinds = ALL_KINDS;
      for (guint kind = 0; kind < APM_SPAN_N_KINDS; kind++)
        sweep->busy[kind] += group->busy[kind] * per_time * (i == 0 ? part : 1 - part);
    }

  return TRUE;
}

static void
sweep_block (Sweep              *sweep,
             const ApmSpanBlock *block,
             guint64             number)
{
  if (sweep_whole (sweep, &block->sum, number))
    return;

  for (guint i = 0; i < block->sum.n; i += APM_SPAN_GROUP)
    {
      const ApmSpanGroup *group = &block->groups[i / APM_SPAN_GROUP];

      if (get_position (sweep, group->end) < 0)
        continue;
      if (get_position (sweep, group->start) >= sweep->n)
        return;
      if (sweep_group (sweep, group, number + i) || part_group (sweep, group, number + i))
        continue;
      for (guint j = i; j < i + group->n; j++)
        sweep_span (sweep, &block->spans[j], number + j);
    }
}

/**
 * apm_span_track_sweep:
 * @from: the time at which the first column begins
 * @per_column: how long each is
 * @columns: (out caller-allocates): exact while a column is no longer than some thirty
 *   spans; above that what lies on the boundaries of columns is parted by estimate
 */
void
apm_span_track_sweep (ApmSpanTrack  *self,
                      double         from,
                      double         per_column,
                      guint          n,
                      ApmSpanColumn *columns)
{
  Sweep sweep = { columns, (int) n, from, 1 / per_column, -1 };
  double end = from + per_column * n;
  guint first = apm_span_track_find_block (self, (gint64) CLAMP (from, -9e18, 9e18) - 1);

  for (guint i = 0; i < n; i++)
    columns[i] = (ApmSpanColumn) { 0 };
  for (guint i = first; i < self->blocks->len; i++)
    {
      ApmSpanBlock *block = apm_span_track_get_block (self, i);

      if ((double) block->sum.start >= end)
        break;
      sweep_block (&sweep, block, self->first + i * (guint64) APM_SPAN_BLOCK);
    }
  if (self->has_open)
    sweep_span (&sweep, &self->open, apm_span_track_get_n (self));
  flush (&sweep);
}
