/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-geometry.h"

#define MARGIN 12
#define ROW_GAP 18
#define LEAST_GAP 48         /* between columns */
#define LABEL_ROOM 28        /* beside a label: the bend and the arrow */
#define LANE 16              /* between two that run back */
#define BEND 14
#define PORT 10              /* between two that leave or reach one box */
#define SWEEPS 4

typedef struct {
  guint first, n;            /* in the order */
  float x, width, gap;       /* gap: to the column at its right */
} Column;

typedef struct {
  const ApmWhyBox *boxes;
  const ApmWhyEdge *edges;
  ApmWhyLayout *out;
  float line;
  guint n_columns;
  Column *columns;
  guint *order;              /* boxes, by column, from the top */
  guint *place;              /* of each box in its column */
  float *weight;             /* of each box, for sorting */
} Work;

/* Who is a hop from those of @depth and has no place yet. */
static gboolean
spread (ApmWhyBox        *boxes,
        const ApmWhyEdge *edges,
        guint             n_edges,
        guint             depth)
{
  gboolean found = FALSE;

  for (guint e = 0; e < n_edges; e++)
    if (boxes[edges[e].from].depth == depth && boxes[edges[e].to].depth == G_MAXUINT)
      {
        boxes[edges[e].to].depth = depth + 1;
        found = TRUE;
      }

  return found;
}

/**
 * apm_why_find_depths:
 * @boxes: (inout): get their depth
 *
 * Those for whom nobody waits come first; of a circle that nobody waits behind, its first member.
 */
void
apm_why_find_depths (ApmWhyBox        *boxes,
                     guint             n_boxes,
                     const ApmWhyEdge *edges,
                     guint             n_edges)
{
  for (guint i = 0; i < n_boxes; i++)
    boxes[i].depth = 0;
  for (guint e = 0; e < n_edges; e++)
    if (edges[e].from != edges[e].to)
      boxes[edges[e].to].depth = G_MAXUINT;
  for (guint depth = 0; spread (boxes, edges, n_edges, depth); depth++)
    ;

  for (guint i = 0; i < n_boxes; i++)
    if (boxes[i].depth == G_MAXUINT)
      {
        boxes[i].depth = 0;
        for (guint depth = 0; spread (boxes, edges, n_edges, depth); depth++)
          ;
      }
}

static gboolean
is_forward (const Work *work,
            guint       edge)
{
  return work->boxes[work->edges[edge].to].depth > work->boxes[work->edges[edge].from].depth;
}

static gboolean
is_back (const Work *work,
         guint       edge)
{
  return work->boxes[work->edges[edge].to].depth < work->boxes[work->edges[edge].from].depth;
}

static void
fill_columns (Work *work)
{
  guint n = work->out->n_boxes, at = 0;

  for (guint i = 0; i < n; i++)
    work->n_columns = MAX (work->n_columns, work->boxes[i].depth + 1);
  work->columns = g_new0 (Column, work->n_columns);
  work->order = g_new (guint, n);
  work->place = g_new (guint, n);
  work->weight = g_new (float, n);

  for (guint c = 0; c < work->n_columns; c++)
    {
      work->columns[c].first = at;
      for (guint i = 0; i < n; i++)
        if (work->boxes[i].depth == c)
          {
            work->place[i] = at - work->columns[c].first;
            work->order[at++] = i;
          }
      work->columns[c].n = at - work->columns[c].first;
    }
}

/* The mean place of those in the column @beside that @box is joined to. */
static float
get_weight (const Work *work,
            guint       box,
            guint       beside)
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
  return n > 0 ? sum / n : (work->place[box] + 0.5f) / work->columns[work->boxes[box].depth].n;
}

static void
sort_column (Work *work,
             guint column,
             guint beside)
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
untangle (Work *work)
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
get_column_height (const Work   *work,
                   const Column *column)
{
  float height = 0;

  for (guint i = 0; i < column->n; i++)
    height += work->boxes[work->order[column->first + i]].height + (i > 0 ? ROW_GAP : 0);

  return height;
}

