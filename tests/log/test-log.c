/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-error.h"
#include "apm-log.h"
#include "log-test.h"

#include <json-glib/json-glib.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct { gboolean done; guint n_lines; GError *error; } Result;

static void
on_exported (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Result *r = user_data;

  r->done = TRUE;
  apm_log_export_finish (APM_LOG (object), result, &r->n_lines, &r->error);
}

static Result
export_log (ApmLog       *log,
            const char   *path,
            gboolean      filtered_only,
            GCancellable *cancellable)
{
  Result result = { 0, };

  apm_log_export_async (log, path, filtered_only, cancellable, on_exported, &result);
  test_until (result.done);

  return result;
}

static ApmLog *
new_filled_log (void)
{
  ApmLog *log = apm_log_new ();

  apm_log_add (log, APM_LEVEL_INFO, "process", "Created process '%s' (PID %d): make -j2", "build", 4711);
  apm_log_add (log, APM_LEVEL_WARNING, "thread", "two\nlines, \"quoted\"");
  apm_log_add (log, APM_LEVEL_INFO, "sync", "größer \xff");
  apm_log_add (log, APM_LEVEL_WARNING, "process", "Created nothing");

  return log;
}

static void
test_rows (LogTest       *test,
           gconstpointer  data)
{
  g_autoptr(ApmLog) log = new_filled_log ();
  ApmView *view = apm_log_get_view (log);
  const ApmLogEntry *entry;

  g_assert_cmpuint (apm_log_get_n_total (log), ==, 4);
  test_until (apm_view_get_n_rows (view) == 4);
  entry = apm_view_get_row (view, 2);
  g_assert_cmpstr (entry->text, ==, "größer \xef\xbf\xbd");
  g_assert_true (entry->source == g_intern_string ("sync"));
  g_assert_cmpuint (apm_view_get_key (view, 2), ==, 3);

  apm_log_set_filter (log, "created", "process", APM_LEVEL_WARNING);
  g_assert_cmpuint (apm_view_get_n_rows (view), ==, 1);
  g_assert_cmpuint (apm_view_get_key (view, 0), ==, 4);
  g_assert_cmpuint (apm_log_get_n_total (log), ==, 4);
}

static void
on_added (ApmLog *log,
          int     level,
          guint  *counts)
{
  counts[level]++;
}

static void
test_added (LogTest       *test,
            gconstpointer  data)
{
  g_autoptr(ApmLog) log = apm_log_new ();
  guint counts[APM_N_LEVELS] = { 0, };

  g_signal_connect (log, "added", G_CALLBACK (on_added), counts);
  apm_log_add (log, APM_LEVEL_INFO, "log", "one");
  apm_log_add (log, APM_LEVEL_WARNING, "log", "two");
  apm_log_add (log, APM_LEVEL_WARNING, "log", "three");
  g_assert_cmpuint (counts[APM_LEVEL_INFO], ==, 1);
  g_assert_cmpuint (counts[APM_LEVEL_WARNING], ==, 2);
  g_assert_cmpuint (counts[APM_LEVEL_ERROR], ==, 0);
}

