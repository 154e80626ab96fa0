/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-columns.h"

#include <glib/gi18n.h>

#include "apm-cell-number.h"
#include "apm-clock.h"
#include "apm-crew.h"
#include "apm-lane-picture.h"
#include "apm-process.h"
#include "apm-text.h"

/**
 * apm_thread_get_work_label:
 *
 * Returns: (transfer none) (nullable): what a named thread of ours does, in
 *   words; %NULL for any other thread
 */
const char *
apm_thread_get_work_label (const ApmThread *thread)
{
  ApmWork work;

  if (thread->work == NULL || !apm_work_from_id (thread->work, &work))
    return NULL;

  return apm_work_get_label (work);
}

static gboolean
has_phase (const ApmThread *thread,
           ApmPhase         phase)
{
  return g_strcmp0 (thread->phase, apm_phase_get_id (phase)) == 0;
}

/**
 * apm_thread_dup_phase_text:
 *
 * Returns: (transfer full) (nullable): where a named thread of ours stands:
 *   "running", "ended, join took 1.2 ms"; %NULL for any other thread
 */
char *
apm_thread_dup_phase_text (const ApmThread *thread)
{
  if (thread->phase == NULL)
    return NULL;

  if (has_phase (thread, APM_PHASE_ENDED) && thread->join_us >= 0)
    {
      g_autofree char *span = apm_text_format_span (thread->join_us);

      return g_strdup_printf (_("ended, join took %s"), span);
    }

  for (ApmPhase phase = APM_PHASE_STARTING; phase <= APM_PHASE_ENDED; phase++)
    if (has_phase (thread, phase))
      return g_strdup (apm_phase_get_label (phase));

  return g_strdup (thread->phase);
}

/**
 * apm_thread_dup_status_text:
 * @crew: (nullable): whose named threads are counted
 *
 * Returns: (transfer full): "12 threads · 3 shown · sampled in 0.3 ms · 2 named"
 */
char *
apm_thread_dup_status_text (ApmThreadList *threads,
                            ApmCrew       *crew)
{
  guint n_total = apm_thread_list_get_n_total (threads);
  guint n_shown = apm_view_get_n_rows (apm_thread_list_get_view (threads));
  guint n_named = crew ? apm_crew_get_n (crew) : 0;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%'u thread", "%'u threads", n_total), n_total);
  if (n_shown != n_total)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%'u shown", "%'u shown", n_shown), n_shown);
    }
  g_string_append (text, " · ");
  /* Translators: what the last look at the threads cost of a CPU */
  g_string_append_printf (text, _("sampled in %.1f ms"), apm_thread_list_get_scan_ms (threads));
  if (crew)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%'u named", "%'u named", n_named), n_named);
    }

  return g_string_free (text, FALSE);
}

static void
format_name (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmThread *thread = row;
  GtkToggleButton *all = cell->user_data;

  g_string_append (cell->text, thread->name);
  /* Among those of all processes a name alone says little. */
  if (gtk_toggle_button_get_active (all) && thread->process && !g_str_equal (thread->process, thread->name))
    g_string_append_printf (cell->text, " · %s", thread->process);
}

static void
format_tid (gconstpointer  row,
            ApmCell       *cell)
{
  const ApmThread *thread = row;

  /* A named thread has no number before it runs. */
  if (thread->tid > 0)
    g_string_append_printf (cell->text, "%d", thread->tid);
}

static void
format_state (gconstpointer  row,
              ApmCell       *cell)
{
  const ApmThread *thread = row;

  g_string_append (cell->text, apm_process_state_label (thread->state));
  if (g_str_equal (thread->state, "ended"))
    cell->css_class = "dim-label";
}

/* What may not be read is told as such, what is not known yet is left out. */
static gboolean
is_known (const ApmThread *thread,
          const char      *field_id,
          ApmCell         *cell)
{
  const ApmField *field = apm_field_find (apm_thread_fields, field_id);

  if (apm_field_is_known (field, thread))
    return TRUE;
  if (apm_thread_is_denied (thread, field))
    {
      g_string_append (cell->text, _("not permitted"));
      cell->css_class = "dim-label";
    }

  return FALSE;
}

static void
format_number (const ApmThread *thread,
               ApmNumberKind    kind,
               ApmCell         *cell)
{
  const char *id = cell->column->id;

  if (is_known (thread, id, cell)
      && apm_cell_append_number (cell, kind, apm_field_get_number (apm_field_find (apm_thread_fields, id), thread)))
    cell->css_class = "dim-label";
}

static void
format_integer (gconstpointer  row,
                ApmCell       *cell)
{
  format_number (row, APM_NUMBER_INTEGER, cell);
}

/* A number of which 0 is one as any other. */
static void
format_place (gconstpointer  row,
              ApmCell       *cell)
{
  format_number (row, APM_NUMBER_INTEGER, cell);
  if (apm_field_is_known (apm_field_find (apm_thread_fields, cell->column->id), row))
    cell->css_class = NULL;
}

