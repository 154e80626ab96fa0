/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-exploration-private.h"

#include "apm-problem-private.h"

#include <string.h>

/* What a problem promises, for apm-explore: src/explorer/explore-promise.h says how. */

static char
kind_of (const char *name,
         gpointer    user_data)
{
  ApmProblem *problem = user_data;

  if (g_strv_contains (problem->numbers, name))
    return 'n';

  return apm_problem_find_parameter (problem, name) ? 'p' : 'a';
}

static const ApmOwnCheck *
find_own_check (ApmProblem *problem,
                const char *id)
{
  for (guint i = 0; i < problem->own_checks->len; i++)
    if (strcmp (g_array_index (problem->own_checks, ApmOwnCheck, i).id, id) == 0)
      return &g_array_index (problem->own_checks, ApmOwnCheck, i);

  return NULL;
}

/* No two neighbours are inside. */
static void
add_neighbours (ApmProblem   *problem,
                GStrvBuilder *words)
{
  for (guint i = 0; i < problem->activities->len; i++)
    {
      const ApmActivity *activity = &g_array_index (problem->activities, ApmActivity, i);
      g_autofree char *word = g_strdup_printf ("--promise=w=%s !;!neighbours(%s)", activity->id, activity->id);

      if (activity->inside)
        g_strv_builder_add (words, word);
    }
}

/* Adds what the variant promises. */
void
apm_exploration_add_promises (GStrvBuilder     *words,
                              ApmProblem       *problem,
                              const ApmVariant *variant)
{
  for (guint i = 0; variant->checks[i]; i++)
    {
      const ApmOwnCheck *own = find_own_check (problem, variant->checks[i]);

      if (strcmp (variant->checks[i], "neighbours") == 0)
        add_neighbours (problem, words);
      if (own && !own->is_of_time)
        {
          g_autofree char *postfix = apm_invariant_dup_postfix (own->invariant, kind_of, problem);
          g_autofree char *word = g_strconcat ("--promise=", postfix, ";", apm_invariant_get_text (own->invariant), NULL);

          g_strv_builder_add (words, word);
        }
    }
}

/**
 * apm_exploration_is_partial:
 *
 * Whether the variant promises what no exploration can tell: how long somebody
 * waits, or is overtaken, which is up to the scheduler.
 */
gboolean
apm_exploration_is_partial (ApmProblem       *problem,
                            const ApmVariant *variant)
{
  for (guint i = 0; variant->checks[i]; i++)
    {
      const ApmOwnCheck *own = find_own_check (problem, variant->checks[i]);

      if (own && own->is_of_time)
        return TRUE;
    }

  return FALSE;
}
