/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void apm_focus_first (GtkWindow *window,
                      GtkWidget *widget);

G_END_DECLS
