/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-details-private.h"
#include "apm-error.h"
#include "process-test.h"

#include <glib/gstdio.h>
#include <sys/wait.h>

/* A process to look at, and what the tests ask of it. */

typedef struct {
  int pid;
  int output;
} TestSubject;

static inline TestSubject
test_subject_start (const char *const *argv,
                    char             **environment)
{
  TestSubject subject;
  g_autoptr(GError) error = NULL;
  char ready[6];

  g_spawn_async_with_pipes (NULL, (char **) argv, environment, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &subject.pid, NULL, &subject.output, NULL, &error);
  g_assert_no_error (error);
  if (read (subject.output, ready, sizeof ready) != sizeof ready)
    subject.pid = -waitpid (subject.pid, NULL, 0);

  return subject;
}

static inline void
test_subject_end (TestSubject *subject)
{
  if (subject->pid > 0)
    {
      kill (subject->pid, SIGKILL);
      waitpid (subject->pid, NULL, 0);
    }
  close (subject->output);
}

static inline void
test_on_facts (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* A loaded machine is not stuck. */
static inline ApmDetails *
test_details_new (void)
{
  ApmDetails *details = apm_details_new ();

  apm_details_set_deadline (details, TEST_DEADLINE_US / 1000);

  return details;
}

/* Asks, and waits for the answer. */
static inline ApmFacts *
test_ask (ApmDetails     *details,
          int             pid,
          gint64          started_us,
          ApmSection      section,
          ApmDetailsFlags flags,
          GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  apm_details_read_async (details, pid, started_us, section, flags, NULL, test_on_facts, &result);
  test_until (result != NULL);

  return apm_details_read_finish (result, error);
}

static inline ApmFacts *
test_know (int        pid,
           ApmSection section)
{
  g_autoptr(ApmDetails) details = test_details_new ();
  g_autoptr(GError) error = NULL;
  ApmFacts *facts = test_ask (details, pid, 0, section, APM_DETAILS_NORMAL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (facts->pid, ==, pid);
  g_assert_cmpint (facts->section, ==, section);
  g_assert_cmpint (facts->started_us, >, 0);

  return facts;
}

/* A /proc of one's own. */
static inline void
test_write (const char *folder,
            const char *file,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static inline void
test_write_stat (const char *proc,
                 int         pid,
                 int         start_ticks)
{
  g_autofree char *file = g_strdup_printf ("%d/stat", pid);
  g_autofree char *text = g_strdup_printf ("%d (made up) S 0 1 1 0 -1 0 0 0 0 0 300 100 0 0 20 0 1 0 %d 4096 1 "
                                           "18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n",
                                           pid, start_ticks);

  test_write (proc, file, text);
}

static inline void
test_remove_tree (const char *folder)
{
  const char *argv[] = { "rm", "-rf", folder, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
}
