/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* apmctl files, which finds what we have open. */

#include "cli-test.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

static void
test_json (void)
{
  g_autofree char *path = NULL;
  g_autofree char *out = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  int fd = g_file_open_tmp ("apmctl-files-XXXXXX", &path, &error);
  JsonObject *file;
  JsonArray *files;

  g_assert_no_error (error);
  unlink (path);
  g_assert_cmpint (cli_test_run (&out, "files", "--json", path), ==, 0);
  root = json_from_string (out, &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (root), "schema"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (root), "unreadable_count"), >=, 0);
  g_assert_true (json_object_has_member (json_node_get_object (root), "hidden"));
  files = json_object_get_array_member (json_node_get_object (root), "files");
  g_assert_cmpuint (json_array_get_length (files), ==, 1);
  file = json_array_get_object_element (files, 0);
  g_assert_cmpint (json_object_get_int_member (file, "pid"), ==, getpid ());
  g_assert_cmpint (json_object_get_int_member (file, "fd"), ==, fd);
  g_assert_cmpstr (json_object_get_string_member (file, "way"), ==, "descriptor");
  g_assert_cmpstr (json_object_get_string_member (file, "access"), ==, "read-write");
  g_assert_cmpstr (json_object_get_string_member (file, "path"), ==, path);
  g_assert_true (json_object_get_boolean_member (file, "deleted"));
  close (fd);
}

static void
test_forms (void)
{
  static const struct { const char *argument; const char *other; int status; const char *said; } cases[] = {
    { "--csv", ".", 0, "pid,started_us,name,user,way,fd,access,path,path_base64,deleted,size_bytes\n" },
    { ".", NULL, 0, "working-directory" },
    { "/no/such/folder/at/all", NULL, 0, "has it open.\n" },
    { "--deleted", "/no/such/folder/at/all", 0, "has it open.\n" },
    { "--json", "--csv", 2, "Which file?" },
    { "one", "two", 2, "Which file?" },
    { "--no-such", NULL, 2, "no-such" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = NULL;

      g_assert_cmpint (cli_test_run (&out, "files", cases[i].argument, cases[i].other), ==, cases[i].status);
      g_assert_nonnull (strstr (out, cases[i].said));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/files/json", test_json);
  g_test_add_func ("/files/forms", test_forms);

  return g_test_run ();
}
