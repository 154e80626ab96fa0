/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-recorder.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <sys/wait.h>

#include "apm-session-explorations.h"
#include "apm-text.h"

#define LONGEST_LINE 1000  /* bytes of one line of output, or of a message, that the log shows */

static char *
dup_line (const char *bytes,
          gsize       length)
{
  /* An empty message has no bytes to point to. */
  g_autofree char *text = apm_text_to_utf8 (bytes ? bytes : "", MIN (length, LONGEST_LINE));

  if (length <= LONGEST_LINE)
    return g_steal_pointer (&text);

  return g_strconcat (text, "…", NULL);
}

static void
record_output (ApmLog     *log,
               const char *source,
               const char *who,
               gboolean    is_stderr,
               GBytes     *lines)
{
  gsize size = 0;
  const char *at = g_bytes_get_data (lines, &size);
  const char *end = at + size;

  while (at < end)
    {
      const char *newline = memchr (at, '\n', end - at);
      gsize length = (newline != NULL ? newline : end) - at;
      g_autofree char *text = dup_line (at, length);

      if (is_stderr)
        apm_log_add_busy (log, APM_LEVEL_INFO, source, length, _("%s says on standard error: %s"), who, text);
      else
        apm_log_add_busy (log, APM_LEVEL_INFO, source, length, _("%s says: %s"), who, text);
      at += length + 1;
    }
}

/* Processes */

static void
on_child_output (ApmLog   *log,
                 gboolean  is_stderr,
                 GBytes   *lines,
                 ApmChild *child)
{
  record_output (log, "process", apm_child_get_name (child), is_stderr, lines);
}

/* It came to its end, or somebody asked it to end and it did. */
static gboolean
ended_well (int wait_status)
{
  if (WIFSIGNALED (wait_status))
    return WTERMSIG (wait_status) == SIGTERM || WTERMSIG (wait_status) == SIGINT || WTERMSIG (wait_status) == SIGHUP;

  return WIFEXITED (wait_status) && WEXITSTATUS (wait_status) == 0;
}

static void
on_child_ended (ApmLog   *log,
                int       wait_status,
                ApmChild *child)
{
  g_autofree char *how = apm_process_dup_end_text (wait_status);

  /* Translators: the last %s is how, as in "killed by SIGKILL (signal 9)" */
  apm_log_add (log, ended_well (wait_status) ? APM_LEVEL_INFO : APM_LEVEL_WARNING, "process",
               _("Process '%s' (PID %d) ended: %s"),
               apm_child_get_name (child), apm_child_get_pid (child), how);
}

static void
on_child_created (ApmLog   *log,
                  ApmChild *child)
{
  apm_log_add (log, APM_LEVEL_INFO, "process", _("Created process '%s' (PID %d): %s"),
               apm_child_get_name (child), apm_child_get_pid (child), apm_child_get_command (child));
  g_signal_connect_object (child, "output", G_CALLBACK (on_child_output), log, G_CONNECT_SWAPPED);
  g_signal_connect_object (child, "ended", G_CALLBACK (on_child_ended), log, G_CONNECT_SWAPPED);
}

/* Workers and messages */

static void
on_worker_started (ApmLog    *log,
                   ApmWorker *worker)
{
  ApmChild *child = apm_worker_get_child (worker);

  apm_log_add (log, APM_LEVEL_INFO, "process", _("Created worker '%s' (PID %d)"),
               apm_worker_get_name (worker), apm_worker_get_pid (worker));
  g_signal_connect_object (child, "output", G_CALLBACK (on_child_output), log, G_CONNECT_SWAPPED);
}

static void
on_worker_ended (ApmLog    *log,
                 ApmWorker *worker,
                 int        wait_status)
{
  g_autofree char *how = apm_process_dup_end_text (wait_status);

  apm_log_add (log, ended_well (wait_status) ? APM_LEVEL_INFO : APM_LEVEL_WARNING, "process",
               _("Worker '%s' (PID %d) ended: %s"),
               apm_worker_get_name (worker), apm_worker_get_pid (worker), how);
}

