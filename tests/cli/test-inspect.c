/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "../heed.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
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

  g_ptr_array_add (argv, (gpointer) g_getenv ("APMCTL"));
  g_ptr_array_add (argv, (gpointer) "inspect");
  for (; *arguments; arguments++)
    g_ptr_array_add (argv, (gpointer) *arguments);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, 0, NULL, NULL, out, err, &wait_status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));

  return WEXITSTATUS (wait_status);
}

typedef struct {
  int pid;
  int output;
  char *number;
} Subject;

static Subject
start (const char *verb)
{
  const char *argv[] = { DETAILED, verb, NULL };
  const char *environment[] = { "LC_ALL=C", "APM_PASSWORD=hunter2", "APM_URL=http://sam:hunter2@host/", NULL };
  Subject subject;
  g_autoptr(GError) error = NULL;
  char ready[6];

  g_spawn_async_with_pipes ("/", (char **) argv, (char **) environment, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &subject.pid, NULL, &subject.output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read (subject.output, ready, sizeof ready), ==, sizeof ready);
  subject.number = g_strdup_printf ("%d", subject.pid);

  return subject;
}

static void
end (Subject *subject)
{
  kill (subject->pid, SIGKILL);
  waitpid (subject->pid, NULL, 0);
  close (subject->output);
  g_free (subject->number);
}

static void
test_refused (void)
{
  static const struct { const char *arguments[6]; int status; const char *sentence; } cases[] = {
    { { NULL }, 2, "apmctl: *takes a PID.\n" },
    { { "1", "2" }, 2, "*takes a PID*" },
    { { "x" }, 2, "*“x” is no PID*" },
    { { "0" }, 2, "*“0” is no PID*" },
    { { "1", "--section=colour" }, 2, "*no section “colour”*" },
    { { "1", "--start-time=-1" }, 2, "*not negative*" },
    { { "1", "--start-time=10000" }, 2, "*PID 1 belongs to another process now.\n" },
    { { "2147483647" }, 2, "*2147483647 has already ended*" },
    { { "1", "--no-such-option" }, 2, "*--no-such-option*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;

      g_assert_cmpint (run (cases[i].arguments, &out, &err), ==, cases[i].status);
      g_assert_cmpstr (out, ==, "");
      if (!g_pattern_match_simple (cases[i].sentence, err))
        g_error ("case %u: %s", i, err);
    }
}

/* Line by line: * is what differs from run to run. */
static void
assert_lines (const char        *text,
              const char *const *expected)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; expected[i] || lines[i]; i++)
    if (!expected[i] || !lines[i] || !g_pattern_match_simple (expected[i], lines[i]))
      g_error ("line %u: “%s” where “%s” was awaited in\n%s", i + 1, lines[i], expected[i], text);
}

static const char *const signals[] = {
  "Signals",
  "───────",
  "Signal   Blocked  Ignored  Caught  Pending  Means",
  "SIGHUP   yes                       process  its terminal has hung up; services read their settings again",
  "SIGUSR1                    yes              whatever the program means by it",
  "SIGUSR2  yes                       thread   whatever the program means by it",
  "SIGTERM           yes                       please end; it may save its work first",
  "",
  "Threads",
  "───────",
  "*TID  State *CPU time  CPU  Waits in *Name",
  "*  *  *detailed",
  "",
  "Ports",
  "─────",
  "It listens nowhere",
  "",
  NULL
};

static const char *const environment[] = {
  "Against its parent test-inspect (*): + added, ~ changed, - removed",
  "+ APM_PASSWORD=••••••",
  "+ APM_URL=http://sam:••••••@host/",
  "~ LC_ALL=C",
  "",
  NULL
};

