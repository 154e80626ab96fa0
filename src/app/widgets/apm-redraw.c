/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-redraw.h"

/**
 * apm_redraw_as_one:
 * @turn: (inout): the widget's own, at first %FALSE
 *
 * To be called by the snapshot function of a widget: what is drawn anew, now that it
 * differs, is all of @area. What nobody sees is there each second time, which is a
 * difference as good as another.
 */
void
apm_redraw_as_one (GtkSnapshot           *snapshot,
                   const graphene_rect_t *area,
                   gboolean              *turn)
{
  *turn = !*turn;
  if (!*turn)
    gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 0, 0, 0, 0 }, area);
}
