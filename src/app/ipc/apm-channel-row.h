/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-post.h"

G_BEGIN_DECLS

/* A channel in the list: from whom to whom, how full, and whether it stands. One
 * that has closed can be removed, by its button or the Delete key. */

#define APM_TYPE_CHANNEL_ROW (apm_channel_row_get_type ())
G_DECLARE_FINAL_TYPE (ApmChannelRow, apm_channel_row, APM, CHANNEL_ROW, GtkListBoxRow)

GtkWidget  *apm_channel_row_new         (ApmChannel    *channel,
                                         ApmPost       *post);
ApmChannel *apm_channel_row_get_channel (ApmChannelRow *self);

G_END_DECLS
