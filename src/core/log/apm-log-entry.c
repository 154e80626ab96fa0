/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-entry.h"

#include "apm-error.h"
#include "apm-record.h"
#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <time.h>

#define SEPARATOR " - "
#define SOURCE_MAX 32
#define DATE_LENGTH 23   /* 2026-11-22 19:00:00,123 */

static const char *const level_words[APM_N_LEVELS] = { "INFO", "WARNING", "ERROR" };

static const struct { const char *suffix; ApmLogFormat format; } suffixes[] = {
  { ".log", APM_LOG_TEXT },
  { ".txt", APM_LOG_TEXT },
  { ".csv", APM_LOG_CSV },
  { ".json", APM_LOG_JSON },
  { ".jsonl", APM_LOG_JSON_LINES },
};

/**
 * apm_level_get_word:
 *
 * Returns: (transfer none): the word that stands in files, in every language
 */
const char *
apm_level_get_word (ApmLevel level)
{
  g_return_val_if_fail (level < APM_N_LEVELS, NULL);

  return level_words[level];
}

/**
 * apm_level_from_word:
 * @word: not necessarily ended by NUL
 * @length: its length in bytes
 */
gboolean
apm_level_from_word (const char *word,
                     gsize       length,
                     ApmLevel   *level)
{
  for (guint i = 0; i < APM_N_LEVELS; i++)
    if (strlen (level_words[i]) == length && memcmp (level_words[i], word, length) == 0)
      {
        *level = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * apm_log_format_from_path:
 *
 * The suffix of @path chooses, in upper or lower case.
 *
 * Returns: %FALSE with APM_ERROR_INVALID for any other suffix
 */
gboolean
apm_log_format_from_path (const char    *path,
                          ApmLogFormat  *format,
                          GError       **error)
{
  const char *dot = strrchr (path, '.');
  g_autofree char *shown = NULL;

  for (guint i = 0; dot && i < G_N_ELEMENTS (suffixes); i++)
    if (g_ascii_strcasecmp (dot, suffixes[i].suffix) == 0)
      {
        *format = suffixes[i].format;
        return TRUE;
      }

  shown = g_filename_display_name (path);
  g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
               _("“%s” does not say which format is wanted: let it end in .log, .txt, .csv, .json or .jsonl"),
               shown);
  return FALSE;
}

static gint64
stamp_update (ApmLogStamp *stamp,
              gint64       real_us)
{
  gint64 second = real_us / G_USEC_PER_SEC;
  time_t seconds = second;
  struct tm local;

  if (second != stamp->second)
    {
      localtime_r (&seconds, &local);
      strftime (stamp->date, sizeof stamp->date, "%Y-%m-%d %H:%M:%S", &local);
      strftime (stamp->zone, sizeof stamp->zone, "%z", &local);
      stamp->second = second;
    }

  return real_us % G_USEC_PER_SEC / 1000;
}

/* "2026-11-22T19:00:00.123+01:00" */
static void
append_iso_time (GString     *out,
                 gint64       real_us,
                 ApmLogStamp *stamp)
{
  int ms = stamp_update (stamp, real_us);

  g_string_append_printf (out, "%.10sT%s.%03d%.3s:%s",
                          stamp->date, stamp->date + 11, ms, stamp->zone, stamp->zone + 3);
}

static void
append_text (GString           *out,
             const ApmLogEntry *entry,
             ApmLogStamp       *stamp)
{
  int ms = stamp_update (stamp, entry->real_us);
  /* By hand, since this is done on the main thread for every entry. */
  const char fraction[] = { ',', '0' + ms / 100, '0' + ms / 10 % 10, '0' + ms % 10 };

  g_string_append (out, stamp->date);
  g_string_append_len (out, fraction, sizeof fraction);
  g_string_append (out, SEPARATOR);
  g_string_append (out, level_words[entry->level]);
  g_string_append (out, SEPARATOR);
  g_string_append (out, entry->source);
  g_string_append (out, SEPARATOR);

  if (apm_text_needs_escape (entry->text))
    {
      g_autofree char *line = apm_text_escape_lines (entry->text);

      g_string_append (out, line);
    }
  else
    {
      g_string_append (out, entry->text);
    }
  g_string_append_c (out, '\n');
}

static void
append_csv (GString           *out,
            const ApmLogEntry *entry,
            ApmLogStamp       *stamp)
{
  g_string_append_printf (out, "%" G_GINT64_FORMAT ",", entry->real_us);
  append_iso_time (out, entry->real_us, stamp);
  g_string_append_printf (out, ",%s,", level_words[entry->level]);
  apm_csv_append_text (out, entry->source);
  g_string_append_c (out, ',');
  apm_csv_append_text (out, entry->text);
  g_string_append_c (out, '\n');
}

static void
append_json (GString           *out,
             const ApmLogEntry *entry,
             ApmLogStamp       *stamp)
{
  g_string_append_printf (out, "{\"real_us\":%" G_GINT64_FORMAT ",\"time\":\"", entry->real_us);
  append_iso_time (out, entry->real_us, stamp);
  g_string_append_printf (out, "\",\"level\":\"%s\",\"source\":", level_words[entry->level]);
  apm_json_append_text (out, entry->source);
  g_string_append (out, ",\"text\":");
  apm_json_append_text (out, entry->text);
  g_string_append_c (out, '}');
}

/**
 * apm_log_append_head:
 *
 * What stands before the first entry of a file of @format.
 */
void
apm_log_append_head (GString      *out,
                     ApmLogFormat  format)
{
  if (format == APM_LOG_CSV)
    g_string_append (out, "real_us,time,level,source,text\n");
  else if (format == APM_LOG_JSON)
    g_string_append (out, "{\"schema\":1,\"entries\":[");
}

/**
 * apm_log_append_entry:
 * @first: whether no entry stands before it in the file
 * @stamp: kept from entry to entry, APM_LOG_STAMP_INIT before the first
 *
 * Appends one line. Times are local; text, CSV and JSON tell milliseconds,
 * real_us of the latter two microseconds.
 */
void
apm_log_append_entry (GString           *out,
                      ApmLogFormat       format,
                      const ApmLogEntry *entry,
                      gboolean           first,
                      ApmLogStamp       *stamp)
{
  switch (format)
    {
    case APM_LOG_TEXT:
      append_text (out, entry, stamp);
      break;
    case APM_LOG_CSV:
      append_csv (out, entry, stamp);
      break;
    case APM_LOG_JSON:
      g_string_append (out, first ? "\n" : ",\n");
      append_json (out, entry, stamp);
      break;
    case APM_LOG_JSON_LINES:
      append_json (out, entry, stamp);
      g_string_append_c (out, '\n');
      break;
    default:
      g_assert_not_reached ();
    }
}

void
apm_log_append_tail (GString      *out,
                     ApmLogFormat  format)
{
  if (format == APM_LOG_JSON)
    g_string_append (out, "\n]}\n");
}

/**
 * apm_log_entry_dup_line:
 *
 * Returns: (transfer full): the line of the log file, without its newline
 */
char *
apm_log_entry_dup_line (const ApmLogEntry *entry)
{
  ApmLogStamp stamp = APM_LOG_STAMP_INIT;
  GString *line = g_string_new (NULL);

  append_text (line, entry, &stamp);
  g_string_truncate (line, line->len - 1);

  return g_string_free (line, FALSE);
}

/* The number in the @n digits at @p, or -1. */
static int
digits (const char *p,
        guint       n)
{
  int value = 0;

  for (; n > 0; n--, p++)
    {
      if (!g_ascii_isdigit (*p))
        return -1;
      value = value * 10 + (*p - '0');
    }

  return value;
}

static gboolean
parse_date (const char *line,
            gint64     *real_us)
{
  static const struct { guint at, length; int minimum, maximum; } parts[] = {
    { 0, 4, 1970, 9999 }, { 5, 2, 1, 12 }, { 8, 2, 1, 31 },
    { 11, 2, 0, 23 }, { 14, 2, 0, 59 }, { 17, 2, 0, 60 }, { 20, 3, 0, 999 },
  };
  int value[G_N_ELEMENTS (parts)];
  struct tm local = { .tm_isdst = -1 };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      value[i] = digits (line + parts[i].at, parts[i].length);
      if (value[i] < parts[i].minimum || value[i] > parts[i].maximum)
        return FALSE;
    }
  if (line[4] != '-' || line[7] != '-' || line[10] != ' ' || line[13] != ':' || line[16] != ':' || line[19] != ',')
    return FALSE;

  local.tm_year = value[0] - 1900;
  local.tm_mon = value[1] - 1;
  local.tm_mday = value[2];
  local.tm_hour = value[3];
  local.tm_min = value[4];
  local.tm_sec = value[5];
  *real_us = mktime (&local) * G_USEC_PER_SEC + value[6] * 1000;

  return local.tm_mday == value[2];
}

