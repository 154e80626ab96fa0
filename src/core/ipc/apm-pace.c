/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pace.h"

#include "apm-priority.h"

void
apm_pace_init (ApmPace   *self,
               guint      interval_ms,
               void     (*func) (gpointer user_data),
               gpointer   user_data)
{
  *self = (ApmPace) { .interval_ms = interval_ms, .func = func, .user_data = user_data };
}

static gboolean
on_timeout (gpointer user_data)
{
  ApmPace *self = user_data;

  if (!self->is_due)
    {
      self->timeout_id = 0;
      return G_SOURCE_REMOVE;
    }

  self->is_due = FALSE;
  self->func (self->user_data);

  return G_SOURCE_CONTINUE;
}

/**
 * apm_pace_touch:
 *
 * Something is new: calls now, or when the interval since the last call is over.
 * The function may touch again, and may clear, but not free its owner.
 */
void
apm_pace_touch (ApmPace *self)
{
  if (self->timeout_id != 0)
    {
      self->is_due = TRUE;
      return;
    }

  self->timeout_id = g_timeout_add_full (APM_PRIORITY_SOURCE, self->interval_ms, on_timeout, self, NULL);
  self->func (self->user_data);
}

/**
 * apm_pace_clear:
 *
 * Calls no more.
 */
void
apm_pace_clear (ApmPace *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->is_due = FALSE;
}
