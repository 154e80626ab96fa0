/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-session.h"
#include "apm-thread.h"

G_BEGIN_DECLS

/* What can be done with any thread of the machine, ours or not. Each takes hold of
 * the thread that is meant at once, by number and start time. */

void apm_thread_act_show_stack (GtkWidget       *page,
                                ApmSession      *session,
                                const ApmThread *thread,
                                gboolean         all);
void apm_thread_act_signal     (GtkWidget       *page,
                                ApmSession      *session,
                                const ApmThread *thread);
void apm_thread_act_tune       (GtkWidget       *page,
                                ApmSession      *session,
                                const ApmThread *thread);

G_END_DECLS
