/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-graph-geometry.h"

#include <math.h>
#include <string.h>

/* A bar that is narrower cannot be seen; values share one then. */
#define LEAST_BAR 2

/**
 * apm_graph_samples_init:
 * @capacity: how many samples are kept, 2 at least
 */
void
apm_graph_samples_init (ApmGraphSamples *self,
                        guint            capacity,
                        guint            n_series)
{
  g_return_if_fail (capacity >= 2 && n_series >= 1);

  *self = (ApmGraphSamples) { .values = g_new (double, (gsize) capacity * n_series),
                              .capacity = capacity, .n_series = n_series };
}

void
apm_graph_samples_clear (ApmGraphSamples *self)
{
  g_clear_pointer (&self->values, g_free);
  *self = (ApmGraphSamples) { 0 };
}

/**
 * apm_graph_samples_append:
 * @values: one of each series
 *
 * The oldest sample goes when there is no more room.
 */
void
apm_graph_samples_append (ApmGraphSamples *self,
                          const double    *values)
{
  memcpy (self->values + (gsize) self->next * self->n_series, values, self->n_series * sizeof (double));
  self->next = (self->next + 1) % self->capacity;
  self->n = MIN (self->n + 1, self->capacity);
}

/**
 * apm_graph_samples_set:
 * @values: @n times one of each series, oldest first; of too many the newest stay
 *
 * Replaces all samples.
 */
void
apm_graph_samples_set (ApmGraphSamples *self,
                       const double    *values,
                       guint            n)
{
  guint skip = n > self->capacity ? n - self->capacity : 0;

  self->n = self->next = 0;
  for (guint i = skip; i < n; i++)
    apm_graph_samples_append (self, values + (gsize) i * self->n_series);
}

/**
 * apm_graph_samples_get:
 * @index: 0 is the oldest
 */
double
apm_graph_samples_get (const ApmGraphSamples *self,
                       guint                  index,
                       guint                  series)
{
  guint at = (self->next + self->capacity - self->n + index) % self->capacity;

  return self->values[(gsize) at * self->n_series + series];
}

/* Where @series ends above the zero line; NAN where it was not measured. */
static double
get_height (const ApmGraphSamples *samples,
            guint                  index,
            guint                  series,
            gboolean               stacked,
            double                *below)
{
  double value = apm_graph_samples_get (samples, index, series);
  double sum = 0;

  for (guint i = 0; stacked && i < series; i++)
    {
      double other = apm_graph_samples_get (samples, index, i);

      sum += isfinite (other) ? MAX (other, 0) : 0;
    }
  *below = sum;

  return isfinite (value) ? sum + MAX (value, 0) : NAN;
}

/**
 * apm_graph_samples_get_peak:
 * @stacked: whether the series stand on each other
 *
 * Returns: the highest point of all, 0 where nothing was measured
 */
double
apm_graph_samples_get_peak (const ApmGraphSamples *self,
                            gboolean               stacked)
{
  double peak = 0, below;

  for (guint i = 0; i < self->n; i++)
    for (guint series = 0; series < self->n_series; series++)
      {
        double height = get_height (self, i, series, stacked, &below);

        if (height > peak)
          peak = height;
      }

  return peak;
}

/* The least of 1, 2, 5, 10, … that is not below @value. */
static double
round_up (double value)
{
  double power = pow (10, floor (log10 (value)));

  for (guint guard = 0; guard < 2; guard++, power *= 10)
    {
      static const double steps[] = { 1, 2, 5 };

      for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
        if (steps[i] * power >= value * (1 - 1e-9))
          return steps[i] * power;
    }

  return power;
}

/**
 * apm_graph_get_top:
 * @peak: the highest value to be shown
 *
 * Returns: the value that the upper edge stands for, 1 at least
 */
double
apm_graph_get_top (double        peak,
                   ApmGraphScale scale)
{
  double unit = 1;

  if (scale == APM_GRAPH_SHARE || !(peak > 1) || !isfinite (peak))
    return 1;
  if (scale == APM_GRAPH_DECIMAL)
    return round_up (peak);

  while (peak / unit > 1000)
    unit *= 1024;
  if (peak <= unit)
    return unit;

  return MIN (round_up (peak / unit), 1024) * unit;
}

/**
 * apm_graph_layout:
 * @top: value of the upper edge; what is higher ends there
 * @width: in pixels; the newest sample is at the right end
 * @points: (out): room for 2 × capacity of them
 *
 * Returns: how many points there are
 */
guint
apm_graph_layout (const ApmGraphSamples *samples,
                  guint                  series,
                  gboolean               stacked,
                  double                 top,
                  float                  width,
                  float                  height,
                  ApmGraphPoint         *points)
{
  float step = width / (samples->capacity - 1);
  gboolean begins = TRUE;
  guint n = 0;

  for (guint i = 0; i < samples->n; i++)
    {
      double below;
      double above = get_height (samples, i, series, stacked, &below);
      ApmGraphPoint point = { .x = width - step * (samples->n - 1 - i), .begins = begins };
      gboolean ends = isfinite (above) &&
        (i + 1 == samples->n || !isfinite (apm_graph_samples_get (samples, i + 1, series)));

      begins = !isfinite (above);
      if (begins)
        continue;

      point.low = height - height * CLAMP (below / top, 0, 1);
      point.high = height - height * CLAMP (above / top, 0, 1);
      points[n++] = point;

      /* One alone between gaps is a pixel wide, or it would not be seen. */
      if (ends && point.begins)
        {
          points[n - 1].x = MAX (point.x - 1, 0);
          points[n] = point;
          points[n++].begins = FALSE;
        }
    }

  return n;
}

/**
 * apm_graph_layout_bars:
 * @n_values: how many values there are, side by side
 * @bars: (out): room for @n_values of them
 *
 * Where the bars stand, on whole pixels; too many values for @width share bars.
 *
 * Returns: how many bars there are
 */
guint
apm_graph_layout_bars (guint        n_values,
                       float        width,
                       ApmGraphBar *bars)
{
  guint most = MAX ((guint) (width / LEAST_BAR), 1);
  guint share = MAX ((n_values + most - 1) / most, 1);
  guint n = (n_values + share - 1) / share;
  float step = n > 0 ? width / n : 0;
  float gap = step >= 3 * LEAST_BAR ? LEAST_BAR : step > LEAST_BAR ? 1 : 0;

  for (guint i = 0; i < n; i++)
    {
      float from = roundf (i * step), to = roundf ((i + 1) * step);

      bars[i] = (ApmGraphBar) { .x = from, .width = MAX (to - from - (i + 1 < n ? gap : 0), 1),
                                .first = i * share, .n = MIN (share, n_values - i * share) };
    }

  return n;
}
