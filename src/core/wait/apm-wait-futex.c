/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-futex.h"

#include <string.h>

/* linux/futex.h */
enum {
  OP_WAIT = 0,
  OP_LOCK_PI = 6,
  OP_WAIT_BITSET = 9,
  OP_WAIT_REQUEUE_PI = 11,
  OP_LOCK_PI2 = 13,
  OP_PRIVATE = 128,
  OP_REALTIME = 256,
  OP_MASK = 127,
};

#define TID_MASK 0x3fffffffu
#define OWNER_DIED 0x40000000u
#define WAITERS 0x80000000u
#define MOST_USERS 1000000u
#define RWLOCK_READERS_WAIT 4u

/* __kind of a pthread_mutex_t: two bits of type, then flags. */
enum {
  KIND_TYPE = 3,
  KIND_RECURSIVE = 1,
  KIND_ROBUST = 16,
  KIND_PI = 32,
  KIND_PROTECT = 64,
  KIND_SHARED = 128,
  KIND_ELISION = 256,
  KIND_NO_ELISION = 512,       /* also set by an explicit PTHREAD_MUTEX_NORMAL */
  KIND_ALL = 1023 & ~12,
};

/* Where a pthread_mutex_t has its members. */
typedef struct {
  int owner, users, kind, list, end;
} MutexLayout;

static const MutexLayout mutex_layouts[APM_ABI_N] = {
  [APM_ABI_X86_64] = { 8, 12, 16, 24, 40 },
  [APM_ABI_I386] = { 8, 16, 12, 24, 24 },      /* its list word is in a union with the elision */
  [APM_ABI_AARCH64] = { 8, 12, 16, 24, 40 },
};

static gboolean
knows (const ApmFutex *futex,
       int             from,
       int             to)
{
  return APM_FUTEX_BEFORE + from >= (int) futex->first_known
         && APM_FUTEX_BEFORE + to <= (int) futex->end_known;
}

/* The word at @offset from the futex; the caller knows() it. */
static guint32
word_at (const ApmFutex *futex,
         int             offset)
{
  guint32 word;

  memcpy (&word, futex->bytes + APM_FUTEX_BEFORE + offset, sizeof word);

  return word;
}

static guint64
long_at (const ApmFutex *futex,
         int             offset)
{
  guint64 number;

  memcpy (&number, futex->bytes + APM_FUTEX_BEFORE + offset, sizeof number);

  return number;
}

static gboolean
is_private (const ApmFutex *futex)
{
  return (futex->op & OP_PRIVATE) != 0;
}

static void
remember_word (const ApmFutex *futex,
               ApmFutexGuess  *guess,
               int             offset)
{
  g_assert (guess->n_words < APM_WAIT_MAX_WORDS);
  guess->words[guess->n_words++] = (ApmWaitWord) { futex->address + (guint64) (gint64) offset, word_at (futex, offset) };
}

static void
take (ApmFutexGuess *guess,
      ApmWaitKind    kind,
      ApmWaitNature  nature,
      guint64        object)
{
  guess->kind = kind;
  guess->nature = nature;
  guess->object = object;
}

static gboolean
is_mutex_kind (const ApmFutex    *futex,
               const MutexLayout *at)
{
  guint32 kind = word_at (futex, at->kind);

  if ((kind & ~(guint32) KIND_ALL) != 0 || word_at (futex, at->users) > MOST_USERS)
    return FALSE;
  /* A robust mutex never waits on a private futex, whatever it was made for. */
  if ((kind & KIND_ROBUST) == 0 && ((kind & KIND_SHARED) == 0) != is_private (futex))
    return FALSE;
  if ((kind & (KIND_ROBUST | KIND_PI)) == 0)
    for (int offset = at->list; offset < at->end; offset += 4)
      if (word_at (futex, offset) != 0)
        return FALSE;

  return TRUE;
}

