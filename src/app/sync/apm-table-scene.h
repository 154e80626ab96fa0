/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-picture.h"

G_BEGIN_DECLS

/* A round table: philosophers, the forks between them, who holds which and who
 * waits for which. */

#define APM_TYPE_TABLE_SCENE (apm_table_scene_get_type ())
G_DECLARE_FINAL_TYPE (ApmTableScene, apm_table_scene, APM, TABLE_SCENE, ApmPicture)

GtkWidget *apm_table_scene_new (void);

G_END_DECLS
