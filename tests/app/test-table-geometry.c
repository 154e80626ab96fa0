/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-geometry.h"

#include <math.h>

static const struct {
  double width, height, line;
} sizes[] = {
  { 520, 400, 18 }, { 340, 380, 18 }, { 736, 250, 18 }, { 300, 150, 18 }, { 1040, 800, 36 }, { 1560, 1200, 54 },
};

static const guint seats[] = { 2, 3, 5, 8, 12, 24, 64 };

static void
for_all (void (*check) (const ApmTableGeometry *geometry,
                        const ApmTableSize     *size))
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (seats); j++)
      {
        ApmTableSize size = { sizes[i].width, sizes[i].height, sizes[i].line, seats[j] };
        ApmTableGeometry geometry;

        g_test_message ("%g x %g, line %g: %u seats", size.width, size.height, size.line, size.n);
        apm_table_geometry_compute (&geometry, &size);
        check (&geometry, &size);
      }
}

static void
check_seats (const ApmTableGeometry *geometry,
             const ApmTableSize     *size)
{
  ApmBox all = { 0, 0, size->width, size->height };

  for (guint i = 0; i < size->n; i++)
    {
      ApmBox seat = apm_table_geometry_get_seat (geometry, i);

      g_assert_true (apm_box_contains (&all, &seat));
      g_assert_cmpfloat (seat.width, >=, size->n <= 12 ? 2 * size->line : 6);
      for (guint j = 0; j < i; j++)
        {
          ApmBox other = apm_table_geometry_get_seat (geometry, j);

          g_assert_false (apm_box_overlaps (&seat, &other, 0));
        }
    }
}

static void
test_seats_apart (void)
{
  for_all (check_seats);
}

static void
check_forks (const ApmTableGeometry *geometry,
             const ApmTableSize     *size)
{
  ApmBox table = geometry->table;

  for (guint i = 0; i < size->n; i++)
    for (int holder = -1; holder < (int) size->n; holder++)
      {
        ApmBox fork = apm_table_geometry_get_fork (geometry, i, holder);

        g_assert_true (apm_box_contains (&table, &fork));
      }
}

static void
test_forks_on_the_table (void)
{
  for_all (check_forks);
}

static double
get_distance (ApmBox one,
              ApmBox other)
{
  ApmPoint a = apm_box_get_center (&one), b = apm_box_get_center (&other);

  return hypot (a.x - b.x, a.y - b.y);
}

/* Both forks of who holds them are nearer to it than they were on the table. */
static void
check_reach (const ApmTableGeometry *geometry,
             const ApmTableSize     *size)
{
  for (guint i = 0; i < size->n && size->n <= 12; i++)
    for (guint side = 0; side < 2; side++)
      {
        guint fork = (i + side) % size->n;
        ApmBox seat = apm_table_geometry_get_seat (geometry, i);
        ApmBox lies = apm_table_geometry_get_fork (geometry, fork, -1);
        ApmBox held = apm_table_geometry_get_fork (geometry, fork, (int) i);

        g_assert_cmpfloat (get_distance (held, seat), <, get_distance (lies, seat));
      }
}

static void
test_held_is_nearer (void)
{
  for_all (check_reach);
}

/* A fork that is held by one who does not sit beside it stays where it is. */
static void
test_strange_holder (void)
{
  ApmTableSize size = { 520, 400, 18, 6 };
  ApmTableGeometry geometry;
  ApmBox lies, held;

  apm_table_geometry_compute (&geometry, &size);
  lies = apm_table_geometry_get_fork (&geometry, 2, -1);
  held = apm_table_geometry_get_fork (&geometry, 2, 4);
  g_assert_cmpfloat (get_distance (lies, held), <, 0.01);
}

static void
test_turn (void)
{
  ApmTableGeometry geometry = { .table = { 0, 0, 100, 100 } };

  g_assert_cmpfloat_with_epsilon (apm_table_geometry_get_turn (&geometry, (ApmPoint) { 50, 10 }), 0, 0.01);
  g_assert_cmpfloat_with_epsilon (apm_table_geometry_get_turn (&geometry, (ApmPoint) { 90, 50 }), 90, 0.01);
  g_assert_cmpfloat_with_epsilon (apm_table_geometry_get_turn (&geometry, (ApmPoint) { 50, 90 }), 180, 0.01);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/table-geometry/seats-apart", test_seats_apart);
  g_test_add_func ("/table-geometry/forks-on-the-table", test_forks_on_the_table);
  g_test_add_func ("/table-geometry/held-is-nearer", test_held_is_nearer);
  g_test_add_func ("/table-geometry/strange-holder", test_strange_holder);
  g_test_add_func ("/table-geometry/turn", test_turn);

  return g_test_run ();
}
