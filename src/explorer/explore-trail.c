/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-trail.h"

#include <stdlib.h>
#include <string.h>

Trail trail;

#define K(kind)   (UINT64_C (1) << (kind))
#define WRITES    (K (OP_WRITE) | K (OP_ATOMIC_WRITE) | K (OP_ATOMIC_UPDATE) | K (OP_FREE))
#define ACCESSES  (WRITES | K (OP_READ) | K (OP_ATOMIC_READ) | K (OP_SPIN_LOCK))
#define LIFE      (K (OP_INIT) | K (OP_DESTROY) | K (OP_FREE))
#define MUTEX     (K (OP_LOCK) | K (OP_TRYLOCK) | K (OP_UNLOCK) | K (OP_TIMEOUT) | LIFE)
#define WAITING   (K (OP_COND_WAIT) | K (OP_COND_WAKE) | K (OP_TIMEOUT))
#define SIGNALS   (K (OP_SIGNAL) | K (OP_BROADCAST))
#define SEM       (K (OP_SEM_WAIT) | K (OP_SEM_TRYWAIT) | K (OP_TIMEOUT) | LIFE)
#define RWLOCK    (K (OP_WRLOCK) | K (OP_TRYWRLOCK) | K (OP_RWUNLOCK) | K (OP_TIMEOUT) | LIFE)
#define RDLOCK    (K (OP_RDLOCK) | K (OP_TRYRDLOCK))
#define BARRIER   (K (OP_BARRIER_ARRIVE) | K (OP_BARRIER_LEAVE) | LIFE)
#define EVERY     (~UINT64_C (0))

/* Which kinds of operations on the same object do not commute, or can let or keep
 * the other from happening. Posts commute, so do readers' locks and signals. */
static const uint64_t conflicts[N_OPS] = {
  [OP_READ] = WRITES, [OP_ATOMIC_READ] = WRITES,
  [OP_WRITE] = ACCESSES, [OP_ATOMIC_WRITE] = ACCESSES, [OP_ATOMIC_UPDATE] = ACCESSES,
  [OP_SPIN_LOCK] = ACCESSES,
  [OP_FREE] = EVERY, [OP_INIT] = EVERY & ~ACCESSES, [OP_DESTROY] = EVERY & ~ACCESSES,
  [OP_LOCK] = MUTEX, [OP_TRYLOCK] = MUTEX, [OP_UNLOCK] = MUTEX,
  [OP_COND_WAIT] = SIGNALS | K (OP_COND_WAKE) | K (OP_TIMEOUT) | LIFE,
  [OP_COND_WAKE] = SIGNALS | WAITING | LIFE,
  [OP_SIGNAL] = WAITING | K (OP_BROADCAST) | LIFE, [OP_BROADCAST] = WAITING | K (OP_SIGNAL) | LIFE,
  [OP_SEM_WAIT] = SEM | K (OP_SEM_POST), [OP_SEM_TRYWAIT] = SEM | K (OP_SEM_POST) | K (OP_SEM_VALUE),
  [OP_SEM_POST] = SEM | K (OP_SEM_VALUE), [OP_SEM_VALUE] = SEM | K (OP_SEM_POST),
  [OP_RDLOCK] = RWLOCK, [OP_TRYRDLOCK] = RWLOCK,
  [OP_WRLOCK] = RWLOCK | RDLOCK, [OP_TRYWRLOCK] = RWLOCK | RDLOCK, [OP_RWUNLOCK] = RWLOCK | RDLOCK,
  [OP_BARRIER_ARRIVE] = BARRIER, [OP_BARRIER_LEAVE] = K (OP_BARRIER_ARRIVE) | LIFE,
  [OP_ONCE] = K (OP_ONCE) | K (OP_ONCE_DONE) | LIFE, [OP_ONCE_DONE] = K (OP_ONCE) | K (OP_ONCE_DONE) | LIFE,
  [OP_CREATE] = 0, [OP_YIELD] = 0, [OP_TELL] = K (OP_TELL),
  [OP_JOIN] = K (OP_JOIN) | K (OP_EXIT), [OP_EXIT] = K (OP_JOIN),
  [OP_TIMEOUT] = EVERY & ~ACCESSES,
};

