/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stdbool.h>

/* The program is a stranger's: before it is loaded this process gives away what
 * it does not need, and once more before it runs. */
bool guard_limit  (unsigned seconds);
bool guard_load   (void);
bool guard_run    (int report_fd);
void guard_watch  (void);

#define TICKS_A_SECOND 20

extern volatile unsigned guard_ticks;   /* of CPU */
extern volatile bool     guard_cancelled;   /* SIGTERM has come */
