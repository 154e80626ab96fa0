/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-geometry-private.h"

#include <math.h>

#define BEND 8
#define PORT 10              /* between two that leave or reach one box */
#define MOST_CORNERS 8

/* Of a box' height: where a line to its own column leaves it, and one from there comes in. */
#define LEAVES 0.3f
#define COMES_BACK 0.7f
#define LOOP (APM_WHY_LEAST_GAP - 4)

/* Before a column: to the next row, and to any other. */
#define NEAR 14
#define FAR 22

ApmWhyWay
apm_why_work_get_way (const ApmWhyWork *work,
                      guint             edge)
{
  guint from = work->boxes[work->edges[edge].from].depth, to = work->boxes[work->edges[edge].to].depth;

  if (from == to)
    return APM_WHY_WAY_BESIDE;

  return to == from + 1 && work->columns[from].row == work->columns[to].row ? APM_WHY_WAY_NEXT : APM_WHY_WAY_LANE;
}

static guint *
get_lane (const ApmWhyWork *work,
          guint             band,
          guint             box)
{
  return &work->lanes[band * work->out->n_boxes + box];
}

static gboolean
is_first_of_band (const ApmWhyWork *work,
                  guint             box)
{
  guint depth = work->boxes[box].depth;

  return work->bands[work->columns[depth].row].first == depth;
}

static void
take_lane (ApmWhyWork *work,
           guint       band,
           guint       box)
{
  guint *lane = get_lane (work, band, box);

  if (*lane == 0)
    *lane = ++work->bands[band].n_lanes;
}

/* Those who run to the same box share a lane. */
void
apm_why_work_take_lanes (ApmWhyWork *work)
{
  work->lanes = g_new0 (guint, (gsize) work->n_bands * work->out->n_boxes);
  for (guint e = 0; e < work->out->n_edges; e++)
    {
      guint from = work->edges[e].from, to = work->edges[e].to;
      guint from_band = apm_why_work_get_column (work, from)->row, to_band = apm_why_work_get_column (work, to)->row;

      if (apm_why_work_get_way (work, e) != APM_WHY_WAY_LANE)
        continue;
      take_lane (work, from_band, to);
      if (to_band != from_band && !is_first_of_band (work, to))
        take_lane (work, to_band, to);
    }
}

float
apm_why_work_get_lanes_height (const ApmWhyBand *band)
{
  return band->n_lanes * APM_WHY_LANE;
}

static float
get_lane_y (const ApmWhyWork *work,
            guint             band,
            guint             box)
{
  return work->bands[band].y + work->bands[band].height + *get_lane (work, band, box) * APM_WHY_LANE;
}

/* Where an edge leaves the right side of a box, or reaches the left one, apart from others
 * there; those that come by a lane come together, below the others. */
static float
get_port (const ApmWhyWork *work,
          guint             edge,
          gboolean          leaves)
{
  guint box = leaves ? work->edges[edge].from : work->edges[edge].to;
  const graphene_rect_t *rect = &work->out->boxes[box];
  gboolean by_lane = !leaves && apm_why_work_get_way (work, edge) == APM_WHY_WAY_LANE, any_by_lane = FALSE;
  float room;
  guint before = 0, n = 0;

  for (guint e = 0; e < work->out->n_edges; e++)
    {
      ApmWhyWay way = apm_why_work_get_way (work, e);

      if ((leaves ? work->edges[e].from : work->edges[e].to) != box || way == APM_WHY_WAY_BESIDE)
        continue;
      if (!leaves && way == APM_WHY_WAY_LANE)
        {
          any_by_lane = TRUE;
          continue;
        }
      if (e == edge)
        before = n;
      n++;
    }
  if (by_lane)
    before = n;
  n += any_by_lane;
  room = MIN (PORT, (rect->size.height - 8) / MAX (n, 1));

  return rect->origin.y + rect->size.height / 2 + ((float) before - (n - 1) / 2.0f) * room;
}

static graphene_point_t
point (float x,
       float y)
{
  return GRAPHENE_POINT_INIT (x, y);
}

static void
add_curve (ApmWhyRoute      *route,
           graphene_point_t  c1,
           graphene_point_t  c2,
           graphene_point_t  end)
{
  g_assert (route->n_curves < APM_WHY_MOST_CURVES);

  route->curves[route->n_curves].c1 = c1;
  route->curves[route->n_curves].c2 = c2;
  route->curves[route->n_curves].end = end;
  route->n_curves++;
}

