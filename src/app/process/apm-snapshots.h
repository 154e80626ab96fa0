/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-census.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* The snapshots of this session, the newest first, as many as one can tell apart.
 * Taking and loading is done in a thread; a toast tells how it went. */

#define APM_TYPE_SNAPSHOTS (apm_snapshots_get_type ())
G_DECLARE_FINAL_TYPE (ApmSnapshots, apm_snapshots, APM, SNAPSHOTS, GObject)

ApmSnapshots *apm_snapshots_new        (ApmSession   *session);
void          apm_snapshots_take       (ApmSnapshots *self);
void          apm_snapshots_load       (ApmSnapshots *self,
                                        const char   *path);
void          apm_snapshots_save       (ApmSnapshots *self,
                                        guint         index,
                                        const char   *path);
guint         apm_snapshots_get_n      (ApmSnapshots *self);
ApmCensus    *apm_snapshots_get        (ApmSnapshots *self,
                                        guint         index);
GListModel   *apm_snapshots_get_labels (ApmSnapshots *self);

G_END_DECLS
