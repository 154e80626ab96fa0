/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-why-geometry.h"
#include "apm-why-picture.h"

G_BEGIN_DECLS

/* One widget in two files: apm-why-picture.c is what is shown, -layout.c how large it
 * is and where its parts stand. */

struct _ApmWhyPicture
{
  GtkWidget parent_instance;
  const ApmWaitChain *chain;   /* of whoever shows us */
  GPtrArray *nodes;            /* of ApmWhyNode, as the chain's */
  GPtrArray *labels;           /* of PangoLayout, what is written at their hops; or NULL */
  GArray *ranks;               /* of guint, as the nodes: who was there before stays before the others */
  guint n_ranks;               /* given away */
  ApmWhyLayout *layout;
  float room;                  /* that it was made to fit into */
  double zoom;                 /* asked for; 0: to fit */
  double scale;                /* what came of it */
  guint selected;
  gboolean is_following;       /* buttons are set by us, not by a person */
};

void               apm_why_picture_get_offset       (ApmWhyPicture  *self,
                                                     int             width,
                                                     int             height,
                                                     float          *x,
                                                     float          *y);
GtkSizeRequestMode apm_why_picture_get_request_mode (GtkWidget      *widget);
void               apm_why_picture_measure          (GtkWidget      *widget,
                                                     GtkOrientation  orientation,
                                                     int             for_size,
                                                     int            *minimum,
                                                     int            *natural,
                                                     int            *minimum_baseline,
                                                     int            *natural_baseline);
void               apm_why_picture_size_allocate    (GtkWidget      *widget,
                                                     int             width,
                                                     int             height,
                                                     int             baseline);

G_END_DECLS
