/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore.h"

#include <semaphore.h>
#include <stdarg.h>
#include <stdio.h>
#include <threads.h>
#include <time.h>

/* What the program's calls lead to: each has the name of the call behind an x_,
 * see explore-names.c. The timed calls need not know how long. */

/* Another name of the same function. */
#define ALIAS(name, other) extern __typeof__ (x_##other) x_##name __attribute__ ((alias ("x_" #other)));

/* explore-threads.c */
int x_pthread_create (pthread_t *thread, const pthread_attr_t *attributes, void *(*body) (void *), void *argument);
int x_pthread_join (pthread_t thread, void **result);
int x_pthread_detach (pthread_t thread);
_Noreturn void x_pthread_exit (void *result);
pthread_t x_pthread_self (void);
int x_pthread_equal (pthread_t one, pthread_t other);
int x_pthread_once (int *once, void (*body) (void));
int x_pthread_attr_init (pthread_attr_t *attributes);
int x_pthread_attr_setdetachstate (pthread_attr_t *attributes, int state);
int x_pthread_mutexattr_init (pthread_mutexattr_t *attributes);
int x_pthread_mutexattr_settype (pthread_mutexattr_t *attributes, int kind);
int x_pthread_spin_destroy (pthread_spinlock_t *lock);
int x_ignored (void);
int x_pthread_key_create (pthread_key_t *key, void (*destroy) (void *));
int x_pthread_key_delete (pthread_key_t key);
int x_pthread_setspecific (pthread_key_t key, const void *value);
int x_tss_create (pthread_key_t *key, void (*destroy) (void *));
int x_tss_set (pthread_key_t key, void *value);
void *x_pthread_getspecific (pthread_key_t key);

/* explore-mutex.c */
int x_pthread_mutex_init (pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes);
int x_pthread_mutex_destroy (pthread_mutex_t *mutex);
int x_pthread_mutex_lock (pthread_mutex_t *mutex);
int x_pthread_mutex_timedlock (pthread_mutex_t *mutex);
int x_pthread_mutex_trylock (pthread_mutex_t *mutex);
int x_pthread_mutex_unlock (pthread_mutex_t *mutex);
int x_pthread_cond_init (pthread_cond_t *cond);
int x_pthread_cond_destroy (pthread_cond_t *cond);
int x_pthread_cond_wait (pthread_cond_t *cond, pthread_mutex_t *mutex);
int x_pthread_cond_timedwait (pthread_cond_t *cond, pthread_mutex_t *mutex);
int x_pthread_cond_signal (pthread_cond_t *cond);
int x_pthread_cond_broadcast (pthread_cond_t *cond);

/* explore-sem.c */
int x_sem_init (sem_t *address, int shared, unsigned value);
int x_sem_destroy (sem_t *address);
int x_sem_wait (sem_t *sem);
int x_sem_timedwait (sem_t *sem);
int x_sem_trywait (sem_t *address);
int x_sem_post (sem_t *address);
int x_sem_getvalue (sem_t *address, int *value);
int x_pthread_barrier_init (pthread_barrier_t *address, const void *attributes, unsigned count);
int x_pthread_barrier_destroy (pthread_barrier_t *address);
int x_pthread_barrier_wait (pthread_barrier_t *address);

/* explore-rwlock.c */
int x_pthread_rwlock_init (pthread_rwlock_t *lock);
int x_pthread_rwlock_destroy (pthread_rwlock_t *address);
int x_pthread_rwlock_rdlock (pthread_rwlock_t *lock);
int x_pthread_rwlock_timedrdlock (pthread_rwlock_t *lock);
int x_pthread_rwlock_tryrdlock (pthread_rwlock_t *lock);
int x_pthread_rwlock_wrlock (pthread_rwlock_t *lock);
int x_pthread_rwlock_timedwrlock (pthread_rwlock_t *lock);
int x_pthread_rwlock_trywrlock (pthread_rwlock_t *lock);
int x_pthread_rwlock_unlock (pthread_rwlock_t *address);
int x_pthread_spin_init (pthread_spinlock_t *address, int shared);
int x_pthread_spin_lock (pthread_spinlock_t *address);
int x_pthread_spin_trylock (pthread_spinlock_t *address);
int x_pthread_spin_unlock (pthread_spinlock_t *address);

