/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-session.h"
#include "apm-wait-chain.h"

G_BEGIN_DECLS

/* What can be done about one of a chain. Each takes hold at once of whom it is
 * about, by number and start time as the chain saw them. */

void apm_why_act_continue   (GtkWidget          *widget,
                             ApmSession         *session,
                             const ApmWaitChain *chain,
                             guint               index);
void apm_why_act_signal     (GtkWidget          *widget,
                             ApmSession         *session,
                             const ApmWaitChain *chain,
                             guint               index);
void apm_why_act_show_stack (GtkWidget          *widget,
                             ApmSession         *session,
                             const ApmWaitChain *chain,
                             guint               index);

/* As a file: the suffix of @path is the format. */
void apm_why_save           (GtkWidget          *widget,
                             ApmSession         *session,
                             const ApmWaitChain *chain,
                             GBytes             *svg);

G_END_DECLS
