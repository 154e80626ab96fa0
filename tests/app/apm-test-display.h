/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* A virtual display of a test's own, so that tests of widgets need no session and
 * disturb none. */
gboolean apm_test_display_start (void);
void     apm_test_display_stop  (void);

/* Turns the main loop until @condition holds; FALSE after @seconds. */
gboolean apm_test_wait          (gboolean (*condition) (gpointer),
                                 gpointer   data,
                                 double     seconds);
