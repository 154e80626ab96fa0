/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-futex-private.h"

#define RWLOCK_READERS_WAIT 4u

/* Where a pthread_cond_t has what it is known by, seen from __wrefs. */
typedef struct {
  int begin;
  int references;    /* of waiters to the two groups; 0: it has none */
} ConditionLayout;

static const ConditionLayout condition_layouts[] = {
  { -36, -20 },      /* glibc up to 2.40 */
  { -28, 0 },
};

/* @wrefs: where that is, from the futex. */
static gboolean
is_condition (const ApmFutex        *futex,
              const ConditionLayout *at,
              int                    wrefs)
{
  guint32 references, waiters, in_groups;
  guint64 sequence, first;

  if (!apm_futex_knows (futex, wrefs + at->begin, 4))
    return FALSE;

  references = apm_futex_word (futex, wrefs);
  waiters = references >> 3;
  sequence = apm_futex_long (futex, wrefs + at->begin) >> 1;
  first = apm_futex_long (futex, wrefs + at->begin + 8) >> 1;
  if (waiters < 1 || waiters > APM_FUTEX_MOST_USERS || ((references & 1) == 0) != apm_futex_is_private (futex)
      || sequence < 1 || sequence >= G_GUINT64_CONSTANT (1) << 56 || first > sequence)
    return FALSE;
  if (at->references == 0)
    return apm_futex_word (futex, wrefs - 4) >> 2 <= APM_FUTEX_MOST_USERS;

  in_groups = (apm_futex_word (futex, wrefs + at->references) >> 1) + (apm_futex_word (futex, wrefs + at->references + 4) >> 1);

  return in_groups >= 1 && in_groups <= waiters;
}

/* The layout changed with glibc 2.41; in both, __wrefs is in front of the two words
 * that are waited on. */
