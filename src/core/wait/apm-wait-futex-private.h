/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-futex.h"

#include <string.h>

G_BEGIN_DECLS

/* What the guesses have in common: a word of the window, by its distance from the
 * futex, and what they say. Private to apm-wait-futex*.c. */

/* linux/futex.h */
enum {
  APM_FUTEX_OP_WAIT = 0,
  APM_FUTEX_OP_LOCK_PI = 6,
  APM_FUTEX_OP_WAIT_BITSET = 9,
  APM_FUTEX_OP_WAIT_REQUEUE_PI = 11,
  APM_FUTEX_OP_LOCK_PI2 = 13,
  APM_FUTEX_OP_PRIVATE = 128,
  APM_FUTEX_OP_REALTIME = 256,
  APM_FUTEX_OP_MASK = 127,
};

#define APM_FUTEX_TID_MASK 0x3fffffffu
#define APM_FUTEX_MOST_USERS 1000000u

static inline gboolean
apm_futex_knows (const ApmFutex *futex,
                 int             from,
                 int             to)
{
  return APM_FUTEX_BEFORE + from >= (int) futex->first_known
         && APM_FUTEX_BEFORE + to <= (int) futex->end_known;
}

/* The word at @offset from the futex; the caller knows() it. */
static inline guint32
apm_futex_word (const ApmFutex *futex,
                int             offset)
{
  guint32 word;

  memcpy (&word, futex->bytes + APM_FUTEX_BEFORE + offset, sizeof word);

  return word;
}

static inline guint64
apm_futex_long (const ApmFutex *futex,
                int             offset)
{
  guint64 number;

  memcpy (&number, futex->bytes + APM_FUTEX_BEFORE + offset, sizeof number);

  return number;
}

static inline gboolean
apm_futex_is_private (const ApmFutex *futex)
{
  return (futex->op & APM_FUTEX_OP_PRIVATE) != 0;
}

static inline void
apm_futex_remember (const ApmFutex *futex,
                    ApmFutexGuess  *guess,
                    int             offset)
{
  g_assert (guess->n_words < APM_WAIT_MAX_WORDS);
  guess->words[guess->n_words++] = (ApmWaitWord) { futex->address + (guint64) (gint64) offset, apm_futex_word (futex, offset) };
}

static inline void
apm_futex_take (ApmFutexGuess *guess,
                ApmWaitKind    kind,
                ApmWaitNature  nature,
                guint64        object)
{
  guess->kind = kind;
  guess->nature = nature;
  guess->object = object;
}

gboolean apm_futex_guess_mutex      (const ApmFutex *futex,
                                     ApmFutexGuess  *guess);
gboolean apm_futex_guess_inheriting (const ApmFutex *futex,
                                     ApmFutexGuess  *guess);
gboolean apm_futex_guess_musl       (const ApmFutex *futex,
                                     ApmFutexGuess  *guess);
gboolean apm_futex_guess_stdio      (const ApmFutex *futex,
                                     ApmFutexGuess  *guess);
gboolean apm_futex_guess_join       (const ApmFutex *futex,
                                     ApmFutexGuess  *guess);

G_END_DECLS
