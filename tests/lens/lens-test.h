/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens.h"

/* What the tests of real programs under the lens share. */

#define LENS_TEST_DEADLINE_US (60 * G_USEC_PER_SEC)

static inline gboolean
lens_test_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Turns the main loop until it holds; what is polled changes in other threads. */
#define lens_test_until(condition) \
  G_STMT_START { \
    gint64 until_us = g_get_monotonic_time () + LENS_TEST_DEADLINE_US; \
    guint tick = g_timeout_add (2, lens_test_tick, NULL); \
    while (!(condition)) \
      { \
        g_assert_cmpint (g_get_monotonic_time (), <, until_us); \
        g_main_context_iteration (NULL, TRUE); \
      } \
    g_source_remove (tick); \
  } G_STMT_END

ApmLens      *lens_test_start         (const char *word,
                                       const char *number);
/* Returns: its exit status; less than 0: the signal that ended it */
int           lens_test_wait_for_end  (ApmLens    *lens);
/* Returns: its number; -1 if no lock has that name */
int           lens_test_find_object   (ApmLens    *lens,
                                       const char *name);
ApmLensObject lens_test_get_object    (ApmLens    *lens,
                                       const char *name);
guint64       lens_test_get_n_events  (ApmLens    *lens);
guint         lens_test_get_n_threads (ApmLens    *lens);
int           lens_test_get_tid       (ApmLens    *lens,
                                       guint       i);
