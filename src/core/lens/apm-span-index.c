/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-span-index-private.h"

/**
 * apm_span_index_new:
 * @most: spans that are kept, about
 */
ApmSpanIndex *
apm_span_index_new (guint64 most)
{
  ApmSpanIndex *self = g_new0 (ApmSpanIndex, 1);

  self->most = most;
  self->lanes = g_array_new (FALSE, TRUE, sizeof (ApmSpanLane));
  self->open_lanes = g_array_new (FALSE, FALSE, sizeof (int));

  return self;
}

void
apm_span_index_free (ApmSpanIndex *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    for (guint row = 0; row < APM_SPAN_ROWS; row++)
      apm_span_track_free (g_array_index (self->lanes, ApmSpanLane, i).rows[row]);
  g_array_unref (self->lanes);
  g_array_unref (self->open_lanes);
  g_free (self);
}

static ApmSpanLane *
ensure_lane (ApmSpanIndex *self,
             int           lane)
{
  guint n = self->lanes->len;

  if ((guint) lane < n)
    return apm_span_index_peek_lane (self, lane);

  g_array_set_size (self->lanes, (guint) lane + 1);
  for (guint i = n; i <= (guint) lane; i++)
    *apm_span_index_peek_lane (self, (int) i) = (ApmSpanLane) { .began = G_MAXINT64 };

  return apm_span_index_peek_lane (self, lane);
}

static ApmSpanTrack *
ensure_track (ApmSpanLane *lane,
              guint        row)
{
  if (lane->rows[row] == NULL)
    lane->rows[row] = apm_span_track_new ();

  return lane->rows[row];
}

/* The first row in which nothing is in the way; where there is none the last. */
static guint
find_row (ApmSpanLane   *lane,
          const ApmSpan *span)
{
  guint row = 1;

  if (span->what != APM_SPAN_HOLD)
    return 0;
  while (row < APM_SPAN_ROWS - 1 && lane->rows[row] &&
         (lane->rows[row]->has_open || lane->rows[row]->last_end > span->start))
    row++;

  return row;
}

static void
drop_oldest (ApmSpanIndex *self)
{
  ApmSpanTrack *oldest = NULL;

  for (guint i = 0; i < self->lanes->len; i++)
    for (guint row = 0; row < APM_SPAN_ROWS; row++)
      {
        ApmSpanTrack *track = apm_span_index_peek_lane (self, (int) i)->rows[row];

        if (track && track->blocks->len > 0 &&
            (oldest == NULL || apm_span_track_get_block (track, 0)->sum.end < apm_span_track_get_block (oldest, 0)->sum.end))
          oldest = track;
      }
  if (oldest)
    self->n_gone += apm_span_track_drop (oldest);
}

/**
 * apm_span_index_add:
 * @span: ends no earlier than the one before; what is turned around or has no lane
 *   is not taken
 */
void
apm_span_index_add (ApmSpanIndex  *self,
                    const ApmSpan *span)
{
  ApmSpanLane *lane;
  ApmSpanTrack *track;
  ApmSpan taken = *span;

  if (span->lane < 0 || span->lane >= APM_SPAN_MOST_LANES || span->end < span->start)
    return;
  lane = ensure_lane (self, span->lane);
  track = ensure_track (lane, find_row (lane, span));
  if (track->last_end > taken.start)
    taken.start = MIN (track->last_end, taken.end);
  if (track->last_end > taken.end)
    return;

  apm_span_track_add (track, &taken);
  lane->began = MIN (lane->began, taken.start);
  self->n_objects = MAX (self->n_objects, (guint) MAX (taken.object, -1) + 1);
  apm_span_index_set_range (self, self->n_added == 0 ? taken.start : MIN (self->first, taken.start),
                            MAX (self->last, taken.end));
  self->n_added++;
  while (self->n_added - self->n_gone > self->most + APM_SPAN_BLOCK)
    drop_oldest (self);
}

/**
 * apm_span_index_set_open:
 * @spans: that have not ended; they replace those that were told before. Where they
 *   end is left out of account: they last as long as the lane
 */
