/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore.h"

/* The program reads, or writes, memory: an operation. */
void hook_read  (const void *address, size_t size, uintptr_t pc);
void hook_write (const void *address, size_t size, uintptr_t pc);
