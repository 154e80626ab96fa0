/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stddef.h>

bool places_open  (const char *program);
Dwarf_Die *places_next_unit (Dwarf_Die *unit);
void places_tell  (unsigned long long offset, char *text, size_t size);
void places_print (char *line);
