/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The window's actions that the page in view carries out, each in its own way: it
 * has a widget action "page.…" for what it can do. Where the focus is in the log,
 * the log is meant. */

void apm_page_actions_install (GtkApplicationWindow *window,
                               AdwViewStack         *pages,
                               AdwBin               *log);

G_END_DECLS
