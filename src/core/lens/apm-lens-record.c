/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-record.h"

#include "apm-error.h"
#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define HEAD    "start_ns,end_ns,pid,tid,thread,what,object,kind,place,woken_by"
#define COLUMNS 10
#define LONGEST 65536            /* a line */
#define LARGEST (1 << 30)        /* a file */
#define LATEST  (G_MAXINT64 / 4) /* a time; sums of two have room */

typedef struct {
  ApmLensRecord *record;
  GHashTable *lanes;             /* "PID/TID/name" or "PID/TID" → number + 1 */
  GHashTable *lanes_by_name;     /* for who woke whom */
  GHashTable *objects;
  GHashTable *places;
  ApmSpan open;                  /* JSON: what is held is told in two lines */
  gboolean has_open;
  guint line;
} Reading;

static gboolean
fail (Reading     *self,
      GError     **error,
      const char  *what)
{
  g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("This is no trace of a program: line %u: %s"), self->line, what);

  return FALSE;
}

/* Returns: the number of @name among @names, new or not */
static int
find_name (GHashTable *numbers,
           GPtrArray  *names,
           const char *key,
           const char *name)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, key));

  if (number > 0)
    return (int) number - 1;
  g_ptr_array_add (names, apm_text_to_utf8 (name, -1));
  g_hash_table_insert (numbers, g_strdup (key), GUINT_TO_POINTER (names->len));

  return (int) names->len - 1;
}

static int
find_lane (Reading    *self,
           gint64      pid,
           gint64      tid,
           const char *name)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%s", pid, tid, name);
  int lane = find_name (self->lanes, self->record->lanes, key, name);

  if (!g_hash_table_contains (self->lanes_by_name, name))
    g_hash_table_insert (self->lanes_by_name, g_strdup (name), GINT_TO_POINTER (lane + 1));

  return lane;
}

static guint
find_kind (const char *id)
{
  for (guint i = 0; i < APM_LENS_N_KINDS; i++)
    if (g_str_equal (apm_lens_kind_get_id (i), id))
      return i;

  return APM_LENS_N_KINDS;
}

static void
set_names (Reading    *self,
           ApmSpan    *span,
           const char *object,
           const char *place,
           const char *woken_by)
{
  span->object = find_name (self->objects, self->record->objects, object, object);
  span->caller = *place ? (guint64) find_name (self->places, self->record->places, place, place) + 1 : 0;
  /* Who woke it may have its first span later. */
  span->other = *woken_by ? GPOINTER_TO_INT (g_hash_table_lookup (self->lanes_by_name, woken_by)) - 1 : -1;
}

static gboolean
add_span (Reading        *self,
          const ApmSpan  *span,
          GError        **error)
{
  if (span->start < 0 || span->end < span->start || span->end > LATEST)
    return fail (self, error, _("a stretch of time that cannot be"));
  g_array_append_vals (self->record->spans, span, 1);

  return TRUE;
}

/* Comma-separated values */

/* Splits @line in place. Returns: how many fields there are, those beyond @most not told */
static guint
split_csv (char  *line,
           char **fields,
           guint  most)
{
  guint n = 0;
  char *from = line, *to;

  for (;;)
    {
      gboolean quoted = *from == '"';

      if (n < most)
        fields[n] = to = quoted ? from + 1 : from;
      else
        to = from;
      n++;
      for (from += quoted; *from && (quoted || *from != ','); from++)
        {
          if (quoted && *from == '"' && from[1] != '"')
            break;
          if (quoted && *from == '"')
            from++;
          *to++ = *from;
        }
      from += quoted && *from == '"';
      if (*from != ',')
        {
          *to = '\0';
          return *from ? G_MAXUINT : n;
        }
      from++;
      *to = '\0';
    }
}

static gboolean
parse_number (const char *text,
              gint64     *number)
{
  return g_ascii_string_to_signed (text, 10, 0, LATEST, number, NULL);
}

