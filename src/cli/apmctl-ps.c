/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-process-list.h"
#include "apm-sheet.h"
#include "apm-text.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <math.h>
#include <signal.h>
#include <string.h>

/* Between the two looks that CPU % and all other rates come from. */
#define LOOK_MS 200

typedef struct {
  gboolean json;
  gboolean csv;
  gboolean tree;
  gboolean watch;
  double interval;
  char *filter;
  char *group;
  char *sort;
  char *columns;
  char *save;
  char *since;
} Options;

typedef struct {
  const Options *options;
  ApmProcessList *list;
  GMainLoop *loop;
  GArray *fields;          /* of ApmField: what is printed, ends with { NULL } */
  guint n_updates;
  gboolean looked;         /* long enough to know rates */
  int status;
} Listing;

static const struct { const char *name; ApmGrouping grouping; } groupings[] = {
  { "unit", APM_GROUPING_UNIT },
  { "session", APM_GROUPING_SESSION },
  { "user", APM_GROUPING_USER },
  { "project", APM_GROUPING_PROJECT },
};

static gboolean
is_listed (const Listing    *self,
           const ApmProcess *process)
{
  gboolean for_programs = self->options->json || self->options->csv;

  return !process->ended && !(for_programs && (process->is_group || process->is_context));
}

static GPtrArray *
get_rows (const Listing *self)
{
  ApmView *view = apm_process_list_get_view (self->list);
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < apm_view_get_n_rows (view); i++)
    {
      gconstpointer row = apm_view_get_row (view, i);

      if (is_listed (self, row))
        g_ptr_array_add (rows, (gpointer) row);
    }

  return rows;
}

static char *
dup_cell (const ApmField   *field,
          const ApmProcess *process)
{
  double number = apm_field_get_number (field, process);

  if (!apm_field_is_known (field, process))
    return g_strdup (apm_process_is_denied (process, field) ? _("not permitted") : "-");
  if (field->type == APM_FIELD_STRING)
    return apm_text_escape_lines (apm_field_get_text (field, process));
  if (strstr (field->id, "_bytes") || strstr (field->id, "bytes_"))
    return apm_text_format_bytes ((guint64) number);
  if (g_str_has_suffix (field->id, "_us"))
    return apm_text_format_span ((gint64) number);

  return g_strdup_printf (field->type == APM_FIELD_DOUBLE ? "%.1f" : "%.0f", number);
}

/* A letter a column: numbers stand at the right. */
static char *
dup_alignments (const GArray *fields)
{
  char *alignments = g_new0 (char, fields->len + 1);

  for (guint i = 0; i < fields->len; i++)
    alignments[i] = g_array_index (fields, ApmField, i).type == APM_FIELD_STRING ? 'l' : 'r';

  return alignments;
}

static char *
dup_group_title (const ApmProcess *group)
{
  return g_strdup_printf (ngettext ("%s (%u process)", "%s (%u processes)", group->n_members), group->name,
                          group->n_members);
}