static void
test_stderr (LogTest       *test,
             gconstpointer  data)
{
  if (g_test_subprocess ())
    {
      g_autoptr(ApmLog) log = apm_log_new ();

      apm_log_add (log, APM_LEVEL_WARNING, "ipc", "a mere warning");
      apm_log_add (log, APM_LEVEL_ERROR, "ipc", "bad\nthing");
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("* - ERROR - ipc - bad\\nthing\n*");
  g_test_trap_assert_stderr_unmatched ("*mere*");
}

/* Nobody reads our standard error and it is full: adding does not wait. */
static void
test_stderr_full (LogTest       *test,
                  gconstpointer  data)
{
  if (g_test_subprocess ())
    {
      g_autoptr(ApmLog) log = apm_log_new ();
      int fds[2];

      g_assert_cmpint (pipe (fds), ==, 0);
      dup2 (fds[1], STDERR_FILENO);
      for (guint i = 0; i < 3000; i++)
        apm_log_add (log, APM_LEVEL_ERROR, "ipc", "an error that nobody reads, number %u", i);
      g_assert_cmpuint (apm_log_get_n_total (log), ==, 3000);
      return;
    }

  g_test_trap_subprocess (NULL, 30 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_passed ();
}

static void
test_busy (LogTest       *test,
           gconstpointer  data)
{
  g_autoptr(ApmLog) log = apm_log_new ();

  for (guint i = 0; i < 100000; i++)
    apm_log_add_busy (log, APM_LEVEL_INFO, "ipc", 64, "message %u", i);
  for (guint i = 0; i < 3; i++)
    apm_log_add_busy (log, APM_LEVEL_INFO, "sync", 0, "item %u", i);

  /* What is not over yet is told at the end too. */
  g_assert_cmpuint (apm_log_get_n_total (log), <=, 105);
  apm_log_flush (log);
  g_assert_cmpuint (apm_log_get_n_total (log), >=, 104);
  g_assert_cmpuint (apm_log_get_n_total (log), <=, 106);
  apm_log_set_filter (log, "more", "ipc", APM_LEVEL_INFO);
  g_assert_cmpuint (apm_view_get_n_rows (apm_log_get_view (log)), >=, 1);
}

static void
test_file (LogTest       *test,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  {
    g_autoptr(ApmLog) log = apm_log_new ();

    g_assert_true (apm_log_open_file (log, test->path, &error));
    apm_log_add (log, APM_LEVEL_INFO, "process", "one");
    for (guint i = 0; i < 1000; i++)
      apm_log_add_busy (log, APM_LEVEL_INFO, "ipc", 1, "busy");
  }

  /* The last unreference has written all, the count of the last second too. */
  g_assert_true (g_file_get_contents (test->path, &text, NULL, NULL));
  g_assert_cmpuint (log_test_count_lines (test->path), >=, 102);
  g_assert_nonnull (strstr (text, " more in "));
}

static void
on_failed (ApmLog     *log,
           const char *sentence,
           GPtrArray  *told)
{
  g_ptr_array_add (told, g_strdup (sentence));
}

static void
test_file_failed (LogTest       *test,
                  gconstpointer  data)
{
  g_autoptr(ApmLog) log = apm_log_new ();

  g_signal_connect (log, "file-failed", G_CALLBACK (on_failed), test->told);
  g_assert_true (apm_log_open_file (log, "/dev/full", NULL));
  for (guint i = 0; i < 3; i++)
    {
      apm_log_add (log, APM_LEVEL_INFO, "log", "kept in memory");
      g_assert_false (apm_log_flush (log));
    }
  test_until (test->told->len > 0);
  while (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (test->told->len, ==, 1);
  g_assert_cmpuint (apm_log_get_n_total (log), ==, 3);
}

static void
test_clear (LogTest       *test,
            gconstpointer  data)
{
  g_autoptr(ApmLog) log = apm_log_new ();

  apm_log_set_file_limits (log, 1000, 3);
  g_assert_true (apm_log_open_file (log, test->path, NULL));
  for (guint i = 0; i < 200; i++)
    apm_log_add (log, APM_LEVEL_INFO, "log", "entry %u", i);
  g_assert_true (apm_log_flush (log));
  g_assert_cmpuint (test_count_entries (test->dir), ==, 4);

  apm_log_clear (log);
  g_assert_true (apm_log_flush (log));
  g_assert_cmpuint (apm_log_get_n_total (log), ==, 0);
  g_assert_cmpuint (apm_view_get_n_rows (apm_log_get_view (log)), ==, 0);
  g_assert_cmpuint (test_count_entries (test->dir), ==, 1);
  g_assert_cmpuint (log_test_count_lines (test->path), ==, 0);
}

static void
test_export (LogTest       *test,
             gconstpointer  data)
{
  static const struct { const char *suffix; guint n_all, n_filtered; } cases[] = {
    { ".log", 4, 2 }, { ".txt", 4, 2 }, { ".csv", 5, 3 }, { ".jsonl", 4, 2 }, { ".json", 6, 4 },
  };
  g_autoptr(ApmLog) log = new_filled_log ();

  apm_log_set_filter (log, NULL, NULL, APM_LEVEL_WARNING);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat (test->path, cases[i].suffix, NULL);
      Result all = export_log (log, path, FALSE, NULL);
      guint n_all = log_test_count_lines (path);
      Result filtered = export_log (log, path, TRUE, NULL);

      g_assert_no_error (all.error);
      g_assert_cmpuint (all.n_lines, ==, 4);
      g_assert_cmpuint (n_all, ==, cases[i].n_all);
      g_assert_no_error (filtered.error);
      g_assert_cmpuint (filtered.n_lines, ==, 2);
      g_assert_cmpuint (log_test_count_lines (path), ==, cases[i].n_filtered);
      g_assert_cmpuint (test_count_entries (test->dir), ==, i + 1);
    }
}

/* A reader of JSON agrees, about an empty log too. */
static void
test_export_json (LogTest       *test,
                  gconstpointer  data)
{
  g_autoptr(ApmLog) log = new_filled_log ();
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autofree char *path = g_strconcat (test->path, ".json", NULL);
  JsonArray *entries;

  export_log (log, path, FALSE, NULL);
  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  entries = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "entries");
  g_assert_cmpuint (json_array_get_length (entries), ==, 4);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (entries, 1), "text"), ==,
                   "two\nlines, \"quoted\"");

  apm_log_clear (log);
  export_log (log, path, FALSE, NULL);
  g_assert_true (json_parser_load_from_file (parser, path, NULL));
}

