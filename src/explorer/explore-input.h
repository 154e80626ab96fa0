/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stdbool.h>

/* What the program reads from its standard input is a file that was given. */
bool input_open   (const char *path);
bool input_is_given (void);
const char *input_get_path (void);
void input_reset  (void);
