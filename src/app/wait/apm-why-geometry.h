/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <graphene.h>

G_BEGIN_DECLS

/* Where the parts of a drawn chain of waits stand: those for whom nobody waits at the
 * left, the root cause at the right, a column for each hop; what is wider than the
 * room there is goes on below, as a text does. What closes a circle or skips a
 * column runs below the row, in lanes:
 *
 *     ╭──────╮ child  ╭─────────╮ pipe  ╭─────╮ lock
 *  ╭─▶│ make │ ─────▶ │ cc1plus │ ────▶ │ tee │ ──╮
 *  │  ╰──────╯        ╰─────────╯       ╰─────╯   │
 *  ╰──────────────────────────────────────────────╯
 *
 * Numbers in, numbers out, no widget. Read tests/app/test-why-geometry.c first. */

typedef struct {
  float width, height;   /* of the box */
  float label;           /* width of what is written at its outgoing hops; 0: nothing */
  guint depth;           /* column, 0 the first */
  guint rank;            /* of two in one column the smaller is above, unless lines would cross */
} ApmWhyBox;

typedef struct {
  guint from, to;
} ApmWhyEdge;

void apm_why_find_depths (ApmWhyBox        *boxes,
                          guint             n_boxes,
                          const ApmWhyEdge *edges,
                          guint             n_edges);

#define APM_WHY_MOST_CURVES 13

/* Curves end to end; the arrow's tip is at the last point. */
typedef struct {
  graphene_point_t start;
  struct {
    graphene_point_t c1, c2, end;
  } curves[APM_WHY_MOST_CURVES];
  guint            n_curves;
} ApmWhyRoute;

typedef struct {
  guint            n_boxes, n_edges;
  graphene_rect_t *boxes;
  graphene_rect_t *labels;   /* for each box; empty where it has none */
  ApmWhyRoute     *routes;   /* for each edge */
  float            width, height;
} ApmWhyLayout;

ApmWhyLayout *apm_why_layout_new  (const ApmWhyBox  *boxes,
                                   guint             n_boxes,
                                   const ApmWhyEdge *edges,
                                   guint             n_edges,
                                   float             line_height,
                                   float             room,
                                   gboolean          mirrored);
void          apm_why_layout_free (ApmWhyLayout     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmWhyLayout, apm_why_layout_free)

G_END_DECLS
