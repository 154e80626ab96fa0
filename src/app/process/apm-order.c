/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-order.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <unistd.h>

#include "apm-error.h"
#include "apm-offer.h"

struct _ApmOrder
{
  gatomicrefcount refs;   /* a thread that sends may be the last to let go */
  GWeakRef page;       /* neither is kept alive by an offer that nobody takes */
  GWeakRef session;
  char *name;
  ApmTargetSet *set;
  int signum;          /* sent last */
  ApmSent sent;
  ApmEnding ending;
};

/**
 * apm_order_new:
 * @page: where its toasts are shown
 * @name: of the process that was chosen
 * @set: (transfer full)
 */
ApmOrder *
apm_order_new (GtkWidget    *page,
               ApmSession   *session,
               const char   *name,
               ApmTargetSet *set)
{
  ApmOrder *self = g_new0 (ApmOrder, 1);

  g_atomic_ref_count_init (&self->refs);
  g_weak_ref_init (&self->page, page);
  g_weak_ref_init (&self->session, session);
  self->name = g_strdup (name);
  self->set = set;

  return self;
}

ApmOrder *
apm_order_ref (ApmOrder *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_order_unref (ApmOrder *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_weak_ref_clear (&self->page);
  g_weak_ref_clear (&self->session);
  apm_target_set_free (self->set);
  g_free (self->name);
  g_free (self);
}

ApmTarget *
apm_order_get_target (ApmOrder *self)
{
  return apm_target_set_get (self->set, 0);
}

const char *
apm_order_get_name (ApmOrder *self)
{
  return self->name;
}

static void
log_line (ApmOrder   *self,
          ApmLevel    level,
          const char *text)
{
  g_autoptr(ApmSession) session = g_weak_ref_get (&self->session);

  if (session)
    apm_log_add (apm_session_get_log (session), level, "process", "%s", text);
}

/**
 * apm_order_offer:
 *
 * As apm_offer(), on the order's page.
 */
void
apm_order_offer (ApmOrder       *self,
                 const char     *text,
                 const char     *label,
                 ApmOfferFunc    func,
                 gpointer        data,
                 GDestroyNotify  destroy)
{
  g_autoptr(GtkWidget) page = g_weak_ref_get (&self->page);

  if (page)
    apm_offer (page, text, label, func, data, destroy);
  else
    destroy (data);
}

static void
toast (ApmOrder   *self,
       const char *text)
{
  g_autoptr(ApmSession) session = g_weak_ref_get (&self->session);

  if (session)
    apm_session_toast (session, "%s", text);
}

/**
 * apm_order_tell:
 *
 * Says what was done, and has the list look at the process at once.
 */
void
apm_order_tell (ApmOrder   *self,
                const char *text)
{
  g_autoptr(ApmSession) session = g_weak_ref_get (&self->session);

  log_line (self, APM_LEVEL_INFO, text);
  if (session)
    apm_process_list_touch (apm_session_get_processes (session), apm_target_get_pid (apm_order_get_target (self)));
}

void
apm_order_refuse (ApmOrder     *self,
                  const GError *error)
{
  log_line (self, APM_LEVEL_WARNING, error->message);
  toast (self, error->message);
}

/**
 * apm_order_may_ask:
 * @reason: (out): why not, where that is worth telling
 *
 * Whether administrator rights may help after @refusal, and can be asked for.
 */
gboolean
apm_order_may_ask (const GError *refusal,
                   char        **reason)
{
  g_autoptr(GError) error = NULL;

  *reason = NULL;
  if (!g_error_matches (refusal, APM_ERROR, APM_ERROR_DENIED) || geteuid () == 0)
    return FALSE;
  if (apm_privilege_is_there (&error))
    return TRUE;
  *reason = g_strdup (error->message);

  return FALSE;
}

static void
on_sent_privileged (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr(ApmOrder) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_done;

  if (!apm_privilege_act_finish (result, &n_done, &error))
    {
      apm_order_refuse (self, error);
      return;
    }

  text = g_strdup_printf (ngettext ("Sent %s to %u process with administrator rights",
                                    "Sent %s to %u processes with administrator rights", n_done),
                          apm_signal_get_name (self->signum), n_done);
  apm_order_tell (self, text);
  toast (self, text);
}

static void
send_privileged (gpointer data)
{
  ApmOrder *self = data;
  g_autoptr(GPtrArray) denied = apm_target_set_list_denied (self->set);
  const Act act = { .kind = ACT_SIGNAL, .value = self->signum };

  apm_privilege_act_async (denied, &act, APM_TUNE_ONE, NULL, NULL, on_sent_privileged, apm_order_ref (self));
}

static void
refuse_signal (ApmOrder     *self,
               const GError *error)
{
  g_autofree char *reason = NULL;

  if (apm_order_may_ask (error, &reason))
    {
      log_line (self, APM_LEVEL_WARNING, error->message);
      apm_order_offer (self, error->message, _("As _Administrator…"),
                       send_privileged, apm_order_ref (self), (GDestroyNotify) apm_order_unref);
      return;
    }

  apm_order_refuse (self, error);
  if (reason)
    {
      log_line (self, APM_LEVEL_INFO, reason);
      toast (self, reason);
    }
}

static void
kill_now (gpointer data)
{
  apm_order_send (data, SIGKILL);
}

/* Five seconds after SIGTERM. */
static gboolean
on_patience_over (gpointer data)
{
  ApmOrder *self = data;
  guint n = apm_target_set_still_alive (self->set, &self->ending, g_get_monotonic_time ());
  g_autofree char *text = NULL;

  if (n == 0)
    return G_SOURCE_REMOVE;

  if (apm_target_set_get_n (self->set) == 1)
    /* Translators: the name of a process and its PID */
    text = g_strdup_printf (_("“%s” (PID %d) has not ended"), self->name,
                            apm_target_get_pid (apm_order_get_target (self)));
  else
    text = g_strdup_printf (ngettext ("%u process has not ended", "%u processes have not ended", n), n);
  log_line (self, APM_LEVEL_WARNING, text);
  apm_order_offer (self, text, _("_Kill"), kill_now, apm_order_ref (self), (GDestroyNotify) apm_order_unref);

  return G_SOURCE_REMOVE;
}

static void
watch_ending (ApmOrder *self)
{
  if (apm_target_get_tid (apm_order_get_target (self)) != 0)
    return;

  self->ending.asked_us = g_get_monotonic_time ();
  self->ending.patience_us = APM_ENDING_PATIENCE_US;
  g_timeout_add_full (G_PRIORITY_DEFAULT, APM_ENDING_PATIENCE_US / 1000, on_patience_over,
                      apm_order_ref (self), (GDestroyNotify) apm_order_unref);
}

static char *
dup_sent_text (ApmOrder *self,
               gboolean  for_log)
{
  const char *signal_name = apm_signal_get_name (self->signum);
  ApmTarget *target = apm_order_get_target (self);
  int pid = apm_target_get_pid (target);
  guint n_refused = self->sent.n_denied + self->sent.n_failed;

  if (apm_target_get_tid (target) != 0)
    return g_strdup_printf (_("Sent %s to thread %d of “%s” (PID %d)"), signal_name, apm_target_get_tid (target), self->name, pid);
  if (apm_target_set_get_reach (self->set) == APM_REACH_PROCESS && for_log)
    return g_strdup_printf (_("Sent %s to '%s' (PID %d)"), signal_name, self->name, pid);
  if (apm_target_set_get_reach (self->set) == APM_REACH_PROCESS)
    /* Translators: a signal, the name of a process and its PID */
    return g_strdup_printf (_("Sent %s to “%s” (PID %d)"), signal_name, self->name, pid);
  if (n_refused > 0)
    return g_strdup_printf (ngettext ("Sent %s to %u process of “%s”; %u refused",
                                      "Sent %s to %u processes of “%s”; %u refused", self->sent.n_sent),
                            signal_name, self->sent.n_sent, self->name, n_refused);

  return g_strdup_printf (ngettext ("Sent %s to %u process of “%s”", "Sent %s to %u processes of “%s”", self->sent.n_sent),
                          signal_name, self->sent.n_sent, self->name);
}

static void
tell_sent (ApmOrder *self,
           gboolean  sent,
           GError   *error)
{
  g_autofree char *line = NULL;
  g_autofree char *text = NULL;

  if (!sent)
    {
      refuse_signal (self, error);
      return;
    }

  line = dup_sent_text (self, TRUE);
  text = dup_sent_text (self, FALSE);
  apm_order_tell (self, line);
  toast (self, text);
  if (self->signum == SIGTERM)
    watch_ending (self);
}

static void
send_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  ApmOrder *self = data;
  GError *error = NULL;

  if (apm_target_set_send (self->set, self->signum, &self->sent, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_sent (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(GError) error = NULL;
  gboolean sent = g_task_propagate_boolean (G_TASK (result), &error);

  tell_sent (g_task_get_task_data (G_TASK (result)), sent, error);
}

/**
 * apm_order_send:
 *
 * Sends a signal to those whom the order is about. What came of it is told; whoever
 * has not ended 5 s after SIGTERM may then be killed.
 */
void
apm_order_send (ApmOrder *self,
                int       signum)
{
  self->signum = signum;
  if (apm_target_set_get_reach (self->set) == APM_REACH_PROCESS)
    {
      g_autoptr(GError) error = NULL;
      gboolean sent = apm_target_set_send (self->set, signum, &self->sent, &error);

      tell_sent (self, sent, error);
    }
  else
    {
      /* Finding all members reads all of /proc. */
      g_autoptr(GTask) task = g_task_new (NULL, NULL, on_sent, NULL);

      g_task_set_task_data (task, apm_order_ref (self), (GDestroyNotify) apm_order_unref);
      g_task_run_in_thread (task, send_in_thread);
    }
}
