/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-links.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One process and those it is connected to: who sends to it at the left, whom it sends
 * to at the right, arrows between. Each of them is a button, so keyboard and screen
 * readers reach all.
 *
 * ::activated (int pid)   somebody else is to stand in the middle */

#define APM_TYPE_MAP_PICTURE (apm_map_picture_get_type ())
G_DECLARE_FINAL_TYPE (ApmMapPicture, apm_map_picture, APM, MAP_PICTURE, GtkWidget)

void apm_map_picture_set (ApmMapPicture  *self,
                          const ApmLinks *links,
                          int             pid);

G_END_DECLS
