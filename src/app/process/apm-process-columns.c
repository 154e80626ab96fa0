/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-columns.h"

#include <glib/gi18n.h>
#include <math.h>
#include <sys/wait.h>
#include <time.h>

#include "apm-cell-number.h"
#include "apm-clock.h"
#include "apm-process-list.h"
#include "apm-text.h"

/* An ended process stays in the list for a while, struck through; one that has just
 * begun is tinted; one that is there for its children's sake only is dim. */
static void
style (const ApmProcess *process,
       ApmCell          *cell,
       gboolean          dim)
{
  if (process->ended)
    cell->css_class = "apm-ended";
  else if (process->is_group)
    cell->css_class = "heading";
  else if (process->is_new)
    cell->css_class = "apm-row-new";
  else if (dim || process->is_context)
    cell->css_class = "dim-label";
}

static const ApmField *
get_field (const ApmCell *cell)
{
  return apm_field_find (apm_process_fields, cell->column->id);
}

/* Totals of a group are shown as the numbers of a process; a part of one, where some
 * members may not be looked at, says so. */
static void
format_number (const ApmProcess *process,
               ApmCell          *cell,
               ApmNumberKind     kind)
{
  const ApmField *field = get_field (cell);
  gboolean is_told = !process->is_group || apm_process_has_total (field);
  double number = is_told ? apm_field_get_number (field, process) : NAN;

  if (is_told && apm_process_is_partial (process, field))
    g_string_append (cell->text, "≥ ");
  style (process, cell, apm_cell_append_number (cell, kind, number) || isnan (number));
  if (is_told && isnan (number) && apm_process_is_denied (process, field))
    g_string_assign (cell->text, _("not permitted"));
}

static void
format_integer (gconstpointer row,
                ApmCell      *cell)
{
  format_number (row, cell, APM_NUMBER_INTEGER);
}

static void
format_decimal (gconstpointer row,
                ApmCell      *cell)
{
  format_number (row, cell, APM_NUMBER_DECIMAL);
}

static void
format_bytes (gconstpointer row,
              ApmCell      *cell)
{
  format_number (row, cell, APM_NUMBER_BYTES);
}

static void
format_span (gconstpointer row,
             ApmCell      *cell)
{
  format_number (row, cell, APM_NUMBER_SPAN);
}

static void
format_text (gconstpointer row,
             ApmCell      *cell)
{
  const ApmProcess *process = row;
  const ApmField *field = get_field (cell);
  const char *text = apm_field_get_text (field, process);

  style (process, cell, text == NULL);
  if (text)
    g_string_assign (cell->text, text);
  else if (apm_process_is_denied (process, field))
    g_string_assign (cell->text, _("not permitted"));
}

static void
format_name (gconstpointer row,
             ApmCell      *cell)
{
  const ApmProcess *process = row;

  if (process->is_group)
    /* Translators: the name of a group of processes, and how many it has */
    g_string_printf (cell->text, _("%s (%u)"), process->name, process->n_members);
  else
    g_string_assign (cell->text, process->name);
  style (process, cell, process->command == NULL && !process->created_here);

  if (apm_process_list_get_grouping (cell->user_data) == APM_GROUPING_FLAT)
    return;
  cell->depth = (int) process->depth;
  if (process->expandable)
    cell->expander = process->expanded ? APM_EXPANDER_OPEN : APM_EXPANDER_CLOSED;
}

static void
format_parent (gconstpointer row,
               ApmCell      *cell)
{
  const ApmProcess *process = row;

  style (process, cell, process->ppid == 0);
  if (process->is_group)
    return;
  if (process->parent_name)
    g_string_printf (cell->text, "%s (%d)", process->parent_name, process->ppid);
  else
    g_string_printf (cell->text, "%d", process->ppid);
}

static void
format_state (gconstpointer row,
              ApmCell      *cell)
{
  const ApmProcess *process = row;
  int status = process->wait_status;
  g_autofree char *text = NULL;

  if (process->is_group)
    return;

  style (process, cell, FALSE);
  if (process->ended && status == -1)
    {
      g_autofree char *lifetime = apm_text_format_span (process->age_us);

      /* Translators: a process has ended, how is not known; %s is a time such as "3 s" */
      text = g_strdup_printf (_("ended after %s"), lifetime);
      cell->css_class = "dim-label";
    }
  else if (process->ended)
    {
      text = apm_process_dup_end_text (status);
      cell->css_class = WIFEXITED (status) && WEXITSTATUS (status) == 0 ? "dim-label" : "error";
    }
  else if (process->is_new)
    {
      /* Translators: the state of a process that has just begun */
      text = g_strdup_printf (_("new, %s"), apm_process_state_label (process->state));
    }
  g_string_assign (cell->text, text ? text : apm_process_state_label (process->state));
}

