/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* apmctl check, run as a person would, on programs in a folder of the test's own. */

static char *folder;

/* Each is a file. */
static const struct {
  const char *name, *text;
} files[] = {
  { "right.c", "int main (void) { return 0; }\n" },
  { "deadlock.c",
    "#include <pthread.h>\n"
    "static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER, right = PTHREAD_MUTEX_INITIALIZER;\n"
    "static void *go (void *v) { pthread_mutex_lock (&left); pthread_mutex_lock (&right);\n"
    "  pthread_mutex_unlock (&right); pthread_mutex_unlock (&left); return v; }\n"
    "int main (void) { pthread_t i; pthread_create (&i, 0, go, 0); pthread_mutex_lock (&right);\n"
    "  pthread_mutex_lock (&left); return 0; }\n" },
  { "socket.c", "#include <sys/socket.h>\nint\nmain (void) { return socket (1, 2, 3); }\n" },
  { "wrong.c", "int main (void) { return }\n" },
  { "total.c",
    "#include <pthread.h>\n#include <stdio.h>\n"
    "static int total = 4, part[2] = { 2, 2 }; static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;\n"
    "static void *move (void *v) { pthread_mutex_lock (&m); part[0]--; part[1]++; pthread_mutex_unlock (&m); return v; }\n"
    "int main (void) { pthread_t i; pthread_create (&i, 0, move, 0); pthread_join (i, 0); return total != 4; }\n" },
  { "reads.c",
    "#include <assert.h>\n#include <pthread.h>\n#include <stdio.h>\n"
    "static int sum; static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;\n"
    "static void *read_one (void *v) { int n = 0; scanf (\"%d\", &n); pthread_mutex_lock (&m); sum = sum * 10 + n;\n"
    "  pthread_mutex_unlock (&m); return v; }\n"
    "int main (void) { pthread_t i, j; pthread_create (&i, 0, read_one, 0); pthread_create (&j, 0, read_one, 0);\n"
    "  pthread_join (i, 0); pthread_join (j, 0); printf (\"%d\\n\", sum); return 0; }\n" },
  { "leaves.c",
    "#include <pthread.h>\nstatic pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER; static void *go (void *v) { return v; }\n"
    "int main (void) { pthread_t i; pthread_mutex_lock (&m); return pthread_create (&i, 0, go, 0); }\n" },
  { "numbers.txt", "1 2\n" },
  { "items.c", "#include <assert.h>\nint main (int argc, char **argv) { assert (ITEMS == argc); return !argv; }\n" },
};

