/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-lens-report.h"

G_BEGIN_DECLS

/* The order in which locks are taken, drawn: an arrow from each lock that was held to
 * the one that was taken then; what can become a deadlock in the error colour, with a
 * mark. Where it is comes of apm-why-geometry.h. */

#define APM_TYPE_ORDER_PICTURE (apm_order_picture_get_type ())
G_DECLARE_FINAL_TYPE (ApmOrderPicture, apm_order_picture, APM, ORDER_PICTURE, GtkWidget)

GtkWidget *apm_order_picture_new        (void);
void       apm_order_picture_set_report (ApmOrderPicture *self,
                                         ApmLensReport   *report);

G_END_DECLS
