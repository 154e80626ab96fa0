/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-exploration.h"

G_BEGIN_DECLS

void apm_exploration_add_promises (GStrvBuilder     *words,
                                   ApmProblem       *problem,
                                   const ApmVariant *variant);

G_END_DECLS
