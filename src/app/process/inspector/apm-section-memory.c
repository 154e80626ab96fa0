/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-section-kinds.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-text.h"

static const struct {
  const char *kind;
  const char *word;
} kinds[] = {
  { "file", N_("file") },
  { "anonymous", N_("anonymous memory") },
  { "heap", N_("heap") },
  { "stack", N_("stack") },
  { "shared", N_("shared memory") },
  { "kernel", N_("of the kernel") },
  { "device", N_("device") },
};

static const char *
get_kind_word (const ApmMapGroup *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (group->kind, kinds[i].kind) == 0)
      return _(kinds[i].word);

  return group->kind;
}

/* Files are told apart by their names, which stand at the end of long paths: they come first. */
static void
append_path (GString    *text,
             const char *path)
{
  const char *slash = strrchr (path, '/');

  if (*path == '/' && slash > path && slash[1])
    g_string_append_printf (text, "%s (%.*s)", slash + 1, (int) (slash - path), path);
  else
    g_string_append (text, path);
}

static void
format_name (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmMapGroup *group = row;

  if (group->parts)
    cell->expander = apm_table_section_is_open (cell->user_data, row) ? APM_EXPANDER_OPEN : APM_EXPANDER_CLOSED;
  cell->depth = group->address ? 1 : 0;
  if (group->address || group->name == NULL)
    g_string_assign (cell->text, group->address ? group->address : get_kind_word (group));
  else
    append_path (cell->text, group->name);
  if (!group->deleted || group->address)
    return;

  cell->icon_name = "user-trash-symbolic";
  cell->css_class = "warning";
  if (!g_str_has_suffix (cell->text->str, "(deleted)"))
    g_string_append_printf (cell->text, " %s", _("(deleted)"));
}

static void
format_kind (gconstpointer  row,
             ApmCell       *cell)
{
  g_string_assign (cell->text, get_kind_word (row));
}

static void
append_bytes (ApmCell *cell,
              gint64   bytes)
{
  g_autofree char *text = bytes > 0 ? apm_text_format_bytes ((guint64) bytes) : NULL;

  if (bytes == G_MININT64)
    return;
  g_string_assign (cell->text, text ? text : "0");
  if (bytes == 0)
    cell->css_class = "dim-label";
}

static void
format_size (gconstpointer  row,
             ApmCell       *cell)
{
  append_bytes (cell, ((const ApmMapGroup *) row)->size_bytes);
}

static void
format_rss (gconstpointer  row,
            ApmCell       *cell)
{
  append_bytes (cell, ((const ApmMapGroup *) row)->rss_bytes);
}

static void
format_pss (gconstpointer  row,
            ApmCell       *cell)
{
  append_bytes (cell, ((const ApmMapGroup *) row)->pss_bytes);
}

static void
format_private (gconstpointer  row,
                ApmCell       *cell)
{
  append_bytes (cell, ((const ApmMapGroup *) row)->private_bytes);
}

static void
format_swap (gconstpointer  row,
             ApmCell       *cell)
{
  append_bytes (cell, ((const ApmMapGroup *) row)->swap_bytes);
}

static void
format_maps (gconstpointer  row,
             ApmCell       *cell)
{
  g_string_append_printf (cell->text, "%'u", ((const ApmMapGroup *) row)->maps);
}

static void
format_permissions (gconstpointer  row,
                    ApmCell       *cell)
{
  const ApmMapGroup *group = row;

  if (group->permissions)
    g_string_assign (cell->text, group->permissions);
}