static void
on_worker_reported (ApmLog     *log,
                    ApmWorker  *worker,
                    const char *text)
{
  apm_log_add (log, APM_LEVEL_INFO, "process", "%s", text);
}

static void
on_channel_opened (ApmLog     *log,
                   ApmChannel *channel)
{
  if (apm_channel_get_address (channel) != NULL)
    /* Translators: the second %s is an address such as fifo:/tmp/orders */
    apm_log_add (log, APM_LEVEL_INFO, "ipc", _("Opened the channel %s: %s"), apm_channel_get_title (channel),
                 apm_channel_get_address (channel));
  else
    apm_log_add (log, APM_LEVEL_INFO, "ipc", _("Opened the pipe %s"), apm_channel_get_title (channel));
}

static void
on_channel_refused (ApmLog     *log,
                    ApmChannel *channel,
                    const char *sentence)
{
  apm_log_add_busy (log, APM_LEVEL_WARNING, "ipc", strlen (sentence), "%s: %s", apm_channel_get_title (channel), sentence);
}

static gboolean
is_leaving (ApmWorker *party)
{
  return party != NULL && apm_worker_get_leaving (party);
}

/* With a worker that was asked to exit its pipes close too: that was wanted. */
static void
on_channel_closed (ApmLog     *log,
                   ApmChannel *channel,
                   const char *sentence)
{
  gboolean wanted = is_leaving (apm_channel_get_sender (channel)) || is_leaving (apm_channel_get_receiver (channel)) ||
                    apm_channel_is_closed_here (channel);

  apm_log_add (log, wanted ? APM_LEVEL_INFO : APM_LEVEL_WARNING, "ipc",
               apm_channel_is_planned (channel) ? _("Closed the channel %s: %s") : _("Closed the pipe %s: %s"),
               apm_channel_get_title (channel), sentence);
}

static void
on_message_sent (ApmLog     *log,
                 ApmChannel *channel,
                 GBytes     *data)
{
  gsize size = 0;
  const char *bytes = g_bytes_get_data (data, &size);
  g_autofree char *text = dup_line (bytes, size);

  /* Translators: "Sent 5 B through w1 → w2: hello" */
  apm_log_add_busy (log, APM_LEVEL_INFO, "ipc", size, _("Sent %lu B through %s: %s"),
                    (gulong) size, apm_channel_get_title (channel), text);
}

static void
on_messages_arrived (ApmLog                   *log,
                     const ApmMessage *const  *messages,
                     guint                     n)
{
  for (guint i = 0; i < n; i++)
    {
      const ApmMessage *message = messages[i];
      g_autofree char *cut = NULL;

      /* Most are short and only counted: nothing is copied for them. */
      if (message->size > LONGEST_LINE)
        cut = dup_line (message->text, strlen (message->text));
      apm_log_add_busy (log, APM_LEVEL_INFO, "ipc", message->size, _("%s received %lu B from %s: %s"),
                        message->receiver, (gulong) message->size, message->sender,
                        cut != NULL ? cut : message->text);
    }
}

static void
on_nothing_received (ApmLog     *log,
                     ApmChannel *channel)
{
  apm_log_add (log, APM_LEVEL_INFO, "ipc", _("There is no message to receive in %s"),
               apm_channel_get_title (channel));
}

/* Threads */

static char *
dup_where (ApmCrew *crew)
{
  ApmWorker *worker = apm_crew_get_worker (crew);

  if (worker == NULL)
    return g_strdup (_("this program"));

  return g_strdup_printf (_("worker '%s'"), apm_worker_get_name (worker));
}

static void
on_thread_created (ApmLog     *log,
                   const char *name,
                   int         tid,
                   ApmCrew    *crew)
{
  g_autofree char *where = dup_where (crew);

  apm_log_add (log, APM_LEVEL_INFO, "thread", _("Created thread '%s' (TID %d) in %s"), name, tid, where);
}

