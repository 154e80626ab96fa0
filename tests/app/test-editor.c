/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-editor.h"

#include <glib/gstdio.h>

/* Each known editor is told the line in its own way, and a path is one word whatever
 * is in it. */
static void
test_commands (void)
{
  static const struct {
    const char *executable, *path, *command;
  } cases[] = {
    { "gnome-text-editor", "/home/sam/bank.c", "'gnome-text-editor' +41 '/home/sam/bank.c'" },
    { "/usr/bin/code", "/home/sam/bank.c", "'/usr/bin/code' -g '/home/sam/bank.c':41" },
    { "kate", "/tmp/a b.c", "'kate' -l 41 '/tmp/a b.c'" },
    { "subl", "/tmp/100%u.c", "'subl' '/tmp/100%%u.c':41" },
    { "vim", "/tmp/$(id);'x'.c", "'vim' +41 '/tmp/$(id);'\\''x'\\''.c'" },
    { "flatpak", "/tmp/a.c", NULL },
    { "codex", "/tmp/a.c", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *command = apm_editor_dup_command (cases[i].executable, cases[i].path, 41);

      g_assert_cmpstr (command, ==, cases[i].command);
    }
}

/* What is made of it reaches the program word for word. */
static void
test_launch (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("apm-editor-XXXXXX", &error);
  g_autofree char *program = g_build_filename (dir, "kate", NULL);
  g_autofree char *told = g_build_filename (dir, "told", NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nprintf '%%s|' \"$@\" > %s.new && mv %s.new %s\n", told, told, told);
  g_autofree char *command = apm_editor_dup_command (program, "/tmp/100% a'b.c", 7);
  g_autofree char *text = NULL;
  g_autoptr(GAppInfo) app = g_app_info_create_from_commandline (command, "kate", G_APP_INFO_CREATE_NONE, &error);
  gint64 until_us = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents_full (program, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error));
  g_assert_true (g_app_info_launch (app, NULL, NULL, &error));
  while (!g_file_get_contents (told, &text, NULL, NULL))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_usleep (1000);
    }
  g_assert_cmpstr (text, ==, "-l|7|/tmp/100% a'b.c|");

  g_assert_cmpint (g_remove (told), ==, 0);
  g_assert_cmpint (g_remove (program), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/editor/commands", test_commands);
  g_test_add_func ("/editor/launch", test_launch);

  return g_test_run ();
}
