/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-channel.h"
#include "apm-wait-futex.h"
#include "apm-wait-memory.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ADDRESS 0x7f0000001000
#define SHARED 0x00
#define PRIVATE 0x80
#define BITSET 0x09
#define REALTIME 0x100
#define TID 4711u

/* Words of memory at offsets from the futex: pairs, ended by G_MININT. */
typedef struct {
  const char   *name;
  ApmAbi        abi;
  guint32       op;
  guint32       value;
  gboolean      timed;
  gint64        words[24];
  ApmWaitKind   kind;
  int           owner;
  int           object;          /* from the futex */
  ApmFutexCheck check;
} Case;

#define END G_MININT
#define X64 APM_ABI_X86_64
#define X32 APM_ABI_I386

static const Case cases[] = {
  { "mutex", X64, PRIVATE, 2, FALSE, { 0, 2, 8, TID, 12, 1, END }, APM_WAIT_MUTEX, TID, 0, 0 },
  { "explicitly normal", X64, PRIVATE, 2, FALSE, { 0, 2, 8, TID, 12, 1, 16, 512, END }, APM_WAIT_MUTEX, TID, 0, 0 },
  { "shared", X64, SHARED, 2, FALSE, { 0, 2, 8, TID, 12, 1, 16, 128, END }, APM_WAIT_MUTEX, TID, 0, 0 },
  { "protected", X64, PRIVATE, 0x80002, FALSE, { 0, 0x80002, 8, TID, 12, 1, 16, 0x240, END }, APM_WAIT_MUTEX, TID, 0, 0 },
  { "robust", X64, SHARED, 0x80000000u | TID, FALSE, { 0, 0x80000000u | TID, 8, TID, 12, 1, 16, 16, 24, 7, END }, APM_WAIT_MUTEX, TID, 0, 0 },
  { "inheriting", X64, PRIVATE | 6, 0, FALSE, { 0, 0x80000000u | TID, END }, APM_WAIT_MUTEX, TID, 0, 0 },
  { "of 32 bits", X32, PRIVATE, 2, FALSE, { 0, 2, 8, TID, 12, 0, 16, 1, END }, APM_WAIT_MUTEX, TID, 0, 0 },
  { "timed", X64, PRIVATE | BITSET | REALTIME, 2, TRUE, { 0, 2, 8, TID, 12, 1, END }, APM_WAIT_MUTEX, TID, 0, 0 },
  { "musl, recursive", X64, PRIVATE, 0x80000000u | TID, FALSE, { -4, 1, 0, 0x80000000u | TID, END }, APM_WAIT_MUTEX, TID, -4, 0 },
  { "musl, normal", X64, PRIVATE, 0x80000010u, FALSE, { -4, 0, 0, 0x80000010u, END }, APM_WAIT_MUTEX, 0, -4, 0 },
  { "musl, file", X64, PRIVATE, 0x40000000u | TID, FALSE, { -4, 9, 0, 0x40000000u | TID, END }, APM_WAIT_STDIO_LOCK, TID, 0, 0 },

  { "the word has changed", X64, PRIVATE, 2, FALSE, { 0, 1, 8, TID, 12, 1, END }, APM_WAIT_FUTEX, 0, 0, APM_FUTEX_MOVED },
  { "between two owners", X64, PRIVATE, 2, FALSE, { 0, 2, 8, 0, 12, 1, END }, APM_WAIT_MUTEX, 0, 0, APM_FUTEX_HANDED_OVER },
  { "nobody uses it", X64, PRIVATE, 2, FALSE, { 0, 2, 8, 0, 12, 0, END }, APM_WAIT_FUTEX, 0, 0, 0 },
  { "a kind that is none", X64, PRIVATE, 2, FALSE, { 0, 2, 8, TID, 12, 1, 16, 0x1234000, END }, APM_WAIT_FUTEX, 0, 0, 0 },
  { "too many users", X64, PRIVATE, 2, FALSE, { 0, 2, 8, TID, 12, 0x7fffffff, END }, APM_WAIT_FUTEX, 0, 0, 0 },
  { "shared mutex, private futex", X64, PRIVATE, 2, FALSE, { 0, 2, 8, TID, 12, 1, 16, 128, END }, APM_WAIT_FUTEX, 0, 0, 0 },
  { "counted, though not recursive", X64, PRIVATE, 2, FALSE, { 0, 2, 4, 3, 8, TID, 12, 1, END }, APM_WAIT_FUTEX, 0, 0, 0 },
  { "in a list, though not robust", X64, PRIVATE, 2, FALSE, { 0, 2, 8, TID, 12, 1, 24, 5, END }, APM_WAIT_FUTEX, 0, 0, 0 },
  { "Rust, with a TID behind", X64, PRIVATE | BITSET, 2, FALSE, { 0, 2, 8, TID, 12, 1, END }, APM_WAIT_FUTEX, 0, 0, 0 },

  { "condition up to 2.40", X64, PRIVATE | BITSET | REALTIME, 0, FALSE, { -40, 3, -24, 2, -4, 8, 0, 0, END }, APM_WAIT_CONDITION, 0, -40, 0 },
  { "condition, second word", X64, PRIVATE | BITSET | REALTIME, 0x13, FALSE, { -44, 9, -24, 2, -8, 16, 0, 0x13, END }, APM_WAIT_CONDITION, 0, -44, 0 },
  { "condition from 2.41", X64, PRIVATE | BITSET, 0, TRUE, { -32, 3, -4, 8, 0, 0, END }, APM_WAIT_CONDITION, 0, -32, 0 },
  { "condition with no waiters", X64, PRIVATE | BITSET, 5, FALSE, { -40, 3, -4, 7, 0, 5, END }, APM_WAIT_FUTEX, 0, 0, 0 },
  { "semaphore", X64, PRIVATE | BITSET | REALTIME, 0, FALSE, { 0, 0, 4, 1, 8, 0, END }, APM_WAIT_SEMAPHORE, 0, 0, 0 },
  { "shared semaphore", X64, BITSET | REALTIME, 0, FALSE, { 0, 0, 4, 1, 8, 128, END }, APM_WAIT_SEMAPHORE, 0, 0, 0 },
  { "semaphore of 32 bits", X32, PRIVATE | BITSET | REALTIME, 1, FALSE, { 0, 1, 4, 0, 12, 1, END }, APM_WAIT_SEMAPHORE, 0, 0, 0 },
  { "reader behind a writer", X64, PRIVATE | BITSET | REALTIME, 3, FALSE, { -8, 9, 0, 3, 16, TID, END }, APM_WAIT_RWLOCK_READ, TID, -8, 0 },
  { "writer behind a writer", X64, PRIVATE | BITSET | REALTIME, 3, FALSE, { -12, 9, 0, 3, 12, TID, END }, APM_WAIT_RWLOCK_WRITE, TID, -12, 0 },
  { "writer behind readers", X64, PRIVATE | BITSET | REALTIME, 2, FALSE, { -8, 10, 0, 2, END }, APM_WAIT_RWLOCK_WRITE, 0, -8, 0 },
  { "barrier", X64, PRIVATE, 0, FALSE, { -4, 1, 0, 0, 4, 3, END }, APM_WAIT_BARRIER, 0, -4, 0 },
  { "barrier, all are there", X64, PRIVATE, 0, FALSE, { -4, 3, 0, 0, 4, 3, END }, APM_WAIT_FUTEX, 0, 0, 0 },
  { "once", X64, PRIVATE, 1, FALSE, { 0, 1, END }, APM_WAIT_ONCE, 0, 0, 0 },
  { "join", X64, BITSET | REALTIME, TID, FALSE, { 0, TID, END }, APM_WAIT_JOIN, TID, 0, APM_FUTEX_JOIN_TID },
  { "join from 2.43", X64, BITSET | REALTIME, 2, FALSE, { 0, 2, END }, APM_WAIT_JOIN, 0, 0, APM_FUTEX_JOIN_STATE },
  { "file", X64, PRIVATE, 2, FALSE, { 0, 2, 4, 1, 8, 0x740, 12, 0x7f00, END }, APM_WAIT_STDIO_LOCK, 0, 0, APM_FUTEX_STDIO },
  { "std::future", X64, SHARED, 0x80000000u, FALSE, { 0, 0x80000000u, END }, APM_WAIT_FUTEX, 0, 0, 0 },
  { "an operation to come", X64, 99, 2, FALSE, { 0, 2, END }, APM_WAIT_FUTEX, 0, 0, 0 },
};

