/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A file opened in the program that the desktop has for it, at a line where that
 * program is known to take one. */

char *apm_editor_dup_command (const char *executable,
                              const char *path,
                              guint       line);
void  apm_editor_open        (GtkWindow  *parent,
                              const char *path,
                              guint       line);

G_END_DECLS