static void
on_thread_changed (ApmLog     *log,
                   const char *name,
                   int         phase,
                   gint64      join_us,
                   ApmCrew    *crew)
{
  g_autofree char *where = dup_where (crew);
  g_autofree char *span = NULL;

  switch ((ApmPhase) phase)
    {
    case APM_PHASE_PAUSED:
      apm_log_add (log, APM_LEVEL_INFO, "thread", _("Thread '%s' in %s is paused"), name, where);
      break;
    case APM_PHASE_RUNNING:
      apm_log_add (log, APM_LEVEL_INFO, "thread", _("Thread '%s' in %s runs"), name, where);
      break;
    case APM_PHASE_TERMINATING:
      apm_log_add (log, APM_LEVEL_INFO, "thread", _("Thread '%s' in %s was told to end"), name, where);
      break;
    case APM_PHASE_SILENT:
      apm_log_add (log, APM_LEVEL_WARNING, "thread",
                   _("Thread '%s' in %s does not answer the order to end"), name, where);
      break;
    case APM_PHASE_ENDED:
      if (join_us < 0)
        {
          apm_log_add (log, APM_LEVEL_INFO, "thread", _("Thread '%s' in %s ended with its process"), name, where);
          break;
        }
      span = apm_text_format_span (join_us);
      apm_log_add (log, APM_LEVEL_INFO, "thread", _("Thread '%s' in %s ended; the join took %s"),
                   name, where, span);
      break;
    case APM_PHASE_STARTING:
    default:
      break;
    }
}

static void
on_crew_added (ApmLog  *log,
               ApmCrew *crew)
{
  g_signal_connect_object (crew, "created", G_CALLBACK (on_thread_created), log, G_CONNECT_SWAPPED);
  g_signal_connect_object (crew, "changed", G_CALLBACK (on_thread_changed), log, G_CONNECT_SWAPPED);
}

/* Experiments */

static void
on_experiment_items (ApmLog             *log,
                     const ApmItemEvent *events,
                     guint               n,
                     ApmExperiment      *experiment)
{
  const ApmScene *scene = apm_experiment_get_scene (experiment);

  for (guint i = 0; i < n; i++)
    {
      const char *actor = events[i].actor < scene->n_actors ? scene->actors[events[i].actor].name : "?";

      if (events[i].put)
        apm_log_add_busy (log, APM_LEVEL_INFO, "sync", 0, _("%s put item %lu"),
                          actor, (gulong) events[i].item);
      else
        apm_log_add_busy (log, APM_LEVEL_INFO, "sync", 0, _("%s got item %lu"),
                          actor, (gulong) events[i].item);
    }
}

static char *
dup_title (ApmExperiment *experiment)
{
  return g_strdup_printf ("%s · %s",
                          apm_problem_get_title (apm_experiment_get_problem (experiment)),
                          apm_experiment_get_variant (experiment)->title);
}

static void
on_experiment_event (ApmLog        *log,
                     const char    *sentence,
                     ApmExperiment *experiment)
{
  g_autofree char *title = dup_title (experiment);

  apm_log_add (log, APM_LEVEL_INFO, "sync", "%s: %s", title, sentence);
}

static void
on_experiment_output (ApmLog        *log,
                      gboolean       is_stderr,
                      GBytes        *lines,
                      ApmExperiment *experiment)
{
  g_autofree char *title = dup_title (experiment);

  record_output (log, "sync", title, is_stderr, lines);
}

static void
on_experiment_ended (ApmLog        *log,
                     ApmExperiment *experiment)
{
  g_autofree char *title = dup_title (experiment);
  ApmRunState state = apm_experiment_get_state (experiment);
  const char *outcome = apm_experiment_get_outcome (experiment);
  ApmLevel level = APM_LEVEL_INFO;

  if (state == APM_RUN_FAILED)
    level = APM_LEVEL_ERROR;
  else if (state == APM_RUN_BROKEN)
    level = APM_LEVEL_WARNING;

  apm_log_add (log, level, "sync", "%s: %s", title,
               outcome != NULL ? outcome : apm_run_state_get_label (state));
}

