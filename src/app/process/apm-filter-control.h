/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-process-list.h"

G_BEGIN_DECLS

/* Makes an entry speak the filter language: what is wrong is underlined and told
 * below, what is right filters the list, and filters can be kept in a menu. */

#define APM_TYPE_FILTER_CONTROL (apm_filter_control_get_type ())
G_DECLARE_FINAL_TYPE (ApmFilterControl, apm_filter_control, APM, FILTER_CONTROL, GObject)

ApmFilterControl *apm_filter_control_new    (GtkEditable      *entry,
                                             GtkLabel         *trouble,
                                             GtkMenuButton    *kept,
                                             ApmProcessList   *list,
                                             GSettings        *settings);
void              apm_filter_control_apply  (ApmFilterControl *self);

G_END_DECLS
