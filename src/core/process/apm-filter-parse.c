/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-filter-private.h"

#include "apm-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const ApmFilterKey keys[] = {
  { "", APM_KEY_ANYWHERE, NULL },
  { "under", APM_KEY_UNDER, "name" },
  { "state", APM_KEY_STATE, "state" },
  { "name", APM_KEY_TEXT, "name" },
  { "command", APM_KEY_TEXT, "command" },
  { "cmd", APM_KEY_TEXT, "command" },
  { "exe", APM_KEY_TEXT, "exe" },
  { "cwd", APM_KEY_TEXT, "cwd" },
  { "project", APM_KEY_TEXT, "project" },
  { "cgroup", APM_KEY_TEXT, "cgroup" },
  { "unit", APM_KEY_TEXT, "unit" },
  { "container", APM_KEY_TEXT, "container" },
  { "terminal", APM_KEY_TEXT, "terminal" },
  { "tty", APM_KEY_TEXT, "terminal" },
  { "waits", APM_KEY_TEXT, "waits" },
  { "channel", APM_KEY_TEXT, "wait_channel" },
  { "user", APM_KEY_WORD, "user" },
  { "policy", APM_KEY_WORD, "policy" },
  { "pid", APM_KEY_NUMBER, "pid" },
  { "ppid", APM_KEY_NUMBER, "ppid" },
  { "uid", APM_KEY_NUMBER, "uid" },
  { "session", APM_KEY_NUMBER, "session" },
  { "group", APM_KEY_NUMBER, "process_group" },
  { "cpu", APM_KEY_NUMBER, "cpu_percent" },
  { "threads", APM_KEY_NUMBER, "threads" },
  { "nice", APM_KEY_NUMBER, "nice" },
  { "priority", APM_KEY_NUMBER, "priority" },
  { "fds", APM_KEY_NUMBER, "descriptors" },
  { "oom", APM_KEY_NUMBER, "oom_score" },
  { "wait", APM_KEY_NUMBER, "run_wait_percent" },
  { "faults", APM_KEY_NUMBER, "major_faults_per_s" },
  { "switches", APM_KEY_NUMBER, "voluntary_switches_per_s" },
  { "mem", APM_KEY_BYTES, "rss_bytes" },
  { "memory", APM_KEY_BYTES, "rss_bytes" },
  { "virtual", APM_KEY_BYTES, "virtual_bytes" },
  { "shared", APM_KEY_BYTES, "shared_bytes" },
  { "swap", APM_KEY_BYTES, "swap_bytes" },
  { "pss", APM_KEY_BYTES, "pss_bytes" },
  { "read", APM_KEY_BYTES, "read_bytes_per_s" },
  { "write", APM_KEY_BYTES, "written_bytes_per_s" },
  { "age", APM_KEY_SPAN, "age_us" },
  { "time", APM_KEY_SPAN, "cpu_time_us" },
  { "children", APM_KEY_SPAN, "children_cpu_time_us" },
  { "waited", APM_KEY_SPAN, "waited_us" },
};

/* How far the reading has come, and what is wrong where. */
typedef struct {
  const char *text;
  const char *at;
  gsize start;
  gsize end;
  GError *error;
} Reader;

const ApmFilterKey *
apm_filter_find_key (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].name, name) == 0)
      return &keys[i];

  return NULL;
}

G_GNUC_PRINTF (4, 5)
static gboolean
fail (Reader     *reader,
      const char *start,
      const char *end,
      const char *format,
      ...)
{
  g_autofree char *sentence = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  reader->start = start - reader->text;
  reader->end = end - reader->text;
  g_set_error_literal (&reader->error, APM_ERROR, APM_ERROR_INVALID, sentence);

  return FALSE;
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\n';
}

static const char *
end_of_word (const char *at)
{
  while (*at && !is_blank (*at))
    at++;

  return at;
}

static const char *
skip_blanks (const char *at)
{
  while (is_blank (*at))
    at++;

  return at;
}

/* Reads from a quote or slash to its twin; a backslash takes the twin's meaning. */
static char *
take_enclosed (Reader     *reader,
               const char *sentence)
{
  const char *start = reader->at;
  char twin = *start;
  g_autoptr(GString) inside = g_string_new (NULL);

  for (const char *p = start + 1; *p; p++)
    {
      if (*p == '\\' && (p[1] == twin || (twin == '"' && p[1] == '\\')))
        {
          g_string_append_c (inside, *++p);
        }
      else if (*p == '\\' && p[1])
        {
          g_string_append_len (inside, p, 2);
          p++;
        }
      else if (*p == twin && (twin == '"' || !p[1] || is_blank (p[1])))
        {
          reader->at = p + 1;
          if (*reader->at && !is_blank (*reader->at))
            {
              fail (reader, reader->at, end_of_word (reader->at), _("A blank is missing before this"));
              return NULL;
            }
          return g_string_free (g_steal_pointer (&inside), FALSE);
        }
      else
        {
          g_string_append_c (inside, *p);
        }
    }
  fail (reader, start, start + strlen (start), "%s", sentence);

  return NULL;
}

