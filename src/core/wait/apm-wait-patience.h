/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long one who is looked at may keep us waiting. The time for which our own thread
 * waited for a CPU is not his fault: on a busy machine nobody is called slow for it.
 * It is used by the thread that has begun it. Private to the room. */

typedef struct {
  gint64 deadline_us;
  gint64 delayed_ns;     /* for how long this thread had waited for a CPU before */
} ApmPatience;

gint64   apm_patience_read_delay_ns (void);
gboolean apm_patience_is_over       (const ApmPatience *self);

G_END_DECLS
