/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore.h"

#include <semaphore.h>

/* The state of locks and the like lies where the program put them, so putting
 * back its memory puts back them. All zeros is what a static initializer leaves,
 * and what it may leave: a semaphore must be initialised by a call. */

#define MAGIC_MUTEX   0x4d757478u
#define MAGIC_COND    0x436f6e64u
#define MAGIC_SEM     0x53656d61u
#define MAGIC_RWLOCK  0x52774c6bu
#define MAGIC_BARRIER 0x42617272u
#define MAGIC_DEAD    0x44656164u

/* 20 bytes, and the kind where PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP has it. */
typedef struct {
  uint32_t magic;
  uint16_t owner;                    /* id + 1 */
  uint16_t count;
  uint32_t reserved[2];
  int32_t  kind;
} Mutex;

#define MOST_PERMITS 7

/* A signal lets one of those who wait then go on, whichever: a permit names them. */
typedef struct {
  uint32_t magic;
  uint32_t waiting;                  /* a bit a thread */
  uint32_t woken;                    /* of those: by a broadcast */
  uint32_t n_permits;
  uint32_t permits[MOST_PERMITS];
} Cond;

typedef struct {
  uint32_t magic;
  uint32_t value;
} Sem;

typedef struct {
  uint32_t magic;
  uint32_t readers;                  /* locks held for reading */
  uint32_t reading;                  /* a bit a thread */
  uint16_t writer;                   /* id + 1 */
} Rwlock;

typedef struct {
  uint32_t magic;
  uint32_t count, arrived;
  uint32_t inside;                   /* a bit a thread: arrived in the round that is not full */
} Barrier;

static_assert (sizeof (Mutex) <= 20 && sizeof (Mutex) <= sizeof (pthread_mutex_t), "a mutex fits");
static_assert (sizeof (Cond) <= sizeof (pthread_cond_t), "a condition variable fits");
static_assert (sizeof (Sem) <= sizeof (sem_t), "a semaphore fits");
static_assert (sizeof (Rwlock) <= sizeof (pthread_rwlock_t), "a read-write lock fits");
static_assert (sizeof (Barrier) <= sizeof (pthread_barrier_t), "a barrier fits");

/* Does a signal let this thread go on? */
static inline bool
cond_may_wake (const Cond *cond,
               int         id)
{
  if (cond->woken >> id & 1)
    return true;
  for (uint32_t i = 0; i < cond->n_permits && i < MOST_PERMITS; i++)
    if (cond->permits[i] >> id & 1)
      return true;

  return false;
}

/* Is there somebody left whom no signal so far will let go on? */
static inline bool
cond_may_wait_on (const Cond *cond)
{
  return cond->n_permits < (uint32_t) __builtin_popcount (cond->waiting & ~cond->woken);
}

/* Is it of a semaphore that has a value? */
static inline bool
op_has_semaphore (const Op *op)
{
  bool may = (op->kind >= OP_SEM_WAIT && op->kind <= OP_SEM_VALUE) || op->kind == OP_INIT;

  return may && ((const Sem *) op->address)->magic == MAGIC_SEM;
}

void cond_leave  (Cond *cond, int id, bool with_permit);
void cond_notify (Cond *cond, bool all);

/* Fails where the object is not what it is used as. */
void object_check (uintptr_t address, uint32_t magic, bool zeros, uintptr_t pc);

int  lock_mutex   (uintptr_t mutex, bool timed, uintptr_t pc);
int  try_mutex    (uintptr_t mutex, uintptr_t pc);
int  unlock_mutex (uintptr_t mutex, uintptr_t pc);
int  init_mutex   (uintptr_t mutex, int kind, uintptr_t pc);
int  kill_mutex   (uintptr_t mutex, uintptr_t pc);
int  wait_cond    (uintptr_t cond, uintptr_t mutex, bool timed, uintptr_t pc);
int  signal_cond  (uintptr_t cond, bool all, uintptr_t pc);
int  init_cond    (uintptr_t cond, uintptr_t pc);
int  kill_cond    (uintptr_t cond, uintptr_t pc);
int  join_thread  (pthread_t thread, void **result, uintptr_t pc);
int  detach_thread (pthread_t thread, uintptr_t pc);
int  start_thread (pthread_t *thread, bool detached, void *(*body) (void *), void *argument, uintptr_t pc);
void pass_once    (int *once, void (*body) (void), uintptr_t pc);
