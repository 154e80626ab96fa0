/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"
#include "apm-thread.h"

G_BEGIN_DECLS

/* Where threads stand, in a window of its own beside the list: equal stacks told
 * once, and for how long threads were stopped. It takes them when it opens, and
 * again when asked. */

#define APM_TYPE_STACK_WINDOW (apm_stack_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmStackWindow, apm_stack_window, APM, STACK_WINDOW, AdwWindow)

ApmStackWindow *apm_stack_window_new (GtkWindow       *parent,
                                      ApmSession      *session,
                                      const ApmThread *thread,
                                      gboolean         all);

G_END_DECLS
