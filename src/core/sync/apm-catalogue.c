/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-problem-private.h"

#include "apm-error.h"
#include "apm-paths.h"

#include <glib/gi18n-lib.h>

#define COMPLAINTS "apm-complaints"

static int
compare_problems (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  const ApmProblem *one = a;
  const ApmProblem *other = b;
  int order = g_strcmp0 (one->group_id, other->group_id);

  return order ? order : g_utf8_collate (one->title, other->title);
}

/* @shadowed: one that has the name of another is not worth a word. */
static void
load_folder (GListStore *catalogue,
             const char *dir,
             gboolean    shadowed,
             GPtrArray  *complaints)
{
  g_autofree char *path = g_build_filename (dir, "problem.ini", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmProblem) problem = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;

  problem = apm_problem_load (dir, &error);
  if (problem == NULL)
    g_ptr_array_add (complaints, g_strdup (error->message));
  else if (!apm_catalogue_find (G_LIST_MODEL (catalogue), problem->id))
    g_list_store_insert_sorted (catalogue, problem, compare_problems, NULL);
  else if (!shadowed)
    g_ptr_array_add (complaints, g_strdup_printf (_("%s: there is another problem of that name"), path));
}

static gboolean
load_all (GListStore *catalogue,
          const char *dir,
          gboolean    shadowed,
          GPtrArray  *complaints,
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

      load_folder (catalogue, path, shadowed, complaints);
    }

  return TRUE;
}

/* Most people, and most systems, have none. */
static void
load_others (GListStore *catalogue,
             const char *data_dir,
             gboolean    shadowed,
             GPtrArray  *complaints)
{
  g_autofree char *dir = g_build_filename (data_dir, "advanced-process-manager", "problems", NULL);
  g_autoptr(GError) error = NULL;

  if (g_file_test (dir, G_FILE_TEST_EXISTS) && !load_all (catalogue, dir, shadowed, complaints, &error))
    g_ptr_array_add (complaints, g_strdup (error->message));
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
  g_autoptr(GPtrArray) complaints = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *ours = dir ? NULL : apm_paths_dup_problems ();

  if (!load_all (catalogue, dir ? dir : ours, FALSE, complaints, error))
    return NULL;
  if (dir == NULL)
    {
      load_others (catalogue, g_get_user_data_dir (), FALSE, complaints);
      for (const char *const *system = g_get_system_data_dirs (); *system; system++)
        load_others (catalogue, *system, TRUE, complaints);
    }

  g_ptr_array_add (complaints, NULL);
  g_object_set_data_full (G_OBJECT (catalogue), COMPLAINTS,
                          g_ptr_array_free (g_steal_pointer (&complaints), FALSE),
                          (GDestroyNotify) g_strfreev);

  return G_LIST_MODEL (g_steal_pointer (&catalogue));
}

static const char *
get_folder (ApmProblem *problem)
{
  return g_array_index (problem->variants, ApmVariant, 0).folder;
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
 * @path: as apm_catalogue_add() had it
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

/**
 * apm_catalogue_add:
 * @catalogue: of apm_catalogue_load()
 * @path: a problem's folder, or a folder of such
 *
 * Adds what is there, in its place.
 *
 * Returns: (transfer full): a sentence for each folder that was left out, and one where
 *   there is no problem at all; often empty
 */
GStrv
apm_catalogue_add (GListModel *catalogue,
                   const char *path)
{
  g_autoptr(GPtrArray) complaints = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *own = g_build_filename (path, "problem.ini", NULL);
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (G_IS_LIST_STORE (catalogue), NULL);

  if (g_file_test (own, G_FILE_TEST_EXISTS))
    load_folder (G_LIST_STORE (catalogue), path, FALSE, complaints);
  else if (!load_all (G_LIST_STORE (catalogue), path, FALSE, complaints, &error))
    g_ptr_array_add (complaints, g_strdup (error->message));
  if (complaints->len == 0 && apm_catalogue_count (catalogue, path) == 0)
    g_ptr_array_add (complaints, g_strdup_printf (_("There is no problem in “%s”: a problem is a folder with a problem.ini"),
                                                  path));
  g_ptr_array_add (complaints, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&complaints), FALSE);
}

/**
 * apm_catalogue_remove:
 * @path: as apm_catalogue_add() had it
 *
 * Takes the problems of that folder away; who holds one keeps it.
 */
void
apm_catalogue_remove (GListModel *catalogue,
                      const char *path)
{
  g_return_if_fail (G_IS_LIST_STORE (catalogue) && path != NULL);

  for (guint i = g_list_model_get_n_items (catalogue); i > 0; i--)
    {
      g_autoptr(ApmProblem) problem = g_list_model_get_item (catalogue, i - 1);

      if (is_of (problem, path))
        g_list_store_remove (G_LIST_STORE (catalogue), i - 1);
    }
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
