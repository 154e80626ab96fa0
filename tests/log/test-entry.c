/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-error.h"
#include "apm-log-busy.h"
#include "apm-log-entry.h"

#include <string.h>
#include <time.h>

/* 2026-11-22 19:00:00.123456 in UTC+1. */
#define MOMENT G_GINT64_CONSTANT (1795370400123456)

typedef struct { ApmLevel level; const char *source; const char *text; const char *text_line; const char *csv; const char *json; } Golden;

static const Golden golden[] = {
  { APM_LEVEL_INFO, "process", "Created process 'build' (PID 4711): make -j2",
    "2026-11-22 19:00:00,123 - INFO - process - Created process 'build' (PID 4711): make -j2\n",
    "1795370400123456,2026-11-22T19:00:00.123+01:00,INFO,process,\"Created process 'build' (PID 4711): make -j2\"\n",
    "{\"real_us\":1795370400123456,\"time\":\"2026-11-22T19:00:00.123+01:00\",\"level\":\"INFO\",\"source\":\"process\","
    "\"text\":\"Created process 'build' (PID 4711): make -j2\"}" },
  { APM_LEVEL_WARNING, "ipc", "two\nlines,\ta \"tab\" and \\n",
    "2026-11-22 19:00:00,123 - WARNING - ipc - two\\nlines,\\ta \"tab\" and \\\\n\n",
    "1795370400123456,2026-11-22T19:00:00.123+01:00,WARNING,ipc,\"two\\nlines,\\ta \"\"tab\"\" and \\\\n\"\n",
    "{\"real_us\":1795370400123456,\"time\":\"2026-11-22T19:00:00.123+01:00\",\"level\":\"WARNING\",\"source\":\"ipc\","
    "\"text\":\"two\\nlines,\\ta \\\"tab\\\" and \\\\n\"}" },
  { APM_LEVEL_ERROR, "sync", "größer – 大きい - \x1b[31m",
    "2026-11-22 19:00:00,123 - ERROR - sync - größer – 大きい - \\x1b[31m\n",
    "1795370400123456,2026-11-22T19:00:00.123+01:00,ERROR,sync,\"größer – 大きい - \\x1b[31m\"\n",
    "{\"real_us\":1795370400123456,\"time\":\"2026-11-22T19:00:00.123+01:00\",\"level\":\"ERROR\",\"source\":\"sync\","
    "\"text\":\"größer – 大きい - \\u001b[31m\"}" },
  { APM_LEVEL_INFO, "log", "",
    "2026-11-22 19:00:00,123 - INFO - log - \n",
    "1795370400123456,2026-11-22T19:00:00.123+01:00,INFO,log,\n",
    "{\"real_us\":1795370400123456,\"time\":\"2026-11-22T19:00:00.123+01:00\",\"level\":\"INFO\",\"source\":\"log\",\"text\":\"\"}" },
};

static ApmLogEntry
golden_entry (const Golden *g)
{
  return (ApmLogEntry) { 1, MOMENT, g_intern_string (g->source), g->text, g->level };
}

static char *
format_one (ApmLogFormat       format,
            const ApmLogEntry *entry)
{
  ApmLogStamp stamp = APM_LOG_STAMP_INIT;
  GString *out = g_string_new (NULL);

  apm_log_append_entry (out, format, entry, TRUE, &stamp);

  return g_string_free (out, FALSE);
}

static void
test_golden (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (golden); i++)
    {
      ApmLogEntry entry = golden_entry (&golden[i]);
      g_autofree char *text = format_one (APM_LOG_TEXT, &entry);
      g_autofree char *csv = format_one (APM_LOG_CSV, &entry);
      g_autofree char *json = format_one (APM_LOG_JSON, &entry);
      g_autofree char *line = format_one (APM_LOG_JSON_LINES, &entry);
      g_autofree char *expected_line = g_strconcat (golden[i].json, "\n", NULL);

      g_assert_cmpstr (text, ==, golden[i].text_line);
      g_assert_cmpstr (csv, ==, golden[i].csv);
      g_assert_cmpstr (json + 1, ==, golden[i].json);
      g_assert_cmpint (json[0], ==, '\n');
      g_assert_cmpstr (line, ==, expected_line);
    }
}

