/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>

#include "apm-table-cell.h"
#include "apm-test-display.h"
#include "table-rows.h"

/* The table in a window. */

static void
format_name (gconstpointer row,
             ApmCell      *cell)
{
  g_string_assign (cell->text, ((const Row *) row)->name);
}

static guint n_formatted;

static void
format_number (gconstpointer row,
               ApmCell      *cell)
{
  n_formatted++;
  g_string_printf (cell->text, "%d", ((const Row *) row)->number);
  cell->css_class = ((const Row *) row)->number == 0 ? "dim-label" : NULL;
}

static const ApmColumn columns[] = {
  { "name", "Name", 120, APM_COLUMN_TEXT, format_name },
  { "number", "Number", 80, APM_COLUMN_NUMERIC, format_number },
  { "other", "Other", 300, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_number },
  { "secret", "Secret", 80, APM_COLUMN_HIDDEN | APM_COLUMN_FIXED, format_name },
  { NULL }
};

typedef struct {
  Owner owner;
  GtkWidget *window;
  ApmTable *table;
  GString *log;
} Fixture;

static void
on_sort_changed (ApmTable   *table,
                 const char *id,
                 gboolean    descending,
                 GString    *log)
{
  g_string_append_printf (log, " %s%c", id, descending ? '-' : '+');
}

static gboolean
is_settled (gpointer data)
{
  return gtk_widget_get_width (data) > 0 && !g_main_context_pending (NULL);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->owner.view = apm_view_new (&table_rows_funcs, &fixture->owner);
  fixture->log = g_string_new (NULL);
  fixture->table = APM_TABLE (apm_table_new ());
  apm_table_set_columns (fixture->table, columns);
  g_signal_connect (fixture->table, "sort-changed", G_CALLBACK (on_sort_changed), fixture->log);
  apm_table_set_view (fixture->table, fixture->owner.view);
  show_rows (&fixture->owner, 3, &a, &b, &c);

  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 400);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->table));
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_assert_true (apm_test_wait (is_settled, fixture->table, 10));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  show_rows (&fixture->owner, 0);
  g_object_unref (fixture->owner.view);
  g_string_free (fixture->log, TRUE);
}

/* Texts of all that is shown, "Name Number | a 1 | b 2 |" */
static void
append_texts (GtkWidget *widget,
              GString   *texts)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)))
    g_string_append_printf (texts, "%s ", gtk_label_get_text (GTK_LABEL (widget)));
  else if (APM_IS_TABLE_CELL (widget))
    g_string_append_printf (texts, "%s ", apm_table_cell_get_text (APM_TABLE_CELL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    append_texts (child, texts);

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkListItemWidget"))
    g_string_append (texts, "| ");
}

static char *shown;

static gboolean
shows (gpointer data)
{
  Fixture *fixture = ((gpointer *) data)[0];
  const char *expected = ((gpointer *) data)[1];
  g_autoptr(GString) texts = g_string_new (NULL);

  append_texts (GTK_WIDGET (fixture->table), texts);
  g_free (shown);
  shown = g_strdup (g_strchomp (texts->str));

  return g_strcmp0 (shown, expected) == 0;
}

static void
assert_shows (Fixture    *fixture,
              const char *expected)
{
  gpointer data[] = { fixture, (gpointer) expected };

  if (!apm_test_wait (shows, data, 5))
    g_assert_cmpstr (shown, ==, expected);
}

static void
test_cells (Fixture       *fixture,
            gconstpointer  data)
{
  assert_shows (fixture, "Name Number Other | a 1 1 | b 2 2 | c 3 3 |");
  show_rows (&fixture->owner, 3, &c, &a, &d);
  assert_shows (fixture, "Name Number Other | c 3 3 | a 1 1 | d 4 4 |");
  show_rows (&fixture->owner, 1, &d);
  assert_shows (fixture, "Name Number Other | d 4 4 |");
}

static void
test_selected_row (Fixture       *fixture,
                   gconstpointer  data)
{
  gboolean any;

  g_assert_null (apm_table_get_selected_row (fixture->table));
  g_assert_cmpuint (apm_table_get_selected (fixture->table, &any), ==, 0);
  g_assert_false (any);

  g_signal_connect (fixture->table, "selection-changed", G_CALLBACK (on_changed), fixture->log);
  g_assert_true (apm_table_select_key (fixture->table, 'b'));
  assert_log (fixture->log, " changed");
  g_assert_true (apm_table_get_selected_row (fixture->table) == &b);

  show_rows (&fixture->owner, 3, &b, &c, &a);
  g_assert_true (apm_table_get_selected_row (fixture->table) == &b);
  assert_log (fixture->log, "");

  show_rows (&fixture->owner, 2, &c, &a);
  g_assert_null (apm_table_get_selected_row (fixture->table));
  assert_log (fixture->log, " changed");
  g_assert_false (apm_table_select_key (fixture->table, 'b'));
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = NULL;

  g_assert_null (apm_table_dup_selected_text (fixture->table));
  apm_table_select_key (fixture->table, 'c');
  text = apm_table_dup_selected_text (fixture->table);
  g_assert_cmpstr (text, ==, "c\t3\t3");
}

static GtkColumnView *
get_column_view (GtkWidget *widget)
{
  if (GTK_IS_COLUMN_VIEW (widget))
    return GTK_COLUMN_VIEW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkColumnView *found = get_column_view (child);

      if (found)
        return found;
    }

  return NULL;
}

