/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a small graph draws, as pure numbers: a ring of samples, the maximum that
 * its top stands for, and where the edges of its areas and bars are. No GTK.
 * Read tests/app/test-graph-geometry.c first. */

typedef enum {
  APM_GRAPH_SHARE,      /* 0 to 1, and the top is 1 */
  APM_GRAPH_DECIMAL,    /* the top is 1, 2 or 5 times a power of ten */
  APM_GRAPH_BINARY,     /* the top is 1, 2, 5, 10 … 500 times a power of 1024 */
} ApmGraphScale;

/* A sample is one value of each series; NAN is not measured. */
typedef struct {
  double *values;
  guint capacity;
  guint n_series;
  guint next;           /* where the next sample goes */
  guint n;
} ApmGraphSamples;

typedef struct {
  float x;
  float low, high;      /* y of the area's lower and upper edge: high <= low */
  gboolean begins;      /* a run of samples begins here; there is a gap before it */
} ApmGraphPoint;

typedef struct {
  float x, width;
  guint first, n;       /* values that the bar stands for */
} ApmGraphBar;

void   apm_graph_samples_init     (ApmGraphSamples       *self,
                                   guint                  capacity,
                                   guint                  n_series);
void   apm_graph_samples_clear    (ApmGraphSamples       *self);
void   apm_graph_samples_append   (ApmGraphSamples       *self,
                                   const double          *values);
void   apm_graph_samples_set      (ApmGraphSamples       *self,
                                   const double          *values,
                                   guint                  n);
double apm_graph_samples_get      (const ApmGraphSamples *self,
                                   guint                  index,
                                   guint                  series);
double apm_graph_samples_get_peak (const ApmGraphSamples *self,
                                   gboolean               stacked);

double apm_graph_get_top          (double                 peak,
                                   ApmGraphScale          scale);
guint  apm_graph_layout           (const ApmGraphSamples *samples,
                                   guint                  series,
                                   gboolean               stacked,
                                   double                 top,
                                   float                  width,
                                   float                  height,
                                   ApmGraphPoint         *points);
guint  apm_graph_layout_bars      (guint                  n_values,
                                   float                  width,
                                   ApmGraphBar           *bars);

G_END_DECLS
