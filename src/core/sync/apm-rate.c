/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-rate.h"

#define BIN_US (G_USEC_PER_SEC / APM_RATE_BINS)

static void
advance (ApmRate *self,
         gint64   now_us)
{
  gint64 newest = now_us / BIN_US;

  if (newest - self->newest >= APM_RATE_BINS)
    self->newest = newest - APM_RATE_BINS;

  while (self->newest < newest)
    self->bins[++self->newest % APM_RATE_BINS] = 0;
}

/**
 * apm_rate_add:
 * @now_us: any clock that does not run backwards, in microseconds
 *
 * @n more happened now.
 */
void
apm_rate_add (ApmRate *self,
              gint64   now_us,
              guint64  n)
{
  advance (self, now_us);
  self->bins[self->newest % APM_RATE_BINS] += n;
}

/**
 * apm_rate_get:
 *
 * Returns: how many a second
 */
double
apm_rate_get (ApmRate *self,
              gint64   now_us)
{
  guint64 sum = 0;

  advance (self, now_us);
  for (guint i = 0; i < APM_RATE_BINS; i++)
    sum += self->bins[i];

  return (double) sum;
}