static void
test_sort (Fixture       *fixture,
           gconstpointer  data)
{
  GtkColumnView *view = get_column_view (GTK_WIDGET (fixture->table));
  g_autoptr(GtkColumnViewColumn) name = g_list_model_get_item (gtk_column_view_get_columns (view), 0);
  g_autoptr(GtkColumnViewColumn) number = g_list_model_get_item (gtk_column_view_get_columns (view), 1);
  gboolean descending;

  g_assert_null (apm_table_get_sort (fixture->table, NULL));

  gtk_column_view_sort_by_column (view, name, GTK_SORT_ASCENDING);
  assert_log (fixture->log, " name+");
  gtk_column_view_sort_by_column (view, name, GTK_SORT_DESCENDING);
  assert_log (fixture->log, " name-");

  /* As the first click on a header: the largest number comes first. */
  gtk_column_view_sort_by_column (view, number, GTK_SORT_ASCENDING);
  assert_log (fixture->log, " number-");
  gtk_column_view_sort_by_column (view, number, GTK_SORT_ASCENDING);
  assert_log (fixture->log, " number+");

  apm_table_set_sort (fixture->table, "other", FALSE);
  assert_log (fixture->log, " other+");
  apm_table_set_sort (fixture->table, "nonsense", TRUE);
  apm_table_set_sort (fixture->table, "secret", TRUE);
  assert_log (fixture->log, "");
  g_assert_cmpstr (apm_table_get_sort (fixture->table, &descending), ==, "other");
  g_assert_false (descending);
}

static void
activate (Fixture    *fixture,
          const char *action,
          GVariant   *parameter)
{
  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (fixture->table), action, parameter));
}

static void
test_columns (Fixture       *fixture,
              gconstpointer  data)
{
  activate (fixture, "columns.show-secret", NULL);
  assert_shows (fixture, "Name Number Other Secret | a 1 1 a | b 2 2 b | c 3 3 c |");
  activate (fixture, "columns.show-name", NULL);
  assert_shows (fixture, "Number Other Secret | 1 1 a | 2 2 b | 3 3 c |");
  activate (fixture, "columns.reset", NULL);
  assert_shows (fixture, "Name Number Other | a 1 1 | b 2 2 | c 3 3 |");

  activate (fixture, "columns.sort", g_variant_new_string ("name"));
  activate (fixture, "columns.descending", NULL);
  activate (fixture, "columns.sort", g_variant_new_string ("number"));
  assert_log (fixture->log, " name+ name- number-");
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 400);
  assert_shows (fixture, "Name Number | a 1 | b 2 | c 3 |");

  /* Asked for by hand it comes, and the table scrolls. */
  activate (fixture, "columns.show-other", NULL);
  assert_shows (fixture, "Name Number Other | a 1 1 | b 2 2 | c 3 3 |");
}

static void
test_state (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GSettings) settings = g_settings_new ("io.github.AdvancedProcessManager");
  g_autoptr(GVariant) kept = NULL;
  g_autofree char *text = NULL;

  g_settings_set_value (settings, "tables",
                        g_variant_new_parsed ("{'test': ([('other', true, 90), ('gone', true, 50), ('name', false, 7)],"
                                              " 'number', true), 'someone else': (@a(sbi) [], '', false)}"));
  apm_table_set_state (fixture->table, settings, "test");
  assert_shows (fixture, "Other Number | 1 1 | 2 2 | 3 3 |");
  assert_log (fixture->log, " number-");

  activate (fixture, "columns.show-secret", NULL);
  apm_table_set_state (fixture->table, settings, "another");   /* writes what was not written yet */
  kept = g_settings_get_value (settings, "tables");
  text = g_variant_print (kept, FALSE);
  g_assert_cmpstr (text, ==,
                   "{'someone else': ([], '', false), 'test': ([('other', true, 90), ('name', false, 24), "
                   "('number', true, 80), ('secret', true, 80)], 'number', true)}");
}

