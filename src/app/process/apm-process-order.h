/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-session.h"
#include "apm-target.h"

G_BEGIN_DECLS

void apm_process_order (GtkWidget        *widget,
                        ApmSession       *session,
                        const ApmProcess *process,
                        ApmTarget        *target,
                        int               signum);

G_END_DECLS
