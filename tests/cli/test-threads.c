/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

typedef struct {
  char *out;
  char *err;
  int   status;
} Result;

static void
run (Result     *result,
     const char *argument,
     ...)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  va_list args;

  g_ptr_array_add (argv, (gpointer) g_getenv ("APMCTL"));
  g_ptr_array_add (argv, (gpointer) "threads");
  va_start (args, argument);
  for (; argument; argument = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) argument);
  va_end (args);
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &result->out, &result->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  result->status = g_subprocess_get_exit_status (process);
}

static void
result_clear (Result *result)
{
  g_free (result->out);
  g_free (result->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

typedef struct {
  GMutex mutex;
  GCond  cond;
  int    tid;
  gboolean must_end;
} Named;

static gpointer
named_main (gpointer data)
{
  Named *named = data;

  prctl (PR_SET_NAME, "a) R 1 (\n");
  g_mutex_lock (&named->mutex);
  named->tid = gettid ();
  g_cond_signal (&named->cond);
  while (!named->must_end)
    g_cond_wait (&named->cond, &named->mutex);
  g_mutex_unlock (&named->mutex);

  return NULL;
}

static JsonObject *
find_thread (JsonArray *threads,
             int        tid)
{
  for (guint i = 0; i < json_array_get_length (threads); i++)
    if (json_object_get_int_member (json_array_get_object_element (threads, i), "tid") == tid)
      return json_array_get_object_element (threads, i);

  return NULL;
}

static void
test_json (void)
{
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_auto(Result) result = { NULL };
  g_autoptr(GError) error = NULL;
  Named named = { .tid = 0 };
  GThread *thread;
  JsonObject *root, *row;

  g_mutex_init (&named.mutex);
  g_cond_init (&named.cond);
  thread = g_thread_new ("named", named_main, &named);
  g_mutex_lock (&named.mutex);
  while (named.tid == 0)
    g_cond_wait (&named.cond, &named.mutex);
  g_mutex_unlock (&named.mutex);

  run (&result, pid, "--json", NULL);
  g_assert_cmpint (result.status, ==, 0);
  json_parser_load_from_data (parser, result.out, -1, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpint (json_object_get_int_member (root, "schema"), ==, 1);

  row = find_thread (json_object_get_array_member (root, "threads"), named.tid);
  g_assert_nonnull (row);
  g_assert_cmpstr (json_object_get_string_member (row, "name"), ==, "a) R 1 (\n");
  g_assert_cmpstr (json_object_get_string_member (row, "state"), ==, "sleeping");
  g_assert_cmpint (json_object_get_int_member (row, "pid"), ==, getpid ());
  g_assert_cmpint (json_object_get_int_member (row, "started_us"), >, 0);
  g_assert_true (json_object_has_member (row, "cpu_percent"));
  g_assert_true (json_object_has_member (row, "cpu_time_us"));
  g_assert_cmpstr (json_object_get_string_member (row, "policy"), ==, "normal");
  g_assert_true (json_object_has_member (row, "run_wait_percent"));
  g_assert_true (json_object_has_member (row, "voluntary_switches_per_s"));
  g_assert_true (json_object_has_member (row, "wait_channel"));
  g_assert_true (json_object_has_member (row, "affinity"));
  g_assert_false (json_object_has_member (row, "work"));

  g_mutex_lock (&named.mutex);
  named.must_end = TRUE;
  g_cond_signal (&named.cond);
  g_mutex_unlock (&named.mutex);
  g_thread_join (thread);
}

static void
test_text_and_csv (void)
{
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());
  g_auto(Result) text = { NULL };
  g_auto(Result) csv = { NULL };
  g_auto(Result) all = { NULL };

  run (&text, pid, NULL);
  g_assert_cmpint (text.status, ==, 0);
  g_assert_true (strstr (text.out, pid) != NULL);
  {
    g_auto(GStrv) head = g_strsplit_set (g_strchug (text.out), " ", -1);

    g_assert_cmpstr (head[0], ==, "PID");
  }

  run (&csv, "--csv", pid, NULL);
  g_assert_cmpint (csv.status, ==, 0);
  g_assert_true (g_str_has_prefix (csv.out, "pid,tid,name,name_base64,state,cpu_percent,started_us,cpu_time_us"));

  run (&all, NULL);
  g_assert_cmpint (all.status, ==, 0);
  g_assert_cmpuint (strlen (all.out), >, strlen (text.out));
}

/* How far from the left, in characters, the word at @column of a line ends. */
static glong
get_end (const char *line,
         guint       column)
{
  const char *at = line;

  for (guint i = 0; i <= column; i++)
    {
      while (*at == ' ')
        at++;
      while (*at && *at != ' ' && *at != '\n')
        at++;
    }

  return g_utf8_pointer_to_offset (line, at);
}

/* Columns stand in line by what is seen: "µs" has three bytes and two places. */
static void
test_columns (void)
{
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());
  g_auto(Result) result = { NULL };
  g_auto(GStrv) lines = NULL;
  glong end;

  run (&result, pid, "--columns=cpu_time_us,tid,name", "--sort=tid", NULL);
  g_assert_cmpint (result.status, ==, 0);
  lines = g_strsplit (g_strchomp (result.out), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >=, 2);
  end = get_end (lines[0], 1);
  for (guint i = 1; lines[i]; i++)
    g_assert_cmpint (get_end (lines[i], 2), ==, end);   /* "1.2 ms" are two words */
}

/* The language of the tab, and what each waits for only where it is asked for. */
static void
test_filter (void)
{
  static const struct { const char *filter; guint n; } cases[] = {
    { "state:S", 1 }, { "!state:S", 0 }, { "name:cat cpu<50", 1 }, { "waits:/./", 1 }, { "waits:no-such-thing", 0 },
    { "!waits:/./", 0 },
  };
  g_autoptr(GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, NULL, "cat", NULL);
  const char *pid = g_subprocess_get_identifier (child);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonParser) parser = json_parser_new ();
      g_auto(Result) result = { NULL };
      JsonArray *threads;

      run (&result, pid, "--json", "--columns=tid,waits_for", "--filter", cases[i].filter, NULL);
      g_assert_cmpint (result.status, ==, 0);
      g_assert_true (json_parser_load_from_data (parser, result.out, -1, NULL));
      threads = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "threads");
      g_assert_cmpuint (json_array_get_length (threads), ==, cases[i].n);
      if (cases[i].n > 0)
        g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (threads, 0), "waits_for"), !=, "");
    }
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
}

