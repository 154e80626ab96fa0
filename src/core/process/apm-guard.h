/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The guard is a process of its own (libexec apm-guard, src/guard) that outlives
 * us by a moment: it kills the processes, and removes the files, shared memory and queues,
 * that were registered here, even when we end by SIGKILL. It is started on first
 * need. Main thread only. Read tests/process/test-guard.c first. */

gboolean apm_guard_add_process          (int          pid,
                                         GError     **error);
void     apm_guard_remove_process       (int          pid);
gboolean apm_guard_add_file             (const char  *path,
                                         GError     **error);
void     apm_guard_remove_file          (const char  *path);
gboolean apm_guard_add_shared_memory    (const char  *name,
                                         GError     **error);
void     apm_guard_remove_shared_memory (const char  *name);
gboolean apm_guard_add_queue            (const char  *name,
                                         GError     **error);
void     apm_guard_remove_queue         (const char  *name);

G_END_DECLS
