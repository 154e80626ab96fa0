/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file of /proc, which gives at once all that there is room for. */

gssize apm_small_file_read (int         dir_fd,
                            const char *path,
                            char       *text,
                            gsize       size);

G_END_DECLS