/* The control character that "\\xNN" at @p stands for, or 0. No other byte is
 * ever written so, and any other could break the text's UTF-8. */
static guchar
control_character (const char *p)
{
  int value;

  if (p[1] != 'x' || !g_ascii_isxdigit (p[2]) || !g_ascii_isxdigit (p[3]))
    return 0;

  value = g_ascii_xdigit_value (p[2]) * 16 + g_ascii_xdigit_value (p[3]);

  return value < 0x20 || value == 0x7f ? value : 0;
}

/* Undoes apm_text_escape_lines(). */
static char *
unescape (const char *line)
{
  GString *text = g_string_sized_new (strlen (line));

  for (const char *p = line; *p; p++)
    {
      if (*p != '\\')
        {
          g_string_append_c (text, *p);
        }
      else if (control_character (p))
        {
          g_string_append_c (text, control_character (p));
          p += 3;
        }
      else if (p[1] == 'n' || p[1] == 'r' || p[1] == 't' || p[1] == '\\')
        {
          p++;
          g_string_append_c (text, *p == 'n' ? '\n' : *p == 'r' ? '\r' : *p == 't' ? '\t' : '\\');
        }
      else
        {
          g_string_append_c (text, *p);
        }
    }

  return g_string_free (text, FALSE);
}

