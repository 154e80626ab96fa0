/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked of an index of spans. */

#include "apm-span-index-private.h"

/**
 * apm_span_index_get:
 *
 * Returns: %FALSE if there is nothing at @place (any more)
 */
gboolean
apm_span_index_get (ApmSpanIndex       *self,
                    const ApmSpanPlace *place,
                    ApmSpan            *span)
{
  ApmSpanTrack *track = apm_span_index_peek_track (self, place->lane, place->row);
  const ApmSpan *found = track ? apm_span_track_get (track, place->number) : NULL;

  if (found)
    *span = *found;

  return found != NULL;
}

/**
 * apm_span_index_get_is_open:
 *
 * Returns: whether the span at @place has not ended yet
 */
gboolean
apm_span_index_get_is_open (ApmSpanIndex       *self,
                            const ApmSpanPlace *place)
{
  ApmSpanTrack *track = apm_span_index_peek_track (self, place->lane, place->row);

  return track && track->has_open && place->number == apm_span_track_get_n (track);
}

/**
 * apm_span_index_get_columns:
 * @from: the time at which the first column begins
 * @per_column: how long each is
 * @columns: (out caller-allocates): @n of them
 */
void
apm_span_index_get_columns (ApmSpanIndex  *self,
                            int            lane,
                            guint          row,
                            double         from,
                            double         per_column,
                            guint          n,
                            ApmSpanColumn *columns)
{
  ApmSpanTrack *track = apm_span_index_peek_track (self, lane, row);

  if (track)
    apm_span_track_sweep (track, from, per_column, n, columns);
  else
    for (guint i = 0; i < n; i++)
      columns[i] = (ApmSpanColumn) { 0 };
}

/**
 * apm_span_index_find_at:
 *
 * Returns: whether there is a span at @time; it is from its start to before its end
 */
gboolean
apm_span_index_find_at (ApmSpanIndex *self,
                        int           lane,
                        guint         row,
                        gint64        time,
                        ApmSpanPlace *place)
{
  ApmSpan span;

  return apm_span_index_find_beside (self, lane, row, time, FALSE, place) &&
         apm_span_index_get (self, place, &span) && span.start <= time;
}

/**
 * apm_span_index_find_beside:
 * @back: the last that begins at @time or before, else the first that ends after it
 *
 * Returns: whether there is one
 */
gboolean
apm_span_index_find_beside (ApmSpanIndex *self,
                            int           lane,
                            guint         row,
                            gint64        time,
                            gboolean      back,
                            ApmSpanPlace *place)
{
  ApmSpanTrack *track = apm_span_index_peek_track (self, lane, row);
  const ApmSpan *span;
  guint64 number;

  if (track == NULL)
    return FALSE;

  number = apm_span_track_find (track, time);
  span = apm_span_track_get (track, number);
  if (back && (span == NULL || span->start > time) && number-- <= track->first)
    return FALSE;
  *place = (ApmSpanPlace) { lane, row, number };

  return apm_span_track_get (track, number) != NULL;
}

/**
 * apm_span_index_step:
 * @place: (inout): goes to its neighbour in the row
 *
 * Returns: whether there is one
 */
gboolean
apm_span_index_step (ApmSpanIndex *self,
                     ApmSpanPlace *place,
                     gboolean      back)
{
  ApmSpanPlace beside = *place;
  ApmSpan span;

  if (back && beside.number == 0)
    return FALSE;
  beside.number += back ? (guint64) -1 : 1;
  if (!apm_span_index_get (self, &beside, &span))
    return FALSE;
  *place = beside;

  return TRUE;
}

typedef struct {
  const ApmSpanSet *set;
  guint64 bits;              /* of the objects that are looked for */
  gint64 time;
  gboolean back;
} Search;

static gboolean
has_lane (const ApmSpanSet *set,
          int               lane)
{
  return (guint) lane < set->n_lanes && set->lanes[lane];
}

static gboolean
matches (const Search  *search,
         const ApmSpan *span)
{
  return has_lane (search->set, span->lane) ||
         (span->object >= 0 && (guint) span->object < search->set->n_objects && search->set->objects[span->object]);
}

