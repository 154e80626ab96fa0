/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-forced-plan.h"

#include "lens-abi.h"

#include <string.h>

/* What an operation of a schedule is at the lens's gate. The first word of an
 * operation there is the one that it is called by. */
static const struct {
  const char *word;
  guint op;
} operations[] = {
  { "lock", APM_LENS_OP_MUTEX_LOCK }, { "trylock", APM_LENS_OP_MUTEX_LOCK }, { "unlock", APM_LENS_OP_MUTEX_UNLOCK },
  { "spin-lock", APM_LENS_OP_SPIN_LOCK },
  { "cond-wait", APM_LENS_OP_COND_WAIT }, { "cond-wake", APM_LENS_OP_COND_WOKE },
  { "signal", APM_LENS_OP_COND_SIGNAL }, { "broadcast", APM_LENS_OP_COND_BROADCAST },
  { "sem-wait", APM_LENS_OP_SEM_TAKEN }, { "sem-trywait", APM_LENS_OP_SEM_TAKEN }, { "sem-post", APM_LENS_OP_SEM_POST },
  { "rdlock", APM_LENS_OP_READ_LOCK }, { "tryrdlock", APM_LENS_OP_READ_LOCK },
  { "wrlock", APM_LENS_OP_WRITE_LOCK }, { "trywrlock", APM_LENS_OP_WRITE_LOCK }, { "rwunlock", APM_LENS_OP_RWLOCK_UNLOCK },
  { "barrier-arrive", APM_LENS_OP_BARRIER_WAIT },
  { "create", APM_LENS_OP_CREATE }, { "join", APM_LENS_OP_JOINED },
};

/**
 * apm_forced_plan_get_word:
 * @op: APM_LENS_OP_…, as a thread stands before it
 *
 * Returns: (nullable): the operation as a schedule calls it; %NULL: it has none
 */
const char *
apm_forced_plan_get_word (guint op)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (operations[i].op == op)
      return operations[i].word;

  return NULL;
}

static gboolean
find_op (const char *word,
         guint      *op)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (strcmp (operations[i].word, word) == 0)
      {
        *op = operations[i].op;
        return TRUE;
      }

  return FALSE;
}

static int
find_child (const ApmPlay *play,
            guint          step)
{
  for (guint i = 1; i < apm_play_get_n_threads (play); i++)
    {
      guint born;

      apm_play_get_life (play, i, &born);
      if (born == step + 1)
        return (int) i;
    }

  return -1;
}

/* Who waits at a condition variable and runs out of time has no turn for that: it
 * then takes the mutex back, and that is when it stands at the gate. */
typedef struct {
  gboolean waits, is_late;
} AtCondition;

/* Returns: whether the step has a turn, and before what */
static gboolean
take_step (const ApmFailureStep *step,
           AtCondition          *at,
           guint                *op)
{
  if (strcmp (step->operation, "timeout") == 0)
    {
      *op = APM_LENS_OP_NONE;
      at->is_late = at->waits;
      return !at->waits;
    }
  if (!find_op (step->operation, op))
    return FALSE;

  if (at->is_late && *op == APM_LENS_OP_MUTEX_LOCK)
    *op = APM_LENS_OP_COND_WOKE;
  at->is_late = FALSE;
  at->waits = *op == APM_LENS_OP_COND_WAIT;

  return TRUE;
}

/**
 * apm_forced_plan_new:
 *
 * Returns: (transfer full) (element-type ApmForcedTurn): whose turn it is, and at what
 */
GArray *
apm_forced_plan_new (const ApmPlay *play)
{
  g_autofree AtCondition *at = g_new0 (AtCondition, MAX (apm_play_get_n_threads (play), 1));
  GArray *turns = g_array_new (FALSE, FALSE, sizeof (ApmForcedTurn));

  for (guint i = 0; i < apm_play_get_n_steps (play); i++)
    {
      ApmForcedTurn turn = { i, apm_play_get_step_thread (play, i), APM_LENS_OP_NONE, -1 };

      if (!take_step (apm_play_get_step (play, i), &at[turn.thread], &turn.op))
        continue;
      if (turn.op == APM_LENS_OP_CREATE)
        turn.child = find_child (play, i);
      g_array_append_val (turns, turn);
    }

  return turns;
}
