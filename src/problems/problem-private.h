/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stdint.h>

/* Between problem.c and problem-rounds.c; no program includes it. */
void    problem_tell          (unsigned mark, int64_t a, int64_t b);
int64_t problem_now_ns        (void);
int     problem_is_watched    (void);   /* by a window; else in a terminal */
int     problem_is_over       (void);
int     problem_has_wrong_sum (void);
void    problem_end_rounds    (void);
