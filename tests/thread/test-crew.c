/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-crew.h"
#include "apm-error.h"
#include "apm-post.h"

#include "post-fixture.h"

#include <signal.h>

/* Each test runs with the crew of this program and with that of a worker: the
 * face is the same. */
typedef struct {
  ApmPost   *post;
  ApmWorker *worker;
  ApmCrew   *crew;
  GString   *changes;   /* " a:running", in order */
  guint      n_created;
  gint64     join_us;
} CrewFixture;

static void
on_changed (ApmCrew     *crew,
            const char  *name,
            int          phase,
            gint64       join_us,
            CrewFixture *fixture)
{
  g_string_append_printf (fixture->changes, " %s:%s", name, apm_phase_get_id (phase));
  if (phase == APM_PHASE_ENDED)
    fixture->join_us = join_us;
}

static void
on_created (ApmCrew     *crew,
            const char  *name,
            int          tid,
            CrewFixture *fixture)
{
  g_assert_cmpint (tid, >, 0);
  fixture->n_created++;
}

static void
set_up (CrewFixture   *fixture,
        gconstpointer  in_worker)
{
  fixture->post = apm_post_new ();
  if (in_worker)
    {
      fixture->worker = g_object_ref (apm_post_create_worker (fixture->post, "w", NULL));
      fixture->crew = apm_crew_new_in_worker (fixture->worker);
    }
  else
    fixture->crew = apm_crew_new_here ();

  fixture->changes = g_string_new (NULL);
  g_signal_connect (fixture->crew, "changed", G_CALLBACK (on_changed), fixture);
  g_signal_connect (fixture->crew, "created", G_CALLBACK (on_created), fixture);
}

static void
tear_down (CrewFixture   *fixture,
           gconstpointer  in_worker)
{
  g_clear_object (&fixture->crew);
  g_clear_object (&fixture->worker);
  g_clear_object (&fixture->post);
  test_until (count_children () == 0);
  g_string_free (fixture->changes, TRUE);
}

static void
create (CrewFixture *fixture,
        const char  *name,
        ApmWork      work)
{
  g_autoptr(GError) error = NULL;

  apm_crew_create (fixture->crew, name, work, &error);
  g_assert_no_error (error);
}

static gboolean
has_phase (CrewFixture *fixture,
           const char  *name,
           ApmPhase     phase)
{
  const ApmMember *member = apm_crew_find (fixture->crew, name);

  return member ? member->phase == phase : phase == APM_PHASE_ENDED;
}

static void
test_life (CrewFixture   *fixture,
           gconstpointer  in_worker)
{
  for (int work = 0; work < APM_N_WORKS; work++)
    {
      g_string_truncate (fixture->changes, 0);
      fixture->n_created = 0;
      create (fixture, "a", work);
      g_assert_cmpuint (apm_crew_get_n (fixture->crew), ==, 1);
      test_until (has_phase (fixture, "a", APM_PHASE_RUNNING));
      g_assert_cmpuint (fixture->n_created, ==, 1);

      g_assert_true (apm_crew_pause (fixture->crew, "a", NULL));
      test_until (has_phase (fixture, "a", APM_PHASE_PAUSED));
      g_assert_true (apm_crew_resume (fixture->crew, "a", NULL));
      test_until (has_phase (fixture, "a", APM_PHASE_RUNNING));
      g_assert_true (apm_crew_terminate (fixture->crew, "a", NULL));
      test_until (apm_crew_get_idle (fixture->crew));

      g_assert_cmpstr (fixture->changes->str, ==,
                       " a:starting a:running a:paused a:running a:terminating a:ended");
      g_assert_cmpint (fixture->join_us, >=, 0);
    }
}

