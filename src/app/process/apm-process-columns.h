/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table.h"

G_BEGIN_DECLS

/* The columns of the table of processes; their cell data is the ApmProcessList. */
extern const ApmColumn apm_process_columns[];

G_END_DECLS
