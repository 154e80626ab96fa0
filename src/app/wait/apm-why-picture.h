/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-wait-words.h"

G_BEGIN_DECLS

/* Who waits for whom, drawn: a button for each thread or process, so that mouse,
 * keyboard and screen readers reach it, and lines between them: whole where an edge
 * is proven, dashed where it is likely, dotted where it is not known; the circle of
 * a deadlock in the error colour, its members marked.
 *
 * ::node-selected (guint index)    one of the chain's nodes
 * ::node-activated (guint index)   a double click, or Enter on the selected one */

#define APM_TYPE_WHY_PICTURE (apm_why_picture_get_type ())
G_DECLARE_FINAL_TYPE (ApmWhyPicture, apm_why_picture, APM, WHY_PICTURE, GtkWidget)

#define APM_WHY_LEAST_ZOOM 0.5
#define APM_WHY_MOST_ZOOM 3.0
#define APM_WHY_ZOOM_STEP 1.2

void    apm_why_picture_set_chain    (ApmWhyPicture      *self,
                                      const ApmWaitChain *chain);
void    apm_why_picture_set_selected (ApmWhyPicture      *self,
                                      guint               index);
guint   apm_why_picture_get_selected (ApmWhyPicture      *self);
GtkWidget *
        apm_why_picture_get_node     (ApmWhyPicture      *self,
                                      guint               index);
void    apm_why_picture_set_zoom     (ApmWhyPicture      *self,
                                      double              zoom);
double  apm_why_picture_get_scale    (ApmWhyPicture      *self);

G_END_DECLS
