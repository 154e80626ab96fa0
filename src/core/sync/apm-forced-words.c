/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-forced-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/wait.h>

#define ONLY_OPERATIONS _("Only operations on locks, semaphores and threads can be put in order; reads and writes " \
                          "between them happen as the machine has it.")

static gboolean
is_one_of (const char        *kind,
           const char *const *kinds)
{
  return kind && g_strv_contains (kinds, kind);
}

gboolean
apm_forced_expects_hang (const ApmFailure *failure)
{
  return is_one_of (failure->kind, (const char *const []) { "deadlock", NULL });
}

/* Somebody goes round for ever. */
gboolean
apm_forced_expects_loop (const ApmFailure *failure)
{
  return is_one_of (failure->kind, (const char *const []) { "livelock", "hang", NULL });
}

/* By a signal, or because it says so itself. */
gboolean
apm_forced_expects_death (const ApmFailure *failure,
                          int               wait_status)
{
  static const char *const by_signal[] = { "assertion", "abort", "crash", "freed", "bounds", NULL };

  if (WIFSIGNALED (wait_status))
    return is_one_of (failure->kind, by_signal);

  return WIFEXITED (wait_status) && WEXITSTATUS (wait_status) != 0 &&
         is_one_of (failure->kind, (const char *const []) { "invariant", NULL });
}

static char *
dup_why_not (const ApmForcedDrive *drive)
{
  const char *word = apm_forced_plan_get_word (drive->op);

  switch (drive->reason)
    {
    case APM_FORCED_UNBORN:
      return g_strdup (_("there is no such thread"));

    case APM_FORCED_GONE:
      return g_strdup (_("the thread has ended before"));

    case APM_FORCED_ELSEWHERE:
      {
        ApmFailureStep other = { .operation = (char *) word };
        g_autofree char *does = word ? apm_failure_step_dup_text (&other) : NULL;

        /* Translators: "unlocks", "takes from": another operation than the schedule has */
        return does ? g_strdup_printf (_("the thread comes to another operation first (it %s)"), does)
                    : g_strdup (_("the thread comes to another operation first"));
      }

    case APM_FORCED_WAITS:
      return g_strdup (_("the thread still waits: nobody was woken, or somebody else"));

    case APM_FORCED_BUSY:
      return g_strdup (_("the thread computes or sleeps, and did not come to it in time"));

    case APM_FORCED_OVER:
      return g_strdup (_("the program has ended before"));

    case APM_FORCED_MADE:
    case APM_FORCED_CANCELLED:
    default:
      return g_strdup (_("it was stopped"));
    }
}

/* At which step, and why. */
char *
apm_forced_dup_divergence (const ApmPlay        *play,
                           const ApmForcedDrive *drive)
{
  const ApmForcedTurn *turn = &g_array_index (drive->turns, ApmForcedTurn, drive->n_made);
  const ApmFailureStep *step = apm_play_get_step (play, turn->step);
  g_autofree char *name = apm_play_dup_thread_title (play, turn->thread);
  g_autofree char *does = apm_failure_step_dup_text (step);
  g_autofree char *why = dup_why_not (drive);
  /* Translators: step, thread, "locks left", why not */
  g_autofree char *what = g_strdup_printf (_("The real run parts from the schedule at step %u, where %s %s: %s."),
                                           step->number, name, does, why);

  return g_strconcat (what, " ", ONLY_OPERATIONS, NULL);
}

/* Room wait has proven that so many threads can never go on. */
char *
apm_forced_dup_hung (const ApmFailure *failure,
                     guint             n_threads,
                     gboolean          is_deadlock)
{
  g_autofree char *hangs = is_deadlock
    ? g_strdup_printf (ngettext ("And here it hangs, really: %u thread can never go on, a proven deadlock.",
                                 "And here it hangs, really: %u threads can never go on, a proven deadlock.",
                                 n_threads), n_threads)
    : g_strdup_printf (ngettext ("And here it hangs, really: %u thread waits, and nobody is left who could wake it.",
                                 "And here it hangs, really: %u threads wait, and nobody is left who could wake them.",
                                 n_threads), n_threads);
  g_autofree char *title = NULL;

  if (apm_forced_expects_hang (failure))
    return g_steal_pointer (&hangs);

  title = apm_failure_dup_title (failure);

  /* Translators: what happened; what the schedule had found */
  return g_strdup_printf (_("%s The schedule had found something else: %s."), hangs, title);
}

static char *
dup_end (int wait_status)
{
  if (WIFSIGNALED (wait_status))
    return g_strdup_printf (_("the program is ended by a signal (%s)"), g_strsignal (WTERMSIG (wait_status)));

  return g_strdup_printf (_("the program ends with status %d"), WEXITSTATUS (wait_status));
}

/* @said: (nullable): what it wrote to its standard error */
char *
apm_forced_dup_died (const ApmFailure *failure,
                     int               wait_status,
                     const char       *said)
{
  g_autofree char *end = dup_end (wait_status);
  g_autofree char *fails = NULL;

  if (!apm_forced_expects_death (failure, wait_status))
    {
      g_autofree char *title = apm_failure_dup_title (failure);

      if (wait_status == 0)
        return apm_forced_dup_survived (failure, FALSE);
      return g_strdup_printf (_("The order was kept, and %s. The schedule had found something else: %s."), end, title);
    }
  fails = g_strdup_printf (_("And here it fails, really: %s."), end);
  if (said == NULL || *said == '\0')
    return g_steal_pointer (&fails);

  return g_strdup_printf (_("%s It said: %s"), fails, said);
}

/* Nothing is seen of the failure: why? */
char *
apm_forced_dup_survived (const ApmFailure *failure,
                         gboolean          still_runs)
{
  if (still_runs && apm_forced_expects_loop (failure))
    return g_strdup (_("And here it goes round, really: it computes, and does not come to an end."));
  if (is_one_of (failure->kind, (const char *const []) { "race", NULL }))
    return g_strdup (_("Every operation was made in the schedule’s order. Which of the two reads and writes that meet "
                       "there comes first the machine decides: a race between them cannot be forced by operations."));
  if (is_one_of (failure->kind, (const char *const []) { "invariant", NULL }))
    return g_strdup (_("Every operation was made in the schedule’s order. Whether what must hold was broken here, too, "
                       "cannot be seen from outside: the program does not check it itself."));
  if (is_one_of (failure->kind, (const char *const []) { "unlock", "object", "leak", "misuse", NULL }))
    return g_strdup (_("Every operation was made in the schedule’s order. The C library does not say that this one is "
                       "a mistake: the program goes on, and what comes of it is left to chance."));
  if (is_one_of (failure->kind, (const char *const []) { "freed", "bounds", NULL }))
    return g_strdup (_("Every operation was made in the schedule’s order. Wrong use of memory need not be seen: "
                       "this time the program came through."));

  return g_strconcat (_("Every operation was made in the schedule’s order, and the failure did not come."), " ",
                      ONLY_OPERATIONS, NULL);
}
