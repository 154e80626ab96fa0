/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <assert.h>
#include <stdint.h>

/* The memory that a watched program and its watcher share: a sealed memfd, made
 * by the watcher (src/core/lens) and written by libapm-lens.so in the program.
 *
 *   page 0            struct apm_lens_header: what both agree on, and the gate
 *   page 1 …          APM_LENS_SLOTS × struct apm_lens_slot: a slot a thread
 *   APM_LENS_RINGS …  APM_LENS_SLOTS × a ring of APM_LENS_RING_EVENTS events
 *
 * A thread takes a free slot, writes what it does into the ring of that slot and
 * gives it back when it ends; the next thread goes on in the same ring, which
 * says so by APM_LENS_OP_BEGIN. A ring is a flight recorder: the newest event
 * overwrites the oldest, and no writer ever waits; unless the header says how far
 * a writer may be ahead of its reader (most_ahead). Event number n (from 0) stands
 * at place n % APM_LENS_RING_EVENTS and carries n + 1 in `seq`, which is zeroed
 * before and stored after everything else: what has the right seq before and
 * after it was copied is whole, and a reader that was lapped sees by how far.
 *
 * Both sides compute with the constants below only. A watcher believes nothing
 * that it reads here. Whoever changes the layout or what an operation means
 * changes the version. */

#define APM_LENS_MAGIC         0x534e454c4d504155ull
#define APM_LENS_VERSION       3u
#define APM_LENS_SLOTS         256u
#define APM_LENS_RING_EVENTS   65536u     /* a power of two */
#define APM_LENS_KNOCKED       64u
#define APM_LENS_PAGE          4096u

/* Named in the environment of the program as "FD:PID:NONCE": the descriptor of
 * the memory; where that was closed, the watcher that has it too. */
#define APM_LENS_VARIABLE      "APM_LENS"

/* What happened. An operation that had to wait is two events, or three: one
 * before (…_WAIT), one after. One that had not is the latter alone. A time is taken
 * after what was acquired and before what is released: of two threads that hand
 * over a lock, unlock is never later than lock. `object` is the address of the
 * lock unless something else is said. */
enum {
  APM_LENS_OP_NONE,

  /* threads and processes */
  APM_LENS_OP_IMAGE,          /* a program begins, after execve(): object: pid << 32 | tid;
                               * result: 0; 1: all of its files have been told */
  APM_LENS_OP_MODULE,         /* it has a file mapped: object: bias; then its path as _TEXT */
  APM_LENS_OP_BEGIN,          /* a thread has this ring from now on: object: pid << 32 | tid;
                               * caller: its function; result: the PID of the parent if it comes of fork() */
  APM_LENS_OP_SELF,           /* object: its pthread_self() */
  APM_LENS_OP_END,            /* it has left it */
  APM_LENS_OP_NAME,           /* it is called so from now on: object: the pthread_t; then _TEXT */
  APM_LENS_OP_TEXT,           /* up to APM_LENS_TEXT bytes more of the event before */
  APM_LENS_OP_CREATE,         /* object: the new pthread_t */
  APM_LENS_OP_JOIN_WAIT,      /* object: the pthread_t */
  APM_LENS_OP_JOINED,
  APM_LENS_OP_DETACH,
  APM_LENS_OP_FORK,           /* object: the child's PID, in the parent */
  APM_LENS_OP_EXEC,           /* it tries to become another program */
  APM_LENS_OP_CHILD_WAIT,     /* object: the PID as given to waitpid() */
  APM_LENS_OP_CHILD_ENDED,    /* object: the PID that it told */

  /* mutexes, also of C11 */
  APM_LENS_OP_MUTEX_INIT,
  APM_LENS_OP_MUTEX_DESTROY,
  APM_LENS_OP_MUTEX_WAIT,
  APM_LENS_OP_MUTEX_LOCK,     /* result: 0, EOWNERDEAD, or why it is not locked */
  APM_LENS_OP_MUTEX_UNLOCK,

