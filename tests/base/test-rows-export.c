/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-error.h"
#include "apm-rows-export.h"
#include "../until.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct {
  guint64     serial;
  const char *name;
  double      share;
  gint64      size;
  gboolean    good;
} Row;

static const ApmField fields[] = {
  { "serial", APM_FIELD_UINT64, G_STRUCT_OFFSET (Row, serial) },
  { "name", APM_FIELD_STRING, G_STRUCT_OFFSET (Row, name) },
  { "share", APM_FIELD_DOUBLE, G_STRUCT_OFFSET (Row, share) },
  { "size", APM_FIELD_INT64, G_STRUCT_OFFSET (Row, size) },
  { "good", APM_FIELD_BOOLEAN, G_STRUCT_OFFSET (Row, good) },
  { NULL }
};

static const Row few[] = {
  { 1, "plain", 12.5, 4096, TRUE },
  { 2, "a, \"quoted\"\nname", NAN, G_MININT64, FALSE },
  { G_MAXUINT64, "größe", 0, -1, TRUE },
  { 4, NULL, INFINITY, 0, FALSE },
};

static gconstpointer
get_row (gpointer owner,
         guint    index)
{
  GPtrArray *rows = owner;

  return rows->pdata[index];
}

static guint64
get_key (gpointer      owner,
         gconstpointer row)
{
  return ((const Row *) row)->serial;
}

static const ApmViewFuncs funcs = { get_row, get_key };

typedef struct {
  gboolean done;
  char *text;
  guint n;
  GError *error;
  guint n_looks;
} Result;

static void
on_exported (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Result *r = user_data;

  apm_rows_export_finish (APM_VIEW (source), result, &r->text, &r->n, &r->error);
  r->done = TRUE;
}

static void
wait_for (Result *result)
{
  test_until (result->done);
}

static void
result_clear (Result *result)
{
  g_free (result->text);
  g_clear_error (&result->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

static GPtrArray *
few_rows (void)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (few); i++)
    g_ptr_array_add (rows, (gpointer) &few[i]);

  return rows;
}

static GPtrArray *
many_rows (guint n)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      Row row = { i + 1, "row", i / 8.0, i, TRUE };

      g_ptr_array_add (rows, g_memdup2 (&row, sizeof row));
    }

  return rows;
}

static gboolean
is_good (gconstpointer row)
{
  return ((const Row *) row)->good;
}

/* Byte for byte what other programs have learned to read. */
static void
test_bytes (void)
{
  static const struct { ApmRowsFormat format; gboolean good_only; guint n; const char *expected; } cases[] = {
    { APM_ROWS_CSV, FALSE, 4,
      "serial,name,share,size,good\n"
      "1,plain,12.5,4096,true\n"
      "2,\"a, \"\"quoted\"\"\\nname\",,,false\n"
      "18446744073709551615,größe,0,-1,true\n"
      "4,,inf,0,false\n" },
    { APM_ROWS_JSON, TRUE, 2,
      "{\"schema\":1,\"rows\":[\n"
      "{\"serial\":1,\"name\":\"plain\",\"share\":12.5,\"size\":4096,\"good\":true},\n"
      "{\"serial\":18446744073709551615,\"name\":\"größe\",\"share\":0,\"size\":-1,\"good\":true}\n"
      "]}\n" },
    { APM_ROWS_JSON_LINES, FALSE, 4,
      "{\"serial\":1,\"name\":\"plain\",\"share\":12.5,\"size\":4096,\"good\":true}\n"
      "{\"serial\":2,\"name\":\"a, \\\"quoted\\\"\\nname\",\"share\":null,\"size\":null,\"good\":false}\n"
      "{\"serial\":18446744073709551615,\"name\":\"größe\",\"share\":0,\"size\":-1,\"good\":true}\n"
      "{\"serial\":4,\"name\":null,\"share\":null,\"size\":0,\"good\":false}\n" },
  };
  g_autoptr(GPtrArray) rows = few_rows ();
  g_autoptr(ApmView) view = apm_view_new (&funcs, rows);

  apm_view_refresh (view, rows->len);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApmRowsForm form = { "rows", fields, cases[i].format, cases[i].good_only ? is_good : NULL };
      g_auto(Result) result = { 0 };

      apm_rows_export_async (view, &form, NULL, NULL, NULL, NULL, on_exported, &result);
      wait_for (&result);
      g_assert_no_error (result.error);
      g_assert_cmpstr (result.text, ==, cases[i].expected);
      g_assert_cmpuint (result.n, ==, cases[i].n);
    }
}

