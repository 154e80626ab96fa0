/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process.h"

#include "process-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define PROMISED_US (2 * G_USEC_PER_SEC)

typedef struct {
  char *dir;
  char *folder, *fifo;
  char *memory;
  int pid;
  int input;
  int output;
  GArray *bound;    /* PIDs that must end */
  GArray *free;     /* PIDs that must not */
} Keeper;

static void
read_lines (Keeper *keeper)
{
  FILE *lines = fdopen (keeper->output, "r");
  char word[32];
  int pid;

  while (fscanf (lines, "%31s", word) == 1 && strcmp (word, "ready") != 0)
    {
      g_assert_cmpint (fscanf (lines, "%d", &pid), ==, 1);
      g_array_append_val (strcmp (word, "free") == 0 ? keeper->free : keeper->bound, pid);
    }
  g_assert_cmpuint (keeper->bound->len, ==, 3);
  g_assert_cmpuint (keeper->free->len, ==, 2);
  fclose (lines);
}

static void
keeper_start (Keeper *keeper)
{
  g_autofree char *base = NULL;
  g_autoptr(GError) error = NULL;
  const char *argv[] = { KEEPER, NULL, NULL, NULL };

  keeper->dir = g_dir_make_tmp ("apm-guard-XXXXXX", &error);
  g_assert_no_error (error);
  base = g_path_get_basename (keeper->dir);
  keeper->folder = g_build_filename (keeper->dir, "made", NULL);
  keeper->fifo = g_build_filename (keeper->folder, "fifo", NULL);
  keeper->memory = g_strconcat ("/", base, NULL);
  keeper->bound = g_array_new (FALSE, FALSE, sizeof (int));
  keeper->free = g_array_new (FALSE, FALSE, sizeof (int));

  argv[1] = keeper->fifo;
  argv[2] = keeper->memory;
  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &keeper->pid, &keeper->input, &keeper->output, NULL, &error);
  g_assert_no_error (error);
  read_lines (keeper);
  g_assert_true (g_file_test (keeper->fifo, G_FILE_TEST_EXISTS));
}

/* We are the reaper of all orphans here: what is left after this is alive. */
static gboolean
is_alive (int pid)
{
  while (waitpid (-1, NULL, WNOHANG) > 0)
    continue;

  return kill (pid, 0) == 0;
}

static guint
count_alive (const GArray *pids)
{
  guint n = 0;

  for (guint i = 0; i < pids->len; i++)
    n += is_alive (g_array_index (pids, int, i));

  return n;
}

static gboolean
has_memory (const Keeper *keeper)
{
  int fd = shm_open (keeper->memory, O_RDONLY, 0);

  if (fd >= 0)
    close (fd);

  return fd >= 0;
}

static gboolean
is_clean (const Keeper *keeper)
{
  return count_alive (keeper->bound) == 0 && !g_file_test (keeper->folder, G_FILE_TEST_EXISTS) && !has_memory (keeper);
}

static int
find_guard (const Keeper *keeper)
{
  g_autoptr(GPtrArray) processes = apm_process_scan (NULL);

  for (guint i = 0; i < processes->len; i++)
    {
      const ApmProcess *process = processes->pdata[i];

      if (process->ppid == keeper->pid && strcmp (process->name, "apm-guard") == 0 &&
          strcmp (process->state, "zombie") != 0)
        return process->pid;
    }

  return 0;
}

static void
keeper_clear (Keeper *keeper)
{
  for (guint i = 0; i < keeper->free->len; i++)
    kill (g_array_index (keeper->free, int, i), SIGKILL);
  close (keeper->input);
  test_until (count_alive (keeper->free) == 0 && test_count_children () == 0);
  g_assert_cmpint (g_rmdir (keeper->dir), ==, 0);
  g_free (keeper->dir);
  g_free (keeper->folder);
  g_free (keeper->fifo);
  g_free (keeper->memory);
  g_array_unref (keeper->bound);
  g_array_unref (keeper->free);
}

static void
assert_cleans_in_time (const Keeper *keeper)
{
  gint64 began = g_get_monotonic_time ();

  test_until (is_clean (keeper));
  g_test_message ("clean after %d ms", (int) ((g_get_monotonic_time () - began) / 1000));
  g_assert_cmpint (g_get_monotonic_time () - began, <, PROMISED_US);
}

static void
test_killed (void)
{
  Keeper keeper;

  keeper_start (&keeper);
  kill (keeper.pid, SIGKILL);
  assert_cleans_in_time (&keeper);

  /* The others go on, also the one whose output nobody reads now. */
  g_assert_cmpuint (count_alive (keeper.free), ==, 2);
  keeper_clear (&keeper);
}

static void
test_ended (void)
{
  Keeper keeper;

  keeper_start (&keeper);
  g_assert_cmpint (write (keeper.input, "\n", 1), ==, 1);
  assert_cleans_in_time (&keeper);
  g_assert_cmpuint (count_alive (keeper.free), ==, 2);
  keeper_clear (&keeper);
}

/* What ends a whole terminal or session does not end the guard. */
static void
test_deaf (void)
{
  Keeper keeper;
  int guard;

  keeper_start (&keeper);
  guard = find_guard (&keeper);
  g_assert_cmpint (guard, >, 0);
  kill (guard, SIGTERM);
  kill (guard, SIGINT);
  kill (guard, SIGHUP);
  kill (keeper.pid, SIGKILL);
  assert_cleans_in_time (&keeper);
  keeper_clear (&keeper);
}

/* A guard that was killed is followed by one that knows as much. */
static void
test_followed (void)
{
  Keeper keeper;
  int first;

  keeper_start (&keeper);
  first = find_guard (&keeper);
  kill (first, SIGKILL);
  test_until (find_guard (&keeper) != first && find_guard (&keeper) != 0);
  kill (keeper.pid, SIGKILL);
  assert_cleans_in_time (&keeper);
  keeper_clear (&keeper);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  prctl (PR_SET_CHILD_SUBREAPER, 1);

  g_test_add_func ("/process/guard/killed", test_killed);
  g_test_add_func ("/process/guard/ended", test_ended);
  g_test_add_func ("/process/guard/deaf", test_deaf);
  g_test_add_func ("/process/guard/followed", test_followed);

  return g_test_run ();
}
