/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the columns of a picture show of a row. */

#include "apm-span-track.h"

/* Of a column: a group that takes less of the time is not looked into. */
#define SHORT 0.3

#define ALL_KINDS ((1u << APM_SPAN_N_KINDS) - 1)

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
