/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A widget as it is seen, to be kept as a file. */

typedef enum {
  APM_WIDGET_IMAGE_SVG,
  APM_WIDGET_IMAGE_PNG,      /* twice as large as on the screen */
} ApmWidgetImage;

GBytes *apm_widget_image_draw (GtkWidget       *widget,
                               ApmWidgetImage   format,
                               GError         **error);

G_END_DECLS