static void
on_experiment_added (ApmLog        *log,
                     ApmExperiment *experiment)
{
  g_signal_connect_object (experiment, "items", G_CALLBACK (on_experiment_items), log, G_CONNECT_SWAPPED);
  g_signal_connect_object (experiment, "event", G_CALLBACK (on_experiment_event), log, G_CONNECT_SWAPPED);
  g_signal_connect_object (experiment, "output", G_CALLBACK (on_experiment_output), log, G_CONNECT_SWAPPED);
  g_signal_connect_object (experiment, "ended", G_CALLBACK (on_experiment_ended), log, G_CONNECT_SWAPPED);
}

/* Explorations */

static void
on_exploration_ended (ApmLog         *log,
                      ApmExploration *exploration)
{
  const ApmExplored *explored = apm_exploration_get_result (exploration);
  g_autofree char *title = apm_explored_dup_title (explored);

  apm_log_add (log, apm_explored_get_verdict (explored) == APM_EXPLORED_FAILED ? APM_LEVEL_WARNING : APM_LEVEL_INFO,
               "sync", _("Explored the schedules of %s: %s"), apm_exploration_get_name (exploration), title);
}

static void
on_exploration_added (ApmLog         *log,
                      ApmExploration *exploration)
{
  apm_log_add (log, APM_LEVEL_INFO, "sync", _("Exploring the schedules of %s"), apm_exploration_get_name (exploration));
  g_signal_connect_object (exploration, "ended", G_CALLBACK (on_exploration_ended), log, G_CONNECT_SWAPPED);
}

static void
on_paused (ApmLog     *log,
           GParamSpec *pspec,
           ApmSession *session)
{
  if (apm_session_get_paused (session))
    apm_log_add (log, APM_LEVEL_INFO, "window", _("Updates are paused"));
  else
    apm_log_add (log, APM_LEVEL_INFO, "window", _("Updates go on"));
}

/**
 * apm_recorder_attach:
 * @session: whose facts are recorded in its log from now on
 */
void
apm_recorder_attach (ApmSession *session)
{
  ApmLog *log = apm_session_get_log (session);
  ApmPost *post = apm_session_get_post (session);
  const struct {
    gpointer instance;
    const char *signal;
    GCallback callback;
  } connections[] = {
    { session, "child-created", G_CALLBACK (on_child_created) },
    { session, "crew-added", G_CALLBACK (on_crew_added) },
    { session, "experiment-added", G_CALLBACK (on_experiment_added) },
    { session, "exploration-added", G_CALLBACK (on_exploration_added) },
    { session, "notify::paused", G_CALLBACK (on_paused) },
    { post, "worker-started", G_CALLBACK (on_worker_started) },
    { post, "worker-ended", G_CALLBACK (on_worker_ended) },
    { post, "reported", G_CALLBACK (on_worker_reported) },
    { post, "channel-opened", G_CALLBACK (on_channel_opened) },
    { post, "channel-closed", G_CALLBACK (on_channel_closed) },
    { post, "sent", G_CALLBACK (on_message_sent) },
    { post, "arrived", G_CALLBACK (on_messages_arrived) },
    { post, "nothing", G_CALLBACK (on_nothing_received) },
    { post, "refused", G_CALLBACK (on_channel_refused) },
  };

  g_return_if_fail (APM_IS_SESSION (session));

  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    g_signal_connect_object (connections[i].instance, connections[i].signal, connections[i].callback,
                             log, G_CONNECT_SWAPPED);
  on_crew_added (log, apm_session_get_crew (session));
  apm_recorder_attach_waits (log, apm_session_get_waits (session));
}
