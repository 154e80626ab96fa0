/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What has an owner that is written somewhere. */

#include "apm-wait-futex-private.h"

#define OWNER_DIED 0x40000000u
#define WAITERS 0x80000000u
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
is_mutex_kind (const ApmFutex    *futex,
               const MutexLayout *at)
{
  guint32 kind = apm_futex_word (futex, at->kind);

  if ((kind & ~(guint32) KIND_ALL) != 0 || apm_futex_word (futex, at->users) > APM_FUTEX_MOST_USERS)
    return FALSE;
  /* A robust mutex never waits on a private futex, whatever it was made for. */
  if ((kind & KIND_ROBUST) == 0 && ((kind & KIND_SHARED) == 0) != apm_futex_is_private (futex))
    return FALSE;
  if ((kind & (KIND_ROBUST | KIND_PI)) == 0)
    for (int offset = at->list; offset < at->end; offset += 4)
      if (apm_futex_word (futex, offset) != 0)
        return FALSE;

  return TRUE;
}

/* glibc's mutexes that sleep by FUTEX_WAIT; timed ones by FUTEX_WAIT_BITSET. */
gboolean
apm_futex_guess_mutex (const ApmFutex *futex,
                       ApmFutexGuess  *guess)
{
  const MutexLayout *at = &mutex_layouts[futex->abi];
  guint32 kind, owner;
  gboolean is_robust;

  /* glibc never sleeps for ever on a mutex by WAIT_BITSET: others do (Rust). */
  if (!apm_futex_knows (futex, 0, at->end) || ((futex->op & APM_FUTEX_OP_MASK) == APM_FUTEX_OP_WAIT_BITSET) != futex->has_timeout)
    return FALSE;
  if (!is_mutex_kind (futex, at))
    return FALSE;

  kind = apm_futex_word (futex, at->kind);
  owner = apm_futex_word (futex, at->owner);
  is_robust = (kind & KIND_ROBUST) != 0;
  if (is_robust && ((futex->value & WAITERS) == 0 || (futex->value & APM_FUTEX_TID_MASK) == 0))
    return FALSE;
  if (!is_robust && (kind & KIND_PROTECT ? (futex->value & 0x7ffff) != 2 : futex->value != 2))
    return FALSE;
  if (!is_robust && (kind & KIND_TYPE) != KIND_RECURSIVE && (kind & KIND_PROTECT) == 0 && apm_futex_word (futex, 4) != 0)
    return FALSE;
  /* musl's join and libc's own locks look like a mutex that nobody uses. */
  if (!is_robust && apm_futex_word (futex, at->users) == 0)
    return FALSE;

  apm_futex_take (guess, APM_WAIT_MUTEX, APM_WAIT_HARD, futex->address);
  guess->owner = (int) (is_robust ? futex->value & APM_FUTEX_TID_MASK : owner & APM_FUTEX_TID_MASK);
  guess->is_shareable = !apm_futex_is_private (futex);
  guess->check = guess->owner == 0 ? APM_FUTEX_HANDED_OVER : APM_FUTEX_PLAIN;
  apm_futex_remember (futex, guess, 0);
  apm_futex_remember (futex, guess, at->owner);

  return TRUE;
}

/* That the word has the owner's TID is the kernel's rule for any C library. */
gboolean
apm_futex_guess_inheriting (const ApmFutex *futex,
                            ApmFutexGuess  *guess)
{
  guint32 word = apm_futex_word (futex, 0);

  apm_futex_take (guess, APM_WAIT_MUTEX, APM_WAIT_HARD, futex->address);
  guess->owner = (int) (word & APM_FUTEX_TID_MASK);
  guess->is_shareable = !apm_futex_is_private (futex);
  guess->check = guess->owner == 0 ? APM_FUTEX_HANDED_OVER : APM_FUTEX_PLAIN;
  apm_futex_remember (futex, guess, 0);

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
  apm_futex_take (guess, APM_WAIT_MUTEX, owner ? APM_WAIT_HARD : APM_WAIT_SOFT, object);
  guess->is_shareable = !apm_futex_is_private (futex);
  guess->owner = (int) owner;
  apm_futex_remember (futex, guess, 0);
}

/* musl: the word is the second of a mutex, the type the first; or it is a FILE's. */
gboolean
apm_futex_guess_musl (const ApmFutex *futex,
                      ApmFutexGuess  *guess)
{
  guint32 tid = futex->value & APM_FUTEX_TID_MASK;
  gboolean has_waiters = (futex->value & WAITERS) != 0;
  guint32 type;

  if (tid == 0 || !apm_futex_knows (futex, -4, 4))
    return FALSE;
  type = apm_futex_word (futex, -4);

  if (!has_waiters && (futex->value & OWNER_DIED) != 0 && apm_futex_is_private (futex))
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

/* A thread's end is told by a shared futex, since the kernel wakes it: on its TID, or
 * since glibc 2.43 on a word of its own that is 2 meanwhile. */
gboolean
apm_futex_guess_join (const ApmFutex *futex,
                      ApmFutexGuess  *guess)
{
  if (futex->is_no_join || (futex->op & APM_FUTEX_OP_MASK) != APM_FUTEX_OP_WAIT_BITSET || apm_futex_is_private (futex) || futex->value < 2 || futex->value > APM_FUTEX_TID_MASK)
    return FALSE;

  apm_futex_take (guess, APM_WAIT_JOIN, APM_WAIT_HARD, futex->address);
  guess->check = futex->value == 2 ? APM_FUTEX_JOIN_STATE : APM_FUTEX_JOIN_TID;
  guess->owner = futex->value == 2 ? 0 : (int) futex->value;
  apm_futex_remember (futex, guess, 0);

  return TRUE;
}

/* { int lock; int count; void *owner; } of a FILE; malloc's and others' are alike
 * but for the owner. */
gboolean
apm_futex_guess_stdio (const ApmFutex *futex,
                       ApmFutexGuess  *guess)
{
  guint64 block;

  if (futex->abi == APM_ABI_I386 || (futex->op & APM_FUTEX_OP_MASK) != APM_FUTEX_OP_WAIT || !apm_futex_is_private (futex) || futex->has_timeout
      || futex->value != 2 || !apm_futex_knows (futex, 0, 16))
    return FALSE;

  block = apm_futex_long (futex, 8);
  if (block < 4096 || block % 16 != 0 || apm_futex_word (futex, 4) > APM_FUTEX_MOST_USERS)
    return FALSE;

  apm_futex_take (guess, APM_WAIT_STDIO_LOCK, APM_WAIT_HARD, futex->address);
  guess->check = APM_FUTEX_STDIO;
  guess->block = block;
  apm_futex_remember (futex, guess, 0);
  apm_futex_remember (futex, guess, 8);
  apm_futex_remember (futex, guess, 12);

  return TRUE;
}
