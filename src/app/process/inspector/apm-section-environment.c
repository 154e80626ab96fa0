/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-section-kinds.h"

#include <glib/gi18n.h>

/* What became of a variable, told by a sign and a word. */
static const struct {
  const char *change;
  const char *word;
  const char *icon_name;
  const char *css_class;
} changes[] = {
  { "added", N_("added"), "list-add-symbolic", "success" },
  { "changed", N_("changed"), "document-edit-symbolic", "warning" },
  { "removed", N_("removed"), "list-remove-symbolic", "dim-label" },
};

static void
format_name (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmVariable *variable = row;

  g_string_assign (cell->text, variable->name);
  if (g_strcmp0 (variable->change, "removed") == 0)
    cell->css_class = "dim-label";
}

static void
format_value (gconstpointer  row,
              ApmCell       *cell)
{
  const ApmVariable *variable = row;

  gboolean removed = g_strcmp0 (variable->change, "removed") == 0;
  gboolean masked = variable->secret && !apm_table_section_get_switched (cell->user_data);
  const char *value = masked ? variable->open_value : variable->value;

  if (removed)
    value = masked ? variable->open_parent_value : variable->parent_value;
  g_string_assign (cell->text, value ? value : "");
  if (masked)
    cell->icon_name = "dialog-password-symbolic";
  if (removed)
    cell->css_class = "dim-label";
}

static void
format_change (gconstpointer  row,
               ApmCell       *cell)
{
  const ApmVariable *variable = row;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    if (g_strcmp0 (variable->change, changes[i].change) == 0)
      {
        g_string_assign (cell->text, _(changes[i].word));
        cell->icon_name = changes[i].icon_name;
        cell->css_class = changes[i].css_class;
      }
}

static void
format_parent (gconstpointer  row,
               ApmCell       *cell)
{
  const ApmVariable *variable = row;

  cell->css_class = "dim-label";
  if (variable->parent_value == NULL)
    return;
  g_string_assign (cell->text, apm_table_section_get_switched (cell->user_data) ? variable->parent_value
                                                                                 : variable->open_parent_value);
}

static const ApmColumn columns[] = {
  { "name", N_("Name"), 120, APM_COLUMN_EXPAND, format_name },
  { "value", N_("Value"), 120, APM_COLUMN_EXPAND, format_value },
  { "change", N_("Change"), 100, APM_COLUMN_TEXT, format_change },
  { "parent_value", N_("Of the parent"), 140, APM_COLUMN_MINOR, format_parent },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

/* Names may occur twice; where they stand among each other does not change. */
static guint64
get_key (gconstpointer row)
{
  const ApmVariable *variable = row;
  guint of_value = variable->value ? g_str_hash (variable->value) : 0;

  return (guint64) g_str_hash (variable->name) << 32 | of_value;
}

static void
take_facts (const ApmFacts *facts,
            ApmLook        *look)
{
  const ApmEnvironment *environment = facts->environment;
  guint n[G_N_ELEMENTS (changes)] = { 0 };

  if (environment == NULL)
    return;

  look->rows = g_ptr_array_ref (environment->variables);
  look->note = g_strdup (environment->denied);
  for (guint i = 0; i < environment->variables->len; i++)
    for (guint c = 0; c < G_N_ELEMENTS (changes); c++)
      n[c] += g_strcmp0 (((const ApmVariable *) environment->variables->pdata[i])->change, changes[c].change) == 0;
  if (environment->denied == NULL && environment->parent_name)
    /* Translators: the environment of a process beside that of its parent, with its name and PID */
    look->head = g_strdup_printf (_("Beside that of its parent %s (%d): %u added, %u changed, %u removed"),
                                  environment->parent_name, environment->ppid, n[0], n[1], n[2]);
}

/* Secrets stay masked. */
static const ApmField open_fields[] = {
  { "name", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmVariable, name) },
  { "value", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmVariable, open_value) },
  { "change", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmVariable, change) },
  { "parent_value", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmVariable, open_parent_value) },
  { "secret", APM_FIELD_BOOLEAN, G_STRUCT_OFFSET (ApmVariable, secret) },
  { NULL }
};

const ApmTableKind apm_environment_kind = {
  .id = "environment",
  .title = N_("Environment"),
  .columns = columns,
  .fields = apm_variable_fields,
  .open_fields = open_fields,
  .sort = "name",
  .get_key = get_key,
  .search = N_("Search variables"),
  .switch_label = N_("Show Secrets"),
  .switch_hint = N_("Also show what looks like a password, token or key"),
  .empty_title = N_("No Environment"),
  .section = APM_SECTION_ENVIRONMENT,
  .take = take_facts,
};
