/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-test.h"

#include "apm-error.h"
#include "apm-experiment.h"
#include "apm-problem.h"

#include <ftw.h>
#include <glib/gstdio.h>

/* A folder of problems of our own for the time of a test. */
typedef struct {
  char *dir;
  GPtrArray *paths;     /* in the order of their making */
} Folder;

static void
folder_init (Folder *folder)
{
  folder->dir = g_dir_make_tmp ("apm-catalogue-XXXXXX", NULL);
  folder->paths = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (folder->paths, g_strdup (folder->dir));
}

static void
folder_add (Folder     *folder,
            const char *id,
            const char *ini)
{
  g_autofree char *dir = g_build_filename (folder->dir, id, NULL);
  g_autofree char *path = g_build_filename (dir, "problem.ini", NULL);

  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, ini, -1, NULL));
  g_ptr_array_add (folder->paths, g_steal_pointer (&dir));
  g_ptr_array_add (folder->paths, g_steal_pointer (&path));
}

static void
folder_clear (Folder *folder)
{
  for (guint i = folder->paths->len; i > 0; i--)
    g_assert_cmpint (g_remove (folder->paths->pdata[i - 1]), ==, 0);

  g_ptr_array_unref (folder->paths);
  g_free (folder->dir);
}

#define GOOD_HEAD "[problem]\ntitle=T\ngroup=G\ntext=X\nscene=buffer\nchecks=range;\n"
#define GOOD_LISTS "parameters=a;\npresets=s;\nvariants=v;\n"
#define GOOD_PARAMETER "[parameter a]\ntitle=A\nminimum=1\nmaximum=9\ndefault=3\n"
#define GOOD_PRESET "[preset s]\ntitle=S\nvalues=a=4;\n"
#define GOOD_VARIANT "[variant v]\ntitle=V\nexpected=correct\nexpectation=E\n"
#define GOOD GOOD_HEAD GOOD_LISTS GOOD_PARAMETER GOOD_PRESET GOOD_VARIANT

static void
test_teachers_folder (void)
{
  Folder folder;
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) catalogue = NULL;
  const ApmVariant *variant;
  ApmProblem *problem;
  guint n;

  folder_init (&folder);
  folder_add (&folder, "mine", GOOD);
  catalogue = apm_catalogue_load (folder.dir, &error);
  g_assert_no_error (error);
  g_assert_null (apm_catalogue_get_complaints (catalogue)[0]);
  g_assert_cmpuint (g_list_model_get_n_items (catalogue), ==, 1);

  g_assert_true (apm_catalogue_find_variant (catalogue, "mine", &problem, &variant, &error));
  g_assert_cmpstr (apm_problem_get_title (problem), ==, "T");
  g_assert_cmpint (apm_problem_get_kind (problem), ==, APM_SCENE_BUFFER);
  g_assert_cmpstr (variant->id, ==, "v");
  g_assert_true (variant->right);
  g_assert_true (g_str_has_suffix (variant->source_path, "/mine/v.c"));
  g_assert_true (g_str_has_suffix (variant->program_path, "/mine/v"));
  g_assert_cmpstr (variant->checks[0], ==, "range");
  g_assert_cmpint (apm_problem_get_parameters (problem, &n)[0].value, ==, 3);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (apm_problem_get_presets (problem, &n)[0].values[0], ==, "a=4");

  folder_clear (&folder);
}

