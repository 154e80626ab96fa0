/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* What this process has left behind, or not. */

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

/* Of the main thread; zombies count. */
static inline guint
test_count_children (void)
{
  g_autofree char *children = NULL;
  guint n = 0;

  if (!g_file_get_contents ("/proc/thread-self/children", &children, NULL, NULL))
    return 0;
  for (const char *p = children; *p; p++)
    n += *p == ' ';

  return n;
}
