/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-names.h"

#include <glib/gstdio.h>
#include <unistd.h>

static gpointer
ask_in_thread (gpointer names)
{
  return apm_lens_names_dup_variable (names, 0, 0x1000);
}

/* Whoever asks a helper that does not answer is let go when nobody wants to know. */
static void
test_stop (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("apm-names-XXXXXX", &error);
  g_autofree char *helper = g_build_filename (dir, "apm-source", NULL);
  g_autoptr(GPtrArray) modules = g_ptr_array_new ();
  const ApmLensImage image = { .pid = (int) getpid (), .modules = modules };
  gint64 start_us = g_get_monotonic_time ();
  ApmLensNames *names;
  GThread *thread;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents_full (helper, "#!/bin/sh\nexec sleep 1000\n", -1, G_FILE_SET_CONTENTS_NONE, 0700, &error));
  g_assert_true (g_setenv ("APM_LIBEXECDIR", dir, TRUE));

  names = apm_lens_names_new ();
  apm_lens_names_add_image (names, 0, &image);
  thread = g_thread_new ("asks", ask_in_thread, names);
  apm_lens_names_stop (names);
  g_assert_null (g_thread_join (thread));
  g_assert_null (apm_lens_names_dup_variable (names, 0, 0x2000));
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 15 * G_USEC_PER_SEC);
  apm_lens_names_free (names);

  g_unlink (helper);
  g_rmdir (dir);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lens-names/stop", test_stop);

  return g_test_run ();
}
