/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "../counts.h"
#include "../until.h"

#include <string.h>

/* A folder of its own for each test, gone afterwards. */

typedef struct {
  char      *dir;
  char      *path;   /* of a log file in it */
  GPtrArray *told;   /* sentences */
} LogTest;

typedef void (*LogTestFunc) (LogTest *test, gconstpointer data);

void  log_test_add         (const char  *name,
                            LogTestFunc  func);
guint log_test_count_lines (const char  *path);
