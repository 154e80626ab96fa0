/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-scene.h"
#include "apm-stamps.h"

G_BEGIN_DECLS

/* The brush that the pictures of experiments share: text that is laid out once,
 * boxes that are drawn once, and what an actor looks like. It draws where it is
 * told and knows no layout. One for each widget. */

typedef struct _ApmPainter ApmPainter;

typedef struct {
  guint key;             /* which text of the picture: its layout is kept under it */
  double size;           /* of the widget's own text */
  gboolean bold;
  gboolean wrap;         /* on as many lines as it takes */
  double shrink;         /* how small it may become to fit; 0: to four fifths */
  gboolean keep_end;     /* of what does not fit, not the beginning: the last digits tell numbers apart */
  double x_align;        /* 0 left, 0.5 middle, 1 right */
  const GdkRGBA *colour;
} ApmTextStyle;

ApmPainter     *apm_painter_new           (GtkWidget          *widget);
void            apm_painter_free          (ApmPainter         *self);
void            apm_painter_reset         (ApmPainter         *self);
const ApmInk   *apm_painter_get_ink       (ApmPainter         *self);
double          apm_painter_get_line      (ApmPainter         *self);
double          apm_painter_draw_text     (ApmPainter         *self,
                                           GtkSnapshot        *snapshot,
                                           const char         *text,
                                           const ApmBox       *box,
                                           const ApmTextStyle *style);
gboolean        apm_painter_has_room      (ApmPainter         *self,
                                           const char         *text,
                                           double              width,
                                           const ApmTextStyle *style);
void            apm_painter_draw_box      (ApmPainter         *self,
                                           GtkSnapshot        *snapshot,
                                           const ApmBox       *box,
                                           double              radius,
                                           const GdkRGBA      *fill,
                                           const GdkRGBA      *edge,
                                           double              edge_width);
void            apm_painter_draw_stamp    (ApmPainter         *self,
                                           GtkSnapshot        *snapshot,
                                           ApmStampKind        kind,
                                           int                 index,
                                           const ApmBox       *box);
void            apm_painter_draw_actor    (ApmPainter         *self,
                                           GtkSnapshot        *snapshot,
                                           const ApmBox       *box,
                                           double              line,
                                           guint               index,
                                           const ApmActor     *actor,
                                           const char         *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmPainter, apm_painter_free)

G_END_DECLS
