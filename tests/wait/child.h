/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <sys/types.h>

/* What the programs of several processes share. */

void  fail       (const char *what);
pid_t make_child (void);
