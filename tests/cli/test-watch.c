/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

typedef struct {
  char *out;
  char *err;
  int   status;
} Result;

static void
run (Result     *result,
     const char *arguments)
{
  g_autofree char *line = g_strdup_printf ("%s watch %s", g_getenv ("APMCTL"), arguments);
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;

  g_shell_parse_argv (line, NULL, &argv, &error);
  g_assert_no_error (error);
  process = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               &error);
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

static JsonObject *
parse (JsonParser *parser,
       const char *text)
{
  g_autoptr(GError) error = NULL;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);

  return json_node_get_object (json_parser_get_root (parser));
}

static void
test_text (void)
{
  g_autofree char *arguments = g_strdup_printf ("-- %s names", g_getenv ("WATCHED"));
  g_auto(Result) result = { NULL };

  run (&result, arguments);
  g_assert_cmpint (result.status, ==, 7);
  g_assert_nonnull (strstr (result.out, "mutex_a"));
  g_assert_nonnull (strstr (result.out, "Potential deadlock"));
  g_assert_nonnull (strstr (result.out, "alice holds mutex_a"));
}

static void
test_json_and_trace (void)
{
  g_autofree char *dir = g_dir_make_tmp ("apm-watch-XXXXXX", NULL);
  g_autofree char *trace = g_build_filename (dir, "trace.json", NULL);
  g_autofree char *csv = g_build_filename (dir, "trace.csv", NULL);
  g_autofree char *arguments = g_strdup_printf ("--json --trace %s -- %s names", trace, g_getenv ("WATCHED"));
  g_autofree char *again = g_strdup_printf ("--json --trace %s -- %s names", csv, g_getenv ("WATCHED"));
  g_autofree char *text = NULL;
  g_autofree char *table = NULL;
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(JsonParser) traced = json_parser_new ();
  g_auto(Result) result = { NULL };
  g_auto(Result) second = { NULL };
  JsonObject *root;

  run (&result, arguments);
  g_assert_cmpint (result.status, ==, 7);
  root = parse (parser, result.out);
  g_assert_cmpint (json_object_get_int_member (root, "schema"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (root, "exit_status"), ==, 7);
  g_assert_cmpint (json_object_get_int_member (root, "lost_events"), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "threads")), ==, 3);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "lock_order")), ==, 2);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "potential_deadlocks")), ==, 1);

  g_assert_true (g_file_get_contents (trace, &text, NULL, NULL));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (parse (traced, text), "traceEvents")), >, 8);

  run (&second, again);
  g_assert_cmpint (second.status, ==, 7);
  g_assert_true (g_file_get_contents (csv, &table, NULL, NULL));
  g_assert_true (g_str_has_prefix (table, "start_ns,end_ns,pid,tid,thread,what,object,kind,place,woken_by\r\n"));
  g_assert_nonnull (strstr (table, ",hold,mutex_a,mutex,watched.c:"));
  g_unlink (trace);
  g_unlink (csv);
  g_rmdir (dir);
}

/* What the program prints goes where it should, and what ends it is told. */
static void
test_ends (void)
{
  g_autofree char *deadlock = g_strdup_printf ("--seconds 0.3 --json -- %s deadlock", g_getenv ("WATCHED"));
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_auto(Result) printed = { NULL };
  g_auto(Result) apart = { NULL };
  g_auto(Result) ended = { NULL };

  run (&printed, "-- sh -c 'echo hello; exit 3'");
  g_assert_cmpint (printed.status, ==, 3);
  g_assert_true (g_str_has_prefix (printed.out, "hello\n"));
  run (&apart, "--json -- echo hello");
  g_assert_cmpint (apart.status, ==, 0);
  g_assert_cmpstr (apart.err, ==, "hello\n");
  g_assert_true (g_str_has_prefix (apart.out, "{"));
  run (&ended, deadlock);
  g_assert_cmpint (ended.status, ==, 128 + 15);
  g_assert_cmpint (json_object_get_int_member (parse (parser, ended.out), "signal"), ==, 15);
}

static void
test_refused (void)
{
  g_autofree char *fixed = g_strdup_printf ("-- %s", g_getenv ("STATIC_PROGRAM"));
  const struct { const char *arguments; const char *message; } cases[] = {
    { "", "apmctl: Which program? It comes after “--”.\n" },
    { "--", "apmctl: Which program? It comes after “--”.\n" },
    { "ls", "apmctl: “ls” is too much: the program comes after “--”.\n" },
    { "--seconds -1 -- ls", "apmctl: The seconds are a number from 0 to 1000000.\n" },
    { "-- no-such-program-anywhere", "apmctl: There is no program “no-such-program-anywhere”.\n" },
    { "-- /dev/null", "apmctl: “/dev/null” cannot be watched: it is not a program.\n" },
    { fixed, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Result) result = { NULL };

      run (&result, cases[i].arguments);
      g_assert_cmpint (result.status, ==, 2);
      g_assert_cmpstr (result.out, ==, "");
      if (cases[i].message)
        g_assert_cmpstr (result.err, ==, cases[i].message);
      else
        g_assert_nonnull (strstr (result.err, "statically"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/apmctl-watch/text", test_text);
  g_test_add_func ("/apmctl-watch/json-and-trace", test_json_and_trace);
  g_test_add_func ("/apmctl-watch/ends", test_ends);
  g_test_add_func ("/apmctl-watch/refused", test_refused);

  return g_test_run ();
}
