/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-text.h"

typedef struct { const char *input; gssize length; const char *expected; } TextCase;

static void
test_to_utf8 (void)
{
  static const TextCase cases[] = {
    { "plain", -1, "plain" },
    { "na\xc3\xafve", -1, "naïve" },
    { "bad\xff", -1, "bad\xef\xbf\xbd" },
    { "a\0b", 3, "a\xef\xbf\xbd" "b" },
    { "", -1, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = apm_text_to_utf8 (cases[i].input, cases[i].length);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_escape_lines (void)
{
  static const TextCase cases[] = {
    { "a) R 1 (\n", -1, "a) R 1 (\\n" },
    { "tab\there", -1, "tab\\there" },
    { "back\\slash", -1, "back\\\\slash" },
    { "\x1b[31m", -1, "\\x1b[31m" },
    { "π", -1, "π" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = apm_text_escape_lines (cases[i].input);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_format_bytes (void)
{
  static const struct { guint64 bytes; const char *expected; } cases[] = {
    { 0, "0 B" }, { 512, "512 B" }, { 1023, "1023 B" }, { 1024, "1.0 KiB" }, { 65536, "64 KiB" },
    { 5 * 1024 * 1024 + 100000, "5.1 MiB" }, { 1048575, "1.0 MiB" }, { G_MAXUINT64, "16 EiB" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = apm_text_format_bytes (cases[i].bytes);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_format_span (void)
{
  static const struct { gint64 us; const char *expected; } cases[] = {
    { -5, "0 µs" }, { 340, "340 µs" }, { 1200, "1.2 ms" }, { 34000, "34 ms" }, { 3400000, "3.4 s" },
    { 192 * (gint64) G_USEC_PER_SEC, "3 min 12 s" }, { 18120 * (gint64) G_USEC_PER_SEC, "5 h 2 min" },
    { 76 * 3600 * (gint64) G_USEC_PER_SEC, "3 d 4 h" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = apm_text_format_span (cases[i].us);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_set_str (void)
{
  char *field = NULL;

  g_assert_true (apm_set_str (&field, "one two"));
  g_assert_false (apm_set_str (&field, "one two"));
  g_assert_true (apm_set_str (&field, field + 4));
  g_assert_cmpstr (field, ==, "two");
  g_assert_true (apm_set_str (&field, NULL));
  g_assert_null (field);
}

static void
test_dump_hex (void)
{
  static const struct { const char *bytes; gsize n; const char *expected; } cases[] = {
    { NULL, 0, "" },
    { "\0", 1, "00000000  00                                                |.|\n" },
    { "0123456789abcdef", 16, "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n" },
    { "a line of |bytes|\xff\n", 19, "00000000  61 20 6c 69 6e 65 20 6f  66 20 7c 62 79 74 65 73  |a line of |bytes|\n"
                                    "00000010  7c ff 0a                                          ||..|\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = apm_text_dump_hex ((const guint8 *) cases[i].bytes, cases[i].n);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/to-utf8", test_to_utf8);
  g_test_add_func ("/text/escape-lines", test_escape_lines);
  g_test_add_func ("/text/format-bytes", test_format_bytes);
  g_test_add_func ("/text/format-span", test_format_span);
  g_test_add_func ("/text/dump-hex", test_dump_hex);
  g_test_add_func ("/text/set-str", test_set_str);

  return g_test_run ();
}
