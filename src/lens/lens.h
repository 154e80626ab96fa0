/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lens-abi.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <threads.h>
#include <time.h>

/* libapm-lens.so is preloaded into a program and has functions of the same names
 * as the C library's. Each tells what happens and calls the real one; what the
 * program computes stays the same: results, errno, cancellation. It allocates
 * nothing, prints nothing, and takes no lock.
 *
 * A wrapper reads like this: keep errno, pass the gate, try, tell. Read
 * lens-mutex.c first. */

#define LENS_EXPORT     __attribute__ ((visibility ("default")))
#define LENS_CALLER     ((uint64_t) (uintptr_t) __builtin_return_address (0))
#define likely(x)       __builtin_expect (!!(x), 1)
#define unlikely(x)     __builtin_expect (!!(x), 0)

/* What a thread of this process knows of itself. */
struct lens_self {
  struct apm_lens_slot *slot;       /* NULL: it has none */
  struct apm_lens_event *ring;
  const volatile uint32_t *alive;   /* 0 in a child of fork(): nothing of this is its own */
  uint32_t n_skipped;
  uint64_t skipped[8];              /* locks that it only seems to hold */
};

extern __thread struct lens_self lens_self __attribute__ ((tls_model ("initial-exec")));

/* The shared memory; NULL where there is none, and then all of this does nothing. */
extern struct apm_lens_header *lens_header;

/* One operation, as the gate is told of it and the events carry it. */
struct lens_call {
  unsigned op;                      /* what it is to become: …_LOCK, …_TAKEN */
  uint64_t object;
  uint64_t caller;
};

/* lens-ring.c */
bool  lens_begin       (uint64_t caller);
void  lens_end         (void);
void  lens_tell_image  (void);
void  lens_text        (const char *text, size_t most);

/* lens-gate.c: whether the operation is to be done */
bool  lens_gate_wait   (const struct lens_call *call);
void  lens_leave       (void);
void  lens_wait_for_reader (struct apm_lens_slot *slot, uint32_t most_ahead);

/* lens-real.c */
void  lens_resolve     (void);

static inline bool
lens_is_on (void)
{
  const struct lens_self *self = &lens_self;

  return likely (self->slot != NULL && *self->alive);
}

static inline uint64_t
lens_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (uint64_t) now.tv_sec * 1000000000ull + (uint64_t) now.tv_nsec;
}

/* The number of the next event. One instruction, so that a signal handler which
 * comes in between writes another one; no other thread counts here, so the bus
 * need not be locked. */
static inline uint64_t
lens_reserve (struct apm_lens_slot *slot)
{
#ifdef __x86_64__
  uint64_t n = 1;

  __asm__ volatile ("xaddq %0, %1" : "+r" (n), "+m" (slot->next) : : "memory", "cc");

  return n;
#else
  return __atomic_fetch_add (&slot->next, 1, __ATOMIC_RELAXED);
#endif
}

/* Writes one event of the calling thread. */
static inline void
lens_tell (unsigned op, unsigned flags, uint64_t object, uint64_t caller, int32_t result)
{
  struct apm_lens_event *event;
  uint32_t most_ahead;
  uint64_t n;

  if (unlikely (!lens_is_on ()) && !lens_begin (caller))
    return;

  most_ahead = __atomic_load_n (&lens_header->most_ahead, __ATOMIC_RELAXED);
  if (unlikely (most_ahead > 0))
    lens_wait_for_reader (lens_self.slot, most_ahead);

  n = lens_reserve (lens_self.slot);
  event = &lens_self.ring[n % APM_LENS_RING_EVENTS];
  __atomic_store_n (&event->seq, 0, __ATOMIC_RELAXED);
  __atomic_thread_fence (__ATOMIC_RELEASE);
  __atomic_store_n (&event->time_ns, lens_now (), __ATOMIC_RELAXED);
  __atomic_store_n (&event->object, object, __ATOMIC_RELAXED);
  __atomic_store_n (&event->place, apm_lens_place (caller, op, flags), __ATOMIC_RELAXED);
  __atomic_store_n (&event->result, result, __ATOMIC_RELAXED);
  __atomic_store_n (&event->seq, (uint32_t) (n + 1), __ATOMIC_RELEASE);
}

/* Says in the slot that the thread waits now, and tells it. */
static inline void
lens_tell_wait (unsigned op, unsigned flags, uint64_t object, uint64_t caller)
{
  struct apm_lens_slot *slot;

  lens_tell (op, flags, object, caller, 0);
  slot = lens_self.slot;
  if (slot == NULL)
    return;
  slot->op = op;
  slot->object = object;
  slot->caller = caller;
  slot->since_ns = lens_now ();
  __atomic_store_n (&slot->state, APM_LENS_BLOCKED, __ATOMIC_RELEASE);
}

static inline void
lens_tell_over (unsigned op, unsigned flags, uint64_t object, uint64_t caller, int32_t result)
{
  if (lens_self.slot)
    __atomic_store_n (&lens_self.slot->state, APM_LENS_RUNNING, __ATOMIC_RELEASE);
  lens_tell (op, flags | APM_LENS_FLAG_WAITED, object, caller, result);
}

/* To be passed before every operation. Returns: false if it is knocked out, and
 * is to be taken for done. */
static inline bool
lens_gate (unsigned op, const volatile void *object, uint64_t caller)
{
  if (likely (lens_header == NULL || __atomic_load_n (&lens_header->mode, __ATOMIC_RELAXED) == 0))
    return true;

  return lens_gate_wait (&(struct lens_call) { op, (uint64_t) (uintptr_t) object, caller });
}

/* Locks that were knocked out by the thread that now gives them back. */
void  lens_skip        (const volatile void *object);
bool  lens_unskip      (const volatile void *object);

/* Told when a thread is cancelled while it waits. */
struct lens_raised {
  unsigned op;
  uint64_t object;
  uint64_t caller;
  uint64_t mutex;                   /* of a condition variable: it has it again */
};

void  lens_tell_raised (void *data);

static inline uint64_t
lens_address (const volatile void *object)
{
  return (uint64_t) (uintptr_t) object;
}

/* The C library's own functions, in one table: a line a function. */
#define LENS_REAL(type, name, parameters) type (*name) parameters;
struct lens_real {
#include "lens-real.h"
};
#undef LENS_REAL

extern struct lens_real lens_real;

/* Some functions are called before any constructor has run. */
#define REAL(name) (likely (lens_real.name != NULL) ? lens_real.name : (lens_resolve (), lens_real.name))
