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
 */
char *
apm_paths_dup_helper (const char *name)
{
  g_autofree char *dir = from_environment ("APM_LIBEXECDIR", APM_LIBEXECDIR);

  return g_build_filename (dir, name, NULL);
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
