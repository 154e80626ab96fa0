/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-columns.h"

#include <glib/gi18n.h>
#include <sys/wait.h>

#include "apm-clock.h"
#include "apm-process-list.h"
#include "apm-text.h"

/* An ended process stays in the list for a while, struck through. */
static void
style (const ApmProcess *process,
       ApmCell          *cell,
       gboolean          dim)
{
  if (process->ended)
    cell->css_class = "apm-ended";
  else if (dim)
    cell->css_class = "dim-label";
}

static void
format_name (gconstpointer row,
             ApmCell      *cell)
{
  const ApmProcess *process = row;

  g_string_assign (cell->text, process->name);
  style (process, cell, process->command == NULL && !process->created_here);
}

static void
format_pid (gconstpointer row,
            ApmCell      *cell)
{
  const ApmProcess *process = row;

  g_string_printf (cell->text, "%d", process->pid);
  style (process, cell, FALSE);
}

static void
format_parent (gconstpointer row,
               ApmCell      *cell)
{
  const ApmProcess *process = row;
  const ApmProcess *parent = process->ppid > 0 ? apm_process_list_find (cell->user_data, process->ppid) : NULL;

  if (parent)
    g_string_printf (cell->text, "%s (%d)", parent->name, parent->pid);
  else
    g_string_printf (cell->text, "%d", process->ppid);
  style (process, cell, process->ppid == 0);
}

static void
format_user (gconstpointer row,
             ApmCell      *cell)
{
  const ApmProcess *process = row;

  g_string_assign (cell->text, process->user);
  style (process, cell, FALSE);
}

static void
format_state (gconstpointer row,
              ApmCell      *cell)
{
  const ApmProcess *process = row;
  int status = process->wait_status;

  if (!process->ended || !process->created_here)
    {
      g_string_assign (cell->text, apm_process_state_label (process->state));
      cell->css_class = process->ended ? "dim-label" : NULL;
    }
  else
    {
      g_autofree char *text = apm_process_dup_end_text (status);

      g_string_assign (cell->text, text);
      cell->css_class = WIFEXITED (status) && WEXITSTATUS (status) == 0 ? "dim-label" : "error";
    }
}

static void
format_cpu (gconstpointer row,
            ApmCell      *cell)
{
  const ApmProcess *process = row;
  gboolean zero = process->cpu_percent < 0.05;

  if (zero)
    g_string_assign (cell->text, "0");
  else
    g_string_printf (cell->text, "%.1f", process->cpu_percent);
  style (process, cell, zero);
}

static void
format_memory (gconstpointer row,
               ApmCell      *cell)
{
  const ApmProcess *process = row;

  if (process->rss_bytes == 0)
    {
      g_string_assign (cell->text, "0");
    }
  else
    {
      g_autofree char *text = apm_text_format_bytes (process->rss_bytes);

      g_string_assign (cell->text, text);
    }
  style (process, cell, process->rss_bytes == 0);
}

static void
format_threads (gconstpointer row,
                ApmCell      *cell)
{
  const ApmProcess *process = row;

  g_string_printf (cell->text, "%u", process->threads);
  style (process, cell, process->threads <= 1);
}

/* Today the time of day, before that the day. */
static void
format_started (gconstpointer row,
                ApmCell      *cell)
{
  const ApmProcess *process = row;
  gint64 age_us = apm_clock_since_boot_us () - process->started_us;
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) started = g_date_time_add (now, -age_us);
  gboolean today = g_date_time_get_day_of_year (now) == g_date_time_get_day_of_year (started) &&
                   g_date_time_get_year (now) == g_date_time_get_year (started);
  g_autofree char *text = g_date_time_format (started, today ? "%H:%M:%S" : "%Y-%m-%d");

  g_string_assign (cell->text, text);
  style (process, cell, FALSE);
}

static void
format_cpu_time (gconstpointer row,
                 ApmCell      *cell)
{
  const ApmProcess *process = row;
  g_autofree char *text = apm_text_format_span (process->cpu_time_us);

  g_string_assign (cell->text, text);
  style (process, cell, process->cpu_time_us == 0);
}

static void
format_command (gconstpointer row,
                ApmCell      *cell)
{
  const ApmProcess *process = row;

  if (process->command)
    g_string_assign (cell->text, process->command);
  else if (!process->ended)
    g_string_assign (cell->text, C_("a process without a command line", "kernel thread"));
  style (process, cell, process->command == NULL);
}

const ApmColumn apm_process_columns[] = {
  { "name", N_("Name"), 168, APM_COLUMN_TEXT, format_name },
  { "pid", N_("PID"), 74, APM_COLUMN_NUMERIC, format_pid },
  { "user", N_("User"), 84, APM_COLUMN_TEXT, format_user },
  { "state", N_("State"), 140, APM_COLUMN_TEXT, format_state },
  { "cpu_percent", N_("CPU %"), 72, APM_COLUMN_NUMERIC, format_cpu },
  { "rss_bytes", N_("Memory"), 88, APM_COLUMN_NUMERIC, format_memory },
  { "threads", N_("Threads"), 80, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_threads },
  { "started_us", N_("Started"), 92, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_started },
  { "ppid", N_("Parent"), 132, APM_COLUMN_MINOR, format_parent },
  { "cpu_time_us", N_("CPU time"), 92, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR | APM_COLUMN_HIDDEN, format_cpu_time },
  { "command", N_("Command line"), 110, APM_COLUMN_EXPAND, format_command },
  { NULL }
};