static gboolean
take_csv (Reading  *self,
          char     *line,
          GError  **error)
{
  char *fields[COLUMNS];
  ApmSpan span = { .other = -1 };
  gint64 pid, tid;

  if (self->line == 1)
    return g_str_equal (line, HEAD) || fail (self, error, _("its columns are others"));
  if (split_csv (line, fields, COLUMNS) != COLUMNS)
    return fail (self, error, _("it does not have ten columns"));
  if (!parse_number (fields[0], &span.start) || !parse_number (fields[1], &span.end)
      || !parse_number (fields[2], &pid) || !parse_number (fields[3], &tid))
    return fail (self, error, _("a number is none"));
  if (!g_str_equal (fields[5], "wait") && !g_str_equal (fields[5], "hold"))
    return fail (self, error, _("it is neither “wait” nor “hold”"));
  if (find_kind (fields[7]) == APM_LENS_N_KINDS)
    return fail (self, error, _("there is no such kind of lock"));

  span.what = *fields[5] == 'w' ? APM_SPAN_WAIT : APM_SPAN_HOLD;
  span.kind = (guint8) find_kind (fields[7]);
  span.lane = find_lane (self, pid, tid, fields[4]);
  set_names (self, &span, fields[6], fields[8], fields[9]);

  return add_span (self, &span, error);
}

/* JSON, an event a line */

static const char *
get_text (JsonObject *object,
          const char *key)
{
  JsonNode *node = object ? json_object_get_member (object, key) : NULL;

  return node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

static gboolean
get_number (JsonObject *object,
            const char *key,
            double      scale,
            gint64     *number)
{
  JsonNode *node = json_object_get_member (object, key);
  double value;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  value = json_node_get_double (node) * scale;
  if (!(value >= 0 && value <= (double) LATEST))
    return FALSE;
  *number = llround (value);

  return TRUE;
}

static JsonObject *
get_arguments (JsonObject *event)
{
  JsonNode *node = json_object_get_member (event, "args");

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* The lane by numbers; its name is told before. */
static int
find_event_lane (Reading    *self,
                 gint64      pid,
                 gint64      tid,
                 const char *name)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, pid, tid);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, tid);
  int lane = find_name (self->lanes, self->record->lanes, key, name ? name : number);

  if (name && !g_hash_table_contains (self->lanes_by_name, name))
    g_hash_table_insert (self->lanes_by_name, g_strdup (name), GINT_TO_POINTER (lane + 1));

  return lane;
}

static gboolean
take_event (Reading     *self,
            JsonObject  *event,
            GError     **error)
{
  JsonObject *arguments = get_arguments (event);
  const char *phase = get_text (event, "ph");
  ApmSpan span = { .other = -1 };
  gint64 pid, tid, length = 0;

  if (!get_number (event, "pid", 1, &pid) || !get_number (event, "tid", 1, &tid))
    return fail (self, error, _("an event of nobody"));
  if (g_str_equal (phase, "M"))
    {
      find_event_lane (self, pid, tid, get_text (arguments, "name"));
      return TRUE;
    }
  if (!get_number (event, "ts", 1000, &span.start)
      || (g_str_equal (phase, "X") && !get_number (event, "dur", 1000, &length)))
    return fail (self, error, _("an event without a time"));

  span.lane = find_event_lane (self, pid, tid, NULL);
  span.kind = (guint8) find_kind (get_text (arguments, "kind"));
  if (span.kind == APM_LENS_N_KINDS)
    return fail (self, error, _("there is no such kind of lock"));
  set_names (self, &span, get_text (event, "name"), get_text (arguments, "place"), get_text (arguments, "woken_by"));
  span.end = span.start + length;
  span.what = APM_SPAN_WAIT;
  if (g_str_equal (phase, "X"))
    return add_span (self, &span, error);

  span.what = APM_SPAN_HOLD;
  if (g_str_equal (phase, "b"))
    {
      self->open = span;
      self->has_open = TRUE;
      return TRUE;
    }
  if (!g_str_equal (phase, "e") || !self->has_open || self->open.lane != span.lane || self->open.object != span.object)
    return fail (self, error, _("an event that does not belong here"));

  self->has_open = FALSE;
  self->open.end = span.end;

  return add_span (self, &self->open, error);
}