static void
place_boxes (Work *work)
{
  float x = MARGIN, height = 0;

  for (guint c = 0; c < work->n_columns; c++)
    height = MAX (height, get_column_height (work, &work->columns[c]));

  for (guint c = 0; c < work->n_columns; c++)
    {
      Column *column = &work->columns[c];
      float y = MARGIN + (height - get_column_height (work, column)) / 2;

      column->x = x;
      column->gap = LEAST_GAP;
      for (guint i = 0; i < column->n; i++)
        {
          const ApmWhyBox *box = &work->boxes[work->order[column->first + i]];

          column->width = MAX (column->width, box->width);
          if (box->label > 0)
            column->gap = MAX (column->gap, box->label + LABEL_ROOM);
        }
      for (guint i = 0; i < column->n; i++)
        {
          guint index = work->order[column->first + i];
          const ApmWhyBox *box = &work->boxes[index];

          work->out->boxes[index] = GRAPHENE_RECT_INIT (x, y, column->width, box->height);
          y += box->height + ROW_GAP;
        }
      x += column->width + column->gap;
    }

  work->out->width = x + MARGIN;
  work->out->height = MARGIN + height + MARGIN;
}

/* Where an edge leaves or reaches the side of a box, apart from others there. */
static float
get_port (const Work *work,
          guint       edge,
          gboolean    leaves)
{
  guint box = leaves ? work->edges[edge].from : work->edges[edge].to;
  const graphene_rect_t *rect = &work->out->boxes[box];
  gboolean forward = is_forward (work, edge);
  float room;
  guint before = 0, n = 0;

  for (guint e = 0; e < work->out->n_edges; e++)
    {
      if ((leaves ? work->edges[e].from : work->edges[e].to) != box || is_forward (work, e) != forward)
        continue;
      if (e == edge)
        before = n;
      n++;
    }
  room = MIN (PORT, (rect->size.height - 8) / MAX (n, 1));

  return rect->origin.y + rect->size.height / 2 + ((float) before - (n - 1) / 2.0f) * room;
}

static void
add_curve (ApmWhyRoute     *route,
           graphene_point_t c1,
           graphene_point_t c2,
           graphene_point_t end)
{
  route->curves[route->n_curves].c1 = c1;
  route->curves[route->n_curves].c2 = c2;
  route->curves[route->n_curves].end = end;
  route->n_curves++;
}

static graphene_point_t
point (float x,
       float y)
{
  return GRAPHENE_POINT_INIT (x, y);
}

static void
route_forward (const Work  *work,
               guint        edge,
               ApmWhyRoute *route)
{
  const graphene_rect_t *from = &work->out->boxes[work->edges[edge].from];
  const graphene_rect_t *to = &work->out->boxes[work->edges[edge].to];
  float x = from->origin.x + from->size.width, y = get_port (work, edge, TRUE);
  float end = to->origin.x, end_y = get_port (work, edge, FALSE);
  float label = work->boxes[work->edges[edge].from].label;
  float straight = label > 0 ? x + label + 6 : x;

  route->start = point (x, y);
  /* Straight below what is written there, then over. */
  if (straight > x)
    add_curve (route, point (x, y), point (straight, y), point (straight, y));
  add_curve (route, point ((straight + end) / 2, y), point ((straight + end) / 2, end_y), point (end, end_y));
}

/* Within its column: out at the right and in again; also to itself. */
static void
route_beside (const Work  *work,
              guint        edge,
              ApmWhyRoute *route)
{
  const graphene_rect_t *from = &work->out->boxes[work->edges[edge].from];
  const graphene_rect_t *to = &work->out->boxes[work->edges[edge].to];
  float x = from->origin.x + from->size.width, end = to->origin.x + to->size.width;
  float y = from->origin.y + from->size.height * 0.3f, end_y = to->origin.y + to->size.height * 0.7f;

  route->start = point (x, y);
  add_curve (route, point (x + LEAST_GAP, y), point (end + LEAST_GAP, end_y), point (end, end_y));
}

/* Below everybody, in a lane of its own. */
static void
route_back (const Work  *work,
            guint        edge,
            float        lane,
            ApmWhyRoute *route)
{
  const graphene_rect_t *from = &work->out->boxes[work->edges[edge].from];
  const graphene_rect_t *to = &work->out->boxes[work->edges[edge].to];
  float x = from->origin.x + from->size.width / 2 + 8, y = from->origin.y + from->size.height;
  float end = to->origin.x + to->size.width / 2 - 8, end_y = to->origin.y + to->size.height;

  route->start = point (x, y);
  add_curve (route, point (x, lane), point (x, lane), point (x - BEND, lane));
  add_curve (route, point (x - BEND, lane), point (end + BEND, lane), point (end + BEND, lane));
  add_curve (route, point (end, lane), point (end, lane), point (end, end_y));
}

