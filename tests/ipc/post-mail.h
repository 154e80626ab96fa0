/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "post-fixture.h"

G_BEGIN_DECLS

/* What is sent through the post of a fixture; that it works is asserted. */

GBytes     *text_bytes     (const char *text);
ApmWorker  *create         (Fixture    *fixture,
                            const char *name);
ApmChannel *get_channel    (Fixture    *fixture,
                            ApmWorker  *sender,
                            ApmWorker  *receiver);
void        send_bytes     (Fixture    *fixture,
                            ApmWorker  *sender,
                            ApmWorker  *receiver,
                            GBytes     *data);
void        send_text      (Fixture    *fixture,
                            ApmWorker  *sender,
                            ApmWorker  *receiver,
                            const char *text);
void        assert_arrived (Fixture    *fixture,
                            guint       index,
                            const char *text);

/* The same, of channels that are opened by a plan. */
char       *dup_name       (ApmMedium   medium);
ApmChannel *open_plan      (Fixture    *fixture,
                            const ApmChannelPlan *plan);
void        say            (Fixture    *fixture,
                            ApmChannel *channel,
                            const char *text);

G_END_DECLS
