/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens-names.h"

G_BEGIN_DECLS

/* Reads a variable of a running program, as numbers, without stopping it: a moment
 * in which others may be writing it. Some microseconds; any thread. */

gboolean apm_lens_values_read (int                    pid,
                               const ApmLensVariable *variable,
                               double                *values,
                               guint                  n);

G_END_DECLS