static const ApmColumn columns[] = {
  { "name", N_("Mapped"), 130, APM_COLUMN_EXPAND, format_name },
  { "size_bytes", N_("Size"), 76, APM_COLUMN_NUMERIC, format_size },
  { "maps", N_("Maps"), 52, APM_COLUMN_NUMERIC, format_maps },
  { "permissions", N_("Access"), 80, APM_COLUMN_MINOR, format_permissions },
  { "kind", N_("Kind"), 110, APM_COLUMN_MINOR, format_kind },
  { "rss_bytes", N_("In Memory"), 84, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_rss },
  { "pss_bytes", N_("Its Share"), 80, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_pss },
  { "private_bytes", N_("Private"), 76, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_private },
  { "swap_bytes", N_("Swap"), 76, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_swap },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

static guint64
get_key (gconstpointer row)
{
  const ApmMapGroup *group = row;
  guint of_name = g_str_hash (group->address ? group->address : group->name ? group->name : "");
  guint of_kind = g_str_hash (group->kind ? group->kind : "");

  return (guint64) of_kind << 32 | (of_name ^ (group->deleted ? 1U : 0U));
}

static GPtrArray *
get_parts (gconstpointer row)
{
  return ((const ApmMapGroup *) row)->parts;
}

static void
add_total (GString    *text,
           const char *label,
           gint64      bytes)
{
  g_autofree char *amount = bytes > 0 ? apm_text_format_bytes ((guint64) bytes) : NULL;

  if (amount)
    g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "", label, amount);
}

static const char *
get_path (gconstpointer row)
{
  static const char *const nameless[] = { "/memfd:", "/SYSV", "/dev/zero" };   /* all such memory is called so */
  const char *name = ((const ApmMapGroup *) row)->name;

  for (guint i = 0; name && i < G_N_ELEMENTS (nameless); i++)
    if (g_str_has_prefix (name, nameless[i]))
      return NULL;

  return name && name[0] == '/' ? name : NULL;
}

static char *
dup_totals (const ApmMemoryTotals *totals)
{
  GString *text = g_string_new (NULL);

  add_total (text, _("in memory"), totals->rss_bytes);
  add_total (text, _("its share"), totals->pss_bytes);
  add_total (text, _("private"), totals->private_bytes);
  add_total (text, _("shared"), totals->shared_bytes);
  add_total (text, _("swapped out"), totals->swap_bytes);
  add_total (text, _("locked"), totals->locked_bytes);
  add_total (text, _("addresses"), totals->virtual_bytes);

  return g_string_free (text, text->len == 0);
}

static void
take_facts (const ApmFacts *facts,
            ApmLook        *look)
{
  if (facts->memory == NULL)
    return;

  look->rows = facts->memory->groups ? g_ptr_array_ref (facts->memory->groups) : NULL;
  look->head = dup_totals (&facts->memory->totals);
  look->note = g_strdup (facts->memory->denied);
}

/* Those of a group, and where a map of one stands. */
static const ApmField fields[] = {
  { "name", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmMapGroup, name) },
  { "address", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmMapGroup, address) },
  { "kind", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmMapGroup, kind) },
  { "permissions", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmMapGroup, permissions) },
  { "maps", APM_FIELD_UINT, G_STRUCT_OFFSET (ApmMapGroup, maps) },
  { "size_bytes", APM_FIELD_INT64, G_STRUCT_OFFSET (ApmMapGroup, size_bytes) },
  { "deleted", APM_FIELD_BOOLEAN, G_STRUCT_OFFSET (ApmMapGroup, deleted) },
  { "rss_bytes", APM_FIELD_INT64, G_STRUCT_OFFSET (ApmMapGroup, rss_bytes) },
  { "pss_bytes", APM_FIELD_INT64, G_STRUCT_OFFSET (ApmMapGroup, pss_bytes) },
  { "private_bytes", APM_FIELD_INT64, G_STRUCT_OFFSET (ApmMapGroup, private_bytes) },
  { "swap_bytes", APM_FIELD_INT64, G_STRUCT_OFFSET (ApmMapGroup, swap_bytes) },
  { NULL }
};

/* What of it is a row of its own is told by its address. */
static const char *const where[] = { "address", NULL };

const ApmTableKind apm_memory_kind = {
  .id = "memory",
  .title = N_("Memory Maps"),
  .columns = columns,
  .fields = fields,
  .sort = "size_bytes",
  .descending = TRUE,
  .get_key = get_key,
  .search = N_("Search maps"),
  .switch_label = N_("Measure"),
  .switch_hint = N_("Also read how much of each is in memory, once: it may take seconds, in which the process may have to wait"),
  .switched_once = TRUE,
  .switched_flags = APM_DETAILS_MEASURE,
  .empty_title = N_("No Memory of Its Own"),
  .section = APM_SECTION_MEMORY,
  .take = take_facts,
  .get_parts = get_parts,
  .extra = where,
  .get_path = get_path,
};
