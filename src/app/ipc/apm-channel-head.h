/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-post.h"

G_BEGIN_DECLS

/* The channel that is chosen: drawn, with what each side does and has done, and
 * how fast it goes. A closed one keeps its place and says why it closed. */

#define APM_TYPE_CHANNEL_HEAD (apm_channel_head_get_type ())
G_DECLARE_FINAL_TYPE (ApmChannelHead, apm_channel_head, APM, CHANNEL_HEAD, AdwBin)

void apm_channel_head_show_channel (ApmChannelHead *self,
                                    ApmChannel     *channel);
void apm_channel_head_show_none    (ApmChannelHead *self,
                                    const char     *sender,
                                    const char     *receiver);

G_END_DECLS
