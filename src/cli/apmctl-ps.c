/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-listing.h"

#include "apm-process-list.h"
#include "apm-text.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  ApmctlListing listing;
  gboolean tree;
  char *group;
  char *save;
  char *since;
} Options;

static const struct { const char *name; ApmGrouping grouping; } groupings[] = {
  { "unit", APM_GROUPING_UNIT },
  { "session", APM_GROUPING_SESSION },
  { "user", APM_GROUPING_USER },
  { "project", APM_GROUPING_PROJECT },
};

static gboolean
is_listed (const ApmctlListing *listing,
           gconstpointer        row)
{
  const ApmProcess *process = row;
  gboolean for_programs = listing->json || listing->csv;

  return !process->ended && !(for_programs && (process->is_group || process->is_context));
}

/* Of a group its title and its totals. */
static gboolean
is_told (gconstpointer   row,
         const ApmField *field)
{
  return !((const ApmProcess *) row)->is_group || apm_process_has_total (field);
}

static gboolean
is_partial (gconstpointer   row,
            const ApmField *field)
{
  return apm_process_is_partial (row, field);
}

static gboolean
is_denied (gconstpointer   row,
           const ApmField *field)
{
  return apm_process_is_denied (row, field);
}

static char *
dup_group_title (const ApmProcess *group)
{
  return g_strdup_printf (ngettext ("%s (%u process)", "%s (%u processes)", group->n_members), group->name,
                          group->n_members);
}

/* As deep as it stands in a tree. */
static char *
dup_name (gconstpointer  row,
          const char    *name)
{
  const ApmProcess *process = row;
  g_autofree char *title = process->is_group ? dup_group_title (process) : g_strdup (name);

  return g_strdup_printf ("%*s%s", 2 * (int) process->depth, "", title);
}

static void
add_group (ApmSheet         *sheet,
           const ApmProcess *group)
{
  for (guint i = 0; i < 4; i++)
    apm_sheet_add (sheet, "");
  apm_sheet_take (sheet, g_strdup_printf ("%.1f", group->cpu_percent));
  apm_sheet_take (sheet, apm_text_format_bytes (group->rss_bytes));
  apm_sheet_take (sheet, g_strdup_printf ("%u", group->threads));
  apm_sheet_take (sheet, dup_group_title (group));
}

static ApmSheet *
lay_out (const GPtrArray *rows)
{
  static const char *const titles[] = { "PID", "PPID", "USER", "STATE", "CPU%", "RSS", "THR", "COMMAND" };
  ApmSheet *sheet = apm_sheet_new ("rrllrrrl");

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    apm_sheet_add (sheet, titles[i]);
  for (guint i = 0; i < rows->len; i++)
    {
      const ApmProcess *process = rows->pdata[i];
      g_autofree char *bare = process->command ? NULL : g_strdup_printf ("[%s]", process->name);

      if (process->is_group)
        {
          add_group (sheet, process);
          continue;
        }
      apm_sheet_take (sheet, g_strdup_printf ("%d", process->pid));
      apm_sheet_take (sheet, g_strdup_printf ("%d", process->ppid));
      apm_sheet_add (sheet, process->user);
      apm_sheet_add (sheet, process->state);
      apm_sheet_take (sheet, g_strdup_printf ("%.1f", process->cpu_percent));
      apm_sheet_take (sheet, apm_text_format_bytes (process->rss_bytes));
      apm_sheet_take (sheet, g_strdup_printf ("%u", process->threads));
      apm_sheet_take (sheet, g_strdup_printf ("%*s%s", 2 * (int) process->depth, "", bare ? bare : process->command));
    }

  return sheet;
}

static ApmctlStatus
check_list (gpointer list)
{
  return apm_process_list_get_n_total (list) > 0 ? APMCTL_DONE
                                                 : apmctl_fail (APMCTL_FAILED, _("No process can be seen in /proc"));
}

static ApmView *
get_view (gpointer list)
{
  return apm_process_list_get_view (list);
}

static void
set_interval (gpointer list,
              guint    ms)
{
  apm_process_list_set_interval (list, ms);
}

static void
set_columns (gpointer           list,
             const char *const *ids)
{
  apm_process_list_set_columns (list, ids);
}

static void
set_sort (gpointer    list,
          const char *field_id,
          gboolean    descending)
{
  apm_process_list_set_sort (list, field_id, descending);
}