/* Each mistake is told in a sentence that names the file and what is wrong. */
static const struct { const char *name, *ini, *says; } mistakes[] = {
  { "empty", "", "“problem”" },
  { "not-a-keyfile", "hello\n", "hello" },
  { "no-title", "[problem]\ngroup=G\n", "“title”" },
  { "no-scene", "[problem]\ntitle=T\ngroup=G\ntext=X\n", "“scene”" },
  { "odd-scene", "[problem]\ntitle=T\ngroup=G\ntext=X\nscene=moon\n", "There is no scene “moon”" },
  { "no-variants", GOOD_HEAD "parameters=\npresets=\nvariants=\n", "There is no variant" },
  { "odd-variant-name", GOOD_HEAD "parameters=\npresets=\nvariants=../../bin/sh;\n", "“../../bin/sh”" },
  { "variant-missing", GOOD_HEAD "parameters=\npresets=\nvariants=v;\n", "variant v" },
  { "neither-right-nor-wrong",
    GOOD_HEAD "parameters=\npresets=\nvariants=v;\n[variant v]\ntitle=V\nexpected=maybe\nexpectation=E\n", "“maybe”" },
  { "odd-check",
    "[problem]\ntitle=T\ngroup=G\ntext=X\nscene=buffer\nchecks=luck;\nparameters=\npresets=\nvariants=v;\n" GOOD_VARIANT,
    "There is no check “luck”" },
  { "parameter-missing", GOOD_HEAD GOOD_LISTS GOOD_PRESET GOOD_VARIANT, "parameter a" },
  { "default-out-of-range",
    GOOD_HEAD GOOD_LISTS "[parameter a]\ntitle=A\nminimum=1\nmaximum=9\ndefault=10\n" GOOD_PRESET GOOD_VARIANT,
    "10 is not from 1 to 9" },
  { "not-a-number",
    GOOD_HEAD GOOD_LISTS "[parameter a]\ntitle=A\nminimum=one\nmaximum=9\ndefault=1\n" GOOD_PRESET GOOD_VARIANT, "“minimum”" },
  { "default-is-no-choice",
    GOOD_HEAD GOOD_LISTS "[parameter a]\ntitle=A\nchoices=x;y;\ntitle-x=X\ntitle-y=Y\ndefault=z\n" GOOD_PRESET GOOD_VARIANT,
    "“z” is not among the choices" },
  { "preset-out-of-range",
    GOOD_HEAD GOOD_LISTS GOOD_PARAMETER "[preset s]\ntitle=S\nvalues=a=40;\n" GOOD_VARIANT, "“40”" },
  { "preset-of-nothing",
    GOOD_HEAD GOOD_LISTS GOOD_PARAMETER "[preset s]\ntitle=S\nvalues=b=4;\n" GOOD_VARIANT, "no parameter “b”" },
  { "breaks-nothing", GOOD_HEAD "variants=v;\n[variant v]\ntitle=V\nexpected=deadlock\nexpectation=E\n", "“breaks”" },
  { "breaks-what-is-not-checked",
    GOOD_HEAD "variants=v;\n[variant v]\ntitle=V\nexpected=deadlock\nexpectation=E\nbreaks=alive;\n", "“alive” cannot break" },
  { "shows-nothing", GOOD_HEAD "variants=v;\n" GOOD_VARIANT "shows=b=4;\n", "no parameter “b”" },
  { "activity-without-title", GOOD_HEAD "activities=eats;\nvariants=v;\n" GOOD_VARIANT, "“title-eats”" },
  { "activity-too-long", GOOD_HEAD "activities=celebrates;\ntitle-celebrates=C\nvariants=v;\n" GOOD_VARIANT, "8 letters" },
  { "wants-no-activity", GOOD_HEAD "wants=hungry;\nvariants=v;\n" GOOD_VARIANT, "“hungry” is not among" },
  { "odd-actors", GOOD_HEAD "actors=P;\nvariants=v;\n" GOOD_VARIANT, "ROLE:PARAMETER" },
  { "actors-of-no-parameter", GOOD_HEAD "actors=P:many;\nvariants=v;\n" GOOD_VARIANT, "“P:many”" },
  { "number-too-long", GOOD_HEAD "numbers=millionth;\nvariants=v;\n" GOOD_VARIANT, "8 letters" },
  { "invariant-without-title", GOOD_HEAD "variants=v;\n[invariant i]\nholds=1\n" GOOD_VARIANT, "“title”" },
  { "odd-invariant", GOOD_HEAD "variants=v;\n[invariant i]\ntitle=I\nholds=1 +\n" GOOD_VARIANT, "“1 +”" },
  { "invariant-of-nothing", GOOD_HEAD "variants=v;\n[invariant i]\ntitle=I\nholds=luck > 1\n" GOOD_VARIANT, "“luck”" },
  { "preset-without-value",
    GOOD_HEAD GOOD_LISTS GOOD_PARAMETER "[preset s]\ntitle=S\nvalues=a;\n" GOOD_VARIANT, "NAME=VALUE" },
};

