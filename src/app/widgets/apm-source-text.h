/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* What all views of a source do with its text. */

void    apm_source_text_follow_style (GtkSourceBuffer *buffer);
GArray *apm_source_text_find_calls   (GtkTextBuffer   *buffer);

G_END_DECLS
