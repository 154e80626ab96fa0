/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-session-problems.h"

#include "apm-log.h"
#include "apm-problem.h"

#define FOLDERS "problem-folders"

/**
 * apm_session_dup_folders:
 *
 * Returns: (transfer full): their paths
 */
GStrv
apm_session_dup_folders (ApmSession *self)
{
  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  return g_settings_get_strv (apm_session_get_settings (self), FOLDERS);
}

/**
 * apm_session_add_problems:
 * @path: a problem's folder, or one of such
 *
 * One of which something could be taken is kept, and looked into at each start; the
 * settings have no room for a path that is no UTF-8.
 *
 * Returns: (transfer full): a sentence for each that was left out
 */
GStrv
apm_session_add_problems (ApmSession *self,
                          const char *path)
{
  GListModel *catalogue = apm_session_get_catalogue (self);
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_auto(GStrv) folders = apm_session_dup_folders (self);
  guint n = g_list_model_get_n_items (catalogue);
  GStrv complaints;

  g_return_val_if_fail (APM_IS_SESSION (self), NULL);

  complaints = apm_catalogue_add (catalogue, whole);
  if (g_list_model_get_n_items (catalogue) > n && g_utf8_validate (whole, -1, NULL) &&
      !g_strv_contains ((const char *const *) folders, whole))
    {
      g_autoptr(GStrvBuilder) all = g_strv_builder_new ();
      g_auto(GStrv) kept = NULL;

      g_strv_builder_addv (all, (const char **) folders);
      g_strv_builder_add (all, whole);
      kept = g_strv_builder_end (all);
      g_settings_set_strv (apm_session_get_settings (self), FOLDERS, (const char *const *) kept);
    }

  return complaints;
}

/**
 * apm_session_remove_problems:
 * @path: of apm_session_dup_folders()
 *
 * The catalogue has them no more; the folder stays as it is.
 */
void
apm_session_remove_problems (ApmSession *self,
                             const char *path)
{
  g_auto(GStrv) folders = apm_session_dup_folders (self);
  g_autoptr(GStrvBuilder) others = g_strv_builder_new ();
  g_auto(GStrv) kept = NULL;

  g_return_if_fail (APM_IS_SESSION (self));

  for (guint i = 0; folders[i]; i++)
    if (!g_str_equal (folders[i], path))
      g_strv_builder_add (others, folders[i]);
  kept = g_strv_builder_end (others);
  g_settings_set_strv (apm_session_get_settings (self), FOLDERS, (const char *const *) kept);
  apm_catalogue_remove (apm_session_get_catalogue (self), path);
}

/**
 * apm_session_load_problems:
 *
 * Adds those of the folders that are kept; what is left out is logged.
 */
void
apm_session_load_problems (ApmSession *self)
{
  g_auto(GStrv) folders = apm_session_dup_folders (self);

  for (guint i = 0; folders[i]; i++)
    {
      g_auto(GStrv) complaints = apm_catalogue_add (apm_session_get_catalogue (self), folders[i]);

      for (guint j = 0; complaints[j]; j++)
        apm_log_add (apm_session_get_log (self), APM_LEVEL_WARNING, "sync", "%s", complaints[j]);
    }
}
