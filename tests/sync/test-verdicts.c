/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-test.h"

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>

/* Every variant of the catalogue comes to what its problem.ini says, with the
 * parameters that it says it is seen with. Wrong variants go on until they are
 * seen to be wrong, so no bad luck of one schedule lets a test fail. */

static void
set_shows (ApmExperiment    *run,
           const ApmVariant *variant)
{
  for (guint i = 0; variant->shows && variant->shows[i]; i++)
    {
      g_auto(GStrv) pair = g_strsplit (variant->shows[i], "=", 2);
      g_autoptr(GError) error = NULL;

      apm_experiment_set (run, pair[0], pair[1], &error);
      g_assert_no_error (error);
    }
}

static const ApmCheck *
get_broken (ApmExperiment *run)
{
  guint n;
  const ApmCheck *checks = apm_experiment_get_checks (run, &n);

  for (guint i = 0; i < n; i++)
    if (!checks[i].holds)
      return &checks[i];

  return NULL;
}

typedef struct {
  ApmProblem *problem;
  const ApmVariant *variant;
} Case;

static void
test_verdict (gconstpointer data)
{
  const Case *this = data;
  g_autoptr(ApmExperiment) run = apm_experiment_new (this->problem, this->variant);
  const ApmCheck *broken;

  /* Asked with a name that no queue can have: a kernel without queues says so before. */
  if (g_str_equal (apm_problem_get_id (this->problem), "queue-unread") &&
      mq_open ("/", O_RDONLY) == (mqd_t) -1 && errno == ENOSYS)
    {
      g_test_skip ("this kernel has no POSIX queues");
      return;
    }

  set_shows (run, this->variant);
  sync_test_run (run);
  g_test_message ("%s", apm_experiment_get_outcome (run));
  test_until (sync_test_group_is_gone (apm_experiment_get_pid (run)));

  broken = get_broken (run);
  if (this->variant->right)
    {
      g_assert_null (broken);
      g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_DONE);
      g_assert_cmpint (apm_experiment_get_verdict (run), ==, APM_VERDICT_HOLDS);
      return;
    }

  g_assert_cmpint (apm_experiment_get_verdict (run), ==, APM_VERDICT_BROKEN);
  g_assert_nonnull (broken);
  g_assert_true (g_strv_contains (this->variant->breaks, broken->id));
  g_assert_cmpstr (apm_experiment_get_outcome (run), ==, broken->sentence);
}

/* These say who waits for what. */
static void
test_sentences (void)
{
  static const struct { const char *name, *says; } cases[] = {
    { "bank:opposite", "Deadlock: K1 waits for account[1].mutex, which K2 holds; K2 waits for account[0].mutex, which K1 holds." },
    { "rendezvous:both-wait", "Nobody is left to wake them: A1 waits for b_came; B1 waits for a_came." },
    { "signalling:no-variable", "Nobody is left to wake them: B1 waits for ready." },
    { "holder-killed:plain", ", which W1 held when it ended" },
    { "pipe-full:both-write", "Deadlock: A1 waits; B1 waits." },
  };
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmExperiment) run = sync_test_new (catalogue, cases[i].name, NULL);

      set_shows (run, apm_experiment_get_variant (run));
      sync_test_run (run);
      g_test_message ("%s", apm_experiment_get_outcome (run));
      g_assert_nonnull (strstr (apm_experiment_get_outcome (run), cases[i].says));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);
  g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func (g_free);

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (catalogue), >=, 20);

  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr(ApmProblem) problem = g_list_model_get_item (catalogue, i);
      guint n;
      const ApmVariant *variants = apm_problem_get_variants (problem, &n);

      for (guint j = 0; j < n; j++)
        {
          g_autofree char *path = g_strdup_printf ("/verdicts/%s/%s", apm_problem_get_id (problem), variants[j].id);
          Case *this = g_new (Case, 1);

          *this = (Case) { problem, &variants[j] };
          g_ptr_array_add (cases, this);
          g_test_add_data_func (path, this, test_verdict);
        }
    }
  g_test_add_func ("/verdicts/sentences", test_sentences);

  return g_test_run ();
}
