/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-geometry.h"

#define LINE 14
#define MOST 8

static const struct {
  const char *what;
  guint depths[MOST];
  guint n_boxes;
  ApmWhyEdge edges[MOST];
  guint n_edges;
  float width;           /* of all, 0: not looked at */
} cases[] = {
  { "one alone", { 0 }, 1, { { 0 } }, 0, 124 },
  { "one that waits for itself", { 0 }, 1, { { 0, 0 } }, 1, 0 },
  { "a chain of three", { 0, 1, 2 }, 3, { { 0, 1 }, { 1, 2 } }, 2, 420 },
  { "a circle of two", { 0, 1 }, 2, { { 0, 1 }, { 1, 0 } }, 2, 0 },
  { "a circle of three and one behind it", { 0, 1, 2, 3 }, 4, { { 0, 1 }, { 1, 2 }, { 2, 3 }, { 3, 1 } }, 4, 0 },
  { "one of many serves", { 0, 1, 1, 1, 1 }, 5, { { 0, 1 }, { 0, 2 }, { 0, 3 }, { 0, 4 } }, 4, 0 },
  { "side by side", { 0, 1, 1 }, 3, { { 0, 1 }, { 0, 2 }, { 1, 2 }, { 2, 1 } }, 4, 0 },
  { "two side by side, and both for the next", { 0, 0, 1 }, 3, { { 0, 1 }, { 0, 2 }, { 1, 0 }, { 1, 2 } }, 4, 0 },
  { "for itself and for another", { 0, 1 }, 2, { { 0, 1 }, { 0, 0 } }, 2, 0 },
  { "for itself, behind another", { 0, 1, 1 }, 3, { { 0, 1 }, { 0, 2 }, { 1, 1 }, { 1, 0 }, { 2, 0 } }, 5, 0 },
  { "two circles", { 0, 1, 1, 2 }, 4, { { 0, 1 }, { 0, 2 }, { 1, 3 }, { 3, 0 }, { 2, 0 } }, 5, 0 },
};

static gboolean
overlap (const graphene_rect_t *one,
         const graphene_rect_t *other)
{
  return one->size.width > 0 && other->size.width > 0 && graphene_rect_intersection (one, other, NULL);
}

static ApmWhyLayout *
lay_out (guint    index,
         float    label,
         float    room,
         gboolean mirrored)
{
  ApmWhyBox boxes[MOST];

  for (guint i = 0; i < cases[index].n_boxes; i++)
    boxes[i] = (ApmWhyBox) { 100, 40, i % 2 ? label : label / 2, cases[index].depths[i], i };

  return apm_why_layout_new (boxes, cases[index].n_boxes, cases[index].edges, cases[index].n_edges, LINE, room, mirrored);
}

static void
check_inside (const ApmWhyLayout    *layout,
              const graphene_rect_t *rect)
{
  g_assert_cmpfloat (rect->origin.x, >=, 0);
  g_assert_cmpfloat (rect->origin.y, >=, 0);
  g_assert_cmpfloat (rect->origin.x + rect->size.width, <=, layout->width);
  g_assert_cmpfloat (rect->origin.y + rect->size.height, <=, layout->height);
}

/* Nobody stands on another or on what is written, and all have room. */
static void
check_room (const ApmWhyLayout *layout)
{
  for (guint i = 0; i < layout->n_boxes; i++)
    {
      check_inside (layout, &layout->boxes[i]);
      if (layout->labels[i].size.width > 0)
        check_inside (layout, &layout->labels[i]);
      for (guint j = 0; j < layout->n_boxes; j++)
        {
          g_assert_false (i != j && overlap (&layout->boxes[i], &layout->boxes[j]));
          g_assert_false (overlap (&layout->labels[i], &layout->boxes[j]));
        }
    }
}

static graphene_point_t
get_point (const graphene_point_t *start,
           const graphene_point_t *c1,
           const graphene_point_t *c2,
           const graphene_point_t *end,
           float                   t)
{
  float u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;

  return GRAPHENE_POINT_INIT (a * start->x + b * c1->x + c * c2->x + d * end->x,
                              a * start->y + b * c1->y + c * c2->y + d * end->y);
}

