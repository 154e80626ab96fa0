/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore-work.h"

#include <signal.h>

/* The processes that search, as their creator sees them: it starts them, passes on what
 * the first of them says with places in words, and ends them. Where one does not come to
 * its end there is no verdict. */
void jobs_search (const char *program, const WorkOptions *options, volatile sig_atomic_t *was_ended);
