/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "log-test.h"

#include <glib/gstdio.h>

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_file_test (path, G_FILE_TEST_IS_DIR) ? g_dir_open (path, 0, NULL) : NULL;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
set_up (LogTest       *test,
        gconstpointer  data)
{
  test->dir = g_dir_make_tmp ("apm-log-XXXXXX", NULL);
  g_assert_nonnull (test->dir);
  test->path = g_build_filename (test->dir, "a.log", NULL);
  test->told = g_ptr_array_new_with_free_func (g_free);
}

static void
tear_down (LogTest       *test,
           gconstpointer  data)
{
  remove_tree (test->dir);
  g_free (test->dir);
  g_free (test->path);
  g_ptr_array_unref (test->told);
}

void
log_test_add (const char  *name,
              LogTestFunc  func)
{
  g_test_add (name, LogTest, NULL, set_up, func, tear_down);
}

/* 0 for a file that is not there. */
guint
log_test_count_lines (const char *path)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  guint n = 0;

  if (g_file_get_contents (path, &text, &length, NULL))
    for (gsize i = 0; i < length; i++)
      n += text[i] == '\n';

  return n;
}
