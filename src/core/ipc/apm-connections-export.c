/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-connections.h"

#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FIELD(type_, member) { #member, APM_FIELD_##type_, G_STRUCT_OFFSET (ApmConnection, member), 0, 0 }
#define END(type_, member) { #member, APM_FIELD_##type_, G_STRUCT_OFFSET (ApmConnectionEnd, member), 0, 0 }
#define VIA(type_, member) \
  { #member, APM_FIELD_##type_, G_STRUCT_OFFSET (ApmConnection, member), 1 + G_STRUCT_OFFSET (ApmConnectionEnd, connection), 0 }

const ApmField apm_connection_fields[] = {
  FIELD (STRING, kind),
  FIELD (STRING, object),
  FIELD (INT64, inode),
  FIELD (BOOLEAN, one_way),
  FIELD (BOOLEAN, accepted),
  { NULL }
};

const ApmField apm_connection_end_fields[] = {
  END (INT, end),
  END (STRING, role),
  END (INT, pid),
  END (STRING, name),
  END (INT64, unread_bytes),
  { NULL }
};

const ApmField apm_connection_row_fields[] = {
  VIA (STRING, kind),
  VIA (STRING, object),
  VIA (INT64, inode),
  VIA (BOOLEAN, one_way),
  VIA (BOOLEAN, accepted),
  END (INT, end),
  END (STRING, role),
  END (INT, pid),
  END (STRING, name),
  END (STRING, fds),
  END (INT64, unread_bytes),
  { NULL }
};

static void
add_fds (JsonBuilder *builder,
         const char  *fds)
{
  g_auto(GStrv) words = g_strsplit (fds ? fds : "", " ", -1);

  json_builder_set_member_name (builder, "fds");
  json_builder_begin_array (builder);
  for (guint i = 0; words[i]; i++)
    if (*words[i])
      json_builder_add_int_value (builder, g_ascii_strtoll (words[i], NULL, 10));
  json_builder_end_array (builder);
}

static void
add_connection (JsonBuilder         *builder,
                const ApmConnection *connection)
{
  json_builder_begin_object (builder);
  apm_record_to_json (apm_connection_fields, connection, builder);
  json_builder_set_member_name (builder, "ends");
  json_builder_begin_array (builder);
  for (guint i = 0; i < connection->ends->len; i++)
    {
      const ApmConnectionEnd *end = connection->ends->pdata[i];

      json_builder_begin_object (builder);
      apm_record_to_json (apm_connection_end_fields, end, builder);
      add_fds (builder, end->fds);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * apm_connections_to_json:
 * @n_unreadable: how many processes could not be looked at
 *
 * Adds {"schema": 1, "connections": […], "unreadable_count": N}.
 */
void
apm_connections_to_json (const GPtrArray *connections,
                         guint            n_unreadable,
                         JsonBuilder     *builder)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, "connections");
  json_builder_begin_array (builder);
  for (guint i = 0; i < connections->len; i++)
    add_connection (builder, connections->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "unreadable_count");
  json_builder_add_int_value (builder, n_unreadable);
  json_builder_end_object (builder);
}

/* Between quotes; a line break is written as such, and nothing ends the quotes. */
static void
append_quoted (GString    *dot,
               const char *text)
{
  g_autofree char *line = apm_text_escape_lines (text);

  for (const char *p = line; *p; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (dot, '\\');
      g_string_append_c (dot, *p);
    }
}

static void
append_node_name (GString *dot,
                  int      pid)
{
  if (pid == G_MININT)
    g_string_append (dot, "unknown");
  else
    g_string_append_printf (dot, "p%d", pid);
}

static void
append_nodes (GString         *dot,
              const GPtrArray *connections)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < connections->len; i++)
    {
      const ApmConnection *connection = connections->pdata[i];

      for (guint j = 0; j < connection->ends->len; j++)
        {
          const ApmConnectionEnd *end = connection->ends->pdata[j];

          if (!g_hash_table_add (seen, GINT_TO_POINTER (end->pid)))
            continue;
          g_string_append (dot, "  ");
          append_node_name (dot, end->pid);
          g_string_append (dot, " [label=\"");
          append_quoted (dot, end->pid == G_MININT ? _("not permitted to know") : end->name ? end->name : "?");
          if (end->pid != G_MININT)
            g_string_append_printf (dot, "\\n%d", end->pid);
          g_string_append (dot, end->pid == G_MININT ? "\", style=dashed];\n" : "\"];\n");
        }
    }
}

static void
append_label (GString             *dot,
              const ApmConnection *connection)
{
  g_string_append (dot, "label=\"");
  append_quoted (dot, connection->kind);
  if (connection->object || connection->inode != G_MININT64)
    g_string_append (dot, "\\n");
  if (connection->object)
    append_quoted (dot, connection->object);
  else if (connection->inode != G_MININT64)
    g_string_append_printf (dot, "%" G_GINT64_FORMAT, connection->inode);
  g_string_append_c (dot, '"');
}

static void
append_edge (GString             *dot,
             const ApmConnection *connection)
{
  const ApmConnectionEnd *from = connection->ends->pdata[0];
  const ApmConnectionEnd *to = connection->ends->pdata[1];

  g_string_append (dot, "  ");
  append_node_name (dot, from->pid);
  g_string_append (dot, " -> ");
  append_node_name (dot, to->pid);
  g_string_append (dot, " [");
  append_label (dot, connection);
  g_string_append (dot, connection->one_way ? "" : ", dir=both");
  g_string_append (dot, connection->accepted ? "];\n" : ", style=dashed];\n");
}

/* More than two: the thing between them is a node of its own. */
static void
append_star (GString             *dot,
             const ApmConnection *connection,
             guint                number)
{
  g_string_append_printf (dot, "  c%u [shape=box, ", number);
  append_label (dot, connection);
  g_string_append (dot, "];\n");
  for (guint i = 0; i < connection->ends->len; i++)
    {
      const ApmConnectionEnd *end = connection->ends->pdata[i];

      g_string_append (dot, "  ");
      if (end->end == 1)
        g_string_append_printf (dot, "c%u -> ", number);
      append_node_name (dot, end->pid);
      if (end->end == 0)
        g_string_append_printf (dot, " -> c%u", number);
      g_string_append (dot, connection->one_way ? ";\n" : " [dir=both];\n");
    }
}

/**
 * apm_connections_to_dot:
 *
 * Appends the picture of @connections for graphviz.
 */
void
apm_connections_to_dot (const GPtrArray *connections,
                        GString         *dot)
{
  g_string_append (dot, "digraph connections {\n");
  append_nodes (dot, connections);
  for (guint i = 0; i < connections->len; i++)
    {
      const ApmConnection *connection = connections->pdata[i];

      if (connection->ends->len == 2)
        append_edge (dot, connection);
      else
        append_star (dot, connection, i + 1);
    }
  g_string_append (dot, "}\n");
}
