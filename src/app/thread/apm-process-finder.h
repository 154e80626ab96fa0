/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Looks for processes by PID or name without holding up the main thread, and
 * without touching what the Processes tab shows. */

void       apm_process_find_async  (const char           *text,
                                    guint                 limit,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
GPtrArray *apm_process_find_finish (GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