/* The next of one row, whole blocks left out where none of the objects is in them. */
static gboolean
search_track (const Search *search,
              ApmSpanTrack *track,
              int           lane,
              guint64      *number)
{
  gboolean all = has_lane (search->set, lane);
  guint64 n_ended = apm_span_track_get_n (track), n = n_ended + track->has_open;
  guint64 at = apm_span_track_find (track, search->time);

  if (search->back && (at == n || apm_span_track_get (track, at)->start > search->time))
    at--;
  while (at >= track->first && at < n)
    {
      guint64 index = at - track->first;
      guint block = (guint) (index / APM_SPAN_BLOCK);
      const ApmSpan *span = apm_span_track_get (track, at);

      /* What has not ended is in no block. */
      if (!all && at < n_ended && !(apm_span_track_get_block (track, block)->sum.objects & search->bits))
        {
          at = search->back ? track->first + block * (guint64) APM_SPAN_BLOCK - 1
                            : MIN (track->first + (block + 1) * (guint64) APM_SPAN_BLOCK, n_ended);
          continue;
        }
      if ((search->back ? span->start <= search->time : span->start >= search->time) && matches (search, span))
        {
          *number = at;
          return TRUE;
        }
      at += search->back ? (guint64) -1 : 1;
    }

  return FALSE;
}

/* In the order of beginnings, at the same time in that of lanes and rows. */
static gboolean
is_nearer (const ApmSpan      *span,
           const ApmSpanPlace *place,
           const ApmSpan      *best,
           const ApmSpanPlace *best_place,
           gboolean            back)
{
  if (best_place->lane < 0)
    return TRUE;
  if (span->start != best->start)
    return (span->start < best->start) != back;
  if (place->lane != best_place->lane)
    return (place->lane < best_place->lane) != back;

  return (place->row < best_place->row) != back;
}

static gboolean
comes_after (const ApmSpanPlace *from,
             int                 lane,
             guint               row)
{
  return lane != from->lane ? lane > from->lane : row > from->row;
}

/**
 * apm_span_index_search:
 * @time: where @place is: its beginning
 * @place: (inout): from where it is looked for; the lane -1: from @time, which is
 *   itself looked at
 *
 * Returns: whether there is one; @place then is the next that matches, in the order
 *   in which they began
 */
gboolean
apm_span_index_search (ApmSpanIndex     *self,
                       const ApmSpanSet *set,
                       gint64            time,
                       gboolean          back,
                       ApmSpanPlace     *place)
{
  ApmSpanPlace best_place = APM_SPAN_NOWHERE;
  ApmSpan best = { 0 };
  guint64 bits = 0;

  for (guint i = 0; i < set->n_objects; i++)
    if (set->objects[i])
      bits |= G_GUINT64_CONSTANT (1) << (i % 64);

  for (int lane = 0; lane < (int) self->lanes->len; lane++)
    for (guint row = 0; row < APM_SPAN_ROWS; row++)
      {
        ApmSpanTrack *track = apm_span_index_peek_track (self, lane, row);
        gboolean too = place->lane < 0 || (comes_after (place, lane, row) != back &&
                                           !(lane == place->lane && row == place->row));
        Search search = { set, bits, too ? time : back ? time - 1 : time + 1, back };
        ApmSpanPlace at = { lane, row, 0 };

        if (track && search_track (&search, track, lane, &at.number))
          {
            const ApmSpan *span = apm_span_track_get (track, at.number);

            if (is_nearer (span, &at, &best, &best_place, back))
              {
                best = *span;
                best_place = at;
              }
          }
      }
  if (best_place.lane < 0)
    return FALSE;
  *place = best_place;

  return TRUE;
}

static void
take_longer (const ApmSpan      *span,
             const ApmSpanPlace *place,
             gint64              below,
             gint64             *longest,
             ApmSpanPlace       *longest_at)
{
  gint64 length = span->end - span->start;

  if (span->what == APM_SPAN_WAIT && length < below && length > *longest)
    {
      *longest = length;
      *longest_at = *place;
    }
}

/**
 * apm_span_index_find_longest:
 * @below: shorter than that
 *
 * Returns: whether there is a wait; @place is the longest
 */
