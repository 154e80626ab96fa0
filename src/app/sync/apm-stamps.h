/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-box.h"
#include "apm-palette.h"

G_BEGIN_DECLS

/* The boxes of a picture, each drawn once and then only laid down: clipping
 * round corners and patterns for every slot in every frame would cost more
 * than all the rest. One cache for each widget. */

typedef enum {
  APM_STAMP_SWATCH,   /* an actor's colour and pattern; index: its place in the palette */
  APM_STAMP_TAG,      /* an actor's tint, with the pattern as a band at the bottom */
  APM_STAMP_SLOT,     /* an empty slot */
  APM_STAMP_ACTOR,    /* an actor's box; index: its ApmActorState */
  APM_STAMP_FORK,     /* an upright fork; index: of the actor who holds it, -1 of nobody */
} ApmStampKind;

/* Height of a tag's band, as a part of the tag's. */
#define APM_STAMP_BAND 0.28

typedef struct _ApmStamps ApmStamps;

ApmStamps *apm_stamps_new   (void);
void       apm_stamps_free  (ApmStamps    *self);
void       apm_stamps_clear (ApmStamps    *self);
void       apm_stamps_draw  (ApmStamps    *self,
                             GtkSnapshot  *snapshot,
                             const ApmInk *ink,
                             int           scale,
                             ApmStampKind  kind,
                             int           index,
                             const ApmBox *box);

G_END_DECLS
