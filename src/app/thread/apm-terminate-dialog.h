/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* Asks which of the living named threads of a crew is to end. */

void apm_terminate_dialog_present (GtkWindow  *parent,
                                   ApmSession *session,
                                   ApmCrew    *crew);

G_END_DECLS
