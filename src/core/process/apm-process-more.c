/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-more.h"

#include <math.h>

/* Returns: (transfer full): of which nothing is known yet */
ApmProcessMore *
apm_process_more_new (void)
{
  ApmProcessMore *more = g_new0 (ApmProcessMore, 1);

  g_atomic_ref_count_init (&more->refs);
  more->nice = more->priority = more->session = more->process_group = G_MININT;
  more->last_cpu = more->oom_score = more->descriptors = G_MININT;
  more->children_cpu_time_us = more->virtual_bytes = more->shared_bytes = more->swap_bytes = more->pss_bytes = G_MININT64;
  more->read_bytes = more->written_bytes = G_MININT64;
  more->minor_faults = more->major_faults = -1;
  more->voluntary_switches = more->involuntary_switches = more->run_wait_ns = -1;

  return more;
}

/* Every text that a struct of this kind holds. */
static void
for_each_text (ApmProcessMore *self,
               void          (*func) (char **))
{
  char **texts[] = {
    &self->terminal, &self->cgroup, &self->unit, &self->container,
    &self->cwd, &self->project, &self->exe, &self->wait_channel,
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (*texts[i])
      func (texts[i]);
}

static void
acquire_text (char **text)
{
  *text = g_ref_string_acquire (*text);
}

static void
release_text (char **text)
{
  g_ref_string_release (*text);
}

ApmProcessMore *
apm_process_more_ref (ApmProcessMore *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_process_more_unref (ApmProcessMore *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->refs))
    return;

  for_each_text (self, release_text);
  g_free (self);
}

static gboolean
calm_rate (double *rate,
           gboolean known)
{
  gboolean changes = known && *rate != 0;

  if (changes)
    *rate = 0;

  return changes;
}

/**
 * apm_process_more_calm:
 * @self: (transfer full): of a process that has not run since
 *
 * Returns: (transfer full): the same with all rates at 0
 */
ApmProcessMore *
apm_process_more_calm (ApmProcessMore *self)
{
  ApmProcessMore calm = *self;
  gboolean changes = FALSE;
  ApmProcessMore *copy;

  changes |= calm_rate (&calm.minor_faults_per_s, calm.minor_faults >= 0);
  changes |= calm_rate (&calm.major_faults_per_s, calm.major_faults >= 0);
  changes |= calm_rate (&calm.voluntary_switches_per_s, calm.voluntary_switches >= 0);
  changes |= calm_rate (&calm.involuntary_switches_per_s, calm.involuntary_switches >= 0);
  changes |= calm_rate (&calm.run_wait_percent, calm.run_wait_ns >= 0);
  changes |= calm_rate (&calm.read_bytes_per_s, calm.read_bytes >= 0);
  changes |= calm_rate (&calm.written_bytes_per_s, calm.written_bytes >= 0);
  if (!changes)
    return self;

  copy = g_memdup2 (&calm, sizeof calm);
  g_atomic_ref_count_init (&copy->refs);
  for_each_text (copy, acquire_text);
  apm_process_more_unref (self);

  return copy;
}

/**
 * apm_process_get_sources:
 * @ids: (nullable): of apm_process_fields
 *
 * Returns: what has to be read to know them
 */
guint
apm_process_get_sources (const char *const *ids)
{
  guint sources = 0;

  for (; ids && *ids; ids++)
    {
      const ApmField *field = apm_field_find (apm_process_fields, *ids);

      if (field)
        sources |= field->tag;
    }

  return sources;
}

static double
rate (gint64 before,
      gint64 now,
      gint64 elapsed_ns)
{
  if (before < 0 || now < 0 || elapsed_ns <= 0)
    return NAN;

  /* Sums over threads fall when threads end. */
  return now > before ? (double) (now - before) * 1e9 / (double) elapsed_ns : 0;
}

/**
 * apm_process_more_set_rates:
 * @before: (nullable): what was known @elapsed_ns ago
 */
void
apm_process_more_set_rates (ApmProcessMore       *more,
                            const ApmProcessMore *before,
                            gint64                elapsed_ns)
{
  static const ApmProcessMore unknown = {
    .minor_faults = -1, .major_faults = -1, .voluntary_switches = -1, .involuntary_switches = -1,
    .run_wait_ns = -1, .read_bytes = -1, .written_bytes = -1,
  };
  const ApmProcessMore *then = before ? before : &unknown;

  more->minor_faults_per_s = rate (then->minor_faults, more->minor_faults, elapsed_ns);
  more->major_faults_per_s = rate (then->major_faults, more->major_faults, elapsed_ns);
  more->voluntary_switches_per_s = rate (then->voluntary_switches, more->voluntary_switches, elapsed_ns);
  more->involuntary_switches_per_s = rate (then->involuntary_switches, more->involuntary_switches, elapsed_ns);
  more->run_wait_percent = rate (then->run_wait_ns, more->run_wait_ns, elapsed_ns) / 1e7;
  more->read_bytes_per_s = rate (then->read_bytes, more->read_bytes, elapsed_ns);
  more->written_bytes_per_s = rate (then->written_bytes, more->written_bytes, elapsed_ns);
}
