/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-test.h"

#include "apm-error.h"

#include <glib/gstdio.h>
#include <string.h>

/* Programs that do what they should not: see fake-problem.c. */
static const struct {
  const char *trick;
  ApmRunState state;
  const char *outcome;
} tricks[] = {
  { "noise", APM_RUN_FAILED, "The program told of itself what means nothing here, mark 31." },
  { "stranger", APM_RUN_FAILED, "A report came from actor 41, but there are only 4." },
  { "too-many", APM_RUN_FAILED, "The program uses more than 64 locks." },
  { "crash", APM_RUN_FAILED, "The program was killed by SIGSEGV." },
  { "fail", APM_RUN_FAILED, "The program ended with status 7." },
  { "leave", APM_RUN_FAILED, "The program ended before it was done." },
  { "orphan", APM_RUN_FAILED, "The program ended with status 7." },
  { "put-twice", APM_RUN_BROKEN, "P1 put item 1 a second time." },
  { "over-capacity", APM_RUN_BROKEN, "P1 put item 6 into slot 0, which still held item 1." },
  { "out-of-order", APM_RUN_BROKEN, "Item 3 of P1 came out before item 1." },
  { "two-inside", APM_RUN_BROKEN, "C1 came into the critical section while P1 was in it." },
  { "lose-all", APM_RUN_BROKEN, "At the end 1 items were put and 0 got; it should have been 1000000." },
};

static const char *const others[] = { "hang", "spin", "hang-hard", "flood", "missing" };

static GListModel *catalogue;

static void
append_variant (GString    *ini,
                GString    *list,
                const char *name)
{
  g_string_append_printf (list, "%s;", name);
  g_string_append_printf (ini, "[variant %s]\ntitle=T\nexpected=correct\nexpectation=E\n", name);
}

static void
append_parameter (GString    *ini,
                  const char *name,
                  int         value)
{
  g_string_append_printf (ini, "[parameter %s]\ntitle=T\nminimum=0\nmaximum=1000000\ndefault=%d\n", name, value);
}

/* A folder in which each trick is a variant, and its program a link. */
static char *
make_folder (void)
{
  char *dir = g_dir_make_tmp ("apm-reports-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (dir, "fake", NULL);
  g_autofree char *path = g_build_filename (folder, "problem.ini", NULL);
  g_autoptr(GString) ini = g_string_new (NULL);
  g_autoptr(GString) list = g_string_new (NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (tricks); i++)
    append_variant (ini, list, tricks[i].trick);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    append_variant (ini, list, others[i]);
  append_parameter (ini, "producers", 2);
  append_parameter (ini, "consumers", 2);
  append_parameter (ini, "slots", 5);
  append_parameter (ini, "items", 500000);

  g_string_append_printf (ini, "[problem]\ntitle=T\ngroup=G\ntext=X\nscene=buffer\n"
                          "actors=P:producers;C:consumers;\npresets=\nvariants=%s\n"
                          "checks=range;critical;lost;twice;order;semaphores;\n"
                          "parameters=producers;consumers;slots;items;\n", list->str);
  g_assert_true (g_file_set_contents (path, ini->str, -1, NULL));

  return dir;
}

static char *
link_path (const char *dir,
           const char *name)
{
  return g_build_filename (dir, "fake", name, NULL);
}

static void
make_links (const char *dir)
{
  for (guint i = 0; i < G_N_ELEMENTS (tricks); i++)
    {
      g_autofree char *path = link_path (dir, tricks[i].trick);

      g_assert_cmpint (symlink (FAKE_PROBLEM, path), ==, 0);
    }
  for (guint i = 0; i + 1 < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = link_path (dir, others[i]);

      g_assert_cmpint (symlink (FAKE_PROBLEM, path), ==, 0);
    }
}

static void
remove_folder (const char *dir)
{
  g_autofree char *folder = g_build_filename (dir, "fake", NULL);
  g_autoptr(GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (entries)))
    {
      g_autofree char *path = link_path (dir, name);

      g_remove (path);
    }
  g_remove (folder);
  g_remove (dir);
}