static char *
dup_path (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* "@name" is a file of the folder. Returns the exit status. */
static int
run (const char *const  *arguments,
     char              **out,
     char              **err)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) argv = NULL;

  g_strv_builder_add_many (builder, g_getenv ("APMCTL"), "check", NULL);
  for (guint i = 0; arguments[i]; i++)
    {
      g_autofree char *path = *arguments[i] == '@' ? dup_path (arguments[i] + 1) : NULL;

      g_strv_builder_add (builder, path ? path : arguments[i]);
    }
  argv = g_strv_builder_end (builder);
  process = g_subprocess_newv ((const char *const *) argv,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, out, err, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

static const struct {
  const char *name;
  const char *arguments[7];
  int status;
  const char *out, *err;             /* must be said; NULL: does not matter */
} cases[] = {
  { "help", { "--help" }, 0, "PROBLEM[:VARIANT] | FILE.c… | FOLDER", NULL },
  { "nothing", { NULL }, 2, NULL, "Which program?" },
  { "no-such-file", { "@none.c" }, 2, NULL, "There is no file" },
  { "no-such-problem", { "luck" }, 2, NULL, "no problem of the laboratory" },
  { "bad-mode", { "--mode=guess", "@right.c" }, 2, NULL, "one of auto, optimal, dpor, dfs, states, random, pct" },
  { "right", { "@right.c" }, 0, "No failure in any schedule.", NULL },
  { "deadlock", { "@deadlock.c" }, 1, "Deadlock: nobody who is left can ever go on.", NULL },
  { "place", { "@deadlock.c" }, 1, "1 stands before: locks right  deadlock.c:3", NULL },
  { "schedule", { "@deadlock.c", "--schedule", "main*2,1" }, 1, "Schedule: main*2,1", NULL },
  { "other-schedule", { "@deadlock.c", "--schedule", "main" }, 3, "nothing has failed", NULL },
  { "few-runs", { "--mode=random", "--seconds=1", "@right.c" }, 3, "the time (1 s) was over", NULL },
  { "few-preemptions", { "--preemptions=0", "--ignore-races", "@reads.c", "--stdin", "@numbers.txt" }, 3,
    "with so few preemptions (0)", NULL },
  { "each-json", { "--each", "@", "--json" }, 2, NULL, "writes CSV" },
  { "each-not", { "--csv=/nowhere", "@right.c" }, 2, NULL, "needs “--each”" },
  { "cannot", { "@socket.c" }, 2, "socket() is called at", NULL },
  { "cannot-line", { "@socket.c" }, 2, "socket.c:3", NULL },
  { "wrong", { "@wrong.c" }, 2, "does not compile", "wrong.c:1" },
  { "arguments", { "-DITEMS=3", "@items.c", "--", "a", "b" }, 0, NULL, NULL },
  { "assertion", { "-DITEMS=4", "@items.c", "--", "a", "b" }, 1, "An assertion fails.\n  ITEMS == argc", NULL },
  { "invariant", { "--invariant", "total == 4", "--invariant", "part >= 0", "@total.c" }, 0, "No failure in any", NULL },
  { "broken-invariant", { "--invariant=sum(part) == total", "@total.c" }, 1,
    "sum(part) == total: sum(part) = 3, total = 4", NULL },
  { "invariant-place", { "--invariant=sum(part) == total", "@total.c" }, 1, "total.c:4: part[0]", NULL },
  { "no-variable", { "--invariant", "nothing > 1", "@total.c" }, 2, "no global variable “nothing”", NULL },
  { "no-expression", { "--invariant", "total >", "@total.c" }, 2, NULL, "something is missing at its end" },
  { "stdin", { "--stdin", "@numbers.txt", "@reads.c" }, 0, "prints “12” and ends with 0\n  prints “21”", NULL },
  { "no-stdin", { "@reads.c" }, 2, "scanf() is called at", NULL },
  { "no-stdin-file", { "--stdin=/nowhere", "@reads.c" }, 2, NULL, "There is no file" },
  { "left", { "@leaves.c" }, 0, "there may be 1 thread that nobody has joined.\nAt the end 1 lock may", NULL },
  { "variant", { "counter:none" }, 1, "Data race", NULL },
  { "lost-update", { "counter:none", "--ignore-races" }, 1, "an addition was lost", NULL },
  { "right-variant", { "counter:mutex" }, 0, "No failure in any schedule.", NULL },
  { "source", { "counter:none", "--source", "@right.c" }, 0, "No failure in any schedule.", NULL },
  { "no-source", { "counter:none", "--source", "@none.c" }, 2, NULL, "There is no file" },
  { "source-of-files", { "--source", "@right.c", "@deadlock.c" }, 2, NULL, "needs a problem" },
  { "philosophers", { "philosophers:naive" }, 1, "Deadlock", NULL },
  { "promises", { "philosophers:ordered" }, 0, "No failure in any schedule.", NULL },
  { "fairness", { "no-starve:ticket" }, 3, "up to the scheduler", NULL },
  { "broken-promise", { "multiplex:test-then-count" }, 1, "inside <= places: inside = 2, places = 1", NULL },
  { "other-parameters", { "multiplex:test-then-count", "--", "places=2" }, 0, "No failure in any schedule.", NULL },
  { "mutate", { "--mutate", "counter:mutex" }, 0, "2 calls: without 2 of them the program fails, without 0 it does not", NULL },
  { "mutate-json", { "--mutate", "--json", "counter:mutex" }, 0, "\"verdict\" : \"needed\"", NULL },
  { "mutate-nothing", { "--mutate", "@right.c" }, 0, "There is no call to leave out", NULL },
  { "mutate-wrong", { "--mutate", "@wrong.c" }, 2, "does not compile", NULL },
  { "needs-processes", { "holder-killed:plain" }, 2, "problem_use_processes", NULL },
};

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *out = NULL, *err = NULL;
  int status;

#if !defined (__x86_64__)
  g_test_skip ("programs are explored on x86-64 only");
  return;
#endif
  status = run (cases[i].arguments, &out, &err);
  g_test_message ("%s%s", out, err);
  g_assert_cmpint (status, ==, cases[i].status);
  if (cases[i].out)
    g_assert_nonnull (strstr (out, cases[i].out));
  if (cases[i].err)
    g_assert_nonnull (strstr (err, cases[i].err));
}

