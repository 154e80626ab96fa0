/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-recorder.h"
#include "apm-session.h"

#include "../until.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A session with its recorder, and nothing of a window. */
typedef struct {
  ApmSession *session;
  gboolean ended;
  GString *toasts;
} Fixture;

static void
ended_cb (Fixture *fixture)
{
  fixture->ended = TRUE;
}

static void
toast_cb (Fixture    *fixture,
          const char *text)
{
  g_string_append_printf (fixture->toasts, "%s\n", text);
}

/* What the session orders of the watch; --wrap in meson.build puts this before it. */
void __wrap_apm_wait_watch_set_interval (ApmWaitWatch *self,
                                         guint         ms);
void __real_apm_wait_watch_set_interval (ApmWaitWatch *self,
                                         guint         ms);

static guint waits_ms;

void
__wrap_apm_wait_watch_set_interval (ApmWaitWatch *self,
                                    guint         ms)
{
  waits_ms = ms;
  __real_apm_wait_watch_set_interval (self, ms);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  waits_ms = 0;
  fixture->session = apm_session_new ();
  fixture->toasts = g_string_new (NULL);
  apm_recorder_attach (fixture->session);
  g_signal_connect_swapped (fixture->session, "ended", G_CALLBACK (ended_cb), fixture);
  g_signal_connect_swapped (fixture->session, "toast", G_CALLBACK (toast_cb), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_string_free (fixture->toasts, TRUE);
}

static gboolean
log_says (Fixture    *fixture,
          ApmLevel    level,
          const char *words)
{
  ApmView *view = apm_log_get_view (apm_session_get_log (fixture->session));

  for (guint i = 0; i < apm_view_get_n_rows (view); i++)
    {
      const ApmLogEntry *entry = apm_view_get_row (view, i);

      if (entry->level == level && strstr (entry->text, words) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
shut_down (Fixture *fixture)
{
  apm_session_shutdown (fixture->session);
  test_until (fixture->ended);
}

static void
test_process (Fixture      *fixture,
              gconstpointer data)
{
  ApmSpawn spawn = { .command = "sh -c 'echo out; echo err >&2; exit 3'", .name = "three" };
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (apm_session_create_process (fixture->session, &spawn, &error));
  g_assert_no_error (error);
  test_until (log_says (fixture, APM_LEVEL_INFO, "Created process 'three' (PID "));
  test_until (log_says (fixture, APM_LEVEL_INFO, "three says: out"));
  test_until (log_says (fixture, APM_LEVEL_INFO, "three says on standard error: err"));
  test_until (log_says (fixture, APM_LEVEL_WARNING, "ended: exited with status 3"));
  shut_down (fixture);
}

static void
test_process_that_cannot_start (Fixture      *fixture,
                                gconstpointer data)
{
  ApmSpawn spawn = { .command = "/no/such/program" };
  g_autoptr (GError) error = NULL;

  g_assert_null (apm_session_create_process (fixture->session, &spawn, &error));
  g_assert_nonnull (error);
  test_until (log_says (fixture, APM_LEVEL_ERROR, "/no/such/program"));
  shut_down (fixture);
}

static void
test_worker_and_its_crew (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) taken = NULL;
  ApmWorker *worker = apm_session_create_worker (fixture->session, "anna", &error);
  int pid;

  g_assert_no_error (error);
  pid = apm_worker_get_pid (worker);
  g_assert_null (apm_session_create_worker (fixture->session, "anna", &taken));
  g_assert_nonnull (taken);
  test_until (log_says (fixture, APM_LEVEL_ERROR, "anna"));

  g_assert_true (apm_crew_create (apm_session_get_crew_of (fixture->session, worker), "oar", APM_WORK_IDLE, &error));
  test_until (log_says (fixture, APM_LEVEL_INFO, "Created thread 'oar'"));
  g_assert_true (apm_session_get_crew_of (fixture->session, NULL) == apm_session_get_crew (fixture->session));

  shut_down (fixture);
  test_until (log_says (fixture, APM_LEVEL_INFO, "Worker 'anna'"));
  g_assert_cmpint (kill (pid, 0), ==, -1);
  g_assert_cmpint (errno, ==, ESRCH);
}

static void
test_leashed_child_ends_others_go_on (Fixture      *fixture,
                                      gconstpointer data)
{
  ApmSpawn leashed = { .command = "sleep 600", .ends_with_us = TRUE };
  ApmSpawn free = { .command = "sleep 600" };
  g_autoptr (GError) error = NULL;
  int leashed_pid, free_pid;

  leashed_pid = apm_child_get_pid (apm_session_create_process (fixture->session, &leashed, &error));
  free_pid = apm_child_get_pid (apm_session_create_process (fixture->session, &free, &error));
  shut_down (fixture);

  g_assert_cmpint (kill (leashed_pid, 0), ==, -1);
  g_assert_cmpint (kill (free_pid, 0), ==, 0);
  kill (free_pid, SIGKILL);
}

static ApmExperiment *
new_experiment (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  ApmProblem *problem = NULL;
  const ApmVariant *variant = NULL;

  apm_catalogue_find_variant (apm_session_get_catalogue (fixture->session), "bounded-buffer:semaphores", &problem,
                              &variant, &error);
  g_assert_no_error (error);

  return apm_experiment_new (problem, variant);
}

static void
test_experiment_is_recorded_and_stopped (Fixture      *fixture,
                                         gconstpointer data)
{
  ApmExperiment *experiment = new_experiment (fixture);
  g_autoptr (GError) error = NULL;

  apm_experiment_set (experiment, "items", "0", &error);
  g_assert_no_error (error);
  g_assert_true (apm_session_start_experiment (fixture->session, experiment, &error));
  g_assert_no_error (error);
  test_until (log_says (fixture, APM_LEVEL_INFO, " put item "));
  test_until (log_says (fixture, APM_LEVEL_INFO, " got item "));

  shut_down (fixture);
  g_assert_cmpint (apm_experiment_get_state (experiment), ==, APM_RUN_STOPPED);
  g_assert_finalize_object (experiment);
}

/* One that could not start is not waited for. */
static void
test_experiment_that_cannot_start (Fixture      *fixture,
                                   gconstpointer data)
{
  ApmExperiment *experiment = new_experiment (fixture);
  g_autoptr (GError) error = NULL;

  apm_experiment_set (experiment, "delay_min_ms", "9", &error);
  apm_experiment_set (experiment, "delay_max_ms", "3", &error);
  g_assert_no_error (error);
  g_assert_false (apm_session_start_experiment (fixture->session, experiment, &error));
  g_assert_nonnull (error);
  g_assert_finalize_object (experiment);
  shut_down (fixture);
}

static void
test_quick_way_out (Fixture      *fixture,
                    gconstpointer data)
{
  ApmCrew *crew = apm_session_get_crew (fixture->session);
  g_autoptr (GError) error = NULL;
  gint64 began;

  for (ApmWork work = APM_WORK_IDLE; work <= APM_WORK_HOLDING; work++)
    g_assert_true (apm_crew_create (crew, apm_work_get_id (work), work, &error));
  test_until (log_says (fixture, APM_LEVEL_INFO, "Created thread 'holding'"));

  began = g_get_monotonic_time ();
  shut_down (fixture);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 2 * G_USEC_PER_SEC);
  test_until (log_says (fixture, APM_LEVEL_INFO, "Thread 'holding' in this program ended"));
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

static int gate[2];

/* Runs on a thread of the crew and keeps it until the gate opens. */
static void
stand_still (int signum)
{
  char byte;

  while (read (gate[0], &byte, 1) < 0 && errno == EINTR)
    continue;
}

/* A thread that cannot look at its orders is named, and the program goes. */
static void
test_silent_thread_is_named (Fixture      *fixture,
                             gconstpointer data)
{
  ApmCrew *crew = apm_session_get_crew (fixture->session);
  g_autoptr (GError) error = NULL;
  gint64 began;
  double seconds;

  g_assert_no_errno (pipe (gate));
  signal (SIGUSR1, stand_still);
  g_assert_true (apm_crew_create (crew, "statue", APM_WORK_IDLE, &error));
  test_until (log_says (fixture, APM_LEVEL_INFO, "Created thread 'statue'"));
  g_assert_no_errno (syscall (SYS_tgkill, getpid (), apm_crew_find (crew, "statue")->tid, SIGUSR1));

  began = g_get_monotonic_time ();
  shut_down (fixture);
  seconds = (g_get_monotonic_time () - began) / (double) G_USEC_PER_SEC;
  g_assert_cmpfloat (seconds, >=, 2);
  g_assert_cmpfloat (seconds, <, 4);
  g_assert_cmpstr (fixture->toasts->str, ==, "Thread 'statue' does not answer\n");
  test_until (log_says (fixture, APM_LEVEL_ERROR, "Thread 'statue' does not answer"));

  g_assert_no_errno (write (gate[1], "", 1));
  test_until (apm_crew_get_idle (crew));
  close (gate[0]);
  close (gate[1]);
}

static void
test_pause (Fixture      *fixture,
            gconstpointer data)
{
  apm_session_set_paused (fixture->session, TRUE);
  g_assert_true (apm_process_list_get_paused (apm_session_get_processes (fixture->session)));
  g_assert_true (apm_thread_list_get_paused (apm_session_get_threads (fixture->session)));
  test_until (log_says (fixture, APM_LEVEL_INFO, "Updates are paused"));
  apm_session_set_paused (fixture->session, FALSE);
  g_assert_false (apm_process_list_get_paused (apm_session_get_processes (fixture->session)));
  test_until (log_says (fixture, APM_LEVEL_INFO, "Updates go on"));
  shut_down (fixture);
}

static void
count_notify (GObject    *object,
              GParamSpec *pspec,
              gpointer    count)
{
  (*(guint *) count)++;
}

/* What nobody sees is looked at each five seconds, or as seldom as was wished. */
static void
test_seen (Fixture      *fixture,
           gconstpointer data)
{
  ApmProcessList *list = apm_session_get_processes (fixture->session);
  GSettings *settings = apm_session_get_settings (fixture->session);
  guint n_notified = 0;

  g_signal_connect (fixture->session, "notify::seen", G_CALLBACK (count_notify), &n_notified);
  g_assert_true (apm_session_get_seen (fixture->session));
  g_assert_cmpuint (apm_process_list_get_interval (list), ==, 1000);
  apm_session_set_seen (fixture->session, FALSE);
  apm_session_set_seen (fixture->session, FALSE);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpuint (apm_process_list_get_interval (list), ==, 5000);
  g_settings_set_uint (settings, "update-interval", 250);
  g_assert_cmpuint (apm_process_list_get_interval (list), ==, 5000);
  g_settings_set_uint (settings, "update-interval", 10000);
  g_assert_cmpuint (apm_process_list_get_interval (list), ==, 10000);
  g_settings_set_uint (settings, "update-interval", 250);
  apm_session_set_seen (fixture->session, TRUE);
  g_assert_cmpuint (apm_process_list_get_interval (list), ==, 250);
  g_settings_reset (settings, "update-interval");
  shut_down (fixture);
}

/* Who waits for whom is looked at once the first list is there, each thirty seconds
 * while nobody sees it, and never where only asked looks are wished. */
static void
test_waits_seen (Fixture      *fixture,
                 gconstpointer data)
{
  GSettings *settings = apm_session_get_settings (fixture->session);

  g_assert_cmpuint (waits_ms, ==, 0);
  test_until (waits_ms == 2000);
  apm_session_set_seen (fixture->session, FALSE);
  g_assert_cmpuint (waits_ms, ==, 30000);
  g_settings_set_uint (settings, "deadlock-interval", 60000);
  g_assert_cmpuint (waits_ms, ==, 60000);
  g_settings_set_uint (settings, "deadlock-interval", 0);
  g_assert_cmpuint (waits_ms, ==, 0);
  g_settings_set_uint (settings, "deadlock-interval", 500);
  g_assert_cmpuint (waits_ms, ==, 30000);
  apm_session_set_seen (fixture->session, TRUE);
  g_assert_cmpuint (waits_ms, ==, 500);
  g_settings_reset (settings, "deadlock-interval");
  shut_down (fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  const struct {
    const char *path;
    void      (*function) (Fixture *, gconstpointer);
  } tests[] = {
    { "/session/process", test_process },
    { "/session/seen", test_seen },
    { "/session/waits-seen", test_waits_seen },
    { "/session/process-that-cannot-start", test_process_that_cannot_start },
    { "/session/worker-and-its-crew", test_worker_and_its_crew },
    { "/session/leashed-child-ends-others-go-on", test_leashed_child_ends_others_go_on },
    { "/session/experiment-is-recorded-and-stopped", test_experiment_is_recorded_and_stopped },
    { "/session/experiment-that-cannot-start", test_experiment_that_cannot_start },
    { "/session/quick-way-out", test_quick_way_out },
    { "/session/pause", test_pause },
    { "/session/silent-thread-is-named", test_silent_thread_is_named },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].function, tear_down);

  return g_test_run ();
}