static const char *
parse_source (const char *source,
              gsize       length)
{
  char name[SOURCE_MAX + 1];

  if (length == 0 || length > SOURCE_MAX)
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (source[i]) && source[i] != '-')
      return NULL;

  memcpy (name, source, length);
  name[length] = '\0';

  return g_intern_string (name);
}

/**
 * apm_log_entry_parse:
 * @line: a line of the log file, without its newline
 * @entry: (out): its text is @text and its serial is 0
 * @text: (out) (transfer full): newlines and the like are themselves again
 *
 * Returns: %FALSE, and nothing is set, for a line that is none of the log's
 */
gboolean
apm_log_entry_parse (const char   *line,
                     ApmLogEntry  *entry,
                     char        **text)
{
  const gsize gap = strlen (SEPARATOR);
  const char *level;
  const char *source;
  const char *rest;
  ApmLogEntry parsed = { 0, };

  if (strnlen (line, DATE_LENGTH) < DATE_LENGTH || !parse_date (line, &parsed.real_us))
    return FALSE;
  if (!g_str_has_prefix (line + DATE_LENGTH, SEPARATOR))
    return FALSE;

  level = line + DATE_LENGTH + gap;
  source = strstr (level, SEPARATOR);
  if (!source || !apm_level_from_word (level, source - level, &parsed.level))
    return FALSE;

  source += gap;
  rest = strstr (source, SEPARATOR);
  parsed.source = rest ? parse_source (source, rest - source) : NULL;
  if (!parsed.source)
    return FALSE;

  parsed.text = *text = unescape (rest + gap);
  *entry = parsed;

  return TRUE;
}
