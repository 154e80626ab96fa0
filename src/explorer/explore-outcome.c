/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-work.h"

#include <stdio.h>
#include <string.h>

/* The different ways in which complete executions ended: what was printed, and
 * the status. */

static void
print_outcome (char *text)
{
  size_t length = 0;

  for (int i = 0; i < run.n_threads; i++)
    {
      size_t n;
      const char *part = output_get (i, &n);

      for (size_t j = 0; j < n && length < OUTCOME_SHOWN; j++)
        text[length++] = part[j] == '\n' ? ' ' : (unsigned char) part[j] < ' ' ? '?' : part[j];
    }
  while (length > 0 && text[length - 1] == ' ')
    length--;
  text[length] = '\0';
}

void
outcome_forget (Outcomes *outcomes)
{
  outcomes->n = 0;
  outcomes->n_others = 0;
}

/* Returns: the outcome, to be filled where it has no times yet; NULL: there is no room */
static Outcome *
find_outcome (Outcomes *outcomes,
              uint64_t  hash)
{
  int i = 0;

  while (i < outcomes->n && outcomes->known[i].hash != hash)
    i++;
  if (i == MOST_OUTCOMES)
    return NULL;
  if (i == outcomes->n)
    {
      outcomes->known[i].hash = hash;
      outcomes->known[i].times = 0;
      outcomes->n++;
    }

  return &outcomes->known[i];
}

/* Counts how the execution ended. */
void
outcome_count (Outcomes *outcomes)
{
  Outcome *outcome = find_outcome (outcomes, run_outcome ());

  if (outcome == NULL)
    {
      outcomes->n_others++;
      return;
    }
  if (outcome->times == 0)
    {
      outcome->status = run.exit_status;
      print_outcome (outcome->text);
    }
  outcome->times++;
}

/* Those of another process, too. */
void
outcome_take (Outcomes       *outcomes,
              const Outcomes *others)
{
  for (int i = 0; i < others->n; i++)
    {
      const Outcome *other = &others->known[i];
      Outcome *outcome = find_outcome (outcomes, other->hash);
      uint64_t times = outcome ? outcome->times : 0;

      if (outcome)
        *outcome = *other;
      if (outcome)
        outcome->times += times;
      else
        outcomes->n_others += other->times;
    }
  outcomes->n_others += others->n_others;
}

void
outcome_report (const Outcomes *outcomes)
{
  for (int i = 0; i < outcomes->n; i++)
    report ("outcome\t%llu\t%d\t%s\n", (unsigned long long) outcomes->known[i].times, outcomes->known[i].status,
            outcomes->known[i].text);
  if (outcomes->n_others > 0)
    report ("count\tother_outcomes\t%llu\n", (unsigned long long) outcomes->n_others);
}
