/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stdbool.h>
#include <stdio.h>

void names_print      (FILE *file);
bool names_allow      (const char *name);
