/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Where the C library keeps the owner of a lock is no promise of it. So each kind of
 * wait is made once, by threads of our own, and looked at as those of others are. What
 * is told otherwise than it is, is not told of anybody. */

#define DEADLINE_US (2 * G_USEC_PER_SEC)
#define WRONG_LOOKS 5
#define WRONG_US (G_USEC_PER_SEC / 5)
#define BLOCK_MS 1

typedef struct {
  pthread_mutex_t   mutex;
  pthread_mutex_t   guard;        /* of the condition */
  pthread_cond_t    condition;
  gboolean          is_over;
  pthread_rwlock_t  rwlock;
  pthread_barrier_t barrier;
  sem_t             semaphore;
  sem_t             end;          /* posted for each who waits for the test's end */
  FILE             *file;
  pthread_t         sleeper;
  int               sleeper_tid;
} Objects;

typedef struct {
  ApmWaitKind kind;
  void      (*wait) (Objects *objects);
  gboolean    has_owner;          /* the thread that tests; of a join: the sleeper */
} Trial;

typedef struct {
  const Trial *trial;
  Objects     *objects;
  pthread_t    thread;
  gboolean     is_started;
  int          tid;
  guint64      wrong_address;     /* of the futex at which it was told wrong */
  gint64       wrong_since_us;
  guint        n_wrong;           /* looks since then, all of them wrong */
  gboolean     is_settled;
  gboolean     is_distrusted;
} Waiter;

static void
wait_mutex (Objects *objects)
{
  pthread_mutex_lock (&objects->mutex);
  pthread_mutex_unlock (&objects->mutex);
}

static void
wait_condition (Objects *objects)
{
  pthread_mutex_lock (&objects->guard);
  while (!objects->is_over)
    pthread_cond_wait (&objects->condition, &objects->guard);
  pthread_mutex_unlock (&objects->guard);
}

static void
wait_semaphore (Objects *objects)
{
  while (sem_wait (&objects->semaphore) != 0)
    ;
}

static void
wait_rwlock (Objects *objects)
{
  pthread_rwlock_wrlock (&objects->rwlock);
  pthread_rwlock_unlock (&objects->rwlock);
}

static void
wait_rwlock_to_read (Objects *objects)
{
  pthread_rwlock_rdlock (&objects->rwlock);
  pthread_rwlock_unlock (&objects->rwlock);
}

static void
wait_barrier (Objects *objects)
{
  pthread_barrier_wait (&objects->barrier);
}

static void
wait_join (Objects *objects)
{
  pthread_join (objects->sleeper, NULL);
}

static void
wait_file (Objects *objects)
{
  flockfile (objects->file);
  funlockfile (objects->file);
}

static const Trial trials[] = {
  { APM_WAIT_MUTEX, wait_mutex, TRUE },
  { APM_WAIT_CONDITION, wait_condition, FALSE },
  { APM_WAIT_SEMAPHORE, wait_semaphore, FALSE },
  { APM_WAIT_RWLOCK_WRITE, wait_rwlock, TRUE },
  { APM_WAIT_RWLOCK_READ, wait_rwlock_to_read, TRUE },
  { APM_WAIT_BARRIER, wait_barrier, FALSE },
  { APM_WAIT_JOIN, wait_join, TRUE },
  { APM_WAIT_STDIO_LOCK, wait_file, TRUE },
};

static void *
run_waiter (void *data)
{
  Waiter *waiter = data;

  g_atomic_int_set (&waiter->tid, (int) syscall (SYS_gettid));
  waiter->trial->wait (waiter->objects);

  return NULL;
}

static void *
run_sleeper (void *data)
{
  Objects *objects = data;

  g_atomic_int_set (&objects->sleeper_tid, (int) syscall (SYS_gettid));
  while (sem_wait (&objects->end) != 0)
    ;

  return NULL;
}

static gboolean
make_objects (Objects *objects)
{
  pthread_mutex_init (&objects->mutex, NULL);
  pthread_mutex_init (&objects->guard, NULL);
  pthread_cond_init (&objects->condition, NULL);
  pthread_rwlock_init (&objects->rwlock, NULL);
  pthread_barrier_init (&objects->barrier, NULL, 2);
  sem_init (&objects->semaphore, 0, 0);
  sem_init (&objects->end, 0, 0);
  objects->file = fopen ("/dev/null", "we");
  if (!objects->file || pthread_create (&objects->sleeper, NULL, run_sleeper, objects) != 0)
    return FALSE;
  pthread_mutex_lock (&objects->mutex);
  pthread_rwlock_wrlock (&objects->rwlock);
  flockfile (objects->file);

  return TRUE;
}

static void
release (Waiter  *waiters,
         Objects *objects)
{
  pthread_mutex_unlock (&objects->mutex);
  pthread_rwlock_unlock (&objects->rwlock);
  funlockfile (objects->file);
  pthread_mutex_lock (&objects->guard);
  objects->is_over = TRUE;
  pthread_cond_broadcast (&objects->condition);
  pthread_mutex_unlock (&objects->guard);
  sem_post (&objects->semaphore);
  sem_post (&objects->end);
  for (guint i = 0; i < G_N_ELEMENTS (trials); i++)
    {
      if (waiters[i].is_started && trials[i].kind == APM_WAIT_BARRIER)
        pthread_barrier_wait (&objects->barrier);
      if (waiters[i].is_started)
        pthread_join (waiters[i].thread, NULL);
      else if (trials[i].kind == APM_WAIT_JOIN)
        pthread_join (objects->sleeper, NULL);
    }
}

