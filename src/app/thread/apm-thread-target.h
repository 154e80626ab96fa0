/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-session.h"

G_BEGIN_DECLS

/* Whose threads are meant: those of the session's selected process, else of this
 * program; and whose crew takes the orders. */

int      apm_thread_target_get_pid             (ApmSession   *session);
ApmCrew *apm_thread_target_get_crew            (ApmSession   *session);
ApmCrew *apm_thread_target_get_crew_for_orders (ApmSession   *session);
void     apm_thread_target_complain            (ApmSession   *session,
                                                const GError *error);

G_END_DECLS
