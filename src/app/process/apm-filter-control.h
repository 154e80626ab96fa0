/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-filter.h"

G_BEGIN_DECLS

/* Makes an entry speak the filter language: what is wrong is underlined and told
 * below, what is right filters the list, and filters can be kept in a menu. The
 * threads have it too. */

/* What is searched. */
typedef struct {
  ApmFilter        *(*parse)     (const char  *text,
                                  gsize       *error_start,
                                  gsize       *error_end,
                                  GError     **error);
  void              (*apply)     (gpointer     list,
                                  ApmFilter   *filter);
  const char         *settings_key;   /* of type as: the filters that were kept */
  const char *const  *examples;
} ApmFilterUse;

#define APM_TYPE_FILTER_CONTROL (apm_filter_control_get_type ())
G_DECLARE_FINAL_TYPE (ApmFilterControl, apm_filter_control, APM, FILTER_CONTROL, GObject)

ApmFilterControl *apm_filter_control_new    (const ApmFilterUse *use,
                                             GtkEditable        *entry,
                                             GtkLabel           *trouble,
                                             GtkMenuButton      *kept,
                                             gpointer            list,
                                             GSettings          *settings);
void              apm_filter_control_apply  (ApmFilterControl   *self);

G_END_DECLS