static void
put_words (guint8       *bytes,
           const gint64 *words)
{
  for (; *words != END; words += 2)
    {
      guint32 word = (guint32) words[1];

      memcpy (bytes + APM_FUTEX_BEFORE + words[0], &word, sizeof word);
    }
}

static void
test_guesses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 bytes[APM_FUTEX_WINDOW] = { 0 };
      ApmFutexGuess guess;
      ApmFutex futex = { cases[i].abi, cases[i].op, cases[i].value, cases[i].timed, ADDRESS, bytes, 0, sizeof bytes };

      g_test_message ("%s", cases[i].name);
      put_words (bytes, cases[i].words);
      apm_futex_guess (&futex, &guess);
      g_assert_cmpstr (apm_wait_kind_word (guess.kind), ==, apm_wait_kind_word (cases[i].kind));
      g_assert_cmpint (guess.owner, ==, cases[i].owner);
      g_assert_cmpint ((gint64) (guess.object - ADDRESS), ==, cases[i].object);
      g_assert_cmpint (guess.check, ==, cases[i].check);
      g_assert_cmpint (!!(guess.flags & APM_WAIT_TIMED), ==, cases[i].timed);
    }
}

/* Whatever part could be read, nothing beyond it is looked at, and never is a lock seen
 * of which the owner was not read. */
