/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "privileged-order.h"

/* What travels over the standard input of "apm-privileged look" and "look-all": the
 * helper says hello once it has given away every other right; then for each order,
 * with a pidfd for each of its targets, it answers by packets of waits, the last of
 * which has the results. It goes on until the other end is closed. What it answers
 * are conclusions: no byte, no address and no register of a target. */

#define LOOK_MAGIC 0x41504c31u        /* "APL1" */
#define LOOK_MOST_THREADS 4096        /* of an order; the others are left out */
#define LOOK_MOST_GROUPS 16
#define LOOK_MOST_ENDERS 32           /* of all groups; a group that was cut is not complete */
#define LOOK_NAME_BYTES 160           /* with the 0 that ends it */
#define LOOK_WAITS_A_PACKET 32

typedef struct {
  uint32_t         magic;
  uint32_t         serial;            /* is repeated in the answer */
  uint32_t         n_targets;
  uint32_t         reserved;          /* 0 */
  PrivilegedTarget targets[PRIVILEGED_MOST_TARGETS];   /* tid 0 */
} LookOrder;

/* An ApmWait, without what was read to come to it. */
typedef struct {
  int32_t  pid, tid;
  uint32_t kind, grade, nature, flags, finding, unknown;
  int32_t  fd;
  int32_t  owner;
  int64_t  left_us;
  uint64_t space, id;                 /* an address is made unknowable, but equal stays equal */
  uint32_t count[2];
  uint32_t n_groups;
  uint32_t complete;                  /* a bit for each group */
  uint32_t n_enders[LOOK_MOST_GROUPS];
  struct {
    int32_t pid, tid;
  }        enders[LOOK_MOST_ENDERS];  /* of the first group, then of the second… */
  char     name[LOOK_NAME_BYTES];
} LookWait;

typedef struct {
  uint32_t magic;
  uint32_t serial;                    /* 0: hello */
  uint32_t n_waits;
  uint32_t is_last;
  uint32_t results[PRIVILEGED_MOST_TARGETS];   /* with the last, of each target; hello has one */
} LookHead;

typedef struct {
  LookHead head;
  LookWait waits[LOOK_WAITS_A_PACKET];
} LookPacket;

_Static_assert (sizeof (LookOrder) == 1040 && sizeof (LookHead) == 272 && sizeof (LookWait) == 560,
                "they cross a socket");