static void
test_refused (CrewFixture   *fixture,
              gconstpointer  in_worker)
{
  static const char *const bad[] = { "", "\xff", "0123456789012345678901234567890123456789012345678901234567890123456789" };
  g_autoptr(GError) error = NULL;

  create (fixture, "a", APM_WORK_IDLE);
  g_assert_false (apm_crew_create (fixture->crew, "a", APM_WORK_IDLE, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_EXISTS);
  g_clear_error (&error);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (apm_crew_create (fixture->crew, bad[i], APM_WORK_IDLE, &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
      g_clear_error (&error);
    }

  g_assert_false (apm_crew_pause (fixture->crew, "b", &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
  g_clear_error (&error);
  g_assert_false (apm_crew_terminate (fixture->crew, "b", &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
}

static void
test_silent (CrewFixture   *fixture,
             gconstpointer  in_worker)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) silent = NULL;

  create (fixture, "a", APM_WORK_HOLDING);
  g_assert_true (apm_crew_pause (fixture->crew, "a", NULL));
  test_until (has_phase (fixture, "a", APM_PHASE_PAUSED));
  create (fixture, "b", APM_WORK_HOLDING);
  test_until (has_phase (fixture, "b", APM_PHASE_RUNNING));

  g_assert_true (apm_crew_terminate (fixture->crew, "b", NULL));
  test_until (has_phase (fixture, "b", APM_PHASE_TERMINATING));
  g_assert_false (apm_crew_pause (fixture->crew, "b", &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
  test_until (has_phase (fixture, "b", APM_PHASE_SILENT));
  silent = apm_crew_dup_silent (fixture->crew);
  g_assert_cmpuint (g_strv_length (silent), ==, 1);
  g_assert_cmpstr (silent[0], ==, "b");

  apm_crew_shutdown (fixture->crew);
  test_until (apm_crew_get_idle (fixture->crew));
  g_assert_cmpint (fixture->join_us, >=, 0);
}

/* To let go with threads that do not answer neither waits nor leaks. */
static void
test_let_go_of_silent (CrewFixture   *fixture,
                       gconstpointer  in_worker)
{
  gint64 began_us;

  create (fixture, "a", APM_WORK_HOLDING);
  create (fixture, "b", APM_WORK_HOLDING);
  create (fixture, "c", APM_WORK_HOLDING);
  test_until (fixture->n_created == 3);

  began_us = g_get_monotonic_time ();
  apm_crew_shutdown (fixture->crew);
  g_clear_object (&fixture->crew);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, G_USEC_PER_SEC);
}

static void
test_worker_killed (CrewFixture   *fixture,
                    gconstpointer  in_worker)
{
  g_autoptr(GError) error = NULL;

  create (fixture, "a", APM_WORK_IDLE);
  test_until (fixture->n_created == 1);
  apm_child_signal (apm_worker_get_child (fixture->worker), SIGKILL, FALSE, NULL);
  test_until (apm_crew_get_idle (fixture->crew));
  g_assert_cmpint (fixture->join_us, ==, -1);

  g_assert_false (apm_crew_create (fixture->crew, "b", APM_WORK_IDLE, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
}

/* A worker that is stopped cannot answer for its threads. */
static void
test_worker_stopped (CrewFixture   *fixture,
                     gconstpointer  in_worker)
{
  create (fixture, "a", APM_WORK_IDLE);
  test_until (fixture->n_created == 1);
  apm_child_signal (apm_worker_get_child (fixture->worker), SIGSTOP, FALSE, NULL);
  g_assert_true (apm_crew_terminate (fixture->crew, "a", NULL));
  test_until (has_phase (fixture, "a", APM_PHASE_SILENT));

  apm_child_signal (apm_worker_get_child (fixture->worker), SIGCONT, FALSE, NULL);
  test_until (apm_crew_get_idle (fixture->crew));
  g_assert_cmpint (fixture->join_us, >=, 0);
}

static void
test_words (void)
{
  for (int work = 0; work < APM_N_WORKS; work++)
    {
      ApmWork found;

      g_assert_true (apm_work_from_id (apm_work_get_id (work), &found));
      g_assert_cmpint (found, ==, work);
      g_assert_nonnull (apm_work_get_label (work));
      g_assert_nonnull (apm_work_get_explanation (work));
    }
  g_assert_false (apm_work_from_id ("nothing", &(ApmWork) { 0 }));
}

int
main (int    argc,
      char **argv)
{
  static const struct { const char *path; void (*test) (CrewFixture *, gconstpointer); gboolean here; } tests[] = {
    { "life", test_life, TRUE },
    { "refused", test_refused, TRUE },
    { "silent", test_silent, TRUE },
    { "let-go-of-silent", test_let_go_of_silent, TRUE },
    { "worker-killed", test_worker_killed, FALSE },
    { "worker-stopped", test_worker_stopped, FALSE },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *here = g_strdup_printf ("/crew/here/%s", tests[i].path);
      g_autofree char *in_worker = g_strdup_printf ("/crew/in-worker/%s", tests[i].path);

      if (tests[i].here)
        g_test_add (here, CrewFixture, GINT_TO_POINTER (FALSE), set_up, tests[i].test, tear_down);
      g_test_add (in_worker, CrewFixture, GINT_TO_POINTER (TRUE), set_up, tests[i].test, tear_down);
    }
  g_test_add_func ("/crew/words", test_words);

  return g_test_run ();
}
