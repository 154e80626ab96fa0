/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-check.h"

#include <glib/gi18n.h>

/* A verdict for programs: the exit status, JSON, and what test runners read. */

static const ApmctlStatus statuses[] = {
  [APM_EXPLORED_NOTHING] = APMCTL_FAILED,
  [APM_EXPLORED_COMPLETE] = APMCTL_DONE,
  [APM_EXPLORED_BOUNDED] = APMCTL_DENIED,
  [APM_EXPLORED_FAILED] = APMCTL_FINDING,
  [APM_EXPLORED_DIVERGED] = APMCTL_DENIED,
  [APM_EXPLORED_NO_PROGRAM] = APMCTL_USAGE,
  [APM_EXPLORED_UNKNOWN_CALL] = APMCTL_USAGE,
  [APM_EXPLORED_INVALID] = APMCTL_USAGE,
  [APM_EXPLORED_UNSUPPORTED] = APMCTL_DENIED,
  [APM_EXPLORED_BROKEN] = APMCTL_FAILED,
};

/**
 * apmctl_check_get_status:
 *
 * Returns: the exit status that belongs to the verdict; no failure of a program that
 *   promises more than was checked proves nothing
 */
ApmctlStatus
apmctl_check_get_status (const ApmctlCheck *check)
{
  ApmExploredVerdict verdict = apm_explored_get_verdict (check->explored);

  return check->is_partial && verdict == APM_EXPLORED_COMPLETE ? APMCTL_DENIED : statuses[verdict];
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_int (JsonBuilder *builder,
         const char  *name,
         gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_steps (const ApmFailure *failure,
           JsonBuilder      *builder)
{
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < failure->steps->len; i++)
    {
      const ApmFailureStep *step = g_ptr_array_index (failure->steps, i);

      json_builder_begin_object (builder);
      add_string (builder, "thread", step->thread);
      add_string (builder, "operation", step->operation);
      add_string (builder, "place", step->place);
      add_string (builder, "object", step->object);
      add_string (builder, "mutex", step->mutex);
      add_int (builder, "size_bytes", step->size_bytes);
      add_string (builder, "value_hex", step->value);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_waits (const ApmFailure *failure,
           JsonBuilder      *builder)
{
  json_builder_set_member_name (builder, "waits");
  json_builder_begin_array (builder);
  for (guint i = 0; i < failure->waits->len; i++)
    {
      const ApmFailureWait *wait = g_ptr_array_index (failure->waits, i);

      json_builder_begin_object (builder);
      add_string (builder, "thread", wait->thread);
      add_string (builder, "operation", wait->operation);
      add_string (builder, "place", wait->place);
      add_string (builder, "object", wait->object);
      add_string (builder, "mutex", wait->mutex);
      add_string (builder, "how", wait->spins ? "spins" : "waits");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_failures (const ApmExplored *explored,
              JsonBuilder       *builder)
{
  json_builder_set_member_name (builder, "failures");
  json_builder_begin_array (builder);
  for (guint i = 0; i < explored->failures->len; i++)
    {
      const ApmFailure *failure = g_ptr_array_index (explored->failures, i);

      json_builder_begin_object (builder);
      if (failure->kind)
        {
          add_string (builder, "kind", failure->kind);
          add_string (builder, "thread", failure->thread);
          add_string (builder, "place", failure->place);
          add_string (builder, "other_place", failure->other_place);
          add_string (builder, "object", failure->object);
          add_string (builder, "text", failure->text);
        }
      add_string (builder, "schedule", failure->schedule);
      add_steps (failure, builder);
      add_waits (failure, builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_ends (const ApmExplored *explored,
          JsonBuilder       *builder)
{
  json_builder_set_member_name (builder, "outcomes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < explored->ends->len; i++)
    {
      const ApmExploredEnd *end = g_ptr_array_index (explored->ends, i);

      json_builder_begin_object (builder);
      add_int (builder, "times", (gint64) end->times);
      add_int (builder, "status", end->status);
      add_string (builder, "text", end->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "unknown_calls");
  json_builder_begin_array (builder);
  for (guint i = 0; i < explored->unknown->len; i++)
    {
      const ApmExploredCall *call = g_ptr_array_index (explored->unknown, i);

      json_builder_begin_object (builder);
      add_string (builder, "name", call->name);
      add_string (builder, "place", call->place);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/**
 * apmctl_check_to_json:
 *
 * Adds one object.
 */
void
apmctl_check_to_json (const ApmctlCheck *check,
                      JsonBuilder       *builder)
{
  const ApmExplored *explored = check->explored;
  GHashTableIter iter;
  gpointer name, value;

  json_builder_begin_object (builder);
  add_string (builder, "name", check->name);
  add_string (builder, "verdict", explored->verdict);
  add_string (builder, "bound", explored->bound);
  add_string (builder, "memory_model", "sequential consistency");
  json_builder_set_member_name (builder, "partial");
  json_builder_add_boolean_value (builder, check->is_partial);
  json_builder_set_member_name (builder, "counts");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, explored->counts);
  while (g_hash_table_iter_next (&iter, &name, &value))
    add_int (builder, name, g_ascii_strtoll (value, NULL, 10));
  json_builder_end_object (builder);
  add_failures (explored, builder);
  add_ends (explored, builder);
  json_builder_end_object (builder);
}

/**
 * apmctl_check_to_text:
 *
 * Appends lines.
 */
void
apmctl_check_to_text (const ApmctlCheck *check,
                      GString           *text)
{
  g_string_append_printf (text, "%s: ", check->name);
  apm_explored_append (check->explored, text);
  if (check->is_partial && apm_explored_get_verdict (check->explored) == APM_EXPLORED_COMPLETE)
    {
      g_string_append (text, _("How long somebody waits or is overtaken is up to the scheduler, and was not checked. "
                               "“apmctl lab run” checks it in real runs."));
      g_string_append_c (text, '\n');
    }
}

/**
 * apmctl_check_to_junit:
 *
 * Returns: (transfer full): a document that test runners read
 */
char *
apmctl_check_to_junit (const ApmctlCheck *check)
{
  ApmctlStatus status = apmctl_check_get_status (check);
  g_autofree char *name = g_markup_escape_text (check->name, -1);
  g_autofree char *title = apm_explored_dup_title (check->explored);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *body = NULL;
  const char *element = status == APMCTL_FINDING ? "failure" : status == APMCTL_DENIED ? "skipped" : "error";

  apmctl_check_to_text (check, text);
  body = g_markup_escape_text (text->str, -1);
  g_string_printf (text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<testsuite name=\"apmctl check\" tests=\"1\" failures=\"%d\" errors=\"%d\" skipped=\"%d\">\n"
                   "  <testcase classname=\"apmctl.check\" name=\"%s\">",
                   status == APMCTL_FINDING, status == APMCTL_USAGE || status == APMCTL_FAILED,
                   status == APMCTL_DENIED, name);
  if (status != APMCTL_DONE)
    g_string_append_printf (text, "<%s message=\"%s\">%s</%s>", element, escaped, body, element);
  g_string_append (text, "</testcase>\n</testsuite>\n");

  return g_string_free (g_steal_pointer (&text), FALSE);
}
