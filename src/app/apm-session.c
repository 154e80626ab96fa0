/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-session.h"

struct _ApmSession
{
  GObject parent_instance;
  GSettings *settings;
  int selected_pid;
  gboolean paused;
};

G_DEFINE_FINAL_TYPE (ApmSession, apm_session, G_TYPE_OBJECT)

enum { PROP_0, PROP_SELECTED_PID, PROP_PAUSED, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { TOAST, SHUTDOWN, ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

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
  return NULL;
}

ApmProcessList *
apm_session_get_processes (ApmSession *self)
{
  return NULL;
}

ApmThreadList *
apm_session_get_threads (ApmSession *self)
{
  return NULL;
}

ApmPost *
apm_session_get_post (ApmSession *self)
{
  return NULL;
}

ApmCrew *
apm_session_get_crew (ApmSession *self)
{
  return NULL;
}

ApmCrew *
apm_session_get_crew_of (ApmSession *self,
                         ApmWorker  *worker)
{
  return NULL;
}

GListModel *
apm_session_get_catalogue (ApmSession *self)
{
  return NULL;
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
 * @paused: whether the lists stand still; nothing else stops
 */
void
apm_session_set_paused (ApmSession *self,
                        gboolean    paused)
{
  g_return_if_fail (APM_IS_SESSION (self));

  if (self->paused == !!paused)
    return;

  self->paused = !!paused;
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

  g_signal_emit (self, signals[TOAST], 0, text);
}

/**
 * apm_session_shutdown:
 *
 * Ends all that was started and must not outlive the program. Never blocks;
 * ::ended follows, at the latest 2.5 s later.
 */
void
apm_session_shutdown (ApmSession *self)
{
  g_return_if_fail (APM_IS_SESSION (self));

  g_signal_emit (self, signals[SHUTDOWN], 0);
  g_signal_emit (self, signals[ENDED], 0);
}

ApmSession *
apm_session_new (void)
{
  return g_object_new (APM_TYPE_SESSION, NULL);
}

static void
apm_session_finalize (GObject *object)
{
  ApmSession *self = APM_SESSION (object);

  g_clear_object (&self->settings);

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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
apm_session_class_init (ApmSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = apm_session_finalize;
  object_class->get_property = apm_session_get_property;
  object_class->set_property = apm_session_set_property;

  properties[PROP_SELECTED_PID] =
    g_param_spec_int ("selected-pid", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_PAUSED] =
    g_param_spec_boolean ("paused", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[TOAST] = g_signal_new ("toast", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SHUTDOWN] = g_signal_new ("shutdown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
apm_session_init (ApmSession *self)
{
  self->settings = g_settings_new ("io.github.AdvancedProcessManager");
}
