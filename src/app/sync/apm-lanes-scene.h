/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-picture.h"

G_BEGIN_DECLS

/* A lane for each actor: who it is, what it does or waits for, and what it did
 * in the last seconds: high where it was inside, low where it waited. */

#define APM_TYPE_LANES_SCENE (apm_lanes_scene_get_type ())
G_DECLARE_FINAL_TYPE (ApmLanesScene, apm_lanes_scene, APM, LANES_SCENE, ApmPicture)

GtkWidget *apm_lanes_scene_new (void);

G_END_DECLS
