/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-scene.h"

G_BEGIN_DECLS

/* How long each actor of a run has waited to go on, and how often it was
 * overtaken: kept from scene to scene, without a clock of its own. Pure functions
 * over a plain struct. Read tests/app/test-fairness.c first. */

#define APM_FAIRNESS_BUCKETS 160

typedef struct {
  guint64 seen;               /* pieces of its past that were looked at */
  gint64 waiting_us;          /* since when it waits; 0: it does not */
  guint64 n;                  /* waits that are over */
  gint64 longest_us;
  guint overtaken;            /* the most during one wait */
  guint32 buckets[APM_FAIRNESS_BUCKETS];   /* waits by length, four for each doubling */
} ApmActorWaits;

typedef struct {
  ApmActorWaits actors[APM_SCENE_MAX_ACTORS];
} ApmFairness;

/* Of one actor, times in microseconds. */
typedef struct {
  guint64 n;
  gint64 median_us;           /* within an eighth; 0 before the first wait is over */
  gint64 longest_us;          /* of those that are over, and the one it is in */
  guint overtaken;
} ApmWaits;

void     apm_fairness_clear (ApmFairness       *self);
void     apm_fairness_take  (ApmFairness       *self,
                             const ApmScene    *scene);
ApmWaits apm_fairness_get   (const ApmFairness *self,
                             const ApmScene    *scene,
                             guint              actor);

G_END_DECLS
