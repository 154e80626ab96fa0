/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore.h"

/* Trees of who goes on next, and who then. A list of nodes begins with one of them; 0 is
 * none. They lie in a pool, which may be another process's too. */

typedef struct {
  Op       op;
  uint32_t child, next;
  uint8_t  proc;
} Node;

typedef struct {
  Node    *nodes;
  uint32_t n, room, most;            /* it grows as long as @room is less than @most */
  uint32_t free;
} Pool;

void     tree_clear (Pool *pool);
uint32_t tree_add   (Pool *pool, int proc, const Op *op);
uint32_t tree_copy  (Pool *pool, const Pool *from, uint32_t list);
uint32_t tree_pop   (Pool *pool, uint32_t *list, int *proc);
void     tree_drop  (Pool *pool, uint32_t list);
bool     tree_everybody (Pool *pool, uint32_t *list, uint64_t procs);
