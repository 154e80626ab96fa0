/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How a list that comes all at once reaches GTK. */

#include "apm-place-selection.h"

/* The fewest rows of which GTK makes no more widgets. */
#define GTKS_ROWS 205

/* More in one turn would be felt. */
#define MOST_AT_ONCE 40

static gconstpointer
get_row (gpointer owner,
         guint    index)
{
  return GUINT_TO_POINTER (index + 1);
}

static guint64
get_key (gpointer      owner,
         gconstpointer row)
{
  return GPOINTER_TO_UINT (row);
}

static const ApmViewFuncs funcs = { get_row, get_key };

static guint
get_n_told (ApmPlaceSelection *selection)
{
  return g_list_model_get_n_items (G_LIST_MODEL (selection));
}

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  guint      *n_mirrored)
{
  /* Only the tail comes and goes, and of widgets only a few at once. */
  g_assert_cmpuint (position + removed, ==, *n_mirrored);
  g_assert_true (added <= MOST_AT_ONCE || position + MOST_AT_ONCE >= GTKS_ROWS);
  *n_mirrored += added - removed;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, *n_mirrored);
}

static void
wait_until_told (ApmPlaceSelection *selection,
                 guint              n_rows)
{
  while (get_n_told (selection) != n_rows)
    g_assert_true (g_main_context_iteration (NULL, FALSE));
}

static void
test_many_at_once (void)
{
  g_autoptr(ApmView) view = apm_view_new (&funcs, NULL);
  g_autoptr(ApmPlaceSelection) selection = apm_place_selection_new (view);
  guint n_mirrored = 0;

  g_signal_connect (selection, "items-changed", G_CALLBACK (on_items_changed), &n_mirrored);

  /* What fits a screen comes whole. */
  apm_view_refresh (view, 40);
  g_assert_cmpuint (get_n_told (selection), ==, 40);

  apm_view_refresh (view, 20000);
  g_assert_cmpuint (get_n_told (selection), <, GTKS_ROWS);
  apm_view_refresh (view, 19999);
  wait_until_told (selection, 19999);
  g_assert_false (g_main_context_pending (NULL));

  /* From there on all comes at once. */
  apm_view_refresh (view, 30000);
  g_assert_cmpuint (get_n_told (selection), ==, 30000);

  /* It may shrink while it is told. */
  apm_view_refresh (view, 3);
  apm_view_refresh (view, 150);
  g_main_context_iteration (NULL, FALSE);
  apm_view_refresh (view, 2);
  g_assert_cmpuint (get_n_told (selection), ==, 2);
  wait_until_told (selection, 2);
  apm_view_refresh (view, 0);
}

/* The selected row may be one of which GTK has not heard. */
static void
test_select_later (void)
{
  g_autoptr(ApmView) view = apm_view_new (&funcs, NULL);
  g_autoptr(ApmPlaceSelection) selection = apm_place_selection_new (view);
  guint n_mirrored = 0, index;

  g_signal_connect (selection, "items-changed", G_CALLBACK (on_items_changed), &n_mirrored);
  apm_view_refresh (view, 180);
  g_assert_true (apm_place_selection_select_key (selection, 171));
  g_assert_true (apm_place_selection_get (selection, NULL, &index));
  g_assert_cmpuint (index, ==, 170);
  g_signal_handlers_disconnect_by_data (selection, &n_mirrored);
  apm_place_selection_tell_all (selection);
  g_assert_cmpuint (get_n_told (selection), ==, 180);
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection), 170));
  apm_view_refresh (view, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/place-selection/many-at-once", test_many_at_once);
  g_test_add_func ("/place-selection/select-later", test_select_later);

  return g_test_run ();
}
