/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-process.h"
#include "apm-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Between the two looks that CPU % comes from. */
#define LOOK_MS 200

typedef struct {
  gboolean json;
  gboolean csv;
  gboolean tree;
  char *filter;
} Options;

static gboolean
matches (const ApmProcess *process,
         char            **words)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s\n%d", process->name,
                                           process->command ? process->command : "",
                                           process->user, process->pid);
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (; *words; words++)
    if (!strstr (folded, *words))
      return FALSE;

  return TRUE;
}

static GPtrArray *
filter (const GPtrArray *processes,
        const char      *text)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autofree char *folded = g_utf8_casefold (text ? text : "", -1);
  g_auto(GStrv) words = g_strsplit_set (folded, " \t\n", -1);

  for (guint i = 0; i < processes->len; i++)
    if (matches (processes->pdata[i], words))
      g_ptr_array_add (found, processes->pdata[i]);

  return found;
}

typedef struct {
  const GPtrArray *from;
  GPtrArray *to;
  GArray *depths;
  GHashTable *children;    /* PID to GPtrArray of ApmProcess */
} Tree;

static void
add_branch (Tree       *tree,
            ApmProcess *process,
            guint       depth)
{
  GPtrArray *children = g_hash_table_lookup (tree->children, GINT_TO_POINTER (process->pid));

  g_ptr_array_add (tree->to, process);
  g_array_append_val (tree->depths, depth);
  for (guint i = 0; children && i < children->len; i++)
    add_branch (tree, children->pdata[i], depth + 1);
}

/* Orders each process behind its parent; one whose parent is not shown is a root.
 * No process is its own ancestor, so every one has its place. */
static GPtrArray *
order_as_tree (const GPtrArray *processes,
               GArray          *depths)
{
  g_autoptr(GHashTable) children = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr(GHashTable) known = g_hash_table_new (NULL, NULL);
  Tree tree = { processes, g_ptr_array_new (), depths, children };

  for (guint i = 0; i < processes->len; i++)
    g_hash_table_add (known, GINT_TO_POINTER (((ApmProcess *) processes->pdata[i])->pid));

  for (guint i = 0; i < processes->len; i++)
    {
      ApmProcess *process = processes->pdata[i];
      GPtrArray *siblings = g_hash_table_lookup (children, GINT_TO_POINTER (process->ppid));

      if (!siblings)
        {
          siblings = g_ptr_array_new ();
          g_hash_table_insert (children, GINT_TO_POINTER (process->ppid), siblings);
        }
      g_ptr_array_add (siblings, process);
    }

  for (guint i = 0; i < processes->len; i++)
    {
      ApmProcess *process = processes->pdata[i];

      if (!g_hash_table_contains (known, GINT_TO_POINTER (process->ppid)))
        add_branch (&tree, process, 0);
    }

  return tree.to;
}

static int
print_text (const GPtrArray *processes,
            const GArray    *depths)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%7s %7s %-10s %-9s %6s %10s %4s  %s\n",
                          "PID", "PPID", "USER", "STATE", "CPU%", "RSS", "THR", "COMMAND");
  for (guint i = 0; i < processes->len; i++)
    {
      const ApmProcess *process = processes->pdata[i];
      g_autofree char *rss = apm_text_format_bytes (process->rss_bytes);
      g_autofree char *bare = process->command ? NULL : g_strdup_printf ("[%s]", process->name);
      g_autofree char *command = apm_text_escape_lines (bare ? bare : process->command);
      guint indent = depths ? 2 * g_array_index (depths, guint, i) : 0;

      g_string_append_printf (text, "%7d %7d %-10s %-9s %6.1f %10s %4u  %*s%s\n",
                              process->pid, process->ppid, process->user, process->state,
                              process->cpu_percent, rss, process->threads, (int) indent, "", command);
    }

  return apmctl_print (text);
}

static int
list (const Options *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) all = apm_process_scan_for (LOOK_MS, &error);
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GArray) depths = NULL;

  if (!all)
    return apmctl_fail_error (error);

  found = filter (all, options->filter);
  if (options->tree)
    {
      g_autoptr(GPtrArray) flat = g_steal_pointer (&found);

      depths = g_array_new (FALSE, FALSE, sizeof (guint));
      found = order_as_tree (flat, depths);
    }

  if (options->json || options->csv)
    return apmctl_print_rows (options->json ? APMCTL_JSON : APMCTL_CSV, "processes", apm_process_fields, found);

  return print_text (found, depths);
}

int
apmctl_ps (int    argc,
           char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print one JSON document"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options.csv, N_("Print a table as CSV"), NULL },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter,
      N_("Only those that have all these words in name, command, user or PID"), N_("WORDS") },
    { "tree", 0, 0, G_OPTION_ARG_NONE, &options.tree, N_("Each behind its parent"), NULL },
    { NULL }
  };
  int status;

  if (apmctl_parse (NULL, _("List processes"), entries, &argc, &argv, &status))
    {
      if (argc > 1)
        status = apmctl_fail (APMCTL_USAGE, _("“%s” is too much: this command takes options only"), argv[1]);
      else if (options.json && options.csv)
        status = apmctl_fail (APMCTL_USAGE, _("Either --json or --csv, not both"));
      else
        status = list (&options);
    }
  g_free (options.filter);

  return status;
}
