/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-geometry-private.h"

#define GUTTER 20            /* at the left, for what runs to a first column */
#define ROW_GAP 18
#define BAND_GAP 30
#define SWEEPS 4

/* Boxes of one column in the order of their ranks, so that a box stays where it is. */
static void
insert_box (ApmWhyWork   *work,
            ApmWhyColumn *column,
            guint         box)
{
  guint *order = work->order + column->first;
  guint i = column->n++;

  for (; i > 0 && work->boxes[order[i - 1]].rank > work->boxes[box].rank; i--)
    order[i] = order[i - 1];
  order[i] = box;
}

static void
fill_columns (ApmWhyWork *work)
{
  guint n = work->out->n_boxes, at = 0;

  for (guint i = 0; i < n; i++)
    work->n_columns = MAX (work->n_columns, work->boxes[i].depth + 1);
  work->columns = g_new0 (ApmWhyColumn, work->n_columns);
  work->order = g_new (guint, n);
  work->place = g_new (guint, n);
  work->weight = g_new (float, n);

  for (guint c = 0; c < work->n_columns; c++)
    {
      ApmWhyColumn *column = &work->columns[c];

      column->first = at;
      for (guint i = 0; i < n; i++)
        if (work->boxes[i].depth == c)
          insert_box (work, column, i);
      for (guint i = 0; i < column->n; i++)
        work->place[work->order[column->first + i]] = i;
      at += column->n;
    }
}

/* The mean place of those in the column @beside that @box is joined to. */
static float
get_weight (const ApmWhyWork *work,
            guint             box,
            guint             beside)
{
  float sum = 0;
  guint n = 0;

  for (guint e = 0; e < work->out->n_edges; e++)
    {
      const ApmWhyEdge *edge = &work->edges[e];
      guint other = edge->from == box ? edge->to : edge->to == box ? edge->from : box;

      if (other == box || work->boxes[other].depth != beside)
        continue;
      sum += (work->place[other] + 0.5f) / work->columns[beside].n;
      n++;
    }

  /* Who is joined to nobody there stays about where it is. */
  return n > 0 ? sum / n : (work->place[box] + 0.5f) / apm_why_work_get_column (work, box)->n;
}

static void
sort_column (ApmWhyWork *work,
             guint       column,
             guint       beside)
{
  guint *order = work->order + work->columns[column].first;
  guint n = work->columns[column].n;

  for (guint i = 0; i < n; i++)
    work->weight[order[i]] = get_weight (work, order[i], beside);

  /* By insertion: equal ones keep their order, and columns are short. */
  for (guint i = 1; i < n; i++)
    for (guint j = i; j > 0 && work->weight[order[j - 1]] > work->weight[order[j]]; j--)
      {
        guint other = order[j - 1];

        order[j - 1] = order[j];
        order[j] = other;
      }
  for (guint i = 0; i < n; i++)
    work->place[order[i]] = i;
}

/* Fewer crossings: each column by the middle of its neighbours, to and fro. */
static void
untangle (ApmWhyWork *work)
{
  for (guint sweep = 0; sweep < SWEEPS; sweep++)
    {
      for (guint c = 1; c < work->n_columns; c++)
        sort_column (work, c, c - 1);
      for (guint c = work->n_columns - 1; c > 0; c--)
        sort_column (work, c - 1, c);
    }
}

static float
get_column_height (const ApmWhyWork   *work,
                   const ApmWhyColumn *column)
{
  float height = 0;

  for (guint i = 0; i < column->n; i++)
    height += work->boxes[work->order[column->first + i]].height + (i > 0 ? ROW_GAP : 0);

  return height;
}

/* What leaves a box for another one than of the next column, and what comes from such a one, needs room beside it. */
static void
measure_columns (ApmWhyWork *work)
{
  work->left = APM_WHY_MARGIN;
  for (guint c = 0; c < work->n_columns; c++)
    {
      ApmWhyColumn *column = &work->columns[c];

      column->gap = APM_WHY_LEAST_GAP;
      for (guint i = 0; i < column->n; i++)
        {
          const ApmWhyBox *box = &work->boxes[work->order[column->first + i]];

          column->width = MAX (column->width, box->width);
          column->label = MAX (column->label, box->label);
        }
      if (column->label > 0)
        column->gap = MAX (column->gap, column->label + APM_WHY_LABEL_ROOM);
    }

  for (guint e = 0; e < work->out->n_edges; e++)
    {
      guint from = work->boxes[work->edges[e].from].depth, to = work->boxes[work->edges[e].to].depth;

      if (to == from + 1 || work->edges[e].from == work->edges[e].to)
        continue;
      work->columns[from].gap += APM_WHY_BESIDE;
      if (to == from)
        continue;
      if (to > 0)
        work->columns[to - 1].gap += APM_WHY_BESIDE;
      else
        work->left = APM_WHY_MARGIN + GUTTER;
    }
}

