/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows in order, searched, and as a view: few at once, many in a thread. */

#include "apm-rows.h"
#include "../until.h"

typedef struct {
  int         id;
  const char *name;
  gint64      size;
} Row;

static const ApmField fields[] = {
  { "id", APM_FIELD_INT, G_STRUCT_OFFSET (Row, id) },
  { "name", APM_FIELD_STRING, G_STRUCT_OFFSET (Row, name) },
  { "size", APM_FIELD_INT64, G_STRUCT_OFFSET (Row, size) },
  { NULL }
};

static guint64
get_key (gconstpointer row)
{
  return (guint64) ((const Row *) row)->id;
}

static GPtrArray *
make_rows (const Row *rows,
           guint      n)
{
  GPtrArray *array = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (array, g_memdup2 (&rows[i], sizeof *rows));

  return array;
}

static char *
dup_ids (ApmRows *rows)
{
  ApmView *view = apm_rows_get_view (rows);
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < apm_view_get_n_rows (view); i++)
    g_string_append_printf (ids, "%s%d", i > 0 ? " " : "", ((const Row *) apm_view_get_row (view, i))->id);

  return g_string_free (ids, FALSE);
}

static const Row four[] = {
  { 1, "Make", 30 },
  { 2, "cc1plus", G_MININT64 },
  { 3, NULL, 10 },
  { 4, "make install", 20 },
};

/* 1 is made of 3 and 4; what has no parts is never open. */
static GPtrArray *parts_of_1;

static GPtrArray *
get_parts (gconstpointer row)
{
  return ((const Row *) row)->id == 1 ? parts_of_1 : NULL;
}

static void
test_tree (void)
{
  static const struct {
    const char *sort;
    gboolean descending;
    const char *search;
    const char *open, *closed;   /* ids */
  } cases[] = {
    { NULL, FALSE, "", "1 3 4 2", "1 2" },
    { "size", TRUE, "", "1 4 3 2", "1 2" },
    { "size", FALSE, "", "2 1 3 4", "2 1" },
    { NULL, FALSE, "install", "1 4", "1" },     /* found by a part, which stands alone below it */
    { NULL, FALSE, "make", "1 3 4", "1" },
    { NULL, FALSE, "cc1plus", "2", "2" },
  };

  parts_of_1 = make_rows (&four[2], 2);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int closed = 0; closed <= 1; closed++)
      {
        g_autoptr(ApmRows) rows = apm_rows_new (fields, get_key);
        g_autoptr(GPtrArray) array = make_rows (four, 2);
        g_autofree char *ids = NULL;

        apm_rows_set_tree (rows, get_parts);
        apm_rows_set_open (rows, 1, TRUE);
        g_assert_true (apm_rows_is_open (rows, array->pdata[0]));
        if (cases[i].sort)
          apm_rows_set_sort (rows, cases[i].sort, cases[i].descending);
        apm_rows_set_search (rows, cases[i].search);
        apm_rows_set (rows, array);
        if (closed)
          apm_rows_set_open (rows, 1, FALSE);
        ids = dup_ids (rows);
        g_assert_cmpstr (ids, ==, closed ? cases[i].closed : cases[i].open);
      }
  g_ptr_array_unref (parts_of_1);
}

static void
test_order (void)
{
  static const struct {
    const char *sort;
    gboolean descending;
    const char *search;
    const char *ids;
  } cases[] = {
    { NULL, FALSE, "", "1 2 3 4" },
    { "size", FALSE, "", "2 3 4 1" },
    { "size", TRUE, "", "1 4 3 2" },
    { "no such field", TRUE, "", "1 2 3 4" },
    { NULL, FALSE, "make", "1 4" },
    { NULL, FALSE, "MAKE inst", "4" },
    { "size", FALSE, "make", "4 1" },
    { NULL, FALSE, "20", "4" },
    { NULL, FALSE, "2", "2" },
    { NULL, FALSE, "nothing like this", "" },
    { NULL, FALSE, "  ", "1 2 3 4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmRows) rows = apm_rows_new (fields, get_key);
      g_autoptr(GPtrArray) array = make_rows (four, G_N_ELEMENTS (four));
      g_autofree char *ids = NULL;

      if (cases[i].sort)
        apm_rows_set_sort (rows, cases[i].sort, cases[i].descending);
      apm_rows_set_search (rows, cases[i].search);
      apm_rows_set (rows, array);
      ids = dup_ids (rows);
      g_assert_cmpstr (ids, ==, cases[i].ids);
      g_assert_cmpuint (apm_rows_get_n_total (rows), ==, 4);
    }
}

static void
test_none (void)
{
  g_autoptr(ApmRows) rows = apm_rows_new (fields, get_key);
  g_autoptr(GPtrArray) array = make_rows (four, 2);
  g_autoptr(ApmView) view = g_object_ref (apm_rows_get_view (rows));

  apm_rows_set (rows, array);
  apm_rows_set (rows, NULL);
  g_assert_cmpuint (apm_view_get_n_rows (view), ==, 0);

  apm_rows_set (rows, array);
  g_clear_object (&rows);
  g_assert_cmpuint (apm_view_get_n_rows (view), ==, 0);
}

static GPtrArray *
make_many (guint n)
{
  GPtrArray *array = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      Row row = { (int) i, i % 2 ? "odd" : "even", (gint64) (i * 7919 % n) };

      g_ptr_array_add (array, g_memdup2 (&row, sizeof row));
    }

  return array;
}

/* The newest wish holds, whichever thread ends last; nobody waits for it. */
static void
test_many_in_a_thread (void)
{
  enum { MANY = 5000 };
  g_autoptr(ApmRows) rows = apm_rows_new (fields, get_key);
  g_autoptr(GPtrArray) array = make_many (MANY);
  ApmView *view = apm_rows_get_view (rows);

  apm_rows_set_sort (rows, "size", FALSE);
  apm_rows_set (rows, array);
  apm_rows_set_search (rows, "even");
  apm_rows_set_search (rows, "odd");
  g_assert_cmpuint (apm_view_get_n_rows (view), ==, 0);

  test_until (apm_view_get_n_rows (view) > 0);
  g_assert_cmpuint (apm_view_get_n_rows (view), ==, MANY / 2);
  for (guint i = 0; i < MANY / 2; i++)
    {
      const Row *row = apm_view_get_row (view, i);

      g_assert_cmpstr (row->name, ==, "odd");
      g_assert_true (i == 0 || ((const Row *) apm_view_get_row (view, i - 1))->size < row->size);
    }
}

/* Also while a thread is at work. */
static void
test_let_go_while_arranging (void)
{
  g_autoptr(GPtrArray) array = make_many (5000);
  ApmRows *rows = apm_rows_new (fields, get_key);

  apm_rows_set (rows, array);
  g_object_add_weak_pointer (G_OBJECT (rows), (gpointer *) &rows);
  g_object_unref (rows);
  test_until (rows == NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rows/order", test_order);
  g_test_add_func ("/rows/tree", test_tree);
  g_test_add_func ("/rows/none", test_none);
  g_test_add_func ("/rows/many-in-a-thread", test_many_in_a_thread);
  g_test_add_func ("/rows/let-go-while-arranging", test_let_go_while_arranging);

  return g_test_run ();
}
