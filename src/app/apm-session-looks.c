/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-session-private.h"

/* How often the session looks at what. */

/* Nobody sees the window: it is enough to look so often. */
#define UNSEEN_MS 5000

/* Who waits for whom is looked at no more often while nobody sees it. */
#define WAITS_UNSEEN_MS 30000

/* Deadlocks are looked for while the lists stand still too. */
void
apm_session_apply_interval (ApmSession *self)
{
  guint interval = g_settings_get_uint (self->settings, "update-interval");
  guint waits_interval = g_settings_get_uint (self->settings, "deadlock-interval");

  if (!self->seen)
    {
      interval = MAX (interval, UNSEEN_MS);
      waits_interval = waits_interval > 0 ? MAX (waits_interval, WAITS_UNSEEN_MS) : 0;
    }
  apm_process_list_set_interval (self->processes, interval);
  apm_thread_list_set_interval (self->threads, interval);
  apm_wait_watch_set_interval (self->waits, self->listed ? waits_interval : 0);
}

/* The first list comes before everything else. */
void
apm_session_processes_updated (ApmSession *self)
{
  if (self->listed || apm_process_list_get_n_total (self->processes) == 0)
    return;

  self->listed = TRUE;
  apm_session_apply_interval (self);
}

/**
 * apm_session_set_seen:
 * @seen: whether anybody can see the window
 *
 * While it is hidden or minimised all is looked at each 5 seconds only; when it is
 * seen again, at once.
 */
void
apm_session_set_seen (ApmSession *self,
                      gboolean    seen)
{
  g_return_if_fail (APM_IS_SESSION (self));

  if (self->seen == !!seen)
    return;

  self->seen = !!seen;
  apm_session_apply_interval (self);
  g_object_notify (G_OBJECT (self), "seen");
}

gboolean
apm_session_get_seen (ApmSession *self)
{
  g_return_val_if_fail (APM_IS_SESSION (self), FALSE);

  return self->seen;
}
