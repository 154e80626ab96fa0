/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "child.h"

#include <pthread.h>
#include <sys/types.h>

/* The halves of the program that runs into a deadlock: among threads, and the rest. */

void  init_locks     (pthread_mutex_t *mutexes,
                      int              n,
                      int              type,
                      int              protocol,
                      int              robust,
                      int              shared);
void *lock_first     (void            *data);
int   run_in_threads (const char      *kind);

extern pthread_mutex_t locks[];
