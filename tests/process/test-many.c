/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* 30,000 processes: all are seen, in order, as a tree, and then their end is. */

#include "apm-scanner.h"
#include "apm-snapshot.h"

#include "crowd.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 30000

/* What the kernel keeps of one that sleeps, and then some. */
#define KIB_EACH 160

/* Who else may be here. */
#define OTHERS 1500

#define SKIPPED 77

/* Returns: the number behind @key in @path, 0 if there is none. */
static gint64
read_number (const char *path,
             const char *key)
{
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  at = strstr (text, key);

  return at ? g_ascii_strtoll (at + strlen (key), NULL, 10) : 0;
}

/* Returns: (nullable): why so many cannot be here */
static const char *
get_why_not (void)
{
  struct rlimit limit;

  if (read_number ("/proc/meminfo", "MemAvailable:") < N * KIB_EACH)
    return "there is no memory for so many";
  if (read_number ("/proc/sys/kernel/pid_max", "") < N + OTHERS ||
      read_number ("/proc/sys/kernel/threads-max", "") < N + OTHERS)
    return "this machine does not count as far";
  if (getrlimit (RLIMIT_NPROC, &limit) == 0 && geteuid () != 0 && limit.rlim_cur < N + OTHERS)
    return "one user may not have so many";

  return NULL;
}

static void
look (ApmScanner  *scanner,
      ApmSnapshot *snapshot,
      ApmQuery    *query)
{
  apm_snapshot_reset (snapshot);
  g_assert_true (apm_scanner_run (scanner, snapshot->samples, &snapshot->n_living, NULL));
  apm_snapshot_apply (snapshot, query);
}

static int
look_at_many (gpointer data)
{
  g_autoptr(ApmScanner) scanner = apm_scanner_new (NULL);
  g_autoptr(ApmSnapshot) snapshot = apm_snapshot_new ();
  g_autoptr(ApmQuery) query = apm_query_new ();
  g_autofree char *why_not = NULL;

  if (!crowd_spawn (SLEEPER, N, 0, &why_not))
    {
      printf ("# %s\n", why_not);
      fflush (stdout);
      return SKIPPED;
    }

  look (scanner, snapshot, query);
  g_assert_cmpuint (snapshot->n_living, ==, N + 1);
  g_assert_cmpuint (snapshot->order->len, ==, N + 1);

  /* Nobody has run but us: hardly anybody is read again. */
  look (scanner, snapshot, query);
  g_assert_cmpuint (snapshot->n_living, ==, N + 1);
  g_assert_cmpuint (apm_scanner_get_n_read (scanner), <, N / 2);

  query->grouping = APM_GROUPING_TREE;
  look (scanner, snapshot, query);
  g_assert_cmpuint (snapshot->order->len, ==, N + 1);
  g_assert_cmpuint (g_array_index (snapshot->samples, ApmSample, N).process.depth, ==, 2);

  signal (SIGTERM, SIG_IGN);
  kill (-1, SIGKILL);
  while (waitpid (-1, NULL, 0) > 0)
    continue;
  look (scanner, snapshot, query);
  g_assert_cmpuint (snapshot->n_living, ==, 1);

  return 0;
}

static void
test_many (void)
{
  g_autofree char *why_not = NULL;
  int status;

  if (get_why_not ())
    {
      g_test_skip (get_why_not ());
      return;
    }
  status = crowd_run (look_at_many, NULL, &why_not);
  if (status == -1)
    g_test_skip (why_not);
  else if (status == SKIPPED)
    g_test_skip ("so many cannot be started here");
  else
    g_assert_cmpint (status, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/many", test_many);

  return g_test_run ();
}