static void
test_text (void)
{
  Subject subject = start ("masks");
  const char *some[] = { subject.number, "--section=ports", "--section=signals", "--section=threads", NULL };
  const char *one[] = { subject.number, "--section=environment", NULL };
  g_autofree char *out = NULL;
  g_autofree char *alone = NULL;
  g_autofree char *err = NULL;
  g_autofree char *err2 = NULL;
  g_autofree char *without_removed = NULL;
  g_autoptr(GRegex) removed = g_regex_new ("^- .*\n", G_REGEX_MULTILINE, 0, NULL);

  g_assert_cmpint (run (some, &out, &err), ==, 0);
  g_assert_cmpstr (err, ==, "");
  assert_lines (out, signals);

  g_assert_cmpint (run (one, &alone, &err2), ==, 0);
  g_assert_null (strstr (alone, "hunter2"));
  without_removed = g_regex_replace_literal (removed, alone, -1, 0, "", 0, NULL);
  assert_lines (without_removed, environment);
  end (&subject);
}

static JsonObject *
parse (JsonParser *parser,
       const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonObject *root;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpint (json_object_get_int_member (root, "schema"), ==, 1);

  return json_object_get_object_member (root, "process");
}

static JsonObject *
find_row (JsonObject *section,
          const char *rows,
          const char *key,
          const char *value)
{
  JsonArray *array = json_object_get_array_member (section, rows);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *row = json_array_get_object_element (array, i);

      if (strcmp (json_object_get_string_member (row, key), value) == 0)
        return row;
    }
  g_error ("no %s in %s", value, rows);
}

/* The keys are a contract. */
static void
assert_keys (JsonObject *object,
             const char *expected)
{
  g_autoptr(GString) keys = g_string_new (NULL);
  g_autoptr(GList) members = json_object_get_members (object);

  for (GList *l = members; l; l = l->next)
    g_string_append_printf (keys, "%s%s", keys->len > 0 ? " " : "", (const char *) l->data);
  g_assert_cmpstr (keys->str, ==, expected);
}

static void
test_json (void)
{
  Subject subject = start ("files");
  const char *arguments[] = { subject.number, "--json", NULL };
  const char *open_arguments[] = { subject.number, "--json", "--show-secrets", "--section=environment", NULL };
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autofree char *out = NULL;
  g_autofree char *open_out = NULL;
  g_autofree char *err = NULL;
  g_autofree char *err2 = NULL;
  JsonObject *process, *limits, *files;

  g_assert_cmpint (run (arguments, &out, &err), ==, 0);
  g_assert_cmpstr (err, ==, "");
  g_assert_null (strstr (out, "hunter2"));
  process = parse (parser, out);
  assert_keys (process, "pid started_us summary environment limits memory cgroup namespaces signals "
                        "threads files locks ports");
  g_assert_cmpint (json_object_get_int_member (process, "pid"), ==, subject.pid);
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (process, "summary"), "exe"), ==, DETAILED);
  limits = find_row (json_object_get_object_member (process, "limits"), "limits", "id", "nofile");
  assert_keys (limits, "resource id unit soft hard soft_unlimited hard_unlimited used used_percent");
  g_assert_cmpint (json_object_get_int_member (limits, "used"), ==, 10);
  assert_keys (find_row (json_object_get_object_member (process, "environment"), "variables", "name", "LC_ALL"),
               "name value value_base64 change parent_value secret");
  assert_keys (find_row (json_object_get_object_member (process, "namespaces"), "namespaces", "type", "mnt"),
               "type inode with_us with_parent");
  files = json_object_get_object_member (process, "files");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (files, "descriptors")), ==, 10);

  g_assert_cmpint (run (open_arguments, &open_out, &err2), ==, 0);
  process = parse (parser, open_out);
  assert_keys (process, "pid started_us environment");
  g_assert_nonnull (strstr (open_out, "http://sam:hunter2@host/"));
  end (&subject);
}

int
main (int    argc,
      char **argv)
{
  test_heed_signals ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/inspect/refused", test_refused);
  g_test_add_func ("/cli/inspect/text", test_text);
  g_test_add_func ("/cli/inspect/json", test_json);

  return g_test_run ();
}
