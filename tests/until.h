/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* A loaded machine is slow: only who waits for what never comes waits so long. */
#define TEST_DEADLINE_US (90 * G_USEC_PER_SEC)

static inline gboolean
test_on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Turns the main loop until @condition holds. The tick is for what no source of ours
 * tells about. */
#define test_until(condition)                                                       \
  G_STMT_START {                                                                    \
    gint64 test_until_us = g_get_monotonic_time () + TEST_DEADLINE_US;              \
    guint test_tick = g_timeout_add (2, test_on_tick, NULL);                        \
    while (!(condition))                                                            \
      {                                                                             \
        if (g_get_monotonic_time () > test_until_us)                                \
          g_error ("%s:%d: waited in vain for: %s", __FILE__, __LINE__, #condition); \
        g_main_context_iteration (NULL, TRUE);                                      \
      }                                                                             \
    g_source_remove (test_tick);                                                    \
  } G_STMT_END
