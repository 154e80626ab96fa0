/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "apm-tune.h"

G_BEGIN_DECLS

/* An act with administrator rights: apm-privileged is started by pkexec, which asks
 * the person first, and gets the pidfds over a socket. It checks all again and does
 * this act or none. Read tests/process/test-privilege.c first. */

gboolean apm_privilege_is_there   (GError              **error);
void     apm_privilege_act_async  (GPtrArray            *targets,
                                   const Act            *act,
                                   ApmTuneScope          scope,
                                   const char *const    *launcher,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean apm_privilege_act_finish (GAsyncResult         *result,
                                   guint                *n_done,
                                   GError              **error);

/* For who starts the helper in another mode. */
GSubprocess *
         apm_privilege_launch     (const char           *mode,
                                   const char *const    *launcher,
                                   int                   socket,
                                   GError              **error);
gboolean apm_privilege_send       (int                   socket,
                                   gconstpointer         order,
                                   gsize                 order_size,
                                   const int            *pidfds,
                                   guint                 n_pidfds,
                                   GError              **error);
void     apm_privilege_set_ended  (GSubprocess          *process,
                                   GError              **error);

G_END_DECLS
