/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* Asks where to, exports the log, and tells how it went. */

#define APM_TYPE_LOG_EXPORTER (apm_log_exporter_get_type ())
G_DECLARE_FINAL_TYPE (ApmLogExporter, apm_log_exporter, APM, LOG_EXPORTER, GObject)

ApmLogExporter *apm_log_exporter_new      (ApmSession     *session);
void            apm_log_exporter_ask      (ApmLogExporter *self,
                                           GtkWindow      *parent,
                                           gboolean        filtered);
void            apm_log_exporter_start    (ApmLogExporter *self,
                                           const char     *path,
                                           gboolean        filtered);
void            apm_log_exporter_cancel   (ApmLogExporter *self);
gboolean        apm_log_exporter_get_busy (ApmLogExporter *self);

G_END_DECLS
