/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A program computes the same with the lens and without it: families.c prints what
 * each call returned. */

#include "apm-lens.h"
#include "../until.h"

#include <string.h>
#include <sys/wait.h>

static void
on_output (ApmChild *child,
           gboolean  is_stderr,
           GBytes   *batch,
           gpointer  data)
{
  gsize length;
  const char *text = g_bytes_get_data (batch, &length);

  g_string_append_len (data, text, (gssize) length);
}

static GString *
run (gboolean under_lens)
{
  const char *argv[] = { g_getenv ("FAMILIES"), NULL };
  const ApmSpawn spawn = { .argv = argv, .ends_with_us = TRUE };
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmLens) lens = under_lens ? apm_lens_start (&spawn, &error) : NULL;
  g_autoptr(ApmChild) child = under_lens ? NULL : apm_child_spawn (&spawn, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  if (lens)
    child = g_object_ref (apm_lens_get_child (lens));
  g_signal_connect (child, "output", G_CALLBACK (on_output), text);
  test_until (apm_child_get_ended (child) && (!lens || apm_lens_get_ended (lens)));
  g_assert_true (WIFEXITED (apm_child_get_wait_status (child)));
  g_assert_cmpint (WEXITSTATUS (apm_child_get_wait_status (child)), ==, 5);
  if (lens)
    {
      g_assert_cmpuint (apm_lens_model_get_n_events (apm_lens_lock (lens)), >, 200);
      apm_lens_unlock (lens);
    }

  return text;
}

static void
test_same (void)
{
  g_autoptr(GString) without = run (FALSE);
  g_autoptr(GString) with = run (TRUE);

  g_auto(GStrv) lines = g_strsplit (with->str, "\n", -1);
  g_auto(GStrv) expected = g_strsplit (without->str, "\n", -1);

  for (guint i = 0; expected[i] && lines[i]; i++)
    g_assert_cmpstr (lines[i], ==, expected[i]);
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (expected));
  g_assert_nonnull (strstr (with->str, "cancelled, it had the mutex"));
  g_assert_nonnull (strstr (with->str, "a destructor has the mutex"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lens-same/families", test_same);

  return g_test_run ();
}