static void
test_mistake (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  Folder folder;
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) catalogue = NULL;
  const char *const *complaints;

  folder_init (&folder);
  folder_add (&folder, "good", GOOD);
  folder_add (&folder, "bad", mistakes[index].ini);
  catalogue = apm_catalogue_load (folder.dir, &error);
  g_assert_no_error (error);

  complaints = apm_catalogue_get_complaints (catalogue);
  g_assert_nonnull (complaints[0]);
  g_assert_null (complaints[1]);
  g_assert_nonnull (strstr (complaints[0], "bad/problem.ini"));
  if (strstr (complaints[0], mistakes[index].says) == NULL)
    g_test_message ("“%s” does not say “%s”", complaints[0], mistakes[index].says);
  g_assert_nonnull (strstr (complaints[0], mistakes[index].says));
  g_assert_nonnull (apm_catalogue_find (catalogue, "good"));
  g_assert_null (apm_catalogue_find (catalogue, "bad"));

  folder_clear (&folder);
}

/* The complaint says where to look. */
static void
test_line_of_a_mistake (void)
{
  static const struct { const char *ini, *says; } cases[] = {
    { "[problem]\ntitle=T\nnonsense\n", "problem.ini:3: " },
    { "[problem]\ntitle=T\ngroup=G\ntext=X\nscene=moon\n", "problem.ini:5: There is no scene" },
    { GOOD_HEAD GOOD_LISTS "[parameter a]\ntitle=A\nminimum=one\nmaximum=9\ndefault=1\n" GOOD_PRESET GOOD_VARIANT,
      "problem.ini:12: " },
    { "# nothing\n\n[problem]\ntext=X\n", "problem.ini:3: " },   /* the key is missing: its group */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Folder folder;
      g_autoptr(GListModel) catalogue = NULL;
      const char *complaint;

      folder_init (&folder);
      folder_add (&folder, "bad", cases[i].ini);
      catalogue = apm_catalogue_load (folder.dir, NULL);
      complaint = apm_catalogue_get_complaints (catalogue)[0];
      g_test_message ("%s", complaint);
      g_assert_nonnull (strstr (complaint, cases[i].says));
      folder_clear (&folder);
    }
}

#define SOURCE "#include \"problem.h\"\nint main (int argc, char *argv[]) { problem_open (argc, argv); return problem_close (); }\n"

static void
run_own (const char  *source,
         ApmRunState  state,
         const char  *outcome)
{
  g_autofree char *dir = g_build_filename (g_get_user_data_dir (), "advanced-process-manager", "problems", "own", NULL);
  g_autofree char *ini = g_build_filename (dir, "problem.ini", NULL);
  g_autofree char *path = g_build_filename (dir, "v.c", NULL);
  g_autoptr(GListModel) catalogue = NULL;
  g_autoptr(ApmExperiment) run = NULL;

  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (ini, GOOD, -1, NULL));
  g_assert_true (g_file_set_contents (path, source, -1, NULL));
  catalogue = apm_catalogue_load (NULL, NULL);
  run = sync_test_new (catalogue, "own", NULL);
  sync_test_run (run);
  g_test_message ("%s", apm_experiment_get_outcome (run));
  g_assert_cmpint (apm_experiment_get_state (run), ==, state);
  g_assert_nonnull (strstr (apm_experiment_get_outcome (run), outcome));
}

