/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scene-geometry.h"

#include <math.h>

/* The picture in the window's usual sizes, and twice as large with twice the
 * text; all that is promised must hold in each. */
static const struct {
  double width, height, line;
} sizes[] = {
  { 520, 400, 18 },
  { 340, 380, 18 },  /* beside the source, window at its narrowest */
  { 736, 320, 18 },  /* alone, in a window of 760 by 520 */
  { 1040, 800, 36 },
  { 1800, 900, 18 },
  { 560, 400, 27 },  /* text scaled by half */
};

static const struct {
  guint n_slots, n_producers, n_consumers;
} casts[] = {
  { 1, 1, 1 }, { 5, 2, 2 }, { 8, 1, 3 }, { 12, 4, 4 }, { 16, 8, 8 }, { 32, 3, 1 }, { 64, 8, 8 }, { 64, 15, 1 },
};

typedef void (*Check) (const ApmSceneGeometry *geometry,
                       const ApmSceneSize     *size);

static void
for_all (Check check)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (casts); j++)
      {
        ApmSceneSize size = { sizes[i].width, sizes[i].height, sizes[i].line,
                              casts[j].n_slots, casts[j].n_producers, casts[j].n_consumers };
        ApmSceneGeometry geometry;

        g_test_message ("%g x %g, line %g: %u slots, %u + %u", size.width, size.height, size.line,
                        size.n_slots, size.n_producers, size.n_consumers);
        apm_scene_geometry_compute (&geometry, &size);
        check (&geometry, &size);
      }
}

static void
assert_apart (const ApmBox *boxes,
              guint         n)
{
  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n; j++)
      g_assert_false (apm_box_overlaps (&boxes[i], &boxes[j], 0));
}

static void
check_slots_apart (const ApmSceneGeometry *geometry,
                   const ApmSceneSize     *size)
{
  ApmBox boxes[65];

  for (guint i = 0; i < size->n_slots; i++)
    boxes[i] = apm_scene_geometry_get_slot (geometry, i);
  boxes[size->n_slots] = geometry->status;

  assert_apart (boxes, size->n_slots + 1);
}

static void
test_slots_apart (void)
{
  for_all (check_slots_apart);
}

static void
check_actors_apart (const ApmSceneGeometry *geometry,
                    const ApmSceneSize     *size)
{
  ApmBox boxes[40];
  guint n = 0;

  for (guint i = 0; i < size->n_producers; i++)
    boxes[n++] = apm_grid_get_box (&geometry->producers, i);
  for (guint i = 0; i < size->n_consumers; i++)
    boxes[n++] = apm_grid_get_box (&geometry->consumers, i);
  boxes[n++] = geometry->producers_title;
  boxes[n++] = geometry->consumers_title;
  boxes[n++] = geometry->buffer;

  assert_apart (boxes, n);
}

static void
test_actors_apart (void)
{
  for_all (check_actors_apart);
}

static void
check_inside (const ApmSceneGeometry *geometry,
              const ApmSceneSize     *size)
{
  ApmBox all = { 0, 0, size->width, size->height };

  for (guint i = 0; i < size->n_slots; i++)
    {
      ApmBox slot = apm_scene_geometry_get_slot (geometry, i);
      ApmBox mark = apm_scene_geometry_get_mark (geometry, i);

      g_assert_true (apm_box_contains (&geometry->buffer, &slot));
      g_assert_true (apm_box_contains (&all, &mark));
      g_assert_false (apm_box_overlaps (&slot, &mark, -1));
    }

  for (guint i = 0; i < size->n_producers; i++)
    {
      ApmBox box = apm_grid_get_box (&geometry->producers, i);
      g_assert_true (apm_box_contains (&all, &box));
    }

  for (guint i = 0; i < size->n_consumers; i++)
    {
      ApmBox box = apm_grid_get_box (&geometry->consumers, i);
      g_assert_true (apm_box_contains (&all, &box));
    }

  g_assert_true (apm_box_contains (&all, &geometry->status));
}

static void
test_inside (void)
{
  for_all (check_inside);
}

/* A number of two digits needs about a line's height in width. */
static void
check_legible (const ApmSceneGeometry *geometry,
               const ApmSceneSize     *size)
{
  g_assert_cmpfloat (geometry->line, >=, 9);
  g_assert_cmpfloat (geometry->slot_width, >=, 1.5 * geometry->line);
  g_assert_cmpfloat (geometry->slot_height, >=, geometry->line);
  g_assert_cmpfloat (geometry->producers.cell_height, >=, geometry->line);
  g_assert_cmpfloat (geometry->consumers.cell_height, >=, geometry->line);
}

static void
test_legible (void)
{
  for_all (check_legible);
}

