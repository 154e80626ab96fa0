/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-session-private.h"

#include "apm-session-explorations.h"

static void
on_child_ended (ApmSession *self,
                int         wait_status,
                ApmChild   *child)
{
  g_ptr_array_remove_fast (self->children, child);
  apm_session_end_if_done (self);
}

/**
 * apm_session_adopt_process:
 * @child: one that runs, whoever has started it
 *
 * Lists it as created here, records what comes of it, and ends it when the program
 * ends. The session holds it until it has ended.
 */
void
apm_session_adopt_process (ApmSession *self,
                           ApmChild   *child)
{
  g_return_if_fail (APM_IS_SESSION (self));
  g_return_if_fail (APM_IS_CHILD (child));

  g_ptr_array_add (self->children, g_object_ref (child));
  g_signal_connect_object (child, "ended", G_CALLBACK (on_child_ended), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  apm_process_list_add_child (self->processes, child);
  g_signal_emit (self, apm_session_signals[APM_SESSION_CHILD_CREATED], 0, child);
}

/**
 * apm_session_create_process:
 *
 * Starts a program, lists it as created here and records what comes of it.
 *
 * Returns: (transfer none): the child, owned by the session while it runs; NULL
 *   with @error (recorded as well) if it could not start
 */
ApmChild *
apm_session_create_process (ApmSession      *self,
                            const ApmSpawn  *spawn,
                            GError         **error)
{
  g_autoptr(GError) local_error = NULL;
  ApmChild *child;

  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  child = apm_child_spawn (spawn, &local_error);
  if (child == NULL)
    {
      apm_log_add (self->log, APM_LEVEL_ERROR, "process", "%s", local_error->message);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  apm_session_adopt_process (self, child);
  g_object_unref (child);

  return child;
}

/**
 * apm_session_create_worker:
 * @name: (nullable): unique; NULL to have one made
 *
 * Returns: (transfer none): the worker, owned by the post; NULL with @error
 *   (recorded as well) if the name is taken or it could not start
 */
ApmWorker *
apm_session_create_worker (ApmSession  *self,
                           const char  *name,
                           GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  ApmWorker *worker;

  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  worker = apm_post_create_worker (self->post, name, &local_error);
  if (worker == NULL)
    {
      apm_log_add (self->log, APM_LEVEL_ERROR, "process", "%s", local_error->message);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }

  return worker;
}

static void
on_worker_started (ApmSession *self,
                   ApmWorker  *worker)
{
  g_autoptr(ApmCrew) crew = apm_crew_new_in_worker (worker);

  apm_process_list_add_child (self->processes, apm_worker_get_child (worker));
  g_hash_table_insert (self->crews, g_object_ref (worker), g_object_ref (crew));
  g_signal_emit (self, apm_session_signals[APM_SESSION_CREW_ADDED], 0, crew);
}

static void
on_worker_ended (ApmSession *self,
                 ApmWorker  *worker)
{
  g_hash_table_remove (self->crews, worker);
  apm_session_end_if_done (self);
}

static void
on_experiment_ended (ApmSession    *self,
                     ApmExperiment *experiment)
{
  g_ptr_array_remove_fast (self->experiments, experiment);
  apm_session_end_if_done (self);
}

/**
 * apm_session_start_experiment:
 * @experiment: one that has not been started
 *
 * Starts it, records what it does, and stops it when the program ends. The session
 * holds it until it has ended.
 */
gboolean
apm_session_start_experiment (ApmSession     *self,
                              ApmExperiment  *experiment,
                              GError        **error)
{
  g_return_val_if_fail (APM_IS_SESSION (self), FALSE);
  g_return_val_if_fail (APM_IS_EXPERIMENT (experiment), FALSE);

  g_signal_emit (self, apm_session_signals[APM_SESSION_EXPERIMENT_ADDED], 0, experiment);
  if (!apm_experiment_start (experiment, error))
    return FALSE;

  g_ptr_array_add (self->experiments, g_object_ref (experiment));
  g_signal_connect_object (experiment, "ended", G_CALLBACK (on_experiment_ended), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);

  return TRUE;
}

/**
 * apm_session_add_exploration:
 * @exploration: one that is about to be started
 *
 * Records what comes of it, and ends it when the program ends.
 */
void
apm_session_add_exploration (ApmSession     *self,
                             ApmExploration *exploration)
{
  g_return_if_fail (APM_IS_SESSION (self));
  g_return_if_fail (APM_IS_EXPLORATION (exploration));

  g_signal_emit (self, apm_session_signals[APM_SESSION_EXPLORATION_ADDED], 0, exploration);
  g_signal_connect_object (self, "shutdown", G_CALLBACK (apm_exploration_cancel), exploration, G_CONNECT_SWAPPED);
}

void
apm_session_watch_workers (ApmSession *self)
{
  g_signal_connect_object (self->post, "worker-started", G_CALLBACK (on_worker_started), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->post, "worker-ended", G_CALLBACK (on_worker_ended), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}
