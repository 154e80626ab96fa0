/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-census.h"

#include "apm-error.h"
#include "apm-file-sink.h"

#include <glib/gi18n-lib.h>

/* No number of a process is larger; so differences of what a file says are safe. */
#define NUMBER_MAX (G_GINT64_CONSTANT (1) << 53)

/**
 * apm_census_save:
 * @path: a file, or "-" for standard output
 *
 * Writes it as JSON that apm_census_load() reads back.
 */
gboolean
apm_census_save (ApmCensus   *self,
                 const char  *path,
                 GError     **error)
{
  g_autoptr(ApmFileSink) sink = apm_file_sink_new (path, error);
  GString *text;

  if (!sink)
    return FALSE;

  text = apm_file_sink_get_buffer (sink);
  g_string_append_printf (text, "{\"schema\":1,\"real_us\":%" G_GINT64_FORMAT ",\"boot_us\":%" G_GINT64_FORMAT ",\"boot_id\":",
                          apm_census_get_real_us (self), apm_census_get_boot_us (self));
  apm_json_append_text (text, apm_census_get_boot_id (self) ? apm_census_get_boot_id (self) : "");
  g_string_append (text, ",\"processes\":[");
  for (guint i = 0; i < apm_census_get_n (self); i++)
    {
      g_string_append (text, i == 0 ? "\n" : ",\n");
      apm_record_append_json (apm_census_fields, apm_census_get (self, i), text);
      if (!apm_file_sink_pump (sink, error))
        return FALSE;
    }
  g_string_append (text, "\n]}\n");

  return apm_file_sink_finish (sink, error);
}

static gboolean
take_number (JsonObject *object,
             const char *name,
             gint64      minimum,
             gint64      maximum,
             gint64     *number)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *number = json_node_get_int (node);

  return *number >= minimum && *number <= maximum;
}

/* NULL where it is null, absent or no text. */
static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gboolean
take_row (JsonObject   *object,
          ApmCensusRow *row)
{
  gint64 pid, ppid, threads, descriptors;

  if (!take_number (object, "pid", 1, G_MAXINT, &pid) ||
      !take_number (object, "ppid", 0, G_MAXINT, &ppid) ||
      !take_number (object, "threads", 0, G_MAXINT, &threads) ||
      !take_number (object, "started_us", 0, NUMBER_MAX, &row->started_us) ||
      !take_number (object, "cpu_time_us", 0, NUMBER_MAX, &row->cpu_time_us) ||
      !take_number (object, "rss_bytes", 0, NUMBER_MAX, &row->rss_bytes))
    return FALSE;

  row->pid = (int) pid;
  row->ppid = (int) ppid;
  row->threads = (int) threads;
  row->descriptors = take_number (object, "descriptors", 0, G_MAXINT, &descriptors) ? (int) descriptors : G_MININT;
  row->name = get_text (object, "name");
  row->user = get_text (object, "user");
  row->state = get_text (object, "state");
  row->command = get_text (object, "command");

  return row->name != NULL;
}

static ApmCensus *
read_document (JsonNode *root)
{
  JsonObject *document = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *processes = document ? json_object_get_member (document, "processes") : NULL;
  g_autoptr(ApmCensus) self = NULL;
  gint64 schema, real_us, boot_us;
  JsonArray *array;
  int last_pid = 0;

  if (!processes || !JSON_NODE_HOLDS_ARRAY (processes) || !take_number (document, "schema", 1, 1, &schema) ||
      !take_number (document, "real_us", 0, NUMBER_MAX, &real_us) ||
      !take_number (document, "boot_us", 0, NUMBER_MAX, &boot_us))
    return NULL;

  self = apm_census_new (real_us, boot_us, get_text (document, "boot_id"));
  array = json_node_get_array (processes);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      ApmCensusRow row;

      if (!JSON_NODE_HOLDS_OBJECT (element) || !take_row (json_node_get_object (element), &row) || row.pid <= last_pid)
        return NULL;
      last_pid = row.pid;
      apm_census_add (self, &row);
    }

  return g_steal_pointer (&self);
}

/**
 * apm_census_load:
 *
 * Returns: (transfer full) (nullable): %NULL with a sentence for a file that cannot
 *   be read or that apm_census_save() has not written
 */
ApmCensus *
apm_census_load (const char  *path,
                 GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr(GError) local_error = NULL;
  ApmCensus *self;

  if (!json_parser_load_from_file (parser, path, &local_error))
    {
      gboolean unreadable = local_error->domain == G_FILE_ERROR;

      g_set_error (error, APM_ERROR, unreadable ? APM_ERROR_FAILED : APM_ERROR_INVALID,
                   unreadable ? _("The snapshot “%s” cannot be read: %s") : _("“%s” is no snapshot: %s"), shown,
                   local_error->message);
      return NULL;
    }

  self = read_document (json_parser_get_root (parser));
  if (!self)
    g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                 _("“%s” is no snapshot: it was not saved by this program"), shown);

  return self;
}
