/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* GTK draws anew only what differs from the picture before, but in no more than thirty
 * rectangles: where there are more, all of the list is drawn. Texts are as wide as their
 * digits, and each ends elsewhere; areas that are drawn as one, side by side or one
 * below the other, are one rectangle together. */

void apm_redraw_as_one (GtkSnapshot           *snapshot,
                        const graphene_rect_t *area,
                        gboolean              *turn);

G_END_DECLS
