/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-shared-ring.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Ways for bytes to go from one process to another: each is made before fork(), and
 * then used by one process at each end with the plain system calls, nothing between. */

typedef struct {
  int fds[2];                /* where it is read and where it is written; -1: none */
  struct shared_ring ring;
  int signum;
  pid_t target;              /* of signals: who is to get them */
} Way;

typedef struct {
  const char *name;
  size_t      size;          /* bytes that a message always has; 0: as asked */
  size_t      most;          /* and how many it may have */
  int        (*make)    (Way *there, Way *back, size_t size);   /* 0 or errno */
  int        (*send)    (Way *way, const void *bytes, size_t size);
  int        (*receive) (Way *way, void *bytes, size_t size);   /* one message, or size bytes */
} WayKind;

extern const WayKind way_kinds[];
extern const unsigned n_way_kinds;

void way_unmake (Way *way);
