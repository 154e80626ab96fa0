/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore.h"

/* A thread that comes to the same line with the same registers and the same
 * stack, while nobody wrote anything in between, will come there for ever unless
 * somebody else writes. It is parked: the executions in which it comes later, and
 * finds what it waits for, are explored because its reads race with that write. */

#define ASKS(kinds, kind) ((kinds) >> (kind) & 1)

static const uint64_t asking =
  UINT64_C (1) << OP_READ | UINT64_C (1) << OP_ATOMIC_READ | UINT64_C (1) << OP_ATOMIC_UPDATE |
  UINT64_C (1) << OP_LOCK | UINT64_C (1) << OP_TRYLOCK | UINT64_C (1) << OP_SEM_TRYWAIT |
  UINT64_C (1) << OP_SPIN_LOCK | UINT64_C (1) << OP_SEM_VALUE | UINT64_C (1) << OP_RDLOCK | UINT64_C (1) << OP_WRLOCK |
  UINT64_C (1) << OP_TRYRDLOCK | UINT64_C (1) << OP_TRYWRLOCK;

static const uint64_t locking =
  UINT64_C (1) << OP_LOCK | UINT64_C (1) << OP_SPIN_LOCK | UINT64_C (1) << OP_RDLOCK | UINT64_C (1) << OP_WRLOCK;

/* What the others have changed, as far as this thread could notice. */
static uint64_t
stamp_of (const Thread *thread)
{
  return run.writes - thread->own_writes;
}

/* To be asked right before an operation. A loop that takes a lock is left only
 * where it does not hold it, else those who could end it were kept out by us. */
bool
spin_goes_round (Thread *thread)
{
  const Op *op = &thread->op;
  Spin *spin;
  uintptr_t place;
  uint64_t hash;

  if (!ASKS (asking, op->kind) && !op->timed)
    return false;

  /* Waiting for a condition variable and taking its mutex again are one line. */
  place = op->pc ^ (uintptr_t) op->kind << 56;
  spin = &thread->spins[(op->pc ^ op->pc >> 4 ^ op->kind) % N_SPINS];
  if (spin->place != place || spin->stamp != stamp_of (thread))
    {
      *spin = (Spin) { place, stamp_of (thread), 0, thread->n_locks };
      return false;
    }

  hash = fiber_hash ((int) (thread - run.threads));
  if (spin->hash != hash)
    {
      spin->hash = hash;
      spin->n_locks = thread->n_locks;
      return false;
    }

  return op->timed || ASKS (locking, op->kind) || spin->n_locks == thread->n_locks;
}
