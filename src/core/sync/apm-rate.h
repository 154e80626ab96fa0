/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define APM_RATE_BINS 20

/* How many in the last second: counts in bins of 50 ms. Embedded in its owner,
 * zeroed to begin with. */
typedef struct {
  guint64 bins[APM_RATE_BINS];
  gint64  newest;     /* which bin of all time is the newest */
} ApmRate;

void   apm_rate_add (ApmRate *self,
                     gint64   now_us,
                     guint64  n);
double apm_rate_get (ApmRate *self,
                     gint64   now_us);

G_END_DECLS
