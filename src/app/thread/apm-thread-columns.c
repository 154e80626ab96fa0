/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-columns.h"

#include <glib/gi18n.h>

#include "apm-clock.h"
#include "apm-crew.h"
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

static void
format_name (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmThread *thread = row;

  g_string_append (cell->text, thread->name);
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

static void
format_cpu (gconstpointer  row,
            ApmCell       *cell)
{
  const ApmThread *thread = row;

  g_string_append_printf (cell->text, "%.1f", thread->cpu_percent);
  if (thread->cpu_percent < 0.05)
    cell->css_class = "dim-label";
}

static void
format_cpu_time (gconstpointer  row,
                 ApmCell       *cell)
{
  const ApmThread *thread = row;
  g_autofree char *span = apm_text_format_span (thread->cpu_time_us);

  g_string_append (cell->text, span);
  if (thread->cpu_time_us == 0)
    cell->css_class = "dim-label";
}

static void
format_age (gconstpointer  row,
            ApmCell       *cell)
{
  const ApmThread *thread = row;
  g_autofree char *span = apm_text_format_span (apm_clock_since_boot_us () - thread->started_us);

  g_string_append (cell->text, span);
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
  { "name", N_("Name"), 170, APM_COLUMN_EXPAND, format_name },
  { "tid", N_("TID"), 76, APM_COLUMN_NUMERIC, format_tid },
  { "state", N_("State"), 100, APM_COLUMN_TEXT, format_state },
  { "cpu_percent", N_("CPU %"), 72, APM_COLUMN_NUMERIC, format_cpu },
  { "cpu_time_us", N_("CPU time"), 90, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_cpu_time },
  { "started_us", N_("Age"), 90, APM_COLUMN_NUMERIC | APM_COLUMN_HIDDEN, format_age },
  { "work", N_("Work"), 110, APM_COLUMN_TEXT, format_work },
  { "phase", N_("Phase"), 210, APM_COLUMN_TEXT, format_phase },
  { NULL }
};
