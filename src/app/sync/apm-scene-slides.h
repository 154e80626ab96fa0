/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-box.h"
#include "apm-scene-motion.h"

G_BEGIN_DECLS

/* Things that go from one place to another, shortly: an actor into the room, a
 * fork into a hand. Pure functions over a plain struct. Read
 * tests/app/test-scene-slides.c first. */

#define APM_MAX_SLIDES 128

typedef struct {
  ApmBox from, to;
  gint64 begin_us;
  gboolean known;
} ApmSlide;

typedef struct {
  ApmSlide slides[APM_MAX_SLIDES];
  gint64 end_us;          /* when the last one arrives */
} ApmSlides;

void   apm_slides_clear (ApmSlides    *self);
ApmBox apm_slides_move  (ApmSlides    *self,
                         guint         index,
                         const ApmBox *to,
                         gint64        now_us);

G_END_DECLS
