/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apmctl.h"

#include "apm-endpoint.h"

G_BEGIN_DECLS

/* The orders of "apmctl channel", each as a command of its own would be. */
int      apmctl_channel_create  (int argc, char **argv);
int      apmctl_channel_send    (int argc, char **argv);
int      apmctl_channel_receive (int argc, char **argv);
int      apmctl_channel_bench   (int argc, char **argv);

/* For them. */
void     apmctl_channel_heed    (ApmEndpoint *endpoint);
gboolean apmctl_channel_find_framing
                                (const char  *id,
                                 ApmFraming  *framing);

G_END_DECLS