  /* condition variables; the mutex's own events stand around them, with _IN_COND */
  APM_LENS_OP_COND_INIT,
  APM_LENS_OP_COND_DESTROY,
  APM_LENS_OP_COND_WAIT,
  APM_LENS_OP_COND_WOKE,      /* result: 0, ETIMEDOUT… */
  APM_LENS_OP_COND_SIGNAL,
  APM_LENS_OP_COND_BROADCAST,

  /* read-write locks */
  APM_LENS_OP_RWLOCK_INIT,
  APM_LENS_OP_RWLOCK_DESTROY,
  APM_LENS_OP_READ_WAIT,
  APM_LENS_OP_READ_LOCK,
  APM_LENS_OP_WRITE_WAIT,
  APM_LENS_OP_WRITE_LOCK,
  APM_LENS_OP_RWLOCK_UNLOCK,

  /* barriers and spin locks */
  APM_LENS_OP_BARRIER_INIT,   /* result: for how many */
  APM_LENS_OP_BARRIER_DESTROY,
  APM_LENS_OP_BARRIER_WAIT,
  APM_LENS_OP_BARRIER_PASS,
  APM_LENS_OP_SPIN_INIT,
  APM_LENS_OP_SPIN_DESTROY,
  APM_LENS_OP_SPIN_WAIT,
  APM_LENS_OP_SPIN_LOCK,
  APM_LENS_OP_SPIN_UNLOCK,

  /* semaphores */
  APM_LENS_OP_SEM_INIT,       /* result: its value; of a named one its name follows as _TEXT */
  APM_LENS_OP_SEM_DESTROY,
  APM_LENS_OP_SEM_WAIT,
  APM_LENS_OP_SEM_TAKEN,      /* result: 0, or errno */
  APM_LENS_OP_SEM_POST,

  /* what a program tells of itself: apm_lens_mark(), apm_lens_note() */
  APM_LENS_OP_NOTE,           /* words, as _TEXT */
  APM_LENS_OP_PUT,            /* object: an item; result: its place */
  APM_LENS_OP_GOT,            /* object: an item; result: its place */

  APM_LENS_OP_MARK = 192,     /* this and the next 31: free for the programs of the laboratory */
  APM_LENS_OP_STEP = 208,     /* from here on they are held at the gate, as PUT and GOT are */
  APM_LENS_N_OPS = 224,
};

enum {
  APM_LENS_FLAG_WAITED  = 1,   /* it could not be had at once */
  APM_LENS_FLAG_TRY     = 2,   /* trylock: it would not have waited */
  APM_LENS_FLAG_TIMED   = 4,   /* it waits only so long */
  APM_LENS_FLAG_IN_COND = 8,   /* done by waiting on a condition variable */
  APM_LENS_FLAG_KNOCKED = 16,  /* knocked out: it was not done at all */
  APM_LENS_FLAG_RAISED  = 32,  /* ended by cancellation: it did not return */
};

struct apm_lens_event {
  uint64_t time_ns;            /* CLOCK_MONOTONIC */
  uint64_t object;
  uint64_t place;              /* caller, where it returns to: 48 bits; op: 8; flags: 8 */
  int32_t  result;             /* as the function returned it, or errno */
  uint32_t seq;                /* number + 1; stored last */
};

#define APM_LENS_CALLER_MASK   0xffffffffffffull

static inline uint64_t
apm_lens_place (uint64_t caller, unsigned op, unsigned flags)
{
  return (caller & APM_LENS_CALLER_MASK) | (uint64_t) (op & 0xff) << 48 | (uint64_t) (flags & 0xff) << 56;
}

#define APM_LENS_EVENT_CALLER(event) ((event)->place & APM_LENS_CALLER_MASK)
#define APM_LENS_EVENT_OP(event)     ((unsigned) ((event)->place >> 48) & 0xff)
#define APM_LENS_EVENT_FLAGS(event)  ((unsigned) ((event)->place >> 56))

/* A text takes the room of object, result and caller: 8, 4 and 6 bytes. */
#define APM_LENS_TEXT 18u

/* What a thread does at this moment. A thread says so itself: whoever infers it
 * from /proc is late. */
enum {
  APM_LENS_RUNNING,
  APM_LENS_AT_GATE,            /* before `op` */
  APM_LENS_BLOCKED,            /* in `op`, one of …_WAIT */
};

