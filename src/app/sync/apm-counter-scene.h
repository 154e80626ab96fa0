/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-picture.h"

G_BEGIN_DECLS

/* The lost update, drawn: the workers, the number that they share, what it
 * should be, and in words what became of the difference. A problem without a
 * picture of its own is shown as its actors alone. */

#define APM_TYPE_COUNTER_SCENE (apm_counter_scene_get_type ())
G_DECLARE_FINAL_TYPE (ApmCounterScene, apm_counter_scene, APM, COUNTER_SCENE, ApmPicture)

GtkWidget *apm_counter_scene_new (void);

G_END_DECLS
