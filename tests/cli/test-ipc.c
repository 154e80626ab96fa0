/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* apmctl ipc, which finds the pipe that it writes to: we read it. */

#include "cli-test.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

static char *
dup_own_pid (void)
{
  return g_strdup_printf ("%d", getpid ());
}

static gboolean
has_fd (JsonObject *end,
        int         fd)
{
  JsonArray *fds = json_object_get_array_member (end, "fds");

  for (guint i = 0; i < json_array_get_length (fds); i++)
    if (json_array_get_int_element (fds, i) == fd)
      return TRUE;

  return FALSE;
}

/* From its standard output to us. */
static gboolean
is_the_pipe (JsonObject *connection)
{
  JsonArray *ends = json_object_get_array_member (connection, "ends");
  gboolean writes = FALSE, reads = FALSE;

  for (guint i = 0; i < json_array_get_length (ends); i++)
    {
      JsonObject *end = json_array_get_object_element (ends, i);
      const char *role = json_object_get_string_member (end, "role");

      writes |= g_strcmp0 (json_object_get_string_member_with_default (end, "name", NULL), "apmctl") == 0 &&
                g_str_equal (role, "write") && has_fd (end, 1);
      reads |= json_object_get_int_member_with_default (end, "pid", 0) == getpid () && g_str_equal (role, "read");
    }

  return g_str_equal (json_object_get_string_member (connection, "kind"), "pipe") && writes && reads;
}

static void
test_json (void)
{
  g_autofree char *pid = dup_own_pid ();
  g_autofree char *out = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  JsonArray *connections;
  guint n = 0;

  g_assert_cmpint (cli_test_run (&out, "ipc", "--json", pid), ==, 0);
  root = json_from_string (out, &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (root), "schema"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (root), "unreadable_count"), >=, 0);
  connections = json_object_get_array_member (json_node_get_object (root), "connections");
  for (guint i = 0; i < json_array_get_length (connections); i++)
    n += is_the_pipe (json_array_get_object_element (connections, i));
  g_assert_cmpuint (n, ==, 1);
}

static void
test_forms (void)
{
  static const struct { const char *option; const char *start; const char *part; } cases[] = {
    { "--csv", "kind,object,inode,one_way,accepted,end,role,pid,name,fds,unread_bytes\n", ",apmctl," },
    { "--dot", "digraph connections {\n", "apmctl\\n" },
    { "--", "KIND", "apmctl (" },
  };
  g_autofree char *pid = dup_own_pid ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = NULL;
      const char *table;

      g_assert_cmpint (cli_test_run (&out, "ipc", cases[i].option, pid), ==, 0);
      /* Who may not be looked at: standard error says it where a table has no place for it. */
      table = g_str_has_prefix (out, "apmctl: ") ? strchr (out, '\n') + 1 : out;
      g_assert_true (table == out || !g_str_equal (cases[i].option, "--"));
      g_assert_true (table == out || g_strstr_len (out, table - out, "could not be looked at.\n") != NULL);
      g_assert_true (g_str_has_prefix (table, cases[i].start));
      g_assert_nonnull (strstr (out, cases[i].part));
    }
}

static void
test_refused (void)
{
  static const struct { const char *argument; const char *other; const char *said; } cases[] = {
    { "0", NULL, "“0” is no PID" },
    { "12x", NULL, "“12x” is no PID" },
    { "--json", "--dot", "Only one of" },
    { "2147483647", NULL, "There is no process 2147483647" },
    { "--no-such", NULL, "no-such" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = NULL;

      g_assert_cmpint (cli_test_run (&out, "ipc", cases[i].argument, cases[i].other), ==, 2);
      g_assert_nonnull (strstr (out, cases[i].said));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ipc/json", test_json);
  g_test_add_func ("/ipc/forms", test_forms);
  g_test_add_func ("/ipc/refused", test_refused);

  return g_test_run ();
}
