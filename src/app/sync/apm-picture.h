/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-painter.h"
#include "apm-scene-motion.h"

G_BEGIN_DECLS

/* A picture of a running experiment: keeps the newest scene, says it to screen
 * readers in a sentence, and lets items fly while they are few. What is drawn
 * is a subclass's matter: ApmBufferScene, ApmCounterScene. */

#define APM_TYPE_PICTURE (apm_picture_get_type ())
G_DECLARE_DERIVABLE_TYPE (ApmPicture, apm_picture, APM, PICTURE, GtkWidget)

struct _ApmPictureClass
{
  GtkWidgetClass parent_class;

  void   (*draw)     (ApmPicture     *self,
                      GtkSnapshot    *snapshot,
                      const ApmScene *scene,
                      gint64          now_us);
  char * (*describe) (const ApmScene *scene);
};

void             apm_picture_set_scene   (ApmPicture         *self,
                                          const ApmScene     *scene);
void             apm_picture_add_items   (ApmPicture         *self,
                                          const ApmItemEvent *events,
                                          guint               n);
const ApmMotion *apm_picture_get_motion  (ApmPicture         *self);
ApmPainter      *apm_picture_get_painter (ApmPicture         *self);
gboolean         apm_picture_is_animated (ApmPicture         *self);
void             apm_picture_paint       (ApmPicture         *self,
                                          cairo_t            *cr);
void             apm_picture_draw_until  (ApmPicture         *self,
                                          gint64              end_us);

G_END_DECLS