/* explore-c11.c */
int x_thrd_create (thrd_t *thread, int (*body) (void *), void *argument);
int x_thrd_join (thrd_t thread, int *result);
int x_thrd_detach (thrd_t thread);
_Noreturn void x_thrd_exit (int result);
int x_mtx_init (mtx_t *mutex, int type);
void x_mtx_destroy (mtx_t *mutex);
int x_mtx_lock (mtx_t *mutex);
int x_mtx_timedlock (mtx_t *mutex);
int x_mtx_trylock (mtx_t *mutex);
int x_mtx_unlock (mtx_t *mutex);
int x_cnd_init (cnd_t *cond);
void x_cnd_destroy (cnd_t *cond);
int x_cnd_wait (cnd_t *cond, mtx_t *mutex);
int x_cnd_timedwait (cnd_t *cond, mtx_t *mutex);
int x_cnd_signal (cnd_t *cond);
int x_cnd_broadcast (cnd_t *cond);
void x_call_once (once_flag *once, void (*body) (void));

/* explore-libc.c */
int x_printf (const char *format, ...) __attribute__ ((format (printf, 1, 2)));
int x_vprintf (const char *format, va_list args) __attribute__ ((format (printf, 1, 0)));
int x_vfprintf (FILE *file, const char *format, va_list args) __attribute__ ((format (printf, 2, 0)));
int x_fprintf (FILE *file, const char *format, ...) __attribute__ ((format (printf, 2, 3)));
int x_puts (const char *text);
int x_putchar (int c);
int x_fputs (const char *text, FILE *file);
int x_fputc (int c, FILE *file);
size_t x_fwrite (const void *data, size_t size, size_t n, FILE *file);
void x_perror (const char *text);
_Noreturn void x_exit (int status);
_Noreturn void x_abort (void);
_Noreturn void x___assert_fail (const char *expression, const char *file, unsigned line, const char *function);
_Noreturn void x_invariant (const char *text, void *caller);
int *x___errno_location (void);
int x_rand (void);
long x_random (void);
double x_drand48 (void);
int x_rand_r (unsigned *seed);
time_t x_time (time_t *when);
clock_t x_clock (void);
int x_clock_gettime (clockid_t id, struct timespec *when);
int x_timespec_get (struct timespec *when, int base);
int x_gettimeofday (long *when);
int x_sleep (void);
int x_getpid (void);
int x_gettid (void);
long x_sysconf (int name);
void *x_malloc (size_t size);
void *x_calloc (size_t n, size_t size);
void x_free (void *pointer);
void *x_realloc (void *pointer, size_t size);
void *x_aligned_alloc (size_t align, size_t size);
int x_posix_memalign (void **pointer, size_t align, size_t size);

/* explore-input.c */
int x_getchar (void);
int x_fgetc (FILE *file);
char *x_fgets (char *to, int size, FILE *file);
size_t x_fread (void *to, size_t size, size_t n, FILE *file);
int x_feof (FILE *file);
int x_scanf (const char *format, ...) __attribute__ ((format (scanf, 1, 2)));
int x_fscanf (FILE *file, const char *format, ...) __attribute__ ((format (scanf, 2, 3)));

/* explore-promise.c */
void x_promise_actors (int n);
void x_promise_actor (int index);
void x_promise_parameter (const char *name, long value);
void x_promise_does (const char *activity, void *caller);
void x_promise_show (const char *name, long value, void *caller);

/* explore-text.c */
void *x_memcpy (void *to, const void *from, size_t size);
void *x_memmove (void *to, const void *from, size_t size);
void *x_memset (void *to, int byte, size_t size);
int x_memcmp (const void *one, const void *other, size_t size);
size_t x_strlen (const char *text);
char *x_strcpy (char *to, const char *from);
char *x_strncpy (char *to, const char *from, size_t size);
char *x_strcat (char *to, const char *from);
char *x_strncat (char *to, const char *from, size_t size);
char *x_stpcpy (char *to, const char *from);
char *x_strndup (const char *text, size_t size);
int x_strcmp (const char *one, const char *other);
int x_strncmp (const char *one, const char *other, size_t size);
char *x_strdup (const char *text);
int x_snprintf (char *to, size_t size, const char *format, ...) __attribute__ ((format (printf, 3, 4)));
int x_sprintf (char *to, const char *format, ...) __attribute__ ((format (printf, 2, 3)));
int x_vsnprintf (char *to, size_t size, const char *format, va_list args) __attribute__ ((format (printf, 3, 0)));
int x_vsprintf (char *to, const char *format, va_list args) __attribute__ ((format (printf, 2, 0)));
void x_qsort (void *base, size_t n, size_t size, int (*compare) (const void *, const void *));
