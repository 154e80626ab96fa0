/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stddef.h>
#include <stdint.h>

/* A ring of messages in named shared memory, as the textbook has it: two semaphores
 * that processes share tell of free slots and of full ones, and a lock lets one
 * process at a time move a place. Plain C, without GLib: the program that measures
 * channels has it too.
 *
 * The memory belongs to strangers as well. Its sizes are looked at once, against the
 * size of the file, and kept here; places and lengths are checked at each use. A
 * message is there when its place has been moved, which is one store: whoever is
 * killed, at whatever instruction, leaves none that is not whole, takes none with it
 * that was, and his lock is taken over after a second. Functions return 0 or an
 * errno; a deadline is in nanoseconds of CLOCK_MONOTONIC, INT64_MAX for none, and
 * waits up to two seconds longer where whoever has the lock does not go on. EBADMSG:
 * what is there cannot be true. Read tests/ipc/test-shared-ring.c first. */

#define SHARED_RING_MOST_SLOTS 65536u
#define SHARED_RING_MOST_SIZE  (16u * 1024 * 1024)

struct shared_ring_head;

struct shared_ring {
  struct shared_ring_head *head;     /* NULL: not open */
  size_t                   mapped;
  uint32_t                 n_slots;
  uint32_t                 slot_size;  /* bytes of the longest message */
};

int  shared_ring_create  (struct shared_ring *ring,
                          const char         *name,
                          uint32_t            n_slots,
                          uint32_t            slot_size);
int  shared_ring_open    (struct shared_ring *ring,
                          const char         *name);
int  shared_ring_send    (struct shared_ring *ring,
                          const void         *data,
                          uint32_t            length,
                          int64_t             deadline_ns);
int  shared_ring_receive (struct shared_ring *ring,
                          void               *data,
                          uint32_t           *length,
                          int64_t             deadline_ns);
int  shared_ring_count   (struct shared_ring *ring);
void shared_ring_close   (struct shared_ring *ring);