static void
format_threads (gconstpointer row,
                ApmCell      *cell)
{
  const ApmProcess *process = row;

  g_string_printf (cell->text, "%u", process->threads);
  style (process, cell, process->threads <= 1);
}

/* Today the time of day, this year the day, before that the month: what fits. */
static void
format_started (gconstpointer row,
                ApmCell      *cell)
{
  const ApmProcess *process = row;
  gint64 now_us = g_get_real_time ();
  time_t now = now_us / G_USEC_PER_SEC;
  time_t started = (now_us - (apm_clock_since_boot_us () - process->started_us)) / G_USEC_PER_SEC;
  struct tm today, day;
  char text[64];

  if (process->is_group)
    return;

  /* Not GDateTime: it looks for the time zone's file each time, and this is every row. */
  localtime_r (&now, &today);
  localtime_r (&started, &day);
  if (day.tm_yday == today.tm_yday && day.tm_year == today.tm_year)
    g_string_append_printf (cell->text, "%02d:%02d:%02d", day.tm_hour, day.tm_min, day.tm_sec);
  /* Translators: strftime's words for a day of this year, Nov 22, and for a month, Nov 2025 */
  else if (strftime (text, sizeof text, day.tm_year == today.tm_year ? _("%b %e") : _("%b %Y"), &day) > 0)
    g_string_append (cell->text, text);
  style (process, cell, FALSE);
}

/* What it waits for and since when; idle by design is only said quietly. */
static void
format_waiting (gconstpointer row,
                ApmCell      *cell)
{
  const ApmProcess *process = row;
  const ApmProcessNote *note = process->note;

  style (process, cell, note == NULL || note->is_idle);
  if (note == NULL || process->ended || process->is_group)
    return;

  g_string_assign (cell->text, note->waits_for);
  if (!note->is_idle && note->waited_us >= G_USEC_PER_SEC)
    {
      g_autofree char *span = apm_text_format_span (note->waited_us);

      g_string_append_printf (cell->text, " %s", span);
    }
}

static void
format_command (gconstpointer row,
                ApmCell      *cell)
{
  const ApmProcess *process = row;

  if (process->command)
    g_string_assign (cell->text, process->command);
  else if (!process->ended && !process->is_group && g_strcmp0 (process->state, "zombie") != 0)
    g_string_assign (cell->text, C_("a process without a command line", "kernel thread"));
  style (process, cell, process->command == NULL);
}

#define HIDDEN_NUMBER (APM_COLUMN_NUMERIC | APM_COLUMN_MINOR | APM_COLUMN_HIDDEN)
#define HIDDEN_TEXT (APM_COLUMN_MINOR | APM_COLUMN_HIDDEN)

