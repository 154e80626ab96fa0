/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "privileged-order.h"

#include <sys/types.h>

/* What both modes do with what comes over the socket: who is at its other end, and
 * whether a target is who it is said to be. Nothing that comes is believed. */

#define ORDERS 0   /* the socket is our standard input */

typedef struct {
  uid_t uid;
  gid_t gid;
} Caller;

int      order_find_caller  (Caller                 *caller);
ssize_t  order_receive      (void                   *order,
                             size_t                  size,
                             int                    *pidfds,
                             int                    *n_pidfds);
uint32_t order_check_target (const PrivilegedTarget *target,
                             int                     pidfd);
