/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-list-export.h"

G_BEGIN_DECLS

/* The columns of the table of what has changed between two snapshots. */

extern const ApmColumn apm_change_columns[];
extern const ApmListing apm_change_listing;

G_END_DECLS
