/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-scene.h"

G_BEGIN_DECLS

/* What the pictures say in words, for the eye and for a screen reader: pure
 * functions. Read tests/app/test-scene-text.c first. */

char       *apm_scene_dup_buffer_text  (const ApmScene *scene);
char       *apm_scene_dup_counter_text (const ApmScene *scene);
char       *apm_scene_dup_lost_text    (const ApmScene *scene);
char       *apm_scene_dup_rate_text    (const ApmScene *scene);
const char *apm_actor_state_get_short  (ApmActorState   state);
guint       apm_scene_get_n_producers  (const ApmScene *scene);
char       *apm_actor_dup_text         (const ApmScene *scene,
                                        const ApmActor *actor);

G_END_DECLS
