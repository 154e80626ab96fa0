/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The operations on locks and semaphores that a C source calls, line by line, as it
 * is written: what can be left out of a run before it has ever been run.
 * Read tests/sync/test-operations.c first. */

typedef struct {
  guint line;                /* from 1 */
  char *text;                /* "sem_wait (&buffer->empty)" */
} ApmOperation;

GArray *apm_operations_find (const char *source);

G_END_DECLS
