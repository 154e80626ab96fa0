/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-exploration.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* A session's ::exploration-added (ApmExploration *) tells of each that begins. */

void apm_session_add_exploration (ApmSession     *self,
                                  ApmExploration *exploration);

G_END_DECLS
