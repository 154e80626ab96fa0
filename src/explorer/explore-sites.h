/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stdbool.h>

const char *sites_take (const char *program, bool print, const char *const *without, int n_without);
