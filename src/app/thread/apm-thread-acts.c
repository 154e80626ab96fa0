/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-acts.h"

#include "apm-signal-dialog.h"
#include "apm-stack-window.h"
#include "apm-thread-target.h"
#include "apm-tune-dialog.h"

typedef GtkWindow *(*DialogNew) (GtkWidget  *page,
                                 ApmSession *session,
                                 const char *name,
                                 ApmTarget  *target);

static gboolean
present_later (gpointer window)
{
  gtk_window_present (window);

  return G_SOURCE_REMOVE;
}

/* The menu it was chosen from is still open. */
static void
present (GtkWindow *window)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, present_later, g_object_ref (window), g_object_unref);
}

static void
present_dialog (GtkWidget       *page,
                ApmSession      *session,
                const ApmThread *thread,
                DialogNew        dialog_new)
{
  g_autoptr(GError) error = NULL;
  ApmTarget *target = apm_target_open_thread (thread->pid, thread->process_started_us,
                                              thread->tid, thread->started_us, &error);

  if (target)
    present (dialog_new (page, session, thread->process ? thread->process : thread->name, target));
  else
    apm_thread_target_complain (session, error);
}

/**
 * apm_thread_act_show_stack:
 * @all: those of all threads of its process
 */
void
apm_thread_act_show_stack (GtkWidget       *page,
                           ApmSession      *session,
                           const ApmThread *thread,
                           gboolean         all)
{
  present (GTK_WINDOW (apm_stack_window_new (GTK_WINDOW (gtk_widget_get_root (page)), session, thread, all)));
}

void
apm_thread_act_signal (GtkWidget       *page,
                       ApmSession      *session,
                       const ApmThread *thread)
{
  present_dialog (page, session, thread, apm_signal_dialog_new);
}

/**
 * apm_thread_act_tune:
 *
 * Its nice value, policy and CPUs.
 */
void
apm_thread_act_tune (GtkWidget       *page,
                     ApmSession      *session,
                     const ApmThread *thread)
{
  present_dialog (page, session, thread, apm_tune_dialog_new);
}
