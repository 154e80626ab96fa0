/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-order.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <signal.h>

#include "apm-order.h"
#include "apm-signal-care.h"

/* What is asked before a signal that ends a process which is not ours. */
typedef struct {
  int         signum;
  const char *heading;
  const char *body;
  const char *response;
} Question;

static const Question questions[] = {
  /* Translators: %s is the name of a process */
  { SIGTERM, N_("End “%s”?"),
    N_("PID %d of user %s is asked to end (SIGTERM). What is not saved in it may be lost."),
    N_("_End") },
  /* Translators: %s is the name of a process */
  { SIGKILL, N_("Kill “%s”?"),
    N_("PID %d of user %s ends at once (SIGKILL) and cannot save anything."),
    N_("_Kill") },
};

static void
on_response (AdwMessageDialog *dialog,
             const char       *response,
             ApmOrder         *order)
{
  int signum = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), "apm-signal"));

  if (g_str_equal (response, "send"))
    apm_order_send (order, signum);
}

/* What the process will do with it, where that is not what one awaits. */
static void
add_care (GtkWidget        *dialog,
          const ApmProcess *process,
          int               signum)
{
  ApmSignalCare care = apm_signal_get_care (process->pid, signum);
  g_autofree char *text = apm_signal_care_dup_text (care, signum, process->name);
  g_autofree char *body = NULL;

  if (text == NULL || care == APM_CARE_HANDLES)
    return;

  body = g_strdup_printf ("%s\n\n%s", adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), text);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
}

static void
ask (GtkWidget        *widget,
     const Question   *question,
     const ApmProcess *process,
     ApmOrder         *order)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkWidget *dialog = adw_message_dialog_new (window, NULL, NULL);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _(question->heading), process->name);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), _(question->body), process->pid, process->user);
#pragma GCC diagnostic pop
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "send", _(question->response),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "send", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  add_care (dialog, process, question->signum);
  g_object_set_data_full (G_OBJECT (dialog), "apm-order", apm_order_ref (order), (GDestroyNotify) apm_order_unref);
  g_object_set_data (G_OBJECT (dialog), "apm-signal", GINT_TO_POINTER (question->signum));
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), order);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * apm_process_order:
 * @widget: asked on its window
 * @process: whom it is about
 * @target: (transfer full) (nullable): the process as it was when the menu opened;
 *   %NULL: as it is now
 * @signum: SIGTERM, SIGKILL, SIGSTOP or SIGCONT
 *
 * Sends a signal, after a question where it would end a process that was not
 * created here. The process is held by a pidfd all the while, so that the signal
 * reaches it or nobody. What came of it is told by a toast and in the log.
 */
void
apm_process_order (GtkWidget        *widget,
                   ApmSession       *session,
                   const ApmProcess *process,
                   ApmTarget        *target,
                   int               signum)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmOrder) order = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget) && APM_IS_SESSION (session) && process != NULL);

  if (target == NULL)
    target = apm_target_open (process->pid, process->started_us, &error);
  if (target == NULL)
    {
      apm_log_add (apm_session_get_log (session), APM_LEVEL_WARNING, "process", "%s", error->message);
      apm_session_toast (session, "%s", error->message);
      return;
    }

  order = apm_order_new (widget, session, process->name, apm_target_set_take (target));

  for (guint i = 0; i < G_N_ELEMENTS (questions) && !process->created_here; i++)
    if (questions[i].signum == signum)
      {
        ask (widget, &questions[i], process, order);
        return;
      }

  apm_order_send (order, signum);
}
