/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-explore-words.h"

#include <glib/gi18n.h>

/**
 * apm_explore_dup_progress:
 *
 * Returns: how far it is, in one line
 */
char *
apm_explore_dup_progress (const ApmExploredProgress *progress)
{
  double seconds = progress->elapsed_us / 1e6;
  guint64 rate = seconds > 0.05 ? (guint64) (progress->executions / seconds) : 0;
  gulong classes = (gulong) progress->classes;
  g_autofree char *runs = NULL, *known = NULL, *rest = NULL;

  if (progress->executions == 0)
    return g_strdup (_("Compiling"));

  runs = g_strdup_printf (_("%'lu runs, %'lu a second"), (gulong) progress->executions, (gulong) rate);
  known = progress->waiting < 0 ? g_strdup_printf (_("%'lu classes"), classes) :
          g_strdup_printf (_("%'lu classes, at least %'lu more"), classes, (gulong) progress->waiting);
  rest = g_strdup_printf (_("%.1f s, %u %% of the time it may take · longest run %u steps"), seconds,
                          progress->permille / 10, progress->longest);   /* what is cut off first */

  return g_strjoin (" · ", runs, known, rest, NULL);
}

/**
 * apm_explore_dup_verdict:
 *
 * Returns: the verdict as a sentence with its full stop
 */
char *
apm_explore_dup_verdict (const ApmExplored *explored)
{
  g_autofree char *title = apm_explored_dup_title (explored);

  if (apm_explored_get_verdict (explored) == APM_EXPLORED_COMPLETE)
    return g_strdup_printf (_("Complete: %s."), title);
  if (apm_explored_get_verdict (explored) == APM_EXPLORED_BOUNDED)
    return g_strdup_printf (_("Bounded: %s."), title);

  return g_strdup_printf ("%s.", title);
}

/**
 * apm_explore_dup_failure:
 *
 * Returns: what failed, and where
 */
char *
apm_explore_dup_failure (const ApmFailure *failure)
{
  static const char *const conditions[] = { "assertion", "invariant", NULL };
  g_autofree char *title = apm_failure_dup_title (failure);

  return failure->kind && g_strv_contains (conditions, failure->kind) && failure->text && *failure->text
         ? g_strdup_printf (_("Failed: %s: %s."), title, failure->text) : g_strdup_printf (_("Failed: %s."), title);
}

/**
 * apm_explore_dup_details:
 *
 * Returns: what the verdict rests on
 */
char *
apm_explore_dup_details (const ApmExplored         *explored,
                         const ApmExploredProgress *progress)
{
  gulong runs = (gulong) apm_explored_get_count (explored, "executions");
  gulong classes = (gulong) apm_explored_get_count (explored, "complete");
  double seconds = apm_explored_get_count (explored, "search_us") / 1e6;
  g_autofree char *first = NULL, *second = NULL;

  if (runs == 0)
    return g_strdup ("");
  first = g_strdup_printf (ngettext ("%'lu run", "%'lu runs", runs), runs);
  /* Translators: schedules are of one class where they differ in nothing that matters */
  second = g_strdup_printf (ngettext ("%'lu class", "%'lu classes", classes), classes);

  return g_strdup_printf (_("%s · %s · %.2f s · memory is taken to be sequentially consistent"), first, second, seconds);
}

static void
append_unknown (GString           *text,
                const ApmExplored *explored)
{
  for (guint i = 0; i < explored->unknown->len; i++)
    {
      const ApmExploredCall *call = explored->unknown->pdata[i];

      if (g_str_equal (call->name, "main"))
        g_string_append (text, _("There is no main()."));
      else if (call->place)
        g_string_append_printf (text, _("%s() is called at %s."), call->name, call->place);
      else
        g_string_append_printf (text, _("%s() is called."), call->name);
      if (apm_explored_call_reads (call))
        g_string_append_printf (text, " %s", _("“Options” takes a file that it reads."));
      g_string_append_c (text, '\n');
    }
}

/**
 * apm_explore_dup_explanation:
 * @complaints: of the compiler; may be empty
 * @is_partial: whether the program promises more than an exploration tells
 *
 * Returns: what a verdict without a failure means
 */
char *
apm_explore_dup_explanation (const ApmExplored *explored,
                             const char        *complaints,
                             gboolean           is_partial)
{
  g_autoptr(GString) text = g_string_new (NULL);

  switch (apm_explored_get_verdict (explored))
    {
    case APM_EXPLORED_COMPLETE:
      g_string_append (text, _("No order of the threads leads to a failure. Orders that differ only in what cannot "
                               "matter were tried once."));
      if (is_partial)
        g_string_append_printf (text, "\n%s", _("How long somebody waits, or is overtaken, is up to the scheduler, and was "
                                                "not checked. A run in the laboratory checks it."));
      break;

    case APM_EXPLORED_BOUNDED:
      g_string_append (text, _("Nothing failed as far as it was looked. A larger bound may find more."));
      break;

    case APM_EXPLORED_UNKNOWN_CALL:
      append_unknown (text, explored);
      break;

    case APM_EXPLORED_NO_PROGRAM:
      g_string_append (text, complaints);
      break;

    default:
      break;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * apm_explore_dup_figure:
 * @figure: (nullable): %NULL: nothing was measured yet
 *
 * Returns: the number itself, or a word in its place
 */
char *
apm_explore_dup_figure (const ApmFigure *figure,
                        ApmMeterWay      way)
{
  if (figure == NULL || figure->state == APM_FIGURE_WAITS)
    return g_strdup ("–");
  if (figure->state == APM_FIGURE_RUNS)
    return g_strdup ("…");
  if (way == APM_METER_EXPLORED && figure->verdict == APM_EXPLORED_FAILED)
    return g_strdup (_("found"));
  if (way == APM_METER_EXPLORED)
    return g_strdup (figure->verdict == APM_EXPLORED_COMPLETE ? _("proven") : _("open"));
  if (figure->runs == 0)
    return g_strdup (_("none"));

  return g_strdup_printf ("%'lu", (gulong) figure->failed);
}

/**
 * apm_explore_dup_figure_words:
 *
 * Returns: what the number is
 */
char *
apm_explore_dup_figure_words (const ApmFigure *figure,
                              ApmMeterWay      way)
{
  double seconds = figure ? figure->took_us / 1e6 : 0;
  gulong runs = figure ? (gulong) figure->runs : 0;

  if (figure == NULL || figure->state == APM_FIGURE_WAITS)
    return g_strdup (way == APM_METER_FREE ? _("on real threads, as anybody would") :
                     way == APM_METER_RANDOM ? _("a thread chosen at random at each step") :
                     _("every order of the threads that matters"));
  if (figure->state == APM_FIGURE_RUNS)
    return g_strdup_printf (ngettext ("%'lu run so far", "%'lu runs so far", runs), runs);
  if (figure->runs == 0)
    return g_strdup (figure->outcome);
  if (way == APM_METER_EXPLORED && figure->verdict == APM_EXPLORED_FAILED)
    return g_strdup_printf (ngettext ("a failure, after %'lu run in %.2f s", "a failure, after %'lu runs in %.2f s", runs),
                            runs, seconds);
  if (way == APM_METER_EXPLORED)
    return g_strdup_printf (ngettext ("%s; %'lu run in %.2f s", "%s; %'lu runs in %.2f s", runs), figure->outcome, runs,
                            seconds);

  return g_strdup_printf (ngettext ("of %'lu run failed, in %.1f s", "of %'lu runs failed, in %.1f s", runs), runs, seconds);
}
