/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-timeline-chart-private.h"

static void
tell (ApmTimelineChart *self)
{
  g_signal_emit_by_name (self, "bookmarks-changed");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * apm_timeline_chart_get_time:
 *
 * Returns: the time that is meant: the position, else the middle of what is seen
 */
gint64
apm_timeline_chart_get_time (ApmTimelineChart *self)
{
  if (self->position >= 0)
    return self->position;

  return self->first + (gint64) apm_timeline_view_get_time (&self->view, self->view.width / 2);
}

/**
 * apm_timeline_chart_go_to:
 *
 * The position is there, and in view.
 */
void
apm_timeline_chart_go_to (ApmTimelineChart *self,
                          gint64            time)
{
  apm_timeline_chart_set_user_position (self, time);
}

/**
 * apm_timeline_chart_add_bookmark:
 *
 * One a time: where there is one already it gets the name.
 */
void
apm_timeline_chart_add_bookmark (ApmTimelineChart *self,
                                 gint64            time,
                                 const char       *name)
{
  ApmTimelineBookmark *bookmark;
  guint at = 0;

  while (at < self->bookmarks->len && ((ApmTimelineBookmark *) self->bookmarks->pdata[at])->time < time)
    at++;
  if (at < self->bookmarks->len && ((ApmTimelineBookmark *) self->bookmarks->pdata[at])->time == time)
    {
      apm_timeline_chart_name_bookmark (self, at, name);
      return;
    }

  bookmark = g_new0 (ApmTimelineBookmark, 1);
  bookmark->time = time;
  bookmark->name = g_strdup (name);
  g_ptr_array_insert (self->bookmarks, (int) at, bookmark);
  tell (self);
}

void
apm_timeline_chart_name_bookmark (ApmTimelineChart *self,
                                  guint             i,
                                  const char       *name)
{
  ApmTimelineBookmark *bookmark;

  g_return_if_fail (i < self->bookmarks->len);

  bookmark = self->bookmarks->pdata[i];
  if (g_strcmp0 (bookmark->name, name) == 0)
    return;
  g_free (bookmark->name);
  bookmark->name = g_strdup (name);
  tell (self);
}

void
apm_timeline_chart_remove_bookmark (ApmTimelineChart *self,
                                    guint             i)
{
  g_return_if_fail (i < self->bookmarks->len);

  g_ptr_array_remove_index (self->bookmarks, i);
  tell (self);
}

/**
 * apm_timeline_chart_get_bookmarks:
 *
 * Returns: (transfer none) (element-type ApmTimelineBookmark): in the order of their times
 */
GPtrArray *
apm_timeline_chart_get_bookmarks (ApmTimelineChart *self)
{
  return self->bookmarks;
}