static void
test_shape (void)
{
  static const struct {
    double width, height;
    guint n_slots;
    gboolean stacked, ring;
  } rows[] = {
    { 880, 400, 5, FALSE, TRUE },
    { 880, 400, 16, FALSE, TRUE },
    { 880, 400, 64, FALSE, FALSE },
    { 736, 320, 5, FALSE, TRUE },
    { 340, 380, 5, TRUE, TRUE },
    { 600, 900, 8, TRUE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ApmSceneSize size = { rows[i].width, rows[i].height, 18, rows[i].n_slots, 2, 2 };
      ApmSceneGeometry geometry;

      g_test_message ("%g x %g, %u slots", size.width, size.height, size.n_slots);
      apm_scene_geometry_compute (&geometry, &size);
      g_assert_cmpint (geometry.stacked, ==, rows[i].stacked);
      g_assert_cmpint (geometry.ring, ==, rows[i].ring);
    }
}

static void
test_ring_goes_clockwise (void)
{
  ApmSceneSize size = { 880, 400, 18, 8, 2, 2 };
  ApmSceneGeometry geometry;
  ApmPoint first, second, middle;
  ApmBox slot;

  apm_scene_geometry_compute (&geometry, &size);
  middle = apm_box_get_center (&geometry.track);
  slot = apm_scene_geometry_get_slot (&geometry, 0);
  first = apm_box_get_center (&slot);
  slot = apm_scene_geometry_get_slot (&geometry, 1);
  second = apm_box_get_center (&slot);

  g_assert_cmpfloat_with_epsilon (first.x, middle.x, 1);
  g_assert_cmpfloat (first.y, <, middle.y);
  g_assert_cmpfloat (second.x, >, middle.x);
}

static void
test_stadium_starts_at_the_top (void)
{
  static const ApmBox stadiums[] = { { 10, 20, 300, 100 }, { 10, 20, 100, 300 }, { 0, 0, 50, 50 } };

  for (guint i = 0; i < G_N_ELEMENTS (stadiums); i++)
    {
      const ApmBox *box = &stadiums[i];
      ApmPoint quarters[] = { apm_stadium_get_point (box, 0), apm_stadium_get_point (box, 0.25),
                              apm_stadium_get_point (box, 0.5), apm_stadium_get_point (box, 0.75) };

      g_assert_cmpfloat_with_epsilon (quarters[0].y, box->y, 0.01);
      g_assert_cmpfloat_with_epsilon (quarters[1].x, box->x + box->width, 0.01);
      g_assert_cmpfloat_with_epsilon (quarters[2].y, box->y + box->height, 0.01);
      g_assert_cmpfloat_with_epsilon (quarters[3].x, box->x, 0.01);
      g_assert_cmpfloat (apm_stadium_get_outward (box, quarters[0]).y, <, 0);
      g_assert_cmpfloat (apm_stadium_get_outward (box, quarters[1]).x, >, 0);
    }
}

static void
test_stadium_steps_are_equal (void)
{
  static const ApmBox stadiums[] = { { 10, 20, 300, 100 }, { 0, 0, 100, 100 }, { 5, 5, 101, 100 }, { 10, 20, 90, 300 } };
  const guint n = 1000;

  for (guint i = 0; i < G_N_ELEMENTS (stadiums); i++)
    {
      double breadth = MIN (stadiums[i].width, stadiums[i].height);
      double edge = 2 * (MAX (stadiums[i].width, stadiums[i].height) - breadth) + G_PI * breadth;

      for (guint j = 0; j < n; j++)
        {
          ApmPoint here = apm_stadium_get_point (&stadiums[i], (double) j / n);
          ApmPoint next = apm_stadium_get_point (&stadiums[i], (double) (j + 1) / n);

          g_assert_cmpfloat_with_epsilon (hypot (next.x - here.x, next.y - here.y), edge / n, edge / n / 50);
        }
    }
}

static void
test_doors_face_the_buffer (void)
{
  ApmSceneSize size = { 880, 400, 18, 8, 2, 3 };
  ApmSceneGeometry geometry;

  apm_scene_geometry_compute (&geometry, &size);
  g_assert_cmpfloat (apm_scene_geometry_get_door (&geometry, TRUE, 1).x, <, geometry.buffer.x);
  g_assert_cmpfloat (apm_scene_geometry_get_door (&geometry, FALSE, 2).x, >,
                     geometry.buffer.x + geometry.buffer.width);

  size.width = 340;
  apm_scene_geometry_compute (&geometry, &size);
  g_assert_cmpfloat (apm_scene_geometry_get_door (&geometry, TRUE, 1).y, <=, geometry.buffer.y);
  g_assert_cmpfloat (apm_scene_geometry_get_door (&geometry, FALSE, 2).y, >=,
                     geometry.buffer.y + geometry.buffer.height);
}

/* A widget is asked to draw before it has a size, and while it is squeezed. */
static void
test_no_room (void)
{
  static const ApmSceneSize none[] = {
    { 0, 0, 18, 5, 2, 2 }, { 1, 1, 18, 64, 8, 8 }, { 20, 400, 18, 64, 16, 0 }, { 400, 400, 0, 5, 2, 2 },
    { 400, 400, 18, 0, 0, 0 }, { 800, 30, 18, 64, 16, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      ApmSceneGeometry geometry;

      apm_scene_geometry_compute (&geometry, &none[i]);
      g_assert_cmpfloat (geometry.slot_width, >=, 0);
      g_assert_cmpfloat (geometry.slot_height, <, 200);
      for (guint j = 0; j < none[i].n_slots; j++)
        {
          ApmBox slot = apm_scene_geometry_get_slot (&geometry, j);

          g_assert_true (isfinite (slot.x) && isfinite (slot.y));
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/scene-geometry/slots-apart", test_slots_apart);
  g_test_add_func ("/app/scene-geometry/actors-apart", test_actors_apart);
  g_test_add_func ("/app/scene-geometry/inside", test_inside);
  g_test_add_func ("/app/scene-geometry/legible", test_legible);
  g_test_add_func ("/app/scene-geometry/shape", test_shape);
  g_test_add_func ("/app/scene-geometry/ring-goes-clockwise", test_ring_goes_clockwise);
  g_test_add_func ("/app/scene-geometry/stadium-top", test_stadium_starts_at_the_top);
  g_test_add_func ("/app/scene-geometry/stadium-steps", test_stadium_steps_are_equal);
  g_test_add_func ("/app/scene-geometry/doors", test_doors_face_the_buffer);
  g_test_add_func ("/app/scene-geometry/no-room", test_no_room);

  return g_test_run ();
}
