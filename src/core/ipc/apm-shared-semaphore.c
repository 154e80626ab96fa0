/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-shared-semaphore.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* As glibc has it where a word of 64 bits is atomic: the count below, those who wait
 * above. The test tries it against sem_wait() and sem_post(). */
#define COUNT  0xffffffffull
#define WAITER (1ull << 32)
#define SECOND 1000000000ll

typedef _Atomic uint64_t Word;

_Static_assert (sizeof (sem_t) >= sizeof (Word), "a semaphore has room for both");

static uint32_t *
get_count (Word *word)
{
  return (uint32_t *) word + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
}

static int
sleep_on (Word    *word,
          int64_t  deadline_ns)
{
  const struct timespec at = { deadline_ns / SECOND, deadline_ns % SECOND };

  if (syscall (SYS_futex, get_count (word), FUTEX_WAIT_BITSET, 0, deadline_ns == INT64_MAX ? NULL : &at, NULL,
               FUTEX_BITSET_MATCH_ANY) == 0)
    return 0;

  return errno == EAGAIN || errno == EINTR ? 0 : errno;
}

/* Returns: 1 if one was taken, and with it @waiters are no more */
static int
take (Word     *word,
      uint64_t  waiters)
{
  uint64_t was = atomic_load_explicit (word, memory_order_relaxed);

  while (was & COUNT)
    if (atomic_compare_exchange_weak_explicit (word, &was, was - 1 - waiters, memory_order_acquire, memory_order_relaxed))
      return 1;

  return 0;
}

/**
 * shared_semaphore_wait:
 *
 * Returns: 0, and one has been taken; ETIMEDOUT
 */
int
shared_semaphore_wait (sem_t   *semaphore,
                       int64_t  deadline_ns)
{
  Word *word = (Word *) semaphore;
  int problem = 0;

  if (take (word, 0))
    return 0;
  atomic_fetch_add_explicit (word, WAITER, memory_order_relaxed);
  while (!take (word, WAITER))
    {
      problem = sleep_on (word, deadline_ns);
      if (problem != 0)
        {
          atomic_fetch_sub_explicit (word, WAITER, memory_order_relaxed);
          return problem;
        }
    }

  return 0;
}

void
shared_semaphore_post (sem_t *semaphore)
{
  Word *word = (Word *) semaphore;
  uint64_t was = atomic_fetch_add_explicit (word, 1, memory_order_release);

  if (was >= WAITER)
    syscall (SYS_futex, get_count (word), FUTEX_WAKE, 1, NULL, NULL, 0);
}

/**
 * shared_semaphore_count:
 *
 * Returns: how many could be taken at this moment
 */
int
shared_semaphore_count (sem_t *semaphore)
{
  uint64_t count = atomic_load_explicit ((Word *) semaphore, memory_order_relaxed) & COUNT;

  return count > INT_MAX ? INT_MAX : (int) count;
}
