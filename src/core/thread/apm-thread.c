/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread.h"

const ApmField apm_thread_fields[] = { { NULL } };

guint64
apm_thread_key (const ApmThread *self)
{
  return 0;
}

void
apm_thread_free (ApmThread *self)
{
}

GPtrArray *
apm_thread_scan (int pid, GError **error)
{
  return NULL;
}
