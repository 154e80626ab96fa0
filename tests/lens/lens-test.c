/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "lens-test.h"

#include <sys/wait.h>

ApmLens *
lens_test_start (const char *word,
                 const char *number)
{
  const char *argv[] = { g_getenv ("WATCHED"), word, number, NULL };
  g_autoptr(GError) error = NULL;
  ApmLens *lens = apm_lens_start (&(ApmSpawn) { .argv = argv, .ends_with_us = TRUE }, &error);

  g_assert_no_error (error);
  g_assert_nonnull (lens);

  return lens;
}

int
lens_test_wait_for_end (ApmLens *lens)
{
  int status;

  test_until (apm_lens_get_ended (lens));
  status = apm_child_get_wait_status (apm_lens_get_child (lens));

  return WIFEXITED (status) ? WEXITSTATUS (status) : -WTERMSIG (status);
}

int
lens_test_find_object (ApmLens    *lens,
                       const char *name)
{
  ApmLensModel *model = apm_lens_lock (lens);
  int found = -1;

  for (guint i = 0; i < apm_lens_model_get_n_objects (model) && found < 0; i++)
    if (g_strcmp0 (apm_lens_model_get_object (model, i)->name, name) == 0)
      found = (int) i;
  apm_lens_unlock (lens);

  return found;
}

ApmLensObject
lens_test_get_object (ApmLens    *lens,
                      const char *name)
{
  int i = lens_test_find_object (lens, name);
  ApmLensObject copy;

  g_assert_cmpint (i, >=, 0);
  copy = *apm_lens_model_get_object (apm_lens_lock (lens), (guint) i);
  apm_lens_unlock (lens);

  return copy;
}

guint64
lens_test_get_n_events (ApmLens *lens)
{
  guint64 n = apm_lens_model_get_n_events (apm_lens_lock (lens));

  apm_lens_unlock (lens);

  return n;
}

guint
lens_test_get_n_threads (ApmLens *lens)
{
  guint n = apm_lens_model_get_n_threads (apm_lens_lock (lens));

  apm_lens_unlock (lens);

  return n;
}

int
lens_test_get_tid (ApmLens *lens,
                   guint    i)
{
  int tid = apm_lens_model_get_thread (apm_lens_lock (lens), i)->tid;

  apm_lens_unlock (lens);

  return tid;
}
