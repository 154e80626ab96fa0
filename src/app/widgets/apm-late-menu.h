/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A menu button whose menu is made of widgets only when somebody opens it: GTK makes
 * them at once, some hundred for each, and most are never seen. */

void apm_late_menu_set (GtkMenuButton *button,
                        GMenuModel    *menu);

G_END_DECLS
