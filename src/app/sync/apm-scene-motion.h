/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-scene.h"

G_BEGIN_DECLS

/* Items on their way from producer to slot and from slot to consumer: what is
 * shown in between two scenes. An item flies once, shortly; when they come
 * faster than an eye can follow none does, and the newest scene is shown. Pure
 * functions over a plain struct. Read tests/app/test-scene-motion.c first. */

#define APM_MOTION_MAX 8
#define APM_FLIGHT_US (180 * 1000)

typedef struct {
  gboolean put;       /* FALSE: from the slot to the actor */
  guint actor;        /* place in ApmScene.actors */
  guint slot;
  guint64 item;
  int producer;       /* whose colours it wears; -1 = not known */
  gint64 begin_us;
} ApmFlight;

typedef struct {
  ApmFlight flights[APM_MOTION_MAX];
  guint n;
} ApmMotion;

void             apm_motion_add        (ApmMotion          *self,
                                        const ApmItemEvent *events,
                                        guint               n,
                                        const ApmScene     *before,
                                        gint64              now_us);
guint            apm_motion_prune      (ApmMotion          *self,
                                        gint64              now_us);
void             apm_motion_clear      (ApmMotion          *self);
const ApmFlight *apm_motion_find_put   (const ApmMotion    *self,
                                        guint               slot);
double           apm_flight_get_way    (const ApmFlight    *self,
                                        gint64              now_us);

G_END_DECLS
