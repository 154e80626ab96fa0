/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-deadlock-search.h"

#include <glib/gi18n.h>

#include "apm-wait-words.h"

static void
tell_deadlocks (ApmSession      *session,
                const GPtrArray *deadlocks)
{
  const ApmWaitDeadlock *newest = NULL;
  const ApmWaitNode *node;
  guint n_proven = 0;

  for (guint i = 0; i < deadlocks->len; i++)
    {
      const ApmWaitDeadlock *deadlock = deadlocks->pdata[i];

      n_proven += deadlock->rank == APM_WAIT_STUCK;
      if (newest == NULL || deadlock->rank >= newest->rank)
        newest = deadlock;
    }
  node = apm_wait_chain_get_node (newest->chain, 0);
  if (n_proven > 0)
    apm_session_toast (session, ngettext ("%u deadlock, in %s (%d)", "%u deadlocks, the newest in %s (%d)", n_proven),
                       n_proven, node->process_name, node->pid);
  else
    apm_session_toast (session, _("No deadlock is proven; as far as can be seen there is one in %s (%d)"),
                       node->process_name, node->pid);
}

static void
tell_none (ApmSession   *session,
           ApmWaitWatch *waits)
{
  guint n_threads = apm_wait_watch_get_graph (waits)->pass->waits->len;
  guint n_unreadable = apm_wait_watch_get_n_unreadable (waits);
  g_autofree char *distrusted = apm_wait_words_distrusted (apm_wait_watch_get_graph (waits)->pass);

  if (distrusted)
    apm_session_toast (session, "%s", distrusted);
  else if (n_unreadable > 0)
    apm_session_toast (session, ngettext ("No deadlock was found; %u process may not be looked at",
                                          "No deadlock was found; %u processes may not be looked at", n_unreadable),
                       n_unreadable);
  else
    apm_session_toast (session, ngettext ("No deadlock in %u thread", "No deadlock in %u threads", n_threads),
                       n_threads);
}

static void
on_looked (ApmWaitWatch *waits,
           ApmSession   *session)
{
  const GPtrArray *deadlocks = apm_wait_watch_get_deadlocks (waits);

  if (!apm_wait_watch_is_settled (waits))
    return;

  g_signal_handlers_disconnect_by_func (waits, on_looked, session);
  if (deadlocks->len > 0)
    tell_deadlocks (session, deadlocks);
  else
    tell_none (session, waits);
}

static void
find_deadlocks (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  ApmSession *session = user_data;
  ApmWaitWatch *waits = apm_session_get_waits (session);

  g_signal_handlers_disconnect_by_func (waits, on_looked, session);
  g_signal_connect_object (waits, "looked", G_CALLBACK (on_looked), session, 0);
  apm_wait_watch_look (waits);
}

/**
 * apm_deadlock_search_install:
 * @actions: of the window of @session
 *
 * Adds win.find-deadlocks: looks at the whole machine now, off the main thread, once
 * more after a second where there is a suspicion, and says in a toast what was found.
 */
void
apm_deadlock_search_install (GActionMap *actions,
                             ApmSession *session)
{
  static const GActionEntry entries[] = { { "find-deadlocks", find_deadlocks, NULL, NULL, NULL } };

  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), session);
}
