/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-session-private.h"

#include <glib/gi18n.h>
#include <signal.h>

/* A thread that has not ended so long after it was told to is named; a little
 * later the program ends without it. */
#define PATIENCE_MS 2000
#define LAST_WORDS_MS 400

static gboolean
must_end (ApmChild *child)
{
  return apm_child_get_ends_with_us (child) && !apm_child_get_ended (child);
}

static gboolean
is_done (ApmSession *self)
{
  if (!apm_crew_get_idle (self->crew) || self->experiments->len > 0)
    return FALSE;

  for (guint i = 0; i < self->children->len; i++)
    if (must_end (self->children->pdata[i]))
      return FALSE;

  return g_list_model_get_n_items (apm_post_get_workers (self->post)) == 0;
}

static void
finish (ApmSession *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  apm_log_add (self->log, APM_LEVEL_INFO, "window", _("The program ended"));
  apm_log_flush (self->log);
  g_signal_emit (self, apm_session_signals[APM_SESSION_ENDED], 0);
}

/* Ends the session when it was told to, and nothing is left to wait for. */
void
apm_session_end_if_done (ApmSession *self)
{
  if (self->patience != 0 && is_done (self))
    finish (self);
}

static void
on_last_words_over (gpointer user_data)
{
  ApmSession *self = user_data;

  self->patience = 0;
  finish (self);
}

static void
collect_unended (const ApmMember *member,
                 gpointer         names)
{
  if (member->phase != APM_PHASE_ENDED)
    g_ptr_array_add (names, g_strdup (member->name));
}

static void
on_patience_over (gpointer user_data)
{
  ApmSession *self = user_data;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  apm_crew_foreach (self->crew, collect_unended, names);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];

      apm_log_add (self->log, APM_LEVEL_ERROR, "thread",
                   _("Thread '%s' does not answer the order to end; the program ends without it"), name);
      apm_session_toast (self, _("Thread '%s' does not answer"), name);
    }

  self->patience = g_timeout_add_once (LAST_WORDS_MS, on_last_words_over, self);
}

/**
 * apm_session_shutdown:
 *
 * Ends all that was started and must not outlive the program. Never blocks;
 * ::ended follows, at the latest 2.4 s later. Threads that did not answer by
 * then are named in the log and in a toast.
 */
void
apm_session_shutdown (ApmSession *self)
{
  g_return_if_fail (APM_IS_SESSION (self));

  if (self->ending)
    return;

  self->ending = TRUE;
  self->patience = g_timeout_add_once (PATIENCE_MS, on_patience_over, self);
  g_signal_emit (self, apm_session_signals[APM_SESSION_SHUTDOWN], 0);

  for (guint i = self->experiments->len; i > 0; i--)
    apm_experiment_stop (self->experiments->pdata[i - 1]);
  apm_crew_shutdown (self->crew);
  apm_post_shutdown (self->post);
  for (guint i = 0; i < self->children->len; i++)
    if (must_end (self->children->pdata[i]))
      apm_child_signal (self->children->pdata[i], SIGKILL, TRUE, NULL);

  apm_session_end_if_done (self);
}
