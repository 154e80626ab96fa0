/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-list-export.h"

G_BEGIN_DECLS

/* The columns of the list of messages that arrived, and how it leaves the window. */

extern const ApmColumn apm_message_columns[];
extern const ApmListing apm_message_listing;

G_END_DECLS
