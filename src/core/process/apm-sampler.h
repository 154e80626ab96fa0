/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-snapshot.h"

G_BEGIN_DECLS

/* The thread that looks. It owns its scanner, and hands finished snapshots to the
 * thread that made it: newest wins, one source, one call. Private to the room. */

typedef struct _ApmSampler ApmSampler;

ApmSampler  *apm_sampler_new          (ApmQuery    *query,
                                       GSourceFunc  ready,
                                       gpointer     data);
void         apm_sampler_set_interval (ApmSampler  *self,
                                       guint        ms);
void         apm_sampler_set_query    (ApmSampler  *self,
                                       ApmQuery    *query);
void         apm_sampler_set_visible  (ApmSampler  *self,
                                       GArray      *pids);
void         apm_sampler_touch        (ApmSampler  *self,
                                       int          pid);
void         apm_sampler_ask          (ApmSampler  *self);
ApmSnapshot *apm_sampler_take         (ApmSampler  *self);
void         apm_sampler_give_back    (ApmSampler  *self,
                                       ApmSnapshot *snapshot);
void         apm_sampler_free         (ApmSampler  *self);

G_END_DECLS