static gboolean
take_regex (Reader  *reader,
            ApmTerm *term)
{
  const char *start = reader->at;
  g_autofree char *pattern = take_enclosed (reader, _("The regular expression lacks its closing /"));
  g_autoptr(GError) error = NULL;

  if (!pattern)
    return FALSE;
  if (!*pattern)
    return fail (reader, start, reader->at, _("There is nothing between the slashes"));

  term->regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, &error);
  if (!term->regex)
    return fail (reader, start, reader->at, _("This is no regular expression: %s"), error->message);

  return TRUE;
}

/* "/usr/bin" and "cwd:/home" are paths, "/cc1.*plus/" is an expression, and "/cc1"
 * by itself is one that is not finished. */
static gboolean
is_regex (const Reader  *reader,
          const ApmTerm *term)
{
  gboolean has_twin = FALSE;

  if (*reader->at != '/')
    return FALSE;
  for (const char *p = reader->at + 1; *p; p++)
    if (*p == '\\' && p[1])
      p++;
    else if (*p == '/' && (!p[1] || is_blank (p[1])))
      return TRUE;
    else if (*p == '/')
      has_twin = TRUE;

  return !has_twin && term->key->kind == APM_KEY_ANYWHERE;
}

/* A value: /regex/, "quoted" or up to the next blank. */
static gboolean
take_text (Reader  *reader,
           ApmTerm *term)
{
  g_autofree char *text = NULL;
  const char *start = reader->at;

  if (is_regex (reader, term))
    return take_regex (reader, term);

  if (*reader->at == '"')
    {
      text = take_enclosed (reader, _("The closing quotation mark is missing"));
      if (!text)
        return FALSE;
    }
  else
    {
      reader->at = end_of_word (reader->at);
      text = g_strndup (start, reader->at - start);
    }
  if (!*text)
    return fail (reader, start, reader->at, _("There is nothing between the quotation marks"));
  term->text = g_utf8_casefold (text, -1);

  return TRUE;
}

/* state:D, state:zombie; the row tells the word. */
static gboolean
take_state (Reader  *reader,
            ApmTerm *term)
{
  const char *start = reader->at;
  const char *word;

  if (!take_text (reader, term))
    return FALSE;
  if (term->regex)
    return TRUE;

  if (strlen (term->text) == 1)
    {
      word = apm_process_state_word (*start);
      /* t is traced, but every other letter is known by its capital. */
      if (strcmp (word, "unknown") == 0)
        word = apm_process_state_word (g_ascii_toupper (*start));
      if (strcmp (word, "unknown") != 0)
        {
          g_free (term->text);
          term->text = g_strdup (word);
          return TRUE;
        }
    }
  else if (apm_process_is_state_word (term->text))
    {
      return TRUE;
    }

  return fail (reader, start, reader->at,
               _("There is no such state: write R, S, D, T, t, Z or I, or the word that the state's column shows"));
}

static const struct { const char *unit; ApmKeyKind kind; double factor; } units[] = {
  { "", APM_KEY_NUMBER, 1 }, { "%", APM_KEY_NUMBER, 1 },
  { "", APM_KEY_BYTES, 1 }, { "b", APM_KEY_BYTES, 1 },
  { "k", APM_KEY_BYTES, 1024 }, { "kb", APM_KEY_BYTES, 1024 }, { "kib", APM_KEY_BYTES, 1024 },
  { "m", APM_KEY_BYTES, 1048576 }, { "mb", APM_KEY_BYTES, 1048576 }, { "mib", APM_KEY_BYTES, 1048576 },
  { "g", APM_KEY_BYTES, 1073741824.0 }, { "gb", APM_KEY_BYTES, 1073741824.0 }, { "gib", APM_KEY_BYTES, 1073741824.0 },
  { "t", APM_KEY_BYTES, 1099511627776.0 }, { "tb", APM_KEY_BYTES, 1099511627776.0 },
  { "", APM_KEY_SPAN, 1e6 }, { "s", APM_KEY_SPAN, 1e6 }, { "ms", APM_KEY_SPAN, 1e3 }, { "us", APM_KEY_SPAN, 1 },
  { "min", APM_KEY_SPAN, 6e7 }, { "m", APM_KEY_SPAN, 6e7 }, { "h", APM_KEY_SPAN, 3.6e9 }, { "d", APM_KEY_SPAN, 8.64e10 },
};