/* Compiled when it is run; a mistake in it is told as the compiler tells it. */
static void
test_users_folder (void)
{
  run_own ("int main (void) { return oops; }\n", APM_RUN_FAILED, "v.c:1:");
  run_own (SOURCE, APM_RUN_DONE, "0 items were put and got");
}

static void
put_problem (const char *data_dir,
             const char *name)
{
  g_autofree char *dir = g_build_filename (data_dir, "advanced-process-manager", "problems", name, NULL);
  g_autofree char *ini = g_build_filename (dir, "problem.ini", NULL);

  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (ini, GOOD, -1, NULL));
}

/* What the system has is there as well; what is already there goes before it. */
static void
test_systems_folder (void)
{
  const char *system = g_get_system_data_dirs ()[0];
  g_autoptr(GListModel) catalogue = NULL;

  g_assert_true (g_str_has_prefix (system, g_get_user_data_dir ()));
  put_problem (system, "theirs");
  put_problem (system, "counter");
  catalogue = apm_catalogue_load (NULL, NULL);
  g_assert_nonnull (apm_catalogue_find (catalogue, "theirs"));
  g_assert_cmpint (apm_problem_get_kind (apm_catalogue_find (catalogue, "counter")), ==, APM_SCENE_COUNTER);
  g_assert_null (apm_catalogue_get_complaints (catalogue)[0]);
}

static void
test_no_folder (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (apm_catalogue_load ("/nonexistent/problems", &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "/nonexistent/problems"));
}

static void
test_ours (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, &error);

  g_assert_no_error (error);
  g_assert_null (apm_catalogue_get_complaints (catalogue)[0]);
  g_assert_nonnull (apm_catalogue_find (catalogue, "counter"));
  g_assert_nonnull (apm_catalogue_find (catalogue, "bounded-buffer"));

  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr(ApmProblem) problem = g_list_model_get_item (catalogue, i);
      guint n;
      const ApmVariant *variants = apm_problem_get_variants (problem, &n);

      for (guint j = 0; j < n; j++)
        {
          g_assert_true (g_file_test (variants[j].source_path, G_FILE_TEST_IS_REGULAR));
          g_assert_true (g_file_test (variants[j].program_path, G_FILE_TEST_IS_EXECUTABLE));
        }
    }
}

static void
test_find (void)
{
  static const struct { const char *name, *says; } cases[] = {
    { "", "There is no problem “”" },
    { "philosophy", "There is no problem “philosophy”" },
    { "counter:", "“counter” has no variant “”" },
    { "counter:luck", "“counter” has no variant “luck”" },
    { "counter:none:none", "“counter” has no variant “none:none”" },
  };
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      const ApmVariant *variant;
      ApmProblem *problem;

      g_assert_false (apm_catalogue_find_variant (catalogue, cases[i].name, &problem, &variant, &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i].says);
    }
}

static void
test_values (void)
{
  static const struct { const char *parameter, *value; gboolean good; } cases[] = {
    { "slots", "8", TRUE }, { "slots", "1", TRUE }, { "slots", "64", TRUE },
    { "slots", "0", FALSE }, { "slots", "65", FALSE }, { "slots", "-1", FALSE }, { "slots", "", FALSE },
    { "slots", "8x", FALSE }, { "slots", "99999999999999999999", FALSE }, { "slots", "8=8", FALSE },
    { "mode", "processes", TRUE }, { "mode", "fibres", FALSE }, { "luck", "1", FALSE }, { "", "1", FALSE },
  };
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);
  ApmProblem *problem = apm_catalogue_find (catalogue, "bounded-buffer");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmExperiment) run = apm_experiment_new (problem, apm_problem_find_variant (problem, "semaphores"));
      g_autoptr(GError) error = NULL;

      g_assert_true (apm_experiment_set (run, cases[i].parameter, cases[i].value, &error) == cases[i].good);
      if (cases[i].good)
        g_assert_cmpstr (apm_experiment_get_value (run, cases[i].parameter), ==, cases[i].value);
      else
        g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
    }
}

