/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

/* What a program of the laboratory needs besides ordinary C: its parameters,
 * its actors (threads, or processes with mode=processes), random delays, and
 * one line for each thing worth seeing that no lock tells. Under the Advanced
 * Process Manager what happens is drawn; in a terminal it is printed:
 *
 *   cc -pthread semaphores.c ../problem*.c -I.. && ./a.out producers=3 slots=8
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

/* The same for actors who serve the others for ever: nobody waits for them. */
void  problem_start_service (const char *role, int count, void (*body) (int self));

/* Lets all actors begin at the same moment; returns when all have ended. */
void  problem_wait      (void);

/* I am killed here, as by kill -9, with all that I hold; of processes alone. */
void  problem_die       (void);

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

/* What I do from now on: a word of up to 8 letters, "eats". Who does what, and how
 * many, is what problem.ini makes its invariants of. Told after coming in and
 * before going out, so that nobody is said to be inside who is not. */
void  problem_does      (const char *activity);

/* A number worth seeing, and to make invariants of. */
void  problem_show      (const char *name, long value);

/* Sleeps so many milliseconds, to make something likely that seldom happens. */
void  problem_sleep     (int ms);

/* Actors are processes, whatever `mode` says. */
void  problem_use_processes (void);
