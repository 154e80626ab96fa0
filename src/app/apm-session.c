/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-session-private.h"

#include "apm-session-explorations.h"
#include "apm-session-problems.h"

#include <glib/gi18n.h>
#include <unistd.h>

G_DEFINE_FINAL_TYPE (ApmSession, apm_session, G_TYPE_OBJECT)

enum { PROP_0, PROP_SELECTED_PID, PROP_PAUSED, PROP_SEEN, N_PROPS };
static GParamSpec *properties[N_PROPS];

guint apm_session_signals[APM_SESSION_N_SIGNALS];

/**
 * apm_session_get_settings:
 *
 * Returns: (transfer none): what the program keeps from one start to the next
 */
GSettings *
apm_session_get_settings (ApmSession *self)
{
  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  return self->settings;
}

ApmLog *
apm_session_get_log (ApmSession *self)
{
  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  return self->log;
}

ApmProcessList *
apm_session_get_processes (ApmSession *self)
{
  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  return self->processes;
}

ApmThreadList *
apm_session_get_threads (ApmSession *self)
{
  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  return self->threads;
}

/**
 * apm_session_get_waits:
 *
 * Returns: (transfer none): who waits for whom, and the deadlocks among them
 */
ApmWaitWatch *
apm_session_get_waits (ApmSession *self)
{
  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  return self->waits;
}

ApmPost *
apm_session_get_post (ApmSession *self)
{
  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  return self->post;
}

/**
 * apm_session_get_crew:
 *
 * Returns: (transfer none): the named threads of this program
 */
ApmCrew *
apm_session_get_crew (ApmSession *self)
{
  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  return self->crew;
}

/**
 * apm_session_get_crew_of:
 * @worker: (nullable): a worker, or NULL for this program
 *
 * Returns: (transfer none) (nullable): its named threads; NULL once it has ended
 */
ApmCrew *
apm_session_get_crew_of (ApmSession *self,
                         ApmWorker  *worker)
{
  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  return worker != NULL ? g_hash_table_lookup (self->crews, worker) : self->crew;
}

/**
 * apm_session_get_catalogue:
 *
 * Returns: (transfer none): the #ApmProblem objects; empty if they cannot be read
 */
GListModel *
apm_session_get_catalogue (ApmSession *self)
{
  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  return self->catalogue;
}

int
apm_session_get_selected_pid (ApmSession *self)
{
  g_return_val_if_fail (APM_IS_SESSION (self), 0);

  return self->selected_pid;
}

/**
 * apm_session_set_selected_pid:
 * @pid: the process chosen in Processes or Threads, 0 for none
 */
void
apm_session_set_selected_pid (ApmSession *self,
                              int         pid)
{
  g_return_if_fail (APM_IS_SESSION (self));

  if (self->selected_pid == pid)
    return;

  self->selected_pid = pid;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_PID]);
}

gboolean
apm_session_get_paused (ApmSession *self)
{
  g_return_val_if_fail (APM_IS_SESSION (self), FALSE);

  return self->paused;
}

/**
 * apm_session_set_paused:
 * @paused: whether the lists of processes and threads stand still
 */
void
apm_session_set_paused (ApmSession *self,
                        gboolean    paused)
{
  g_return_if_fail (APM_IS_SESSION (self));

  if (self->paused == !!paused)
    return;

  self->paused = !!paused;
  apm_process_list_set_paused (self->processes, self->paused);
  apm_thread_list_set_paused (self->threads, self->paused);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
}

/**
 * apm_session_toast:
 *
 * Has the window show a short message of what happened.
 */
void
apm_session_toast (ApmSession *self,
                   const char *format,
                   ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  g_return_if_fail (APM_IS_SESSION (self));

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_signal_emit (self, apm_session_signals[APM_SESSION_TOAST], 0, text);
}

static void
apply_settings (ApmSession *self)
{
  guint64 mib = g_settings_get_uint (self->settings, "log-file-mib");

  apm_session_apply_interval (self);
  apm_log_set_limit (self->log, g_settings_get_uint (self->settings, "log-entries"));
  apm_log_set_file_limits (self->log, mib << 20,
                           g_settings_get_uint (self->settings, "log-files-rotated"));
}

static void
on_waits_looked (ApmSession *self)
{
  if (!self->paused)
    apm_process_list_set_notes (self->processes, apm_wait_watch_get_notes (self->waits));
}

static void
on_log_file_failed (ApmSession *self,
                    const char *sentence)
{
  apm_session_toast (self, "%s", sentence);
}

/**
 * apm_session_start:
 *
 * Opens the log file and begins to look at the processes. Called once there is
 * a window to show what fails.
 */
