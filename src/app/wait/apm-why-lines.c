/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-lines.h"

#include <math.h>

#define TIP 6

static void
draw_tip (cairo_t                *cr,
          const graphene_point_t *from,
          const graphene_point_t *at)
{
  double angle = atan2 (at->y - from->y, at->x - from->x);

  cairo_set_dash (cr, NULL, 0, 0);
  cairo_move_to (cr, at->x, at->y);
  cairo_line_to (cr, at->x - TIP * 1.4 * cos (angle - 0.45), at->y - TIP * 1.4 * sin (angle - 0.45));
  cairo_line_to (cr, at->x - TIP * 1.4 * cos (angle + 0.45), at->y - TIP * 1.4 * sin (angle + 0.45));
  cairo_close_path (cr);
  cairo_fill (cr);
}

/**
 * apm_why_lines_draw_route:
 *
 * Draws one line with its arrow's tip, in the colour, width and dashes that are set.
 */
void
apm_why_lines_draw_route (cairo_t           *cr,
                          const ApmWhyRoute *route)
{
  const graphene_point_t *end = &route->curves[route->n_curves - 1].end;
  const graphene_point_t *before = &route->curves[route->n_curves - 1].c2;

  cairo_move_to (cr, route->start.x, route->start.y);
  for (guint i = 0; i < route->n_curves; i++)
    cairo_curve_to (cr, route->curves[i].c1.x, route->curves[i].c1.y, route->curves[i].c2.x, route->curves[i].c2.y,
                    route->curves[i].end.x, route->curves[i].end.y);
  cairo_stroke (cr);
  draw_tip (cr, before, end);
}

static void
draw_route (cairo_t           *cr,
            const ApmWhyRoute *route,
            const ApmWaitHop  *hop,
            const ApmInk      *ink)
{
  static const double dashes[] = { 6, 4 }, dots[] = { 2, 4 };

  gdk_cairo_set_source_rgba (cr, hop->in_knot ? &ink->error : &ink->dim);
  cairo_set_line_width (cr, hop->in_knot ? 2.5 : 1.5);
  if (hop->grade == APM_WAIT_GRADE_LIKELY)
    cairo_set_dash (cr, dashes, 2, 0);
  else if (hop->grade == APM_WAIT_GRADE_UNKNOWN)
    cairo_set_dash (cr, dots, 2, 0);
  else
    cairo_set_dash (cr, NULL, 0, 0);

  apm_why_lines_draw_route (cr, route);
}

/**
 * apm_why_lines_draw:
 * @layout: of the chain's hops
 *
 * Draws who waits for whom. The circle comes last, so that it lies above the others.
 */
void
apm_why_lines_draw (cairo_t            *cr,
                    const ApmWhyLayout *layout,
                    const ApmWaitChain *chain,
                    const ApmInk       *ink)
{
  for (int in_knot = 0; in_knot <= 1; in_knot++)
    for (guint i = 0; i < layout->n_edges; i++)
      {
        const ApmWaitHop *hop = &g_array_index (chain->hops, ApmWaitHop, i);

        if (!hop->in_knot == !in_knot)
          draw_route (cr, &layout->routes[i], hop, ink);
      }
}
