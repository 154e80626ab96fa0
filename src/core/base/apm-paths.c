/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-paths.h"

static char *
from_environment (const char *variable,
                  const char *installed)
{
  const char *value = g_getenv (variable);

  return g_strdup (value && *value ? value : installed);
}

/**
 * apm_paths_dup_helper:
 * @name: a program of ours in libexec, such as "apm-worker"
 *
 * Returns: (transfer full): where it is, in the first folder of the search path
 *   that has it, else where it should be
 */
char *
apm_paths_dup_helper (const char *name)
{
  g_autofree char *path = from_environment ("APM_LIBEXECDIR", APM_LIBEXECDIR);
  g_auto(GStrv) dirs = g_strsplit (path, G_SEARCHPATH_SEPARATOR_S, -1);

  for (guint i = 0; dirs[i]; i++)
    {
      g_autofree char *file = g_build_filename (dirs[i], name, NULL);

      if (g_file_test (file, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&file);
    }

  return g_build_filename (dirs[0], name, NULL);
}

char *
apm_paths_dup_problems (void)
{
  return from_environment ("APM_PROBLEMSDIR", APM_PROBLEMSDIR);
}

char *
apm_paths_dup_locale (void)
{
  return from_environment ("APM_LOCALEDIR", APM_LOCALEDIR);
}

char *
apm_paths_dup_state (void)
{
  return g_build_filename (g_get_user_state_dir (), "advanced-process-manager", NULL);
}
