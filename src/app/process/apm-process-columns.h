/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-list-export.h"

G_BEGIN_DECLS

/* The columns of the table of processes; their cell data is the ApmProcessList. */
extern const ApmColumn apm_process_columns[];

/* How they leave the window; of a tree, depth and parent go with them. */
extern const ApmListing apm_process_listing;
extern const ApmListing apm_process_tree_listing;

G_END_DECLS
