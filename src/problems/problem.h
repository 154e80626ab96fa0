/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

/* What a program of the laboratory needs besides ordinary C: its parameters,
 * its actors (threads, or processes with mode=processes), random delays, and
 * one line for each thing worth seeing. Under the Advanced Process Manager what
 * happens is drawn; in a terminal it is printed:
 *
 *   cc -pthread semaphores.c ../problem.c -I.. && ./a.out producers=3 slots=8
 */

/* First of all, and last: `return problem_close ();`. */
void  problem_open      (int argc, char *argv[]);
int   problem_close     (void);

/* "name=number" among the arguments, else $name, else the value given. */
int   problem_parameter (const char *name, int value);

/* Zeroed memory that all actors share, be they threads or processes. */
void *problem_share     (size_t size);

/* Makes actors P1, P2, … of role "P": each calls body (0), body (1), … */
void  problem_start     (const char *role, int count, void (*body) (int self));

/* Lets all actors begin at the same moment; returns when all have ended. */
void  problem_wait      (void);

/* Sleeps from delay_min_ms to delay_max_ms, at random; both are parameters. */
void  problem_delay     (void);

/* Inside the critical section: this item went into, came out of, that slot. */
void  problem_put       (long item, int slot);
void  problem_got       (long item, int slot);

/* A new round that should end with @expected: 1, 2, …, and 0 when a wrong sum
 * was seen or `seconds` (a parameter) are over. */
int   problem_round     (long expected);

/* How the round ended. */
void  problem_sum       (long expected, long actual);

/* Shows this number from time to time while the actors work. */
void  problem_watch     (const volatile long *number);

/* The calls of <semaphore.h> and <pthread.h> do what they always do, and tell
 * by the variable's name what they did. */
int   problem_sem_init  (sem_t *sem, int shared, unsigned value, const char *name);
int   problem_sem_wait  (sem_t *sem, const char *name);
int   problem_sem_post  (sem_t *sem, const char *name);
int   problem_lock      (pthread_mutex_t *mutex, const char *name);
int   problem_unlock    (pthread_mutex_t *mutex, const char *name);

#define sem_init(sem, shared, value) problem_sem_init ((sem), (shared), (value), #sem)
#define sem_wait(sem)                problem_sem_wait ((sem), #sem)
#define sem_post(sem)                problem_sem_post ((sem), #sem)
#define pthread_mutex_lock(mutex)    problem_lock ((mutex), #mutex)
#define pthread_mutex_unlock(mutex)  problem_unlock ((mutex), #mutex)