static void
test_partly_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize end = 0; end <= APM_FUTEX_WINDOW; end += 4)
      {
        g_autofree guint8 *bytes = g_malloc0 (MAX (end, 1));
        guint8 whole[APM_FUTEX_WINDOW] = { 0 };
        ApmFutexGuess guess;
        ApmFutex futex = { cases[i].abi, cases[i].op, cases[i].value, cases[i].timed, ADDRESS, bytes, 0, end };

        put_words (whole, cases[i].words);
        memcpy (bytes, whole, end);
        apm_futex_guess (&futex, &guess);
        if (end < APM_FUTEX_BEFORE + 4)
          g_assert_cmpint (guess.kind, ==, APM_WAIT_FUTEX);
        g_assert_true (guess.owner == 0 || guess.owner == cases[i].owner);
      }
}

static void
test_noise (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  guint8 bytes[APM_FUTEX_WINDOW];

  for (guint i = 0; i < 200000; i++)
    {
      ApmFutexGuess guess;
      ApmFutex futex = { X64, g_rand_boolean (rand) ? PRIVATE : PRIVATE | BITSET, 2, FALSE, ADDRESS, bytes, 0, sizeof bytes };

      for (guint k = 0; k < sizeof bytes; k++)
        bytes[k] = (guint8) g_rand_int (rand);
      memcpy (bytes + APM_FUTEX_BEFORE, &futex.value, 4);
      apm_futex_guess (&futex, &guess);
      g_assert_cmpint (guess.owner, ==, 0);
    }
}

/* Three pages, of which the middle one is gone. */
static void
test_memory (void)
{
  guint8 *pages = mmap (NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  guint64 begin = (guint64) (gsize) pages;
  guint8 data[5][64];
  ApmMemoryWindow windows[5] = {
    { begin, 64, data[0], 0 },
    { begin + 4096, 64, data[1], 0 },
    { begin + 4096 - 32, 64, data[2], 0 },
    { 0, 64, data[3], 0 },
    { begin + 2 * 4096, 64, data[4], 0 },
  };

  /* A microsecond after the machine began, but for what we waited for a CPU. */
  const ApmPatience late = { 1, apm_patience_read_delay_ns () };
  /* As long as that is all that it took, nobody was slow. */
  const ApmPatience busy = { g_get_monotonic_time () - 1, apm_patience_read_delay_ns () - G_GINT64_CONSTANT (1000000000000) };

  memset (pages, 7, 3 * 4096);
  munmap (pages + 4096, 4096);
  memset (data, 1, sizeof data);
  g_assert_cmpint (apm_wait_memory_read (getpid (), windows, 5, NULL), ==, 0);
  g_assert_cmpuint (windows[0].n_read, ==, 64);
  g_assert_cmpuint (windows[1].n_read, ==, 0);
  g_assert_cmpuint (windows[2].n_read, ==, 32);
  g_assert_cmpuint (windows[3].n_read, ==, 0);
  g_assert_cmpuint (windows[4].n_read, ==, 64);
  g_assert_cmpint (data[0][63], ==, 7);
  g_assert_cmpint (data[1][0], ==, 0);
  g_assert_cmpint (data[2][31], ==, 7);
  g_assert_cmpint (data[2][32], ==, 0);
  g_assert_cmpint (data[4][0], ==, 7);
  g_assert_cmpint (apm_wait_memory_read (getpid (), windows, 5, &late), ==, ETIME);
  g_assert_cmpint (apm_wait_memory_read (getpid (), windows, 5, &busy), ==, 0);
  g_assert_cmpint (apm_wait_memory_read (G_MAXINT, windows, 5, NULL), ==, ESRCH);
  munmap (pages, 4096);
  munmap (pages + 2 * 4096, 4096);
}

static void
test_channels (void)
{
  static const struct {
    const char *channel;
    ApmWaitKind kind;
  } channels[] = {
    { "futex_wait_queue_me", APM_WAIT_FUTEX },
    { "futex_do_wait", APM_WAIT_FUTEX },
    { "pipe_read", APM_WAIT_PIPE_READ },
    { "anon_pipe_read", APM_WAIT_PIPE_READ },
    { "poll_schedule_timeout.constprop.0", APM_WAIT_POLL },
    { "do_wait", APM_WAIT_CHILD },
    { "do_wait_intr_irq", APM_WAIT_EVENTFD },
    { "request_wait_answer", APM_WAIT_FUSE },
    { "folio_wait_bit_common", APM_WAIT_DISK },
    { "kernel_clone", APM_WAIT_VFORK },
    { "", APM_WAIT_UNKNOWN },
    { "0", APM_WAIT_UNKNOWN },
    { "some_function_to_come", APM_WAIT_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    g_assert_cmpint (apm_channel_get_kind (channels[i].channel), ==, channels[i].kind);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wait/futex/guesses", test_guesses);
  g_test_add_func ("/wait/futex/partly-read", test_partly_read);
  g_test_add_func ("/wait/futex/noise", test_noise);
  g_test_add_func ("/wait/memory", test_memory);
  g_test_add_func ("/wait/channels", test_channels);

  return g_test_run ();
}
