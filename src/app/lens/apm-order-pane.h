/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-lens-report.h"

G_BEGIN_DECLS

/* The order of the locks: drawn, with the sentences of each deadlock that can come of it. */

#define APM_TYPE_ORDER_PANE (apm_order_pane_get_type ())
G_DECLARE_FINAL_TYPE (ApmOrderPane, apm_order_pane, APM, ORDER_PANE, AdwBin)

GtkWidget *apm_order_pane_new        (void);
void       apm_order_pane_set_report (ApmOrderPane  *self,
                                      ApmLensReport *report);

G_END_DECLS
