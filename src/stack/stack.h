/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <elfutils/libdwfl.h>
#include <stdbool.h>
#include <stdint.h>

/* One address of a stack. */
typedef struct {
  Dwarf_Addr pc;
  bool       is_activation;   /* where it stands; else where it comes back to */
} Place;

void places_print (Dwfl        *dwfl,
                   const Place *place);
