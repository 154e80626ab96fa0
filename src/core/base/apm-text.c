/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/**
 * apm_text_to_utf8:
 * @bytes: any bytes, NUL allowed inside
 * @length: their number, or -1 up to the first NUL
 *
 * What can be shown of @bytes: each byte that is not UTF-8 becomes U+FFFD, and
 * so does NUL.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
apm_text_to_utf8 (const char *bytes,
                  gssize      length)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  return g_utf8_make_valid (bytes, length);
}

/**
 * apm_text_escape_lines:
 * @text: UTF-8
 *
 * One line that can be told apart from its neighbours: newline, carriage
 * return, tab, backslash and other control characters become \n, \r, \t, \\
 * and \xNN.
 *
 * Returns: (transfer full)
 */
char *
apm_text_escape_lines (const char *text)
{
  GString *line;

  g_return_val_if_fail (text != NULL, NULL);

  line = g_string_sized_new (strlen (text) + 8);
  for (const char *p = text; *p; p++)
    {
      guchar c = *p;

      if (c == '\n')
        g_string_append (line, "\\n");
      else if (c == '\r')
        g_string_append (line, "\\r");
      else if (c == '\t')
        g_string_append (line, "\\t");
      else if (c == '\\')
        g_string_append (line, "\\\\");
      else if (c < 0x20 || c == 0x7f)
        g_string_append_printf (line, "\\x%02x", c);
      else
        g_string_append_c (line, c);
    }

  return g_string_free (line, FALSE);
}

/**
 * apm_text_needs_escape:
 *
 * Returns: whether @text holds control characters, quotes or backslashes; nearly
 *   no text does, and who writes a million of them asks first
 */
gboolean
apm_text_needs_escape (const char *text)
{
  for (const guchar *p = (const guchar *) text; *p; p++)
    if (*p < 0x20 || *p == '\\' || *p == '"' || *p == 0x7f)
      return TRUE;

  return FALSE;
}

/* In columns of a terminal. */
guint
apm_text_get_char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;

  return g_unichar_iswide (c) ? 2 : 1;
}

/**
 * apm_text_get_width:
 * @text: UTF-8 on one line
 *
 * Returns: how many columns of a terminal it takes
 */
guint
apm_text_get_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    width += apm_text_get_char_width (g_utf8_get_char (p));

  return width;
}

/**
 * apm_text_format_bytes:
 *
 * Returns: (transfer full): a number with a unit and the locale's decimal
 *   point, of powers of 1024: "512 B", "5.1 MiB"
 */
char *
apm_text_format_bytes (guint64 bytes)
{
  static const char *const units[] = { N_("B"), N_("KiB"), N_("MiB"), N_("GiB"), N_("TiB"), N_("PiB"), N_("EiB") };
  double value = bytes;
  guint unit = 0;

  while (value >= 1023.5 && unit + 1 < G_N_ELEMENTS (units))
    {
      value /= 1024;
      unit++;
    }

  return g_strdup_printf ("%.*f %s", unit > 0 && value < 9.95 ? 1 : 0, value, _(units[unit]));
}

/**
 * apm_text_format_span:
 * @us: a length of time in microseconds
 *
 * Returns: (transfer full): the two largest units: "340 µs", "1.2 ms",
 *   "3.4 s", "3 min 12 s", "5 h 2 min", "3 d 4 h"
 */
char *
apm_text_format_span (gint64 us)
{
  gint64 s = us / G_USEC_PER_SEC;

  if (us < 1000)
    return g_strdup_printf (_("%d µs"), (int) MAX (us, 0));
  if (us < G_USEC_PER_SEC)
    return g_strdup_printf (_("%.*f ms"), us < 10000 ? 1 : 0, us / 1e3);
  if (s < 60)
    return g_strdup_printf (_("%.1f s"), us / 1e6);
  if (s < 3600)
    return g_strdup_printf (_("%d min %d s"), (int) (s / 60), (int) (s % 60));
  if (s < 86400)
    return g_strdup_printf (_("%d h %d min"), (int) (s / 3600), (int) (s / 60 % 60));

  return g_strdup_printf (_("%d d %d h"), (int) (s / 86400), (int) (s / 3600 % 24));
}

/**
 * apm_text_format_time:
 * @real_us: microseconds since 1970 (UTC)
 *
 * Returns: (transfer full): the local time of day, "19:00:00.123"
 */
char *
apm_text_format_time (gint64 real_us)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (real_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *seconds = g_date_time_format (local, "%H:%M:%S");

  return g_strdup_printf ("%s.%03d", seconds, (int) (real_us % G_USEC_PER_SEC / 1000));
}

#define HEX_LINE 16

/* "00000010  68 69 0a                 |hi.|", with a gap in the middle */
static void
append_hex_line (GString      *text,
                 gsize         offset,
                 const guint8 *bytes,
                 gsize         n)
{
  g_string_append_printf (text, "%08" G_GSIZE_MODIFIER "x ", offset);
  for (gsize i = 0; i < HEX_LINE; i++)
    {
      if (i % 8 == 0)
        g_string_append_c (text, ' ');
      if (i < n)
        g_string_append_printf (text, "%02x ", bytes[i]);
      else
        g_string_append (text, "   ");
    }
  g_string_append (text, " |");
  for (gsize i = 0; i < n; i++)
    g_string_append_c (text, g_ascii_isprint (bytes[i]) ? (char) bytes[i] : '.');
  g_string_append (text, "|\n");
}

/**
 * apm_text_dump_hex:
 * @bytes: (nullable): where @n is 0
 *
 * Returns: (transfer full): sixteen bytes a line, as hexdump -C has them
 */
char *
apm_text_dump_hex (const guint8 *bytes,
                   gsize         n)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (gsize at = 0; at < n; at += HEX_LINE)
    append_hex_line (text, at, bytes + at, MIN (n - at, HEX_LINE));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
apm_set_str (char       **field,
             const char  *value)
{
  char *copy;

  if (g_strcmp0 (*field, value) == 0)
    return FALSE;

  /* @value may point into the old string. */
  copy = g_strdup (value);
  g_free (*field);
  *field = copy;

  return TRUE;
}

void
apm_clear_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}
