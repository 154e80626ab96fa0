/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Real programs under the lens. What they do is in watched.c. */

#include "lens-test.h"

#include "apm-error.h"
#include "apm-lens-order.h"
#include "apm-lens-values.h"

#include <string.h>

static void
test_names (void)
{
  g_autoptr(ApmLens) lens = lens_test_start ("names", NULL);
  g_autoptr(GPtrArray) rings = NULL;
  g_autofree char *alice = NULL;
  g_autofree char *other = NULL;
  g_autofree char *place = NULL;
  ApmLensModel *model;

  g_assert_cmpint (lens_test_wait_for_end (lens), ==, 7);
  g_assert_cmpuint (lens_test_get_object (lens, "mutex_a").n_taken, ==, 2);
  g_assert_cmpuint (lens_test_get_object (lens, "mutex_b").n_taken, ==, 2);
  g_assert_cmpuint (lens_test_get_object (lens, "accounts[1].lock").n_taken, ==, 1);
  g_assert_cmpuint (lens_test_get_object (lens, "forks[2]").n_taken, ==, 1);
  place = apm_lens_dup_place (lens, 0, lens_test_get_object (lens, "forks[2]").first_caller);
  g_assert_true (g_str_has_prefix (place, "watched.c:"));

  g_assert_cmpuint (lens_test_get_n_threads (lens), ==, 3);
  alice = apm_lens_dup_thread_name (lens, 1);
  other = apm_lens_dup_thread_name (lens, 2);
  /* Either may have begun first. */
  if (g_strcmp0 (other, "alice") == 0)
    {
      char *first = g_steal_pointer (&alice);

      alice = g_steal_pointer (&other);
      other = first;
    }
  g_assert_cmpstr (alice, ==, "alice");
  g_assert_true (g_str_has_prefix (other, "lock_b_a ("));

  model = apm_lens_lock (lens);
  rings = apm_lens_order_find_rings (apm_lens_model_get_order (model), model);
  apm_lens_unlock (lens);
  g_assert_cmpuint (rings->len, ==, 1);
  g_assert_null (apm_lens_dup_doubt (lens));
}

static void
test_local (void)
{
  g_autoptr(ApmLens) lens = lens_test_start ("names", NULL);
  guint n = 0;

  lens_test_wait_for_end (lens);
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *name = apm_lens_dup_object_name (lens, i);

      n += g_str_has_prefix (name, "mutex first used at watched.c:");
    }
  g_assert_cmpuint (n, <=, 1);
}

static void
test_many_threads (void)
{
  g_autoptr(ApmLens) lens = lens_test_start ("threads", "10000");

  g_assert_cmpint (lens_test_wait_for_end (lens), ==, 0);
  g_assert_cmpuint (lens_test_get_n_threads (lens), ==, 10001);
  g_assert_cmpuint (lens_test_get_object (lens, "mutex_a").n_taken, ==, 10000);
  g_assert_cmpuint (apm_lens_get_n_unseen (lens), ==, 0);
  g_assert_cmpuint (apm_lens_model_get_n_lost (apm_lens_lock (lens)), ==, 0);
  apm_lens_unlock (lens);
}

static void
test_processes (void)
{
  g_autoptr(ApmLens) lens = lens_test_start ("processes", NULL);
  ApmLensObject mutex;

  g_assert_cmpint (lens_test_wait_for_end (lens), ==, 0);
  mutex = lens_test_get_object (lens, "buffer->mutex");
  g_assert_cmpuint (mutex.n_taken, ==, 200);
  g_assert_cmpint (mutex.process, ==, -1);
  g_assert_cmpuint (lens_test_get_object (lens, "buffer->filled").n_taken, ==, 1);
}

/* It closes all descriptors, gives up its rights, forks, and its child becomes
 * another program: all of them are seen. */
static void
test_rough (void)
{
  g_autoptr(ApmLens) lens = lens_test_start ("rough", NULL);
  ApmLensModel *model;

  g_assert_cmpint (lens_test_wait_for_end (lens), ==, 7);
  model = apm_lens_lock (lens);
  g_assert_cmpuint (apm_lens_model_get_n_processes (model), ==, 2);
  g_assert_cmpint (apm_lens_model_get_process (model, 1)->parent_pid, ==, apm_lens_model_get_process (model, 0)->pid);
  apm_lens_unlock (lens);
  g_assert_cmpuint (lens_test_get_object (lens, "mutex_a").n_taken, >=, 2);
}

static void
test_own_malloc (void)
{
  const char *argv[] = { g_getenv ("OWN_MALLOC"), NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmLens) lens = apm_lens_start (&(ApmSpawn) { .argv = argv, .ends_with_us = TRUE }, &error);

  g_assert_no_error (error);
  g_assert_cmpint (lens_test_wait_for_end (lens), ==, 3);
  g_assert_cmpuint (lens_test_get_object (lens, "pool_lock").n_taken, >=, 4000);
}

