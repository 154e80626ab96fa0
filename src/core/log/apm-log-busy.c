/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-busy.h"

#include "apm-text.h"

#include <glib/gi18n-lib.h>

/**
 * apm_log_busy_close:
 * @now_us: monotonic time
 * @early: also close a second that is not over
 * @count: (out): what the second brought that has no line of its own
 *
 * Ends the second that is over, and begins the next. To be called before each
 * apm_log_busy_admit(), and once a second while not calm.
 *
 * Returns: whether @count is to be told
 */
gboolean
apm_log_busy_close (ApmLogBusy  *self,
                    gint64       now_us,
                    gboolean     early,
                    ApmLogCount *count)
{
  gboolean told = self->n_counted > 0;

  if (!early && now_us - self->began_us < G_USEC_PER_SEC)
    return FALSE;

  count->n = self->n_counted;
  count->bytes = self->bytes;
  count->level = self->level;
  count->span_us = now_us - self->began_us;

  *self = (ApmLogBusy) {
    .began_us = now_us,
    .counting = self->n_seen > APM_LOG_BUSY_LIMIT,
  };

  return told;
}

/**
 * apm_log_busy_admit:
 * @bytes: how much the event moved, 0 if that says nothing
 *
 * Returns: whether the event gets a line of its own; otherwise it is counted
 */
gboolean
apm_log_busy_admit (ApmLogBusy *self,
                    ApmLevel    level,
                    guint64     bytes)
{
  self->n_seen++;
  if (!self->counting && self->n_seen <= APM_LOG_BUSY_LIMIT)
    return TRUE;

  self->n_counted++;
  self->bytes += bytes;
  self->level = MAX (self->level, level);

  return FALSE;
}

/**
 * apm_log_busy_is_calm:
 *
 * Returns: whether there is nothing to tell and nothing to come back from
 */
gboolean
apm_log_busy_is_calm (const ApmLogBusy *self)
{
  return self->n_seen == 0 && !self->counting;
}

char *
apm_log_count_dup_text (const ApmLogCount *count)
{
  g_autofree char *span = apm_text_format_span (count->span_us);
  g_autofree char *size = apm_text_format_bytes (count->bytes);
  gulong n = count->n;

  if (count->bytes > 0)
    return g_strdup_printf (ngettext ("%'lu more in %s (%s)", "%'lu more in %s (%s)", n), n, span, size);

  return g_strdup_printf (ngettext ("%'lu more in %s", "%'lu more in %s", n), n, span);
}