static gboolean
take_json (Reading  *self,
           char     *line,
           GError  **error)
{
  g_autoptr(JsonParser) parser = NULL;
  gsize length = strlen (line);

  if (self->line == 1)
    return g_str_has_prefix (line, "{\"displayTimeUnit\":") || fail (self, error, _("it does not begin as one"));
  if (g_str_equal (line, "]}"))
    return TRUE;
  if (length > 0 && line[length - 1] == ',')
    line[length - 1] = '\0';

  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, line, -1, NULL) || json_parser_get_root (parser) == NULL
      || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return fail (self, error, _("it is broken"));

  return take_event (self, json_node_get_object (json_parser_get_root (parser)), error);
}

/* Reading */

static gboolean
take_lines (Reading     *self,
            const char  *text,
            gsize        length,
            GError     **error)
{
  const char *end = text + length;
  gboolean is_json = length > 0 && *text == '{';

  for (const char *at = text; at < end;)
    {
      const char *newline = memchr (at, '\n', (gsize) (end - at));
      gsize n = (gsize) ((newline ? newline : end) - at);
      g_autofree char *line = NULL;

      self->line++;
      if (n > LONGEST)
        return fail (self, error, _("it is too long"));
      line = g_strndup (at, n > 0 && at[n - 1] == '\r' ? n - 1 : n);
      if (memchr (at, '\0', n) || !g_utf8_validate (line, -1, NULL))
        return fail (self, error, _("it is no text"));
      if ((*line || self->line == 1) && !(is_json ? take_json (self, line, error) : take_csv (self, line, error)))
        return FALSE;
      at += n + 1;
    }

  return self->line > 0 || fail (self, error, _("there is nothing in it"));
}

static int
compare_ends (gconstpointer a,
              gconstpointer b)
{
  const ApmSpan *one = a, *other = b;

  return one->end < other->end ? -1 : one->end > other->end;
}

static void
finish (ApmLensRecord *record)
{
  guint n = record->spans->len;

  g_array_sort (record->spans, compare_ends);
  if (n > APM_LENS_RECORD_MOST)
    {
      record->n_gone = n - APM_LENS_RECORD_MOST;
      g_array_remove_range (record->spans, 0, n - APM_LENS_RECORD_MOST);
    }
  for (guint i = 0; i < record->spans->len; i++)
    {
      const ApmSpan *span = &g_array_index (record->spans, ApmSpan, i);

      record->first_ns = i == 0 ? span->start : MIN (record->first_ns, span->start);
      record->last_ns = MAX (record->last_ns, span->end);
    }
}

/**
 * apm_lens_record_parse:
 *
 * Returns: (transfer full) (nullable): what @text tells
 */
ApmLensRecord *
apm_lens_record_parse (const char  *text,
                       gsize        length,
                       GError     **error)
{
  g_autoptr(ApmLensRecord) record = g_new0 (ApmLensRecord, 1);
  g_autoptr(GHashTable) lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reading reading = { record, lanes, names, objects, places };

  record->lanes = g_ptr_array_new_with_free_func (g_free);
  record->objects = g_ptr_array_new_with_free_func (g_free);
  record->places = g_ptr_array_new_with_free_func (g_free);
  record->spans = g_array_new (FALSE, FALSE, sizeof (ApmSpan));
  if (!take_lines (&reading, text, length, error))
    return NULL;
  finish (record);

  return g_steal_pointer (&record);
}

/**
 * apm_lens_record_read:
 *
 * Blocking: not for the main thread of a window.
 *
 * Returns: (transfer full) (nullable): the trace in the file @path
 */
ApmLensRecord *
apm_lens_record_read (const char  *path,
                      GError     **error)
{
  g_autofree char *text = NULL;
  GStatBuf status;
  gsize length;

  if (g_stat (path, &status) == 0 && (!S_ISREG (status.st_mode) || status.st_size > LARGEST))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("“%s” is no file that could be a trace"), path);
      return NULL;
    }
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  return apm_lens_record_parse (text, length, error);
}

void
apm_lens_record_free (ApmLensRecord *self)
{
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  g_clear_pointer (&self->objects, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_pointer (&self->spans, g_array_unref);
  g_free (self);
}
