/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-section-kinds.h"

#include <glib/gi18n.h>

static void
format_label (gconstpointer  row,
              ApmCell       *cell)
{
  const ApmNamespace *namespace = row;

  /* Translators: what a namespace sets apart, and the kernel's name of it: "Mounts (mnt)" */
  g_string_printf (cell->text, _("%s (%s)"), namespace->label, namespace->type);
}

static void
append_relation (ApmCell    *cell,
                 const char *relation)
{
  if (g_strcmp0 (relation, "separate") == 0)
    {
      g_string_assign (cell->text, _("separate"));
      cell->icon_name = "changes-prevent-symbolic";
      cell->css_class = "accent";
    }
  else if (g_strcmp0 (relation, "shared") == 0)
    {
      g_string_assign (cell->text, _("shared"));
      cell->css_class = "dim-label";
    }
}

static void
format_with_us (gconstpointer  row,
                ApmCell       *cell)
{
  append_relation (cell, ((const ApmNamespace *) row)->with_us);
}

static void
format_with_parent (gconstpointer  row,
                    ApmCell       *cell)
{
  append_relation (cell, ((const ApmNamespace *) row)->with_parent);
}

static void
format_inode (gconstpointer  row,
              ApmCell       *cell)
{
  const ApmNamespace *namespace = row;

  if (namespace->inode != G_MININT64)
    g_string_append_printf (cell->text, "%" G_GINT64_FORMAT, namespace->inode);
}

static const ApmColumn columns[] = {
  { "label", N_("Namespace"), 130, APM_COLUMN_EXPAND, format_label },
  { "with_us", N_("With This Program"), 104, APM_COLUMN_TEXT, format_with_us },
  { "with_parent", N_("With Its Parent"), 104, APM_COLUMN_TEXT, format_with_parent },
  { "inode", N_("Number"), 100, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_inode },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

static guint64
get_key (gconstpointer row)
{
  return g_str_hash (((const ApmNamespace *) row)->type);
}

static void
take_facts (const ApmFacts *facts,
            ApmLook        *look)
{
  const ApmNamespaces *namespaces = facts->namespaces;

  if (namespaces == NULL)
    return;

  look->rows = g_ptr_array_ref (namespaces->namespaces);
  look->note = g_strdup (namespaces->denied);
  if (namespaces->pids && strchr (namespaces->pids, ' '))
    /* Translators: the PIDs that a process has, in each namespace from here inwards */
    look->head = g_strdup_printf (_("Its PID, from here inwards: %s"), namespaces->pids);
}

const ApmTableKind apm_namespaces_kind = {
  .id = "namespaces",
  .title = N_("Namespaces"),
  .columns = columns,
  .fields = apm_namespace_fields,
  .get_key = get_key,
  .empty_title = N_("No Namespaces"),
  .section = APM_SECTION_NAMESPACES,
  .take = take_facts,
};
