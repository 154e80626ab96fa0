/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <glib/gstdio.h>

/* apmctl log, run as a person would, on a log file of the test's own. */

typedef struct { char *dir; char *log; char *rotated; } Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *folder = NULL;

  f->dir = g_dir_make_tmp ("apm-cli-log-XXXXXX", NULL);
  folder = g_build_filename (f->dir, "advanced-process-manager", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  f->log = g_build_filename (folder, "Advanced_Process_Manager.log", NULL);
  f->rotated = g_strconcat (f->log, ".1", NULL);
  g_assert_true (g_file_set_contents (f->rotated, "2026-11-22 18:59:59,000 - INFO - process - older\n", -1, NULL));
  g_assert_true (g_file_set_contents (f->log, "2026-11-22 19:00:00,123 - ERROR - ipc - two\\nlines, “so”\n", -1, NULL));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  const char *const command[] = { "rm", "-r", f->dir, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
  g_free (f->dir);
  g_free (f->log);
  g_free (f->rotated);
}

/* Returns the exit status; what was printed is in @out and @err. */
static int
run (Fixture            *f,
     const char *const  *arguments,
     char              **out,
     char              **err)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GStrvBuilder) argv = g_strv_builder_new ();
  g_auto(GStrv) words = NULL;

  g_strv_builder_add_many (argv, g_getenv ("APMCTL"), "log", NULL);
  g_strv_builder_addv (argv, (const char **) arguments);
  words = g_strv_builder_end (argv);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_setenv (launcher, "XDG_STATE_HOME", f->dir, TRUE);
  g_subprocess_launcher_setenv (launcher, "TZ", "UTC", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words, NULL);
  g_assert_nonnull (process);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, out, err, NULL));

  return g_subprocess_get_exit_status (process);
}

static void
test_print (Fixture       *f,
            gconstpointer  data)
{
  static const struct { const char *option; const char *expected; } cases[] = {
    { NULL,
      "2026-11-22 18:59:59,000 - INFO - process - older\n"
      "2026-11-22 19:00:00,123 - ERROR - ipc - two\\nlines, “so”\n" },
    { "--csv",
      "real_us,time,level,source,text\n"
      "1795373999000000,2026-11-22T18:59:59.000+00:00,INFO,process,older\n"
      "1795374000123000,2026-11-22T19:00:00.123+00:00,ERROR,ipc,\"two\\nlines, “so”\"\n" },
    { "--json",
      "{\"schema\":1,\"entries\":[\n"
      "{\"real_us\":1795373999000000,\"time\":\"2026-11-22T18:59:59.000+00:00\",\"level\":\"INFO\",\"source\":\"process\",\"text\":\"older\"},\n"
      "{\"real_us\":1795374000123000,\"time\":\"2026-11-22T19:00:00.123+00:00\",\"level\":\"ERROR\",\"source\":\"ipc\",\"text\":\"two\\nlines, “so”\"}\n"
      "]}\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const arguments[] = { cases[i].option, NULL };
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;

      g_assert_cmpint (run (f, arguments, &out, &err), ==, 0);
      g_assert_cmpstr (out, ==, cases[i].expected);
      g_assert_cmpstr (err, ==, "");
    }
}

/* Each suffix gives a file, and says nothing. */
static void
test_export (Fixture       *f,
             gconstpointer  data)
{
  static const struct { const char *name; guint n_lines; } cases[] = {
    { "a.log", 2 }, { "a.txt", 2 }, { "a.csv", 3 }, { "a.json", 4 }, { "a.jsonl", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (f->dir, cases[i].name, NULL);
      const char *const arguments[] = { "--export", path, NULL };
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;
      g_autofree char *text = NULL;
      g_auto(GStrv) lines = NULL;

      g_assert_cmpint (run (f, arguments, &out, &err), ==, 0);
      g_assert_cmpstr (out, ==, "");
      g_assert_cmpstr (err, ==, "");
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      lines = g_strsplit (text, "\n", -1);
      g_assert_cmpuint (g_strv_length (lines), ==, cases[i].n_lines + 1);
    }
}

static void
test_bad (Fixture       *f,
          gconstpointer  data)
{
  static const struct { const char *arguments[4]; int status; const char *says; } cases[] = {
    { { "--export", "a.xml" }, 2, "a.xml" },
    { { "--export", "" }, 2, "format" },
    { { "--export", "/absent/a.csv" }, 2, "/absent/a.csv" },
    { { "--export", "/dev/full.csv/a.csv" }, 2, "/dev/full.csv/a.csv" },
    { { "--json", "--csv" }, 2, "--json" },
    { { "--nonsense" }, 2, "--nonsense" },
    { { "more" }, 2, "options" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;

      g_assert_cmpint (run (f, cases[i].arguments, &out, &err), ==, cases[i].status);
      g_assert_cmpstr (out, ==, "");
      g_assert_nonnull (strstr (err, cases[i].says));
    }
}

static void
test_no_log (Fixture       *f,
             gconstpointer  data)
{
  const char *const none[] = { NULL };
  g_autofree char *old = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  /* The rotated ones are worth printing without it. */
  g_unlink (f->log);
  g_assert_cmpint (run (f, none, &old, NULL), ==, 0);
  g_assert_cmpstr (old, ==, "2026-11-22 18:59:59,000 - INFO - process - older\n");

  g_unlink (f->rotated);
  g_assert_cmpint (run (f, none, &out, &err), ==, 2);
  g_assert_nonnull (strstr (err, f->log));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli/log/print", Fixture, NULL, set_up, test_print, tear_down);
  g_test_add ("/cli/log/export", Fixture, NULL, set_up, test_export, tear_down);
  g_test_add ("/cli/log/bad", Fixture, NULL, set_up, test_bad, tear_down);
  g_test_add ("/cli/log/no-log", Fixture, NULL, set_up, test_no_log, tear_down);

  return g_test_run ();
}
