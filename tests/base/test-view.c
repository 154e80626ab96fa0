/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-view.h"

static const guint64 rows[] = { 70, 71, 72, 73, 74 };

static gconstpointer
get_row (gpointer owner,
         guint    index)
{
  return (const guint64 *) owner + index;
}

static guint64
get_key (gpointer      owner,
         gconstpointer row)
{
  return *(const guint64 *) row;
}

static const ApmViewFuncs funcs = { get_row, get_key };

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GString    *changes)
{
  g_string_append_printf (changes, " %u-%u+%u", position, removed, added);
}

static void
on_refreshed (ApmView *view,
              GString *changes)
{
  g_string_append (changes, " refreshed");
}

static void
test_changes (void)
{
  g_autoptr(ApmView) view = apm_view_new (&funcs, (gpointer) rows);
  g_autoptr(GString) changes = g_string_new (NULL);
  static const struct { guint n_rows; const char *expected; } cases[] = {
    { 3, " 0-0+3 refreshed" },
    { 3, " refreshed" },
    { 5, " 3-0+2 refreshed" },
    { 1, " 1-4+0 refreshed" },
    { 0, " 0-1+0 refreshed" },
  };

  g_signal_connect (view, "items-changed", G_CALLBACK (on_items_changed), changes);
  g_signal_connect (view, "refreshed", G_CALLBACK (on_refreshed), changes);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_string_truncate (changes, 0);
      apm_view_refresh (view, cases[i].n_rows);
      g_assert_cmpstr (changes->str, ==, cases[i].expected);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (view)), ==, cases[i].n_rows);
    }
}

static void
test_rows (void)
{
  g_autoptr(ApmView) view = apm_view_new (&funcs, (gpointer) rows);
  g_autoptr(ApmPlace) place = NULL;
  guint index = 99;

  apm_view_refresh (view, 4);

  g_assert_true (apm_view_get_row (view, 2) == &rows[2]);
  g_assert_null (apm_view_get_row (view, 4));
  g_assert_cmpuint (apm_view_get_key (view, 3), ==, 73);
  g_assert_true (apm_view_find_key (view, 71, &index));
  g_assert_cmpuint (index, ==, 1);
  g_assert_false (apm_view_find_key (view, 74, &index));

  place = g_list_model_get_item (G_LIST_MODEL (view), 3);
  g_assert_cmpuint (apm_place_get_index (place), ==, 3);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (view), 4));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/view/changes", test_changes);
  g_test_add_func ("/view/rows", test_rows);

  return g_test_run ();
}
