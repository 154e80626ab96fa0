/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A row of widgets at their natural widths. Where there is no room for all, the less
 * important are not shown. */

#define APM_TYPE_DROP_ROW (apm_drop_row_get_type ())
G_DECLARE_FINAL_TYPE (ApmDropRow, apm_drop_row, APM, DROP_ROW, GtkWidget)

GtkWidget *apm_drop_row_new     (void);
void       apm_drop_row_append  (ApmDropRow  *self,
                                 GtkWidget   *child,
                                 guint        importance);
guint      apm_drop_row_choose  (const int   *widths,
                                 const guint *importances,
                                 guint        n,
                                 int          spacing,
                                 int          width,
                                 gboolean    *shown);

G_END_DECLS
