/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers of a helper that lies: whatever bytes they are, they are refused, or become a
 * wait that everything that reads a pass can live with. */

#include "apm-wait-chain.h"
#include "apm-wait-export.h"
#include "apm-wait-wire.h"
#include "apm-wait-words.h"
#include "web-text.h"

#include <string.h>

#define N_MUTATED 4000
#define N_RANDOM 2000

/* What others are, and 3.3 was refused. */
static ApmWaitPass *
new_pass (void)
{
  ApmWaitPass *pass = web_pass_from_text ("1.1 -> 2.2 & 3, 2.2 ~> 1.1 3.3, 3.3, 4.4 -> 4.4, 5.5 @> 1");

  for (guint i = 0; i < pass->waits->len; i++)
    {
      ApmWait *wait = &g_array_index (pass->waits, ApmWait, i);

      if (wait->pid == 3)
        {
          wait->kind = APM_WAIT_UNKNOWN;
          wait->unknown = APM_WAIT_DENIED_YAMA;
          wait->n_groups = 0;
        }
    }

  return pass;
}

/* Of a wait that has something in every field. */
static LookWait
make_answer (void)
{
  LookWait packed = {
    .pid = 3, .tid = 3, .kind = APM_WAIT_PIPE_WRITE, .grade = APM_WAIT_GRADE_PROVEN, .nature = APM_WAIT_HARD,
    .fd = 4, .left_us = -1, .space = 7, .id = 88231, .count = { 1, 2 }, .n_groups = 2, .complete = 3,
    .n_enders = { 1, 2 }, .enders = { { 1, 1 }, { 2, 0 }, { 4, 4 } }, .name = "/run/queue",
  };

  return packed;
}

/* As the window and apmctl do. */
static void
read_all (ApmWaitPass *pass)
{
  g_autoptr(ApmWaitGraph) graph = apm_wait_graph_new (pass, NULL);

  for (guint i = 0; i < pass->waits->len; i++)
    {
      const ApmWait *wait = &g_array_index (pass->waits, ApmWait, i);
      g_autoptr(ApmWaitChain) chain = apm_wait_chain_new (graph, wait->pid, wait->tid);
      g_autofree char *words = apm_wait_words_all (chain);
      g_autofree char *dot = apm_wait_chain_to_dot (chain);
      g_autofree char *few = apm_wait_words_short (graph, wait);

      g_assert_true (g_utf8_validate (words, -1, NULL) && g_utf8_validate (dot, -1, NULL));
      g_assert_null (strchr (few, '\n'));
      g_assert_nonnull (apm_wait_kind_word (wait->kind));
    }
}

static gboolean
take (const LookWait *packed)
{
  g_autoptr(ApmWaitPass) pass = new_pass ();
  const ApmWait *others = apm_wait_pass_find (pass, 1, 1);
  ApmWait before = *others;
  gboolean is_taken = apm_wait_wire_graft (pass, packed);
  const ApmWait *wait = apm_wait_pass_find (pass, 3, 3);

  if (!is_taken)
    {
      g_assert_cmpint (wait->unknown, ==, APM_WAIT_DENIED_YAMA);
      g_assert_cmpuint (wait->n_groups, ==, 0);
    }
  else
    {
      g_assert_cmpuint (wait->first_group + wait->n_groups, <=, pass->groups->len);
      g_assert_cmpuint (wait->flags & ~(guint) (APM_WAIT_TIMED | APM_WAIT_IDLE | APM_WAIT_UNINTERRUPTIBLE
                                                | APM_WAIT_SHARED | APM_WAIT_BY_HELPER), ==, 0);
      g_assert_true (wait->flags & APM_WAIT_BY_HELPER);
      read_all (pass);
    }
  /* What we saw ourselves stays. */
  g_assert_cmpmem (&before, sizeof before, apm_wait_pass_find (pass, 1, 1), sizeof before);

  return is_taken;
}

static void
test_answer (void)
{
  LookWait packed = make_answer ();

  g_assert_true (take (&packed));
  packed.pid = packed.tid = 1;
  g_assert_false (take (&packed));
  packed.pid = packed.tid = 77;
  g_assert_false (take (&packed));
}