/* Many rows: only what is seen is read. */

typedef struct {
  guint n_rows;
  ApmView *view;
} Many;

static gconstpointer
many_row (gpointer owner,
          guint    index)
{
  static Row row = { "m", 0 };

  row.number = index;
  return &row;
}

static guint64
many_key (gpointer      owner,
          gconstpointer row)
{
  return ((const Row *) row)->number;
}

static const ApmViewFuncs many_funcs = { many_row, many_key };

static int
last_shown (GtkWidget *widget)
{
  int last = -1;

  if (!gtk_widget_get_mapped (widget))
    return -1;
  if (APM_IS_TABLE_CELL (widget))
    return atoi (apm_table_cell_get_text (APM_TABLE_CELL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    last = MAX (last, last_shown (child));

  return last;
}

static int expected_last;

static gboolean
shows_last (gpointer table)
{
  return last_shown (table) == expected_last;
}

static void
test_million (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(ApmView) view = apm_view_new (&many_funcs, NULL);
  GtkScrolledWindow *scrolled = GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (
    GTK_WIDGET (get_column_view (GTK_WIDGET (fixture->table))), GTK_TYPE_SCROLLED_WINDOW));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scrolled);

  apm_table_set_view (fixture->table, view);
  apm_table_set_follow_tail (fixture->table, TRUE);
  apm_view_refresh (view, 1000000);
  expected_last = 999999;
  g_assert_true (apm_test_wait (shows_last, fixture->table, 20));

  apm_view_refresh (view, 1000100);
  expected_last = 1000099;
  g_assert_true (apm_test_wait (shows_last, fixture->table, 20));

  /* One by one as well. */
  for (guint i = 1000101; i < 1000105; i++)
    {
      apm_view_refresh (view, i);
      expected_last = i - 1;
      g_assert_true (apm_test_wait (shows_last, fixture->table, 20));
    }
  apm_view_refresh (view, 1000100);
  expected_last = 1000099;
  g_assert_true (apm_test_wait (shows_last, fixture->table, 20));

  g_assert_true (apm_test_wait (is_settled, fixture->table, 20));
  n_formatted = 0;
  apm_view_refresh (view, 1000100);
  g_assert_cmpuint (n_formatted, >, 0);
  g_assert_cmpuint (n_formatted, <, 100);

  /* Scrolled up it stays, whatever is added; back at the end it follows. */
  gtk_adjustment_set_value (adjustment, 0);
  g_assert_false (apm_table_get_follow_tail (fixture->table));
  apm_view_refresh (view, 1000200);
  g_assert_true (apm_test_wait (is_settled, fixture->table, 20));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  g_assert_true (apm_table_get_follow_tail (fixture->table));
  expected_last = 1000299;
  apm_view_refresh (view, 1000300);
  g_assert_true (apm_test_wait (shows_last, fixture->table, 20));

  apm_view_refresh (view, 0);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  apm_table_set_empty (fixture->table, "edit-find-symbolic", "Nothing", "Make something", "Make", "win.make");
  assert_shows (fixture, "Name Number Other | a 1 1 | b 2 2 | c 3 3 |");
  show_rows (&fixture->owner, 0);
  assert_shows (fixture, "Nothing Make something Make");
  show_rows (&fixture->owner, 1, &a);
  assert_shows (fixture, "Name Number Other | a 1 1 |");
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!apm_test_display_start ())
    {
      g_print ("1..0 # SKIP there is no Xvfb to open a window on\n");
      return 0;
    }
  adw_init ();

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/table/cells", test_cells);
  ADD ("/table/selected-row", test_selected_row);
  ADD ("/table/copy", test_copy);
  ADD ("/table/sort", test_sort);
  ADD ("/table/columns", test_columns);
  ADD ("/table/narrow", test_narrow);
  ADD ("/table/state", test_state);
  ADD ("/table/million", test_million);
  ADD ("/table/empty", test_empty);

  status = g_test_run ();
  g_free (shown);
  apm_test_display_stop ();

  return status;
}
