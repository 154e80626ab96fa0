/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"
#include "apm-wait-words.h"

#include <errno.h>
#include <unistd.h>

static guint64
bit (ApmWaitKind kind)
{
  return G_GUINT64_CONSTANT (1) << kind;
}

static void
test_this_system (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();

  g_assert_cmphex (apm_wait_reader_get_distrusted (reader), ==, 0);
}

/* As if a C library had other offsets. */
static void
guess_wrong (const ApmFutex *futex,
             ApmFutexGuess  *guess)
{
  apm_futex_guess (futex, guess);
  if (guess->kind == APM_WAIT_CONDITION)
    guess->kind = APM_WAIT_SEMAPHORE;
  if (guess->kind == APM_WAIT_RWLOCK_WRITE)
    guess->owner = 1;
}

static void
test_other_layout (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new_untried ();

  reader->guess_futex = guess_wrong;
  g_assert_cmphex (apm_wait_selftest_run (reader), ==, bit (APM_WAIT_CONDITION) | bit (APM_WAIT_RWLOCK_WRITE));
}

/* What was found otherwise is said so, of whom and in whole sentences. */
static void
test_words (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new_untried ();
  g_autoptr(ApmWaitPass) pass = NULL;
  g_autofree char *none = NULL;
  g_autofree char *words = NULL;
  ApmWaitTask task = { getpid (), 0 };

  pass = apm_wait_reader_read (reader, &task, 1);
  none = apm_wait_words_distrusted (pass);
  g_assert_null (none);
  apm_wait_pass_unref (pass);

  reader->distrusted = bit (APM_WAIT_CONDITION) | bit (APM_WAIT_MUTEX);
  pass = apm_wait_reader_read (reader, &task, 1);
  words = apm_wait_words_distrusted (pass);
  g_assert_true (g_str_has_suffix (words, "no deadlock of them is found: mutex, condition."));
}

/* At first the C library waits for something of its own, as on a busy machine. */
static void
guess_late (const ApmFutex *futex,
            ApmFutexGuess  *guess)
{
  static gint64 since_us;

  if (since_us == 0)
    since_us = g_get_monotonic_time ();
  apm_futex_guess (futex, guess);
  if (g_get_monotonic_time () - since_us < G_USEC_PER_SEC / 20)
    guess->kind = APM_WAIT_FUTEX;
}

static void
test_busy (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new_untried ();

  reader->guess_futex = guess_late;
  g_assert_cmphex (apm_wait_selftest_run (reader), ==, 0);
}

static int
refuse (int           dir_fd G_GNUC_UNUSED,
        int           tid G_GNUC_UNUSED,
        ApmCall      *call G_GNUC_UNUSED,
        ApmCallState *state G_GNUC_UNUSED,
        gboolean     *was_opened)
{
  *was_opened = TRUE;

  return EPERM;
}

/* What cannot be looked at is no proof against it. */
static void
test_refused (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new_untried ();

  reader->read_call = refuse;
  g_assert_cmphex (apm_wait_selftest_run (reader), ==, 0);
}

/* However groups of several waits are added, those of each stand together. */
static void
test_groups (void)
{
  g_autoptr(ApmWaitPass) pass = apm_wait_pass_new ();
  ApmWait waits[2] = { { .pid = 1 }, { .pid = 2 } };

  g_array_append_vals (pass->waits, waits, 2);
  for (int i = 0; i < 6; i++)
    apm_wait_add_ender (pass, &g_array_index (pass->waits, ApmWait, i % 2), 10 + i, 0);
  for (guint i = 0; i < 2; i++)
    {
      const ApmWait *wait = &g_array_index (pass->waits, ApmWait, i);

      g_assert_cmpuint (wait->n_groups, ==, 3);
      for (guint k = 0; k < 3; k++)
        {
          guint n;

          g_assert_cmpint (apm_wait_pass_get_group (pass, wait, k, &n)->pid, ==, 10 + 2 * k + i);
          g_assert_cmpuint (n, ==, 1);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wait/selftest/this-system", test_this_system);
  g_test_add_func ("/wait/selftest/other-layout", test_other_layout);
  g_test_add_func ("/wait/selftest/words", test_words);
  g_test_add_func ("/wait/selftest/busy", test_busy);
  g_test_add_func ("/wait/selftest/refused", test_refused);
  g_test_add_func ("/wait/groups", test_groups);

  return g_test_run ();
}
