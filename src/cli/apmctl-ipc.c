/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-links.h"
#include "apm-sheet.h"

#include <glib/gi18n.h>

typedef struct {
  gboolean json;
  gboolean csv;
  gboolean dot;
} Options;

static char *
dup_object (const ApmConnection *connection)
{
  if (connection->object)
    return g_strdup (connection->object);

  return connection->inode != G_MININT64 ? g_strdup_printf ("%" G_GINT64_FORMAT, connection->inode) : NULL;
}

/* Returns: (nullable): who may be missing, a line */
static char *
dup_gaps_line (guint n_unreadable)
{
  if (n_unreadable == 0)
    return NULL;

  return g_strdup_printf (ngettext ("%u process could not be looked at.\n",
                                    "%u processes could not be looked at.\n", n_unreadable), n_unreadable);
}

static int
print_text (const GPtrArray *connections,
            const char      *gaps)
{
  static const char *const heads[] = { N_("KIND"), N_("FROM"), "", N_("TO"), N_("OBJECT") };
  g_autoptr(GString) text = g_string_new (NULL);
  ApmSheet *sheet = apm_sheet_new ("lllll");

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    apm_sheet_add (sheet, *heads[i] ? _(heads[i]) : "");
  for (guint i = 0; i < connections->len; i++)
    {
      const ApmConnection *connection = connections->pdata[i];

      apm_sheet_add (sheet, connection->kind);
      apm_sheet_take (sheet, apm_connection_dup_side (connection, 0));
      apm_sheet_add (sheet, connection->one_way || !connection->accepted ? "→" : "↔");
      apm_sheet_take (sheet, apm_connection_dup_side (connection, 1));
      apm_sheet_take (sheet, dup_object (connection));
    }
  apm_sheet_append_to (sheet, text);
  if (gaps)
    g_string_append (text, gaps);

  return apmctl_print (text);
}

static int
print_csv (const GPtrArray *connections)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();

  for (guint i = 0; i < connections->len; i++)
    {
      const ApmConnection *connection = connections->pdata[i];

      for (guint j = 0; j < connection->ends->len; j++)
        g_ptr_array_add (rows, connection->ends->pdata[j]);
    }

  return apmctl_print_rows (APMCTL_CSV, "connections", apm_connection_row_fields, rows);
}

static int
print_connections (const Options   *options,
                   const GPtrArray *connections,
                   guint            n_unreadable)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GString) dot = g_string_new (NULL);
  g_autofree char *gaps = dup_gaps_line (n_unreadable);

  if (gaps && (options->csv || options->dot))
    apmctl_warn (g_strchomp (gaps));
  if (options->csv)
    return print_csv (connections);
  if (options->json)
    {
      apm_connections_to_json (connections, n_unreadable, builder);
      return apmctl_print_json (builder);
    }
  if (options->dot)
    {
      apm_connections_to_dot (connections, dot);
      return apmctl_print (dot);
    }

  return print_text (connections, gaps);
}

/* Returns: the status; all of @pids must be there, and one that may not be looked at
 * has no connections that could be told. */
static int
check_pids (const ApmPeers *peers,
            const GArray   *pids)
{
  for (guint i = 0; i < pids->len; i++)
    {
      int pid = g_array_index (pids, int, i);
      const ApmPeersProcess *process = apm_peers_find_process (peers, pid);

      if (!process)
        return apmctl_fail (APMCTL_USAGE, _("There is no process %d"), pid);
      if (process->denied)
        return apmctl_fail (APMCTL_DENIED, _("Not permitted to see what process %d has open"), pid);
    }

  return APMCTL_DONE;
}

static int
list (const Options *options,
      const GArray  *pids)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmPeers) peers = apm_peers_read (APM_PEERS_MEMORY | APM_PEERS_THREADS, &error);
  g_autoptr(GPtrArray) connections = NULL;
  int status;

  if (!peers)
    return apmctl_fail_error (error);
  status = check_pids (peers, pids);
  if (status != APMCTL_DONE)
    return status;

  connections = apm_connections_list (peers);
  if (pids->len > 0)
    apm_connections_keep (connections, &g_array_index (pids, int, 0), pids->len);

  return print_connections (options, connections, apm_peers_get_n_denied (peers));
}

int
apmctl_ipc (int    argc,
            char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print one JSON document"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options.csv, N_("Print a table as CSV, a line for each process at an end"), NULL },
    { "dot", 0, 0, G_OPTION_ARG_NONE, &options.dot, N_("Print a picture for graphviz"), NULL },
    { NULL }
  };
  g_autoptr(GArray) pids = g_array_new (FALSE, FALSE, sizeof (int));
  int status;

  if (!apmctl_parse ("[PID…]", _("List who is connected to whom by pipe, FIFO, socket, queue or shared memory"), entries,
                     &argc, &argv, &status))
    return status;

  for (int i = 1; i < argc; i++)
    {
      gint64 number;
      int pid;

      if (!g_ascii_string_to_signed (argv[i], 10, 1, G_MAXINT, &number, NULL))
        return apmctl_fail (APMCTL_USAGE, _("“%s” is no PID"), argv[i]);
      pid = (int) number;
      g_array_append_val (pids, pid);
    }
  if (options.json + options.csv + options.dot > 1)
    return apmctl_fail (APMCTL_USAGE, _("Only one of --json, --csv and --dot"));

  return list (&options, pids);
}
