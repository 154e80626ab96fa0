/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-guard.h"

gboolean apm_guard_add_process (int pid, GError **error) { return TRUE; }
void apm_guard_remove_process (int pid) { }
gboolean apm_guard_add_file (const char *path, GError **error) { return TRUE; }
void apm_guard_remove_file (const char *path) { }
gboolean apm_guard_add_shared_memory (const char *name, GError **error) { return TRUE; }
void apm_guard_remove_shared_memory (const char *name) { }
