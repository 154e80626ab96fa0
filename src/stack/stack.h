/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <elfutils/libdwfl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* One address of a stack. */
typedef struct {
  Dwarf_Addr pc;
  bool       is_activation;   /* where it stands; else where it comes back to */
} Place;

void  places_print        (Dwfl               *dwfl,
                           const Place        *place);
char *places_dup_function (Dwfl_Module        *module,
                           Dwarf_Addr          pc);
char *places_dup_source   (Dwfl_Module        *module,
                           Dwarf_Addr          pc);
bool  process_is_from     (pid_t               pid,
                           unsigned long long  start);
int   asleep_main         (int                 argc,
                           char              **argv);
