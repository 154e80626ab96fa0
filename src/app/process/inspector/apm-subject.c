/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-subject.h"

#include <glib/gi18n.h>

#include "apm-text.h"

struct _ApmSubject
{
  GObject parent_instance;
  ApmSession *session;
  ApmDetails *details;
  ApmHistories *histories;
  ApmPeersDesk *peers;
  int pid;                /* 0: nobody */
  gint64 started_us;
  char *name;
  char *user;
  const char *state;      /* a word of the C locale, static */
  gboolean known;         /* the list has told of it */
  gboolean ended;
  int wait_status;        /* -1: not told to us */
};

G_DEFINE_FINAL_TYPE (ApmSubject, apm_subject, G_TYPE_OBJECT)

enum { CHANGED, GO_TO, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
apm_subject_finalize (GObject *object)
{
  ApmSubject *self = APM_SUBJECT (object);

  g_free (self->name);
  g_free (self->user);
  apm_details_free (self->details);
  g_clear_object (&self->histories);
  apm_peers_desk_unref (self->peers);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_subject_parent_class)->finalize (object);
}

static void
apm_subject_class_init (ApmSubjectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = apm_subject_finalize;

  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_SUBJECT, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GO_TO] = g_signal_new ("go-to", APM_TYPE_SUBJECT, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
apm_subject_init (ApmSubject *self)
{
  self->wait_status = -1;
  self->details = apm_details_new ();
  self->histories = apm_histories_new ();
  self->peers = apm_peers_desk_new ();
}

ApmSubject *
apm_subject_new (ApmSession *session)
{
  ApmSubject *self = g_object_new (APM_TYPE_SUBJECT, NULL);

  self->session = g_object_ref (session);

  return self;
}

ApmSession *
apm_subject_get_session (ApmSubject *self)
{
  return self->session;
}

ApmDetails *
apm_subject_get_details (ApmSubject *self)
{
  return self->details;
}

ApmHistories *
apm_subject_get_histories (ApmSubject *self)
{
  return self->histories;
}

ApmPeersDesk *
apm_subject_get_peers (ApmSubject *self)
{
  return self->peers;
}

/* Returns: whether something is told differently now */
static gboolean
take (ApmSubject       *self,
      const ApmProcess *process)
{
  gboolean changed = apm_set_str (&self->name, process->name);

  changed |= apm_set_str (&self->user, process->user);
  changed |= g_strcmp0 (self->state, process->state) != 0;
  changed |= self->ended != process->ended;
  self->state = process->state;
  self->ended = process->ended;
  if (process->ended)
    self->wait_status = process->wait_status;

  return changed;
}

/**
 * apm_subject_set:
 * @process: (nullable): %NULL: nobody
 */
void
apm_subject_set (ApmSubject       *self,
                 const ApmProcess *process)
{
  g_return_if_fail (APM_IS_SUBJECT (self));

  if (process == NULL && self->pid == 0)
    return;
  if (process && process->pid == self->pid && process->started_us == self->started_us)
    {
      take (self, process);
      return;
    }

  self->pid = process ? process->pid : 0;
  self->started_us = process ? process->started_us : 0;
  self->wait_status = -1;
  self->known = self->ended = FALSE;
  if (process)
    take (self, process);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * apm_subject_update:
 *
 * Looks at what the list of processes says now.
 *
 * Returns: whether something else is to be told about the same process
 */
gboolean
apm_subject_update (ApmSubject *self)
{
  const ApmProcess *process;

  g_return_val_if_fail (APM_IS_SUBJECT (self), FALSE);

  if (self->pid == 0 || self->ended)
    return FALSE;

  process = apm_process_list_find (apm_session_get_processes (self->session), self->pid);
  if (process && process->started_us == self->started_us)
    {
      self->known = TRUE;
      return take (self, process);
    }
  if (!self->known)
    return FALSE;   /* it was created a moment ago */

  self->ended = TRUE;

  return TRUE;
}

/* Returns: 0 if it is nobody */
int
apm_subject_get_pid (ApmSubject *self)
{
  return self->pid;
}

gint64
apm_subject_get_started_us (ApmSubject *self)
{
  return self->started_us;
}

const char *
apm_subject_get_name (ApmSubject *self)
{
  return self->name ? self->name : "";
}

/* Returns: (transfer none) (nullable) */
const char *
apm_subject_get_user (ApmSubject *self)
{
  return self->user;
}

gboolean
apm_subject_has_ended (ApmSubject *self)
{
  return self->ended;
}

/**
 * apm_subject_dup_state_text:
 *
 * Returns: (transfer full): "sleeping", "exited with status 3", "ended"
 */
char *
apm_subject_dup_state_text (ApmSubject *self)
{
  if (!self->ended)
    return g_strdup (self->state ? apm_process_state_label (self->state) : "");
  if (self->wait_status >= 0)
    return apm_process_dup_end_text (self->wait_status);

  return g_strdup (_("ended"));
}

/* Asks whoever can for the row of another process. */
void
apm_subject_go_to (ApmSubject *self,
                   int         pid)
{
  g_return_if_fail (APM_IS_SUBJECT (self));

  if (pid > 0)
    g_signal_emit (self, signals[GO_TO], 0, pid);
}