static void
test_document (void)
{
  ApmLogEntry entry = golden_entry (&golden[3]);
  ApmLogStamp stamp = APM_LOG_STAMP_INIT;
  g_autoptr(GString) out = g_string_new (NULL);
  g_autofree char *expected = g_strdup_printf ("{\"schema\":1,\"entries\":[\n%s,\n%s\n]}\n", golden[3].json, golden[3].json);

  apm_log_append_head (out, APM_LOG_JSON);
  apm_log_append_entry (out, APM_LOG_JSON, &entry, TRUE, &stamp);
  apm_log_append_entry (out, APM_LOG_JSON, &entry, FALSE, &stamp);
  apm_log_append_tail (out, APM_LOG_JSON);
  g_assert_cmpstr (out->str, ==, expected);
}

/* Every control character and awkward sequence comes back from the file. */
static void
test_parse_back (void)
{
  static const char *const texts[] = {
    "plain", "", " - ", "a - INFO - b", "\\n", "\n", "\\\n\\", "\\x41", "\r\t\x01\x1f\x7f", "ends with \\", "ü\nü",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      ApmLogEntry entry = { 0, MOMENT / 1000 * 1000, g_intern_string ("thread"), texts[i], APM_LEVEL_WARNING };
      g_autofree char *line = apm_log_entry_dup_line (&entry);
      g_autofree char *text = NULL;
      ApmLogEntry parsed;

      g_assert_null (strchr (line, '\n'));
      g_assert_true (apm_log_entry_parse (line, &parsed, &text));
      g_assert_cmpstr (parsed.text, ==, texts[i]);
      g_assert_cmpint (parsed.real_us, ==, entry.real_us);
      g_assert_true (parsed.source == entry.source);
      g_assert_cmpint (parsed.level, ==, entry.level);
    }
}

static void
test_parse_bad (void)
{
  static const char *const lines[] = {
    "",
    "2026",
    "2026-11-22 19:00:00,123",
    "2026-11-22 19:00:00,123 - INFO",
    "2026-11-22 19:00:00,123 - INFO - process",
    "2026-11-22 19:00:00,123 - INFO -  - text",
    "2026-11-22 19:00:00,123 - info - process - text",
    "2026-11-22 19:00:00,123 - INFORMATION - process - text",
    "2026-11-22 19:00:00,123 - INFO - two words - text",
    "2026-11-22 19:00:00,123 - INFO - abcdefghijklmnopqrstuvwxyzabcdefg - text",
    "2026-11-22 19:00:00.123 - INFO - process - text",
    "2026-11-22T19:00:00,123 - INFO - process - text",
    "2026-13-22 19:00:00,123 - INFO - process - text",
    "2026-02-30 19:00:00,123 - INFO - process - text",
    "2026-11-22 25:00:00,123 - INFO - process - text",
    "2026-11-22 19:00:00,-12 - INFO - process - text",
    "x026-11-22 19:00:00,123 - INFO - process - text",
  };
  /* No escape of ours, so no byte of theirs. */
  static const char *const kept[] = { "\\x00", "\\xff", "\\xc3", "\\q", "\\x4", "\\" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      ApmLogEntry entry;
      char *text;

      g_assert_false (apm_log_entry_parse (lines[i], &entry, &text));
    }

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *line = g_strconcat ("2026-11-22 19:00:00,123 - INFO - ipc - ", kept[i], NULL);
      g_autofree char *text = NULL;
      ApmLogEntry entry;

      g_assert_true (apm_log_entry_parse (line, &entry, &text));
      g_assert_cmpstr (text, ==, kept[i]);
    }
}