gboolean
apm_span_index_find_longest (ApmSpanIndex *self,
                             gint64        below,
                             ApmSpanPlace *place)
{
  gint64 longest = -1;

  for (int lane = 0; lane < (int) self->lanes->len; lane++)
    {
      ApmSpanTrack *track = apm_span_index_peek_track (self, lane, 0);

      if (track == NULL)
        continue;
      for (guint i = 0; i < track->blocks->len; i++)
        {
          ApmSpanBlock *block = apm_span_track_get_block (track, i);
          guint64 number = track->first + i * (guint64) APM_SPAN_BLOCK;

          for (guint j = 0; block->sum.longest > longest && j < block->sum.n; j++)
            take_longer (&block->spans[j], &(ApmSpanPlace) { lane, 0, number + j }, below, &longest, place);
        }
      if (track->has_open)
        take_longer (&track->open, &(ApmSpanPlace) { lane, 0, apm_span_track_get_n (track) }, below, &longest, place);
    }

  return longest >= 0;
}

static void
sum_span (const ApmSpan      *span,
          const ApmSpanPlace *place,
          gint64              from,
          gint64              to,
          ApmSpanTotals      *totals)
{
  gint64 part = MIN (span->end, to) - MAX (span->start, from);

  if (part < 0 || (part == 0 && span->end > span->start))
    return;
  if (span->what == APM_SPAN_STEP)
    {
      totals->n_steps++;
      return;
    }
  if (span->what == APM_SPAN_HOLD)
    {
      totals->n_holds++;
      totals->held += part;
      return;
    }

  totals->n_waits++;
  totals->waited += part;
  totals->waited_by_kind[MIN (span->kind, APM_LENS_N_KINDS - 1)] += part;
  if (totals->longest_at.lane < 0 || span->end - span->start > totals->longest)
    {
      totals->longest = span->end - span->start;
      totals->longest_at = *place;
    }
}

/* A whole block that lies within: what is known of it. */
static gboolean
sum_whole (const ApmSpanSum   *sum,
           const ApmSpanPlace *place,
           gint64              from,
           gint64              to,
           ApmSpanTotals      *totals)
{
  if (sum->start < from || sum->end > to || sum->busy[APM_SPAN_KIND_STEP] > 0)
    return FALSE;

  for (guint i = 0; i < APM_LENS_N_KINDS; i++)
    if (place->row == 0)
      {
        totals->waited += (gint64) sum->busy[i];
        totals->waited_by_kind[i] += (gint64) sum->busy[i];
      }
    else
      {
        totals->held += (gint64) sum->busy[i];
      }
  *(place->row == 0 ? &totals->n_waits : &totals->n_holds) += sum->n;
  if (place->row == 0 && (totals->longest_at.lane < 0 || sum->longest > totals->longest))
    {
      totals->longest = sum->longest;
      totals->longest_at = *place;
    }

  return TRUE;
}

static void
sum_block (const ApmSpanBlock *block,
           ApmSpanPlace        place,
           gint64              from,
           gint64              to,
           ApmSpanTotals      *totals)
{
  guint64 number = place.number;

  place.number = number + block->sum.longest_at;
  if (sum_whole (&block->sum, &place, from, to, totals))
    return;

  for (guint i = 0; i < block->sum.n; i++)
    {
      place.number = number + i;
      sum_span (&block->spans[i], &place, from, to, totals);
    }
}

/**
 * apm_span_index_sum:
 * @totals: (out caller-allocates): of all lanes; of what reaches over the ends only
 *   the part within is counted, but its whole length for the longest
 */
void
apm_span_index_sum (ApmSpanIndex  *self,
                    gint64         from,
                    gint64         to,
                    ApmSpanTotals *totals)
{
  *totals = (ApmSpanTotals) { .longest_at = APM_SPAN_NOWHERE };

  for (int lane = 0; lane < (int) self->lanes->len; lane++)
    for (guint row = 0; row < APM_SPAN_ROWS; row++)
      {
        ApmSpanTrack *track = apm_span_index_peek_track (self, lane, row);

        if (track == NULL)
          continue;
        for (guint i = apm_span_track_find_block (track, from - 1); i < track->blocks->len; i++)
          {
            ApmSpanBlock *block = apm_span_track_get_block (track, i);

            if (block->sum.start > to)
              break;
            sum_block (block, (ApmSpanPlace) { lane, row, track->first + i * (guint64) APM_SPAN_BLOCK }, from, to, totals);
          }
        if (track->has_open)
          sum_span (&track->open, &(ApmSpanPlace) { lane, row, apm_span_track_get_n (track) }, from, to, totals);
      }
}
