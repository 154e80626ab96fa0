/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-post.h"

G_BEGIN_DECLS

/* Hands the same message, or random bytes, to a channel many times, a few at each turn of
 * the main loop, so that even thousands of them never hold up the window; at a rate, if one
 * is chosen. While much waits to be sent it waits too. It lives until the last one is handed
 * over, the post refuses one, or it is stopped. Main thread only. */

typedef struct {
  GBytes *data;          /* or: */
  guint   n_random;      /* bytes, others each time */
  guint   times;         /* 0: until it is stopped */
  double  per_second;    /* 0: as fast as they go */
  guint   priority;      /* of a queue */
} ApmBurstPlan;

typedef struct _ApmBurst ApmBurst;

/* @error: (nullable): why not all were handed over */
typedef void (*ApmBurstEnded) (gpointer      user_data,
                               const GError *error);

ApmBurst *apm_burst_start (ApmPost            *post,
                           ApmChannel         *channel,
                           const ApmBurstPlan *plan,
                           ApmBurstEnded       ended,
                           gpointer            user_data);
void      apm_burst_stop  (ApmBurst           *self);

G_END_DECLS