static void
test_suffixes (void)
{
  static const struct { const char *path; int format; } cases[] = {
    { "a.log", APM_LOG_TEXT }, { "/x/a.TXT", APM_LOG_TEXT }, { "a.b.csv", APM_LOG_CSV },
    { "a.json", APM_LOG_JSON }, { "a.jsonl", APM_LOG_JSON_LINES },
    { "a", -1 }, { "", -1 }, { "a.xml", -1 }, { "a.csv.gz", -1 }, { "a.", -1 }, { "dir.csv/a", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      ApmLogFormat format;

      if (cases[i].format < 0)
        {
          g_assert_false (apm_log_format_from_path (cases[i].path, &format, &error));
          g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
        }
      else
        {
          g_assert_true (apm_log_format_from_path (cases[i].path, &format, &error));
          g_assert_cmpint (format, ==, cases[i].format);
        }
    }
}

/* A second each: how many events, and how many lines and counts come of them. */
static void
test_busy (void)
{
  static const struct { guint n_events, n_lines; guint64 n_counted; } seconds[] = {
    { 0, 0, 0 },
    { 100, 100, 0 },      /* just not too many */
    { 101, 100, 1 },
    { 250, 0, 250 },      /* still too many: only the count */
    { 100, 0, 100 },      /* the way back takes a second */
    { 100, 100, 0 },
    { 5000, 100, 4900 },
    { 0, 0, 0 },
    { 3, 3, 0 },
  };
  ApmLogBusy busy = { 0, };
  ApmLogCount count;
  gint64 now = 77 * G_USEC_PER_SEC;

  apm_log_busy_close (&busy, now, FALSE, &count);

  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      guint n_lines = 0;
      gboolean told;

      for (guint j = 0; j < seconds[i].n_events; j++)
        {
          g_assert_false (apm_log_busy_close (&busy, now + j, FALSE, &count));
          n_lines += apm_log_busy_admit (&busy, APM_LEVEL_INFO, 64);
        }
      g_assert_cmpuint (n_lines, ==, seconds[i].n_lines);

      now += G_USEC_PER_SEC;
      told = apm_log_busy_close (&busy, now, FALSE, &count);
      g_assert_cmpint (told, ==, seconds[i].n_counted > 0);
      g_assert_cmpuint (count.n, ==, seconds[i].n_counted);
      g_assert_cmpuint (count.bytes, ==, seconds[i].n_counted * 64);
      g_assert_cmpint (count.span_us, ==, G_USEC_PER_SEC);
    }
}

static void
test_busy_end (void)
{
  ApmLogBusy busy = { 0, };
  ApmLogCount count;
  g_autofree char *text = NULL;
  g_autofree char *without_bytes = NULL;

  g_assert_true (apm_log_busy_is_calm (&busy));
  apm_log_busy_close (&busy, G_USEC_PER_SEC, FALSE, &count);
  for (guint i = 0; i < 1300; i++)
    apm_log_busy_admit (&busy, i == 700 ? APM_LEVEL_WARNING : APM_LEVEL_INFO, 1024);
  g_assert_false (apm_log_busy_is_calm (&busy));

  /* The last second is told although it is not over. */
  g_assert_true (apm_log_busy_close (&busy, G_USEC_PER_SEC + 250000, TRUE, &count));
  g_assert_cmpuint (count.n, ==, 1200);
  g_assert_cmpint (count.level, ==, APM_LEVEL_WARNING);
  text = apm_log_count_dup_text (&count);
  g_assert_cmpstr (text, ==, "1200 more in 250 ms (1.2 MiB)");
  count.bytes = 0;
  without_bytes = apm_log_count_dup_text (&count);
  g_assert_cmpstr (without_bytes, ==, "1200 more in 250 ms");

  g_assert_false (apm_log_busy_close (&busy, G_USEC_PER_SEC * 3, FALSE, &count));
  g_assert_true (apm_log_busy_is_calm (&busy));
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "<+01>-1", TRUE);
  tzset ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/log/entry/golden", test_golden);
  g_test_add_func ("/log/entry/document", test_document);
  g_test_add_func ("/log/entry/parse-back", test_parse_back);
  g_test_add_func ("/log/entry/parse-bad", test_parse_bad);
  g_test_add_func ("/log/entry/suffixes", test_suffixes);
  g_test_add_func ("/log/busy/seconds", test_busy);
  g_test_add_func ("/log/busy/end", test_busy_end);

  return g_test_run ();
}
