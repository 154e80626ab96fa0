/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Small text helpers: what the kernel says made fit to show, and numbers made
 * fit to read. */

char    *apm_text_to_utf8      (const char *bytes,
                                gssize      length);
char    *apm_text_escape_lines (const char *text);
gboolean apm_text_needs_escape (const char *text);
guint    apm_text_get_char_width (gunichar  c);
guint    apm_text_get_width    (const char *text);
char    *apm_text_format_bytes (guint64     bytes);
char    *apm_text_format_span  (gint64      us);
char    *apm_text_format_time  (gint64      real_us);
char    *apm_text_dump_hex     (const guint8 *bytes,
                                gsize         n);

/* A g_set_str() of newer GLib: TRUE if the value differs. */
gboolean apm_set_str           (char      **field,
                                const char *value);
void     apm_clear_fd          (int        *fd);

G_END_DECLS
