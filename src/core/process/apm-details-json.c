/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#define MOST_FIELDS 64

static void
add_text (JsonBuilder *builder,
          const char  *key,
          const char  *value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder,
            const char  *key,
            gint64       value)
{
  json_builder_set_member_name (builder, key);
  if (value == G_MININT64)
    json_builder_add_null_value (builder);
  else
    json_builder_add_int_value (builder, value);
}

/* What is in the user's language is for persons only. */
static void
add_record (JsonBuilder    *builder,
            const ApmField *fields,
            gconstpointer   row)
{
  ApmField some[MOST_FIELDS] = { { NULL } };

  for (guint i = 0; i + 1 < MOST_FIELDS && fields[i].id && fields[i].tag != APM_DETAILS_TRANSLATED; i++)
    some[i] = fields[i];
  apm_record_to_json (some, row, builder);
}

static void
add_rows (JsonBuilder     *builder,
          const char      *key,
          const ApmField  *fields,
          const GPtrArray *rows)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      json_builder_begin_object (builder);
      add_record (builder, fields, rows->pdata[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* A secret is not in the document unless it was asked for, in no spelling. */
static void
add_variables (JsonBuilder          *builder,
               const ApmEnvironment *environment,
               gboolean              show_secrets)
{
  json_builder_set_member_name (builder, "variables");
  json_builder_begin_array (builder);
  for (guint i = 0; i < environment->variables->len; i++)
    {
      ApmVariable variable = *(const ApmVariable *) environment->variables->pdata[i];
      g_autofree char *masked = NULL;
      g_autofree char *masked_before = NULL;

      if (variable.secret && !show_secrets)
        {
          masked = variable.value ? apm_variable_dup_masked (&variable) : NULL;
          masked_before = variable.parent_value ? apm_variable_mask (variable.name, variable.parent_value) : NULL;
          variable.value = masked;
          variable.parent_value = masked_before;
          variable.value_base64 = NULL;
        }
      json_builder_begin_object (builder);
      add_record (builder, apm_variable_fields, &variable);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_memory (JsonBuilder     *builder,
            const ApmMemory *memory)
{
  add_record (builder, apm_memory_fields, &memory->totals);
  add_rows (builder, "groups", apm_map_group_fields, memory->groups);
  add_rows (builder, "maps", apm_map_fields, memory->maps);
}

static void
add_section (JsonBuilder    *builder,
             const ApmFacts *facts,
             gboolean        show_secrets)
{
  if (facts->summary)
    add_record (builder, apm_summary_fields, facts->summary);
  if (facts->environment)
    {
      add_number (builder, "ppid", facts->environment->ppid);
      add_text (builder, "parent_name", facts->environment->parent_name);
      add_variables (builder, facts->environment, show_secrets);
    }
  if (facts->limits)
    add_rows (builder, "limits", apm_limit_fields, facts->limits->limits);
  if (facts->memory)
    add_memory (builder, facts->memory);
  if (facts->cgroup)
    {
      add_record (builder, apm_cgroup_fields, facts->cgroup);
      add_rows (builder, "pressures", apm_pressure_fields, facts->cgroup->pressures);
    }
  if (facts->namespaces)
    {
      add_text (builder, "pids", facts->namespaces->pids);
      add_number (builder, "innermost_pid", facts->namespaces->innermost_pid);
      add_rows (builder, "namespaces", apm_namespace_fields, facts->namespaces->namespaces);
    }
  if (facts->signals)
    {
      add_number (builder, "threads", facts->signals->threads);
      add_number (builder, "queued", facts->signals->queued);
      add_number (builder, "queue_limit", facts->signals->queue_limit);
      add_rows (builder, "signals", apm_signal_mask_fields, facts->signals->signals);
    }
}

/**
 * apm_facts_to_json:
 * @show_secrets: else they are masked
 * @builder: inside an object
 *
 * Adds a member named by the section's id; in it "nothing" and "denied" are
 * sentences, null where all is there.
 */
void
apm_facts_to_json (const ApmFacts *facts,
                   gboolean        show_secrets,
                   JsonBuilder    *builder)
{
  g_return_if_fail (facts != NULL && JSON_IS_BUILDER (builder));

  json_builder_set_member_name (builder, apm_section_get_id (facts->section));
  json_builder_begin_object (builder);
  add_section (builder, facts, show_secrets);
  add_text (builder, "nothing", facts->nothing);
  add_text (builder, "denied", apm_facts_get_denied (facts));
  json_builder_end_object (builder);
}
