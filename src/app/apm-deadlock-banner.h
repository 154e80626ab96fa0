/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* Stands above every page while there is a proven deadlock that nobody has waved
 * away, and is nothing to be seen else. While the window is not seen the desktop
 * is told of a new one instead. */

#define APM_TYPE_DEADLOCK_BANNER (apm_deadlock_banner_get_type ())
G_DECLARE_FINAL_TYPE (ApmDeadlockBanner, apm_deadlock_banner, APM, DEADLOCK_BANNER, AdwBin)

GtkWidget *apm_deadlock_banner_new (ApmSession *session);

G_END_DECLS
