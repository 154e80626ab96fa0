/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

/* src/problems/problem.h for a program that is explored: actors are threads, small
 * numbers of everything, no delays, one round, and what must hold is checked on
 * the spot. Locks and semaphores are the ordinary ones. */

void  problem_open      (int argc, char *argv[]);
int   problem_close     (void);
int   problem_parameter (const char *name, int value);
void *problem_share     (size_t size);
void  problem_start     (const char *role, int count, void (*body) (int self));
void  problem_wait      (void);
void  problem_delay     (void);
void  problem_put       (long item, int slot);
void  problem_got       (long item, int slot);
int   problem_round     (long expected);
void  problem_sum       (long expected, long actual);
void  problem_watch     (const volatile long *number);
void  problem_does      (const char *activity);
void  problem_show      (const char *name, long value);
void  problem_sleep     (int ms);

/* Explored, they serve as long as the others work, as they do otherwise. */
void  problem_start_service (const char *role, int count, void (*body) (int self));

/* Not defined here: whoever calls these cannot be explored, and is told where. */
void  problem_use_processes (void);
void  problem_die       (void);
