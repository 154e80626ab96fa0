/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>

/* apmctl lab, run as a person would. */

static GSubprocess *
start (const char *const *arguments)
{
  g_autoptr(GStrvBuilder) argv = g_strv_builder_new ();
  g_auto(GStrv) words = NULL;
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  g_strv_builder_add_many (argv, g_getenv ("APMCTL"), "lab", NULL);
  g_strv_builder_addv (argv, (const char **) arguments);
  words = g_strv_builder_end (argv);

  process = g_subprocess_newv ((const char *const *) words,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);

  return process;
}

/* Returns the exit status; what was printed is in @out and @err. */
static int
run (const char *const  *arguments,
     char              **out,
     char              **err)
{
  g_autoptr(GSubprocess) process = start (arguments);

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, out, err, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

#define QUICK "--set", "delay_min_ms=0", "--set", "delay_max_ms=1"
#define NOTHING ""

static const struct {
  const char *name;
  const char *arguments[12];
  int status;
  const char *out, *err;      /* must be said; NOTHING: nothing is said */
} cases[] = {
  { "list", { "list" }, 0, "  wrong  Without a lock\n  counter:mutex  ", NOTHING },
  { "list-too-much", { "list", "me" }, 2, NOTHING, "takes nothing but options" },
  { "help", { "--help" }, 0, "Usage: apmctl lab list", NOTHING },
  { "run-help", { "run", "--help" }, 0, "apmctl lab run [OPTION…] PROBLEM[:VARIANT]", NOTHING },
  { "nothing", { NULL }, 2, NOTHING, "apmctl lab run PROBLEM" },
  { "unknown", { "walk" }, 2, NOTHING, "apmctl lab run PROBLEM" },
  { "no-problem", { "run" }, 2, NOTHING, "Which problem?" },
  { "such-problem", { "run", "luck" }, 2, NOTHING, "There is no problem “luck”" },
  { "such-variant", { "run", "counter:luck" }, 2, NOTHING, "“counter” has no variant “luck”" },
  { "such-parameter", { "run", "counter", "--set", "luck=1" }, 2, NOTHING, "“counter” has no parameter “luck”" },
  { "out-of-range", { "run", "counter", "--set", "workers=0" }, 2, NOTHING, "it is a number from 1 to 16" },
  { "no-value", { "run", "counter", "--set", "workers" }, 2, NOTHING, "workers cannot be “”" },
  { "no-preset", { "run", "counter", "--preset", "luck" }, 2, NOTHING, "“counter” has no preset “luck”" },
  { "bad-seconds", { "run", "counter", "--seconds", "soon" }, 2, NOTHING, "soon" },
  { "negative-seconds", { "run", "counter", "--seconds", "-1" }, 2, NOTHING, "from 0 to 1000000" },
  { "crossed-delays", { "run", "bounded-buffer", "--set", "delay_min_ms=501" }, 2, NOTHING, "501 ms" },
  { "lost-update", { "run", "counter:none", "--set", "seconds=60" }, 1, "✗  No update is lost", NOTHING },
  { "not-conclusive", { "run", "counter:none", "--set", "workers=1", "--set", "seconds=1" }, 3,
    "No wrong sum was seen", NOTHING },
  { "mutex", { "run", "counter:mutex", "--set", "rounds=2", "--set", "increments=500" }, 0, "2 rounds, and all", NOTHING },
  { "atomic", { "run", "counter:atomic", "--set", "mode=processes" }, 0, "10 rounds, and all", NOTHING },
  { "buffer", { "run", "bounded-buffer:semaphores", QUICK }, 0, "20 items were put and got", NOTHING },
  { "buffer-processes", { "run", "bounded-buffer", QUICK, "--set", "mode=processes" }, 0,
    "20 items were put and got", NOTHING },
  { "seconds", { "run", "bounded-buffer", "--preset", "full-speed", "--seconds", "0.3" }, 0, "Stopped after", NOTHING },
};

static void
assert_says (const char *text,
             const char *what)
{
  if (*what == '\0')
    g_assert_cmpstr (text, ==, "");
  else if (strstr (text, what) == NULL)
    g_error ("“%s” does not say “%s”", text, what);
}

static void
test_case (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run (cases[index].arguments, &out, &err), ==, cases[index].status);
  assert_says (out, cases[index].out);
  assert_says (err, cases[index].err);
}

