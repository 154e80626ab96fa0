/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How actors are told apart in pictures: the colours of Okabe and Ito, which
 * people with any kind of colour vision can tell apart, each with a pattern of
 * its own, so that nothing is told by colour alone. The first 64 pairs differ.
 * https://jfly.uni-koeln.de/color/ */

typedef enum {
  APM_PATTERN_PLAIN,
  APM_PATTERN_RISING,
  APM_PATTERN_DOTS,
  APM_PATTERN_FALLING,
  APM_PATTERN_LEVEL,
  APM_PATTERN_UPRIGHT,
  APM_PATTERN_CROSSED,
  APM_PATTERN_CHECKED,
  APM_N_PATTERNS
} ApmPattern;

/* What a picture is drawn with, read from the widget's style. */
typedef struct {
  GdkRGBA background, text, dim, faint; /* faint is no text: boxes and rules */
  GdkRGBA accent, success, error;
  gboolean dark;
  gboolean contrast;                    /* high contrast */
} ApmInk;

typedef struct {
  GdkRGBA fill;
  GdkRGBA line;    /* of the pattern, and text on @fill: 4.5 to 1 at least */
  GdkRGBA tint;    /* a background for ordinary text */
  GdkRGBA edge;    /* 3 to 1 at least against the background */
  ApmPattern pattern;
} ApmTone;

void   apm_ink_read              (ApmInk            *self,
                                  GtkWidget         *widget);
void   apm_palette_get_tone      (guint              index,
                                  const ApmInk      *ink,
                                  ApmTone           *tone);
void   apm_palette_draw          (cairo_t           *cr,
                                  const ApmTone     *tone,
                                  double             width,
                                  double             height);
double apm_palette_get_contrast  (const GdkRGBA     *one,
                                  const GdkRGBA     *other);
void   apm_palette_mix           (const GdkRGBA     *under,
                                  const GdkRGBA     *over,
                                  double             part,
                                  GdkRGBA           *result);

G_END_DECLS
