/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-call.h"
#include "apm-wait.h"

G_BEGIN_DECLS

/* What a futex belongs to, told from how it is waited for and from the memory around
 * it: bytes in, a guess out, no process is asked. Private to the room. */

#define APM_FUTEX_BEFORE 48     /* bytes in front of the word */
#define APM_FUTEX_WINDOW 128

typedef struct {
  ApmAbi        abi;
  guint32       op;
  guint32       value;          /* what the word was when it began to wait */
  gboolean      has_timeout;
  guint64       address;
  const guint8 *bytes;          /* APM_FUTEX_WINDOW of them, from @address - APM_FUTEX_BEFORE */
  gsize         first_known;    /* bytes before and from these on could not be read */
  gsize         end_known;
  gboolean      is_no_join;     /* that is already known */
} ApmFutex;

typedef enum {
  APM_FUTEX_PLAIN,              /* the guess is whole */
  APM_FUTEX_MOVED,              /* the word is no longer what it waits for */
  APM_FUTEX_HANDED_OVER,        /* locked, but whose it is is not written yet */
  APM_FUTEX_JOIN_TID,           /* if @owner is a thread of the process: its join */
  APM_FUTEX_JOIN_STATE,         /* if a thread's block is before @object: its join */
  APM_FUTEX_STDIO,              /* if @block is a thread's block: a FILE's lock */
} ApmFutexCheck;

typedef struct {
  ApmFutexCheck check;
  ApmWaitKind   kind;
  ApmWaitNature nature;
  guint         flags;          /* TIMED, SHARED */
  gboolean      is_shareable;   /* other processes may have it: no private futex */
  guint64       object;         /* where the lock begins */
  int           owner;          /* TID as the program has it; 0: none recorded */
  guint64       block;
  guint         count[2];
  ApmWaitWord   words[APM_WAIT_MAX_WORDS];
  guint         n_words;
} ApmFutexGuess;

void apm_futex_guess (const ApmFutex *futex,
                      ApmFutexGuess  *guess);

G_END_DECLS
