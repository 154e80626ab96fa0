/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-target.h"

struct _ApmTarget { int pid; };

ApmTarget *apm_target_open (int pid, gint64 started_us, GError **error) { return g_new0 (ApmTarget, 1); }
gboolean apm_target_send (ApmTarget *self, int signum, GError **error) { return TRUE; }
int apm_target_get_pid (ApmTarget *self) { return self->pid; }
void apm_target_free (ApmTarget *self) { g_free (self); }