struct apm_lens_slot {
  uint32_t owner;              /* TID, 0: free; taken by compare-and-swap */
  uint32_t pid;
  uint64_t next;               /* number of the next event; only its thread counts on */
  uint32_t state;
  uint32_t op;
  uint64_t object;
  uint64_t caller;
  uint32_t tokens;             /* operations that it may do while all pause */
  uint32_t kick;               /* futex: counted on by each order to this thread */
  uint64_t since_ns;           /* when it came into this state */
  uint64_t read;               /* number of the first event that the watcher has not read */
  uint8_t  spare[64];
};

/* What the watcher orders, in apm_lens_header.mode. */
enum {
  APM_LENS_MODE_PAUSE = 1,     /* nobody passes the gate without a token */
  APM_LENS_MODE_SLOW  = 2,     /* each operation is held for slow_ns */
  APM_LENS_MODE_KNOCK = 4,     /* knocked[] has entries */
  APM_LENS_MODE_MAIN_FREE = 8, /* the very first thread is never held: it only starts the others */
  APM_LENS_MODE_ORDER = 16,    /* while all pause, who was woken from a condition variable stands
                                * at the gate (APM_LENS_OP_COND_WOKE) before it takes its mutex back */
};

/* The operation of a call that returns to a place behind @from, and not behind @to,
 * is not done. */
struct apm_lens_range {
  uint64_t from, to;           /* to: 0: none */
};

struct apm_lens_header {
  uint64_t magic;
  uint32_t version;
  uint32_t header_size, slot_size, event_size;
  uint32_t n_slots, ring_events;
  uint64_t nonce;
  uint32_t mode;
  uint32_t first_pid;          /* the process that all others come of */
  uint32_t most_ahead;         /* of its reader is no writer by more events: it waits; 0: it never does */
  uint32_t spare;
  uint64_t slow_ns;
  uint64_t beat_ns;            /* when the watcher looked last: a pause ends without it */
  uint64_t named_ns;           /* what happened before has been read, and has its names */
  uint64_t unseen;             /* events of threads for which there was no slot */
  uint64_t unseen_threads;
  struct apm_lens_range knocked[APM_LENS_KNOCKED];
};

#define APM_LENS_SLOTS_AT  APM_LENS_PAGE
#define APM_LENS_RINGS_AT  (APM_LENS_SLOTS_AT + APM_LENS_SLOTS * sizeof (struct apm_lens_slot))
#define APM_LENS_RING_SIZE (APM_LENS_RING_EVENTS * sizeof (struct apm_lens_event))
#define APM_LENS_SIZE      (APM_LENS_RINGS_AT + (uint64_t) APM_LENS_SLOTS * APM_LENS_RING_SIZE)

/* A pause whose watcher has not looked for so long is over. */
#define APM_LENS_DEAD_NS   10000000000ull
/* The first process waits so long at its end for the watcher to look at it: most
 * programs of a textbook are over before anybody could. */
#define APM_LENS_LEAVE_NS  3000000000ull

static_assert (sizeof (struct apm_lens_event) == 32, "the layout is a contract");
static_assert (sizeof (struct apm_lens_slot) == 128, "the layout is a contract");
static_assert (sizeof (struct apm_lens_header) <= APM_LENS_PAGE, "the header has a page");
static_assert (APM_LENS_RINGS_AT % APM_LENS_PAGE == 0, "rings begin at a page");

/* What a program may tell of itself. libapm-lens.so has these; a program that is
 * to run without it as well asks dlsym (RTLD_DEFAULT, "apm_lens_mark"). They write
 * one event of the calling thread, and cost some 30 ns; what is a step waits where
 * an operation would: at the gate.
 *
 * apm_lens_mark: @op APM_LENS_OP_PUT, APM_LENS_OP_GOT or APM_LENS_OP_MARK + 0…31;
 *   @a is told as `object`, of @b the lower half as `result` and the upper one as
 *   the lower 32 bits of `caller`.
 * apm_lens_note: up to 126 bytes of words. */
void apm_lens_mark (unsigned op, int64_t a, int64_t b);
void apm_lens_note (const char *text);
