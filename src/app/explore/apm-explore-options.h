/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-explorable.h"

G_BEGIN_DECLS

/* How a program is explored, in a popover's room: how to search, how far, what
 * counts as a failure, and the program's arguments. */

#define APM_TYPE_EXPLORE_OPTIONS (apm_explore_options_get_type ())
G_DECLARE_FINAL_TYPE (ApmExploreOptions, apm_explore_options, APM, EXPLORE_OPTIONS, AdwBin)

void apm_explore_options_show (ApmExploreOptions     *self,
                               const ApmExplorable   *program);
void apm_explore_options_read (ApmExploreOptions     *self,
                               ApmExplorable         *program,
                               ApmExplorationOptions *options);

G_END_DECLS