/* From @from towards @to, but no farther than half of the way. */
static graphene_point_t
go_towards (graphene_point_t from,
            graphene_point_t to,
            float            most)
{
  float length = hypotf (to.x - from.x, to.y - from.y), part;

  if (length <= 0)
    return from;
  part = MIN (most, length / 2) / length;

  return point (from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
}

/* Straight from corner to corner, and round at each. */
static void
add_corners (ApmWhyRoute            *route,
             const graphene_point_t *corners,
             guint                   n)
{
  graphene_point_t at = corners[0];

  route->start = at;
  for (guint i = 1; i + 1 < n; i++)
    {
      graphene_point_t before = go_towards (corners[i], corners[i - 1], BEND);
      graphene_point_t after = go_towards (corners[i], corners[i + 1], BEND);

      add_curve (route, at, at, before);
      add_curve (route, corners[i], corners[i], after);
      at = after;
    }
  add_curve (route, at, at, corners[n - 1]);
}

/* Straight below what is written there, and beside whatever else is written in that column, then over. */
static void
route_next (const ApmWhyWork *work,
            guint             edge,
            ApmWhyRoute      *route)
{
  const graphene_rect_t *from = &work->out->boxes[work->edges[edge].from];
  float x = from->origin.x + from->size.width, y = get_port (work, edge, TRUE);
  float end = work->out->boxes[work->edges[edge].to].origin.x, end_y = get_port (work, edge, FALSE);
  float label = apm_why_work_get_column (work, work->edges[edge].from)->label;
  float straight = label > 0 ? x + label + 6 : x;

  route->start = point (x, y);
  if (straight > x)
    add_curve (route, point (x, y), point (straight, y), point (straight, y));
  add_curve (route, point ((straight + end) / 2, y), point ((straight + end) / 2, end_y), point (end, end_y));
}

/* How many run up or down beside the same column before this one. */
static guint
count_before (const ApmWhyWork *work,
              guint             edge)
{
  guint depth = work->boxes[work->edges[edge].from].depth, n = 0;

  for (guint e = 0; e < edge; e++)
    n += work->boxes[work->edges[e].from].depth == depth && work->edges[e].from != work->edges[e].to &&
         apm_why_work_get_way (work, e) != APM_WHY_WAY_NEXT;

  return n;
}

/* Where a line runs up or down beside its column, clear of what is written there. */
static float
get_beside_x (const ApmWhyWork *work,
              guint             edge)
{
  const ApmWhyColumn *column = apm_why_work_get_column (work, work->edges[edge].from);

  return column->x + column->width +
         MIN (column->label + 12 + count_before (work, edge) * APM_WHY_BESIDE, column->gap - 6);
}

/* Within its column: out at the right and in again; also to itself. */
static void
route_beside (const ApmWhyWork *work,
              guint             edge,
              ApmWhyRoute      *route)
{
  const graphene_rect_t *from = &work->out->boxes[work->edges[edge].from];
  const graphene_rect_t *to = &work->out->boxes[work->edges[edge].to];
  float x = from->origin.x + from->size.width, out = get_beside_x (work, edge);
  float y = from->origin.y + from->size.height * LEAVES, end_y = to->origin.y + to->size.height * COMES_BACK;
  const graphene_point_t corners[] = { point (x, y), point (out, y), point (out, end_y), point (x, end_y) };

  if (from != to)
    {
      add_corners (route, corners, G_N_ELEMENTS (corners));
      return;
    }

  route->start = point (x, y);
  add_curve (route, point (x + LOOP, y), point (x + LOOP, end_y), point (x, end_y));
}

/* Out at the right, along the lanes below the rows, and in at the left: lines run
 * between columns and between rows, never over a box. */
static void
route_lane (const ApmWhyWork *work,
            guint             edge,
            ApmWhyRoute      *route)
{
  guint from = work->edges[edge].from, to = work->edges[edge].to;
  const ApmWhyColumn *column = apm_why_work_get_column (work, from), *target = apm_why_work_get_column (work, to);
  float x = column->x + column->width, y = get_port (work, edge, TRUE), down = get_beside_x (work, edge);
  gboolean far = target->row != column->row && target->row != column->row + 1;
  float end = target->x, end_y = get_port (work, edge, FALSE), up = end - (far && is_first_of_band (work, to) ? FAR : NEAR);
  float lane = get_lane_y (work, column->row, to);
  graphene_point_t corners[MOST_CORNERS] = { point (x, y), point (down, y), point (down, lane) };
  guint n = 3;

  if (target->row != column->row && !is_first_of_band (work, to))
    {
      float left = work->left - FAR, other = get_lane_y (work, target->row, to);

      corners[n++] = point (left, lane);
      corners[n++] = point (left, other);
      lane = other;
    }
  corners[n++] = point (up, lane);
  corners[n++] = point (up, end_y);
  corners[n++] = point (end, end_y);
  add_corners (route, corners, n);
}

/* Where the topmost of those that leave a box does. */
static float
get_first_y (const ApmWhyWork *work,
             guint             box)
{
  const graphene_rect_t *rect = &work->out->boxes[box];
  float first = rect->origin.y + rect->size.height;

  for (guint e = 0; e < work->out->n_edges; e++)
    if (work->edges[e].from == box)
      first = MIN (first, apm_why_work_get_way (work, e) == APM_WHY_WAY_BESIDE
                            ? rect->origin.y + rect->size.height * LEAVES : get_port (work, e, TRUE));

  return first;
}

/* A label stands over the straight part of the first hop. */
static void
place_label (ApmWhyWork *work,
             guint       box)
{
  const graphene_rect_t *rect = &work->out->boxes[box];
  graphene_rect_t *label = &work->out->labels[box];
  float width = work->boxes[box].label;

  if (width <= 0 || label->size.width > 0)
    return;

  *label = GRAPHENE_RECT_INIT (rect->origin.x + rect->size.width + 6, get_first_y (work, box) - work->line - 2,
                               width, work->line);
}

void
apm_why_work_route (ApmWhyWork *work)
{
  for (guint e = 0; e < work->out->n_edges; e++)
    {
      ApmWhyRoute *route = &work->out->routes[e];

      place_label (work, work->edges[e].from);
      switch (apm_why_work_get_way (work, e))
        {
        case APM_WHY_WAY_NEXT:
          route_next (work, e, route);
          break;
        case APM_WHY_WAY_BESIDE:
          route_beside (work, e, route);
          break;
        case APM_WHY_WAY_LANE:
        default:
          route_lane (work, e, route);
        }
    }
}

void
apm_why_layout_mirror (ApmWhyLayout *out)
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
