/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-error.h"
#include "apm-file-sink.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct {
  char *dir;
  char *path;
} Test;

static guint
count_files (Test *test)
{
  g_autoptr(GDir) dir = g_dir_open (test->dir, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;

  return n;
}

static void
set_up (Test          *test,
        gconstpointer  data)
{
  test->dir = g_dir_make_tmp ("apm-sink-XXXXXX", NULL);
  test->path = g_build_filename (test->dir, "file", NULL);
}

static void
tear_down (Test          *test,
           gconstpointer  data)
{
  g_autoptr(GDir) dir = g_dir_open (test->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (test->dir, name, NULL);

      g_remove (path);
    }
  g_rmdir (test->dir);
  g_free (test->dir);
  g_free (test->path);
}

static void
assert_file (const char *path,
             const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_complete (Test          *test,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmFileSink) sink = NULL;

  g_assert_true (g_file_set_contents (test->path, "before", -1, NULL));
  sink = apm_file_sink_new (test->path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 100000; i++)
    {
      g_string_append_c (apm_file_sink_get_buffer (sink), 'a' + i % 26);
      g_assert_true (apm_file_sink_pump (sink, NULL));
    }
  assert_file (test->path, "before");

  g_assert_true (apm_file_sink_finish (sink, &error));
  g_assert_cmpuint (count_files (test), ==, 1);
  {
    g_autofree char *text = NULL;
    gsize length;

    g_assert_true (g_file_get_contents (test->path, &text, &length, NULL));
    g_assert_cmpuint (length, ==, 100000);
    g_assert_true (g_str_has_prefix (text, "abc"));
  }
}

static void
test_given_up (Test          *test,
               gconstpointer  data)
{
  ApmFileSink *sink;

  g_assert_true (g_file_set_contents (test->path, "before", -1, NULL));
  sink = apm_file_sink_new (test->path, NULL);
  g_string_append (apm_file_sink_get_buffer (sink), "half");
  g_assert_cmpuint (count_files (test), ==, 2);
  apm_file_sink_free (sink);

  g_assert_cmpuint (count_files (test), ==, 1);
  assert_file (test->path, "before");
}

static void
test_link (Test          *test,
           gconstpointer  data)
{
  g_autofree char *link = g_build_filename (test->dir, "link", NULL);
  g_autoptr(ApmFileSink) sink = NULL;

  g_assert_true (g_file_set_contents (test->path, "before", -1, NULL));
  g_assert_cmpint (symlink (test->path, link), ==, 0);
  sink = apm_file_sink_new (link, NULL);
  g_string_append (apm_file_sink_get_buffer (sink), "after");
  g_assert_true (apm_file_sink_finish (sink, NULL));

  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  assert_file (test->path, "after");
}

static void
test_refused (Test          *test,
              gconstpointer  data)
{
  g_autofree char *nowhere = g_build_filename (test->dir, "absent", "file", NULL);
  const char *paths[] = { test->dir, "/dev/full", nowhere };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (apm_file_sink_new (paths[i], &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, paths[i]));
      g_assert_cmpuint (count_files (test), ==, 0);
    }
}

/* What a full disk does, by a limit that a test may set. */
static void
test_no_room (Test          *test,
              gconstpointer  data)
{
  struct rlimit before, small = { 1000, 0 };
  g_autoptr(GError) error = NULL;
  ApmFileSink *sink = apm_file_sink_new (test->path, NULL);
  gboolean done;

  for (guint i = 0; i < 10000; i++)
    g_string_append_c (apm_file_sink_get_buffer (sink), 'x');
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small.rlim_max = before.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  done = apm_file_sink_finish (sink, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_false (done);
  g_assert_error (error, APM_ERROR, APM_ERROR_FAILED);
  apm_file_sink_free (sink);
  g_assert_cmpuint (count_files (test), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  static const struct { const char *name; void (*run) (Test *, gconstpointer); } tests[] = {
    { "/file-sink/complete", test_complete },
    { "/file-sink/given-up", test_given_up },
    { "/file-sink/link", test_link },
    { "/file-sink/refused", test_refused },
    { "/file-sink/no-room", test_no_room },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Test, NULL, set_up, tests[i].run, tear_down);

  return g_test_run ();
}
