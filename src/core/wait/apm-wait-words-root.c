/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-words-private.h"

#include <glib/gi18n-lib.h>

/* What a chain amounts to, and what a person can do about it. */

/**
 * apm_wait_words_get_advice:
 *
 * Returns: what a person can do about @node, if it is a root cause
 */
ApmWaitAdvice
apm_wait_words_get_advice (const ApmWaitNode *node)
{
  if (node->end == APM_WAIT_END_STOPPED)
    return APM_WAIT_ADVICE_CONTINUE;
  if (node->end == APM_WAIT_END_DENIED)
    return APM_WAIT_ADVICE_ASK;
  if (node->in_knot || node->end == APM_WAIT_END_ORPHANED)
    return APM_WAIT_ADVICE_END;

  return APM_WAIT_ADVICE_NONE;
}

/**
 * apm_wait_words_root:
 * @index: of a node with is_root
 *
 * Returns: (nullable): what is the root cause and what can be done: a sentence without its full stop
 */
char *
apm_wait_words_root (const ApmWaitChain *chain,
                     guint               index)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, index);
  g_autofree char *who = apm_wait_words_name (node);
  const char *template = apm_wait_sentence_get_root (node->end);

  if (node->end == APM_WAIT_END_ORPHANED && node->wait->finding == APM_WAIT_FORK_COPIED)
    template = _("The mutex was copied by fork() while another thread had locked it: nobody in {who} can unlock it, "
                 "so only ending {who} helps");
  else if (node->end == APM_WAIT_END_ORPHANED && node->wait->grade != APM_WAIT_GRADE_PROVEN)
    template = _("As far as can be seen the thread that locked it ended without unlocking: then nobody can unlock it, "
                 "and only ending {who} helps");
  else if (node->end == APM_WAIT_END_ORPHANED)
    template = _("The thread that locked it ended without unlocking: nobody can unlock it, so only ending {who} helps");
  else if (node->wait && node->wait->kind == APM_WAIT_FIFO_OPEN && node->end == APM_WAIT_END_OPEN)
    template = _("Whoever opens it ends that wait");
  else if (node->end == APM_WAIT_END_UNRECORDED && node->wait->finding == APM_WAIT_SELF && node->wait->object.fd >= 0)
    template = _("Nobody but {who} has it open");
  else if (node->wait && node->wait->kind == APM_WAIT_DISK)
    template = _("{who} cannot be interrupted until the disk or the server answers");
  if (template == NULL)
    return NULL;

  return apm_wait_words_begin (node, apm_wait_words_fill (template, "who", who, NULL));
}

/* Of the surest knot that the chain leads to; of those that are as sure, the nearest. */
static const ApmWaitNode *
find_member (const ApmWaitChain *chain)
{
  const ApmWaitNode *best = NULL;

  for (guint i = 0; i < chain->nodes->len; i++)
    {
      const ApmWaitNode *node = apm_wait_chain_get_node (chain, i);

      if (node->in_knot && (best == NULL || node->fate.rank > best->fate.rank))
        best = node;
    }

  return best;
}

/**
 * apm_wait_words_verdict:
 *
 * Returns: (nullable): what the chain amounts to if somebody in it is stuck for good; of
 *   several deadlocks that it leads to one is told
 */
char *
apm_wait_words_verdict (const ApmWaitChain *chain)
{
  const ApmWaitNode *member = find_member (chain);
  guint n_in_knot = member ? member->n_in_knot : 0;
  gboolean is_likely = member && member->fate.rank != APM_WAIT_STUCK;
  g_autofree char *count = g_strdup_printf ("%u", n_in_knot);

  if (n_in_knot == 1 && !is_likely)
    return g_strdup (_("That is a deadlock: it waits for itself, and goes on only if it is ended"));
  if (n_in_knot == 1)
    return g_strdup (_("As far as can be seen that is a deadlock: it waits for itself"));
  if (n_in_knot > 1 && !is_likely)
    return apm_wait_words_fill (_("That is a deadlock: these {count} wait for each other in a circle, and go on only if "
                                  "one of them is ended"), "count", count, NULL);
  if (n_in_knot > 1)
    return apm_wait_words_fill (_("As far as can be seen that is a deadlock: these {count} wait for each other in a "
                                  "circle"), "count", count, NULL);
  if (chain->rank == APM_WAIT_STUCK_SOFT)
    return g_strdup (_("Nobody who is known to share it can act: only another process or a signal may end that wait"));

  return NULL;
}
