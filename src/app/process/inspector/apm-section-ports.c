/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-section-kinds.h"

#include <glib/gi18n.h>

static void
format_protocol (gconstpointer  row,
                 ApmCell       *cell)
{
  g_string_assign (cell->text, ((const ApmPort *) row)->protocol);
}

static void
format_address (gconstpointer  row,
                ApmCell       *cell)
{
  const ApmPort *port = row;

  if (g_strcmp0 (port->address, "*") == 0)
    g_string_assign (cell->text, _("any address"));
  else if (port->address)
    g_string_assign (cell->text, port->address);
}

static void
append_number (ApmCell *cell,
               int      number)
{
  if (number >= 0)
    g_string_append_printf (cell->text, "%d", number);
}

static void
format_port (gconstpointer  row,
             ApmCell       *cell)
{
  append_number (cell, ((const ApmPort *) row)->port);
}

static void
format_waiting (gconstpointer  row,
                ApmCell       *cell)
{
  const ApmPort *port = row;

  append_number (cell, port->waiting);
  if (port->waiting > 0)
    cell->css_class = "warning";
  if (port->waiting > 0 && port->backlog > 0)
    cell->fraction = (double) port->waiting / port->backlog;
}

static void
format_backlog (gconstpointer  row,
                ApmCell       *cell)
{
  append_number (cell, ((const ApmPort *) row)->backlog);
}

static void
format_number (gconstpointer  row,
               ApmCell       *cell)
{
  append_number (cell, ((const ApmPort *) row)->fd);
}

static const ApmColumn columns[] = {
  { "protocol", N_("Protocol"), 70, APM_COLUMN_TEXT, format_protocol },
  { "address", N_("Address"), 110, APM_COLUMN_EXPAND, format_address },
  { "port", N_("Port"), 60, APM_COLUMN_NUMERIC, format_port },
  { "waiting", N_("Waiting"), 70, APM_COLUMN_NUMERIC, format_waiting },
  { "backlog", N_("Backlog"), 72, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_backlog },
  { "fd", N_("No."), 46, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_number },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

static guint64
get_key (gconstpointer row)
{
  const ApmPort *port = row;

  return (guint64) port->inode << 20 | (guint) MAX (port->fd, 0);
}

static gboolean
read_ports (ApmPeersDesk  *desk,
            ApmLook       *look,
            GError       **error)
{
  g_autoptr(ApmPeers) peers = apm_peers_desk_read (desk, error);
  g_autoptr(GPtrArray) descriptors = NULL;

  if (peers == NULL)
    return FALSE;
  /* Only to hear whether it may be looked at. */
  descriptors = apm_peers_read_descriptors (peers, look->pid, error);
  if (descriptors == NULL)
    return FALSE;

  look->rows = apm_peers_list_ports (peers, look->pid);
  if (look->rows->len > 0)
    look->head = g_strdup (_("Where it waits for others to connect; waiting: connections that it has not accepted yet."));
  look->nothing = g_strdup (_("It listens at no network port and no named socket."));

  return TRUE;
}

const ApmTableKind apm_ports_kind = {
  .id = "ports",
  .title = N_("Ports"),
  .columns = columns,
  .fields = apm_port_fields,
  .sort = "port",
  .get_key = get_key,
  .empty_title = N_("Not Listening"),
  .read = read_ports,
};