static gboolean
fail_unit (Reader     *reader,
           ApmKeyKind  kind,
           const char *start,
           const char *end)
{
  switch (kind)
    {
    case APM_KEY_BYTES:
      return fail (reader, start, end, _("There is no such unit: write K, M, G or T"));
    case APM_KEY_SPAN:
      return fail (reader, start, end, _("There is no such unit: write ms, s, m, h or d"));
    default:
      return fail (reader, start, end, _("There is no unit for this number"));
    }
}

static gboolean
take_number (Reader  *reader,
             ApmTerm *term)
{
  const char *start = reader->at;
  const char *end = end_of_word (start);
  g_autofree char *unit = NULL;
  char *rest;

  if (!g_ascii_isdigit (*start) && *start != '-' && *start != '.')
    return fail (reader, start, end, _("This is no number"));
  term->number = g_ascii_strtod (start, &rest);
  if (rest == start || rest > end)
    return fail (reader, start, end, _("This is no number"));

  unit = g_ascii_strdown (rest, end - rest);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (units[i].kind == term->key->kind && strcmp (units[i].unit, unit) == 0)
      {
        term->number *= units[i].factor;
        reader->at = end;
        return TRUE;
      }

  return fail_unit (reader, term->key->kind, rest, end);
}

/* Reads ":", "=", "<", "<=", ">" or ">=". */
static gboolean
take_relation (Reader      *reader,
               ApmRelation *relation)
{
  char first = *reader->at++;
  gboolean or_equal = first != ':' && first != '=' && *reader->at == '=';

  reader->at += or_equal;
  if (first == '<')
    *relation = or_equal ? APM_RELATION_AT_MOST : APM_RELATION_BELOW;
  else if (first == '>')
    *relation = or_equal ? APM_RELATION_AT_LEAST : APM_RELATION_ABOVE;
  else
    *relation = APM_RELATION_EQUAL;

  return *relation != APM_RELATION_EQUAL;
}

static gboolean
take_value (Reader     *reader,
            ApmTerm    *term,
            const char *start)
{
  gboolean compares = take_relation (reader, &term->relation);
  gboolean is_number = term->key->kind >= APM_KEY_NUMBER;

  if (compares && !is_number)
    return fail (reader, start, end_of_word (start), _("“%s” is a text and no number: write %s:TEXT"),
                 term->key->name, term->key->name);
  if (!*reader->at || is_blank (*reader->at))
    return fail (reader, start, reader->at, _("A value is missing here"));

  if (is_number)
    return take_number (reader, term);

  return term->key->kind == APM_KEY_STATE ? take_state (reader, term) : take_text (reader, term);
}

/* Returns: behind the letters that may be a key's name, %NULL if no value follows. */
static const char *
find_key_end (const char *at)
{
  const char *end = at;

  while (g_ascii_isalpha (*end))
    end++;

  return end > at && *end && strchr (":<>=", *end) ? end : NULL;
}

static gboolean
take_term (Reader  *reader,
           ApmTerm *term)
{
  const char *start = reader->at;
  const char *key_end;
  g_autofree char *name = NULL;

  if (*reader->at == '!')
    {
      term->denied = TRUE;
      reader->at++;
      if (!*reader->at || is_blank (*reader->at))
        return fail (reader, start, reader->at, _("What is not to be is missing behind the !"));
      start = reader->at;
    }

  key_end = find_key_end (start);
  if (!key_end)
    {
      term->key = &keys[0];
      return take_text (reader, term);
    }

  name = g_ascii_strdown (start, key_end - start);
  term->key = apm_filter_find_key (name);
  if (!term->key)
    return fail (reader, start, key_end, _("There is no field “%s”; a text to look for as it is stands in quotation marks"),
                 name);
  reader->at = key_end;
  term->start = start - reader->text;
  term->end = key_end - reader->text;

  return take_value (reader, term, start);
}

/**
 * apm_filter_parse:
 * @text: as a person wrote it, UTF-8
 * @error_start: (out) (optional): where the wrong part begins, in bytes
 * @error_end: (out) (optional): behind it
 *
 * Returns: (transfer full) (nullable): %NULL with APM_ERROR_INVALID if @text cannot
 *   be understood; empty text lets everything through
 */
ApmFilter *
apm_filter_parse (const char  *text,
                  gsize       *error_start,
                  gsize       *error_end,
                  GError     **error)
{
  Reader reader = { .text = text, .at = skip_blanks (text) };
  g_autoptr(ApmFilter) self = apm_filter_new ();

  g_return_val_if_fail (g_utf8_validate (text, -1, NULL), NULL);

  while (*reader.at)
    {
      ApmTerm term = { 0 };

      if (!take_term (&reader, &term))
        {
          apm_term_clear (&term);
          if (error_start)
            *error_start = reader.start;
          if (error_end)
            *error_end = reader.end;
          g_propagate_error (error, reader.error);
          return NULL;
        }
      g_array_append_val (self->terms, term);
      reader.at = skip_blanks (reader.at);
    }

  return g_steal_pointer (&self);
}
