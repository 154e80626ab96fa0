/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-patience.h"

G_BEGIN_DECLS

/* Another process' memory, read by process_vm_readv(2): nobody is stopped. */

typedef struct {
  guint64  address;
  gsize    size;           /* wanted */
  gpointer data;           /* of @size bytes; what was not read is 0 */
  gsize    n_read;
} ApmMemoryWindow;

int apm_wait_memory_read (int                pid,
                          ApmMemoryWindow   *windows,
                          guint              n_windows,
                          const ApmPatience *patience);

G_END_DECLS
