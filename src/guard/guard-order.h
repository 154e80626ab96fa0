/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stddef.h>
#include <stdint.h>

/* What the guard is told, one order a packet of a SOCK_SEQPACKET pair. Both ends
 * are built from this tree, so the layout is the machine's own. Plain C: the guard
 * knows no GLib. */

/* Children that end with us carry this variable; its value is the guard's first
 * argument, so those that left their process group are found as well. */
#define GUARD_MARK_VARIABLE "APM_LEASH"

enum { GUARD_SOCKET_FD = 3 };

/* Each order to remove stands behind the one to add. */
typedef enum {
  GUARD_ADD_PROCESS = 1,       /* pid, with its pidfd */
  GUARD_REMOVE_PROCESS,        /* pid */
  GUARD_ADD_FILE,              /* text: an absolute path */
  GUARD_REMOVE_FILE,
  GUARD_ADD_SHARED_MEMORY,     /* text: a name for shm_unlink() */
  GUARD_REMOVE_SHARED_MEMORY,
  GUARD_ADD_QUEUE,             /* text: a name for mq_unlink() */
  GUARD_REMOVE_QUEUE,
  GUARD_ADD_OUTPUT,            /* pid, with one or two reading ends of pipes */
  GUARD_REMOVE_OUTPUT,
  GUARD_DRAIN_OUTPUT,          /* pid: nobody else reads it any more */
} GuardOrderType;

typedef struct {
  uint32_t type;
  int32_t pid;
  char text[4096];             /* ends with NUL; only what is used is sent */
} GuardOrder;

#define GUARD_ORDER_HEAD offsetof (GuardOrder, text)
#define GUARD_MAX_FDS 2

_Static_assert (GUARD_ORDER_HEAD == 8, "an order has a head of 8 bytes");