/* The document, and what test runners read. */
static void
test_documents (void)
{
  g_autofree char *junit = dup_path ("junit.xml"), *option = g_strconcat ("--junit=", junit, NULL);
  const char *arguments[] = { "@deadlock.c", "--json", option, NULL };
  g_autofree char *out = NULL, *err = NULL, *text = NULL;
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonObject *check, *failure;
  JsonArray *steps;

#if !defined (__x86_64__)
  g_test_skip ("programs are explored on x86-64 only");
  return;
#endif
  g_assert_cmpint (run (arguments, &out, &err), ==, 1);
  g_assert_true (json_parser_load_from_data (parser, out, -1, NULL));
  check = json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)), "check");
  g_assert_cmpstr (json_object_get_string_member (check, "verdict"), ==, "failed");
  failure = json_array_get_object_element (json_object_get_array_member (check, "failures"), 0);
  g_assert_cmpstr (json_object_get_string_member (failure, "kind"), ==, "deadlock");
  g_assert_cmpstr (json_object_get_string_member (failure, "schedule"), ==, "main*2,1");
  steps = json_object_get_array_member (failure, "steps");
  g_assert_cmpuint (json_array_get_length (steps), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (steps, 2), "object"), ==, "left");
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (steps, 2), "size_bytes"), ==, 1);

  g_assert_true (g_file_get_contents (junit, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "failures=\"1\" errors=\"0\" skipped=\"0\""));
  g_assert_nonnull (strstr (text, "<failure message=\"Deadlock"));
  g_assert_no_errno (g_unlink (junit));
}

/* A class: one right, one wrong, one that does not compile, one that is a folder and
 * calls what cannot be explored; each with a main() of its own, which is not used. */
static void
test_each (void)
{
  static const struct { const char *name, *text; } class[] = {
    { "amy.c", "int add (int a, int b) { return a + b; } int main (void) { return 7; }\n" },
    { "bob.c", "int add (int a, int b) { return a - b; } int main (void) { return 7; }\n" },
    { "carl.c", "int add (int a, int b) { return a + }\n" },
    { "dora/add.c", "#include <unistd.h>\nint add (int a, int b) { return fork () + a + b; }\n" },
  };
  g_autofree char *each = dup_path ("class"), *dora = dup_path ("class/dora"), *driver = dup_path ("driver.c");
  g_autofree char *csv = dup_path ("out.csv"), *text = NULL, *out = NULL, *err = NULL;
  const char *arguments[] = { "--each", each, "--driver", driver, "--csv", csv, NULL };
  static const char *const rows[] = {
    "name,verdict,bound,failure,place,sentence,schedule,seconds\r\n", "\r\namy.c,complete,,,,\"No failure in any schedule\",,",
    "\r\nbob.c,failed,,assertion,", "driver.c:3,\"An assertion fails\",,", "\r\ncarl.c,source,,,", "carl.c:1,",
    "\r\ndora,unknown,,,", "dora/add.c:2,\"The program calls what cannot be explored: fork()\"",
  };

#if !defined (__x86_64__)
  g_test_skip ("programs are explored on x86-64 only");
  return;
#endif
  g_assert_no_errno (g_mkdir_with_parents (dora, 0700));
  g_assert_true (g_file_set_contents (driver, "#include <assert.h>\nint add (int a, int b);\n"
                                      "int main (void) { assert (add (2, 3) == 5); return 0; }\n", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (class); i++)
    {
      g_autofree char *path = g_build_filename (each, class[i].name, NULL);

      g_assert_true (g_file_set_contents (path, class[i].text, -1, NULL));
    }
  g_assert_cmpint (run (arguments, &out, &err), ==, 1);
  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  g_test_message ("%s", text);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_nonnull (strstr (text, rows[i]));

  for (guint i = 0; i < G_N_ELEMENTS (class); i++)
    {
      g_autofree char *path = g_build_filename (each, class[i].name, NULL);

      g_assert_no_errno (g_unlink (path));
    }
  g_assert_no_errno (g_unlink (csv));
  g_assert_no_errno (g_unlink (driver));
  g_assert_no_errno (g_rmdir (dora));
  g_assert_cmpint (run (arguments, NULL, NULL), ==, 2);
  g_assert_no_errno (g_rmdir (each));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("apmctl-check-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = dup_path (files[i].name);

      g_assert_true (g_file_set_contents (path, files[i].text, -1, NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/cli/check/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/cli/check/documents", test_documents);
  g_test_add_func ("/cli/check/each", test_each);
  status = g_test_run ();

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = dup_path (files[i].name);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);

  return status;
}