static void
test_export_bad (LogTest       *test,
                 gconstpointer  data)
{
  g_autoptr(ApmLog) log = new_filled_log ();
  g_autofree char *folder = g_build_filename (test->dir, "folder.csv", NULL);
  g_autofree char *device = g_build_filename (test->dir, "full.csv", NULL);
  g_autofree char *nowhere = g_build_filename (test->dir, "absent", "a.csv", NULL);
  g_autofree char *unknown = g_build_filename (test->dir, "a.xml", NULL);
  const char *paths[] = { folder, device, nowhere, unknown };

  g_assert_cmpint (mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (symlink ("/dev/full", device), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      Result result = export_log (log, paths[i], FALSE, NULL);

      g_assert_error (result.error, APM_ERROR, APM_ERROR_INVALID);
      g_assert_nonnull (strstr (result.error->message, i == 3 ? "a.xml" : paths[i]));
      g_clear_error (&result.error);
      g_assert_cmpuint (test_count_entries (test->dir), ==, 2);
    }
}

/* A cancelled or failed export leaves what was there, and nothing else. */
static void
test_export_cancel (LogTest       *test,
                    gconstpointer  data)
{
  g_autoptr(ApmLog) log = apm_log_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *text = NULL;
  Result result = { 0, };

  for (guint i = 0; i < 200000; i++)
    apm_log_add (log, APM_LEVEL_INFO, "log", "entry %u", i);
  g_assert_true (g_file_set_contents (test->path, "before", -1, NULL));

  apm_log_export_async (log, test->path, FALSE, cancellable, on_exported, &result);
  test_until (test_count_entries (test->dir) == 2 || result.done);
  g_cancellable_cancel (cancellable);
  test_until (result.done);
  g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&result.error);

  /* The answer comes at once; the thread takes its file away in its own time. */
  test_until (test_count_entries (test->dir) == 1);
  g_assert_true (g_file_get_contents (test->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "before");
}

static void
test_export_full (LogTest       *test,
                  gconstpointer  data)
{
  struct rlimit before;
  struct rlimit small = { 100000, 0 };
  g_autoptr(ApmLog) log = apm_log_new ();
  Result result;

  for (guint i = 0; i < 10000; i++)
    apm_log_add (log, APM_LEVEL_INFO, "log", "entry %u", i);

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small.rlim_max = before.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  result = export_log (log, test->path, FALSE, NULL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_error (result.error, APM_ERROR, APM_ERROR_FAILED);
  g_clear_error (&result.error);
  g_assert_cmpuint (test_count_entries (test->dir), ==, 0);
}

/* The file read back, rotated ones first, says what memory says. */
static void
test_history (LogTest       *test,
              gconstpointer  data)
{
  g_autoptr(ApmLog) log = apm_log_new ();
  g_autofree char *from_memory = g_build_filename (test->dir, "memory.txt", NULL);
  g_autofree char *from_file = g_build_filename (test->dir, "file.txt", NULL);
  g_autofree char *memory = NULL;
  g_autofree char *file = NULL;
  g_autoptr(GError) error = NULL;

  apm_log_set_file_limits (log, 5000, 50);
  g_assert_true (apm_log_open_file (log, test->path, NULL));
  for (guint i = 0; i < 1000; i++)
    apm_log_add (log, i % 2, "process", "entry %u\nof \\many", i);
  g_assert_true (apm_log_flush (log));

  export_log (log, from_memory, FALSE, NULL);
  g_assert_true (apm_log_file_export (test->path, from_file, APM_LOG_TEXT, &error));
  g_assert_true (g_file_get_contents (from_memory, &memory, NULL, NULL));
  g_assert_true (g_file_get_contents (from_file, &file, NULL, NULL));
  g_assert_cmpstr (memory, ==, file);
}

static void
test_history_bad (LogTest       *test,
                  gconstpointer  data)
{
  g_autofree char *to = g_build_filename (test->dir, "b.jsonl", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (apm_log_file_export (test->path, to, APM_LOG_CSV, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_assert_cmpuint (test_count_entries (test->dir), ==, 0);

  /* Lines that are not ours, with no newline at the end and bytes that are no text. */
  g_assert_true (g_file_set_contents (test->path,
                                      "2026-11-22 19:00:00,000 - INFO - process - fine\n"
                                      "\n"
                                      "2026-11-22 19:00:01,0\xff\x01 torn", -1, NULL));
  g_assert_true (apm_log_file_export (test->path, to, APM_LOG_JSON_LINES, NULL));
  g_assert_cmpuint (log_test_count_lines (to), ==, 2);
  g_assert_true (g_file_get_contents (to, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"level\":\"WARNING\",\"source\":\"log\",\"text\":\"2026-11-22 19:00:01,0\xef\xbf\xbd\\u0001 torn\""));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  log_test_add ("/log/rows", test_rows);
  log_test_add ("/log/added", test_added);
  log_test_add ("/log/stderr", test_stderr);
  log_test_add ("/log/stderr-full", test_stderr_full);
  log_test_add ("/log/busy", test_busy);
  log_test_add ("/log/file", test_file);
  log_test_add ("/log/file-failed", test_file_failed);
  log_test_add ("/log/clear", test_clear);
  log_test_add ("/log/export/suffixes", test_export);
  log_test_add ("/log/export/json", test_export_json);
  log_test_add ("/log/export/bad", test_export_bad);
  log_test_add ("/log/export/cancel", test_export_cancel);
  log_test_add ("/log/export/full", test_export_full);
  log_test_add ("/log/history", test_history);
  log_test_add ("/log/history-bad", test_history_bad);

  return g_test_run ();
}
