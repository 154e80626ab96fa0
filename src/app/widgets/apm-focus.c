/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-focus.h"

/**
 * apm_focus_first:
 * @window: not yet shown
 * @widget: in it; an entry is given the caret
 *
 * The focus is there when @window appears. To set it before that would have GTK 4.8
 * tell screen readers of a window without a role; and GtkWindow:focus-widget gives it
 * to an entry, which cannot take it, and not to the text inside.
 */
void
apm_focus_first (GtkWindow *window,
                 GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WINDOW (window) && GTK_IS_WIDGET (widget));

  g_signal_connect_object (window, "map", G_CALLBACK (gtk_widget_grab_focus), widget, G_CONNECT_SWAPPED);
}
