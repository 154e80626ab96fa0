/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-list-export.h"

G_BEGIN_DECLS

/* The table of who has a file open: rows are ApmOpener. */
extern const ApmColumn  apm_files_columns[];
extern const ApmListing apm_files_listing;

G_END_DECLS
