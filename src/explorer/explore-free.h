/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <signal.h>

#include "explore-build.h"

void free_run (Build *build, unsigned n_runs, unsigned seconds, char **argv, const volatile sig_atomic_t *ended);
