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

/* The settings have no room for a path that is no UTF-8. */
static void
keep (ApmSession *self,
      const char *path)
{
  g_auto(GStrv) folders = apm_session_dup_folders (self);
  g_autoptr(GStrvBuilder) all = g_strv_builder_new ();
  g_auto(GStrv) kept = NULL;

  if (!g_utf8_validate (path, -1, NULL) || g_strv_contains ((const char *const *) folders, path))
    return;

  g_strv_builder_addv (all, (const char **) folders);
  g_strv_builder_add (all, path);
  kept = g_strv_builder_end (all);
  g_settings_set_strv (apm_session_get_settings (self), FOLDERS, (const char *const *) kept);
}

static void
on_added (GObject      *catalogue,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (catalogue));
  GStrv complaints = apm_catalogue_add_finish (G_LIST_MODEL (catalogue), result);

  if (g_list_model_get_n_items (G_LIST_MODEL (catalogue)) > n_before)
    keep (g_task_get_source_object (task), g_task_get_task_data (task));
  g_task_return_pointer (task, complaints, (GDestroyNotify) g_strfreev);
}

/**
 * apm_session_add_problems_async:
 * @path: a problem's folder, or one of such
 * @callback: to call apm_session_add_problems_finish()
 *
 * One of which something could be taken is kept, and looked into at each start.
 */
void
apm_session_add_problems_async (ApmSession         *self,
                                const char         *path,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  char *whole;
  GTask *task;

  g_return_if_fail (APM_IS_SESSION (self) && path != NULL);

  whole = g_canonicalize_filename (path, NULL);
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, apm_session_add_problems_async);
  g_task_set_task_data (task, whole, g_free);
  apm_catalogue_add_async (apm_session_get_catalogue (self), whole, on_added, task);
}

/**
 * apm_session_add_problems_finish:
 *
 * Returns: (transfer full): a sentence for each that was left out
 */
GStrv
apm_session_add_problems_finish (ApmSession   *self,
                                 GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
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

static void
on_loaded (GObject      *catalogue,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ApmSession) self = user_data;
  g_auto(GStrv) complaints = apm_catalogue_add_finish (G_LIST_MODEL (catalogue), result);

  for (guint i = 0; complaints[i]; i++)
    apm_log_add (apm_session_get_log (self), APM_LEVEL_WARNING, "sync", "%s", complaints[i]);
}

/**
 * apm_session_load_problems:
 *
 * Adds those of the folders that are kept, as soon as they are read; what is left out
 * is logged.
 */
void
apm_session_load_problems (ApmSession *self)
{
  g_auto(GStrv) folders = apm_session_dup_folders (self);

  for (guint i = 0; folders[i]; i++)
    apm_catalogue_add_async (apm_session_get_catalogue (self), folders[i], on_loaded, g_object_ref (self));
}
