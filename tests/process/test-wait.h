/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <dirent.h>
#include <gio/gio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Long, for a loaded machine: no test waits so long unless it fails. */
#define TEST_DEADLINE_US (30 * G_USEC_PER_SEC)

static inline gboolean
test_on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until @condition holds. The tick is for conditions that no
 * source of ours tells about. */
#define test_wait_until(condition)                                              \
  G_STMT_START {                                                                \
    gint64 test_deadline = g_get_monotonic_time () + TEST_DEADLINE_US;          \
    guint test_tick = g_timeout_add (10, test_on_tick, NULL);                   \
    while (!(condition))                                                        \
      {                                                                         \
        if (g_get_monotonic_time () > test_deadline)                            \
          g_error ("%s:%d: waited in vain for: %s", __FILE__, __LINE__, #condition); \
        g_main_context_iteration (NULL, TRUE);                                  \
      }                                                                         \
    g_source_remove (test_tick);                                                \
  } G_STMT_END

#define test_assert_matches(text, pattern)                                      \
  G_STMT_START {                                                                \
    if (!g_pattern_match_simple (pattern, text))                                \
      g_error ("%s:%d: \"%s\" does not match \"%s\"", __FILE__, __LINE__, text, pattern); \
  } G_STMT_END

static inline guint
test_count_entries (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;

  return n;
}

static inline guint
test_count_fds (void)
{
  return test_count_entries ("/proc/self/fd");
}

/* Zombies count. */
static inline guint
test_count_children (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", getpid ());
  g_autofree char *children = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &children, NULL, NULL))
    return 0;
  for (const char *p = children; *p; p++)
    n += *p == ' ';

  return n;
}
