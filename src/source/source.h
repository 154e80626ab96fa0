/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <elfutils/libdwfl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What one variable is, for whoever reads it from memory. */
typedef struct {
  uint64_t address;
  uint64_t size;      /* of an element */
  uint64_t count;
  char     kind;      /* 'i', 'u', 'f' */
} Variable;

char *variables_dup_name (Dwfl       *dwfl,
                          pid_t       pid,
                          uint64_t    address);
void  lines_print_ranges (Dwfl      *dwfl,
                          const char *place);
void  variables_list     (Dwfl       *dwfl,
                          size_t      room);
bool  variables_find     (Dwfl       *dwfl,
                          const char *name,
                          Variable   *variable);