static void
free_objects (Objects *objects)
{
  pthread_mutex_destroy (&objects->mutex);
  pthread_mutex_destroy (&objects->guard);
  pthread_cond_destroy (&objects->condition);
  pthread_rwlock_destroy (&objects->rwlock);
  pthread_barrier_destroy (&objects->barrier);
  sem_destroy (&objects->semaphore);
  sem_destroy (&objects->end);
  g_clear_pointer (&objects->file, fclose);
}

/* At one futex, and for so long that it is no lock which the C library takes for a moment:
 * on a busy machine who has that one may not run for a while. */
static void
judge_wrong (Waiter        *waiter,
             const ApmWait *wait)
{
  gint64 now_us = g_get_monotonic_time ();

  if (waiter->n_wrong == 0 || waiter->wrong_address != wait->call[1])
    {
      waiter->wrong_address = wait->call[1];
      waiter->wrong_since_us = now_us;
      waiter->n_wrong = 0;
    }
  waiter->n_wrong++;
  if (waiter->n_wrong >= WRONG_LOOKS && now_us - waiter->wrong_since_us >= WRONG_US)
    waiter->is_settled = waiter->is_distrusted = TRUE;
}

/* Told right once, a kind is settled; asleep in a futex and told wrong time after time,
 * it is not to be trusted. */
static void
judge (Waiter            *waiter,
       const ApmWaitPass *pass)
{
  const ApmWait *wait = apm_wait_pass_find (pass, getpid (), g_atomic_int_get (&waiter->tid));
  int owner = waiter->trial->kind == APM_WAIT_JOIN ? g_atomic_int_get (&waiter->objects->sleeper_tid)
                                                   : (int) syscall (SYS_gettid);

  /* The sleeper may not have run yet, to say who it is. */
  if (!wait || wait->kind == APM_WAIT_RUNNING || wait->unknown == APM_WAIT_MOVED
      || wait->unknown == APM_WAIT_UNREADABLE || wait->unknown == APM_WAIT_TOO_SLOW || owner == 0)
    return;
  if (wait->kind == waiter->trial->kind && (!waiter->trial->has_owner || wait->owner == owner))
    waiter->is_settled = TRUE;
  else if ((gint64) wait->call[0] == SYS_futex)
    judge_wrong (waiter, wait);
}

static gboolean
are_settled (const Waiter *waiters)
{
  for (guint i = 0; i < G_N_ELEMENTS (trials); i++)
    if (waiters[i].is_started && !waiters[i].is_settled)
      return FALSE;

  return TRUE;
}

static void
look_until_settled (ApmWaitReader *reader,
                    Waiter        *waiters)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  while (!are_settled (waiters) && g_get_monotonic_time () < deadline_us)
    {
      g_autoptr(ApmWaitPass) pass = NULL;
      ApmWaitTask tasks[G_N_ELEMENTS (trials)];
      guint n = 0;

      for (guint i = 0; i < G_N_ELEMENTS (trials); i++)
        if (waiters[i].is_started && g_atomic_int_get (&waiters[i].tid) != 0)
          tasks[n++] = (ApmWaitTask) { getpid (), g_atomic_int_get (&waiters[i].tid) };
      pass = apm_wait_reader_read (reader, tasks, n);
      if (pass->n_refused > 0)
        return;
      for (guint i = 0; i < G_N_ELEMENTS (trials); i++)
        if (waiters[i].is_started && !waiters[i].is_settled)
          judge (&waiters[i], pass);
      if (!are_settled (waiters))
        g_usleep (BLOCK_MS * 1000);
    }
}

/**
 * apm_wait_selftest_run:
 * @reader: which looks
 *
 * Takes some milliseconds, with nine threads that are gone afterwards. What could not
 * be tried, for want of threads or time, is trusted.
 *
 * Returns: a bit, 1 << ApmWaitKind, for each kind that is told otherwise than it is
 */
guint64
apm_wait_selftest_run (ApmWaitReader *reader)
{
  Objects objects = { 0 };
  Waiter waiters[G_N_ELEMENTS (trials)] = { 0 };
  guint64 distrusted = 0;

  if (!make_objects (&objects))
    {
      free_objects (&objects);
      return 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (trials); i++)
    {
      waiters[i].trial = &trials[i];
      waiters[i].objects = &objects;
      waiters[i].is_started = pthread_create (&waiters[i].thread, NULL, run_waiter, &waiters[i]) == 0;
    }
  look_until_settled (reader, waiters);
  release (waiters, &objects);
  free_objects (&objects);
  for (guint i = 0; i < G_N_ELEMENTS (trials); i++)
    if (waiters[i].is_distrusted)
      distrusted |= G_GUINT64_CONSTANT (1) << trials[i].kind;

  return distrusted;
}