/* The last column has a gap only for what leaves it. */
static gboolean
has_exits (const ApmWhyWork *work,
           guint             column)
{
  for (guint e = 0; e < work->out->n_edges; e++)
    if (work->boxes[work->edges[e].from].depth == column)
      return TRUE;

  return FALSE;
}

static float
get_need (const ApmWhyWork *work,
          guint             column)
{
  return work->columns[column].width + (has_exits (work, column) ? work->columns[column].gap : 0);
}

/* What has no room in one row goes on in the next, as a text does. */
static void
fold (ApmWhyWork *work,
      float       room)
{
  float all = work->left + APM_WHY_MARGIN, x;

  for (guint c = 0; c < work->n_columns; c++)
    all += c + 1 < work->n_columns ? work->columns[c].width + work->columns[c].gap : get_need (work, c);
  if (room > 0 && all > room)
    work->left = APM_WHY_MARGIN + GUTTER;

  work->bands = g_new0 (ApmWhyBand, work->n_columns);
  work->n_bands = 1;
  x = work->left;
  for (guint c = 0; c < work->n_columns; c++)
    {
      ApmWhyBand *band = &work->bands[work->n_bands - 1];

      if (room > 0 && band->n > 0 && x + get_need (work, c) + APM_WHY_MARGIN > room)
        {
          band = &work->bands[work->n_bands++];
          band->first = c;
          x = work->left;
        }
      band->n++;
      band->height = MAX (band->height, get_column_height (work, &work->columns[c]));
      work->columns[c].row = work->n_bands - 1;
      work->columns[c].x = x;
      work->out->width = MAX (work->out->width, x + get_need (work, c) + APM_WHY_MARGIN);
      x += work->columns[c].width + work->columns[c].gap;
    }
}

static void
place_column (ApmWhyWork         *work,
              const ApmWhyColumn *column,
              const ApmWhyBand   *band)
{
  float y = band->y + (band->height - get_column_height (work, column)) / 2;

  for (guint i = 0; i < column->n; i++)
    {
      guint index = work->order[column->first + i];

      work->out->boxes[index] = GRAPHENE_RECT_INIT (column->x, y, column->width, work->boxes[index].height);
      y += work->boxes[index].height + ROW_GAP;
    }
}

static void
place_boxes (ApmWhyWork *work)
{
  float y = APM_WHY_MARGIN;

  for (guint b = 0; b < work->n_bands; b++)
    {
      ApmWhyBand *band = &work->bands[b];

      band->y = y;
      for (guint c = band->first; c < band->first + band->n; c++)
        place_column (work, &work->columns[c], band);
      y += band->height + apm_why_work_get_lanes_height (band);
      work->out->height = y + APM_WHY_MARGIN;
      y += BAND_GAP;
    }
}

/**
 * apm_why_layout_new:
 * @boxes: sizes in pixels
 * @line_height: of what is written at a hop
 * @room: the width there is; 0: as much as it takes
 * @mirrored: for languages that are written from right to left
 */
ApmWhyLayout *
apm_why_layout_new (const ApmWhyBox  *boxes,
                    guint             n_boxes,
                    const ApmWhyEdge *edges,
                    guint             n_edges,
                    float             line_height,
                    float             room,
                    gboolean          mirrored)
{
  ApmWhyLayout *out = g_new0 (ApmWhyLayout, 1);
  ApmWhyWork work = { .boxes = boxes, .edges = edges, .out = out, .line = line_height };

  out->n_boxes = n_boxes;
  out->n_edges = n_edges;
  out->boxes = g_new0 (graphene_rect_t, n_boxes);
  out->labels = g_new0 (graphene_rect_t, n_boxes);
  out->routes = g_new0 (ApmWhyRoute, n_edges);
  if (n_boxes == 0)
    return out;

  fill_columns (&work);
  untangle (&work);
  measure_columns (&work);
  fold (&work, room);
  apm_why_work_take_lanes (&work);
  place_boxes (&work);
  apm_why_work_route (&work);
  if (mirrored)
    apm_why_layout_mirror (out);

  g_free (work.columns);
  g_free (work.bands);
  g_free (work.order);
  g_free (work.place);
  g_free (work.weight);
  g_free (work.lanes);

  return out;
}

void
apm_why_layout_free (ApmWhyLayout *self)
{
  g_free (self->boxes);
  g_free (self->labels);
  g_free (self->routes);
  g_free (self);
}
