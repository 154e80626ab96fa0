/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* Why a process or thread waits: the picture of who waits for whom, the same in
 * sentences beside it, and what can be done about the one that is chosen. While it is
 * on the screen it asks the session's watch anew, off the main thread.
 *
 * ::go-to (int pid, int tid)   a person wants to see that one among the others */

#define APM_TYPE_WHY_VIEW (apm_why_view_get_type ())
G_DECLARE_FINAL_TYPE (ApmWhyView, apm_why_view, APM, WHY_VIEW, AdwBin)

GtkWidget  *apm_why_view_new         (ApmSession     *session,
                                      GtkOrientation  orientation);
void        apm_why_view_set_subject (ApmWhyView     *self,
                                      int             pid,
                                      int             tid);
char       *apm_why_view_dup_text    (ApmWhyView     *self);

G_END_DECLS
