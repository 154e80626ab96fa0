/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-objects.h"

/* Who can go on now. An object that is not what it should be lets its user go
 * on, to fail. */

static bool
mutex_is_free (uintptr_t address)
{
  const Mutex *mutex = (const Mutex *) address;

  return mutex->owner == 0 || (mutex->magic != MAGIC_MUTEX && mutex->magic != 0);
}

static bool
may_lock (uintptr_t address,
          int       id)
{
  const Mutex *mutex = (const Mutex *) address;

  return mutex_is_free (address) || (mutex->owner == id + 1 && mutex->kind != PTHREAD_MUTEX_NORMAL);
}

static bool
is_enabled (const Op *op,
            int       id)
{
  switch (op->kind)
    {
    case OP_LOCK:
      return may_lock (op->address, id);
    case OP_SPIN_LOCK:
      return *(const int *) op->address == 0;
    case OP_COND_WAKE:
      return cond_may_wake ((const Cond *) op->address, id) && may_lock (op->second, id);
    case OP_SEM_WAIT:
      return ((const Sem *) op->address)->value > 0 || ((const Sem *) op->address)->magic != MAGIC_SEM;
    case OP_RDLOCK:
      return ((const Rwlock *) op->address)->writer == 0;
    case OP_WRLOCK:
      return ((const Rwlock *) op->address)->writer == 0 && ((const Rwlock *) op->address)->readers == 0;
    case OP_BARRIER_LEAVE:
      return !(((const Barrier *) op->address)->inside >> id & 1);
    case OP_ONCE:
      return *(const int *) op->address != 1;
    case OP_JOIN:
      return ((const Thread *) op->address)->state == THREAD_ENDED;
    default:
      return true;
    }
}

/* A wait that can be served at once does not time out. */
static bool
may_time_out (const Op *op,
              int       id)
{
  if (!op->timed)
    return false;
  if (op->kind == OP_COND_WAKE)
    return cond_may_wait_on ((const Cond *) op->address);

  return !is_enabled (op, id);
}

/* Returns: a bit for each thread, and each timeout, that can act now */
uint64_t
enabled_procs (void)
{
  uint64_t enabled = 0;

  for (int i = 0; i < run.n_threads; i++)
    {
      const Thread *thread = &run.threads[i];

      if (thread->state != THREAD_READY)
        continue;
      if (is_enabled (&thread->op, i))
        enabled |= BIT (i);
      if (thread->op.timed && may_time_out (&thread->op, i))
        enabled |= BIT (TIMEOUT_OF (i));
    }

  return enabled;
}

/* What an event finds: BEFORE_… */
unsigned
state_before (const Op *op)
{
  switch (op->kind)
    {
    case OP_LOCK: case OP_TRYLOCK: case OP_UNLOCK:
      return mutex_is_free (op->address) ? BEFORE_FREE : 0;
    case OP_SPIN_LOCK: case OP_ATOMIC_UPDATE: case OP_ATOMIC_WRITE:   /* a spin lock's, too */
      return *(const char *) op->address == 0 ? BEFORE_FREE : 0;
    case OP_ONCE: case OP_ONCE_DONE:
      return *(const int *) op->address != 1 ? BEFORE_FREE : 0;
    case OP_COND_WAKE:
      return BEFORE_FREE;
    case OP_SEM_WAIT: case OP_SEM_TRYWAIT: case OP_SEM_POST: case OP_SEM_VALUE:
      return ((const Sem *) op->address)->value > 0 ? BEFORE_FREE : 0;
    case OP_RDLOCK: case OP_WRLOCK: case OP_TRYRDLOCK: case OP_TRYWRLOCK: case OP_RWUNLOCK:
      {
        const Rwlock *lock = (const Rwlock *) op->address;

        return (lock->writer == 0 ? BEFORE_FREE : 0) |
               (lock->writer == 0 && lock->readers == 0 ? BEFORE_EMPTY : 0);
      }
    case OP_TIMEOUT: case OP_COND_WAIT:
      return 0;
    default:
      return BEFORE_FREE | BEFORE_EMPTY;
    }
}

/* What a proc would do next. */
Op
op_of (int proc)
{
  Op op = run.threads[THREAD_OF (proc)].op;

  if (IS_TIMEOUT (proc))
    {
      op.kind = OP_TIMEOUT;
      op.second = 0;
      op.size = 1;
    }

  return op;
}
