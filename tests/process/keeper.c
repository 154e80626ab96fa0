/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* keeper FIFO SHARED-MEMORY: starts children and makes things, as the window does,
 * says what it has made, and waits to be killed. Ends at a line on standard input. */

#include "apm-child.h"
#include "apm-guard.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static guint n_expected;

static void
say (const char *word,
     int         number)
{
  printf ("%s %d\n", word, number);
  fflush (stdout);
  if (--n_expected == 0)
    {
      puts ("ready");
      fflush (stdout);
    }
}

/* The one that left its group tells its number. */
static void
on_output (ApmChild *child,
           gboolean  is_stderr,
           GBytes   *batch,
           gpointer  data)
{
  gsize length;
  const char *bytes = g_bytes_get_data (batch, &length);
  g_autofree char *text = g_strndup (bytes, length);
  const char *number = strpbrk (text, "0123456789");

  if (number)
    say ("left", atoi (number));
}

static void
start (const char *word,
       const char *verb,
       gboolean    ends_with_us)
{
  const char *argv[] = { SUBJECT, verb, NULL };
  const ApmSpawn spawn = { .argv = argv, .ends_with_us = ends_with_us };
  g_autoptr(GError) error = NULL;
  ApmChild *child = apm_child_spawn (&spawn, &error);

  g_assert_no_error (error);
  if (strcmp (verb, "leave") == 0)
    g_signal_connect (child, "output", G_CALLBACK (on_output), NULL);
  say (word, apm_child_get_pid (child));
}

static gboolean
on_line (int          fd,
         GIOCondition condition,
         gpointer     loop)
{
  g_main_loop_quit (loop);

  return G_SOURCE_REMOVE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *folder = g_path_get_dirname (argv[1]);
  g_autoptr(GError) error = NULL;
  int fd;

  n_expected = 5;
  g_assert_true (apm_guard_add_file (folder, &error));
  g_assert_cmpint (mkdir (folder, 0700), ==, 0);
  g_assert_true (apm_guard_add_file (argv[1], &error));
  g_assert_cmpint (mkfifo (argv[1], 0600), ==, 0);
  g_assert_true (apm_guard_add_shared_memory (argv[2], &error));
  fd = shm_open (argv[2], O_CREAT | O_RDWR, 0600);
  g_assert_cmpint (fd, >=, 0);

  start ("bound", "wait", TRUE);
  start ("bound", "leave", TRUE);
  start ("free", "wait", FALSE);
  start ("free", "trickle", FALSE);

  g_unix_fd_add (STDIN_FILENO, G_IO_IN, on_line, loop);
  g_main_loop_run (loop);

  return 0;
}
