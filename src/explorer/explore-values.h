/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The program's global variables, cut into what is one number or one lock: "count",
 * "slots[2]", "bank->account[1].lock". Where they are its debugging information
 * tells before the program is loaded; what they are is read while it runs. */

#define MOST_VALUES 512

typedef struct {
  char      name[64];
  uintptr_t offset;                  /* from the program's beginning; of the pointer, behind one */
  uint32_t  inside;                  /* behind a pointer: from where it points */
  bool      is_behind;
  uint8_t   size;
  char      kind;                    /* i u f, s: a semaphore, l: another lock */
} Value;

typedef struct {
  Value values[MOST_VALUES];
  int   n;
} Values;

extern Values values;

/* explore-variables.c */
void values_find (void);

/* explore-values.c */
bool        values_read        (const Value *value, uint64_t *word);
const char *values_get_name    (uintptr_t address);
void        values_note        (unsigned step);
void        values_report      (void);
int64_t     values_get_number  (const Value *value, uint64_t word);
