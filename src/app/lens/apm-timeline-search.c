/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* From one wait or hold of a lock or thread to the next, by name; and the longest waits. */

#include "apm-timeline-private.h"

#include <glib/gi18n.h>

/* Names that are looked through at a time. */
#define MOST_NAMES 5000

typedef const char *(*NameFunc) (ApmTimelineSource *source,
                                 int                number);

static guint8 *
match_names (ApmTimelineSource *source,
             NameFunc           get_name,
             guint              n,
             const char        *folded,
             gboolean          *any)
{
  guint8 *matches = g_new0 (guint8, n + 1);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_utf8_casefold (get_name (source, (int) i), -1);

      matches[i] = strstr (name, folded) != NULL;
      *any |= matches[i];
    }

  return matches;
}

static gboolean
search (ApmTimeline *self,
        const char  *text,
        gboolean     back)
{
  ApmTimelineSource *source = apm_timeline_chart_get_source (self->chart);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  ApmSpanIndex *index = apm_timeline_source_lock (source);
  guint n_objects = MIN (apm_span_index_get_n_objects (index), MOST_NAMES);
  guint n_lanes = MIN (apm_span_index_get_n_lanes (index), MOST_NAMES);
  g_autofree guint8 *objects = NULL, *lanes = NULL;
  ApmSpanPlace place;
  gboolean found = FALSE;
  ApmSpan span;

  apm_timeline_source_unlock (source);
  objects = match_names (source, apm_timeline_source_get_object_name, n_objects, folded, &found);
  lanes = match_names (source, apm_timeline_source_get_lane_name, n_lanes, folded, &found);
  if (!found)
    return FALSE;

  apm_timeline_chart_get_cursor (self->chart, &place);
  index = apm_timeline_source_lock (source);
  if (!apm_span_index_get (index, &place, &span))
    {
      place = APM_SPAN_NOWHERE;
      span.start = back ? G_MAXINT64 - 1 : G_MININT64 + 1;
    }
  found = apm_span_index_search (index, &(ApmSpanSet) { objects, n_objects, lanes, n_lanes }, span.start, back, &place);
  apm_timeline_source_unlock (source);
  if (found)
    apm_timeline_chart_set_cursor (self->chart, &place);
  else
    apm_timeline_say (self, back ? _("There is none before it.") : _("There is none after it."));

  return TRUE;
}

/**
 * apm_timeline_find:
 *
 * The next, from the cursor on, whose lock's or thread's name has the text of the
 * search in it.
 */
void
apm_timeline_find (ApmTimeline *self,
                   gboolean     back)
{
  const char *text = gtk_editable_get_text (self->search);
  gboolean found = TRUE;

  if (apm_timeline_chart_get_source (self->chart) == NULL)
    return;
  if (*text == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
  else
    found = search (self, text, back);

  if (found)
    gtk_widget_remove_css_class (GTK_WIDGET (self->search), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->search), "error");
  if (!found)
    {
      g_autofree char *sentence = g_strdup_printf (_("No lock and no thread has “%s” in its name."), text);

      apm_timeline_say (self, sentence);
    }
}

/**
 * apm_timeline_find_longest:
 *
 * The longest wait of all; where the cursor stands on the one that was found last, the
 * next shorter one.
 */
void
apm_timeline_find_longest (ApmTimeline *self)
{
  ApmTimelineSource *source = apm_timeline_chart_get_source (self->chart);
  ApmSpanPlace cursor;
  ApmSpanIndex *index;
  gboolean found;
  ApmSpan span;

  if (source == NULL)
    return;

  apm_timeline_chart_get_cursor (self->chart, &cursor);
  if (self->longest.lane < 0 || cursor.lane != self->longest.lane || cursor.row != self->longest.row ||
      cursor.number != self->longest.number)
    self->shorter_than = G_MAXINT64;
  index = apm_timeline_source_lock (source);
  found = apm_span_index_find_longest (index, self->shorter_than, &self->longest) &&
          apm_span_index_get (index, &self->longest, &span);
  apm_timeline_source_unlock (source);
  if (!found)
    {
      apm_timeline_say (self, _("No thread waited, or no shorter time."));
      return;
    }

  self->shorter_than = span.end - span.start;
  apm_timeline_chart_set_cursor (self->chart, &self->longest);
}