static JsonObject *
run_json (const char *const *arguments,
          int                status,
          JsonParser       **parser)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr(GError) error = NULL;
  JsonObject *document;

  g_assert_cmpint (run (arguments, &out, &err), ==, status);
  *parser = json_parser_new ();
  json_parser_load_from_data (*parser, out, -1, &error);
  g_assert_no_error (error);
  document = json_node_get_object (json_parser_get_root (*parser));
  g_assert_cmpint (json_object_get_int_member (document, "schema"), ==, 1);

  return document;
}

static void
test_list_json (void)
{
  const char *arguments[] = { "list", "--json", NULL };
  g_autoptr(JsonParser) parser = NULL;
  JsonArray *problems = json_object_get_array_member (run_json (arguments, 0, &parser), "problems");

  g_assert_cmpuint (json_array_get_length (problems), >=, 2);
  for (guint i = 0; i < json_array_get_length (problems); i++)
    {
      JsonObject *problem = json_array_get_object_element (problems, i);

      g_assert_nonnull (json_object_get_string_member (problem, "id"));
      g_assert_nonnull (json_object_get_string_member (problem, "text"));
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (problem, "variants")), >, 0);
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (problem, "parameters")), >, 0);
    }
}

static void
test_run_json (void)
{
  const char *right[] = { "run", "bounded-buffer", "--json", QUICK, NULL };
  const char *wrong[] = { "run", "counter:none", "--json", "--set", "seconds=60", NULL };
  g_autoptr(JsonParser) right_parser = NULL;
  g_autoptr(JsonParser) wrong_parser = NULL;
  JsonObject *run, *check;

  run = run_json (right, 0, &right_parser);
  g_assert_cmpstr (json_object_get_string_member (run, "verdict"), ==, "holds");
  g_assert_cmpstr (json_object_get_string_member (run, "state"), ==, "done");
  g_assert_cmpint (json_object_get_int_member (run, "consumed"), ==, 20);

  run = run_json (wrong, 1, &wrong_parser);
  g_assert_cmpstr (json_object_get_string_member (run, "verdict"), ==, "broken");
  g_assert_cmpint (json_object_get_int_member (run, "lost"), >, 0);
  check = json_array_get_object_element (json_object_get_array_member (run, "checks"), 0);
  g_assert_false (json_object_get_boolean_member (check, "holds"));
  g_assert_cmpstr (json_object_get_string_member (check, "sentence"), ==, json_object_get_string_member (run, "outcome"));
}

/* Ctrl+C stops it cleanly, with its verdict so far. */
static void
test_interrupt (gconstpointer signum)
{
  const char *arguments[] = { "run", "bounded-buffer", "--preset", "full-speed", NULL };
  g_autoptr(GSubprocess) process = start (arguments);
  g_autoptr(GDataInputStream) out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *progress = g_data_input_stream_read_line (out, NULL, NULL, NULL);
  g_autoptr(GString) rest = g_string_new (NULL);
  char *line;

  assert_says (progress, "slots filled");
  g_subprocess_send_signal (process, GPOINTER_TO_INT (signum));
  while ((line = g_data_input_stream_read_line (out, NULL, NULL, NULL)))
    {
      g_string_append (rest, line);
      g_free (line);
    }

  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  assert_says (rest->str, "every check held.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/apmctl/lab/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/apmctl/lab/list-json", test_list_json);
  g_test_add_func ("/apmctl/lab/run-json", test_run_json);
  g_test_add_data_func ("/apmctl/lab/ctrl-c", GINT_TO_POINTER (SIGINT), test_interrupt);
  g_test_add_data_func ("/apmctl/lab/terminate", GINT_TO_POINTER (SIGTERM), test_interrupt);

  return g_test_run ();
}
