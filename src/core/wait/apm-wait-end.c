/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-chain.h"

/* Where a chain ends, and why. */

static const char *const end_words[APM_WAIT_N_ENDS] = {
  [APM_WAIT_END_NONE] = "none",
  [APM_WAIT_END_RUNNING] = "running",
  [APM_WAIT_END_STOPPED] = "stopped",
  [APM_WAIT_END_TRACED] = "traced",
  [APM_WAIT_END_TIMED] = "timed",
  [APM_WAIT_END_OPEN] = "open-ended",
  [APM_WAIT_END_ORPHANED] = "orphaned",
  [APM_WAIT_END_UNRECORDED] = "no-owner-recorded",
  [APM_WAIT_END_DENIED] = "not-permitted",
  [APM_WAIT_END_UNKNOWN] = "unknown",
  [APM_WAIT_END_CUT] = "cut",
};

static const char *const rank_words[] = {
  [APM_WAIT_MOVES] = "moves",
  [APM_WAIT_STUCK_SOFT] = "nobody-here-can-wake-it",
  [APM_WAIT_STUCK_LIKELY] = "likely",
  [APM_WAIT_STUCK] = "proven",
};

/**
 * apm_wait_end_word:
 *
 * Returns: a word of the C locale
 */
const char *
apm_wait_end_word (ApmWaitEnd end)
{
  return end_words[end];
}

/**
 * apm_wait_rank_word:
 *
 * Returns: a word of the C locale
 */
const char *
apm_wait_rank_word (ApmWaitRank rank)
{
  return rank_words[rank];
}

/* Not only as a guess. */
static gboolean
knows_ender (const ApmWaitPass *pass,
             const ApmWait     *wait)
{
  for (guint g = 0; g < wait->n_groups; g++)
    if (g_array_index (pass->groups, ApmWaitGroup, wait->first_group + g).n > 0)
      return TRUE;

  return FALSE;
}

/**
 * apm_wait_grade_candidates:
 *
 * Returns: how good a guess at @wait's candidates is; never proven
 */
ApmWaitGrade
apm_wait_grade_candidates (const ApmWait *wait)
{
  return wait->n_candidates == 1 ? APM_WAIT_GRADE_LIKELY : APM_WAIT_GRADE_UNKNOWN;
}

/**
 * apm_wait_end_find:
 * @wait: (nullable): %NULL: it was not seen
 *
 * Returns: why a chain goes no further than @wait: without a group of enders it cannot
 */
ApmWaitEnd
apm_wait_end_find (const ApmWaitPass *pass,
                   const ApmWait     *wait,
                   const ApmWaitFate *fate)
{
  if (wait == NULL)
    return APM_WAIT_END_UNKNOWN;
  if (wait->unknown == APM_WAIT_IN_FLIGHT)
    return knows_ender (pass, wait) ? APM_WAIT_END_NONE : APM_WAIT_END_UNKNOWN;
  if (wait->unknown == APM_WAIT_DENIED_MODE || wait->unknown == APM_WAIT_DENIED_YAMA)
    return knows_ender (pass, wait) ? APM_WAIT_END_NONE : APM_WAIT_END_DENIED;
  switch ((int) wait->kind)
    {
    case APM_WAIT_RUNNING:
      return APM_WAIT_END_RUNNING;
    case APM_WAIT_STOPPED:
      return APM_WAIT_END_STOPPED;
    case APM_WAIT_TRACED:
      return wait->n_groups > 0 ? APM_WAIT_END_NONE : APM_WAIT_END_TRACED;
    default:
      break;
    }
  if (wait->finding == APM_WAIT_ORPHANED || wait->finding == APM_WAIT_FORK_COPIED)
    return APM_WAIT_END_ORPHANED;
  if (fate->rank >= APM_WAIT_STUCK_LIKELY)
    return APM_WAIT_END_NONE;
  if (wait->flags & APM_WAIT_IDLE)
    return wait->flags & APM_WAIT_TIMED ? APM_WAIT_END_TIMED : APM_WAIT_END_OPEN;
  if (wait->nature != APM_WAIT_HARD && wait->flags & APM_WAIT_TIMED)
    return APM_WAIT_END_TIMED;
  if (wait->nature == APM_WAIT_SOFT || wait->unknown == APM_WAIT_NO_OWNER)
    return APM_WAIT_END_UNRECORDED;
  if (wait->n_groups > 0)
    return APM_WAIT_END_NONE;
  if (wait->flags & APM_WAIT_TIMED)
    return APM_WAIT_END_TIMED;

  return wait->nature == APM_WAIT_OPEN && wait->kind != APM_WAIT_UNKNOWN ? APM_WAIT_END_OPEN : APM_WAIT_END_UNKNOWN;
}
