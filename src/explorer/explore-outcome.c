/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-work.h"

#include <stdio.h>
#include <string.h>

/* The different ways in which complete executions ended: what was printed, and
 * the status. */

#define MOST_OUTCOMES 1024
#define SHOWN         160

static struct {
  uint64_t hash, times;
  int      status;
  char     text[SHOWN + 1];
} outcomes[MOST_OUTCOMES];
static int n_outcomes;
static uint64_t n_others;            /* of a kind that found no room */

static void
print_outcome (char *text)
{
  size_t length = 0;

  for (int i = 0; i < run.n_threads; i++)
    {
      size_t n;
      const char *part = output_get (i, &n);

      for (size_t j = 0; j < n && length < SHOWN; j++)
        text[length++] = part[j] == '\n' ? ' ' : (unsigned char) part[j] < ' ' ? '?' : part[j];
    }
  while (length > 0 && text[length - 1] == ' ')
    length--;
  text[length] = '\0';
}

void
outcome_forget (void)
{
  n_outcomes = 0;
  n_others = 0;
}

/* Counts how the execution ended. */
void
outcome_count (void)
{
  uint64_t hash = run_outcome ();
  int i = 0;

  while (i < n_outcomes && outcomes[i].hash != hash)
    i++;
  if (i == MOST_OUTCOMES)
    {
      n_others++;
      return;
    }
  if (i == n_outcomes)
    {
      outcomes[i].hash = hash;
      outcomes[i].times = 0;
      outcomes[i].status = run.exit_status;
      print_outcome (outcomes[i].text);
      n_outcomes++;
    }
  outcomes[i].times++;
}

void
outcome_report (void)
{
  for (int i = 0; i < n_outcomes; i++)
    report ("outcome\t%llu\t%d\t%s\n", (unsigned long long) outcomes[i].times, outcomes[i].status, outcomes[i].text);
  if (n_others > 0)
    report ("count\tother_outcomes\t%llu\n", (unsigned long long) n_others);
}
