/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-timeline-geometry.h"

#include <math.h>

/* A nanosecond, and a step, never get wider. */
#define MOST_NS_PIXELS 20
#define MOST_STEP_PIXELS 160

/* Of the width, on both sides of what is shown. */
#define MARGIN 0.1

/* Columns of several spans whose height differs by less are one box. */
#define LEVELS 12

void
apm_timeline_view_init (ApmTimelineView *self,
                        gboolean         logical)
{
  *self = (ApmTimelineView) { .scale = 1, .least_scale = 1.0 / (logical ? MOST_STEP_PIXELS : MOST_NS_PIXELS) };
}

/* So far that everything is seen, a little of nothing beside it. */
static double
get_most_scale (const ApmTimelineView *self)
{
  return MAX (self->length / MAX (self->width, 1), self->least_scale);
}

static void
clamp (ApmTimelineView *self)
{
  self->scale = CLAMP (self->scale, self->least_scale, get_most_scale (self));
  self->from = CLAMP (self->from, 0, MAX (self->length - self->width * self->scale, 0));
}

/**
 * apm_timeline_view_fit:
 *
 * All of it is seen.
 */
void
apm_timeline_view_fit (ApmTimelineView *self)
{
  self->scale = get_most_scale (self);
  clamp (self);
}

/**
 * apm_timeline_view_resize:
 *
 * What is at the left edge stays there; where all was seen all is seen.
 */
void
apm_timeline_view_resize (ApmTimelineView *self,
                          double           width,
                          double           length)
{
  gboolean all = self->scale >= get_most_scale (self) * (1 - 1e-9);

  self->width = width;
  self->length = length;
  if (all)
    apm_timeline_view_fit (self);
  else
    clamp (self);
}

/**
 * apm_timeline_view_zoom:
 * @x: what is there stays there
 * @factor: above 1: nearer
 */
void
apm_timeline_view_zoom (ApmTimelineView *self,
                        double           x,
                        double           factor)
{
  double time = apm_timeline_view_get_time (self, x);

  self->scale = CLAMP (self->scale / factor, self->least_scale, get_most_scale (self));
  self->from = time - x * self->scale;
  clamp (self);
}

/**
 * apm_timeline_view_pan:
 * @pixels: above 0: later
 */
void
apm_timeline_view_pan (ApmTimelineView *self,
                       double           pixels)
{
  self->from += pixels * self->scale;
  clamp (self);
}

/**
 * apm_timeline_view_show:
 *
 * The stretch fills the picture, with a little around it.
 */
void
apm_timeline_view_show (ApmTimelineView *self,
                        double           start,
                        double           end)
{
  double length = MAX (end - start, 1) / (1 - 2 * MARGIN);

  self->scale = CLAMP (length / MAX (self->width, 1), self->least_scale, get_most_scale (self));
  self->from = (start + end) / 2 - self->width * self->scale / 2;
  clamp (self);
}

/**
 * apm_timeline_view_reveal:
 *
 * Moves no further than is needed to see the stretch, or its beginning.
 */
void
apm_timeline_view_reveal (ApmTimelineView *self,
                          double           start,
                          double           end)
{
  double seen = self->width * self->scale, around = MIN (seen * MARGIN, MAX (seen - (end - start), 0) / 2);

  if (start >= self->from && end <= self->from + seen)
    return;
  if (start < self->from || end - start > seen)
    self->from = start - around;
  else
    self->from = end + around - seen;
  clamp (self);
}

/**
 * apm_timeline_view_follow:
 *
 * The newest is at the right edge.
 */
void
apm_timeline_view_follow (ApmTimelineView *self)
{
  self->from = self->length;
  clamp (self);
}

double
apm_timeline_view_get_x (const ApmTimelineView *self,
                         double                 time)
{
  return (time - self->from) / self->scale;
}

double
apm_timeline_view_get_time (const ApmTimelineView *self,
                            double                 x)
{
  return self->from + x * self->scale;
}

