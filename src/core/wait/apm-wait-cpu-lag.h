/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The scheduler tells when a thread last ran by a clock of each processor's own, which
 * stands still for interrupts and while a host takes the processor away: after days
 * they differ by seconds. Private to the room. */

gint64 apm_wait_cpu_lag_get_us (int proc_fd,
                                int cpu);

G_END_DECLS
