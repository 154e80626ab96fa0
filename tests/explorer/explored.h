/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

/* Runs apm-explore on a program of tests/explorer/programs, or on one that the
 * test writes. What it says is its lines. */

typedef struct {
  char *lines;       /* each begins behind a newline */
  char *verdict;     /* "complete\t-" */
} Explored;

Explored *explored_run        (const char        *program,
                               const char *const *options);
Explored *explored_run_source (const char        *source,
                               const char *const *options);
void      explored_free       (Explored          *explored);
gint64    explored_get_count  (const Explored    *explored,
                               const char        *name);
char     *explored_dup_part   (const Explored    *explored,
                               const char        *line,
                               guint              part);
char     *explored_dup_outcomes (const Explored  *explored);
gboolean  explored_is_here    (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Explored, explored_free)