/**
 * apm_timeline_view_get_tick:
 *
 * Returns: the least of 1, 2, 5, 10… that takes @least_pixels
 */
double
apm_timeline_view_get_tick (const ApmTimelineView *self,
                            double                 least_pixels,
                            gboolean               logical)
{
  double least = self->scale * least_pixels, power = pow (10, floor (log10 (least)));

  if (least <= 1)
    return 1;
  for (guint i = 0; i < 3; i++)
    {
      static const double steps[] = { 1, 2, 5 };

      if (steps[i] * power >= least * (1 - 1e-9))
        return steps[i] * power;
    }

  return 10 * power;
}

/**
 * apm_timeline_rows_choose:
 * @n_lanes: how many there are
 * @n_rows: of all of them together
 * @height: what there is for them
 *
 * As high as they have room; where they have none they are scrolled.
 */
void
apm_timeline_rows_choose (ApmTimelineRows *self,
                          guint            n_lanes,
                          guint            n_rows,
                          double           height)
{
  static const ApmTimelineRows sizes[] = { { 24, 15, 8 }, { 20, 12, 6 }, { 18, 9, 5 }, { 17, 6, 4 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      *self = sizes[i];
      if (n_lanes * (self->band + self->gap) + (n_rows - n_lanes) * self->row <= height)
        return;
    }
}

/**
 * apm_timeline_rows_get_height:
 * @n_rows: of the lane, the band of what it does among them
 */
double
apm_timeline_rows_get_height (const ApmTimelineRows *self,
                              guint                  n_rows)
{
  return self->band + (n_rows - 1) * self->row + self->gap;
}

/**
 * apm_timeline_rows_get_y:
 * @height: (out)
 *
 * Returns: where the row begins, below the beginning of its lane
 */
double
apm_timeline_rows_get_y (const ApmTimelineRows *self,
                         guint                  row,
                         double                *height)
{
  *height = row == 0 ? self->band : self->row - 1;

  return self->gap / 2 + (row == 0 ? 0 : self->band + 1 + (row - 1) * self->row);
}

/**
 * apm_timeline_rows_find:
 *
 * Returns: the row at @y below the beginning of its lane; the nearest
 */
guint
apm_timeline_rows_find (const ApmTimelineRows *self,
                        guint                  n_rows,
                        double                 y)
{
  y -= self->gap / 2 + self->band;

  return y < 0 ? 0 : MIN (1 + (guint) (y / self->row), n_rows - 1);
}

static guint
get_level (const ApmSpanColumn *column)
{
  return (guint) ceilf (column->busy * LEVELS);
}

static gboolean
belongs_to (const ApmSpanColumn *column,
            const ApmSpanColumn *before)
{
  if (column->n == 1 || before->n == 1)
    return column->n == before->n && column->number == before->number;

  return column->kind == before->kind && get_level (column) == get_level (before);
}

/**
 * apm_timeline_make_boxes:
 * @boxes: (out caller-allocates): room for @n
 *
 * Returns: how many boxes there are
 */
guint
apm_timeline_make_boxes (const ApmSpanColumn *columns,
                         guint                n,
                         ApmTimelineBox      *boxes)
{
  guint n_boxes = 0;

  for (guint i = 0; i < n; i++)
    {
      const ApmSpanColumn *column = &columns[i];
      ApmTimelineBox *box = &boxes[n_boxes];

      if (column->n == 0)
        continue;
      if (n_boxes > 0 && box[-1].x + box[-1].width == i && belongs_to (column, column - 1))
        {
          box[-1].width++;
          if (column->n == 1)
            box[-1].busy = 1;
          else
            box[-1].n += column->n;
          continue;
        }
      *box = (ApmTimelineBox) { i, 1, column->kind, column->n, column->busy, column->number };
      n_boxes++;
    }

  return n_boxes;
}
