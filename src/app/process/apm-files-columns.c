/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-files-columns.h"

#include <glib/gi18n.h>

#include "apm-openers.h"
#include "apm-text.h"

static const struct { const char *id; const char *label; } ways[] = {
  { "descriptor", NC_("how a file is open", "open") },
  { "mapped", NC_("how a file is open", "mapped") },
  { "working-directory", NC_("how a file is open", "working directory") },
  { "root", NC_("how a file is open", "root directory") },
  { "program", NC_("how a file is open", "program") },
};

static const struct { const char *id; const char *label; } accesses[] = {
  { "read", NC_("how a file is open", "read") },
  { "write", NC_("how a file is open", "write") },
  { "read-write", NC_("how a file is open", "read and write") },
};

static void
format_text (gconstpointer row,
             ApmCell      *cell)
{
  const char *text = apm_field_get_text (apm_field_find (apm_opener_fields, cell->column->id), row);

  if (text)
    g_string_assign (cell->text, text);
}

static void
format_pid (gconstpointer row,
            ApmCell      *cell)
{
  g_string_append_printf (cell->text, "%d", ((const ApmOpener *) row)->pid);
}

static void
format_way (gconstpointer row,
            ApmCell      *cell)
{
  const ApmOpener *opener = row;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_str_equal (ways[i].id, opener->way))
      g_string_assign (cell->text, g_dpgettext2 (NULL, "how a file is open", ways[i].label));
}

static void
format_fd (gconstpointer row,
           ApmCell      *cell)
{
  const ApmOpener *opener = row;

  if (opener->fd >= 0)
    g_string_append_printf (cell->text, "%d", opener->fd);
}

static void
format_access (gconstpointer row,
               ApmCell      *cell)
{
  const ApmOpener *opener = row;

  for (guint i = 0; i < G_N_ELEMENTS (accesses); i++)
    if (g_strcmp0 (accesses[i].id, opener->access) == 0)
      g_string_assign (cell->text, g_dpgettext2 (NULL, "how a file is open", accesses[i].label));
}

static void
format_size (gconstpointer row,
             ApmCell      *cell)
{
  const ApmOpener *opener = row;
  g_autofree char *text = opener->size_bytes >= 0 ? apm_text_format_bytes ((guint64) opener->size_bytes) : NULL;

  if (text)
    g_string_assign (cell->text, text);
}

static void
format_path (gconstpointer row,
             ApmCell      *cell)
{
  const ApmOpener *opener = row;

  g_string_assign (cell->text, opener->path);
  if (!opener->deleted)
    return;

  cell->icon_name = "user-trash-symbolic";
  cell->css_class = "warning";
  g_string_append_printf (cell->text, " %s", _("(deleted)"));
}

const ApmColumn apm_files_columns[] = {
  { "name", N_("Process"), 120, APM_COLUMN_TEXT, format_text },
  { "pid", N_("PID"), 66, APM_COLUMN_NUMERIC, format_pid },
  { "user", N_("User"), 80, APM_COLUMN_MINOR, format_text },
  { "way", N_("How"), 120, APM_COLUMN_TEXT, format_way },
  { "fd", N_("Descriptor"), 84, APM_COLUMN_NUMERIC, format_fd },
  { "access", N_("Access"), 124, APM_COLUMN_MINOR, format_access },
  { "size_bytes", N_("Size"), 80, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_size },
  { "path", N_("File"), 200, APM_COLUMN_EXPAND, format_path },
  { NULL }
};

const ApmListing apm_files_listing = { "files", N_("Export Open Files"), apm_opener_fields };
