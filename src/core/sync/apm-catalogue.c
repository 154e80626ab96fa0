/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-problem-private.h"

#include "apm-error.h"
#include "apm-paths.h"

#include <glib/gi18n-lib.h>

#define COMPLAINTS "apm-complaints"

/* What was read, before it is known what of it the catalogue takes. */
typedef struct {
  GPtrArray *problems;
  GPtrArray *complaints;    /* sentences */
} Found;

static Found *
found_new (void)
{
  Found *found = g_new0 (Found, 1);

  found->problems = g_ptr_array_new_with_free_func (g_object_unref);
  found->complaints = g_ptr_array_new_with_free_func (g_free);

  return found;
}

static void
found_free (Found *found)
{
  g_ptr_array_unref (found->problems);
  g_ptr_array_unref (found->complaints);
  g_free (found);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, found_free)

/* The sentences, with a NULL behind the last. */
static GStrv
found_steal_complaints (Found *found)
{
  GPtrArray *complaints = found->complaints;

  found->complaints = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (complaints, NULL);

  return (GStrv) g_ptr_array_free (complaints, FALSE);
}

static int
compare_problems (gconstpointer a,
                  gconstpointer b)
{
  const ApmProblem *one = *(ApmProblem *const *) a;
  const ApmProblem *other = *(ApmProblem *const *) b;
  int order = g_strcmp0 (one->group_id, other->group_id);

  return order ? order : g_utf8_collate (one->title, other->title);
}

static GPtrArray *
list_problems (GListModel *catalogue)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    g_ptr_array_add (all, g_list_model_get_item (catalogue, i));

  return all;
}

/* Who shows the catalogue makes all its rows anew: once, however many they are. */
static void
replace_all (GListStore *catalogue,
             GPtrArray  *all)
{
  g_list_store_splice (catalogue, 0, g_list_model_get_n_items (G_LIST_MODEL (catalogue)), all->pdata, all->len);
}

static const char *
get_folder (ApmProblem *problem)
{
  return g_array_index (problem->variants, ApmVariant, 0).folder;
}

static gboolean
has_name (gconstpointer problem,
          gconstpointer id)
{
  return g_str_equal (((const ApmProblem *) problem)->id, id);
}

/* @shadowed: one that has the name of another is not worth a word. */
static void
take (GListStore *catalogue,
      Found      *found,
      gboolean    shadowed)
{
  g_autoptr(GPtrArray) all = list_problems (G_LIST_MODEL (catalogue));
  guint n_before = all->len;

  for (guint i = 0; i < found->problems->len; i++)
    {
      ApmProblem *problem = found->problems->pdata[i];

      if (!g_ptr_array_find_with_equal_func (all, problem->id, has_name, NULL))
        g_ptr_array_add (all, g_object_ref (problem));
      else if (!shadowed)
        g_ptr_array_add (found->complaints,
                         g_strdup_printf (_("%s/problem.ini: there is another problem of that name"),
                                          get_folder (problem)));
    }
  g_ptr_array_set_size (found->problems, 0);
  if (all->len == n_before)
    return;

  g_ptr_array_sort (all, compare_problems);
  replace_all (catalogue, all);
}

static void
read_folder (Found      *found,
             const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "problem.ini", NULL);
  g_autoptr(GError) error = NULL;
  ApmProblem *problem;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;

  problem = apm_problem_load (dir, &error);
  if (problem)
    g_ptr_array_add (found->problems, problem);
  else
    g_ptr_array_add (found->complaints, g_strdup (error->message));
}

static gboolean
read_all (Found      *found,
          const char *dir,
          GError    **error)
{
  g_autoptr(GError) dir_error = NULL;
  g_autoptr(GDir) folder = g_dir_open (dir, 0, &dir_error);
  const char *name;

  if (folder == NULL)
    {
      g_set_error_literal (error, APM_ERROR, APM_ERROR_FAILED, dir_error->message);
      return FALSE;
    }

  while ((name = g_dir_read_name (folder)))
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      read_folder (found, path);
    }

  return TRUE;
}

/* Most people, and most systems, have none. */
static void
load_others (GListStore *catalogue,
             const char *data_dir,
             gboolean    shadowed,
             Found      *found)
{
  g_autofree char *dir = g_build_filename (data_dir, "advanced-process-manager", "problems", NULL);
  g_autoptr(GError) error = NULL;

  if (g_file_test (dir, G_FILE_TEST_EXISTS) && !read_all (found, dir, &error))
    g_ptr_array_add (found->complaints, g_strdup (error->message));
  take (catalogue, found, shadowed);
}

/**
 * apm_catalogue_load:
 * @dir: (nullable): a folder of problems, or %NULL for ours and for those in
 *   advanced-process-manager/problems of the user's data folder and the system's
 *
 * Reads all problems, ordered by group and title. A folder whose problem.ini
 * cannot be taken, or whose name is that of another, is left out: see
 * apm_catalogue_get_complaints().
 *
 * Returns: (transfer full): a list of ApmProblem, or %NULL with @error set
 *   where @dir cannot be read
 */
GListModel *
apm_catalogue_load (const char *dir,
                    GError    **error)
{
  g_autoptr(GListStore) catalogue = g_list_store_new (APM_TYPE_PROBLEM);
  g_autoptr(Found) found = found_new ();
  g_autofree char *ours = dir ? NULL : apm_paths_dup_problems ();

  if (!read_all (found, dir ? dir : ours, error))
    return NULL;
  take (catalogue, found, FALSE);
  if (dir == NULL)
    {
      load_others (catalogue, g_get_user_data_dir (), FALSE, found);
      for (const char *const *system = g_get_system_data_dirs (); *system; system++)
        load_others (catalogue, *system, TRUE, found);
    }
  g_object_set_data_full (G_OBJECT (catalogue), COMPLAINTS, found_steal_complaints (found),
                          (GDestroyNotify) g_strfreev);

  return G_LIST_MODEL (g_steal_pointer (&catalogue));
}

