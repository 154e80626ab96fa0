/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-post.h"

G_BEGIN_DECLS

/* Sends one message many times, a few at each turn of the main loop, so that
 * even thousands of them never hold up the window. It lives until the last one
 * is handed over or the post refuses one. */

typedef void (*ApmBurstFailed) (gpointer      user_data,
                                const GError *error);

void apm_burst_start (ApmPost        *post,
                      ApmWorker      *sender,
                      ApmWorker      *receiver,
                      GBytes         *data,
                      guint           times,
                      ApmBurstFailed  failed,
                      GObject        *user_data);

G_END_DECLS