/* Right but for a few bytes. */
static void
test_mutated (void)
{
  guint n_taken = 0;

  for (guint i = 0; i < N_MUTATED; i++)
    {
      LookWait packed = make_answer ();

      for (int n = g_test_rand_int_range (1, 5); n > 0; n--)
        ((guint8 *) &packed)[g_test_rand_int_range (0, sizeof packed)] = (guint8) g_test_rand_int ();
      packed.pid = packed.tid = 3;
      n_taken += take (&packed);
    }
  g_assert_cmpuint (n_taken, >, 0);
  g_assert_cmpuint (n_taken, <, N_MUTATED);
}

/* Numbers that are small, or anything: those that are small reach further in. */
static void
test_random (void)
{
  for (guint i = 0; i < N_RANDOM; i++)
    {
      LookWait packed;
      guint32 *numbers = (guint32 *) (gpointer) &packed;

      for (guint k = 0; k < sizeof packed / sizeof *numbers; k++)
        numbers[k] = (guint32) (g_test_rand_bit () ? g_test_rand_int_range (0, 8) : g_test_rand_int ());
      packed.pid = packed.tid = 3;
      take (&packed);
      for (guint k = 0; k < sizeof packed / sizeof *numbers; k++)
        numbers[k] = (guint32) g_test_rand_int_range (0, 5);
      packed.pid = packed.tid = 3;
      take (&packed);
    }
}

/* The one thing about each field that is just too much. */
static void
test_limits (void)
{
  const LookWait right = make_answer ();

#define REFUSES(field, value) \
  G_STMT_START { LookWait packed = right; packed.field = value; g_assert_false (take (&packed)); } G_STMT_END
  REFUSES (kind, APM_WAIT_N_KINDS);
  REFUSES (grade, APM_WAIT_GRADE_PROVEN + 1);
  REFUSES (nature, APM_WAIT_HARD + 1);
  REFUSES (finding, APM_WAIT_NOBODY + 1);
  REFUSES (unknown, APM_WAIT_N_UNKNOWNS);
  REFUSES (fd, -2);
  REFUSES (owner, -1);
  REFUSES (left_us, -2);
  REFUSES (n_groups, LOOK_MOST_GROUPS + 1);
  REFUSES (n_enders[0], LOOK_MOST_ENDERS + 1);
  REFUSES (n_enders[1], LOOK_MOST_ENDERS);
  REFUSES (n_enders[1], G_MAXUINT32);
  REFUSES (enders[2].pid, 0);
  REFUSES (enders[2].tid, -1);
  REFUSES (flags, 1u << 31);
#undef REFUSES
  {
    LookWait packed = right;

    memset (packed.name, 'n', sizeof packed.name);
    g_assert_false (take (&packed));
  }
}

/* Those for whom there is no room could end the wait all the same: nothing is proven
 * by the others. */
static void
test_too_many (void)
{
  static const guint8 key[32] = { 0 };

  for (int n = LOOK_MOST_ENDERS; n <= LOOK_MOST_ENDERS + 1; n++)
    {
      g_autoptr(ApmWaitPass) told = web_pass_from_text ("3.3 -> ");
      g_autoptr(ApmWaitPass) pass = new_pass ();
      LookWait packed;

      for (int i = 0; i < n; i++)
        web_pass_add_ender (told, 100 + i, 0);
      apm_wait_wire_pack (told, apm_wait_pass_find (told, 3, 3), key, &packed);
      g_assert_true (apm_wait_wire_graft (pass, &packed));
      g_assert_cmpint (apm_wait_pass_find (pass, 3, 3)->grade, ==,
                       n > LOOK_MOST_ENDERS ? APM_WAIT_GRADE_UNKNOWN : APM_WAIT_GRADE_PROVEN);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wait-wire/answer", test_answer);
  g_test_add_func ("/wait-wire/mutated", test_mutated);
  g_test_add_func ("/wait-wire/random", test_random);
  g_test_add_func ("/wait-wire/limits", test_limits);
  g_test_add_func ("/wait-wire/too-many", test_too_many);

  return g_test_run ();
}
