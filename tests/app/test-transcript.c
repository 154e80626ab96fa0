/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-transcript.h"

#include <string.h>

/* The lines kept, "out|err!" with ! behind those of standard error, and behind them
 * in brackets what has not ended. */
static char *
dup_lines (ApmTranscript *transcript)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < apm_transcript_get_n_kept (transcript); i++)
    {
      const ApmTranscriptLine *line = apm_transcript_get_line (transcript, i);

      g_string_append_printf (lines, "%s%s|", line->text, line->is_stderr ? "!" : "");
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *partial = apm_transcript_dup_partial (transcript, i);

      if (partial)
        g_string_append_printf (lines, "(%s%s)", partial, i ? "!" : "");
    }

  return g_string_free (lines, FALSE);
}

static void
test_lines (void)
{
  static const struct { const char *out, *err, *expected; } cases[] = {
    { "one\ntwo\n", "", "one|two|" },
    { "one", "", "(one)" },
    { "one\nprompt> ", "", "one|(prompt> )" },
    { "one\n", "bad\n", "one|bad!|" },
    { "half ", "bad\nworse", "bad!|(half )(worse!)" },
    { "\n\n", "", "||" },
    { "windows\r\n", "", "windows|" },
    { "tab\there\n", "", "tab\there|" },
    { "\033[31mred\033[0m\n", "", "red|" },
    { "cut \033[31", "", "(cut )" },
    { "bell\a\n", "", "bell\342\220\207|" },
    { "not \377 UTF-8\n", "", "not \357\277\275 UTF-8|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmTranscript) transcript = apm_transcript_new (NULL);
      g_autofree char *lines = NULL;

      apm_transcript_add (transcript, FALSE, cases[i].out, strlen (cases[i].out));
      apm_transcript_add (transcript, TRUE, cases[i].err, strlen (cases[i].err));
      lines = dup_lines (transcript);
      g_assert_cmpstr (lines, ==, cases[i].expected);
      g_assert_cmpuint (apm_transcript_get_n_gone (transcript), ==, 0);
    }
}

/* A line may come in any pieces. */
static void
test_torn (void)
{
  static const char text[] = "gr\303\274n\nblau\n";
  gsize n_bytes = strlen (text);

  for (gsize cut = 0; cut <= n_bytes; cut++)
    {
      g_autoptr(ApmTranscript) transcript = apm_transcript_new (NULL);
      g_autofree char *lines = NULL;

      apm_transcript_add (transcript, FALSE, text, cut);
      apm_transcript_add (transcript, FALSE, text + cut, n_bytes - cut);
      lines = dup_lines (transcript);
      g_assert_cmpstr (lines, ==, "gr\303\274n|blau|");
    }
}

static void
on_changed (ApmTranscript *transcript,
            guint         *n_changed)
{
  (*n_changed)++;
}

/* However much comes, the last lines are kept and the others counted. */
static void
test_flood (void)
{
  g_autoptr(ApmTranscript) transcript = apm_transcript_new (NULL);
  g_autoptr(GString) flood = g_string_new (NULL);
  guint n_changed = 0;
  char expected[16];

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (flood, "%u\n", i);

  g_signal_connect (transcript, "changed", G_CALLBACK (on_changed), &n_changed);
  apm_transcript_add (transcript, FALSE, "first\n", 6);
  apm_transcript_add (transcript, FALSE, flood->str, flood->len);
  g_assert_cmpuint (n_changed, ==, 2);
  g_assert_cmpuint (apm_transcript_get_n_kept (transcript), ==, APM_TRANSCRIPT_LINES);
  g_assert_cmpuint (apm_transcript_get_n_gone (transcript), ==, 100001 - APM_TRANSCRIPT_LINES);
  for (guint i = 0; i < APM_TRANSCRIPT_LINES; i++)
    {
      g_snprintf (expected, sizeof expected, "%u", 100000 - APM_TRANSCRIPT_LINES + i);
      g_assert_cmpstr (apm_transcript_get_line (transcript, i)->text, ==, expected);
    }
}

/* A line without an end is broken, between characters and with nothing lost. */
static void
test_long_line (void)
{
  g_autoptr(ApmTranscript) transcript = apm_transcript_new (NULL);
  g_autoptr(GString) line = g_string_new ("x");
  g_autoptr(GString) joined = g_string_new (NULL);

  while (line->len < 5 * APM_TRANSCRIPT_LINE_BYTES)
    g_string_append (line, "\342\202\254");

  apm_transcript_add (transcript, FALSE, line->str, line->len);
  apm_transcript_add (transcript, FALSE, "\n", 1);
  g_assert_cmpuint (apm_transcript_get_n_kept (transcript), >=, 5);
  for (guint i = 0; i < apm_transcript_get_n_kept (transcript); i++)
    {
      const char *text = apm_transcript_get_line (transcript, i)->text;

      g_assert_cmpuint (strlen (text), <=, APM_TRANSCRIPT_LINE_BYTES);
      g_string_append (joined, text);
    }
  g_assert_cmpstr (joined->str, ==, line->str);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transcript/lines", test_lines);
  g_test_add_func ("/transcript/torn", test_torn);
  g_test_add_func ("/transcript/flood", test_flood);
  g_test_add_func ("/transcript/long-line", test_long_line);

  return g_test_run ();
}
