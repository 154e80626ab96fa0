/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-scene.h"

G_BEGIN_DECLS

/* What the pictures of table and room show, read out of a scene: who has which
 * fork, who waits in which order. Pure functions. Read
 * tests/app/test-scene-facts.c first. */

typedef struct {
  int object;                 /* in ApmScene.objects; -1: the program has no such lock */
  int holder;                 /* place in ApmScene.actors; -1 = it lies on the table */
} ApmFork;

typedef struct {
  guint n_staff, n_away, n_queue, n_inside;   /* all actors together */
  guint staff[APM_SCENE_MAX_ACTORS];          /* who serves: the barber */
  guint away[APM_SCENE_MAX_ACTORS];
  guint queue[APM_SCENE_MAX_ACTORS];          /* who wants in, first come first */
  guint inside[APM_SCENE_MAX_ACTORS];
  int   gate;                 /* in ApmScene.objects: what the first of the queue waits for; -1 = nothing */
} ApmRoomFacts;

guint apm_scene_read_forks (const ApmScene *scene,
                            ApmFork         forks[APM_SCENE_MAX_ACTORS]);
void  apm_scene_read_room  (const ApmScene *scene,
                            ApmRoomFacts   *room);

G_END_DECLS