static inline bool
overlap (uintptr_t one,
         uintptr_t one_size,
         uintptr_t other,
         uintptr_t other_size)
{
  return one < other + other_size && other < one + one_size;
}

static inline bool
conflict (unsigned one,
          unsigned other)
{
  return (conflicts[one] >> other & 1) || (conflicts[other] >> one & 1);
}

/* What waiting on a condition variable does to its mutex. */
static inline unsigned
second_kind (const Op *op)
{
  return op->kind == OP_COND_WAIT ? OP_UNLOCK : OP_LOCK;
}

static inline bool
depends (const Op *one,
         const Op *other)
{
  if (overlap (one->address, one->size, other->address, other->size) && conflict (one->kind, other->kind))
    return one->kind != OP_TELL || one->second == 0 || one->second != other->second;
  if (one->second == 0 && other->second == 0)
    return false;
  if (one->second && overlap (one->second, 1, other->address, other->size) &&
      conflict (second_kind (one), other->kind))
    return true;
  if (other->second && overlap (other->second, 1, one->address, one->size) &&
      conflict (second_kind (other), one->kind))
    return true;

  return one->second && one->second == other->second && one->kind != OP_TELL;
}

bool
op_depends (const Op *one,
            const Op *other)
{
  return depends (one, other);
}

/* The same, without looking at the whole event where that need not be. */
static inline bool
key_depends (const Key *key,
             const Op  *op)
{
  if (!key->has_second && op->second == 0)
    return overlap (key->address, key->size, op->address, op->size) && conflict (key->kind, op->kind);

  return depends (&trail.events[key->depth].op, op);
}

/* Room for executions of so many steps. */
bool
trail_open (unsigned most_steps)
{
  trail.events = calloc (most_steps + 1, sizeof *trail.events);
  for (int i = 0; i < N_PROCS; i++)
    {
      trail.of_proc[i] = calloc (most_steps + 1, sizeof *trail.of_proc[i]);
      if (trail.of_proc[i] == NULL)
        return false;
    }

  return trail.events != NULL;
}

void
trail_begin (void)
{
  memset (trail.n_of_proc, 0, sizeof trail.n_of_proc);
  trail.present = 0;
}

/* The deepest of the first @length places where somebody is still to be tried, who is
 * chosen there. Returns: how many events are given so, 0: there is nobody */
unsigned
trail_go_back (unsigned length)
{
  while (length > 0)
    {
      Event *event = &trail.events[--length];
      uint64_t left;

      event->done |= BIT (event->proc);
      left = event->backtrack & ~event->done & ~event->sleep & event->enabled;
      if (left == 0)
        continue;
      event->proc = (uint8_t) __builtin_ctzll (left);
      return length + 1;
    }

  return 0;
}

/* The thread's own past: what it did, and what let it begin. */
static void
own_clock (int    id,
           Clock *clock)
{
  const int procs[2] = { id, TIMEOUT_OF (id) };

  *clock = (Clock) { 0 };
  if (id > 0)
    *clock = trail.events[run.threads[id].created_at].clock;
  for (int i = 0; i < 2; i++)
    if (trail.n_of_proc[procs[i]] > 0)
      clock_join (clock, &trail.events[trail.of_proc[procs[i]][trail.n_of_proc[procs[i]] - 1].depth].clock);
}

/* Is it a data race when nothing comes between them? */
bool
op_races (const Op *one,
          const Op *other)
{
  const uint64_t plain = K (OP_READ) | K (OP_WRITE), accesses = ACCESSES & ~K (OP_FREE);

  return overlap (one->address, one->size, other->address, other->size) &&
         (accesses >> one->kind & 1) && (accesses >> other->kind & 1) &&
         ((plain >> one->kind & 1) || (plain >> other->kind & 1));
}

