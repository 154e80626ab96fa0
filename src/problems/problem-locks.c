/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "problem.h"
#include "problem-private.h"
#include "problem-report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Locks that tell. In parentheses a name is the function itself, not our macro. */

#define MOST_NAMED 128

/* Elements of arrays, in the order of their initialisation; main () fills it
 * before there are actors, so processes have it as well. */
static struct {
  const void *address;
  char        name[9];
} named[MOST_NAMED];
static int n_named;

/* "&buffer->empty" is told as "empty", "&table->forks[i]" as "forks". */
static void
copy_name (const char *expression, char name[9])
{
  const char *from = expression;
  const char *end = strchr (expression, '[');
  size_t length;

  if (end == NULL)
    end = expression + strlen (expression);
  for (const char *c = expression; c < end; c++)
    if (strchr ("&>.*( ", *c))
      from = c + 1;

  length = (size_t) (end - from);
  if (length > 8)
    length = 8;
  memcpy (name, from, length);
  name[length] = '\0';
}

static void
name_element (const void *address, const char *expression)
{
  char base[9];
  unsigned n = 0;

  if (strchr (expression, '[') == NULL || n_named == MOST_NAMED)
    return;

  copy_name (expression, base);
  base[4] = '\0';
  for (int i = 0; i < n_named; i++)
    n += strncmp (named[i].name, base, strlen (base)) == 0;

  /* Up to four letters and two digits: "fork[12]". */
  snprintf (named[n_named].name, sizeof named->name, "%.4s[%u]", base, n % 100);
  named[n_named++].address = address;
}

/* A name travels as the bytes of a number. */
static int64_t
pack_name (const void *address, const char *expression)
{
  int64_t packed = 0;
  char name[9];

  copy_name (expression, name);
  for (int i = 0; i < n_named; i++)
    if (named[i].address == address)
      memcpy (name, named[i].name, sizeof name);

  memcpy (&packed, name, strlen (name));
  return packed;
}

/* Semaphores */

int
problem_sem_init (sem_t *sem, int shared, unsigned value, const char *name)
{
  name_element (sem, name);
  problem_report (PROBLEM_OP_SEM_INIT, pack_name (sem, name), value);
  return (sem_init) (sem, shared, value);
}

int
problem_sem_trywait (sem_t *sem, const char *name)
{
  int result = (sem_trywait) (sem);

  if (result == 0)
    problem_report (PROBLEM_OP_SEM_TAKEN, pack_name (sem, name), 0);

  return result;
}

int
problem_sem_wait (sem_t *sem, const char *name)
{
  int result = (sem_trywait) (sem);

  if (result < 0 && errno == EAGAIN)
    {
      problem_report (PROBLEM_OP_SEM_WAIT, pack_name (sem, name), 0);
      result = (sem_wait) (sem);
    }
  if (result == 0)
    problem_report (PROBLEM_OP_SEM_TAKEN, pack_name (sem, name), 0);

  return result;
}

int
problem_sem_post (sem_t *sem, const char *name)
{
  problem_report (PROBLEM_OP_SEM_POST, pack_name (sem, name), 0);
  return (sem_post) (sem);
}

/* Mutexes; one whose holder has died (EOWNERDEAD) is held as well. */

int
problem_mutex_init (pthread_mutex_t *mutex, const pthread_mutexattr_t *attr, const char *name)
{
  name_element (mutex, name);
  return (pthread_mutex_init) (mutex, attr);
}

static int
tell_locked (int result, const void *lock, const char *name)
{
  if (result == 0 || result == EOWNERDEAD)
    problem_report (PROBLEM_OP_LOCKED, pack_name (lock, name), 0);

  return result;
}

int
problem_trylock (pthread_mutex_t *mutex, const char *name)
{
  return tell_locked ((pthread_mutex_trylock) (mutex), mutex, name);
}

int
problem_lock (pthread_mutex_t *mutex, const char *name)
{
  int result = (pthread_mutex_trylock) (mutex);

  if (result == EBUSY)
    {
      problem_report (PROBLEM_OP_LOCK_WAIT, pack_name (mutex, name), 0);
      result = (pthread_mutex_lock) (mutex);
    }

  return tell_locked (result, mutex, name);
}

int
problem_unlock (pthread_mutex_t *mutex, const char *name)
{
  problem_report (PROBLEM_OP_UNLOCK, pack_name (mutex, name), 0);
  return (pthread_mutex_unlock) (mutex);
}

/* Conditions */

int
problem_cond_init (pthread_cond_t *cond, const pthread_condattr_t *attr, const char *name)
{
  name_element (cond, name);
  return (pthread_cond_init) (cond, attr);
}

int
problem_cond_wait (pthread_cond_t *cond, pthread_mutex_t *mutex, const char *name, const char *mutex_name)
{
  int64_t what = pack_name (cond, name), lock = pack_name (mutex, mutex_name);
  int result;

  problem_report (PROBLEM_OP_COND_WAIT, what, lock);
  result = (pthread_cond_wait) (cond, mutex);
  problem_report (PROBLEM_OP_COND_WOKEN, what, lock);

  return result;
}

int
problem_cond_signal (pthread_cond_t *cond, const char *name)
{
  problem_report (PROBLEM_OP_COND_SIGNAL, pack_name (cond, name), 0);
  return (pthread_cond_signal) (cond);
}

int
problem_cond_broadcast (pthread_cond_t *cond, const char *name)
{
  problem_report (PROBLEM_OP_COND_SIGNAL, pack_name (cond, name), 1);
  return (pthread_cond_broadcast) (cond);
}

/* Read-write locks and barriers */

int
problem_rdlock (pthread_rwlock_t *lock, const char *name)
{
  int result = pthread_rwlock_tryrdlock (lock);

  if (result == EBUSY)
    {
      problem_report (PROBLEM_OP_LOCK_WAIT, pack_name (lock, name), 0);
      result = (pthread_rwlock_rdlock) (lock);
    }
  if (result == 0)
    problem_report (PROBLEM_OP_READ_LOCKED, pack_name (lock, name), 0);

  return result;
}

int
problem_wrlock (pthread_rwlock_t *lock, const char *name)
{
  int result = pthread_rwlock_trywrlock (lock);

  if (result == EBUSY)
    {
      problem_report (PROBLEM_OP_LOCK_WAIT, pack_name (lock, name), 0);
      result = (pthread_rwlock_wrlock) (lock);
    }

  return tell_locked (result, lock, name);
}

int
problem_rwunlock (pthread_rwlock_t *lock, const char *name)
{
  problem_report (PROBLEM_OP_UNLOCK, pack_name (lock, name), 0);
  return (pthread_rwlock_unlock) (lock);
}

int
problem_meet (pthread_barrier_t *barrier, const char *name)
{
  int64_t packed = pack_name (barrier, name);
  int result;

  problem_report (PROBLEM_OP_MEET_WAIT, packed, 0);
  result = (pthread_barrier_wait) (barrier);
  problem_report (PROBLEM_OP_MEET_PASSED, packed, 0);

  return result;
}