/* A reader of JSON agrees, about an empty list too. */
static void
test_empty (void)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();
  g_autoptr(ApmView) view = apm_view_new (&funcs, rows);
  ApmRowsForm form = { "rows", fields, APM_ROWS_JSON };
  g_auto(Result) result = { 0 };
  g_autoptr(JsonParser) parser = json_parser_new ();

  apm_rows_export_async (view, &form, NULL, NULL, NULL, NULL, on_exported, &result);
  wait_for (&result);
  g_assert_true (json_parser_load_from_data (parser, result.text, -1, NULL));
  g_assert_cmpuint (result.n, ==, 0);
}

static void
test_formats (void)
{
  static const struct { const char *path; gboolean known; ApmRowsFormat format; } cases[] = {
    { "a.csv", TRUE, APM_ROWS_CSV },
    { "/tmp/b.d/A.JSON", TRUE, APM_ROWS_JSON },
    { "c.jsonl", TRUE, APM_ROWS_JSON_LINES },
    { "c.txt", FALSE, 0 },
    { "csv", FALSE, 0 },
    { "", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      ApmRowsFormat format = 0;

      g_assert_cmpint (apm_rows_format_from_path (cases[i].path, &format, &error), ==, cases[i].known);
      g_assert_cmpint (format, ==, cases[i].format);
      g_assert_true (cases[i].known || g_error_matches (error, APM_ERROR, APM_ERROR_INVALID));
    }
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p; p++)
    n += *p == '\n';

  return n;
}

static void
on_progress (goffset  current,
             goffset  total,
             gpointer data)
{
  Result *result = data;

  g_assert_cmpint (current, <=, total);
  result->n_looks++;
}

