/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-timeline-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* The units that a time is told in, from the largest. */
static const double units[] = { 1e9, 1e6, 1e3, 1 };

static guint
find_unit (double ns)
{
  guint unit = 0;

  while (unit < G_N_ELEMENTS (units) - 1 && ns < units[unit])
    unit++;

  return unit;
}

static char *
format_time (guint  unit,
             int    digits,
             double ns)
{
  switch (unit)
    {
    case 0:
      return g_strdup_printf (_("%.*f s"), digits, ns / 1e9);
    case 1:
      return g_strdup_printf (_("%.*f ms"), digits, ns / 1e6);
    case 2:
      return g_strdup_printf (_("%.*f µs"), digits, ns / 1e3);
    default:
      return g_strdup_printf (_("%.*f ns"), digits, ns);
    }
}

/**
 * apm_timeline_dup_length:
 * @length: how long
 *
 * Returns: (transfer full): "1.25 ms", or "3 steps"
 */
char *
apm_timeline_dup_length (double   length,
                         gboolean logical)
{
  guint unit = find_unit (length);

  if (logical)
    return g_strdup_printf (ngettext ("%.0f step", "%.0f steps", (gulong) length), length);
  if (unit == G_N_ELEMENTS (units) - 1)
    return format_time (unit, 0, length);

  return format_time (unit, length < 10 * units[unit] ? 2 : length < 100 * units[unit] ? 1 : 0, length);
}

/**
 * apm_timeline_dup_time:
 * @time: since the beginning
 * @tick: what lies between two of them: what says no more is left out
 *
 * Returns: (transfer full): in the unit of @tick up to a thousand of it, above in
 *   the next one: "12.5 ms"; a step is its number, from 1
 */
char *
apm_timeline_dup_time (double   time,
                       double   tick,
                       gboolean logical)
{
  guint unit = find_unit (MAX (fabs (time), tick));
  double digits = ceil (log10 (units[unit] / MAX (tick, 1)) - 1e-9);

  if (logical)
    return g_strdup_printf ("%.0f", time + 1);

  return format_time (unit, (int) CLAMP (digits, 0, 9), time);
}

static const char *const kind_words[] = {
  [APM_LENS_MUTEX] = N_("mutex"),
  [APM_LENS_COND] = N_("condition"),
  [APM_LENS_RWLOCK] = N_("read-write lock"),
  [APM_LENS_BARRIER] = N_("barrier"),
  [APM_LENS_SPIN] = N_("spin lock"),
  [APM_LENS_SEMAPHORE] = N_("semaphore"),
  [APM_LENS_THREAD] = N_("end of a thread"),
  [APM_LENS_CHILD] = N_("end of a process"),
  [APM_SPAN_KIND_STEP] = N_("step"),
};

/**
 * apm_timeline_get_kind_word:
 *
 * Returns: (transfer none): translated, what is waited for
 */
const char *
apm_timeline_get_kind_word (guint kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kind_words), "");

  return _(kind_words[kind]);
}

static const struct {
  guint op;
  const char *word;
} operations[] = {
  { APM_LENS_OP_MUTEX_WAIT, N_("mutex lock") },
  { APM_LENS_OP_MUTEX_LOCK, N_("mutex lock") },
  { APM_LENS_OP_MUTEX_UNLOCK, N_("until mutex unlock") },
  { APM_LENS_OP_COND_WAIT, N_("condition wait") },
  { APM_LENS_OP_COND_WOKE, N_("condition wait") },
  { APM_LENS_OP_READ_WAIT, N_("read lock") },
  { APM_LENS_OP_READ_LOCK, N_("read lock") },
  { APM_LENS_OP_WRITE_WAIT, N_("write lock") },
  { APM_LENS_OP_WRITE_LOCK, N_("write lock") },
  { APM_LENS_OP_RWLOCK_UNLOCK, N_("until unlock") },
  { APM_LENS_OP_BARRIER_WAIT, N_("barrier wait") },
  { APM_LENS_OP_BARRIER_PASS, N_("barrier wait") },
  { APM_LENS_OP_SPIN_WAIT, N_("spin lock") },
  { APM_LENS_OP_SPIN_LOCK, N_("spin lock") },
  { APM_LENS_OP_SPIN_UNLOCK, N_("until spin unlock") },
  { APM_LENS_OP_SEM_WAIT, N_("semaphore wait") },
  { APM_LENS_OP_SEM_TAKEN, N_("semaphore wait") },
  { APM_LENS_OP_JOIN_WAIT, N_("join") },
  { APM_LENS_OP_JOINED, N_("join") },
  { APM_LENS_OP_CHILD_WAIT, N_("wait for a child") },
  { APM_LENS_OP_CHILD_ENDED, N_("wait for a child") },
};

