/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* The list from which the person chooses whose threads to see: this program,
 * the workers, the process chosen in Processes, or any other one that is found by
 * PID or name. What is chosen is the session's "selected-pid". */

#define APM_TYPE_THREAD_CHOOSER (apm_thread_chooser_get_type ())
G_DECLARE_FINAL_TYPE (ApmThreadChooser, apm_thread_chooser, APM, THREAD_CHOOSER, AdwBin)

void        apm_thread_chooser_set_session (ApmThreadChooser *self,
                                            ApmSession       *session);
const char *apm_thread_chooser_get_title   (ApmThreadChooser *self);

G_END_DECLS
