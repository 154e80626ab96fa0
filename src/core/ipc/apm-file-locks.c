/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-file-locks.h"

#include "apm-error.h"

const ApmField apm_file_lock_fields[] = { { NULL } };

ApmFileLocks *
apm_file_locks_read (const ApmPeers  *peers,
                     GError         **error)
{
  g_set_error_literal (error, APM_ERROR, APM_ERROR_FAILED, "Not known yet");

  return NULL;
}

void
apm_file_locks_free (ApmFileLocks *self)
{
}