/* No line runs over a box or what is written, or out of the picture. */
static void
check_lines (const ApmWhyLayout *layout)
{
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, layout->width, layout->height);

  for (guint e = 0; e < layout->n_edges; e++)
    {
      const ApmWhyRoute *route = &layout->routes[e];
      graphene_point_t at = route->start;

      for (guint i = 0; i < route->n_curves; i++)
        {
          for (int step = 0; step <= 40; step++)
            {
              graphene_point_t p = get_point (&at, &route->curves[i].c1, &route->curves[i].c2, &route->curves[i].end,
                                              step / 40.0f);

              g_assert_true (graphene_rect_contains_point (&all, &p));
              for (guint b = 0; b < layout->n_boxes; b++)
                {
                  graphene_rect_t box = layout->boxes[b];

                  graphene_rect_inset (&box, 1, 1);
                  g_assert_false (graphene_rect_contains_point (&box, &p));
                  g_assert_false (layout->labels[b].size.width > 0
                                  && graphene_rect_contains_point (&layout->labels[b], &p));
                }
            }
          at = route->curves[i].end;
        }
    }
}

static void
test_room (void)
{
  static const float rooms[] = { 0, 460, 300, 1 };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    for (guint r = 0; r < G_N_ELEMENTS (rooms); r++)
      for (int label = 0; label <= 70; label += 70)
        {
          g_autoptr(ApmWhyLayout) layout = lay_out (c, label, rooms[r], FALSE);

          g_test_message ("%s, room %g, labels %d", cases[c].what, rooms[r], label);
          if (cases[c].width > 0 && label == 0 && rooms[r] == 0)
            g_assert_cmpfloat (layout->width, ==, cases[c].width);
          if (rooms[r] >= 300)
            g_assert_cmpfloat (layout->width, <=, rooms[r]);
          check_room (layout);
          check_lines (layout);
        }
}

/* Many in a circle go on in rows that fit into the room, each below the one before. */
static void
test_folds (void)
{
  enum { N = 50, ROOM = 700 };
  ApmWhyBox boxes[N];
  ApmWhyEdge edges[N];
  g_autoptr(ApmWhyLayout) layout = NULL;

  for (guint i = 0; i < N; i++)
    {
      boxes[i] = (ApmWhyBox) { 100, 40, 50, 0, i };
      edges[i] = (ApmWhyEdge) { i, (i + 1) % N };
    }
  apm_why_find_depths (boxes, N, edges, N);
  layout = apm_why_layout_new (boxes, N, edges, N, LINE, ROOM, FALSE);

  g_assert_cmpfloat (layout->width, <=, ROOM);
  g_assert_cmpfloat (layout->height, <, N / 3 * (40 + 60));
  for (guint i = 1; i < N; i++)
    g_assert_true (layout->boxes[i].origin.y > layout->boxes[i - 1].origin.y
                   || layout->boxes[i].origin.x > layout->boxes[i - 1].origin.x);
  check_room (layout);
  check_lines (layout);
}

/* That somebody comes or goes lets the others stay in their order. */
static void
test_ranks (void)
{
  static const ApmWhyBox boxes[] = { { 100, 40, 0, 0, 0 }, { 100, 40, 0, 1, 7 }, { 100, 40, 0, 1, 3 }, { 100, 40, 0, 1, 5 } };
  static const ApmWhyEdge edges[] = { { 0, 1 }, { 0, 2 }, { 0, 3 } };
  g_autoptr(ApmWhyLayout) layout = apm_why_layout_new (boxes, 4, edges, 3, LINE, 0, FALSE);

  g_assert_cmpfloat (layout->boxes[2].origin.y, <, layout->boxes[3].origin.y);
  g_assert_cmpfloat (layout->boxes[3].origin.y, <, layout->boxes[1].origin.y);
}

