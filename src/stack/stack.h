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
char *places_dup_readable (const char         *symbol);
void  places_take_apart   (Dwfl_Module        *module,
                           Dwarf_Addr          pc,
                           bool              (*is_boring) (const char *source),
                           char              **function,
                           char              **source);
#define WORTH_BEST 3      /* no frame further out says more */

bool  worth_is_of_system  (const char         *path,
                           const char         *program);
bool  worth_is_c_library  (const char         *path);
bool  worth_is_of_language (const char        *source);
int   worth_weigh         (bool                is_of_system,
                           const char         *function,
                           const char         *source);

bool  process_is_from     (pid_t               pid,
                           unsigned long long  start);
int   asleep_main         (int                 argc,
                           char              **argv);