/* glibc's mutexes that sleep by FUTEX_WAIT; timed ones by FUTEX_WAIT_BITSET. */
static gboolean
guess_mutex (const ApmFutex *futex,
             ApmFutexGuess  *guess)
{
  const MutexLayout *at = &mutex_layouts[futex->abi];
  guint32 kind, owner;
  gboolean is_robust;

  /* glibc never sleeps for ever on a mutex by WAIT_BITSET: others do (Rust). */
  if (!knows (futex, 0, at->end) || ((futex->op & OP_MASK) == OP_WAIT_BITSET) != futex->has_timeout)
    return FALSE;
  if (!is_mutex_kind (futex, at))
    return FALSE;

  kind = word_at (futex, at->kind);
  owner = word_at (futex, at->owner);
  is_robust = (kind & KIND_ROBUST) != 0;
  if (is_robust && ((futex->value & WAITERS) == 0 || (futex->value & TID_MASK) == 0))
    return FALSE;
  if (!is_robust && (kind & KIND_PROTECT ? (futex->value & 0x7ffff) != 2 : futex->value != 2))
    return FALSE;
  if (!is_robust && (kind & KIND_TYPE) != KIND_RECURSIVE && (kind & KIND_PROTECT) == 0 && word_at (futex, 4) != 0)
    return FALSE;
  /* musl's join and libc's own locks look like a mutex that nobody uses. */
  if (!is_robust && word_at (futex, at->users) == 0)
    return FALSE;

  take (guess, APM_WAIT_MUTEX, APM_WAIT_HARD, futex->address);
  guess->owner = (int) (is_robust ? futex->value & TID_MASK : owner & TID_MASK);
  guess->is_shareable = !is_private (futex);
  guess->check = guess->owner == 0 ? APM_FUTEX_HANDED_OVER : APM_FUTEX_PLAIN;
  remember_word (futex, guess, 0);
  remember_word (futex, guess, at->owner);

  return TRUE;
}

/* That the word has the owner's TID is the kernel's rule for any C library. */
static gboolean
guess_pi (const ApmFutex *futex,
          ApmFutexGuess  *guess)
{
  guint32 word = word_at (futex, 0);

  take (guess, APM_WAIT_MUTEX, APM_WAIT_HARD, futex->address);
  guess->owner = (int) (word & TID_MASK);
  guess->is_shareable = !is_private (futex);
  guess->check = guess->owner == 0 ? APM_FUTEX_HANDED_OVER : APM_FUTEX_PLAIN;
  remember_word (futex, guess, 0);

  return TRUE;
}

/* musl's normal mutex says EBUSY where the others have the owner's TID. */
#define MUSL_BUSY 16
#define MUSL_TYPE 15
#define MUSL_KIND (15 | 128)

static void
take_musl (const ApmFutex *futex,
           ApmFutexGuess  *guess,
           guint64         object,
           guint32         owner)
{
  take (guess, APM_WAIT_MUTEX, owner ? APM_WAIT_HARD : APM_WAIT_SOFT, object);
  guess->is_shareable = !is_private (futex);
  guess->owner = (int) owner;
  remember_word (futex, guess, 0);
}

/* musl: the word is the second of a mutex, the type the first; or it is a FILE's. */
static gboolean
guess_musl (const ApmFutex *futex,
            ApmFutexGuess  *guess)
{
  guint32 tid = futex->value & TID_MASK;
  gboolean has_waiters = (futex->value & WAITERS) != 0;
  guint32 type;

  if (tid == 0 || !knows (futex, -4, 4))
    return FALSE;
  type = word_at (futex, -4);

  if (!has_waiters && (futex->value & OWNER_DIED) != 0 && is_private (futex))
    {
      take_musl (futex, guess, futex->address, tid);
      guess->kind = APM_WAIT_STDIO_LOCK;
      return TRUE;
    }
  if (!has_waiters || (type & ~(guint32) MUSL_KIND) != 0 || ((type & MUSL_TYPE) == 0 && tid != MUSL_BUSY))
    return FALSE;
  take_musl (futex, guess, futex->address - 4, type & MUSL_TYPE ? tid : 0);

  return TRUE;
}

/* @wrefs: where __wrefs is, from the futex; @begin: where the condition variable. */
static gboolean
is_condition (const ApmFutex *futex,
              int             wrefs,
              int             begin)
{
  guint32 references, waiters;
  guint64 sequence, first;

  if (!knows (futex, begin, 4))
    return FALSE;

  references = word_at (futex, wrefs);
  waiters = references >> 3;
  sequence = long_at (futex, begin) >> 1;
  first = long_at (futex, begin + 8) >> 1;

  return waiters >= 1 && waiters <= MOST_USERS
         && ((references & 1) == 0) == is_private (futex)
         && sequence >= 1 && sequence < G_GUINT64_CONSTANT (1) << 56
         && first <= sequence;
}

/* The layout changed with glibc 2.41; in both, __wrefs is in front of the two words
 * that are waited on. */
