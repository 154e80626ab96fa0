/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>
#include <stdlib.h>
#include <time.h>

#include "apm-table.h"
#include "apm-test-display.h"

/* What a refresh of a table costs the main thread where every value of every row
 * changes and the order with it: the longest turn of the main loop, in the CPU time
 * of the thread. Drawn by cairo on a virtual display, no screen reader. */

#define REFRESHES 20
#define WARM_UP    3

typedef struct {
  guint64 key;
  char name[16];
  double values[6];
} Row;

typedef struct {
  Row *rows;
  Row **order;
  guint n_rows;
} Owner;

static gconstpointer
get_row (gpointer owner,
         guint    index)
{
  return ((Owner *) owner)->order[index];
}

static guint64
get_key (gpointer      owner,
         gconstpointer row)
{
  return ((const Row *) row)->key;
}

static const ApmViewFuncs funcs = { get_row, get_key };

static void
format_name (gconstpointer row,
             ApmCell      *cell)
{
  g_string_assign (cell->text, ((const Row *) row)->name);
}

static void
format_key (gconstpointer row,
            ApmCell      *cell)
{
  g_string_printf (cell->text, "%" G_GUINT64_FORMAT, ((const Row *) row)->key);
}

#define FORMAT(n)                                                       \
  static void                                                           \
  format_##n (gconstpointer row,                                        \
              ApmCell      *cell)                                       \
  {                                                                     \
    g_string_printf (cell->text, "%.1f", ((const Row *) row)->values[n]); \
  }
FORMAT (0)
FORMAT (1)
FORMAT (2)
FORMAT (3)
FORMAT (4)
FORMAT (5)

static const ApmColumn columns[] = {
  { "name", "Name", 120, APM_COLUMN_TEXT, format_name },
  { "key", "PID", 80, APM_COLUMN_NUMERIC, format_key },
  { "a", "CPU", 80, APM_COLUMN_NUMERIC, format_0 },
  { "b", "Memory", 80, APM_COLUMN_NUMERIC, format_1 },
  { "c", "Read", 80, APM_COLUMN_NUMERIC, format_2 },
  { "d", "Written", 80, APM_COLUMN_NUMERIC, format_3 },
  { "e", "Time", 80, APM_COLUMN_NUMERIC, format_4 },
  { "f", "Faults", 80, APM_COLUMN_NUMERIC | APM_COLUMN_EXPAND, format_5 },
  { NULL }
};

static double
thread_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const Row *row_a = *(Row *const *) a, *row_b = *(Row *const *) b;

  if (row_a->values[0] != row_b->values[0])
    return row_a->values[0] < row_b->values[0] ? 1 : -1;

  return row_a->key < row_b->key ? -1 : row_a->key > row_b->key;
}

/* As the owner's thread does it: not the main thread's cost. */
static void
change_all (Owner *owner)
{
  for (guint i = 0; i < owner->n_rows; i++)
    for (guint j = 0; j < G_N_ELEMENTS (owner->rows[i].values); j++)
      owner->rows[i].values[j] = g_random_double_range (0, 1000);
  qsort (owner->order, owner->n_rows, sizeof (Row *), compare_rows);
}

/* The longest turn until @seconds have passed, the first of which refreshes. */
static double
longest_turn (ApmView *view,
              Owner   *owner,
              double   seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  double began = thread_ms (), longest;

  apm_view_refresh (view, owner->n_rows);
  longest = thread_ms () - began;
  while (g_get_monotonic_time () < end)
    {
      began = thread_ms ();
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
      longest = MAX (longest, thread_ms () - began);
    }

  return longest;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
bench (guint n_rows)
{
  Owner owner = { g_new0 (Row, n_rows), g_new0 (Row *, n_rows), n_rows };
  ApmView *view = apm_view_new (&funcs, &owner);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *table = apm_table_new ();
  double turns[REFRESHES];

  for (guint i = 0; i < n_rows; i++)
    {
      owner.rows[i].key = i + 1;
      g_snprintf (owner.rows[i].name, sizeof owner.rows[i].name, "process-%u", i);
      owner.order[i] = &owner.rows[i];
    }

  apm_table_set_columns (APM_TABLE (table), columns);
  apm_table_set_view (APM_TABLE (table), view);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_set_child (GTK_WINDOW (window), table);
  gtk_window_present (GTK_WINDOW (window));

  for (int i = -WARM_UP; i < REFRESHES; i++)
    {
      double turn;

      change_all (&owner);
      turn = longest_turn (view, &owner, i < 0 ? 1.0 : 0.25);
      if (i == -1)
        apm_table_select_key (APM_TABLE (table), n_rows / 2);
      if (i >= 0)
        turns[i] = turn;
    }
  qsort (turns, REFRESHES, sizeof (double), compare_doubles);
  g_print ("table-%u %.1f ms, longest turn of the main loop at a refresh of %u rows, all changing: median (worst %.1f)\n",
           n_rows, turns[REFRESHES / 2], n_rows, turns[REFRESHES - 1]);

  gtk_window_destroy (GTK_WINDOW (window));
  apm_view_refresh (view, 0);
  g_object_unref (view);
  g_free (owner.rows);
  g_free (owner.order);
}

int
main (int   argc,
      char *argv[])
{
  if (!apm_test_display_start ())
    {
      g_printerr ("There is no Xvfb to open a window on.\n");
      return 1;
    }
  adw_init ();

  bench (10000);
  bench (50000);
  apm_test_display_stop ();

  return 0;
}
