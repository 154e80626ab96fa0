/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-watch.h"

#include <sys/wait.h>

static void
add_number (JsonBuilder *json,
            const char  *key,
            gint64       value)
{
  json_builder_set_member_name (json, key);
  json_builder_add_int_value (json, value);
}

static void
add_text (JsonBuilder *json,
          const char  *key,
          const char  *value)
{
  json_builder_set_member_name (json, key);
  json_builder_add_string_value (json, value);
}

static void
add_rows (JsonBuilder    *json,
          const char     *key,
          const ApmField *fields,
          GPtrArray      *rows)
{
  if (key)
    json_builder_set_member_name (json, key);
  json_builder_begin_array (json);
  for (guint i = 0; i < rows->len; i++)
    {
      json_builder_begin_object (json);
      apm_record_to_json (fields, rows->pdata[i], json);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

/**
 * watch_report_dup_json:
 *
 * Returns: (transfer full): one document, for programs
 */
JsonBuilder *
watch_report_dup_json (ApmLensReport *report,
                       const char    *program,
                       int            wait_status)
{
  JsonBuilder *json = json_builder_new ();

  json_builder_begin_object (json);
  add_number (json, "schema", 1);
  add_text (json, "program", program);
  json_builder_set_member_name (json, "exit_status");
  if (WIFEXITED (wait_status))
    json_builder_add_int_value (json, WEXITSTATUS (wait_status));
  else
    json_builder_add_null_value (json);
  json_builder_set_member_name (json, "signal");
  if (WIFSIGNALED (wait_status))
    json_builder_add_int_value (json, WTERMSIG (wait_status));
  else
    json_builder_add_null_value (json);
  add_number (json, "elapsed_ns", report->elapsed_ns);
  add_number (json, "events", (gint64) report->n_events);
  add_number (json, "lost_events", (gint64) report->n_lost);
  add_number (json, "unseen_operations", (gint64) report->n_unseen);
  add_text (json, "doubt", report->doubt);
  add_rows (json, "threads", apm_lens_thread_fields, report->threads);
  add_rows (json, "objects", apm_lens_lock_fields, report->locks);
  add_rows (json, "lock_order", apm_lens_edge_fields, report->edges);
  json_builder_set_member_name (json, "potential_deadlocks");
  json_builder_begin_array (json);
  for (guint i = 0; i < report->rings->len; i++)
    add_rows (json, NULL, apm_lens_edge_fields, report->rings->pdata[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);

  return json;
}
