/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-picture.h"

G_BEGIN_DECLS

/* A room that some are in and others want into, and who of them came first; or a
 * barber's shop with its chairs. */

#define APM_TYPE_ROOM_SCENE (apm_room_scene_get_type ())
G_DECLARE_FINAL_TYPE (ApmRoomScene, apm_room_scene, APM, ROOM_SCENE, ApmPicture)

GtkWidget *apm_room_scene_new (ApmSceneKind kind);

G_END_DECLS
