/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-picture.h"

G_BEGIN_DECLS

/* Which picture fits a problem. */

ApmPicture *apm_picture_new_for_kind (ApmSceneKind kind);

G_END_DECLS