static gboolean
guess_condition (const ApmFutex *futex,
                 ApmFutexGuess  *guess)
{
  static const int begins[] = { -36, -28 };

  for (int wrefs = -4; wrefs >= -8; wrefs -= 4)
    for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
      if (is_condition (futex, wrefs, wrefs + begins[i]))
        {
          take (guess, APM_WAIT_CONDITION, APM_WAIT_SOFT, futex->address + (guint64) (gint64) (wrefs + begins[i]));
          guess->count[0] = word_at (futex, wrefs) >> 3;
          return TRUE;
        }

  return FALSE;
}

static gboolean
guess_semaphore (const ApmFutex *futex,
                 ApmFutexGuess  *guess)
{
  gboolean is_32 = futex->abi == APM_ABI_I386;
  int waiters = is_32 ? 12 : 4;
  int shared = is_32 ? 4 : 8;
  guint32 expected = is_private (futex) ? 0 : OP_PRIVATE;

  if (!knows (futex, 0, 16) || (futex->value & ~(guint32) is_32) != 0)
    return FALSE;
  if (word_at (futex, waiters) < 1 || word_at (futex, waiters) > MOST_USERS || word_at (futex, shared) != expected)
    return FALSE;
  if (!is_32 && word_at (futex, 12) != 0)
    return FALSE;

  take (guess, APM_WAIT_SEMAPHORE, APM_WAIT_SOFT, futex->address);
  guess->is_shareable = !is_private (futex);
  guess->count[0] = word_at (futex, waiters);

  return TRUE;
}

/* @begin: where the lock is, from the futex. */
static gboolean
is_rwlock (const ApmFutex *futex,
           int             begin)
{
  gboolean is_32 = futex->abi == APM_ABI_I386;
  guint32 flags, shared, writer;

  if (!knows (futex, begin, begin + (is_32 ? 32 : 56)))
    return FALSE;

  shared = is_32 ? word_at (futex, begin + 24) >> 8 & 0xff : word_at (futex, begin + 28);
  flags = is_32 ? word_at (futex, begin + 24) & 0xff : word_at (futex, begin + 48);
  writer = word_at (futex, begin + (is_32 ? 28 : 24));

  return shared <= 1 && (shared == 0) == is_private (futex) && flags <= 3
         && word_at (futex, begin + 16) == 0 && word_at (futex, begin + 20) == 0
         && writer <= TID_MASK
         && (word_at (futex, begin) >> 3) <= MOST_USERS
         && word_at (futex, begin + 8) <= 3 && word_at (futex, begin + 12) <= 3
         && (is_32 || long_at (futex, begin + 40) == 0)
         && (writer != 0 || word_at (futex, begin) != 0);
}

static gboolean
guess_rwlock (const ApmFutex *futex,
              ApmFutexGuess  *guess)
{
  int begin, writer;
  gboolean writes;

  if ((futex->value & 2) != 0 && futex->value <= 3 && is_rwlock (futex, -8))
    begin = -8;
  else if ((futex->value & 2) != 0 && futex->value <= 3 && is_rwlock (futex, -12))
    begin = -12;
  else if (futex->value > 7 && (futex->value & RWLOCK_READERS_WAIT) != 0 && is_rwlock (futex, 0))
    begin = 0;
  else
    return FALSE;

  /* Readers wait for the end of a writing phase (1), the first writer for the end of
   * a reading phase (0), other writers on a word of their own. */
  writes = begin == -12 || (begin == -8 && (futex->value & 1) == 0);
  writer = begin + (futex->abi == APM_ABI_I386 ? 28 : 24);
  take (guess, writes ? APM_WAIT_RWLOCK_WRITE : APM_WAIT_RWLOCK_READ, APM_WAIT_SOFT,
        futex->address + (guint64) (gint64) begin);
  guess->is_shareable = !is_private (futex);
  guess->owner = (int) word_at (futex, writer);
  guess->count[0] = word_at (futex, begin) >> 3;
  guess->count[1] = guess->owner != 0;
  if (guess->owner != 0)
    {
      guess->nature = APM_WAIT_HARD;
      remember_word (futex, guess, 0);
      remember_word (futex, guess, writer);
    }

  return TRUE;
}

static gboolean
guess_barrier (const ApmFutex *futex,
               ApmFutexGuess  *guess)
{
  guint32 in, round, needed, arrived, shared;

  if ((futex->op & OP_MASK) != OP_WAIT || futex->has_timeout || !knows (futex, -4, 16))
    return FALSE;

  in = word_at (futex, -4);
  round = word_at (futex, 0);
  needed = word_at (futex, 4);
  shared = word_at (futex, 8);
  arrived = in - round;
  if (round != futex->value || needed < 2 || needed > MOST_USERS || arrived < 1 || arrived >= needed
      || shared != (is_private (futex) ? 0 : (guint32) OP_PRIVATE) || word_at (futex, 12) > in)
    return FALSE;

  take (guess, APM_WAIT_BARRIER, APM_WAIT_SOFT, futex->address - 4);
  guess->is_shareable = !is_private (futex);
  guess->count[0] = arrived;
  guess->count[1] = needed;

  return TRUE;
}

