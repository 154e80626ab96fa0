/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-burst.h"

G_BEGIN_DECLS

/* How messages are sent and received, beyond once and as typed. */

#define APM_TYPE_SEND_OPTIONS (apm_send_options_get_type ())
G_DECLARE_FINAL_TYPE (ApmSendOptions, apm_send_options, APM, SEND_OPTIONS, GtkPopover)

void   apm_send_options_set_channel (ApmSendOptions *self,
                                     ApmChannel     *channel);
void   apm_send_options_apply       (ApmSendOptions *self,
                                     ApmBurstPlan   *plan);
guint  apm_send_options_get_priority
                                    (ApmSendOptions *self);
gint64 apm_send_options_get_limit   (ApmSendOptions *self);

G_END_DECLS
