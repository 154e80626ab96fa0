/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-view.h"

/* Rows of a name and a number; their key is the first letter of the name. */
typedef struct {
  const char *name;
  int number;
} Row;

typedef struct {
  const Row *rows[64];
  guint n_rows;
  ApmView *view;
} Owner;

static const Row a = { "a", 1 }, b = { "b", 2 }, c = { "c", 3 }, d = { "d", 4 };

extern const ApmViewFuncs table_rows_funcs;

void show_rows (Owner *owner,
                guint  n_rows,
                ...);

/* What was heard is written down. */
void on_changed (gpointer instance,
                 GString *log);
void assert_log (GString    *log,
                 const char *expected);
