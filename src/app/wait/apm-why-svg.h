/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GBytes *apm_why_svg_draw (GtkWidget  *widget,
                          GError    **error);

G_END_DECLS
