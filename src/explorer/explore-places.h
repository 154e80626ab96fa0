/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stdbool.h>

bool places_open  (const char *program);
void places_print (char *line);
