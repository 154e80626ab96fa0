/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <semaphore.h>
#include <stdint.h>

/* The C library's semaphores in memory that strangers may write to. The library
 * itself ends the program where one does not look as it should; these functions do
 * the same to the same bytes, so that others may use sem_wait() on them, and at worst
 * wait or do not wait. Return 0 or an errno; a deadline is in nanoseconds of
 * CLOCK_MONOTONIC, INT64_MAX for none. Plain C. */

int shared_semaphore_wait  (sem_t   *semaphore,
                            int64_t  deadline_ns);
void shared_semaphore_post (sem_t   *semaphore);
int shared_semaphore_count (sem_t   *semaphore);
