/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A dialog with a bar and a way out, for what takes longer than a second. */

typedef struct _ApmExportProgress ApmExportProgress;

ApmExportProgress *apm_export_progress_new  (GtkWindow    *parent,
                                             GCancellable *cancellable);
void               apm_export_progress_set  (goffset       current,
                                             goffset       total,
                                             gpointer      progress);
void               apm_export_progress_free (ApmExportProgress *self);

G_END_DECLS
