/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Programs of 32 bits, of another C library, of other languages: what they wait for is
 * told, and an owner only where one is recorded. Those whose compiler is not here are
 * skipped. */

#include "apm-wait-reader.h"

#include "family.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DEADLINE_US (60 * G_USEC_PER_SEC)
#define MOST_CASES 12

typedef struct {
  const char *word;         /* as the program says it */
  ApmWaitKind kind;
  gboolean    has_owner;    /* the main thread is told as who can end it */
} Case;

typedef struct {
  const char *name;
  const char *variable;     /* of the environment: the program */
  const char *argument;
  guint       n_lines;      /* that it prints */
  Case        cases[MOST_CASES];
} Foreign;

static const Foreign foreigns[] = {
  { "32-bit", "FOREIGN_32", NULL, 11, {
    { "mutex", APM_WAIT_MUTEX, TRUE },
    { "mutex-checked", APM_WAIT_MUTEX, TRUE },
    { "mutex-inherit", APM_WAIT_MUTEX, TRUE },
    { "mutex-timed", APM_WAIT_MUTEX, TRUE },
    { "condition", APM_WAIT_CONDITION, FALSE },
    { "semaphore", APM_WAIT_SEMAPHORE, FALSE },
    { "rwlock-read", APM_WAIT_RWLOCK_READ, TRUE },
    { "pipe", APM_WAIT_PIPE_READ, FALSE },
    { "sleep", APM_WAIT_SLEEP, FALSE },
    { "join", APM_WAIT_JOIN, FALSE } } },
  /* Its normal mutex has no owner, and much looks alike. */
  { "musl", "FOREIGN_MUSL", NULL, 11, {
    { "mutex", APM_WAIT_MUTEX, FALSE },
    { "mutex-checked", APM_WAIT_MUTEX, TRUE },
    { "mutex-inherit", APM_WAIT_MUTEX, TRUE },
    { "mutex-timed", APM_WAIT_MUTEX, TRUE },
    { "condition", APM_WAIT_FUTEX, FALSE },
    { "semaphore", APM_WAIT_FUTEX, FALSE },
    { "rwlock-read", APM_WAIT_FUTEX, FALSE },
    { "stdio", APM_WAIT_STDIO_LOCK, TRUE },
    { "pipe", APM_WAIT_PIPE_READ, FALSE },
    { "sleep", APM_WAIT_SLEEP, FALSE },
    { "join", APM_WAIT_FUTEX, FALSE } } },
  { "python", "PYTHON", "FOREIGN_PY", 2, { { "lock", APM_WAIT_SEMAPHORE, FALSE } } },
  { "rust", "FOREIGN_RUST", NULL, 2, { { "lock", APM_WAIT_FUTEX, FALSE } } },
  { "go", "FOREIGN_GO", NULL, 1, { { "pipe", APM_WAIT_PIPE_READ, FALSE } } },
};

static gboolean
has_owner (const ApmWaitPass *pass,
           const ApmWait     *wait)
{
  guint n = 0;
  const ApmWaitEnder *enders = wait->n_groups == 1 ? apm_wait_pass_get_group (pass, wait, 0, &n) : NULL;

  return n == 1 && wait->nature == APM_WAIT_HARD && enders->pid == wait->pid && enders->tid == wait->pid;
}

static const Case *
find_case (const Foreign *foreign,
           const char    *word)
{
  for (const Case *expected = foreign->cases; expected->word; expected++)
    if (strcmp (expected->word, word) == 0)
      return expected;

  return NULL;
}

static void
wait_for_case (const Case *expected,
               int         pid,
               int         tid)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;
  ApmWaitTask task = { pid, 0 };

  for (;;)
    {
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, &task, 1);
      const ApmWait *wait = apm_wait_pass_find (pass, pid, tid);

      g_assert_nonnull (wait);
      if (wait->kind == expected->kind && has_owner (pass, wait) == expected->has_owner)
        return;
      if (g_get_monotonic_time () > until_us)
        g_error ("%s: %s, owner %d", expected->word, apm_wait_kind_word (wait->kind), wait->owner);
      g_usleep (5000);
    }
}

static void
test_foreign (gconstpointer data)
{
  const Foreign *foreign = data;
  const char *program = g_getenv (foreign->variable);
  const char *argument = foreign->argument ? g_getenv (foreign->argument) : "";
  g_autoptr(Family) family = NULL;
  FILE *stream;
  guint n_checked = 0;

  if (program == NULL || argument == NULL || access (program, X_OK) != 0)
    {
      g_test_skip ("Its compiler is not on this machine, or does not work");
      return;
    }
  family = family_start (foreign->variable, argument);
  stream = fdopen (dup (family->out), "r");
  for (guint i = 0; i < foreign->n_lines; i++)
    {
      const Case *expected;
      char word[32];
      int tid;

      g_assert_cmpint (fscanf (stream, "%d %31s", &tid, word), ==, 2);
      expected = find_case (foreign, word);
      if (expected)
        wait_for_case (expected, family->pid, tid);
      n_checked += expected != NULL;
    }
  fclose (stream);
  g_assert_cmpuint (n_checked, >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (foreigns); i++)
    {
      g_autofree char *path = g_strconcat ("/wait-foreign/", foreigns[i].name, NULL);

      g_test_add_data_func (path, &foreigns[i], test_foreign);
    }

  return g_test_run ();
}
