/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-history-private.h"

#include <math.h>
#include <unistd.h>

void
apm_history_free (ApmHistory *self)
{
  apm_process_more_unref (self->more);
  g_free (self->moments);
  g_free (self);
}

int
apm_history_get_pid (const ApmHistory *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pid;
}

gint64
apm_history_get_started_us (const ApmHistory *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->started_us;
}

gboolean
apm_history_has_ended (const ApmHistory *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->ended;
}

guint
apm_history_get_length (const ApmHistory *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/**
 * apm_history_get_moment:
 * @place: 0 is the oldest
 *
 * Returns: (transfer none): until the next moment comes
 */
const ApmHistoryMoment *
apm_history_get_moment (const ApmHistory *self,
                        guint             place)
{
  g_return_val_if_fail (self != NULL && place < self->length, NULL);

  return &self->moments[(self->first + place) % APM_HISTORY_MOMENTS];
}

/* The clock is exact, but does not tell the program from the kernel; the ticks of
 * /proc do, in steps of 10 ms. Those of all its life say it where none has passed. */
static double
find_system_share (const ApmStat *before,
                   const ApmStat *now)
{
  const guint64 total = now->cpu_ticks - MIN (before->cpu_ticks, now->cpu_ticks);
  const guint64 system = now->system_ticks - MIN (before->system_ticks, now->system_ticks);

  if (total > 0)
    return MIN ((double) system / (double) total, 1);

  return now->cpu_ticks > 0 ? MIN ((double) now->system_ticks / (double) now->cpu_ticks, 1) : 0;
}

static double
find_cpu_percent (const ApmHistory     *self,
                  const ApmHistoryLook *look)
{
  const gint64 elapsed_us = look->at_us - look->before_us;
  const guint64 ticks = look->stat.cpu_ticks - MIN (self->stat.cpu_ticks, look->stat.cpu_ticks);
  gint64 used_ns = apm_stat_ticks_to_us (ticks) * 1000;

  if (!self->more || elapsed_us <= 0)
    return NAN;
  if (self->clock_ns >= 0 && look->clock_ns >= 0)
    used_ns = MAX (look->clock_ns - self->clock_ns, 0);

  return 100.0 * (double) used_ns / (double) elapsed_us / 1000;
}

static ApmHistoryMoment
make_moment (const ApmHistory     *self,
             const ApmHistoryLook *look)
{
  const ApmProcessMore *more = look->more;
  const double cpu_percent = find_cpu_percent (self, look);
  const double system_share = find_system_share (&self->stat, &look->stat);

  return (ApmHistoryMoment) {
    .at_us = look->at_us,
    .cpu_user_percent = cpu_percent * (1 - system_share),
    .cpu_system_percent = cpu_percent * system_share,
    .rss_bytes = (gint64) look->stat.rss_pages * getpagesize (),
    .read_bytes_per_s = more->read_bytes_per_s,
    .written_bytes_per_s = more->written_bytes_per_s,
    .threads = look->stat.threads,
    .voluntary_switches_per_s = more->voluntary_switches_per_s,
    .involuntary_switches_per_s = more->involuntary_switches_per_s,
  };
}

static void
drop_old (ApmHistory *self,
          gint64      now_us)
{
  while (self->length > 0 && (self->length == APM_HISTORY_MOMENTS ||
                              self->moments[self->first].at_us < now_us - APM_HISTORY_SPAN_US))
    {
      self->first = (self->first + 1) % APM_HISTORY_MOMENTS;
      self->length--;
    }
}

/* Takes what @look has found. */
void
apm_history_add (ApmHistory     *self,
                 ApmHistoryLook *look)
{
  ApmHistoryMoment moment = make_moment (self, look);

  if (!self->moments)
    self->moments = g_new (ApmHistoryMoment, APM_HISTORY_MOMENTS);
  drop_old (self, look->at_us);
  self->moments[(self->first + self->length) % APM_HISTORY_MOMENTS] = moment;
  self->length++;
  self->stat = look->stat;
  self->clock_ns = look->clock_ns;
  apm_process_more_unref (self->more);
  self->more = g_steal_pointer (&look->more);
}