static ApmExperiment *
new_trick (const char *trick)
{
  g_autofree char *name = g_strconcat ("fake:", trick, NULL);

  return sync_test_new (catalogue, name, NULL);
}

static void
test_trick (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr(ApmExperiment) run = new_trick (tricks[index].trick);

  sync_test_run (run);

  g_assert_cmpstr (apm_experiment_get_outcome (run), ==, tricks[index].outcome);
  g_assert_cmpint (apm_experiment_get_state (run), ==, tricks[index].state);
  test_until (sync_test_group_is_gone (apm_experiment_get_pid (run)));
}

/* A program that hangs, spins, or blocks every signal is stopped all the same,
 * with all that it started. */
static void
test_stop_hung (gconstpointer trick)
{
  g_autoptr(ApmExperiment) run = new_trick (trick);
  const ApmScene *scene;
  int pid;

  sync_test_start (run);
  scene = apm_experiment_get_scene (run);
  pid = apm_experiment_get_pid (run);
  test_until (scene->actors[3].state == APM_ACTOR_WORKING);

  apm_experiment_stop (run);
  test_until (sync_test_has_ended (run));
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_STOPPED);
  test_until (sync_test_group_is_gone (pid));
}

/* A million reports as fast as they can be written: none is lost, and no turn
 * of the main loop takes over 16 ms of CPU. */
static void
test_flood (void)
{
  g_autoptr(ApmExperiment) run = new_trick ("flood");
  Turns turns = { 0 };

  sync_test_start (run);
  while (!sync_test_has_ended (run))
    turns_take (&turns, FALSE);

  g_test_message ("longest turn %" G_GINT64_FORMAT " µs", turns.us[0]);
  g_assert_cmpuint (apm_experiment_get_scene (run)->produced, ==, 500000);
  g_assert_cmpuint (apm_experiment_get_scene (run)->consumed, ==, 500000);
  g_assert_cmpint (turns_get_longest_us (&turns), <, TURNS_LIMIT_US);
}

static void
test_no_program (void)
{
  g_autoptr(ApmExperiment) run = new_trick ("missing");
  g_autoptr(GError) error = NULL;

  g_assert_false (apm_experiment_start (run, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "/fake/missing"));
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_READY);
  g_assert_cmpint (apm_experiment_get_pid (run), ==, 0);
}

static void
on_output (ApmExperiment *run,
           gboolean       is_stderr,
           GBytes        *lines,
           GString       *heard)
{
  gsize length;
  const char *text = g_bytes_get_data (lines, &length);

  g_assert_true (is_stderr);
  g_string_append_len (heard, text, (gssize) length);
}

static void
test_output (void)
{
  g_autoptr(ApmExperiment) run = new_trick ("fail");
  g_autoptr(GString) heard = g_string_new (NULL);

  g_signal_connect (run, "output", G_CALLBACK (on_output), heard);
  sync_test_run (run);
  test_until (heard->len > 0);
  g_assert_cmpstr (heard->str, ==, "cannot go on\n");
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  g_autofree char *dir = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  dir = make_folder ();
  make_links (dir);
  catalogue = apm_catalogue_load (dir, &error);
  g_assert_no_error (error);
  g_assert_null (apm_catalogue_get_complaints (catalogue)[0]);

  for (guint i = 0; i < G_N_ELEMENTS (tricks); i++)
    {
      g_autofree char *path = g_strconcat ("/reports/trick/", tricks[i].trick, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_trick);
    }
  g_test_add_data_func ("/reports/stop/hang", "hang", test_stop_hung);
  g_test_add_data_func ("/reports/stop/spin", "spin", test_stop_hung);
  g_test_add_data_func ("/reports/stop/hang-hard", "hang-hard", test_stop_hung);
  g_test_add_func ("/reports/flood", test_flood);
  g_test_add_func ("/reports/no-program", test_no_program);
  g_test_add_func ("/reports/output", test_output);

  status = g_test_run ();
  g_object_unref (catalogue);
  remove_folder (dir);

  return status;
}