static void
test_file (void)
{
  g_autofree char *dir = g_dir_make_tmp ("apm-export-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "rows.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GPtrArray) rows = many_rows (100000);
  g_autoptr(ApmView) view = apm_view_new (&funcs, rows);
  ApmRowsForm form = { "rows", fields, APM_ROWS_CSV };
  g_auto(Result) result = { 0 };

  apm_view_refresh (view, rows->len);
  apm_rows_export_async (view, &form, path, NULL, on_progress, &result, on_exported, &result);
  wait_for (&result);
  g_assert_no_error (result.error);
  g_assert_cmpuint (result.n, ==, 100000);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpuint (count_lines (text), ==, 100001);
  g_assert_true (g_str_has_suffix (text, "\n100000,row,12499.9,99999,true\n"));

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

typedef struct {
  GPtrArray *rows;
  ApmView *view;
  guint n_changes;
} Changing;

static gboolean
on_change (gpointer data)
{
  Changing *self = data;
  gpointer first = g_ptr_array_steal_index (self->rows, 0);

  g_ptr_array_add (self->rows, first);
  self->n_changes++;
  apm_view_refresh (self->view, self->rows->len);

  return self->n_changes < 3;
}

/* In place: g_strsplit() asks strstr(), which under ASan reads all that follows, each time. */
static GPtrArray *
split_lines (char *text)
{
  GPtrArray *lines = g_ptr_array_new ();

  for (char *end = strchr (text, '\n'); end; text = end + 1, end = strchr (text, '\n'))
    {
      *end = '\0';
      g_ptr_array_add (lines, text);
    }

  return lines;
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  return atoi (*(char *const *) a) - atoi (*(char *const *) b);
}

/* A list that is put in another order while it is read has each row once. */
static void
test_changing (void)
{
  g_autoptr(GPtrArray) rows = many_rows (60000);
  g_autoptr(ApmView) view = apm_view_new (&funcs, rows);
  ApmRowsForm form = { "rows", fields, APM_ROWS_CSV };
  Changing changing = { rows, view, 0 };
  g_auto(Result) result = { 0 };
  g_autoptr(GPtrArray) lines = NULL;

  apm_view_refresh (view, rows->len);
  apm_rows_export_async (view, &form, NULL, NULL, NULL, NULL, on_exported, &result);
  g_idle_add (on_change, &changing);
  wait_for (&result);
  g_assert_cmpuint (changing.n_changes, ==, 3);
  g_assert_cmpuint (result.n, ==, 60000);

  lines = split_lines (result.text);
  g_assert_cmpuint (lines->len, ==, 60001);
  qsort (lines->pdata + 1, 60000, sizeof *lines->pdata, compare_numbers);
  for (guint i = 1; i <= 60000; i++)
    g_assert_cmpint (atoi (lines->pdata[i]), ==, i);
}

static gboolean
on_flood (gpointer data)
{
  Changing *self = data;
  Row row = { 60001 + self->n_changes, "row", 0, 0, TRUE };

  g_ptr_array_remove_index (self->rows, 0);
  g_ptr_array_add (self->rows, g_memdup2 (&row, sizeof row));
  self->n_changes++;
  apm_view_refresh (self->view, self->rows->len);

  return self->n_changes < 50;
}

/* A log goes on where it was, whatever came and went meanwhile. */
static void
test_log (void)
{
  g_autoptr(GPtrArray) rows = many_rows (60000);
  g_autoptr(ApmView) view = apm_view_new (&funcs, rows);
  ApmRowsForm form = { "rows", fields, APM_ROWS_CSV, NULL, TRUE };
  Changing changing = { rows, view, 0 };
  g_auto(Result) result = { 0 };
  g_autoptr(GPtrArray) lines = NULL;

  apm_view_refresh (view, rows->len);
  apm_rows_export_async (view, &form, NULL, NULL, NULL, NULL, on_exported, &result);
  g_idle_add (on_flood, &changing);
  wait_for (&result);
  test_until (changing.n_changes >= 50);

  lines = split_lines (result.text);
  g_assert_cmpuint (result.n, >=, 60000);
  g_assert_cmpuint (lines->len, ==, result.n + 1);
  for (guint i = 1; i <= result.n; i++)
    g_assert_cmpint (atoi (lines->pdata[i]), ==, i);
}

static void
on_cancel_progress (goffset  current,
                    goffset  total,
                    gpointer data)
{
  g_cancellable_cancel (data);
}

static void
test_cancelled (void)
{
  g_autofree char *dir = g_dir_make_tmp ("apm-export-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "rows.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GPtrArray) rows = many_rows (200000);
  g_autoptr(ApmView) view = apm_view_new (&funcs, rows);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  ApmRowsForm form = { "rows", fields, APM_ROWS_JSON };
  g_auto(Result) result = { 0 };

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  apm_view_refresh (view, rows->len);
  apm_rows_export_async (view, &form, path, cancellable, on_cancel_progress, cancellable, on_exported, &result);
  wait_for (&result);
  g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "before");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

static void
test_refused (void)
{
  const char *paths[] = { "/", "/dev/full", "/absent/rows.csv", "/proc/self/rows.csv" };
  g_autoptr(GPtrArray) rows = few_rows ();
  g_autoptr(ApmView) view = apm_view_new (&funcs, rows);
  ApmRowsForm form = { "rows", fields, APM_ROWS_CSV };

  apm_view_refresh (view, rows->len);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_auto(Result) result = { 0 };

      apm_rows_export_async (view, &form, paths[i], NULL, NULL, NULL, on_exported, &result);
      wait_for (&result);
      g_assert_nonnull (result.error);
      g_assert_cmpint (result.error->domain, ==, APM_ERROR);
      g_assert_nonnull (strstr (result.error->message, paths[i]));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows-export/bytes", test_bytes);
  g_test_add_func ("/rows-export/empty", test_empty);
  g_test_add_func ("/rows-export/formats", test_formats);
  g_test_add_func ("/rows-export/file", test_file);
  g_test_add_func ("/rows-export/changing", test_changing);
  g_test_add_func ("/rows-export/log", test_log);
  g_test_add_func ("/rows-export/cancelled", test_cancelled);
  g_test_add_func ("/rows-export/refused", test_refused);

  return g_test_run ();
}
