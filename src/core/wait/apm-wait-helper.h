/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Somebody who may look where we may not: apm-privileged, which pkexec starts after
 * asking. It tells conclusions, never memory, and lives as long as this does: when we
 * are gone, by whatever death, its socket is closed and it goes too.
 * Read tests/wait/test-helper.c first. */

typedef enum {
  APM_WAIT_LOOK_OWN,       /* at the user's own processes, where kernel.yama forbids it */
  APM_WAIT_LOOK_ALL,       /* at everybody's, as administrator */
} ApmWaitLookScope;

typedef struct _ApmWaitHelper ApmWaitHelper;

ApmWaitHelper *apm_wait_helper_start        (ApmWaitLookScope      scope,
                                             const char *const    *launcher,
                                             GCancellable         *cancellable,
                                             GError              **error);
void           apm_wait_helper_start_async  (ApmWaitLookScope      scope,
                                             const char *const    *launcher,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
ApmWaitHelper *apm_wait_helper_start_finish (GAsyncResult         *result,
                                             GError              **error);
ApmWaitHelper *apm_wait_helper_ref          (ApmWaitHelper        *self);
void           apm_wait_helper_unref        (ApmWaitHelper        *self);
gboolean       apm_wait_helper_is_open      (ApmWaitHelper        *self);
ApmWaitLookScope
               apm_wait_helper_get_scope    (ApmWaitHelper        *self);
int            apm_wait_helper_get_pid      (ApmWaitHelper        *self);
void           apm_wait_helper_close        (ApmWaitHelper        *self);
guint          apm_wait_helper_look         (ApmWaitHelper        *self,
                                             ApmWaitPass          *pass,
                                             const int            *pids,
                                             guint                 n_pids);
guint          apm_wait_helper_look_refused (ApmWaitHelper        *self,
                                             ApmWaitPass          *pass);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmWaitHelper, apm_wait_helper_unref)

G_END_DECLS
