/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore.h"

#include <stdarg.h>

/* The program reads, or writes, memory: an operation. */
void hook_read  (const void *address, size_t size, uintptr_t pc);
void hook_write (const void *address, size_t size, uintptr_t pc);

/* explore-text.c: with its zero; what is printed is read; what nobody can write is not worth an operation. */
size_t hook_size (const char *text, uintptr_t pc);
void hook_text   (const void *text, size_t size, uintptr_t pc);
void hook_format (const char *format, va_list args, uintptr_t pc) __attribute__ ((format (printf, 1, 0)));
