/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* Descriptors that stream into a view are drained after GTK has drawn
 * (GDK_PRIORITY_REDRAW is G_PRIORITY_HIGH_IDLE + 20) and before idle work, so
 * that no flood of messages ever keeps the window from painting. */
#define APM_PRIORITY_SOURCE (G_PRIORITY_HIGH_IDLE + 30)
