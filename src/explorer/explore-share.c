/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-share-private.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#define LOOK_NS     20000000           /* between looks whether it is cancelled */

Share *share;
ShareOwn share_own;

/* To be called before the processes are made. Returns: false where there is no memory */
bool
share_open (int n_jobs)
{
  pthread_mutexattr_t mutex;
  pthread_condattr_t cond;
  void *memory = mmap (NULL, sizeof *share, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  if (memory == MAP_FAILED)
    return false;
  share = memory;
  share->n_jobs = n_jobs;
  share->n_ids = 1;
  share->n_places = share->n_choices = 1;
  share->n_left = MOST_PLACES - 1;
  share->n_choices_left = MOST_KNOWN - 1;
  share->pool = (Pool) { share->nodes, 1, MOST_SHARED, MOST_SHARED, 0 };
  pthread_mutexattr_init (&mutex);
  pthread_mutexattr_setpshared (&mutex, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_settype (&mutex, PTHREAD_MUTEX_ADAPTIVE_NP);
  pthread_mutex_init (&share->lock, &mutex);
  pthread_condattr_init (&cond);
  pthread_condattr_setpshared (&cond, PTHREAD_PROCESS_SHARED);
  pthread_condattr_setclock (&cond, CLOCK_MONOTONIC);
  pthread_cond_init (&share->changed, &cond);

  return true;
}

/* 0 leads. @always_some: see share_some() */
void
share_join (int  job,
            bool always_some)
{
  share_own.job = job;
  share_own.always = always_some;
  share_own.places = calloc (run.options.most_steps + 1u, sizeof *share_own.places);
  if (share_own.places == NULL)
    share = NULL;
  if (share)
    run_share_ids (share->ids, &share->n_ids);
}

bool
share_is_leader (void)
{
  return share_own.job == 0;
}

void
share_lock (void)
{
  if (share)
    pthread_mutex_lock (&share->lock);
}

void
share_unlock (void)
{
  if (share)
    pthread_mutex_unlock (&share->lock);
}

/* With the lock held: what share_read() looks at is about to change. */
void
share_change (void)
{
  __atomic_store_n (&share->changes, share->changes + 1, __ATOMIC_RELAXED);
  __atomic_thread_fence (__ATOMIC_SEQ_CST);
}

void
share_changed (void)
{
  __atomic_store_n (&share->changes, share->changes + 1, __ATOMIC_RELEASE);
}

/* Places and choices may be looked at without the lock; what was seen holds where
 * share_has_read(). Returns: false where they change just now */
bool
share_read (uint32_t *changes)
{
  *changes = __atomic_load_n (&share->changes, __ATOMIC_ACQUIRE);

  return *changes % 2 == 0;
}

bool
share_has_read (uint32_t changes)
{
  __atomic_thread_fence (__ATOMIC_ACQUIRE);

  return __atomic_load_n (&share->changes, __ATOMIC_RELAXED) == changes;
}

/* Until something changes, or for a moment. */
void
share_wait_a_little (void)
{
  struct timespec until;

  clock_gettime (CLOCK_MONOTONIC, &until);
  until.tv_nsec += LOOK_NS;
  if (until.tv_nsec >= 1000000000)
    until.tv_sec++, until.tv_nsec -= 1000000000;
  pthread_cond_timedwait (&share->changed, &share->lock, &until);
}

/* Until help is called for. Returns: false where none is needed any more */
bool
share_wait (void)
{
  bool needed;

  if (share == NULL)
    return false;
  share_lock ();
  while (!share->called)
    pthread_cond_wait (&share->changed, &share->lock);
  needed = !share->closed;
  share_unlock ();

  return needed;
}

/* Is the program here where it is for the leader, and is help still needed? Then this
 * process is waited for until it has told what it has found. */
bool
share_agrees (uintptr_t fingerprint)
{
  bool agrees = true;

  if (share == NULL)
    return false;
  share_lock ();
  if (share_is_leader ())
    share->fingerprint = fingerprint;
  else
    agrees = share->fingerprint == fingerprint && !share->closed;
  share->n_searching += agrees;
  share_unlock ();

  return agrees;
}

/* A search begins, in which others may help, or may not: what was shared is of one search.
 * @look: called while it waits for the others; is it over? */
void
share_begin (bool   shares,
             bool (*look) (void))
{
  share_own.shares = shares && share;
  share_own.look = look;
}

/* @ticks: how long to help at most */
void
share_call (unsigned ticks)
{
  if (share == NULL || share->called)
    return;
  share_lock ();
  share->called = true;
  share->ticks = ticks;
  pthread_cond_broadcast (&share->changed);
  share_unlock ();
}

/* Of those who were called. */
unsigned
share_ticks (void)
{
  return share->ticks;
}

/* Nobody searches on. */
void
share_stop (void)
{
  if (share == NULL)
    return;
  share_lock ();
  share->stopped = true;
  pthread_cond_broadcast (&share->changed);
  share_unlock ();
}

bool
share_is_stopped (void)
{
  return share && *(volatile bool *) &share->stopped;
}

/* Where this process writes what it has found. */
Result *
share_result (void)
{
  static Result alone;

  return share ? &share->results[share_own.job] : &alone;
}

/* The others may read it now. */
void
share_tell (void)
{
  share_lock ();
  share->n_told++;
  pthread_cond_broadcast (&share->changed);
  share_unlock ();
}

/* Waits until all who help have told; nobody begins to help any more.
 * Returns: (nullable): what the others have found, one after the other from 1 on */
const Result *
share_hear (int job)
{
  if (share == NULL || job >= share->n_jobs)
    return NULL;
  share_lock ();
  share->closed = true;
  while (share->n_told < share->n_searching - 1)
    share_wait_a_little ();
  share_unlock ();

  return &share->results[job];
}

/* Adds how many executions the others have tried so far. */
void
share_add_others (uint64_t *executions,
                  uint64_t *complete)
{
  for (int i = 1; share && share_is_leader () && i < share->n_jobs; i++)
    {
      const volatile Counts *counts = &share->results[i].counts;

      *executions += counts->executions;
      *complete += counts->complete;
    }
}