/* A record is read whole or not at all, whenever its writer is killed. */
static void
test_kills (void)
{
  g_autoptr(ApmLens) lens = lens_test_start ("kills", "1000");
  ApmLensModel *model;

  g_assert_cmpint (lens_test_wait_for_end (lens), ==, 0);
  model = apm_lens_lock (lens);
  g_assert_cmpuint (apm_lens_model_get_n_processes (model), >, 100);
  for (guint i = 0; i < apm_lens_model_get_n_notes (model); i++)
    {
      const ApmLensNote *note = apm_lens_model_get_note (model, i);

      g_assert_cmpint (note->a, ==, note->b);
    }
  for (guint i = 0; i < apm_lens_model_get_n_threads (model); i++)
    g_assert_cmpint (apm_lens_model_get_thread (model, i)->ended_ns, !=, 0);
  apm_lens_unlock (lens);
}

static void
test_direct (void)
{
  g_autoptr(ApmLens) lens = lens_test_start ("direct", NULL);
  g_autofree char *doubt = NULL;

  test_until ((doubt = apm_lens_dup_doubt (lens)) != NULL);
  g_assert_nonnull (strstr (doubt, "waits in a futex directly"));
  apm_lens_kill (lens);
  lens_test_wait_for_end (lens);
}

/* Numbers and arrays of a running program, by their names. */
static void
test_variables (void)
{
  g_autoptr(ApmLens) lens = lens_test_start ("loop", "1");
  int pid = apm_child_get_pid (apm_lens_get_child (lens));
  ApmLensVariable count, slots, ratio;
  double value = 0, first, values[5];
  static const char *const bad[] = { "no_such", "mutex_a", "accounts", "slots[5]", "slots[-1]", "slots[", "slots[]",
                                     "slots[1", "slots[1]x", "slots[1][0]", "slots.x", "count[0]", "accounts[0]",
                                     "accounts[0].lock", "accounts[9999999999999999999].number", ".", "[0]", "" };
  g_auto(GStrv) names = NULL;

  test_until (lens_test_find_object (lens, "mutex_a") >= 0);
  g_assert_true (apm_lens_find_variable (lens, 0, "count", &count));
  g_assert_true (apm_lens_find_variable (lens, 0, "slots", &slots));
  g_assert_true (apm_lens_find_variable (lens, 0, "accounts[2].number", &ratio));
  g_assert_true (apm_lens_find_variable (lens, 0, "slots[4]", &ratio));
  g_assert_cmpuint (ratio.address, ==, slots.address + 4 * slots.size);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (apm_lens_find_variable (lens, 0, bad[i], &ratio));
  g_assert_true (apm_lens_find_variable (lens, 0, "ratio", &ratio));
  g_assert_cmpuint (count.count, ==, 1);
  g_assert_cmpuint (slots.count, ==, 5);
  names = apm_lens_dup_variables (lens, 0);
  g_assert_true (g_strv_contains ((const char *const *) names, "accounts[2].number"));
  g_assert_false (g_strv_contains ((const char *const *) names, "mutex_a"));
  g_assert_true (apm_lens_values_read (pid, &slots, values, 5));
  g_assert_cmpfloat (values[1], ==, -2);
  g_assert_cmpfloat (values[4], ==, 5);
  g_assert_true (apm_lens_values_read (pid, &ratio, &value, 1));
  g_assert_cmpfloat (value, ==, 0.25);

  g_assert_true (apm_lens_values_read (pid, &count, &first, 1));
  test_until (apm_lens_values_read (pid, &count, &value, 1) && value != first);
  apm_lens_kill (lens);
  lens_test_wait_for_end (lens);
  g_assert_false (apm_lens_values_read (pid, &count, &value, 1));
}

static void
test_refused (void)
{
  static const char *const none[] = { "no-such-program-anywhere", NULL };
  g_autoptr(GError) error = NULL;

  g_assert_null (apm_lens_start (&(ApmSpawn) { .argv = none, .ends_with_us = TRUE }, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (apm_lens_start (&(ApmSpawn) { .command = "", .ends_with_us = TRUE }, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lens/names", test_names);
  g_test_add_func ("/lens/local", test_local);
  g_test_add_func ("/lens/many-threads", test_many_threads);
  g_test_add_func ("/lens/processes", test_processes);
  g_test_add_func ("/lens/rough", test_rough);
  g_test_add_func ("/lens/own-malloc", test_own_malloc);
  g_test_add_func ("/lens/kills", test_kills);
  g_test_add_func ("/lens/direct", test_direct);
  g_test_add_func ("/lens/variables", test_variables);
  g_test_add_func ("/lens/refused", test_refused);

  return g_test_run ();
}
