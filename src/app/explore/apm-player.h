/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-exploration.h"
#include "apm-lens.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* Plays a failing schedule: its steps, lanes, source, threads and variables at one
 * position, which goes forward and back.
 *
 * ::failure-changed ()   another one of several is played */

#define APM_TYPE_PLAYER (apm_player_get_type ())
G_DECLARE_FINAL_TYPE (ApmPlayer, apm_player, APM, PLAYER, AdwBin)

void              apm_player_set_exploration (ApmPlayer      *self,
                                              ApmExploration *exploration);
const ApmFailure *apm_player_get_failure     (ApmPlayer      *self);
void              apm_player_set_position    (ApmPlayer      *self,
                                              guint           position);
void              apm_player_show_real       (ApmPlayer      *self,
                                              ApmLens        *lens,
                                              guint           position);
void              apm_player_export          (ApmPlayer      *self,
                                              ApmSession     *session,
                                              const char     *path);

G_END_DECLS
