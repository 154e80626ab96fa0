/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs apmctl. Returns: its exit status; what it printed is for the caller to free. */
static int
run (const char *const *arguments,
     char             **out,
     char             **err)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  int wait_status;

  g_ptr_array_add (argv, (gpointer) APMCTL);
  for (; *arguments; arguments++)
    g_ptr_array_add (argv, (gpointer) *arguments);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, 0, NULL, NULL, out, err, &wait_status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));

  return WEXITSTATUS (wait_status);
}

static void
test_refused (void)
{
  static const struct { const char *arguments[6]; int status; const char *sentence; } cases[] = {
    { { NULL }, 2, "apmctl: *command*.\n" },
    { { "nonsense" }, 2, "*no command “nonsense”*" },
    { { "ps", "more" }, 2, "*“more”*" },
    { { "ps", "--no-such-option" }, 2, "*--no-such-option*" },
    { { "ps", "--json", "--csv" }, 2, "*not both*" },
    { { "ps", "--tree", "--group=user" }, 2, "*not both*" },
    { { "ps", "--group=color" }, 2, "*no groups by “color”*" },
    { { "ps", "--filter", "make \"open" }, 2, "*at “\"open”: *quotation mark*" },
    { { "ps", "--filter", "colour:red" }, 2, "*at “colour”: *no field*" },
    { { "ps", "--sort=colour" }, 2, "*no column “colour”*" },
    { { "ps", "--columns=pid,colour" }, 2, "*no column “colour”*" },
    { { "ps", "--watch", "--interval=0" }, 2, "*from 0.1 to 3600*" },
    { { "ps", "--since=a", "--tree" }, 2, "*all processes*" },
    { { "ps", "--since=/absent.json" }, 4, "*“/absent.json” cannot be read*" },
    { { "ps", "--since=/proc/self/stat" }, 2, "*“/proc/self/stat” is no snapshot*" },
    { { "ps", "--since=a", "--sort=colour" }, 2, "*no column “colour”*" },
    { { "ps", "--save=/dev/full" }, 2, "*“/dev/full” cannot be written*" },
    { { "signal" }, 2, "*PID and a signal*" },
    { { "signal", "1" }, 2, "*PID and a signal*" },
    { { "signal", "1", "TERM", "more" }, 2, "*PID and a signal*" },
    { { "signal", "x", "TERM" }, 2, "*“x” is not the number*" },
    { { "signal", "0", "TERM" }, 2, "*“0” is not the number*" },
    { { "signal", "2147483647", "TERM" }, 2, "*2147483647 has already ended*" },
    { { "signal", "1", "NONSENSE" }, 2, "*no signal “NONSENSE”*" },
    { { "signal", "1", "CONT", "--start-time=1" }, 2, "*PID 1 belongs to another process now: nothing was sent.\n" },
    { { "signal", "1", "CONT", "--start-time=x" }, 2, "*x*" },
    { { "signal", "1", "CONT", "--start-time=-5" }, 2, "*not negative*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;

      g_assert_cmpint (run (cases[i].arguments, &out, &err), ==, cases[i].status);
      g_assert_cmpstr (out, ==, "");
      if (!g_pattern_match_simple (cases[i].sentence, err))
        g_error ("case %u: %s", i, err);
      /* One sentence on one line. */
      g_assert_true (strchr (err, '\n') == err + strlen (err) - 1);
    }
}

static void
test_help (void)
{
  static const struct { const char *arguments[3]; const char *expected; } cases[] = {
    { { "--help" }, "*ps*signal*" },
    { { "--version" }, "apmctl *.*\n" },
    { { "ps", "--help" }, "*apmctl ps*--tree*" },
    { { "signal", "--help" }, "*apmctl signal*PID SIGNAL*--start-time*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;

      g_assert_cmpint (run (cases[i].arguments, &out, &err), ==, 0);
      g_assert_cmpstr (err, ==, "");
      g_assert_true (g_pattern_match_simple (cases[i].expected, out));
    }
}

/* Returns: (nullable): the row of @pid among those that the filter finds; apmctl
 * finds itself too, by the words on its own command line. */
static JsonObject *
list (const char *filter,
      JsonParser *parser,
      int         pid)
{
  const char *arguments[] = { "ps", "--json", "--filter", filter, NULL };
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr(GError) error = NULL;
  JsonObject *root;
  JsonArray *processes;

  g_assert_cmpint (run (arguments, &out, &err), ==, 0);
  json_parser_load_from_data (parser, out, -1, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpint (json_object_get_int_member (root, "schema"), ==, 1);
  processes = json_object_get_array_member (root, "processes");
  for (guint i = 0; i < json_array_get_length (processes); i++)
    {
      JsonObject *process = json_array_get_object_element (processes, i);

      if (json_object_get_int_member (process, "pid") == pid)
        return process;
    }

  return NULL;
}

static int
start_subject (const char *comm,
               int        *output)
{
  const char *argv[] = { SUBJECT, "name", comm, NULL };
  g_autoptr(GError) error = NULL;
  char ready[6];
  int pid;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &pid, NULL, output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read (*output, ready, sizeof ready), ==, sizeof ready);

  return pid;
}

static void
test_list_and_signal (void)
{
  static const char name[] = "a) R 1 (\n\xff";
  g_autoptr(JsonParser) parser = json_parser_new ();
  int output;
  int pid = start_subject (name, &output);
  g_autofree char *pid_text = g_strdup_printf ("%d", pid);
  g_autofree char *filter = g_strdup_printf ("SUBJECT %d", pid);
  g_autofree char *start_time = NULL;
  JsonObject *process;
  int wait_status;

  g_assert_null (list ("no such words", parser, pid));
  process = list (filter, parser, pid);
  g_assert_nonnull (process);
  g_assert_cmpint (json_object_get_int_member (process, "pid"), ==, pid);
  g_assert_cmpint (json_object_get_int_member (process, "ppid"), ==, getpid ());
  g_assert_cmpstr (json_object_get_string_member (process, "name"), ==, "a) R 1 (\n\xef\xbf\xbd");
  g_assert_cmpstr (json_object_get_string_member (process, "name_base64"), ==, "YSkgUiAxICgK/w==");
  g_assert_cmpstr (json_object_get_string_member (process, "state"), ==, "sleeping");
  g_assert_cmpint (json_object_get_int_member (process, "uid"), ==, getuid ());
  g_assert_cmpint (json_object_get_int_member (process, "threads"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (process, "rss_bytes"), >, 0);
  g_assert_true (json_object_has_member (process, "cpu_percent"));
  g_assert_true (json_object_has_member (process, "cpu_time_us"));
  g_assert_true (json_object_has_member (process, "user"));

  start_time = g_strdup_printf ("--start-time=%" G_GINT64_FORMAT,
                                json_object_get_int_member (process, "started_us"));
  {
    const char *arguments[] = { "signal", pid_text, "sigusr1", start_time, NULL };
    g_autofree char *out = NULL;
    g_autofree char *err = NULL;

    g_assert_cmpint (run (arguments, &out, &err), ==, 0);
    g_assert_cmpstr (err, ==, "");
  }
  g_assert_cmpint (waitpid (pid, &wait_status, 0), ==, pid);
  g_assert_cmpint (wait_status, ==, SIGUSR1);
  close (output);
}

/* Each row one line, whatever a name holds; the tree has all the table has. */
static void
test_tables (void)
{
  static const char *const csv[] = { "ps", "--csv", NULL };
  static const char *const tree[] = { "ps", "--tree", "--filter", "subject", NULL };
  g_autofree char *table = NULL;
  g_autofree char *branches = NULL;
  g_autofree char *err = NULL;
  g_autofree char *err2 = NULL;
  int output;
  int pid = start_subject ("x\ny", &output);
  g_autofree char *row = g_strdup_printf ("\n%d,%d,x\\ny,,", pid, getpid ());
  g_autofree char *branch = g_strdup_printf ("*\n*%d *%d *subject name*", pid, getpid ());

  g_assert_cmpint (run (csv, &table, &err), ==, 0);
  g_assert_true (g_str_has_prefix (table, "pid,ppid,name,name_base64,uid,user,state,cpu_percent,"));
  g_assert_nonnull (strstr (table, row));
  g_assert_cmpint (run (tree, &branches, &err2), ==, 0);
  g_assert_true (g_pattern_match_simple (branch, branches));

  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  close (output);
}

/* Columns are chosen; a filter keeps the ancestors in the tree; groups have totals. */
static void
test_views (void)
{
  int output;
  int pid = start_subject ("leaf", &output);
  g_autofree char *chosen_filter = g_strdup_printf ("pid:%d", pid);
  g_autofree char *under = g_strdup_printf ("under:%d name:leaf", getpid ());
  g_autofree char *cwd = g_get_current_dir ();
  g_autofree char *chosen_row = g_strdup_printf ("*pid  name  nice  cwd\n*%d  leaf *  %s\n", pid, cwd);
  g_autofree char *tree_rows = g_strdup_printf ("*\n*%d *test-cli-process*\n*%d *subject name leaf\n", getpid (), pid);
  const char *chosen[] = { "ps", "--columns=pid, name,nice,cwd", "--filter", chosen_filter, NULL };
  const char *tree[] = { "ps", "--tree", "--filter", under, NULL };
  const char *groups[] = { "ps", "--group=user", "--sort=-cpu_percent", "--filter", chosen_filter, NULL };
  const struct { const char **arguments; const char *expected; } cases[] = {
    { chosen, chosen_row }, { tree, tree_rows }, { groups, "*(1 process)\n* *subject name leaf\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;

      g_assert_cmpint (run (cases[i].arguments, &out, &err), ==, 0);
      g_assert_cmpstr (err, ==, "");
      if (!g_pattern_match_simple (cases[i].expected, out))
        g_error ("case %u:\n%s", i, out);
    }

  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  close (output);
}

/* One document a line, until it is interrupted. */
static void
test_watch (void)
{
  const char *argv[] = { APMCTL, "ps", "--watch", "--json", "--interval=0.1", "--columns=pid,age_us", "--filter", "pid:1",
                         NULL };
  g_autoptr(GError) error = NULL;
  int output;
  int pid;
  FILE *lines;
  char line[256];
  int wait_status;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &output,
                            NULL, &error);
  g_assert_no_error (error);
  lines = fdopen (output, "r");
  for (guint i = 0; i < 3; i++)
    {
      g_assert_nonnull (fgets (line, sizeof line, lines));
      g_assert_true (g_pattern_match_simple ("{\"schema\":1,\"processes\":[{\"pid\":1,\"age_us\":*}]}\n", line));
    }
  kill (pid, SIGINT);
  g_assert_cmpint (waitpid (pid, &wait_status, 0), ==, pid);
  g_assert_cmpint (wait_status, ==, 0);
  fclose (lines);
}

/* What each waits for is looked at where it is asked for. */
static void
test_waits (void)
{
  static const struct { const char *columns, *filter; gboolean is_told; } cases[] = {
    { "--columns=pid,waits_for", "name:/^subject/", TRUE },
    { "--columns=pid", "name:/^subject/ waits:/./", TRUE },
    { "--columns=pid,waited_us", "name:/^subject/ waits:no-such-thing", FALSE },
  };
  const char *subject[] = { SUBJECT, "wait", NULL };
  GPid pid;

  g_assert_true (g_spawn_async (NULL, (char **) subject, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                                NULL, NULL, &pid, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *filter = g_strdup_printf ("%s pid:%d", cases[i].filter, pid);
      const char *argv[] = { "ps", "--json", cases[i].columns, "--filter", filter, NULL };
      g_autofree char *out = NULL;

      g_assert_cmpint (run (argv, &out, NULL), ==, 0);
      g_assert_cmpint (strstr (out, "\"pid\"") != NULL, ==, cases[i].is_told);
      g_assert_null (strstr (out, "\"waits_for\" : null"));
    }
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

/* Who came since a snapshot was saved. */
static void
test_since (void)
{
  g_autofree char *dir = g_dir_make_tmp ("apm-since-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "then.json", NULL);
  const char *save[] = { "ps", "--save", path, NULL };
  const char *since[] = { "ps", "--since", path, "--json", NULL };
  const char *text[] = { "ps", "--since", path, "--sort=-rss_change_bytes", NULL };
  const char *subject[] = { SUBJECT, "wait", NULL };
  g_autofree char *out = NULL, *table = NULL, *row = NULL;
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonArray *changes;
  gboolean found = FALSE;
  GPid pid;

  g_assert_cmpint (run (save, NULL, NULL), ==, 0);
  g_assert_true (g_spawn_async (NULL, (char **) subject, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                                NULL, NULL, &pid, NULL));
  g_assert_cmpint (run (since, &out, NULL), ==, 0);
  g_assert_true (json_parser_load_from_data (parser, out, -1, NULL));
  changes = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "changes");
  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);

      if (json_object_get_int_member (change, "pid") == pid)
        found = g_str_equal (json_object_get_string_member (change, "change"), "new");
    }
  g_assert_true (found);

  g_assert_cmpint (run (text, &table, NULL), ==, 0);
  row = g_strdup_printf ("*\nnew *%d *subject wait*\n*new, * ended, *", pid);
  g_assert_true (g_pattern_match_simple (row, table));

  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_assert_cmpint (unlink (path), ==, 0);
  g_assert_cmpint (rmdir (dir), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/process/refused", test_refused);
  g_test_add_func ("/cli/process/help", test_help);
  g_test_add_func ("/cli/process/list-and-signal", test_list_and_signal);
  g_test_add_func ("/cli/process/tables", test_tables);
  g_test_add_func ("/cli/process/views", test_views);
  g_test_add_func ("/cli/process/watch", test_watch);
  g_test_add_func ("/cli/process/waits", test_waits);
  g_test_add_func ("/cli/process/since", test_since);

  return g_test_run ();
}