/* Again and again, a document a line, until the process has ended: then why no more. */
static void
test_watch (void)
{
  g_autoptr(GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, NULL, "cat", NULL);
  const char *pid = g_subprocess_get_identifier (child);
  g_autoptr(GSubprocess) watcher =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL, g_getenv ("APMCTL"),
                      "threads", pid, "--watch", "--json", "--interval=0.1", "--columns=tid", NULL);
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (watcher));
  g_autofree char *expected = g_strdup_printf ("{\"schema\":1,\"threads\":[{\"tid\":%s}]}", pid);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      g_assert_cmpstr (line, ==, expected);
    }
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
  g_subprocess_wait (watcher, NULL, NULL);
  g_assert_cmpint (g_subprocess_get_exit_status (watcher), ==, 2);
}

static void
test_stack (void)
{
  g_autoptr(GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, NULL, "cat", NULL);
  const char *pid = g_subprocess_get_identifier (child);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  g_auto(Result) text = { NULL };
  g_auto(Result) json = { NULL };
  JsonArray *stacks;

  run (&text, "--stack", pid, NULL);
  run (&json, "--stack", "--json", pid, NULL);
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
  if (text.status == 3)
    {
      g_test_skip (text.err);
      return;
    }
  g_assert_cmpint (text.status, ==, 0);
  g_assert_true (g_str_has_prefix (text.out, "1 thread: "));
  g_assert_nonnull (strstr (text.out, "The thread was stopped for "));

  g_assert_cmpint (json.status, ==, 0);
  json_parser_load_from_data (parser, json.out, -1, &error);
  g_assert_no_error (error);
  stacks = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "stacks");
  g_assert_cmpuint (json_array_get_length (stacks), ==, 1);
  g_assert_true (json_object_has_member (json_array_get_object_element (stacks, 0), "stopped_ns"));
}

static void
test_refused (void)
{
  static const struct { const char *first, *second; const char *message; } cases[] = {
    { "2147483647", NULL, "apmctl: There is no process with the number 2147483647.\n" },
    { "0", NULL, "apmctl: “0” is no PID.\n" },
    { "1x", NULL, "apmctl: “1x” is no PID.\n" },
    { "99999999999", NULL, "apmctl: “99999999999” is no PID.\n" },
    { "1", "2", "apmctl: “2” is too much: this command takes one PID.\n" },
    { "--stack", NULL, "apmctl: --stack takes one PID.\n" },
    { "--stack", "2147483647", "apmctl: There is no process with the number 2147483647.\n" },
    { "--stack", "--watch", "apmctl: --stack takes one PID.\n" },
    { "--columns=tid,colour", NULL, "apmctl: There is no column “colour” among pid, tid, *\n" },
    { "--sort=colour", NULL, "apmctl: There is no column “colour” among pid, tid, *\n" },
    { "--filter", "state:S mem>5M",
      "apmctl: Filter, at “mem”: A thread has no “mem” of its own: search for it among processes.\n" },
    { "--json", "--csv", "apmctl: Either --json or --csv, not both.\n" },
    { "--no-such-option", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Result) result = { NULL };

      run (&result, cases[i].first, cases[i].second, NULL);
      g_assert_cmpint (result.status, ==, 2);
      g_assert_cmpstr (result.out, ==, "");
      if (cases[i].message && !g_pattern_match_simple (cases[i].message, result.err))
        g_error ("case %u: %s", i, result.err);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/apmctl-threads/json", test_json);
  g_test_add_func ("/apmctl-threads/text-and-csv", test_text_and_csv);
  g_test_add_func ("/apmctl-threads/columns", test_columns);
  g_test_add_func ("/apmctl-threads/filter", test_filter);
  g_test_add_func ("/apmctl-threads/watch", test_watch);
  g_test_add_func ("/apmctl-threads/stack", test_stack);
  g_test_add_func ("/apmctl-threads/refused", test_refused);

  return g_test_run ();
}
