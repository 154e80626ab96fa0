/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_US (60 * G_USEC_PER_SEC)

/* Who holds our output open would hold up who reads it. */
#define SILENT (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE)

typedef struct {
  char *out;
  char *err;
  int   status;
} Result;

static void
result_clear (Result *result)
{
  g_clear_pointer (&result->out, g_free);
  g_clear_pointer (&result->err, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

/* @words: arguments between blanks */
static void
run (Result     *result,
     const char *words)
{
  g_auto(GStrv) rest = g_strsplit (words, " ", -1);
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (argv, (gpointer) g_getenv ("APMCTL"));
  for (guint i = 0; rest[i]; i++)
    g_ptr_array_add (argv, rest[i]);
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &result->out, &result->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  result->status = g_subprocess_get_exit_status (process);
}

G_GNUC_PRINTF (2, 3)
static void
run_about (Result     *result,
           const char *format,
           ...)
{
  g_autofree char *words = NULL;
  va_list args;

  va_start (args, format);
  words = g_strdup_vprintf (format, args);
  va_end (args);
  run (result, words);
}

static int
start (const char *kind)
{
  const char *argv[] = { g_getenv ("DEADLOCKS"), kind, NULL };
  g_autoptr(GError) error = NULL;
  int pid;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);

  return pid;
}

static void
end (int pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

/* It takes a moment to run into its deadlock. */
static void
wait_until_stuck (int pid)
{
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;

  for (;;)
    {
      g_auto(Result) result = { NULL };

      run_about (&result, "why %d", pid);
      if (result.status == 1)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
    }
}

static JsonObject *
parse (JsonParser   *parser,
       const Result *result)
{
  g_autoptr(GError) error = NULL;
  JsonObject *root;

  json_parser_load_from_data (parser, result->out, -1, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpint (json_object_get_int_member (root, "schema"), ==, 1);
  g_assert_true (json_object_has_member (root, "unreadable_count"));

  return root;
}

static void
test_why (void)
{
  int pid = start ("abba");
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_auto(Result) text = { NULL };
  g_auto(Result) json = { NULL };
  g_auto(Result) dot = { NULL };
  JsonObject *why, *node;

  wait_until_stuck (pid);
  run_about (&text, "why %d", pid);
  run_about (&json, "why --json %d/%d", pid, pid);
  run_about (&dot, "why --dot %d", pid);
  end (pid);

  g_assert_cmpint (text.status, ==, 1);
  g_assert_nonnull (strstr (text.out, "for a mutex held by thread "));
  g_assert_nonnull (strstr (text.out, "That is a deadlock: these 2 wait for each other"));

  /* The main thread joins one of them: it is behind. */
  g_assert_cmpint (json.status, ==, 1);
  why = json_object_get_object_member (parse (parser, &json), "why");
  g_assert_cmpstr (json_object_get_string_member (why, "stuck"), ==, "proven");
  node = json_array_get_object_element (json_object_get_array_member (why, "nodes"), 0);
  g_assert_cmpint (json_object_get_int_member (node, "pid"), ==, pid);
  g_assert_cmpstr (json_object_get_string_member (node, "kind"), ==, "join");
  g_assert_false (json_object_get_boolean_member (node, "in_deadlock"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (why, "hops")), ==, 3);

  g_assert_cmpint (dot.status, ==, 1);
  g_assert_true (g_str_has_prefix (dot.out, "digraph why {"));
}

static gboolean
has_pid (JsonArray *deadlocks,
         int        pid)
{
  for (guint i = 0; i < json_array_get_length (deadlocks); i++)
    {
      JsonObject *deadlock = json_array_get_object_element (deadlocks, i);
      JsonArray *threads = json_object_get_array_member (deadlock, "threads");

      if (json_object_get_int_member (json_array_get_object_element (threads, 0), "pid") == pid)
        {
          g_assert_cmpstr (json_object_get_string_member (deadlock, "grade"), ==, "proven");
          g_assert_cmpstr (json_object_get_string_member (deadlock, "kind"), ==, "cycle");
          g_assert_cmpuint (json_array_get_length (threads), ==, 5);
          g_assert_cmpint (json_object_get_int_member (deadlock, "behind_count"), ==, 1);
          return TRUE;
        }
    }

  return FALSE;
}

static void
test_deadlocks (void)
{
  int pid = start ("philosophers-5");
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_auto(Result) json = { NULL };
  g_auto(Result) text = { NULL };
  JsonObject *root;

  wait_until_stuck (pid);
  run (&json, "deadlocks --json");
  run (&text, "deadlocks");
  end (pid);

  g_assert_cmpint (json.status, ==, 1);
  root = parse (parser, &json);
  g_assert_true (has_pid (json_object_get_array_member (root, "deadlocks"), pid));
  g_assert_true (json_object_has_member (root, "likely"));

  g_assert_cmpint (text.status, ==, 1);
  g_assert_nonnull (strstr (text.out, "these 5 wait for each other"));
  g_assert_nonnull (strstr (text.out, "1 more thread is stuck behind it.\n"));
}

/* Who only sleeps is in no deadlock, and neither is who is stopped. */
static void
test_no_finding (void)
{
  g_autoptr(GSubprocess) child = g_subprocess_new (SILENT, NULL, "sleep", "600", NULL);
  int pid = atoi (g_subprocess_get_identifier (child));
  g_auto(Result) asleep = { NULL };
  g_auto(Result) stopped = { NULL };

  run_about (&asleep, "why %d", pid);
  g_subprocess_send_signal (child, SIGSTOP);
  do
    {
      result_clear (&stopped);
      run_about (&stopped, "why %d", pid);
    }
  while (strstr (stopped.out, "is stopped by a signal") == NULL);
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);

  g_assert_cmpint (asleep.status, ==, 0);
  g_assert_cmpint (stopped.status, ==, 0);
  g_assert_nonnull (strstr (stopped.out, "Continue sleep ("));
}

static void
test_refused (void)
{
  static const struct { const char *words; const char *message; } cases[] = {
    { "why", "apmctl: Why does who wait? This command takes a PID or PID/TID.\n" },
    { "why 0", "apmctl: “0” is no PID and no PID/TID.\n" },
    { "why 1x", "apmctl: “1x” is no PID and no PID/TID.\n" },
    { "why 1/", "apmctl: “1/” is no PID and no PID/TID.\n" },
    { "why 1/0", "apmctl: “1/0” is no PID and no PID/TID.\n" },
    { "why 99999999999", "apmctl: “99999999999” is no PID and no PID/TID.\n" },
    { "why 1 2", "apmctl: “2” is too much: this command takes one PID or PID/TID.\n" },
    { "why 2147483647", "apmctl: There is no process with the number 2147483647.\n" },
    { "why --json --dot 1", "apmctl: Either --json or --dot, not both.\n" },
    { "why --no-such-option", NULL },
    { "deadlocks 1", "apmctl: “1” is too much: this command takes no argument.\n" },
    { "deadlocks --no-such-option", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Result) result = { NULL };

      run (&result, cases[i].words);
      g_assert_cmpint (result.status, ==, 2);
      g_assert_cmpstr (result.out, ==, "");
      if (cases[i].message)
        g_assert_cmpstr (result.err, ==, cases[i].message);
    }
}

/* Two numbers has who runs in a container: ours, and what it sees itself. */
static void
test_container (void)
{
  const char *argv[] = { "unshare", "-p", "--fork", "--kill-child", g_getenv ("DEADLOCKS"), "shared-2", NULL };
  g_autoptr(GSubprocess) container = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autofree char *path = NULL;
  g_autofree char *children = NULL;
  g_autofree char *name = NULL;
  g_auto(Result) text = { NULL };
  g_auto(Result) json = { NULL };
  JsonObject *node;
  int pid = 0;

  if (container == NULL)
    {
      g_test_skip ("There is no unshare(1)");
      return;
    }
  path = g_strdup_printf ("/proc/%1$s/task/%1$s/children", g_subprocess_get_identifier (container));
  while (pid == 0 && g_file_get_contents (path, &children, NULL, NULL) && g_get_monotonic_time () < until_us)
    {
      pid = atoi (children);
      g_clear_pointer (&children, g_free);
    }
  if (pid == 0)
    {
      g_test_skip ("We may not make a PID namespace");
      return;
    }
  wait_until_stuck (pid);
  run_about (&text, "why %d", pid);
  run_about (&json, "why --json %d", pid);
  g_subprocess_force_exit (container);
  g_subprocess_wait (container, NULL, NULL);

  name = g_strdup_printf ("deadlocks (%d, in its container 1)", pid);
  g_assert_nonnull (strstr (text.out, name));
  g_assert_nonnull (strstr (text.out, "a mutex held by deadlocks ("));
  node = json_array_get_object_element (
    json_object_get_array_member (json_object_get_object_member (parse (parser, &json), "why"), "nodes"), 0);
  g_assert_cmpint (json_object_get_int_member (node, "pid"), ==, pid);
  g_assert_cmpint (json_object_get_int_member (node, "inner_pid"), ==, 1);
}

/* As nobody, about a process of root's; @pkexec is what asks the person. */
static gboolean
run_as_nobody (Result     *result,
               const char *pkexec,
               const char *words)
{
  g_autofree char *folder = g_dir_make_tmp ("apm-pkexec-XXXXXX", NULL);
  g_autofree char *program = g_build_filename (folder, "pkexec", NULL);
  g_autofree char *path = g_strdup_printf ("PATH=%s:%s", folder, g_getenv ("PATH"));
  g_autofree char *line = g_strdup_printf ("exec setpriv --reuid=65534 --clear-groups env '%s' '%s' %s", path,
                                           g_getenv ("APMCTL"), words);
  const char *argv[] = { "sh", "-c", line, NULL };
  g_autoptr(GSubprocess) process = NULL;

  g_assert_true (g_file_set_contents_full (program, pkexec, -1, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
  g_assert_cmpint (chmod (folder, 0755), ==, 0);
  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &result->out, &result->err, NULL);
  result->status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  g_unlink (program);
  g_rmdir (folder);

  return result->status != 126 && result->status != 127;
}

static void
test_as_administrator (void)
{
  g_autoptr(GSubprocess) child = g_subprocess_new (SILENT, NULL, "sleep", "600", NULL);
  g_autofree char *words = g_strdup_printf ("why --as-administrator %s", g_subprocess_get_identifier (child));
  g_auto(Result) own = { NULL };
  g_auto(Result) dismissed = { NULL };
  g_auto(Result) refused = { NULL };

  /* Where all may be seen nobody is asked. */
  run (&own, words);
  g_assert_cmpint (own.status, ==, 0);
  if (geteuid () != 0)
    {
      g_test_skip ("Only root can become somebody who may not look");
    }
  else if (!run_as_nobody (&dismissed, "#!/bin/sh\nexit 126\n", words))
    {
      g_test_skip ("Nobody may not run this build");
    }
  else
    {
      g_assert_true (run_as_nobody (&refused, "#!/bin/sh\nexit 127\n", words));
      g_assert_cmpint (dismissed.status, ==, 3);
      g_assert_cmpstr (dismissed.err, ==, "apmctl: Administrator rights were not given: nothing was done.\n");
      g_assert_cmpint (refused.status, ==, 3);
      g_assert_nonnull (strstr (refused.err, "were refused, or nobody could be asked"));
    }
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/apmctl-why/why", test_why);
  g_test_add_func ("/apmctl-why/deadlocks", test_deadlocks);
  g_test_add_func ("/apmctl-why/no-finding", test_no_finding);
  g_test_add_func ("/apmctl-why/refused", test_refused);
  g_test_add_func ("/apmctl-why/container", test_container);
  g_test_add_func ("/apmctl-why/as-administrator", test_as_administrator);

  return g_test_run ();
}
