/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-test.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/wait.h>

/* The programs are ordinary ones: they run in a terminal without us. */

typedef struct {
  char *out, *err;
  int status;
} Ended;

static char *
program_path (const char *name)
{
  return g_build_filename (g_getenv ("APM_PROBLEMSDIR"), name, NULL);
}

static Ended
run_program (const char        *name,
             const char *const *settings)
{
  g_autofree char *path = program_path (name);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) error = NULL;
  Ended ended = { 0 };
  int wait_status;

  g_strv_builder_add (builder, path);
  g_strv_builder_addv (builder, (const char **) settings);
  argv = g_strv_builder_end (builder);
  g_spawn_sync (NULL, argv, NULL, 0, NULL, NULL, &ended.out, &ended.err, &wait_status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  ended.status = WEXITSTATUS (wait_status);

  return ended;
}

static void
ended_clear (Ended *ended)
{
  g_free (ended->out);
  g_free (ended->err);
}

static guint
count (const char *text,
       const char *what)
{
  guint n = 0;

  for (const char *found = strstr (text, what); found; found = strstr (found + 1, what))
    n++;

  return n;
}

static void
test_buffer (gconstpointer mode)
{
  const char *settings[] = { mode, "producers=2", "consumers=3", "items=10", NULL };
  Ended ended = run_program ("bounded-buffer/semaphores", settings);

  g_assert_cmpint (ended.status, ==, 0);
  g_assert_cmpuint (count (ended.out, "puts item"), ==, 20);
  g_assert_cmpuint (count (ended.out, "gets item"), ==, 20);
  for (guint item = 1; item <= 20; item++)
    {
      g_autofree char *got = g_strdup_printf ("gets item %u out", item);

      g_assert_cmpuint (count (ended.out, got), ==, 1);
    }
  g_assert_cmpstr (ended.err, ==, "");
  ended_clear (&ended);
}

static const struct {
  const char *program;
  const char *settings[4];
  int status;
  const char *out, *err;      /* what is said there */
} cases[] = {
  { "counter/none", { "seconds=60" }, 1, "round 1: expected 20000, found", "" },
  { "counter/none", { "seconds=60", "mode=processes" }, 1, "round 1: expected 20000, found", "" },
  { "counter/mutex", { "rounds=2", "workers=3", "increments=50" }, 0, "round 2: expected 150, found 150\n", "" },
  { "counter/mutex", { "rounds=2", "mode=processes" }, 0, "round 2: expected 20000, found 20000\n", "" },
  { "counter/atomic", { "rounds=2" }, 0, "round 2: expected 20000, found 20000\n", "" },
  { "counter/atomic", { "rounds=2", "mode=processes" }, 0, "round 2: expected 20000, found 20000\n", "" },
  { "counter/mutex", { "workers=many" }, 2, "", "workers=many: not a number that makes sense here\n" },
  { "counter/mutex", { "workers=-1" }, 2, "", "workers=-1: not a number that makes sense here\n" },
  { "counter/mutex", { "workers=" }, 2, "", "workers=: not a number that makes sense here\n" },
  { "counter/mutex", { "workers=99999999999" }, 2, "", "workers=99999999999: not a number that makes sense here\n" },
};

static void
test_terminal (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  Ended ended = run_program (cases[index].program, cases[index].settings);

  g_assert_cmpint (ended.status, ==, cases[index].status);
  g_assert_nonnull (strstr (ended.out, cases[index].out));
  g_assert_cmpstr (ended.err, ==, cases[index].err);
  ended_clear (&ended);
}

/* A parameter may stand in the environment as well. */
static void
test_environment (void)
{
  const char *settings[] = { "rounds=1", NULL };
  Ended ended;

  g_setenv ("increments", "7", TRUE);
  ended = run_program ("counter/mutex", settings);
  g_unsetenv ("increments");
  g_assert_cmpstr (ended.out, ==, "round 1: expected 14, found 14\n");
  ended_clear (&ended);
}

static gboolean
has_ended (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *stat = NULL;

  return !g_file_get_contents (path, &stat, NULL, NULL) || strrchr (stat, ')')[2] == 'Z';
}

/* Its four processes do not outlive a program that is killed. */
static void
test_children_die (void)
{
  g_autofree char *path = program_path ("bounded-buffer/semaphores");
  char *argv[] = { path, (char *) "mode=processes", (char *) "items=0", (char *) "delay_max_ms=50", NULL };
  g_autofree char *children_path = NULL;
  g_auto(GStrv) children = NULL;
  g_autoptr(GError) error = NULL;
  int pid;

  g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                 NULL, NULL, &pid, &error);
  g_assert_no_error (error);

  children_path = g_strdup_printf ("/proc/%d/task/%d/children", pid, pid);
  test_until (({
    g_autofree char *text = NULL;

    g_assert_true (g_file_get_contents (children_path, &text, NULL, NULL));
    g_strfreev (children);
    children = g_strsplit (g_strchomp (text), " ", -1);
    g_strv_length (children) == 4;
  }));

  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  for (guint i = 0; children[i]; i++)
    test_until (has_ended (atoi (children[i])));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/programs/buffer/threads", "mode=threads", test_buffer);
  g_test_add_data_func ("/programs/buffer/processes", "mode=processes", test_buffer);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/programs/terminal/%u-%s", i + 1, cases[i].program);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_terminal);
    }
  g_test_add_func ("/programs/environment", test_environment);
  g_test_add_func ("/programs/children-die", test_children_die);

  return g_test_run ();
}