const ApmColumn apm_process_columns[] = {
  { "name", N_("Name"), 184, APM_COLUMN_TEXT, format_name },
  { "pid", N_("PID"), 74, APM_COLUMN_NUMERIC, format_integer },
  { "user", N_("User"), 84, APM_COLUMN_TEXT, format_text },
  { "state", N_("State"), 140, APM_COLUMN_TEXT, format_state },
  { "cpu_percent", N_("CPU %"), 72, APM_COLUMN_NUMERIC, format_decimal },
  { "rss_bytes", N_("Memory"), 88, APM_COLUMN_NUMERIC, format_bytes },
  { "waited_us", N_("Waiting for"), 170, APM_COLUMN_MINOR, format_waiting },
  { "threads", N_("Threads"), 80, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_threads },
  { "started_us", N_("Started"), 92, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_started },
  { "ppid", N_("Parent"), 132, APM_COLUMN_MINOR, format_parent },
  { "parent_name", N_("Parent’s name"), 110, HIDDEN_TEXT, format_text },
  { "cpu_time_us", N_("CPU time"), 92, HIDDEN_NUMBER, format_span },
  { "children_cpu_time_us", N_("CPU time of ended children"), 92, HIDDEN_NUMBER, format_span },
  { "age_us", N_("Age"), 92, HIDDEN_NUMBER, format_span },
  { "run_wait_percent", N_("Waiting for a CPU %"), 92, HIDDEN_NUMBER, format_decimal },
  { "voluntary_switches_per_s", N_("Voluntary switches/s"), 92, HIDDEN_NUMBER, format_decimal },
  { "involuntary_switches_per_s", N_("Involuntary switches/s"), 92, HIDDEN_NUMBER, format_decimal },
  { "last_cpu", N_("Last CPU"), 80, HIDDEN_NUMBER, format_integer },
  { "nice", N_("Nice"), 64, HIDDEN_NUMBER, format_integer },
  { "priority", N_("Priority"), 76, HIDDEN_NUMBER, format_integer },
  { "policy", N_("Policy"), 84, HIDDEN_TEXT, format_text },
  { "virtual_bytes", N_("Virtual memory"), 92, HIDDEN_NUMBER, format_bytes },
  { "shared_bytes", N_("Shared memory"), 92, HIDDEN_NUMBER, format_bytes },
  { "pss_bytes", N_("Proportional memory"), 92, HIDDEN_NUMBER, format_bytes },
  { "swap_bytes", N_("Swap"), 88, HIDDEN_NUMBER, format_bytes },
  { "minor_faults_per_s", N_("Minor faults/s"), 88, HIDDEN_NUMBER, format_decimal },
  { "major_faults_per_s", N_("Major faults/s"), 88, HIDDEN_NUMBER, format_decimal },
  { "read_bytes_per_s", N_("Disk read/s"), 92, HIDDEN_NUMBER, format_bytes },
  { "written_bytes_per_s", N_("Disk written/s"), 92, HIDDEN_NUMBER, format_bytes },
  { "read_bytes", N_("Disk read"), 92, HIDDEN_NUMBER, format_bytes },
  { "written_bytes", N_("Disk written"), 92, HIDDEN_NUMBER, format_bytes },
  { "descriptors", N_("Descriptors"), 92, HIDDEN_NUMBER, format_integer },
  { "oom_score", N_("Out-of-memory score"), 80, HIDDEN_NUMBER, format_integer },
  { "session", N_("Session"), 76, HIDDEN_NUMBER, format_integer },
  { "process_group", N_("Process group"), 76, HIDDEN_NUMBER, format_integer },
  { "terminal", N_("Terminal"), 76, HIDDEN_TEXT, format_text },
  { "wait_channel", N_("Wait channel"), 120, HIDDEN_TEXT, format_text },
  { "unit", N_("Service or application"), 150, HIDDEN_TEXT, format_text },
  { "container", N_("Container"), 130, HIDDEN_TEXT, format_text },
  { "cgroup", N_("Control group"), 150, HIDDEN_TEXT, format_text },
  { "project", N_("Project"), 150, HIDDEN_TEXT, format_text },
  { "cwd", N_("Working directory"), 150, HIDDEN_TEXT, format_text },
  { "exe", N_("Program file"), 150, HIDDEN_TEXT, format_text },
  { "command", N_("Command line"), 110, APM_COLUMN_EXPAND, format_command },
  { NULL }
};

/* Heads of groups, and rows that stand there for their children's sake only, are no
 * processes that the filter has found. */
static gboolean
is_found (gconstpointer row)
{
  const ApmProcess *process = row;

  return !process->is_group && !process->is_context;
}

/* All fields but the one that is very dear to read. */
static void
look (ApmSession        *session,
      const char *const *ids)
{
  ApmProcessList *list = apm_session_get_processes (session);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) wanted = NULL;

  for (; *ids; ids++)
    if (!g_str_equal (*ids, "pss_bytes"))
      g_strv_builder_add (builder, *ids);
  wanted = g_strv_builder_end (builder);
  apm_process_list_set_columns (list, (const char *const *) wanted);
  apm_process_list_sample_now (list);
}

static const char *const of_a_tree[] = { "pid", "ppid", "depth", NULL };

const ApmListing apm_process_listing = {
  "processes", N_("Export Processes"), apm_process_fields, NULL, is_found, FALSE, look
};

const ApmListing apm_process_tree_listing = {
  "processes", N_("Export Processes"), apm_process_fields, of_a_tree, is_found, FALSE, look
};
