/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-target.h"

#include <unistd.h>

/**
 * apm_thread_target_get_pid:
 *
 * Returns: the process selected, this program if there is none
 */
int
apm_thread_target_get_pid (ApmSession *session)
{
  int pid = apm_session_get_selected_pid (session);

  return pid > 0 ? pid : getpid ();
}

static ApmWorker *
find_worker (ApmSession *session,
             int         pid)
{
  GListModel *workers = apm_post_get_workers (apm_session_get_post (session));
  guint n = g_list_model_get_n_items (workers);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ApmWorker) worker = g_list_model_get_item (workers, i);

      /* The post keeps it. */
      if (apm_worker_get_pid (worker) == pid)
        return worker;
    }

  return NULL;
}

/**
 * apm_thread_target_get_crew:
 *
 * Returns: (transfer none) (nullable): the named threads of the process meant;
 *   %NULL if it is neither this program nor a worker
 */
ApmCrew *
apm_thread_target_get_crew (ApmSession *session)
{
  int pid = apm_thread_target_get_pid (session);
  ApmWorker *worker;

  if (pid == getpid ())
    return apm_session_get_crew (session);

  worker = find_worker (session, pid);

  return worker ? apm_session_get_crew_of (session, worker) : NULL;
}

/**
 * apm_thread_target_get_crew_for_orders:
 *
 * Returns: (transfer none): where a new thread goes: the process meant if it is
 *   ours, else this program
 */
ApmCrew *
apm_thread_target_get_crew_for_orders (ApmSession *session)
{
  ApmCrew *crew = apm_thread_target_get_crew (session);

  return crew ? crew : apm_session_get_crew (session);
}

/**
 * apm_thread_target_complain:
 *
 * Tells the person, and the log, of an order that was refused.
 */
void
apm_thread_target_complain (ApmSession   *session,
                            const GError *error)
{
  apm_log_add (apm_session_get_log (session), APM_LEVEL_WARNING, "thread", "%s", error->message);
  apm_session_toast (session, "%s", error->message);
}
