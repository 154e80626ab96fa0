/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-picture.h"

G_BEGIN_DECLS

/* The bounded buffer, drawn: producers, the ring of slots, consumers. */

#define APM_TYPE_BUFFER_SCENE (apm_buffer_scene_get_type ())
G_DECLARE_FINAL_TYPE (ApmBufferScene, apm_buffer_scene, APM, BUFFER_SCENE, ApmPicture)

GtkWidget *apm_buffer_scene_new (void);

G_END_DECLS
