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

/* The calls of <semaphore.h> and <pthread.h> do what they always do, and tell
 * by the variable's name what they did; of an array, the first that is
 * initialised is name[0], the next name[1], … */
int   problem_sem_init       (sem_t *sem, int shared, unsigned value, const char *name);
int   problem_sem_wait       (sem_t *sem, const char *name);
int   problem_sem_trywait    (sem_t *sem, const char *name);
int   problem_sem_post       (sem_t *sem, const char *name);
int   problem_mutex_init     (pthread_mutex_t *mutex, const pthread_mutexattr_t *attr, const char *name);
int   problem_lock           (pthread_mutex_t *mutex, const char *name);
int   problem_trylock        (pthread_mutex_t *mutex, const char *name);
int   problem_unlock         (pthread_mutex_t *mutex, const char *name);
int   problem_cond_init      (pthread_cond_t *cond, const pthread_condattr_t *attr, const char *name);
int   problem_cond_wait      (pthread_cond_t *cond, pthread_mutex_t *mutex, const char *name, const char *mutex_name);
int   problem_cond_signal    (pthread_cond_t *cond, const char *name);
int   problem_cond_broadcast (pthread_cond_t *cond, const char *name);
int   problem_rdlock         (pthread_rwlock_t *lock, const char *name);
int   problem_wrlock         (pthread_rwlock_t *lock, const char *name);
int   problem_rwunlock       (pthread_rwlock_t *lock, const char *name);
int   problem_meet           (pthread_barrier_t *barrier, const char *name);

#define sem_init(sem, shared, value)    problem_sem_init ((sem), (shared), (value), #sem)
#define sem_wait(sem)                   problem_sem_wait ((sem), #sem)
#define sem_trywait(sem)                problem_sem_trywait ((sem), #sem)
#define sem_post(sem)                   problem_sem_post ((sem), #sem)
#define pthread_mutex_init(mutex, attr) problem_mutex_init ((mutex), (attr), #mutex)
#define pthread_mutex_lock(mutex)       problem_lock ((mutex), #mutex)
#define pthread_mutex_trylock(mutex)    problem_trylock ((mutex), #mutex)
#define pthread_mutex_unlock(mutex)     problem_unlock ((mutex), #mutex)
#define pthread_cond_init(cond, attr)   problem_cond_init ((cond), (attr), #cond)
#define pthread_cond_wait(cond, mutex)  problem_cond_wait ((cond), (mutex), #cond, #mutex)
#define pthread_cond_signal(cond)       problem_cond_signal ((cond), #cond)
#define pthread_cond_broadcast(cond)    problem_cond_broadcast ((cond), #cond)
#define pthread_rwlock_rdlock(lock)     problem_rdlock ((lock), #lock)
#define pthread_rwlock_wrlock(lock)     problem_wrlock ((lock), #lock)
#define pthread_rwlock_unlock(lock)     problem_rwunlock ((lock), #lock)
#define pthread_barrier_wait(barrier)   problem_meet ((barrier), #barrier)