static gboolean
is_of (ApmProblem *problem,
       const char *path)
{
  g_autofree char *parent = g_path_get_dirname (get_folder (problem));

  return g_str_equal (get_folder (problem), path) || g_str_equal (parent, path);
}

/**
 * apm_catalogue_count:
 * @path: as apm_catalogue_add_async() had it
 *
 * Returns: how many problems of the catalogue are in that folder
 */
guint
apm_catalogue_count (GListModel *catalogue,
                     const char *path)
{
  guint n = 0;

  g_return_val_if_fail (G_IS_LIST_MODEL (catalogue) && path != NULL, 0);

  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr(ApmProblem) problem = g_list_model_get_item (catalogue, i);

      n += is_of (problem, path);
    }

  return n;
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      path,
                GCancellable *cancellable)
{
  g_autofree char *own = g_build_filename (path, "problem.ini", NULL);
  g_autoptr(GError) error = NULL;
  Found *found = found_new ();

  if (g_file_test (own, G_FILE_TEST_EXISTS))
    read_folder (found, path);
  else if (!read_all (found, path, &error))
    g_ptr_array_add (found->complaints, g_strdup (error->message));

  g_task_return_pointer (task, found, (GDestroyNotify) found_free);
}

/**
 * apm_catalogue_add_async:
 * @catalogue: of apm_catalogue_load()
 * @path: a problem's folder, or a folder of such
 * @callback: to call apm_catalogue_add_finish()
 *
 * Reads what is there, in a thread: a folder may be large, or far away.
 */
void
apm_catalogue_add_async (GListModel         *catalogue,
                         const char         *path,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (G_IS_LIST_STORE (catalogue) && path != NULL);

  task = g_task_new (catalogue, NULL, callback, user_data);
  g_task_set_source_tag (task, apm_catalogue_add_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * apm_catalogue_add_finish:
 *
 * Adds what was read, in its place.
 *
 * Returns: (transfer full): a sentence for each folder that was left out, and one where
 *   there is no problem at all; often empty
 */
GStrv
apm_catalogue_add_finish (GListModel   *catalogue,
                          GAsyncResult *result)
{
  g_autoptr(Found) found = NULL;
  const char *path;

  g_return_val_if_fail (g_task_is_valid (result, catalogue), NULL);

  path = g_task_get_task_data (G_TASK (result));
  found = g_task_propagate_pointer (G_TASK (result), NULL);
  take (G_LIST_STORE (catalogue), found, FALSE);
  if (found->complaints->len == 0 && apm_catalogue_count (catalogue, path) == 0)
    g_ptr_array_add (found->complaints,
                     g_strdup_printf (_("There is no problem in “%s”: a problem is a folder with a problem.ini"), path));

  return found_steal_complaints (found);
}

/**
 * apm_catalogue_remove:
 * @path: as apm_catalogue_add_async() had it
 *
 * Takes the problems of that folder away; who holds one keeps it.
 */
void
apm_catalogue_remove (GListModel *catalogue,
                      const char *path)
{
  g_autoptr(GPtrArray) kept = NULL;
  guint n_before;

  g_return_if_fail (G_IS_LIST_STORE (catalogue) && path != NULL);

  kept = list_problems (catalogue);
  n_before = kept->len;
  for (guint i = kept->len; i > 0; i--)
    if (is_of (kept->pdata[i - 1], path))
      g_ptr_array_remove_index (kept, i - 1);
  if (kept->len < n_before)
    replace_all (G_LIST_STORE (catalogue), kept);
}

/**
 * apm_catalogue_get_complaints:
 *
 * A sentence for each folder that was left out.
 *
 * Returns: (transfer none): a list of strings, often empty
 */
const char *const *
apm_catalogue_get_complaints (GListModel *catalogue)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (catalogue), NULL);

  return g_object_get_data (G_OBJECT (catalogue), COMPLAINTS);
}

/**
 * apm_catalogue_find:
 *
 * Returns: (transfer none) (nullable): the problem, owned by the catalogue
 */
ApmProblem *
apm_catalogue_find (GListModel *catalogue,
                    const char *id)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (catalogue), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr(ApmProblem) problem = g_list_model_get_item (catalogue, i);

      if (g_str_equal (problem->id, id))
        return problem;
    }

  return NULL;
}

/**
 * apm_catalogue_find_variant:
 * @name: "PROBLEM:VARIANT", or "PROBLEM" for its first variant
 * @problem: (out) (transfer none): owned by the catalogue
 * @variant: (out) (transfer none): owned by the problem
 *
 * Returns: %FALSE with APM_ERROR_INVALID where there is no such thing
 */
gboolean
apm_catalogue_find_variant (GListModel        *catalogue,
                            const char        *name,
                            ApmProblem       **problem,
                            const ApmVariant **variant,
                            GError           **error)
{
  g_auto(GStrv) parts = g_strsplit (name, ":", 2);
  guint n;

  *variant = NULL;
  *problem = parts[0] ? apm_catalogue_find (catalogue, parts[0]) : NULL;
  if (*problem == NULL)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                   _("There is no problem “%s”"), parts[0] ? parts[0] : "");
      return FALSE;
    }

  *variant = parts[1] ? apm_problem_find_variant (*problem, parts[1])
                      : apm_problem_get_variants (*problem, &n);
  if (*variant == NULL)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                   _("“%s” has no variant “%s”"), parts[0], parts[1]);
      return FALSE;
    }

  return TRUE;
}
