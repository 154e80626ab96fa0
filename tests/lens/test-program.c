/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-error.h"
#include "apm-lens-program.h"

#include <elf.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *dir;

static char *
write_file (const char *name,
            const char *bytes,
            gssize      length)
{
  char *path = g_build_filename (dir, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);

  return path;
}

static void
assert_refused (const char *path,
                const char *reason)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (apm_lens_program_check (path, &error));
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, reason));
}

static void
test_taken (void)
{
  g_autofree char *script = write_file ("script", "#! /bin/sh -e\necho\n", -1);
  g_autofree char *script_of_script = NULL;
  g_autofree char *line = g_strdup_printf ("#!%s\n", script);

  script_of_script = write_file ("second", line, -1);
  g_assert_true (apm_lens_program_check (g_getenv ("FAMILIES"), NULL));
  g_assert_true (apm_lens_program_check ("/bin/sh", NULL));
  g_assert_true (apm_lens_program_check (script, NULL));
  g_assert_true (apm_lens_program_check (script_of_script, NULL));
}

static void
test_refused (void)
{
  g_autofree char *text = write_file ("text", "hello, world\n", -1);
  g_autofree char *nothing = write_file ("nothing", "", 0);
  g_autofree char *loop = g_build_filename (dir, "loop", NULL);
  g_autofree char *line = g_strdup_printf ("#!%s\n", loop);
  g_autofree char *bytes = NULL;
  g_autofree char *other = NULL;
  g_autofree char *short_one = NULL;
  g_autofree char *written = write_file ("loop", line, -1);
  gsize length;

  assert_refused ("/nowhere/at/all", "cannot be watched");
  assert_refused (dir, "not a program");
  assert_refused (text, "not a program");
  assert_refused (nothing, "not a program");
  assert_refused (written, "not a program");
  assert_refused (g_getenv ("STATIC_PROGRAM"), "statically");

  g_assert_true (g_file_get_contents (g_getenv ("FAMILIES"), &bytes, &length, NULL));
  short_one = write_file ("short", bytes, 70);
  assert_refused (short_one, "cannot be watched");
  ((Elf64_Ehdr *) (gpointer) bytes)->e_machine = EM_SPARCV9;
  other = write_file ("other", bytes, (gssize) length);
  assert_refused (other, "another kind of processor");
}

static void
test_other_rights (void)
{
  g_autofree char *bytes = NULL;
  g_autofree char *path = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (g_getenv ("FAMILIES"), &bytes, &length, NULL));
  path = write_file ("rights", bytes, (gssize) length);
  if (chown (path, 65534, 65534) != 0)
    {
      g_test_skip ("only root can give a file away");
      return;
    }
  g_assert_cmpint (g_chmod (path, 04755), ==, 0);
  assert_refused (path, "other rights");
}

int
main (int    argc,
      char **argv)
{
  int status;
  g_autofree char *command = NULL;

  g_test_init (&argc, &argv, NULL);
  dir = g_dir_make_tmp ("apm-lens-XXXXXX", NULL);

  g_test_add_func ("/lens-program/taken", test_taken);
  g_test_add_func ("/lens-program/refused", test_refused);
  g_test_add_func ("/lens-program/other-rights", test_other_rights);

  status = g_test_run ();
  command = g_strdup_printf ("rm -rf '%s'", dir);
  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
  g_free (dir);

  return status;
}
