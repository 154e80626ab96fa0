/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The states that a search has seen, and the ways between them: what can still come,
 * from each. */

#define GRAPH_END UINT32_MAX

/* A bit a thread. */
typedef struct {
  uint32_t acts;                     /* who does anything from here on, in whatever order */
  uint32_t works;                    /* who of them does what others could notice */
  uint32_t leaves;                   /* who ends, or only waits for others to end */
  bool     ends;                     /* whether an end can be reached */
} Reach;

void   graph_forget (void);
bool   graph_add    (uint32_t from, uint32_t to, uint32_t acts, uint32_t works);
Reach *graph_open   (uint32_t n_states);
void   graph_close  (void);

const Reach *graph_get (uint32_t state);
