/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shares side by side, each an upright bar of two parts, one on the other: a CPU each.
 * Where there are more than have room, neighbours share a bar and the highest counts.
 * Main thread only. */

typedef struct {
  double first, second;   /* 0 to 1 together; NAN: there is none, and the place is empty */
} ApmBar;

#define APM_TYPE_BARS (apm_bars_get_type ())
G_DECLARE_FINAL_TYPE (ApmBars, apm_bars, APM, BARS, GtkWidget)

GtkWidget *apm_bars_new  (const char   *title,
                          guint         first_tone,
                          guint         second_tone);
void       apm_bars_set  (ApmBars      *self,
                          const ApmBar *bars,
                          guint         n,
                          const char   *text);

G_END_DECLS
