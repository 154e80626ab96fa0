/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pictures.h"

#include "apm-buffer-scene.h"
#include "apm-counter-scene.h"
#include "apm-lanes-scene.h"
#include "apm-room-scene.h"
#include "apm-table-scene.h"

/**
 * apm_picture_new_for_kind:
 *
 * Returns: (transfer floating): a picture of what problems of @kind show
 */
ApmPicture *
apm_picture_new_for_kind (ApmSceneKind kind)
{
  switch (kind)
    {
    case APM_SCENE_BUFFER:
      return APM_PICTURE (apm_buffer_scene_new ());

    case APM_SCENE_COUNTER:
      return APM_PICTURE (apm_counter_scene_new ());

    case APM_SCENE_TABLE:
      return APM_PICTURE (apm_table_scene_new ());

    case APM_SCENE_ROOM:
    case APM_SCENE_BARBER:
      return APM_PICTURE (apm_room_scene_new (kind));

    case APM_SCENE_ACTORS:
    default:
      return APM_PICTURE (apm_lanes_scene_new ());
    }
}