static void
take_data_race (const Event *event,
                int          proc,
                const Op    *op)
{
  uintptr_t address = op->address > event->op.address ? op->address : event->op.address;
  const Failure failure = { FAIL_RACE, THREAD_OF (proc), op->pc, event->op.pc, address, "" };

  if (run.failure.kind == FAIL_NONE)
    trail.take_data_race (&failure);
}

/* Looks for the events that @op of @proc depends on, and among them for those
 * that it could have come before. @now: its thread's past; its clock is made of it. */
static void
look_back (int       proc,
           const Op *op,
           Clock    *now)
{
  const Event *found[N_PROCS];
  Clock past = *now;
  uint64_t others = trail.present & ~(BIT (THREAD_OF (proc)) | BIT (TIMEOUT_OF (THREAD_OF (proc))));
  int n = 0;

  for (; others; others &= others - 1)
    {
      int q = __builtin_ctzll (others);
      bool joined = false;

      for (unsigned i = trail.n_of_proc[q]; i > past.at[q]; i--)
        {
          const Key *key = &trail.of_proc[q][i - 1];
          const Event *event = &trail.events[key->depth];

          if (!key_depends (key, op))
            continue;
          if (!joined)
            clock_join (now, &event->clock);
          joined = true;
          if (!op_was_possible (event, proc, op))
            continue;
          found[n++] = event;
          break;
        }
    }

  for (int i = 0; i < n; i++)
    {
      bool last = true;

      for (int j = 0; j < n; j++)
        if (j != i && happens_before (found[i], &found[j]->clock))
          last = false;
      if (!last)
        continue;
      if (trail.take_data_race && op_races (&found[i]->op, op))
        take_data_race (found[i], proc, op);
      if (trail.race && !trail.knows_races)
        trail.race (found[i], proc, op, &past, now);
    }
}

static void
append (int proc)
{
  const Op *op = &trail.events[run.depth].op;

  trail.of_proc[proc][trail.n_of_proc[proc]++] = (Key) { op->address, op->size, run.depth, op->kind, op->second != 0 };
  trail.present |= BIT (proc);
  trail.has_timeouts |= IS_TIMEOUT (proc);
  trail.n_steps++;
}

/* Says that an event of an earlier execution happens again. */
void
trail_replay (int proc)
{
  const Event *event = &trail.events[run.depth];
  const Op *op = &run.threads[THREAD_OF (proc)].op;

  if (event->op.pc != op->pc || event->op.address != op->address ||
      (event->op.kind != op->kind && !IS_TIMEOUT (proc)))
    run.failure = (Failure) { FAIL_DIVERGED, THREAD_OF (proc), op->pc, event->op.pc, op->address, "" };
  append (proc);
}

/* The next event, of a search that has no use for clocks. */
void
trail_note (int proc)
{
  Event *event = &trail.events[run.depth];

  event->op = op_of (proc);
  event->before = 0;
  event->proc = (uint8_t) proc;
  trail.n_steps++;
}

/* The next event, with its clock and its races, where anybody asks for them. */
void
trail_add (int proc)
{
  Event *event = &trail.events[run.depth];
  Clock clock;

  if (trail.race == NULL && trail.take_data_race == NULL)
    {
      trail_note (proc);
      return;
    }
  event->op = op_of (proc);
  event->before = (uint8_t) state_before (&event->op);
  event->proc = (uint8_t) proc;
  own_clock (THREAD_OF (proc), &clock);
  look_back (proc, &event->op, &clock);
  event->number = (uint16_t) (trail.n_of_proc[proc] + 1);
  event->clock = clock;
  event->clock.at[proc] = event->number;   /* not before the copy: it would wait for this small store */
  append (proc);
}

/* Races of what a thread waits to do, and may never do. */
void
trail_examine (int proc)
{
  Op op = op_of (proc);
  Clock clock;

  own_clock (THREAD_OF (proc), &clock);
  look_back (proc, &op, &clock);
}