static ApmSheet *
lay_out_columns (const Listing   *self,
                 const GPtrArray *rows)
{
  guint n = self->fields->len;
  const ApmField *fields = (const ApmField *) (void *) self->fields->data;
  g_autofree char *alignments = dup_alignments (self->fields);
  ApmSheet *sheet = apm_sheet_new (alignments);

  for (guint i = 0; i < n; i++)
    apm_sheet_add (sheet, fields[i].id);
  for (guint i = 0; i < rows->len; i++)
    for (guint j = 0; j < n; j++)
      {
        const ApmProcess *process = rows->pdata[i];
        gboolean is_name = strcmp (fields[j].id, "name") == 0;
        g_autofree char *cell = process->is_group && is_name ? dup_group_title (process) : dup_cell (&fields[j], process);

        apm_sheet_take (sheet, is_name ? g_strdup_printf ("%*s%s", 2 * (int) process->depth, "", cell)
                                       : g_strdup (cell));
      }

  return sheet;
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

static int
print (const Listing *self)
{
  const Options *options = self->options;
  g_autoptr(GPtrArray) rows = get_rows (self);
  const ApmField *fields = (const ApmField *) (void *) self->fields->data;
  g_autoptr(GString) text = NULL;

  if (options->watch && options->json)
    return apmctl_print_rows (APMCTL_JSON_LINE, "processes", fields, rows);
  if (options->json || options->csv)
    return apmctl_print_rows (options->json ? APMCTL_JSON : APMCTL_CSV, "processes", fields, rows);

  text = g_string_new (NULL);
  apm_sheet_append_to (options->columns ? lay_out_columns (self, rows) : lay_out (rows), text);

  return apmctl_print_lines (text, options->watch);
}

static gboolean
on_looked (gpointer data)
{
  Listing *self = data;

  self->looked = TRUE;
  apm_process_list_sample_now (self->list);

  return G_SOURCE_REMOVE;
}

/* The first look may have begun before it was known what is asked for. */
static void
on_updated (ApmProcessList *list,
            Listing        *self)
{
  if (self->looked)
    {
      self->status = apm_process_list_get_n_total (list) > 0
                     ? print (self)
                     : apmctl_fail (APMCTL_FAILED, _("No process can be seen in /proc"));
      if (!self->options->watch || self->status != APMCTL_DONE)
        g_main_loop_quit (self->loop);
      return;
    }

  self->n_updates++;
  if (self->n_updates == 1)
    apm_process_list_sample_now (list);
  else if (self->n_updates == 2)
    g_timeout_add (LOOK_MS, on_looked, self);
  if (self->n_updates == 2 && self->options->watch)
    apm_process_list_set_interval (list, (guint) (self->options->interval * 1000));
}

static gboolean
on_interrupted (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_CONTINUE;
}

/* Without a choice: all but the one that is very dear to read. */
static int
choose_fields (Listing *self)
{
  g_auto(GStrv) ids = g_strsplit (self->options->columns ? self->options->columns : "", ",", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) wanted = NULL;

  for (guint i = 0; self->options->columns && ids[i]; i++)
    {
      const ApmField *field = apm_field_find (apm_process_fields, g_strstrip (ids[i]));

      if (!field)
        return apmctl_fail (APMCTL_USAGE, _("There is no column “%s”"), ids[i]);
      g_array_append_val (self->fields, *field);
    }
  for (const ApmField *field = apm_process_fields; !self->options->columns && field->id; field++)
    g_array_append_val (self->fields, *field);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const char *id = g_array_index (self->fields, ApmField, i).id;

      if (self->options->columns || strcmp (id, "pss_bytes") != 0)
        g_strv_builder_add (builder, id);
    }
  wanted = g_strv_builder_end (builder);
  if (self->options->columns || self->options->json || self->options->csv)
    apm_process_list_set_columns (self->list, (const char *const *) wanted);

  return APMCTL_DONE;
}

static int
choose_rows (Listing *self)
{
  const Options *options = self->options;
  g_autoptr(GError) error = NULL;
  gsize start, end;
  g_autoptr(ApmFilter) filter = NULL;

  if (options->filter && !g_utf8_validate (options->filter, -1, NULL))
    return apmctl_fail (APMCTL_USAGE, _("The filter is no valid text"));
  filter = apm_filter_parse (options->filter ? options->filter : "", &start, &end, &error);
  if (!filter)
    return apmctl_fail (APMCTL_USAGE, _("Filter, at “%.*s”: %s"), (int) (end - start), options->filter + start,
                        error->message);
  apm_process_list_set_filter (self->list, filter);

  if (options->tree)
    apm_process_list_set_grouping (self->list, APM_GROUPING_TREE);
  for (guint i = 0; options->group && i <= G_N_ELEMENTS (groupings); i++)
    {
      if (i == G_N_ELEMENTS (groupings))
        return apmctl_fail (APMCTL_USAGE, _("There are no groups by “%s”: choose unit, session, user or project"),
                            options->group);
      if (strcmp (groupings[i].name, options->group) == 0)
        {
          apm_process_list_set_grouping (self->list, groupings[i].grouping);
          break;
        }
    }

  return APMCTL_DONE;
}

/* "-cpu_percent": the largest first */
static int
choose_order (Listing *self)
{
  const char *id = self->options->sort ? self->options->sort : "pid";
  gboolean descending = *id == '-';

  if (!apm_field_find (apm_process_fields, id + descending))
    return apmctl_fail (APMCTL_USAGE, _("There is no column “%s”"), id + descending);
  apm_process_list_set_sort (self->list, id + descending, descending);

  return APMCTL_DONE;
}

