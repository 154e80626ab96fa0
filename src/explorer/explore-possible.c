/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-objects.h"
#include "explore-trail.h"

/* Two operations that depend on each other are a race only where the later could
 * have come first. What lets it, a post or a signal, may be independent of the
 * earlier one, so it does not do to look at the state that this execution
 * happened to have: what counts is the state without the earlier operation and
 * all that needs it. */

/* Is it the event, or does it need it? */
static bool
needs (const Event *event,
       const Event *other)
{
  return other == event || happens_before (event, &other->clock);
}

/* What a semaphore would have if the event, and what needs it, had not happened. */
static int64_t
value_without (const Event *event,
               const Op    *op)
{
  int64_t value = ((const Sem *) op->address)->value;

  for (const Event *other = event; other < trail.events + run.depth; other++)
    {
      if (other->op.address != op->address || !needs (event, other))
        continue;
      if (other->op.kind == OP_SEM_POST)
        value--;
      else if (other->op.kind == OP_SEM_WAIT || (other->op.kind == OP_SEM_TRYWAIT && other->before & BEFORE_FREE))
        value++;
      else if (other->op.kind == OP_INIT)
        return 1;
    }

  return value;
}

/* The same of a read-write lock: could it have been locked then? */
static bool
rwlock_without (const Event *event,
                const Op    *op)
{
  const Rwlock *lock = (const Rwlock *) op->address;
  int64_t readers = lock->readers, writers = lock->writer != 0;

  for (const Event *other = event; other < trail.events + run.depth; other++)
    {
      bool empty = other->before & BEFORE_EMPTY, no_writer = other->before & BEFORE_FREE;

      if (other->op.address != op->address || !needs (event, other))
        continue;
      if (other->op.kind == OP_RDLOCK || (other->op.kind == OP_TRYRDLOCK && no_writer))
        readers--;
      else if (other->op.kind == OP_WRLOCK || (other->op.kind == OP_TRYWRLOCK && empty))
        writers--;
      else if (other->op.kind == OP_RWUNLOCK)
        no_writer ? readers++ : writers++;
      else if (other->op.kind == OP_INIT)
        return true;
    }

  return op->kind == OP_RDLOCK ? writers <= 0 : writers <= 0 && readers <= 0;
}

/* Would nobody hold the mutex? */
static bool
mutex_without (const Event *event,
               uintptr_t    mutex)
{
  int held = 0;

  for (const Event *other = trail.events; other < trail.events + run.depth; other++)
    {
      const Op *op = &other->op;

      if ((op->address != mutex && op->second != mutex) || (other >= event && needs (event, other)))
        continue;
      if (op->kind == OP_COND_WAKE || ((op->kind == OP_LOCK || op->kind == OP_TRYLOCK) && other->before & BEFORE_FREE))
        held++;
      else if (op->kind == OP_COND_WAIT || op->kind == OP_UNLOCK)
        held--;
    }

  return held <= 0;
}

/* Who would wait on the condition variable, and whom would a signal have let go. */
static Cond
cond_without (const Event *event,
              uintptr_t    address)
{
  Cond cond = { 0 };

  for (const Event *other = trail.events; other < trail.events + run.depth; other++)
    {
      if (other->op.address != address || (other >= event && needs (event, other)))
        continue;
      if (other->op.kind == OP_COND_WAIT)
        cond.waiting |= 1u << THREAD_OF (other->proc);
      else if (other->op.kind == OP_COND_WAKE || other->op.kind == OP_TIMEOUT)
        cond_leave (&cond, THREAD_OF (other->proc), other->op.kind == OP_COND_WAKE);
      else if (other->op.kind == OP_SIGNAL || other->op.kind == OP_BROADCAST)
        cond_notify (&cond, other->op.kind == OP_BROADCAST);
      else if (other->op.kind == OP_INIT)
        cond = (Cond) { 0 };
    }

  return cond;
}

/* Could @op have happened right before the event, or before it in an order that is
 * as good? The answer must not depend on how independent events happen to lie. */
bool
op_was_possible (const Event *event,
                 int          proc,
                 const Op    *op)
{
  Op waiting;
  Cond cond;

  switch (op->kind)
    {
    case OP_LOCK: case OP_SPIN_LOCK: case OP_ONCE:
      return event->before & BEFORE_FREE;
    case OP_SEM_WAIT:
      return value_without (event, op) > 0;
    case OP_RDLOCK: case OP_WRLOCK:
      return rwlock_without (event, op);
    case OP_COND_WAKE:
      cond = cond_without (event, op->address);
      return cond_may_wake (&cond, THREAD_OF (proc)) && mutex_without (event, op->second);
    case OP_JOIN:
      return event->op.kind == OP_JOIN;
    case OP_BARRIER_LEAVE:
      return event->enabled & BIT (proc);   /* arrivals have one order */
    case OP_TIMEOUT:
      waiting = run.threads[THREAD_OF (proc)].op;
      cond = cond_without (event, op->address);
      return waiting.kind == OP_COND_WAKE ? cond_may_wait_on (&cond) :
             !op_was_possible (event, THREAD_OF (proc), &waiting);
    default:
      return true;
    }
}
