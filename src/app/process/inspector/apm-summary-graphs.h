/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-history.h"

G_BEGIN_DECLS

/* The last ten minutes of a process as small graphs, one below the other, each with
 * what it says now. */

#define APM_TYPE_SUMMARY_GRAPHS (apm_summary_graphs_get_type ())
G_DECLARE_FINAL_TYPE (ApmSummaryGraphs, apm_summary_graphs, APM, SUMMARY_GRAPHS, GtkWidget)

GtkWidget *apm_summary_graphs_new  (void);
void       apm_summary_graphs_show (ApmSummaryGraphs *self,
                                    const ApmHistory *history);

G_END_DECLS
