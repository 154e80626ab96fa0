/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-listing.h"

#include "apm-text.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>

/* Between the two looks that CPU % and all other rates come from. */
#define LOOK_MS 200

/* What is told by a look at what everybody waits for, which is not cheap. */
static const char *const waits_fields[] = { "waits_for", "waits", "waited_us", NULL };

/**
 * apmctl_listing_parse:
 * @own: options of this command alone
 *
 * As apmctl_parse(), with the options that all listings have.
 */
gboolean
apmctl_listing_parse (ApmctlListing       *self,
                      const char          *parameters,
                      const char          *summary,
                      const GOptionEntry  *own,
                      int                 *argc,
                      char              ***argv,
                      int                 *status)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_("Print one JSON document, with --watch one a line"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &self->csv, N_("Print a table as CSV"), NULL },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &self->filter, self->listed->filter_help, N_("FILTER") },
    { "sort", 0, 0, G_OPTION_ARG_STRING, &self->sort, N_("In the order of a column, with - the largest first"),
      N_("COLUMN") },
    { "columns", 0, 0, G_OPTION_ARG_STRING, &self->columns, N_("What is told of each: names as in JSON, with commas"),
      N_("COLUMNS") },
    { "watch", 0, 0, G_OPTION_ARG_NONE, &self->watch, N_("Again and again until interrupted"), NULL },
    { "interval", 0, 0, G_OPTION_ARG_DOUBLE, &self->interval, N_("Seconds between two looks of --watch"),
      N_("SECONDS") },
  };
  g_autoptr(GArray) all = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  g_array_append_vals (all, entries, G_N_ELEMENTS (entries));
  for (; own->long_name; own++)
    g_array_append_val (all, *own);
  self->interval = 1;
  if (!apmctl_parse (parameters, summary, (const GOptionEntry *) (void *) all->data, argc, argv, status))
    return FALSE;

  *status = APMCTL_DONE;
  if (self->json && self->csv)
    *status = apmctl_fail (APMCTL_USAGE, _("Either --json or --csv, not both"));
  else if (!(self->interval >= 0.1 && self->interval <= 3600))
    *status = apmctl_fail (APMCTL_USAGE, _("The interval is from 0.1 to 3600 seconds"));

  return *status == APMCTL_DONE;
}

void
apmctl_listing_clear (ApmctlListing *self)
{
  g_free (self->filter);
  g_free (self->sort);
  g_free (self->columns);
  g_clear_object (&self->waits);
}

static GPtrArray *
get_rows (const ApmctlListing *self)
{
  ApmView *view = self->listed->get_view (self->list);
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < apm_view_get_n_rows (view); i++)
    {
      gconstpointer row = apm_view_get_row (view, i);

      if (!self->listed->is_listed || self->listed->is_listed (self, row))
        g_ptr_array_add (rows, (gpointer) row);
    }

  return rows;
}

static char *
dup_number (const ApmField *field,
            double          number)
{
  if (strstr (field->id, "_bytes") || strstr (field->id, "bytes_"))
    return apm_text_format_bytes ((guint64) number);
  if (g_str_has_suffix (field->id, "_us"))
    return apm_text_format_span ((gint64) number);

  return g_strdup_printf (field->type == APM_FIELD_DOUBLE ? "%.1f" : "%.0f", number);
}

static char *
dup_cell (const ApmctlListing *self,
          const ApmField      *field,
          gconstpointer        row)
{
  const ApmctlListed *listed = self->listed;
  g_autofree char *number = NULL;

  if (listed->is_told && !listed->is_told (row, field))
    return g_strdup ("");
  if (!apm_field_is_known (field, row))
    return g_strdup (listed->is_denied (row, field) ? _("not permitted") : "-");
  if (field->type == APM_FIELD_STRING)
    return apm_text_escape_lines (apm_field_get_text (field, row));

  number = dup_number (field, apm_field_get_number (field, row));

  return g_strconcat (listed->is_partial && listed->is_partial (row, field) ? "≥ " : "", number, NULL);
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

static ApmSheet *
lay_out_columns (const ApmctlListing *self,
                 const GPtrArray     *rows)
{
  const ApmField *fields = (const ApmField *) (void *) self->fields->data;
  g_autofree char *alignments = dup_alignments (self->fields);
  ApmSheet *sheet = apm_sheet_new (alignments);

  for (guint i = 0; i < self->fields->len; i++)
    apm_sheet_add (sheet, fields[i].id);
  for (guint i = 0; i < rows->len; i++)
    for (guint j = 0; j < self->fields->len; j++)
      {
        g_autofree char *cell = dup_cell (self, &fields[j], rows->pdata[i]);

        if (self->listed->dup_name && strcmp (fields[j].id, "name") == 0)
          apm_sheet_take (sheet, self->listed->dup_name (rows->pdata[i], cell));
        else
          apm_sheet_add (sheet, cell);
      }

  return sheet;
}

static int
print (const ApmctlListing *self)
{
  g_autoptr(GPtrArray) rows = get_rows (self);
  const ApmField *fields = (const ApmField *) (void *) self->fields->data;
  ApmctlFormat json = self->watch ? APMCTL_JSON_LINE : APMCTL_JSON;
  g_autoptr(GString) text = NULL;

  if (self->json || self->csv)
    return apmctl_print_rows (self->json ? json : APMCTL_CSV, self->listed->key, fields, rows);

  text = g_string_new (NULL);
  apm_sheet_append_to (self->columns ? lay_out_columns (self, rows) : self->listed->lay_out (rows), text);

  return apmctl_print_lines (text, self->watch);
}

static gboolean
on_looked (gpointer data)
{
  ApmctlListing *self = data;

  self->looked = TRUE;
  self->listed->sample_now (self->list);

  return G_SOURCE_REMOVE;
}

/* The first look may have begun before it was known what is asked for. */
static void
on_updated (ApmctlListing *self)
{
  self->n_updates++;
  self->status = self->listed->check (self->list);
  if (self->status != APMCTL_DONE)
    {
      g_signal_handler_block (self->list, self->updated_id);   /* said once is enough */
      g_main_loop_quit (self->loop);
    }
  else if (self->looked && (!self->waits || self->waits_looked))
    {
      self->status = print (self);
      if (!self->watch || self->status != APMCTL_DONE)
        g_main_loop_quit (self->loop);
    }
  else if (self->n_updates == 1)
    {
      self->listed->sample_now (self->list);
    }
  else if (self->n_updates == 2)
    {
      g_timeout_add (LOOK_MS, on_looked, self);
      if (self->watch)
        self->listed->set_interval (self->list, (guint) (self->interval * 1000));
    }
}

/* The rows have it at their next look. */
static void
on_waits_looked (ApmctlListing *self)
{
  g_signal_handler_block (self->list, self->updated_id);
  self->listed->set_notes (self->list, self->waits);
  g_signal_handler_unblock (self->list, self->updated_id);
  if (!self->waits_looked && self->looked)
    self->listed->sample_now (self->list);
  self->waits_looked = TRUE;
}

static gboolean
on_interrupted (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_CONTINUE;
}

/* Without a choice: all but the one that is very dear to read. */
static int
choose_fields (ApmctlListing *self)
{
  const ApmField *all = self->listed->fields;
  g_auto(GStrv) ids = g_strsplit (self->columns ? self->columns : "", ",", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) wanted = NULL;

  for (guint i = 0; self->columns && ids[i]; i++)
    {
      const ApmField *field = apm_field_find (all, g_strstrip (ids[i]));

      if (!field)
        return apmctl_fail_column (all, ids[i]);
      g_array_append_val (self->fields, *field);
    }
  for (const ApmField *field = all; !self->columns && field->id; field++)
    g_array_append_val (self->fields, *field);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const char *id = g_array_index (self->fields, ApmField, i).id;

      if (self->columns || g_strcmp0 (id, self->listed->dear) != 0)
        g_strv_builder_add (builder, id);
    }
  wanted = g_strv_builder_end (builder);
  self->listed->set_columns (self->list, (const char *const *) wanted);

  return APMCTL_DONE;
}