/* A label stands over the straight part of the first hop to the right, else over that which runs back. */
static void
place_label (Work  *work,
             guint  edge,
             float  lane)
{
  guint box = work->edges[edge].from;
  const graphene_rect_t *rect = &work->out->boxes[box];
  graphene_rect_t *label = &work->out->labels[box];
  float width = work->boxes[box].label;

  if (width <= 0 || label->size.width > 0)
    return;

  if (is_back (work, edge))
    {
      const graphene_rect_t *to = &work->out->boxes[work->edges[edge].to];
      float middle = (rect->origin.x + rect->size.width / 2 + to->origin.x + to->size.width / 2) / 2;

      *label = GRAPHENE_RECT_INIT (middle - width / 2, lane - work->line - 1, width, work->line);
    }
  else
    {
      float y = is_forward (work, edge) ? get_port (work, edge, TRUE) : rect->origin.y + rect->size.height * 0.3f;

      *label = GRAPHENE_RECT_INIT (rect->origin.x + rect->size.width + 6, y - work->line - 2, width, work->line);
    }
}

static void
route_edges (Work *work)
{
  float lane = work->out->height - MARGIN + LANE, lowest = 0;

  for (guint e = 0; e < work->out->n_edges; e++)
    {
      if (is_back (work, e))
        {
          gboolean has_label = work->boxes[work->edges[e].from].label > 0
                               && work->out->labels[work->edges[e].from].size.width <= 0;

          lane += has_label ? work->line : 0;
          place_label (work, e, lane);
          route_back (work, e, lane, &work->out->routes[e]);
          lowest = lane;
          lane += LANE;
          continue;
        }
      place_label (work, e, 0);
      if (is_forward (work, e))
        route_forward (work, e, &work->out->routes[e]);
      else
        route_beside (work, e, &work->out->routes[e]);
    }
  if (lowest > 0)
    work->out->height = lowest + MARGIN;
}

static void
mirror (ApmWhyLayout *out)
{
  for (guint i = 0; i < out->n_boxes; i++)
    {
      out->boxes[i].origin.x = out->width - out->boxes[i].origin.x - out->boxes[i].size.width;
      out->labels[i].origin.x = out->width - out->labels[i].origin.x - out->labels[i].size.width;
    }
  for (guint e = 0; e < out->n_edges; e++)
    {
      ApmWhyRoute *route = &out->routes[e];

      route->start.x = out->width - route->start.x;
      for (guint i = 0; i < route->n_curves; i++)
        {
          route->curves[i].c1.x = out->width - route->curves[i].c1.x;
          route->curves[i].c2.x = out->width - route->curves[i].c2.x;
          route->curves[i].end.x = out->width - route->curves[i].end.x;
        }
    }
}

/* The last column has a gap only for what leaves it and stays in it. */
static void
trim (Work *work)
{
  const Column *last = &work->columns[work->n_columns - 1];
  gboolean loops = FALSE;

  for (guint e = 0; e < work->out->n_edges; e++)
    loops |= work->boxes[work->edges[e].from].depth == work->n_columns - 1 && !is_back (work, e);
  if (!loops)
    work->out->width = last->x + last->width + MARGIN;
}

/**
 * apm_why_layout_new:
 * @boxes: sizes in pixels
 * @line_height: of what is written at a hop
 * @mirrored: for languages that are written from right to left
 */
ApmWhyLayout *
apm_why_layout_new (const ApmWhyBox  *boxes,
                    guint             n_boxes,
                    const ApmWhyEdge *edges,
                    guint             n_edges,
                    float             line_height,
                    gboolean          mirrored)
{
  ApmWhyLayout *out = g_new0 (ApmWhyLayout, 1);
  Work work = { .boxes = boxes, .edges = edges, .out = out, .line = line_height };

  out->n_boxes = n_boxes;
  out->n_edges = n_edges;
  out->boxes = g_new0 (graphene_rect_t, n_boxes);
  out->labels = g_new0 (graphene_rect_t, n_boxes);
  out->routes = g_new0 (ApmWhyRoute, n_edges);
  if (n_boxes == 0)
    return out;

  fill_columns (&work);
  untangle (&work);
  place_boxes (&work);
  trim (&work);
  route_edges (&work);
  if (mirrored)
    mirror (out);

  g_free (work.columns);
  g_free (work.order);
  g_free (work.place);
  g_free (work.weight);

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
