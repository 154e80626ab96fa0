/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Thousands of processes in a PID namespace of their own, with a /proc of its own:
 * when its first process ends, whatever way, the kernel ends all of them. */

typedef int (*CrowdFunc) (gpointer data);

int      crowd_run   (CrowdFunc    func,
                      gpointer     data,
                      char       **why_not);
gboolean crowd_spawn (const char  *sleeper,
                      guint        n,
                      guint        n_awake,
                      char       **why_not);

G_END_DECLS