static int
choose_rows (ApmctlListing *self,
             ApmFilter    **filter)
{
  g_autoptr(GError) error = NULL;
  gsize start, end;

  if (self->filter && !g_utf8_validate (self->filter, -1, NULL))
    return apmctl_fail (APMCTL_USAGE, _("The filter is no valid text"));
  *filter = self->listed->parse (self->filter ? self->filter : "", &start, &end, &error);
  if (!*filter)
    return apmctl_fail (APMCTL_USAGE, _("Filter, at “%.*s”: %s"), (int) (end - start), self->filter + start,
                        error->message);
  self->listed->set_filter (self->list, *filter);

  return APMCTL_DONE;
}

/* "-cpu_percent": the largest first */
static int
choose_order (ApmctlListing *self)
{
  const char *id = self->sort ? self->sort : self->listed->sort;
  gboolean descending = *id == '-';

  if (!apm_field_find (self->listed->fields, id + descending))
    return apmctl_fail_column (self->listed->fields, id + descending);
  self->listed->set_sort (self->list, id + descending, descending);

  return APMCTL_DONE;
}

/* Whether what somebody waits for is printed, sorted by or searched for. */
static gboolean
needs_waits (const ApmctlListing *self,
             const ApmFilter     *filter)
{
  const char *sort = self->sort ? self->sort : "";

  if (g_strv_contains (waits_fields, sort + (*sort == '-')))
    return TRUE;
  for (guint i = 0; waits_fields[i]; i++)
    if (apm_filter_names_field (filter, waits_fields[i]))
      return TRUE;
  for (guint i = 0; i < self->fields->len && (self->columns || self->json || self->csv); i++)
    if (g_strv_contains (waits_fields, g_array_index (self->fields, ApmField, i).id))
      return TRUE;

  return FALSE;
}

static void
watch_waits (ApmctlListing *self)
{
  self->waits = apm_wait_watch_new ();
  g_signal_connect_swapped (self->waits, "looked", G_CALLBACK (on_waits_looked), self);
  apm_wait_watch_set_threads (self->waits, self->threads_pid);
  if (self->watch)
    apm_wait_watch_set_interval (self->waits, (guint) (self->interval * 1000));
  else
    apm_wait_watch_look (self->waits);
}

/**
 * apmctl_listing_run:
 * @list: (type GObject): with a signal ::updated; it looks only when asked
 *
 * Prints what the options choose.
 *
 * Returns: the exit status
 */
int
apmctl_listing_run (ApmctlListing *self,
                    gpointer       list)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GArray) fields = g_array_new (TRUE, TRUE, sizeof (ApmField));
  g_autoptr(ApmFilter) filter = NULL;

  self->list = list;
  self->loop = loop;
  self->fields = fields;
  self->status = choose_fields (self);
  if (self->status == APMCTL_DONE)
    self->status = choose_rows (self, &filter);
  if (self->status == APMCTL_DONE)
    self->status = choose_order (self);
  if (self->status != APMCTL_DONE)
    return self->status;

  self->updated_id = g_signal_connect_swapped (list, "updated", G_CALLBACK (on_updated), self);
  if (needs_waits (self, filter))
    watch_waits (self);
  g_unix_signal_add (SIGINT, on_interrupted, loop);
  g_unix_signal_add (SIGTERM, on_interrupted, loop);
  self->listed->sample_now (list);
  g_main_loop_run (loop);

  return self->status;
}