static void
set_filter (gpointer   list,
            ApmFilter *filter)
{
  apm_process_list_set_filter (list, filter);
}

static void
set_notes (gpointer      list,
           ApmWaitWatch *watch)
{
  apm_process_list_set_notes (list, apm_wait_watch_get_notes (watch));
}

static void
sample_now (gpointer list)
{
  apm_process_list_sample_now (list);
}

static const ApmctlListed listed = {
  .filter_help =
    N_("Only those that fit: words, \"a text\", /regex/, !not, name:, user:, under:make, state:D, cpu>20, mem>500M, age<1m"),
  .key = "processes", .sort = "pid", .fields = apm_process_fields, .dear = "pss_bytes", .parse = apm_filter_parse,
  .get_view = get_view, .set_interval = set_interval, .set_columns = set_columns, .set_sort = set_sort,
  .set_filter = set_filter, .set_notes = set_notes, .sample_now = sample_now, .check = check_list,
  .is_listed = is_listed, .is_told = is_told, .is_partial = is_partial,
  .is_denied = is_denied, .dup_name = dup_name, .lay_out = lay_out,
};

static int
choose_groups (const Options  *options,
               ApmProcessList *list)
{
  if (options->tree)
    apm_process_list_set_grouping (list, APM_GROUPING_TREE);
  for (guint i = 0; options->group && i <= G_N_ELEMENTS (groupings); i++)
    {
      if (i == G_N_ELEMENTS (groupings))
        return apmctl_fail (APMCTL_USAGE, _("There are no groups by “%s”: choose unit, session, user or project"),
                            options->group);
      if (strcmp (groupings[i].name, options->group) == 0)
        {
          apm_process_list_set_grouping (list, groupings[i].grouping);
          break;
        }
    }

  return APMCTL_DONE;
}

static int
list (Options *options)
{
  g_autoptr(ApmProcessList) processes = apm_process_list_new ();
  int status;

  apm_process_list_set_interval (processes, 0);
  status = choose_groups (options, processes);

  return status == APMCTL_DONE ? apmctl_listing_run (&options->listing, processes) : status;
}

static int
check (const Options *options)
{
  const ApmctlListing *listing = &options->listing;

  if (options->tree && options->group)
    return apmctl_fail (APMCTL_USAGE, _("Either --tree or --group, not both"));

  if ((options->since || options->save) &&
      (listing->filter || options->tree || options->group || listing->columns || listing->watch))
    return apmctl_fail (APMCTL_USAGE, _("--save and --since are about all processes: they take --json, --csv and --sort only"));

  return APMCTL_DONE;
}

/* What was, before it is replaced. */
static int
compare (const Options *options)
{
  ApmctlFormat format = options->listing.json ? APMCTL_JSON : options->listing.csv ? APMCTL_CSV : APMCTL_TEXT;
  int status = options->since ? apmctl_ps_since (options->since, format, options->listing.sort) : APMCTL_DONE;

  if (status == APMCTL_DONE && options->save)
    status = apmctl_ps_save (options->save);

  return status;
}

int
apmctl_ps (int    argc,
           char **argv)
{
  Options options = { .listing = { .listed = &listed } };
  const GOptionEntry own[] = {
    { "tree", 0, 0, G_OPTION_ARG_NONE, &options.tree, N_("Each behind its parent"), NULL },
    { "group", 0, 0, G_OPTION_ARG_STRING, &options.group, N_("By unit, session, user or project, with totals"),
      N_("BY") },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &options.save, N_("Keep in FILE how the processes are now"), N_("FILE") },
    { "since", 0, 0, G_OPTION_ARG_FILENAME, &options.since, N_("Tell what has changed since FILE was saved"),
      N_("FILE") },
    { NULL }
  };
  int status;

  if (apmctl_listing_parse (&options.listing, NULL, _("List processes"), own, &argc, &argv, &status))
    {
      if (argc > 1)
        status = apmctl_fail (APMCTL_USAGE, _("“%s” is too much: this command takes options only"), argv[1]);
      else
        status = check (&options);
      if (status == APMCTL_DONE)
        status = options.save || options.since ? compare (&options) : list (&options);
    }
  apmctl_listing_clear (&options.listing);
  g_free (options.group);
  g_free (options.save);
  g_free (options.since);

  return status;
}
