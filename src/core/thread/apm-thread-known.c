/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-known.h"

#include "apm-clock.h"

#include <math.h>

#define NS_PER_SEC G_GINT64_CONSTANT (1000000000)

ApmThreadKnown *
apm_thread_known_new (int pid,
                      int tid)
{
  ApmThreadKnown *self = g_new0 (ApmThreadKnown, 1);

  self->row.pid = pid;
  self->row.tid = tid;
  self->row.join_us = -1;
  self->counters = (ApmThreadCounters) { -1, -1, -1, -1, -1 };

  return self;
}

void
apm_thread_known_free (ApmThreadKnown *self)
{
  g_free ((char *) self->row.name);
  g_free ((char *) self->row.name_base64);
  apm_thread_set_ref_string (&self->row.wait_channel, NULL);
  apm_thread_set_ref_string (&self->row.affinity, NULL);
  g_free (self->row.lane);
  g_free (self);
}

/* Whether it may change without running. */
gboolean
apm_thread_known_is_restless (const ApmThreadKnown *self)
{
  return self->row.state == NULL || g_str_equal (self->row.state, "running") ||
         g_str_equal (self->row.state, "waiting");
}

static double
rate (gint64 before,
      gint64 after,
      gint64 elapsed_ns)
{
  if (before < 0 || after < 0)
    return NAN;

  return (double) MAX (after - before, 0) * NS_PER_SEC / elapsed_ns;
}

static void
take_rates (ApmThreadKnown          *self,
            const ApmThreadCounters *before,
            gint64                   elapsed_ns)
{
  const ApmThreadCounters *after = &self->counters;
  ApmThread *row = &self->row;

  row->cpu_percent = before->cpu_ns >= 0 ? 100.0 * MAX (after->cpu_ns - before->cpu_ns, 0) / elapsed_ns : 0;
  row->run_wait_percent = rate (before->wait_ns, after->wait_ns, elapsed_ns) * 100 / NS_PER_SEC;
  row->voluntary_switches_per_s = rate (before->voluntary, after->voluntary, elapsed_ns);
  row->involuntary_switches_per_s = rate (before->involuntary, after->involuntary, elapsed_ns);
}

/* Adds to the lane what the last look told, or forgets it where it is not wanted. */
void
apm_thread_known_take_moment (ApmThreadKnown *self,
                              guint           sources)
{
  ApmThread *row = &self->row;
  char letter = g_strcmp0 (row->state, "waiting") == 0 ? 'D'
                : g_strcmp0 (row->state, "stopped") == 0 || g_strcmp0 (row->state, "traced") == 0 ? 'T' : 'S';

  if (!(sources & APM_THREAD_LANE))
    {
      g_clear_pointer (&row->lane, g_free);
      return;
    }
  if (row->lane == NULL)
    row->lane = g_new0 (ApmLane, 1);
  apm_lane_add (row->lane, self->at_ns / NS_PER_SEC,
                apm_moment_make (row->cpu_percent / 100,
                                 isnan (row->run_wait_percent) ? 0 : row->run_wait_percent / 100,
                                 apm_lane_wait_classify (letter, row->wait_channel)));
}

/* It has not run since the last look. */
void
apm_thread_known_calm (ApmThreadKnown *self)
{
  ApmThreadCounters counters = self->counters;

  take_rates (self, &counters, NS_PER_SEC);
  self->at_ns = apm_clock_monotonic_ns ();
}

/**
 * apm_thread_known_read:
 * @counters: (inout): what was read already; the rest is added
 */
void
apm_thread_known_read (ApmThreadKnown    *self,
                       int                task_fd,
                       const ApmStat     *stat,
                       guint              sources,
                       ApmThreadCounters *counters)
{
  ApmThreadCounters before = self->counters;
  gint64 before_ns = self->at_ns;

  self->at_ns = apm_clock_monotonic_ns ();
  apm_thread_take_stat (&self->row, stat);
  if (counters->cpu_ns >= 0)
    self->row.cpu_time_us = counters->cpu_ns / 1000;
  else
    counters->cpu_ns = self->row.cpu_time_us * 1000;
  if (sources & APM_THREAD_STATUS)
    apm_thread_read_status (task_fd, &self->row, counters);
  if (sources & APM_THREAD_WCHAN)
    apm_thread_read_wchan (task_fd, &self->row);

  self->counters = *counters;
  take_rates (self, &before, MAX (self->at_ns - before_ns, 1));
}

/* Returns: (transfer full): a row to hand out */
ApmThread *
apm_thread_known_dup_row (const ApmThreadKnown *self)
{
  ApmThread *row = g_memdup2 (&self->row, sizeof self->row);

  row->name = g_strdup (row->name);
  row->name_base64 = g_strdup (row->name_base64);
  row->wait_channel = row->wait_channel ? g_ref_string_acquire ((char *) row->wait_channel) : NULL;
  row->affinity = row->affinity ? g_ref_string_acquire ((char *) row->affinity) : NULL;
  row->lane = g_memdup2 (row->lane, row->lane ? sizeof *row->lane : 0);
  row->age_us = MAX (apm_clock_since_boot_us () - row->started_us, 0);

  return row;
}