static void
format_decimal (gconstpointer  row,
                ApmCell       *cell)
{
  format_number (row, APM_NUMBER_DECIMAL, cell);
}

static void
format_span (gconstpointer  row,
             ApmCell       *cell)
{
  format_number (row, APM_NUMBER_SPAN, cell);
}

static void
format_age (gconstpointer  row,
            ApmCell       *cell)
{
  const ApmThread *thread = row;

  apm_cell_append_number (cell, APM_NUMBER_SPAN, (double) (apm_clock_since_boot_us () - thread->started_us));
}

/* What the column shows as it is. */
static void
format_text (gconstpointer  row,
             ApmCell       *cell)
{
  const char *id = cell->column->id;

  if (is_known (row, id, cell))
    g_string_append (cell->text, apm_field_get_text (apm_field_find (apm_thread_fields, id), row));
}

static gboolean
is_idle (const ApmThread *thread)
{
  return thread->note && thread->note->is_idle;
}

/* Who waits by design is only named quietly. */
static void
format_waiting (gconstpointer  row,
                ApmCell       *cell)
{
  format_text (row, cell);
  if (is_idle (row))
    cell->css_class = "dim-label";
}

static void
format_waited (gconstpointer  row,
               ApmCell       *cell)
{
  if (!is_idle (row))
    format_span (row, cell);
}

static void
format_lane (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmThread *thread = row;
  g_autofree char *text = thread->lane ? apm_lane_dup_text (thread->lane) : NULL;

  if (thread->lane == NULL)
    return;

  g_string_append (cell->text, text);
  cell->paint = apm_lane_paint;
  cell->picture = thread->lane;
  cell->picture_size = sizeof *thread->lane;
}

static void
format_work (gconstpointer  row,
             ApmCell       *cell)
{
  const char *label = apm_thread_get_work_label (row);

  if (label != NULL)
    g_string_append (cell->text, label);
}

static void
format_phase (gconstpointer  row,
              ApmCell       *cell)
{
  const ApmThread *thread = row;
  g_autofree char *text = apm_thread_dup_phase_text (thread);

  if (text == NULL)
    return;

  g_string_append (cell->text, text);
  if (has_phase (thread, APM_PHASE_SILENT))
    {
      cell->css_class = "error";
      cell->icon_name = "dialog-warning-symbolic";
    }
  else if (has_phase (thread, APM_PHASE_PAUSED))
    cell->icon_name = "media-playback-pause-symbolic";
  else if (has_phase (thread, APM_PHASE_ENDED))
    cell->css_class = "dim-label";
}

const ApmColumn apm_thread_columns[] = {
  { "name", N_("Name"), 120, APM_COLUMN_EXPAND, format_name },
  { "tid", N_("TID"), 70, APM_COLUMN_NUMERIC, format_tid },
  { "state", N_("State"), 84, APM_COLUMN_TEXT, format_state },
  { "cpu_percent", N_("CPU %"), 64, APM_COLUMN_NUMERIC, format_decimal },
  { "lane", N_("Last minute"), 110, APM_COLUMN_FIXED, format_lane },
  { "waits_for", N_("Waiting for"), 136, APM_COLUMN_MINOR, format_waiting },
  { "waited_us", N_("Waited"), 74, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_waited },
  { "work", N_("Work"), 90, APM_COLUMN_TEXT, format_work },
  { "phase", N_("Phase"), 140, APM_COLUMN_TEXT, format_phase },
  { "run_wait_percent", N_("Ready %"), 76, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_decimal },
  { "wait_channel", N_("Wait channel"), 120, APM_COLUMN_MINOR, format_text },
  { "voluntary_switches_per_s", N_("Waits/s"), 76, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_integer },
  { "involuntary_switches_per_s", N_("Preempted/s"), 96, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_integer },
  { "last_cpu", N_("CPU"), 54, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_place },
  { "cpu_time_us", N_("CPU time"), 90, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_span },
  { "process", N_("Process"), 110, APM_COLUMN_HIDDEN, format_text },
  { "policy", N_("Policy"), 84, APM_COLUMN_HIDDEN, format_text },
  { "priority", N_("Priority"), 76, APM_COLUMN_NUMERIC | APM_COLUMN_HIDDEN, format_place },
  { "nice", N_("Nice"), 60, APM_COLUMN_NUMERIC | APM_COLUMN_HIDDEN, format_integer },
  { "affinity", N_("CPUs allowed"), 110, APM_COLUMN_HIDDEN, format_text },
  { "started_us", N_("Age"), 90, APM_COLUMN_NUMERIC | APM_COLUMN_HIDDEN, format_age },
  { NULL }
};

static void
look (ApmSession        *session,
      const char *const *ids)
{
  apm_thread_list_set_columns (apm_session_get_threads (session), ids);
  apm_thread_list_sample_now (apm_session_get_threads (session));
}

static const char *const whose[] = { "pid", NULL };

const ApmListing apm_thread_listing = {
  "threads", N_("Export Threads"), apm_thread_fields, whose, NULL, FALSE, look
};