static int
list (const Options *options)
{
  g_autoptr(ApmProcessList) processes = apm_process_list_new ();
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GArray) fields = g_array_new (TRUE, TRUE, sizeof (ApmField));
  Listing self = { .options = options, .list = processes, .loop = loop, .fields = fields };

  apm_process_list_set_interval (processes, 0);
  self.status = choose_fields (&self);
  if (self.status == APMCTL_DONE)
    self.status = choose_rows (&self);
  if (self.status == APMCTL_DONE)
    self.status = choose_order (&self);
  if (self.status != APMCTL_DONE)
    return self.status;

  g_signal_connect (processes, "updated", G_CALLBACK (on_updated), &self);
  g_unix_signal_add (SIGINT, on_interrupted, loop);
  g_unix_signal_add (SIGTERM, on_interrupted, loop);
  apm_process_list_sample_now (processes);
  g_main_loop_run (loop);

  return self.status;
}

static int
check (const Options *options)
{
  if (options->json && options->csv)
    return apmctl_fail (APMCTL_USAGE, _("Either --json or --csv, not both"));
  if (options->tree && options->group)
    return apmctl_fail (APMCTL_USAGE, _("Either --tree or --group, not both"));
  if (!(options->interval >= 0.1 && options->interval <= 3600))
    return apmctl_fail (APMCTL_USAGE, _("The interval is from 0.1 to 3600 seconds"));

  if ((options->since || options->save) &&
      (options->filter || options->tree || options->group || options->columns || options->watch))
    return apmctl_fail (APMCTL_USAGE, _("--save and --since are about all processes: they take --json, --csv and --sort only"));

  return APMCTL_DONE;
}

/* What was, before it is replaced. */
static int
compare (const Options *options)
{
  ApmctlFormat format = options->json ? APMCTL_JSON : options->csv ? APMCTL_CSV : APMCTL_TEXT;
  int status = options->since ? apmctl_ps_since (options->since, format, options->sort) : APMCTL_DONE;

  if (status == APMCTL_DONE && options->save)
    status = apmctl_ps_save (options->save);

  return status;
}

int
apmctl_ps (int    argc,
           char **argv)
{
  Options options = { .interval = 1 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
      N_("Print one JSON document, with --watch one a line"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options.csv, N_("Print a table as CSV"), NULL },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter,
      N_("Only those that fit: words, \"a text\", /regex/, !not, name:, user:, under:make, state:D, cpu>20, mem>500M, age<1m"),
      N_("FILTER") },
    { "tree", 0, 0, G_OPTION_ARG_NONE, &options.tree, N_("Each behind its parent"), NULL },
    { "group", 0, 0, G_OPTION_ARG_STRING, &options.group, N_("By unit, session, user or project, with totals"),
      N_("BY") },
    { "sort", 0, 0, G_OPTION_ARG_STRING, &options.sort, N_("In the order of a column, with - the largest first"),
      N_("COLUMN") },
    { "columns", 0, 0, G_OPTION_ARG_STRING, &options.columns, N_("What is told of each: names as in JSON, with commas"),
      N_("COLUMNS") },
    { "watch", 0, 0, G_OPTION_ARG_NONE, &options.watch, N_("Again and again until interrupted"), NULL },
    { "interval", 0, 0, G_OPTION_ARG_DOUBLE, &options.interval, N_("Seconds between two looks of --watch"),
      N_("SECONDS") },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &options.save, N_("Keep in FILE how the processes are now"), N_("FILE") },
    { "since", 0, 0, G_OPTION_ARG_FILENAME, &options.since, N_("Tell what has changed since FILE was saved"),
      N_("FILE") },
    { NULL }
  };
  int status;

  if (apmctl_parse (NULL, _("List processes"), entries, &argc, &argv, &status))
    {
      if (argc > 1)
        status = apmctl_fail (APMCTL_USAGE, _("“%s” is too much: this command takes options only"), argv[1]);
      else
        status = check (&options);
      if (status == APMCTL_DONE)
        status = options.save || options.since ? compare (&options) : list (&options);
    }
  g_free (options.filter);
  g_free (options.group);
  g_free (options.sort);
  g_free (options.columns);
  g_free (options.save);
  g_free (options.since);

  return status;
}
