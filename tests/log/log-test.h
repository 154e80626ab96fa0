/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <string.h>

/* A folder of its own for each test, gone afterwards. */

typedef struct {
  char      *dir;
  char      *path;   /* of a log file in it */
  GPtrArray *told;   /* sentences */
} LogTest;

typedef void (*LogTestFunc) (LogTest *test, gconstpointer data);

void  log_test_add         (const char  *name,
                            LogTestFunc  func);
guint log_test_count_lines (const char  *path);
guint log_test_count_files (LogTest     *test);

/* Turns the main loop until it is so, and fails after half a minute. */
#define log_test_wait_until(condition) \
  G_STMT_START { \
    gint64 deadline_ = g_get_monotonic_time () + 30 * G_USEC_PER_SEC; \
    guint ticker_ = g_timeout_add (2, log_test_tick, NULL); \
    while (!(condition)) \
      { \
        g_assert_cmpint (g_get_monotonic_time (), <, deadline_); \
        g_main_context_iteration (NULL, TRUE); \
      } \
    g_source_remove (ticker_); \
  } G_STMT_END

gboolean log_test_tick (gpointer data);
