/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-room-geometry.h"

static const struct {
  double width, height, line;
} sizes[] = {
  { 520, 400, 18 }, { 340, 380, 18 }, { 736, 250, 18 }, { 300, 170, 18 }, { 1040, 800, 36 }, { 1560, 1200, 54 },
};

static const struct {
  guint n[APM_N_AREAS], n_staff;
} casts[] = {
  { { 2, 2, 2 }, 0 }, { { 5, 5, 5 }, 0 }, { { 32, 32, 32 }, 0 }, { { 64, 64, 64 }, 0 },
  { { 5, 4, 2 }, 1 }, { { 16, 13, 2 }, 1 }, { { 1, 2, 2 }, 3 },
};

/* All boxes of a picture are inside it and apart. */
static void
check (const ApmRoomGeometry *geometry,
       const ApmRoomSize     *size)
{
  ApmBox all = { 0, 0, size->width, size->height };
  ApmBox boxes[4 * 64 + 8];
  guint n = 0;

  for (guint area = 0; area < APM_N_AREAS; area++)
    {
      boxes[n++] = geometry->titles[area];
      for (guint i = 0; i < size->n[area]; i++)
        boxes[n++] = apm_room_geometry_get_place (geometry, area, i);
    }
  for (guint i = 0; i < size->n_staff; i++)
    boxes[n++] = apm_grid_get_box (&geometry->staff, i);
  boxes[n++] = geometry->gate;
  boxes[n++] = geometry->status;

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpfloat (boxes[i].width, >=, 1);
      g_assert_cmpfloat (boxes[i].height, >=, 1);
      g_assert_true (apm_box_contains (&all, &boxes[i]));
      for (guint j = 0; j < i; j++)
        g_assert_false (apm_box_overlaps (&boxes[i], &boxes[j], -0.01));
    }
}

static void
test_apart (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (casts); j++)
      {
        ApmRoomSize size = { .width = sizes[i].width, .height = sizes[i].height, .line = sizes[i].line,
                             .n_staff = casts[j].n_staff };
        ApmRoomGeometry geometry;

        for (guint area = 0; area < APM_N_AREAS; area++)
          size.n[area] = casts[j].n[area];
        g_test_message ("%g x %g: %u", size.width, size.height, size.n[0]);
        apm_room_geometry_compute (&geometry, &size);
        check (&geometry, &size);
      }
}

static void
test_good_size (void)
{
  ApmRoomSize size = { 520, 400, 18, { 5, 5, 5 }, 0 };
  ApmRoomGeometry geometry;
  ApmBox box;

  apm_room_geometry_compute (&geometry, &size);
  box = apm_room_geometry_get_place (&geometry, APM_AREA_INSIDE, 4);
  g_assert_cmpfloat (box.height, >=, 2 * size.line);
  g_assert_cmpfloat (box.width, >=, 6 * size.line);
  g_assert_false (geometry.stacked);
}

/* More than there is room for share the last place. */
static void
test_beyond (void)
{
  ApmRoomSize size = { 520, 400, 18, { 5, 4, 2 }, 1 };
  ApmRoomGeometry geometry;
  ApmBox last, beyond;

  apm_room_geometry_compute (&geometry, &size);
  last = apm_room_geometry_get_place (&geometry, APM_AREA_QUEUE, 3);
  beyond = apm_room_geometry_get_place (&geometry, APM_AREA_QUEUE, 9);
  g_assert_true (apm_box_contains (&last, &beyond));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/room-geometry/apart", test_apart);
  g_test_add_func ("/room-geometry/good-size", test_good_size);
  g_test_add_func ("/room-geometry/beyond", test_beyond);

  return g_test_run ();
}
