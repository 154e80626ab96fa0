/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore.h"

/* Which operations nobody else can notice when they happen: on memory that only one
 * thread uses, that is only read, or that is always used under the same lock. That
 * is learnt as executions go on; what was taken for local and is not, makes a
 * search begin anew that has relied on it. */

void local_open   (void);
void local_begin  (void);
bool local_is     (int proc);
bool local_happen (int proc);
