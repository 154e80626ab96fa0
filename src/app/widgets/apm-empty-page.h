/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What stands in a list's place while it is empty: what would be here, and a
 * button for the first step towards it. */

GtkWidget *apm_empty_page_new (void);
void       apm_empty_page_set (GtkWidget  *page,
                               const char *icon_name,
                               const char *title,
                               const char *text,
                               const char *action_label,
                               const char *action_name);

G_END_DECLS
