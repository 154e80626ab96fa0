/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where threads wait is told of programs compiled in several ways, and nothing is told
 * where it cannot be known. */

#include "apm-wait-place.h"
#include "apm-wait-reader.h"
#include "apm-wait-words.h"

#include "family.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_US (60 * G_USEC_PER_SEC)
#define N_TOLD 5

typedef struct {
  int  tid;
  char function[64];
  int  line;
} Told;

static ApmWaitChain *
read_chain (ApmWaitPlaces *places,
            ApmWaitReader *reader,
            int            pid,
            int            tid)
{
  ApmWaitTask task = { pid, 0 };
  g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, &task, 1);
  g_autoptr(ApmWaitGraph) graph = apm_wait_graph_new (pass, NULL);
  ApmWaitChain *chain = apm_wait_chain_new (graph, pid, tid);

  g_assert_nonnull (chain);
  apm_wait_chain_read (chain, places);

  return chain;
}

/* Until it waits at the semaphore, mutex or condition that it has told of. */
static void
wait_for_place (ApmWaitPlaces *places,
                ApmWaitReader *reader,
                int            pid,
                const Told    *told)
{
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;
  g_autofree char *end = g_strdup_printf ("/place.c:%d", told->line);
  g_autofree char *seen = NULL;

  while (g_get_monotonic_time () < until_us)
    {
      g_autoptr(ApmWaitChain) chain = read_chain (places, reader, pid, told->tid);
      const ApmWaitNode *node = apm_wait_chain_get_node (chain, 0);

      if (g_strcmp0 (node->function, told->function) == 0
          && (told->line ? node->source && g_str_has_suffix (node->source, end) : node->source == NULL))
        return;
      g_free (seen);
      seen = g_strdup_printf ("%s at %s", node->function, node->source);
      g_usleep (2000);
    }
  g_error ("%s:%d was told as %s", told->function, told->line, seen);
}

static Family *
start_subject (const char *variable,
               Told       *told)
{
  Family *family = family_start (variable, "");
  FILE *stream = fdopen (dup (family->out), "r");

  for (guint i = 0; i < N_TOLD; i++)
    g_assert_cmpint (fscanf (stream, "%d %63s %d", &told[i].tid, told[i].function, &told[i].line), ==, 3);
  fclose (stream);

  return family;
}

static void
test_told (gconstpointer variable)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  g_autoptr(ApmWaitPlaces) places = apm_wait_places_new ();
  Told told[N_TOLD];
  g_autoptr(Family) family = start_subject (variable, told);

  for (guint i = 0; i < N_TOLD; i++)
    wait_for_place (places, reader, family->pid, &told[i]);
}

/* What sleeps on is not asked again, what has moved is. */
static void
test_kept (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  g_autoptr(ApmWaitPlaces) places = apm_wait_places_new ();
  Told told[N_TOLD];
  g_autoptr(Family) family = start_subject ("PLACE_PLAIN", told);
  Told *both = NULL;
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;
  guint n_asked;

  for (guint i = 0; i < N_TOLD; i++)
    if (strcmp (told[i].function, "go_first") == 0)
      both = &told[i];
  g_assert_nonnull (both);
  wait_for_place (places, reader, family->pid, both);
  n_asked = apm_wait_places_get_n_asked (places);
  for (guint i = 0; i < 3; i++)
    apm_wait_chain_free (read_chain (places, reader, family->pid, both->tid));
  g_assert_cmpuint (apm_wait_places_get_n_asked (places), ==, n_asked);

  kill (family->pid, SIGUSR1);
  for (;;)
    {
      g_autoptr(ApmWaitChain) chain = read_chain (places, reader, family->pid, both->tid);

      if (g_strcmp0 (apm_wait_chain_get_node (chain, 0)->function, "go_second") == 0)
        break;
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_usleep (2000);
    }
}

/* A helper that is not there, talks nonsense, or never answers. */
static void
test_helper (gconstpointer script)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  g_autoptr(ApmWaitPlaces) places = apm_wait_places_new ();
  g_autofree char *kept = g_strdup (g_getenv ("APM_LIBEXECDIR"));
  g_autofree char *dir = g_dir_make_tmp ("apm-place-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "apm-stack", NULL);
  Told told[N_TOLD];
  g_autoptr(Family) family = start_subject ("PLACE_PLAIN", told);
  g_autoptr(ApmWaitChain) chain = NULL;
  g_autofree char *words = NULL;
  gint64 began_us;

  if (script)
    {
      g_assert_true (g_file_set_contents (path, script, -1, NULL));
      g_assert_cmpint (g_chmod (path, 0700), ==, 0);
    }
  g_setenv ("APM_LIBEXECDIR", dir, TRUE);
  began_us = g_get_monotonic_time ();
  chain = read_chain (places, reader, family->pid, told[0].tid);
  words = apm_wait_words_all (chain);
  g_assert_null (apm_wait_chain_get_node (chain, 0)->function);
  g_assert_null (strstr (words, " at "));
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 30 * G_USEC_PER_SEC);
  g_setenv ("APM_LIBEXECDIR", kept, TRUE);
  g_unlink (path);
  g_rmdir (dir);
}

/* A writer whose pipe is full: how large that is. */
static void
test_full_pipe (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;
  gint64 expected, seen = 0;
  gboolean is_blocked = FALSE;
  int ends[2], pid, pidfd, copy;

  g_assert_cmpint (pipe (ends), ==, 0);
  expected = fcntl (ends[1], F_SETPIPE_SZ, 8192);
  pid = fork ();
  if (pid == 0)
    {
      char block[4096] = { 0 };

      while (write (ends[1], block, sizeof block) > 0)
        ;
      _exit (0);
    }
  pidfd = pidfd_open (pid, 0);
  copy = pidfd_getfd (pidfd, ends[1], 0);
  while (!is_blocked && g_get_monotonic_time () < until_us)
    {
      g_autoptr(ApmWaitChain) chain = read_chain (NULL, reader, pid, pid);
      const ApmWaitNode *node = apm_wait_chain_get_node (chain, 0);

      is_blocked = node->wait->kind == APM_WAIT_PIPE_WRITE;
      seen = node->capacity_bytes;
      if (!is_blocked)
        g_usleep (2000);
    }
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  for (guint i = 0; i < 2; i++)
    close (ends[i]);
  g_assert_true (is_blocked);
  if (copy < 0)
    g_test_skip ("no descriptor of another process may be had here");
  else
    g_assert_cmpint (seen, ==, expected);
  close (copy);
  close (pidfd);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/wait-place/plain", "PLACE_PLAIN", test_told);
  g_test_add_data_func ("/wait-place/fixed", "PLACE_FIXED", test_told);
  g_test_add_data_func ("/wait-place/fast", "PLACE_FAST", test_told);
  g_test_add_func ("/wait-place/kept", test_kept);
  g_test_add_data_func ("/wait-place/no-helper", NULL, test_helper);
  g_test_add_data_func ("/wait-place/nonsense",
                        "#!/bin/sh\nprintf 'caller\\t%s\\n\\ncaller\\tx\\ty\\tz\\ncaller\\t%s\\tcut' $4 $4\n", test_helper);
  g_test_add_data_func ("/wait-place/silent", "#!/bin/sh\nexec sleep 100\n", test_helper);
  g_test_add_func ("/wait-place/full-pipe", test_full_pipe);

  return g_test_run ();
}
