/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "source.h"

/* Types as DWARF describes them; what it does not say is 0 or false. */

bool     type_is_lock           (Dwarf_Die  *type);
bool     type_is_aggregate      (int         tag);
bool     type_get_inner         (Dwarf_Die  *die,
                                 Dwarf_Die  *type);
void     type_peel              (Dwarf_Die  *type);
uint64_t type_get_size          (Dwarf_Die  *type);
uint64_t type_count_elements    (Dwarf_Die  *array,
                                 int         skip);
int      type_count_dimensions  (Dwarf_Die  *array);
bool     type_find_member       (Dwarf_Die  *type,
                                 uint64_t    offset,
                                 Dwarf_Die  *member,
                                 uint64_t   *inside);
bool     type_find_named_member (Dwarf_Die  *type,
                                 const char *name,
                                 size_t      length,
                                 Dwarf_Die  *inner,
                                 uint64_t   *offset);
bool     type_describe          (Dwarf_Die   type,
                                 Variable   *variable);
