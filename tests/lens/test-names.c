/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-names.h"
#include "apm-lens-variables.h"

#include <glib/gstdio.h>
#include <string.h>
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

static void
test_match (void)
{
  g_assert_true (apm_lens_variables_match ("bank.total", "ban"));
  g_assert_true (apm_lens_variables_match ("bank.total", "TOT"));
  g_assert_true (apm_lens_variables_match ("seats[0].taken", "seat"));
  g_assert_false (apm_lens_variables_match ("seats[1].taken", "seat"));
  g_assert_false (apm_lens_variables_match ("seats[0].row[10].n", "seat"));
  g_assert_true (apm_lens_variables_match ("seats[1].taken", "seats["));
  g_assert_false (apm_lens_variables_match ("count", "counter"));
}

/* A wrong name is answered with what was perhaps meant. */
static void
test_advice (void)
{
  static const char *const names[] = { "bank.count", "bank.total", "buffer", "counter", "seats[0].taken", "seats[1].taken",
                                       "seats[2].taken", "seats[3].taken", NULL };
  static const char *const none[] = { NULL };
  static const struct {
    const char *wrong, *part;   /* of the sentence */
  } cases[] = {
    { "bufer", "there is buffer" },
    { "Counter", "there is counter" },
    { "total", "there is bank.total" },
    { "bank", "it has bank.count, bank.total" },
    { "seats", "it has seats[0].taken, seats[1].taken, seats[2].taken, …" },
    { "x", "no such global number or array" },
    { "", "no such global number or array" },
    { "an_altogether_different_name_that_is_longer_than_any_name_that_there_is_in_the_program", "no such global" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *advice = apm_lens_variables_dup_advice (names, cases[i].wrong);

      g_assert_nonnull (strstr (advice, cases[i].part));
    }
  {
    g_autofree char *advice = apm_lens_variables_dup_advice (none, "count");

    g_assert_nonnull (strstr (advice, "compile it with -g"));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lens-names/stop", test_stop);
  g_test_add_func ("/lens-names/match", test_match);
  g_test_add_func ("/lens-names/advice", test_advice);

  return g_test_run ();
}