/* A thread's end is told by a shared futex, since the kernel wakes it: on its TID, or
 * since glibc 2.43 on a word of its own that is 2 meanwhile. */
static gboolean
guess_join (const ApmFutex *futex,
            ApmFutexGuess  *guess)
{
  if ((futex->op & OP_MASK) != OP_WAIT_BITSET || is_private (futex) || futex->value < 2 || futex->value > TID_MASK)
    return FALSE;

  take (guess, APM_WAIT_JOIN, APM_WAIT_HARD, futex->address);
  guess->check = futex->value == 2 ? APM_FUTEX_JOIN_STATE : APM_FUTEX_JOIN_TID;
  guess->owner = futex->value == 2 ? 0 : (int) futex->value;
  remember_word (futex, guess, 0);

  return TRUE;
}

/* { int lock; int count; void *owner; } of a FILE; malloc's and others' are alike
 * but for the owner. */
static gboolean
guess_stdio (const ApmFutex *futex,
             ApmFutexGuess  *guess)
{
  guint64 block;

  if (futex->abi == APM_ABI_I386 || (futex->op & OP_MASK) != OP_WAIT || !is_private (futex) || futex->has_timeout
      || futex->value != 2 || !knows (futex, 0, 16))
    return FALSE;

  block = long_at (futex, 8);
  if (block < 4096 || block % 16 != 0 || word_at (futex, 4) > MOST_USERS)
    return FALSE;

  take (guess, APM_WAIT_STDIO_LOCK, APM_WAIT_HARD, futex->address);
  guess->check = APM_FUTEX_STDIO;
  guess->block = block;
  remember_word (futex, guess, 0);
  remember_word (futex, guess, 8);
  remember_word (futex, guess, 12);

  return TRUE;
}

static gboolean
guess_once (const ApmFutex *futex,
            ApmFutexGuess  *guess)
{
  if ((futex->op & OP_MASK) != OP_WAIT || !is_private (futex) || futex->has_timeout || futex->value != 1)
    return FALSE;
  take (guess, APM_WAIT_ONCE, APM_WAIT_SOFT, futex->address);

  return TRUE;
}

typedef gboolean (*Guess) (const ApmFutex *futex,
                           ApmFutexGuess  *guess);

/* Those with the strongest guards first. */
static const Guess guesses_wait[] = { guess_mutex, guess_musl, guess_stdio, guess_barrier, guess_once, NULL };
static const Guess guesses_bitset[] = { guess_mutex, guess_condition, guess_rwlock, guess_semaphore, guess_join, NULL };
static const Guess guesses_pi[] = { guess_pi, NULL };
static const Guess guesses_none[] = { NULL };

static const Guess *
choose_guesses (guint32 op)
{
  switch (op & OP_MASK)
    {
    case OP_WAIT:
      return guesses_wait;
    case OP_WAIT_BITSET:
      return guesses_bitset;
    case OP_LOCK_PI:
    case OP_LOCK_PI2:
      return guesses_pi;
    default:
      return guesses_none;
    }
}

/**
 * apm_futex_guess:
 *
 * Offsets are those of glibc 2.36 to 2.43 and of musl 1.2; what does not fit all
 * guards of a kind is a futex without an owner.
 */
void
apm_futex_guess (const ApmFutex *futex,
                 ApmFutexGuess  *guess)
{
  guint32 op = futex->op & OP_MASK;

  memset (guess, 0, sizeof *guess);
  take (guess, APM_WAIT_FUTEX, APM_WAIT_SOFT, futex->address);
  guess->is_shareable = !is_private (futex);
  guess->flags = futex->has_timeout ? APM_WAIT_TIMED : 0;
  if (!knows (futex, 0, 4))
    return;
  if ((op == OP_WAIT || op == OP_WAIT_BITSET) && word_at (futex, 0) != futex->value)
    {
      guess->check = APM_FUTEX_MOVED;
      return;
    }

  for (const Guess *try = choose_guesses (futex->op); *try; try++)
    if ((*try) (futex, guess))
      return;
}
