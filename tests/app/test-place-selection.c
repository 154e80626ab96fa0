/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The selection that stays with its row, and how a list that comes all at once reaches GTK. */

#include "apm-place-selection.h"
#include "table-rows.h"

/* The fewest rows of which GTK makes no more widgets. */
#define GTKS_ROWS 205

/* More in one turn would be felt. */
#define MOST_AT_ONCE 40

static gconstpointer
get_number (gpointer owner,
            guint    index)
{
  return GUINT_TO_POINTER (index + 1);
}

static guint64
get_number_key (gpointer      owner,
                gconstpointer row)
{
  return GPOINTER_TO_UINT (row);
}

static const ApmViewFuncs numbers = { get_number, get_number_key };

static guint
get_n_told (ApmPlaceSelection *selection)
{
  return g_list_model_get_n_items (G_LIST_MODEL (selection));
}

static void
on_numbers_changed (GListModel *model,
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
  g_autoptr(ApmView) view = apm_view_new (&numbers, NULL);
  g_autoptr(ApmPlaceSelection) selection = apm_place_selection_new (view);
  guint n_mirrored = 0;

  g_signal_connect (selection, "items-changed", G_CALLBACK (on_numbers_changed), &n_mirrored);

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
  g_autoptr(ApmView) view = apm_view_new (&numbers, NULL);
  g_autoptr(ApmPlaceSelection) selection = apm_place_selection_new (view);
  guint n_mirrored = 0, index;

  g_signal_connect (selection, "items-changed", G_CALLBACK (on_numbers_changed), &n_mirrored);
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

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GString    *log)
{
  g_string_append_printf (log, " %u-%u+%u", position, removed, added);
}

static void
on_selection_changed (GtkSelectionModel *model,
                      guint              position,
                      guint              n_items,
                      GString           *log)
{
  g_string_append_printf (log, " %u%c", position,
                          gtk_selection_model_is_selected (model, position) ? '*' : '.');
}

static void
test_selection (void)
{
  Owner owner = { .n_rows = 0 };
  g_autoptr(ApmView) view = owner.view = apm_view_new (&table_rows_funcs, &owner);
  g_autoptr(ApmPlaceSelection) selection = apm_place_selection_new (view);
  g_autoptr(GString) log = g_string_new (NULL);
  guint64 key;
  guint index;

  g_signal_connect (selection, "items-changed", G_CALLBACK (on_items_changed), log);
  g_signal_connect (selection, "selection-changed", G_CALLBACK (on_selection_changed), log);
  g_signal_connect (selection, "changed", G_CALLBACK (on_changed), log);

  show_rows (&owner, 3, &a, &b, &c);
  assert_log (log, " 0-0+3");
  g_assert_false (apm_place_selection_get (selection, NULL, NULL));

  g_assert_true (gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), 1, TRUE));
  assert_log (log, " 1* changed");

  /* The row moves and the selection with it; nothing else was selected. */
  show_rows (&owner, 3, &c, &a, &b);
  assert_log (log, " 1. 2*");
  g_assert_true (apm_place_selection_get (selection, &key, &index));
  g_assert_cmpuint (key, ==, 'b');
  g_assert_cmpuint (index, ==, 2);

  show_rows (&owner, 4, &b, &c, &d, &a);
  assert_log (log, " 3-0+1 2. 0*");

  /* The row goes, and no other takes its place. */
  show_rows (&owner, 2, &c, &a);
  assert_log (log, " 2-2+0 0. changed");
  g_assert_false (apm_place_selection_get (selection, NULL, NULL));

  g_assert_false (apm_place_selection_select_key (selection, 'x'));
  g_assert_false (gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), 2, TRUE));
  g_assert_true (apm_place_selection_select_key (selection, 'a'));
  assert_log (log, " 1* changed");
  gtk_selection_model_unselect_item (GTK_SELECTION_MODEL (selection), 1);
  assert_log (log, " 1. changed");
}

static void
test_selection_last_row_goes (void)
{
  Owner owner = { .n_rows = 0 };
  g_autoptr(ApmView) view = owner.view = apm_view_new (&table_rows_funcs, &owner);
  g_autoptr(ApmPlaceSelection) selection = apm_place_selection_new (view);
  g_autoptr(GString) log = g_string_new (NULL);

  show_rows (&owner, 2, &a, &b);
  apm_place_selection_select_key (selection, 'b');
  g_signal_connect (selection, "items-changed", G_CALLBACK (on_items_changed), log);
  g_signal_connect (selection, "selection-changed", G_CALLBACK (on_selection_changed), log);
  g_signal_connect (selection, "changed", G_CALLBACK (on_changed), log);

  show_rows (&owner, 1, &a);
  assert_log (log, " 1-1+0 changed");
  show_rows (&owner, 0);
  assert_log (log, " 0-1+0");
}

/* Between press and release another row may come to stand under the pointer. */
static void
test_selection_pinned (void)
{
  Owner owner = { .n_rows = 0 };
  g_autoptr(ApmView) view = owner.view = apm_view_new (&table_rows_funcs, &owner);
  g_autoptr(ApmPlaceSelection) selection = apm_place_selection_new (view);
  guint64 key;

  show_rows (&owner, 2, &a, &b);
  apm_place_selection_select_key (selection, 'a');
  apm_place_selection_set_pinned (selection, TRUE);
  show_rows (&owner, 2, &b, &a);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), 0, TRUE);
  g_assert_true (apm_place_selection_get (selection, &key, NULL));
  g_assert_cmpuint (key, ==, 'a');

  apm_place_selection_set_pinned (selection, FALSE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), 0, TRUE);
  g_assert_true (apm_place_selection_get (selection, &key, NULL));
  g_assert_cmpuint (key, ==, 'b');
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/place-selection/moves-with-its-row", test_selection);
  g_test_add_func ("/place-selection/last-row-goes", test_selection_last_row_goes);
  g_test_add_func ("/place-selection/pinned", test_selection_pinned);
  g_test_add_func ("/place-selection/many-at-once", test_many_at_once);
  g_test_add_func ("/place-selection/select-later", test_select_later);

  return g_test_run ();
}