static int
remove_one (const char        *path,
            const struct stat *about,
            int                kind,
            struct FTW        *where)
{
  return g_remove (path);
}

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GStrv
add (GListModel *catalogue,
     const char *path)
{
  g_autoptr(GAsyncResult) result = NULL;

  apm_catalogue_add_async (catalogue, path, keep_result, &result);
  test_until (result != NULL);

  return apm_catalogue_add_finish (catalogue, result);
}

static void
count_change (guint *n_changes)
{
  (*n_changes)++;
}

/* A folder of problems, one of which cannot be taken; then one problem by itself. */
static void
test_added_folder (void)
{
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);
  guint n_ours = g_list_model_get_n_items (catalogue);
  g_auto(GStrv) some = NULL;
  g_auto(GStrv) again = NULL;
  g_auto(GStrv) one = NULL;
  g_auto(GStrv) none = NULL;
  g_autofree char *good = NULL;
  guint n_changes = 0;
  Folder folder;

  g_signal_connect_swapped (catalogue, "items-changed", G_CALLBACK (count_change), &n_changes);
  folder_init (&folder);
  folder_add (&folder, "good-one", GOOD);
  folder_add (&folder, "good-two", GOOD);
  folder_add (&folder, "bad-one", GOOD_HEAD);
  good = g_build_filename (folder.dir, "good-one", NULL);

  some = add (catalogue, folder.dir);
  g_assert_cmpuint (g_strv_length (some), ==, 1);
  g_assert_nonnull (strstr (some[0], "bad-one/problem.ini"));
  g_assert_nonnull (apm_catalogue_find (catalogue, "good-one"));
  g_assert_cmpuint (apm_catalogue_count (catalogue, folder.dir), ==, 2);
  g_assert_cmpuint (n_changes, ==, 1);
  again = add (catalogue, good);
  g_assert_cmpuint (g_strv_length (again), ==, 1);
  apm_catalogue_remove (catalogue, folder.dir);
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (catalogue), ==, n_ours);

  one = add (catalogue, good);
  g_assert_cmpuint (g_strv_length (one), ==, 0);
  g_assert_cmpuint (apm_catalogue_count (catalogue, good), ==, 1);
  apm_catalogue_remove (catalogue, good);
  none = add (catalogue, "/nowhere/at/all");
  g_assert_cmpuint (g_strv_length (none), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (catalogue), ==, n_ours);
  folder_clear (&folder);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("apm-catalogue-home-XXXXXX", NULL);
  g_autofree char *system = g_build_filename (home, "system", NULL);
  int status;

  /* Not by G_TEST_OPTION_ISOLATE_DIRS: what GLib sets for it is lost memory. */
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_setenv ("XDG_DATA_DIRS", system, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalogue/teachers-folder", test_teachers_folder);
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autofree char *path = g_strconcat ("/catalogue/mistake/", mistakes[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_mistake);
    }
  g_test_add_func ("/catalogue/no-folder", test_no_folder);
  g_test_add_func ("/catalogue/ours", test_ours);
  g_test_add_func ("/catalogue/find", test_find);
  g_test_add_func ("/catalogue/values", test_values);
  g_test_add_func ("/catalogue/line-of-a-mistake", test_line_of_a_mistake);
  g_test_add_func ("/catalogue/added-folder", test_added_folder);
  g_test_add_func ("/catalogue/systems-folder", test_systems_folder);
  g_test_add_func ("/catalogue/users-folder", test_users_folder);
  status = g_test_run ();
  nftw (home, remove_one, 16, FTW_DEPTH | FTW_PHYS);

  return status;
}