void
apm_session_start (ApmSession *self)
{
  const char *const *complaints = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (APM_IS_SESSION (self));

  apply_settings (self);
  if (!apm_log_open_file (self->log, NULL, &error))
    apm_session_toast (self, "%s", error->message);
  apm_log_add (self->log, APM_LEVEL_INFO, "window", _("The program started (PID %d)"), getpid ());

  complaints = apm_catalogue_get_complaints (self->catalogue);
  for (guint i = 0; complaints != NULL && complaints[i] != NULL; i++)
    apm_log_add (self->log, APM_LEVEL_WARNING, "sync", "%s", complaints[i]);
  apm_session_load_problems (self);
  if (self->catalogue_trouble != NULL)
    {
      apm_log_add (self->log, APM_LEVEL_ERROR, "sync", "%s", self->catalogue_trouble);
      apm_session_toast (self, "%s", self->catalogue_trouble);
    }
}

ApmSession *
apm_session_new (void)
{
  return g_object_new (APM_TYPE_SESSION, NULL);
}

static void
apm_session_dispose (GObject *object)
{
  ApmSession *self = APM_SESSION (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_object (&self->threads);
  g_clear_pointer (&self->crews, g_hash_table_unref);
  g_clear_object (&self->crew);
  g_clear_object (&self->post);
  g_clear_object (&self->waits);
  g_clear_pointer (&self->experiments, g_ptr_array_unref);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_object (&self->processes);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->log);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (apm_session_parent_class)->dispose (object);
}

static void
apm_session_finalize (GObject *object)
{
  ApmSession *self = APM_SESSION (object);

  g_free (self->catalogue_trouble);

  G_OBJECT_CLASS (apm_session_parent_class)->finalize (object);
}

static void
apm_session_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  ApmSession *self = APM_SESSION (object);

  switch (prop_id)
    {
    case PROP_SELECTED_PID:
      g_value_set_int (value, self->selected_pid);
      break;
    case PROP_PAUSED:
      g_value_set_boolean (value, self->paused);
      break;
    case PROP_SEEN:
      g_value_set_boolean (value, self->seen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
apm_session_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  ApmSession *self = APM_SESSION (object);

  switch (prop_id)
    {
    case PROP_SELECTED_PID:
      apm_session_set_selected_pid (self, g_value_get_int (value));
      break;
    case PROP_PAUSED:
      apm_session_set_paused (self, g_value_get_boolean (value));
      break;
    case PROP_SEEN:
      apm_session_set_seen (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static guint
new_signal (ApmSessionClass *klass,
            const char      *name,
            GType            argument)
{
  if (argument == G_TYPE_NONE)
    return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                       NULL, NULL, NULL, G_TYPE_NONE, 1, argument);
}

static void
apm_session_class_init (ApmSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = apm_session_dispose;
  object_class->finalize = apm_session_finalize;
  object_class->get_property = apm_session_get_property;
  object_class->set_property = apm_session_set_property;

  properties[PROP_SELECTED_PID] =
    g_param_spec_int ("selected-pid", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SEEN] =
    g_param_spec_boolean ("seen", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAUSED] =
    g_param_spec_boolean ("paused", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  apm_session_signals[APM_SESSION_CHILD_CREATED] = new_signal (klass, "child-created", APM_TYPE_CHILD);
  apm_session_signals[APM_SESSION_CREW_ADDED] = new_signal (klass, "crew-added", APM_TYPE_CREW);
  apm_session_signals[APM_SESSION_EXPERIMENT_ADDED] = new_signal (klass, "experiment-added", APM_TYPE_EXPERIMENT);
  apm_session_signals[APM_SESSION_EXPLORATION_ADDED] = new_signal (klass, "exploration-added", APM_TYPE_EXPLORATION);
  apm_session_signals[APM_SESSION_TOAST] = new_signal (klass, "toast", G_TYPE_STRING);
  apm_session_signals[APM_SESSION_SHUTDOWN] = new_signal (klass, "shutdown", G_TYPE_NONE);
  apm_session_signals[APM_SESSION_ENDED] = new_signal (klass, "ended", G_TYPE_NONE);
}

static void
load_catalogue (ApmSession *self)
{
  g_autoptr(GError) error = NULL;

  self->catalogue = apm_catalogue_load (NULL, &error);
  if (self->catalogue == NULL)
    {
      self->catalogue = G_LIST_MODEL (g_list_store_new (APM_TYPE_PROBLEM));
      self->catalogue_trouble = g_strdup (error != NULL ? error->message : _("There are no problems to show"));
    }
}

static void
apm_session_init (ApmSession *self)
{
  self->seen = TRUE;
  self->settings = g_settings_new ("io.github.AdvancedProcessManager");
  self->log = apm_log_new ();
  self->processes = apm_process_list_new ();
  self->threads = apm_thread_list_new ();
  self->post = apm_post_new ();
  self->waits = apm_wait_watch_new ();
  self->crew = apm_crew_new_here ();
  self->crews = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->children = g_ptr_array_new_with_free_func (g_object_unref);
  self->experiments = g_ptr_array_new_with_free_func (g_object_unref);
  load_catalogue (self);

  g_signal_connect_object (self->settings, "changed", G_CALLBACK (apply_settings), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->processes, "updated", G_CALLBACK (apm_session_processes_updated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->waits, "looked", G_CALLBACK (on_waits_looked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->log, "file-failed", G_CALLBACK (on_log_file_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->crew, "changed", G_CALLBACK (apm_session_end_if_done), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  apm_session_watch_workers (self);
}
