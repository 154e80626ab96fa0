/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Moving about in what is larger than its window: by dragging it, and so that
 * something in it is seen. */

void apm_why_pan_attach (GtkScrolledWindow *scroller);
void apm_why_pan_show   (GtkScrolledWindow *scroller,
                         GtkWidget         *widget);

G_END_DECLS
