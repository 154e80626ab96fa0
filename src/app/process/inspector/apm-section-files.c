/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-section-kinds.h"

#include <glib/gi18n.h>

#include "apm-text.h"

static void
format_number (gconstpointer  row,
               ApmCell       *cell)
{
  const ApmDescriptor *descriptor = row;

  g_string_append_printf (cell->text, "%d", descriptor->fd);
}

static void
format_kind (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmDescriptor *descriptor = row;

  g_string_assign (cell->text, descriptor->kind);
}

static void
format_target (gconstpointer  row,
               ApmCell       *cell)
{
  const ApmDescriptor *descriptor = row;

  g_string_assign (cell->text, descriptor->target ? descriptor->target : "");
  if (!descriptor->deleted)
    return;

  cell->icon_name = "user-trash-symbolic";
  cell->css_class = "warning";
  if (!g_str_has_suffix (cell->text->str, "(deleted)"))
    /* Translators: after the name of a file that is open and has no name any more */
    g_string_append_printf (cell->text, " %s", _("(deleted)"));
}

static void
format_peer (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmDescriptor *descriptor = row;

  if (descriptor->peer)
    g_string_assign (cell->text, descriptor->peer);
  if (descriptor->peer_pid > 0)
    cell->icon_name = "go-jump-symbolic";
  else
    cell->css_class = "dim-label";
}

static void
format_access (gconstpointer  row,
               ApmCell       *cell)
{
  const ApmDescriptor *descriptor = row;

  if (descriptor->access)
    g_string_assign (cell->text, descriptor->access);
}

static void
format_flags (gconstpointer  row,
              ApmCell       *cell)
{
  const ApmDescriptor *descriptor = row;

  if (descriptor->flags)
    g_string_assign (cell->text, descriptor->flags);
}

static void
append_bytes (ApmCell *cell,
              gint64   bytes)
{
  g_autofree char *text = bytes >= 0 ? apm_text_format_bytes ((guint64) bytes) : NULL;

  if (text)
    g_string_assign (cell->text, text);
}

static void
format_offset (gconstpointer  row,
               ApmCell       *cell)
{
  append_bytes (cell, ((const ApmDescriptor *) row)->offset_bytes);
}

static void
format_size (gconstpointer  row,
             ApmCell       *cell)
{
  append_bytes (cell, ((const ApmDescriptor *) row)->size_bytes);
}

static void
format_unread (gconstpointer  row,
               ApmCell       *cell)
{
  append_bytes (cell, ((const ApmDescriptor *) row)->unread_bytes);
}

static const ApmColumn columns[] = {
  { "fd", N_("No."), 46, APM_COLUMN_NUMERIC, format_number },
  { "kind", N_("Kind"), 76, APM_COLUMN_TEXT, format_kind },
  { "target", N_("Target"), 110, APM_COLUMN_EXPAND, format_target },
  { "peer", N_("Peer"), 116, APM_COLUMN_EXPAND, format_peer },
  { "access", N_("Access"), 84, APM_COLUMN_MINOR, format_access },
  { "offset_bytes", N_("Offset"), 80, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_offset },
  { "size_bytes", N_("Size"), 80, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_size },
  { "unread_bytes", N_("Unread"), 80, APM_COLUMN_NUMERIC | APM_COLUMN_HIDDEN, format_unread },
  { "flags", N_("Flags"), 140, APM_COLUMN_MINOR, format_flags },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

/* A thread may have a table of descriptors of its own. */
static guint64
get_key (gconstpointer row)
{
  const ApmDescriptor *descriptor = row;

  return (guint64) (guint) descriptor->tid << 32 | (guint) descriptor->fd;
}

static int
get_pid (gconstpointer row)
{
  return MAX (((const ApmDescriptor *) row)->peer_pid, 0);
}

static const char *
get_path (gconstpointer row)
{
  const ApmDescriptor *descriptor = row;
  const char *target = descriptor->target;

  /* A socket's name is no file's, and any memory may be called alike. */
  if (!target || target[0] != '/' || descriptor->target_base64 || descriptor->object.kind == APM_OBJECT_SOCKET ||
      g_str_has_prefix (target, "/memfd:"))
    return NULL;

  return target;
}

static gboolean
read_files (ApmPeersDesk  *desk,
            ApmLook       *look,
            GError       **error)
{
  g_autoptr(ApmPeers) peers = apm_peers_desk_read (desk, error);
  guint n;

  if (peers == NULL)
    return FALSE;
  look->rows = apm_peers_read_descriptors (peers, look->pid, error);
  if (look->rows == NULL)
    return FALSE;

  n = look->rows->len;
  look->head = g_strdup_printf (ngettext ("%'u open descriptor", "%'u open descriptors", n), n);
  look->note = apm_peers_dup_gaps_text (peers);

  return TRUE;
}

const ApmTableKind apm_files_kind = {
  .id = "files",
  .title = N_("Files"),
  .columns = columns,
  .fields = apm_descriptor_fields,
  .sort = "fd",
  .get_key = get_key,
  .search = N_("Search files"),
  .empty_title = N_("No Open Files"),
  .read = read_files,
  .get_pid = get_pid,
  .get_path = get_path,
};