/* Every line begins at the edge of who waits and ends at the edge of whom it waits for. */
static void
test_ends (void)
{
  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    for (int mirrored = 0; mirrored <= 1; mirrored++)
      {
        g_autoptr(ApmWhyLayout) layout = lay_out (c, 70, 0, mirrored);

        g_test_message ("%s%s", cases[c].what, mirrored ? ", mirrored" : "");
        for (guint e = 0; e < layout->n_edges; e++)
          {
            const ApmWhyRoute *route = &layout->routes[e];
            graphene_rect_t from = layout->boxes[cases[c].edges[e].from], to = layout->boxes[cases[c].edges[e].to];
            graphene_point_t start = route->start, end = route->curves[route->n_curves - 1].end;

            graphene_rect_inset (&from, -0.5, -0.5);
            graphene_rect_inset (&to, -0.5, -0.5);
            g_assert_true (graphene_rect_contains_point (&from, &start));
            g_assert_true (graphene_rect_contains_point (&to, &end));
          }
      }
}

static void
test_lines_do_not_cross (void)
{
  /* Two chains whose members were told in the wrong order. */
  static const ApmWhyBox boxes[] = {
    { 100, 40, 0, 0, 0 }, { 100, 40, 0, 1, 1 }, { 100, 40, 0, 1, 2 }, { 100, 40, 0, 2, 3 }, { 100, 40, 0, 2, 4 },
  };
  static const ApmWhyEdge edges[] = { { 0, 1 }, { 0, 2 }, { 1, 4 }, { 2, 3 } };
  g_autoptr(ApmWhyLayout) layout = apm_why_layout_new (boxes, 5, edges, 4, LINE, 0, FALSE);
  gboolean first_above = layout->boxes[1].origin.y < layout->boxes[2].origin.y;
  gboolean target_above = layout->boxes[4].origin.y < layout->boxes[3].origin.y;

  g_assert_true (first_above == target_above);
}

static void
test_depths (void)
{
  static const struct {
    const char *what;
    ApmWhyEdge edges[4];
    guint n_edges;
    guint depths[4];
  } chains[] = {
    { "nobody waits", { { 0 } }, 0, { 0, 0, 0, 0 } },
    { "told from the end", { { 3, 2 }, { 2, 1 }, { 1, 0 } }, 3, { 3, 2, 1, 0 } },
    { "one behind a circle", { { 0, 2 }, { 1, 0 }, { 2, 0 } }, 3, { 1, 0, 2, 0 } },
    { "a circle alone", { { 0, 1 }, { 1, 2 }, { 2, 3 }, { 3, 0 } }, 4, { 0, 1, 2, 3 } },
    { "for itself", { { 1, 1 } }, 1, { 0, 0, 0, 0 } },
    { "the end is behind all", { { 0, 3 }, { 1, 2 }, { 2, 3 } }, 3, { 0, 0, 1, 2 } },
    { "near whom it waits for", { { 0, 1 }, { 1, 2 }, { 0, 3 }, { 3, 2 } }, 4, { 0, 1, 2, 1 } },
  };

  for (guint c = 0; c < G_N_ELEMENTS (chains); c++)
    {
      ApmWhyBox boxes[4] = { { 0 } };

      g_test_message ("%s", chains[c].what);
      apm_why_find_depths (boxes, 4, chains[c].edges, chains[c].n_edges);
      for (guint i = 0; i < 4; i++)
        g_assert_cmpuint (boxes[i].depth, ==, chains[c].depths[i]);
    }
}

static void
test_nobody (void)
{
  g_autoptr(ApmWhyLayout) layout = apm_why_layout_new (NULL, 0, NULL, 0, LINE, 0, FALSE);

  g_assert_cmpfloat (layout->width, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/why-geometry/room", test_room);
  g_test_add_func ("/app/why-geometry/folds", test_folds);
  g_test_add_func ("/app/why-geometry/ranks", test_ranks);
  g_test_add_func ("/app/why-geometry/ends", test_ends);
  g_test_add_func ("/app/why-geometry/no-crossing", test_lines_do_not_cross);
  g_test_add_func ("/app/why-geometry/depths", test_depths);
  g_test_add_func ("/app/why-geometry/nobody", test_nobody);

  return g_test_run ();
}
