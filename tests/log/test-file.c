/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-disk.h"
#include "apm-log-file.h"
#include "apm-log.h"
#include "log-test.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
push (ApmLogFile *file,
      const char *text)
{
  ApmLogEntry entry = { 0, g_get_real_time (), "process", text, APM_LEVEL_INFO };

  apm_log_file_push (file, &entry);
}

static void
push_number (ApmLogFile *file,
             const char *who,
             guint       number)
{
  g_autofree char *text = g_strdup_printf ("%s %06u", who, number);

  push (file, text);
}

static void
on_failed (const char *sentence,
           gpointer    user_data)
{
  g_ptr_array_add (user_data, g_strdup (sentence));
}

static void
test_append (LogTest       *test,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (test->dir, "deep", "down", "a.log", NULL);
  struct stat info;

  /* The second run appends to what the first has left. */
  for (guint run = 0; run < 2; run++)
    {
      g_autoptr(ApmLogFile) file = apm_log_file_new (path, NULL, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_true (apm_log_file_start (file, &error));
      g_assert_no_error (error);
      for (guint i = 0; i < 1000; i++)
        push_number (file, "line", run * 1000 + i);
      push (file, "two\nlines");
    }

  g_assert_cmpuint (log_test_count_lines (path), ==, 2002);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_prompt (LogTest       *test,
             gconstpointer  data)
{
  g_autoptr(ApmLogFile) file = apm_log_file_new (test->path, NULL, NULL);
  gint64 began;

  g_assert_true (apm_log_file_start (file, NULL));
  push (file, "unasked");
  began = g_get_monotonic_time ();
  test_until (log_test_count_lines (test->path) == 1);
  g_test_message ("on the disk after %.1f ms", (g_get_monotonic_time () - began) / 1e3);
}

/* Every line is in one of the files, in order, and none is beyond the limit. */
static void
test_rotation (LogTest       *test,
               gconstpointer  data)
{
  g_autoptr(ApmLogFile) file = apm_log_file_new (test->path, NULL, NULL);
  g_autoptr(GString) all = g_string_new (NULL);
  g_autofree char *beyond = apm_log_disk_dup_rotated_path (test->path, 31);
  guint next = 0;

  apm_log_file_set_limits (file, 4096, 30);
  g_assert_true (apm_log_file_start (file, NULL));
  for (guint i = 0; i < 1500; i++)
    {
      push_number (file, "line", i);
      if (i % 100 == 0)
        g_assert_true (apm_log_file_flush (file));
    }
  g_assert_true (apm_log_file_flush (file));

  for (int i = 30; i >= 0; i--)
    {
      g_autofree char *path = i > 0 ? apm_log_disk_dup_rotated_path (test->path, i) : g_strdup (test->path);
      g_autofree char *text = NULL;
      gsize length;

      if (!g_file_get_contents (path, &text, &length, NULL))
        continue;
      g_assert_cmpuint (length, <=, 4096);
      g_string_append (all, text);
    }
  g_assert_false (g_file_test (beyond, G_FILE_TEST_EXISTS));

  for (const char *p = all->str; (p = strstr (p, " - line ")); p += 8, next++)
    g_assert_cmpuint (g_ascii_strtoull (p + 8, NULL, 10), ==, next);
  g_assert_cmpuint (next, ==, 1500);
}

static void
test_few_rotated (LogTest       *test,
                  gconstpointer  data)
{
  for (guint n_rotated = 0; n_rotated < 3; n_rotated++)
    {
      g_autoptr(ApmLogFile) file = apm_log_file_new (test->path, NULL, NULL);

      apm_log_file_set_limits (file, 1000, n_rotated);
      g_assert_true (apm_log_file_start (file, NULL));
      apm_log_file_clear (file);
      for (guint i = 0; i < 200; i++)
        push_number (file, "line", i);
      g_assert_true (apm_log_file_flush (file));
      g_assert_cmpuint (test_count_entries (test->dir), ==, 1 + n_rotated);
    }
}

/* A line longer than the limit stands alone in its file, and whole. */
static void
test_long_line (LogTest       *test,
                gconstpointer  data)
{
  g_autoptr(ApmLogFile) file = apm_log_file_new (test->path, NULL, NULL);
  g_autofree char *rotated = apm_log_disk_dup_rotated_path (test->path, 1);
  g_autofree char *text = g_strnfill (9000, 'x');

  apm_log_file_set_limits (file, 1000, 3);
  g_assert_true (apm_log_file_start (file, NULL));
  push (file, "short");
  push (file, text);
  push (file, "short");
  g_assert_true (apm_log_file_flush (file));

  g_assert_cmpuint (test_count_entries (test->dir), ==, 3);
  g_assert_cmpuint (log_test_count_lines (rotated), ==, 1);
}

static void
write_as_child (const char *path,
                const char *who)
{
  g_autoptr(ApmLogFile) file = apm_log_file_new (path, NULL, NULL);

  apm_log_file_set_limits (file, 20000, 90);
  if (!apm_log_file_start (file, NULL))
    _exit (1);
  for (guint i = 0; i < 3000; i++)
    {
      push_number (file, who, i);
      if (i % 97 == 0)
        apm_log_file_flush (file);
    }
}

/* Two programs append and rotate at once: every line of both is there, whole. */
static void
test_two_programs (LogTest       *test,
                   gconstpointer  data)
{
  static const char *const names[] = { "left", "right" };
  g_autoptr(GRegex) shape = g_regex_new ("^[-0-9]{10} [:0-9]{8},\\d{3} - INFO - process - (left|right) \\d{6}$", 0, 0, NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  pid_t pids[2];

  for (guint i = 0; i < 2; i++)
    {
      pids[i] = fork ();
      if (pids[i] == 0)
        {
          write_as_child (test->path, names[i]);
          _exit (0);
        }
    }
  for (guint i = 0; i < 2; i++)
    {
      int status;

      g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
      g_assert_cmpint (status, ==, 0);
    }

  for (guint i = 0; i <= 90; i++)
    {
      g_autofree char *path = i > 0 ? apm_log_disk_dup_rotated_path (test->path, i) : g_strdup (test->path);
      g_autofree char *text = NULL;
      g_auto(GStrv) lines = NULL;

      if (!g_file_get_contents (path, &text, NULL, NULL))
        continue;
      lines = g_strsplit (text, "\n", -1);
      for (guint j = 0; lines[j]; j++)
        if (*lines[j])
          {
            g_assert_true (g_regex_match (shape, lines[j], 0, NULL));
            g_assert_true (g_hash_table_add (seen, g_strdup (strstr (lines[j], "process - "))));
          }
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 6000);
}

static void
test_disk_full (LogTest       *test,
                gconstpointer  data)
{
  g_autoptr(ApmLogFile) file = apm_log_file_new ("/dev/full", on_failed, test->told);

  apm_log_file_set_retry_us (file, 1000);
  g_assert_true (apm_log_file_start (file, NULL));
  for (guint i = 0; i < 5; i++)
    {
      push (file, "lost");
      g_assert_false (apm_log_file_flush (file));
    }

  test_until (test->told->len > 0);
  while (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (test->told->len, ==, 1);
  g_assert_nonnull (strstr (test->told->pdata[0], "/dev/full"));
  g_assert_nonnull (strstr (test->told->pdata[0], "No space left on device"));
}

/* A folder that is none (which stops root too) becomes one: nothing is lost. */
static void
test_comes_back (LogTest       *test,
                 gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (test->dir, "folder", NULL);
  g_autofree char *path = g_build_filename (folder, "a.log", NULL);
  g_autoptr(ApmLogFile) file = apm_log_file_new (path, on_failed, test->told);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  apm_log_file_set_retry_us (file, 1000);
  g_assert_false (apm_log_file_start (file, &error));
  g_assert_nonnull (strstr (error->message, path));
  push (file, "early");
  g_assert_false (apm_log_file_flush (file));

  g_assert_cmpint (g_unlink (folder), ==, 0);
  test_until (log_test_count_lines (path) == 1);
  push (file, "late");
  g_assert_true (apm_log_file_flush (file));
  g_assert_cmpuint (log_test_count_lines (path), ==, 2);

  /* What the start has told is not told again. */
  while (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (test->told->len, ==, 0);
}

/* What waits for a disk that refuses is bounded, and what is lost is counted. */
static void
test_lost_are_counted (LogTest       *test,
                       gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (test->dir, "folder", NULL);
  g_autofree char *path = g_build_filename (folder, "a.log", NULL);
  g_autofree char *text = NULL;
  g_autofree char *big = g_strnfill (1024 * 1024, 'x');
  g_autoptr(ApmLogFile) file = apm_log_file_new (path, on_failed, test->told);
  guint n_lines;
  guint64 n_lost;

  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  g_assert_false (apm_log_file_start (file, NULL));
  apm_log_file_set_limits (file, 0, 0);
  for (guint i = 0; i < 40; i++)
    push (file, big);
  g_assert_false (apm_log_file_flush (file));

  g_assert_cmpint (g_unlink (folder), ==, 0);
  g_assert_true (apm_log_file_flush (file));
  n_lines = log_test_count_lines (path);
  g_assert_cmpuint (n_lines, <, 30);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  n_lost = g_ascii_strtoull (strstr (text, "WARNING - log - ") + strlen ("WARNING - log - "), NULL, 10);
  g_assert_cmpuint (n_lines - 1 + n_lost, ==, 40);
}

static void
test_clear (LogTest       *test,
            gconstpointer  data)
{
  g_autoptr(ApmLogFile) file = apm_log_file_new (test->path, NULL, NULL);

  apm_log_file_set_limits (file, 2000, 5);
  g_assert_true (apm_log_file_start (file, NULL));
  for (guint i = 0; i < 300; i++)
    push_number (file, "old", i);
  g_assert_true (apm_log_file_flush (file));
  g_assert_cmpuint (test_count_entries (test->dir), ==, 6);

  push (file, "forgotten");
  apm_log_file_clear (file);
  push (file, "new");
  g_assert_true (apm_log_file_flush (file));
  g_assert_cmpuint (test_count_entries (test->dir), ==, 1);
  g_assert_cmpuint (log_test_count_lines (test->path), ==, 1);
}

/* Somebody removes the file: it is there again with the next line. */
static void
test_removed (LogTest       *test,
              gconstpointer  data)
{
  g_autoptr(ApmLogFile) file = apm_log_file_new (test->path, NULL, NULL);

  g_assert_true (apm_log_file_start (file, NULL));
  push (file, "one");
  g_assert_true (apm_log_file_flush (file));
  g_assert_cmpint (g_unlink (test->path), ==, 0);
  push (file, "two");
  g_assert_true (apm_log_file_flush (file));
  g_assert_cmpuint (log_test_count_lines (test->path), ==, 1);
}

/* A FIFO that nobody reads, a folder: a sentence at once, nobody waits. */
static void
test_no_file (LogTest       *test,
              gconstpointer  data)
{
  g_autofree char *fifo = g_build_filename (test->dir, "fifo", NULL);
  const char *paths[] = { fifo, test->dir };

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(ApmLogFile) file = apm_log_file_new (paths[i], NULL, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_false (apm_log_file_start (file, &error));
      g_assert_nonnull (strstr (error->message, paths[i]));
      push (file, "for nobody");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  log_test_add ("/log/file/append", test_append);
  log_test_add ("/log/file/prompt", test_prompt);
  log_test_add ("/log/file/rotation", test_rotation);
  log_test_add ("/log/file/few-rotated", test_few_rotated);
  log_test_add ("/log/file/long-line", test_long_line);
  log_test_add ("/log/file/two-programs", test_two_programs);
  log_test_add ("/log/file/disk-full", test_disk_full);
  log_test_add ("/log/file/comes-back", test_comes_back);
  log_test_add ("/log/file/lost-are-counted", test_lost_are_counted);
  log_test_add ("/log/file/clear", test_clear);
  log_test_add ("/log/file/removed", test_removed);
  log_test_add ("/log/file/no-file", test_no_file);

  return g_test_run ();
}
