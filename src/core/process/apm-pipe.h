/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A pipe between others, meant by who has an end of it: (PID, descriptor), and by its
 * inode, so that another file which that descriptor leads to by now is never touched: its
 * server may not answer. For threads. */

gboolean apm_pipe_is_at         (int      pid,
                                 int      fd,
                                 guint64  inode);
gboolean apm_pipe_read_fill     (int      pid,
                                 int      fd,
                                 guint64  inode,
                                 gint64  *waiting_bytes,
                                 gint64  *capacity_bytes);
gint64   apm_pipe_read_capacity (int      pid,
                                 int      fd,
                                 guint64  inode);

G_END_DECLS
