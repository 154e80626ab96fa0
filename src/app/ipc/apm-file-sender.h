/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-post.h"

G_BEGIN_DECLS

/* Lets the person choose a file, reads it, and hands its bytes over: a message
 * may be any bytes, up to APM_MESSAGE_MAX of them. */

typedef void (*ApmFileChosen) (gpointer      user_data,
                               GBytes       *data,
                               const GError *error);

void apm_file_sender_ask (GtkWindow     *parent,
                          ApmFileChosen  chosen,
                          GObject       *user_data);

G_END_DECLS