static gboolean
guess_condition (const ApmFutex *futex,
                 ApmFutexGuess  *guess)
{
  for (int wrefs = -4; wrefs >= -8; wrefs -= 4)
    for (guint i = 0; i < G_N_ELEMENTS (condition_layouts); i++)
      if (is_condition (futex, &condition_layouts[i], wrefs))
        {
          apm_futex_take (guess, APM_WAIT_CONDITION, APM_WAIT_SOFT,
                          futex->address + (guint64) (gint64) (wrefs + condition_layouts[i].begin));
          guess->count[0] = apm_futex_word (futex, wrefs) >> 3;
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
  guint32 expected = apm_futex_is_private (futex) ? 0 : APM_FUTEX_OP_PRIVATE;

  if (!apm_futex_knows (futex, 0, 16) || (futex->value & ~(guint32) is_32) != 0)
    return FALSE;
  if (apm_futex_word (futex, waiters) < 1 || apm_futex_word (futex, waiters) > APM_FUTEX_MOST_USERS || apm_futex_word (futex, shared) != expected)
    return FALSE;
  if (!is_32 && apm_futex_word (futex, 12) != 0)
    return FALSE;

  apm_futex_take (guess, APM_WAIT_SEMAPHORE, APM_WAIT_SOFT, futex->address);
  guess->is_shareable = !apm_futex_is_private (futex);
  guess->count[0] = apm_futex_word (futex, waiters);

  return TRUE;
}

/* @begin: where the lock is, from the futex. */
static gboolean
is_rwlock (const ApmFutex *futex,
           int             begin)
{
  gboolean is_32 = futex->abi == APM_ABI_I386;
  guint32 flags, shared, writer;

  if (!apm_futex_knows (futex, begin, begin + (is_32 ? 32 : 56)))
    return FALSE;

  shared = is_32 ? apm_futex_word (futex, begin + 24) >> 8 & 0xff : apm_futex_word (futex, begin + 28);
  flags = is_32 ? apm_futex_word (futex, begin + 24) & 0xff : apm_futex_word (futex, begin + 48);
  writer = apm_futex_word (futex, begin + (is_32 ? 28 : 24));

  return shared <= 1 && (shared == 0) == apm_futex_is_private (futex) && flags <= 3
         && apm_futex_word (futex, begin + 16) == 0 && apm_futex_word (futex, begin + 20) == 0
         && writer <= APM_FUTEX_TID_MASK
         && (apm_futex_word (futex, begin) >> 3) <= APM_FUTEX_MOST_USERS
         && apm_futex_word (futex, begin + 8) <= 3 && apm_futex_word (futex, begin + 12) <= 3
         && (is_32 || apm_futex_long (futex, begin + 40) == 0)
         && (writer != 0 || apm_futex_word (futex, begin) != 0);
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
  apm_futex_take (guess, writes ? APM_WAIT_RWLOCK_WRITE : APM_WAIT_RWLOCK_READ, APM_WAIT_SOFT,
        futex->address + (guint64) (gint64) begin);
  guess->is_shareable = !apm_futex_is_private (futex);
  guess->owner = (int) apm_futex_word (futex, writer);
  guess->count[0] = apm_futex_word (futex, begin) >> 3;
  guess->count[1] = guess->owner != 0;
  if (guess->owner != 0)
    {
      guess->nature = APM_WAIT_HARD;
      apm_futex_remember (futex, guess, 0);
      apm_futex_remember (futex, guess, writer);
    }

  return TRUE;
}

static gboolean
guess_barrier (const ApmFutex *futex,
               ApmFutexGuess  *guess)
{
  guint32 in, round, needed, arrived, shared;

  if ((futex->op & APM_FUTEX_OP_MASK) != APM_FUTEX_OP_WAIT || futex->has_timeout || !apm_futex_knows (futex, -4, 16))
    return FALSE;

  in = apm_futex_word (futex, -4);
  round = apm_futex_word (futex, 0);
  needed = apm_futex_word (futex, 4);
  shared = apm_futex_word (futex, 8);
  arrived = in - round;
  if (round != futex->value || needed < 2 || needed > APM_FUTEX_MOST_USERS || arrived < 1 || arrived >= needed
      || shared != (apm_futex_is_private (futex) ? 0 : (guint32) APM_FUTEX_OP_PRIVATE) || apm_futex_word (futex, 12) > in)
    return FALSE;

  apm_futex_take (guess, APM_WAIT_BARRIER, APM_WAIT_SOFT, futex->address - 4);
  guess->is_shareable = !apm_futex_is_private (futex);
  guess->count[0] = arrived;
  guess->count[1] = needed;

  return TRUE;
}

static gboolean
guess_once (const ApmFutex *futex,
            ApmFutexGuess  *guess)
{
  if ((futex->op & APM_FUTEX_OP_MASK) != APM_FUTEX_OP_WAIT || !apm_futex_is_private (futex) || futex->has_timeout || futex->value != 1)
    return FALSE;
  apm_futex_take (guess, APM_WAIT_ONCE, APM_WAIT_SOFT, futex->address);

  return TRUE;
}

typedef gboolean (*Guess) (const ApmFutex *futex,
                           ApmFutexGuess  *guess);

/* Those with the strongest guards first; a join is settled by the thread's block. */
static const Guess guesses_wait[] = {
  apm_futex_guess_mutex, apm_futex_guess_musl, apm_futex_guess_stdio, guess_barrier, guess_once, NULL
};
static const Guess guesses_bitset[] = {
  apm_futex_guess_mutex, apm_futex_guess_join, guess_condition, guess_rwlock, guess_semaphore, NULL
};
static const Guess guesses_pi[] = { apm_futex_guess_inheriting, NULL };
static const Guess guesses_none[] = { NULL };

static const Guess *
choose_guesses (guint32 op)
{
  switch (op & APM_FUTEX_OP_MASK)
    {
    case APM_FUTEX_OP_WAIT:
      return guesses_wait;
    case APM_FUTEX_OP_WAIT_BITSET:
      return guesses_bitset;
    case APM_FUTEX_OP_LOCK_PI:
    case APM_FUTEX_OP_LOCK_PI2:
      return guesses_pi;
    default:
      return guesses_none;
    }
}

/**
 * apm_futex_guess:
 *
 * A guess at a join that turns out to be none is followed by another, with is_no_join.
 *
 * Offsets are those of glibc 2.36 to 2.43 and of musl 1.2; what does not fit all
 * guards of a kind is a futex without an owner.
 */
void
apm_futex_guess (const ApmFutex *futex,
                 ApmFutexGuess  *guess)
{
  guint32 op = futex->op & APM_FUTEX_OP_MASK;

  memset (guess, 0, sizeof *guess);
  apm_futex_take (guess, APM_WAIT_FUTEX, APM_WAIT_SOFT, futex->address);
  guess->is_shareable = !apm_futex_is_private (futex);
  guess->flags = futex->has_timeout ? APM_WAIT_TIMED : 0;
  if (!apm_futex_knows (futex, 0, 4))
    return;
  if ((op == APM_FUTEX_OP_WAIT || op == APM_FUTEX_OP_WAIT_BITSET) && apm_futex_word (futex, 0) != futex->value)
    {
      guess->check = APM_FUTEX_MOVED;
      return;
    }

  for (const Guess *try = choose_guesses (futex->op); *try; try++)
    if ((*try) (futex, guess))
      return;
}