static const char *
get_operation (guint op)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (operations[i].op == op)
      return _(operations[i].word);

  return "";
}

static char *
dup_sentence (ApmTimelineSource *source,
              const ApmSpan     *span,
              gboolean           lasts)
{
  const char *lane = apm_timeline_source_get_lane_name (source, span->lane);
  const char *object = apm_timeline_source_get_object_name (source, span->object);
  g_autofree char *length = apm_timeline_dup_length ((double) (span->end - span->start),
                                                     apm_timeline_source_get_logical (source));

  switch ((ApmSpanWhat) span->what)
    {
    case APM_SPAN_STEP:
      /* Translators: thread: operation */
      return g_strdup_printf (_("%s: %s"), lane, object);

    case APM_SPAN_HOLD:
      /* Translators: thread, lock, how long */
      return g_strdup_printf (lasts ? _("%s has held %s for %s so far") : _("%s held %s for %s"), lane, object, length);

    case APM_SPAN_WAIT:
    default:
      /* Translators: thread, how long, lock */
      return g_strdup_printf (lasts ? _("%s has waited %s for %s so far") : _("%s waited %s for %s"), lane, length, object);
    }
}

static void
append_part (GString    *text,
             const char *part)
{
  if (part && *part)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

/**
 * apm_timeline_dup_span_text:
 * @lasts: it has not ended
 * @first: when all began
 *
 * Returns: (transfer full): who, what, for how long; the operation, when, who ended
 *   it, from which line
 */
char *
apm_timeline_dup_span_text (ApmTimelineSource *source,
                            const ApmSpan     *span,
                            gboolean           lasts,
                            gint64             first)
{
  GString *text = g_string_new (NULL);
  gboolean logical = apm_timeline_source_get_logical (source);
  g_autofree char *sentence = dup_sentence (source, span, lasts);
  g_autofree char *time = apm_timeline_dup_time ((double) (span->start - first), MAX ((double) (span->end - span->start) / 100, 1),
                                                 logical);
  g_autofree char *at = g_strdup_printf (logical ? _("step %s") : _("at %s"), time);
  g_autofree char *by = NULL;

  if (span->what == APM_SPAN_WAIT && span->other >= 0)
    by = g_strdup_printf (lasts ? _("held by %s when it began") : _("ended by %s"),
                          apm_timeline_source_get_lane_name (source, span->other));
  append_part (text, sentence);
  append_part (text, get_operation (span->op));
  append_part (text, at);
  append_part (text, by);
  append_part (text, apm_timeline_source_get_place (source, span));

  return g_string_free (text, FALSE);
}

/**
 * apm_timeline_dup_several:
 * @busy: 0 … 1, of the time
 *
 * Returns: (transfer full): of what is too small to be seen one by one
 */
char *
apm_timeline_dup_several (guint  n,
                          guint  kind,
                          double busy)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u here", "%u here", n), n);

  /* Translators: how many there are, of which kind most are, and their part of the time */
  return g_strdup_printf (_("%s, mostly: %s, %.0f %% of the time; zoom in to see each"), text,
                          apm_timeline_get_kind_word (kind), 100 * busy);
}

/**
 * apm_timeline_dup_totals:
 * @longest: (nullable): the longest wait
 *
 * Returns: (transfer full): what was in a stretch of time
 */
char *
apm_timeline_dup_totals (ApmTimelineSource   *source,
                         double               length,
                         const ApmSpanTotals *totals,
                         const ApmSpan       *longest)
{
  GString *text = g_string_new (NULL);
  gboolean logical = apm_timeline_source_get_logical (source);
  g_autofree char *all = apm_timeline_dup_length (length, logical);
  g_autofree char *waited = apm_timeline_dup_length ((double) totals->waited, logical);
  g_autofree char *held = apm_timeline_dup_length ((double) totals->held, logical);
  g_autofree char *selected = g_strdup_printf (_("%s selected"), all);
  g_autofree char *waits = g_strdup_printf (ngettext ("%'lu wait, %s in all", "%'lu waits, %s in all", (gulong) totals->n_waits),
                                            (gulong) totals->n_waits, waited);
  g_autofree char *holds = g_strdup_printf (ngettext ("%'lu time held, %s in all", "%'lu times held, %s in all",
                                                      (gulong) totals->n_holds), (gulong) totals->n_holds, held);

  append_part (text, selected);
  append_part (text, waits);
  append_part (text, holds);
  if (longest)
    {
      g_autofree char *length_text = apm_timeline_dup_length ((double) (longest->end - longest->start), logical);
      g_autofree char *part = g_strdup_printf (_("longest wait %s, %s for %s"), length_text,
                                               apm_timeline_source_get_lane_name (source, longest->lane),
                                               apm_timeline_source_get_object_name (source, longest->object));

      append_part (text, part);
    }

  return g_string_free (text, FALSE);
}
