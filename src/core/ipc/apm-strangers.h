/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-endpoint.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which processes have the far end of a channel open that any program can join. It keeps
 * what it read of each process, so that a look after the first one costs little. Read
 * tests/ipc/test-strangers.c first. */

typedef struct _ApmStrangers ApmStrangers;

ApmStrangers *apm_strangers_new         (void);
ApmStrangers *apm_strangers_ref         (ApmStrangers         *self);
void          apm_strangers_unref       (ApmStrangers         *self);
void          apm_strangers_look_async  (ApmStrangers         *self,
                                         ApmMedium             medium,
                                         const char           *name,
                                         gboolean              senders,
                                         int                   near_pid,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
char         *apm_strangers_look_finish (GAsyncResult         *result,
                                         GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmStrangers, apm_strangers_unref)

G_END_DECLS
