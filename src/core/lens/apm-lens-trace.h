/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens.h"

G_BEGIN_DECLS

/* Writes the timeline of a watched program to a file: for Perfetto and Chrome
 * (https://ui.perfetto.dev opens it) as JSON, or as CSV where the name ends in
 * .csv. Waits are slices of their thread, what is held are asynchronous slices,
 * since these need not nest. Blocking; any thread but a window's main one. */

gboolean apm_lens_trace_write (ApmLens     *lens,
                               const char  *path,
                               GError     **error);

G_END_DECLS
