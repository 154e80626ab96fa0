/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-room-geometry.h"
#include "apm-scene.h"

G_BEGIN_DECLS

/* What the pictures say in words, for the eye and for a screen reader: pure
 * functions. Read tests/app/test-scene-text.c first. */

char       *apm_scene_dup_buffer_text  (const ApmScene *scene);
char       *apm_scene_dup_counter_text (const ApmScene *scene);
char       *apm_scene_dup_lost_text    (const ApmScene *scene);
char       *apm_scene_dup_rate_text    (const ApmScene *scene);
char       *apm_scene_dup_table_text   (const ApmScene *scene);
char       *apm_scene_dup_table_status (const ApmScene *scene);
char       *apm_scene_dup_room_text    (const ApmScene *scene);
char       *apm_scene_dup_area_title   (const ApmScene *scene,
                                        ApmArea         area,
                                        guint           n);
char       *apm_actor_dup_words_in     (const ApmScene *scene,
                                        const ApmActor *actor,
                                        ApmArea         area);
char       *apm_scene_dup_gate_text    (const ApmScene *scene,
                                        int             gate);
char       *apm_scene_dup_objects_text (const ApmScene *scene);
const char *apm_actor_state_get_short  (ApmActorState   state);
guint       apm_scene_get_n_producers  (const ApmScene *scene);
char       *apm_actor_dup_text         (const ApmScene *scene,
                                        const ApmActor *actor);
char       *apm_scene_dup_actors_text  (const ApmScene *scene);

G_END_DECLS
