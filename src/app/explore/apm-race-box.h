/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-explored.h"

G_BEGIN_DECLS

/* The two accesses of a data race side by side, with their lines of the source. It is
 * hidden for other failures. */

#define APM_TYPE_RACE_BOX (apm_race_box_get_type ())
G_DECLARE_FINAL_TYPE (ApmRaceBox, apm_race_box, APM, RACE_BOX, AdwBin)

void apm_race_box_set_failure (ApmRaceBox       *self,
                               const ApmFailure *failure);

G_END_DECLS
