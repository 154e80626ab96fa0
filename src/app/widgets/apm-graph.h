/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-graph-geometry.h"

G_BEGIN_DECLS

/* A small live graph: one to three series of samples as filled areas, the newest
 * at the right. Told apart by colour, pattern and line. It draws when it is given
 * something new and at no other time. Main thread only. */

#define APM_GRAPH_MOST_SERIES 3

typedef struct {
  guint capacity;                          /* samples from the left edge to the right */
  guint n_series;
  gboolean stacked;                        /* on each other; else the later before the former */
  ApmGraphScale scale;
  guint8 tones[APM_GRAPH_MOST_SERIES];     /* colours of apm-palette.h */
} ApmGraphKind;

#define APM_TYPE_GRAPH (apm_graph_get_type ())
G_DECLARE_FINAL_TYPE (ApmGraph, apm_graph, APM, GRAPH, GtkWidget)

GtkWidget *apm_graph_new            (void);
void       apm_graph_set_kind       (ApmGraph           *self,
                                     const ApmGraphKind *kind);
void       apm_graph_set_title      (ApmGraph           *self,
                                     const char         *title);
void       apm_graph_set_text       (ApmGraph           *self,
                                     const char         *text);
void       apm_graph_append         (ApmGraph           *self,
                                     const double       *values);
void       apm_graph_set_samples    (ApmGraph           *self,
                                     const double       *values,
                                     guint               n);
double     apm_graph_get_top_value  (ApmGraph           *self);

G_END_DECLS
