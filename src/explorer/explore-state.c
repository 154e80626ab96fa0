/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore.h"
#include "explore-hash.h"

/* A thread: where it stands, and what it knows. */
static uint64_t
thread_hash (int      id,
             uint64_t hash)
{
  const Thread *thread = &run.threads[id];
  const uint64_t flags = (uint64_t) thread->state | (uint64_t) thread->timed_out << 8 |
                         (uint64_t) thread->spurious_used << 9 | (uint64_t) thread->detached << 10 |
                         (uint64_t) thread->joined << 11 | (uint64_t) thread->n_children << 16 |
                         (uint64_t) thread->op.kind << 32 | (uint64_t) thread->op.timed << 40;

  hash = hash_word (hash, flags);
  if (thread->state == THREAD_NONE)
    return hash;
  hash = hash_word (hash, (uintptr_t) thread->result);
  if (thread->state == THREAD_ENDED)
    return hash;
  hash = hash_word (hash, thread->op.address);
  hash = hash_word (hash, thread->op.pc);
  hash = hash_word (hash, thread->random);
  hash = hash_word (hash, (uint64_t) (unsigned) thread->error_number << 32 | (unsigned) thread->n_held);
  if (run.reads_clock)
    hash = hash_word (hash, thread->clock_ns);
  for (unsigned i = 0; i < run.n_keys; i++)
    hash = hash_word (hash, (uintptr_t) thread->specific[i]);

  return hash_bytes (hash, thread->sp, fiber_top (id) - (uintptr_t) thread->sp);
}

uint64_t
state_hash (void)
{
  uint64_t hash = hash_word ((unsigned) run.exit_status, (uint64_t) run.main_ended << 32 | run.n_keys);

  for (unsigned i = 0; i < run.n_keys; i++)
    hash = hash_word (hash, (uintptr_t) run.destroy[i]);
  for (int i = 0; i < run.n_threads; i++)
    hash = thread_hash (i, hash);
  hash = program_hash (hash);
  hash = memory_hash (hash);
  hash = input_hash (hash);
  hash = output_hash (hash);

  return hash_end (promise_hash (hash));
}