void
apm_span_index_set_open (ApmSpanIndex  *self,
                         const ApmSpan *spans,
                         guint          n)
{
  for (guint i = 0; i < self->open_lanes->len; i++)
    for (guint row = 0; row < APM_SPAN_ROWS; row++)
      {
        ApmSpanLane *lane = apm_span_index_peek_lane (self, g_array_index (self->open_lanes, int, i));

        if (lane->rows[row])
          lane->rows[row]->has_open = FALSE;
      }
  g_array_set_size (self->open_lanes, 0);

  for (guint i = 0; i < n; i++)
    {
      ApmSpanLane *lane;
      ApmSpanTrack *track;

      if (spans[i].lane < 0 || spans[i].lane >= APM_SPAN_MOST_LANES)
        continue;
      lane = ensure_lane (self, spans[i].lane);
      track = ensure_track (lane, find_row (lane, &spans[i]));
      if (track->has_open)
        continue;
      track->has_open = TRUE;
      track->open = spans[i];
      track->open.start = MAX (track->open.start, track->last_end);
      track->open.end = MAX (self->last, track->open.start);
      lane->began = MIN (lane->began, track->open.start);
      self->n_objects = MAX (self->n_objects, (guint) MAX (spans[i].object, -1) + 1);
      g_array_append_val (self->open_lanes, spans[i].lane);
    }
}

/**
 * apm_span_index_set_lane:
 * @ended: 0: it goes on
 */
void
apm_span_index_set_lane (ApmSpanIndex *self,
                         int           lane,
                         gint64        began,
                         gint64        ended)
{
  ApmSpanLane *it;

  if (lane < 0 || lane >= APM_SPAN_MOST_LANES)
    return;
  it = ensure_lane (self, lane);
  it->began = began;
  it->ended = ended;
}

/**
 * apm_span_index_set_range:
 * @first: when it all began
 * @last: up to when everything is known
 */
void
apm_span_index_set_range (ApmSpanIndex *self,
                          gint64        first,
                          gint64        last)
{
  self->first = first;
  self->last = MAX (first, last);
  for (guint i = 0; i < self->open_lanes->len; i++)
    for (guint row = 0; row < APM_SPAN_ROWS; row++)
      {
        ApmSpanTrack *track = apm_span_index_peek_track (self, g_array_index (self->open_lanes, int, i), row);

        if (track && track->has_open)
          track->open.end = MAX (self->last, track->open.start);
      }
}

guint
apm_span_index_get_n_lanes (ApmSpanIndex *self)
{
  return self->lanes->len;
}

/**
 * apm_span_index_get_n_rows:
 *
 * Returns: how many rows of the lane have ever had anything, one at least
 */
guint
apm_span_index_get_n_rows (ApmSpanIndex *self,
                           int           lane)
{
  guint n = APM_SPAN_ROWS;

  while (n > 1 && apm_span_index_peek_track (self, lane, n - 1) == NULL)
    n--;

  return n;
}

guint64
apm_span_index_get_n (ApmSpanIndex *self)
{
  return self->n_added - self->n_gone;
}

guint64
apm_span_index_get_n_gone (ApmSpanIndex *self)
{
  return self->n_gone;
}

/**
 * apm_span_index_get_n_objects:
 *
 * Returns: one more than the highest object that was told
 */
guint
apm_span_index_get_n_objects (ApmSpanIndex *self)
{
  return self->n_objects;
}

/**
 * apm_span_index_get_lane:
 * @began: (out)
 * @ended: (out): that of the whole, if the lane goes on
 */
void
apm_span_index_get_lane (ApmSpanIndex *self,
                         int           lane,
                         gint64       *began,
                         gint64       *ended)
{
  const ApmSpanLane *it;

  g_return_if_fail (lane >= 0 && (guint) lane < self->lanes->len);

  it = apm_span_index_peek_lane (self, lane);
  *began = MIN (it->began, self->last);
  *ended = it->ended > 0 ? it->ended : self->last;
}

void
apm_span_index_get_range (ApmSpanIndex *self,
                          gint64       *first,
                          gint64       *last)
{
  *first = self->first;
  *last = self->last;
}
