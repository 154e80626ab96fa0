/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-framing.h"

#include <string.h>

static void
collect (const guint8 *message,
         gsize         length,
         gpointer      user_data)
{
  GString *text = user_data;

  g_string_append_printf (text, "[%.*s]", (int) length, (const char *) message);
}

#define BYTES(text) text, sizeof text - 1

/* However the stream is cut, the same messages come out. */
static void
test_table (void)
{
  static const struct {
    ApmFraming  framing;
    const char *stream;
    gsize       length;
    const char *messages;
    const char *at_end;     /* and when the stream ends; NULL: torn */
  } rows[] = {
    { APM_FRAMING_LINES, BYTES ("one\ntwo\n"), "[one][two]", "" },
    { APM_FRAMING_LINES, BYTES ("one\n\nthree"), "[one][]", "[three]" },
    { APM_FRAMING_LINES, BYTES ("\n"), "[]", "" },
    { APM_FRAMING_LINES, BYTES (""), "", "" },
    { APM_FRAMING_NUL, BYTES ("a\nb\0c\0d"), "[a\nb][c]", "[d]" },
    { APM_FRAMING_LENGTH, BYTES ("\0\0\0\3abc\0\0\0\0\0\0\0\1x"), "[abc][][x]", "" },
    { APM_FRAMING_LENGTH, BYTES ("\0\0\0\3abc\0\0"), "[abc]", NULL },
    { APM_FRAMING_LENGTH, BYTES ("\0\0\0\3ab"), "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize cut = 1; cut <= rows[i].length + 1; cut++)
      {
        g_autoptr(ApmUnframer) unframer = apm_unframer_new (rows[i].framing);
        g_autoptr(GString) text = g_string_new (NULL);
        g_autoptr(GError) error = NULL;

        for (gsize at = 0; at < rows[i].length; at += cut)
          g_assert_true (apm_unframer_feed (unframer, (const guint8 *) rows[i].stream + at, MIN (cut, rows[i].length - at),
                                            collect, text, &error));
        g_assert_cmpstr (text->str, ==, rows[i].messages);
        g_string_truncate (text, 0);
        g_assert_cmpint (apm_unframer_finish (unframer, collect, text, &error), ==, rows[i].at_end != NULL);
        if (rows[i].at_end)
          g_assert_cmpstr (text->str, ==, rows[i].at_end);
        else
          g_assert_error (error, APM_ERROR, APM_ERROR_TORN);
      }
}

/* What was framed comes out as it was. */
static void
test_round_trip (void)
{
  static const char *const words[] = { "", "a", "two words", "last" };

  for (ApmFraming framing = 0; framing < APM_FRAMING_RAW; framing++)
    {
      g_autoptr(GByteArray) stream = g_byte_array_new ();
      g_autoptr(ApmUnframer) unframer = apm_unframer_new (framing);
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GError) error = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        g_assert_true (apm_framing_append (framing, stream, (const guint8 *) words[i], strlen (words[i]), &error));
      g_assert_true (apm_unframer_feed (unframer, stream->data, stream->len, collect, text, &error));
      g_assert_cmpstr (text->str, ==, "[][a][two words][last]");
    }
}

static void
test_refused (void)
{
  g_autoptr(GByteArray) stream = g_byte_array_new ();
  g_autoptr(GError) error = NULL;
  g_autofree guint8 *much = g_malloc0 (APM_FRAMING_MOST + 1);

  g_assert_false (apm_framing_append (APM_FRAMING_LINES, stream, (const guint8 *) "a\nb", 3, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (apm_framing_append (APM_FRAMING_NUL, stream, (const guint8 *) "a\0b", 3, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (apm_framing_append (APM_FRAMING_LENGTH, stream, much, APM_FRAMING_MOST + 1, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_assert_cmpuint (stream->len, ==, 0);
}

/* A length that cannot be is not waited for, nor a line without an end. */
static void
test_lying (void)
{
  g_autoptr(ApmUnframer) lengths = apm_unframer_new (APM_FRAMING_LENGTH), lines = apm_unframer_new (APM_FRAMING_LINES);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autofree guint8 *much = g_malloc (APM_FRAMING_MOST);

  g_assert_false (apm_unframer_feed (lengths, (const guint8 *) "GET / HTTP", 10, collect, text, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_LYING);
  g_clear_error (&error);

  memset (much, 'x', APM_FRAMING_MOST);
  g_assert_true (apm_unframer_feed (lines, much, APM_FRAMING_MOST, collect, text, &error));
  g_assert_false (apm_unframer_feed (lines, much, APM_FRAMING_MOST, collect, text, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_LYING);
  g_assert_cmpstr (text->str, ==, "");
}

static void
test_names (void)
{
  ApmFraming framing;

  for (guint i = 0; i < APM_N_FRAMINGS; i++)
    {
      g_assert_true (apm_framing_find (apm_framing_get_id (i), &framing));
      g_assert_cmpint (framing, ==, i);
    }
  g_assert_false (apm_framing_find ("words", &framing));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/framing/table", test_table);
  g_test_add_func ("/framing/round-trip", test_round_trip);
  g_test_add_func ("/framing/refused", test_refused);
  g_test_add_func ("/framing/lying", test_lying);
  g_test_add_func ("/framing/names", test_names);

  return g_test_run ();
}
