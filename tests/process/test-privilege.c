/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "../send-with-fds.h"

#include "apm-privilege.h"

#include "apm-error.h"
#include "apm-paths.h"
#include "privileged-order.h"
#include "test-actor.h"
#include "process-test.h"

#include <sys/pidfd.h>
#include <sys/socket.h>

/* Without pkexec the helper has only our own rights; what it checks is the same. */
static const char *const directly[] = { NULL };

typedef struct {
  GAsyncResult *result;
} Wait;

static void
on_done (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  ((Wait *) data)->result = g_object_ref (result);
}

static gboolean
act_on (ApmTarget         *target,
        const Act         *act,
        ApmTuneScope       scope,
        const char *const *launcher,
        GError           **error)
{
  g_autoptr(GPtrArray) targets = g_ptr_array_new ();
  Wait wait = { NULL };
  gboolean done;
  guint n_done;

  g_ptr_array_add (targets, target);
  apm_privilege_act_async (targets, act, scope, launcher, NULL, on_done, &wait);
  test_until (wait.result != NULL);
  done = apm_privilege_act_finish (wait.result, &n_done, error);
  g_assert_cmpuint (n_done, ==, done ? 1 : 0);
  g_object_unref (wait.result);

  return done;
}

static void
test_acts (void)
{
  TestActor actor = test_actor_start ("threads");
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", actor.pid);
  g_autoptr(ApmTarget) target = apm_target_open (actor.pid, 0, NULL);
  g_autoptr(GError) error = NULL;
  const Act nice = { .kind = ACT_NICE, .value = 11 };
  const Act score = { .kind = ACT_OOM_SCORE, .value = 500 };
  const Act end = { .kind = ACT_SIGNAL, .value = SIGKILL };
  Act now = { .kind = ACT_NICE };

  test_until (test_count_entries (path) == 4);
  g_assert_true (act_on (target, &nice, APM_TUNE_ALL_THREADS, directly, &error));
  g_assert_no_error (error);
  g_assert_true (apm_tune_read (target, &now, &error));
  g_assert_cmpint (now.value, ==, 11);

  g_assert_true (act_on (target, &score, APM_TUNE_ONE, directly, &error));
  now.kind = ACT_OOM_SCORE;
  g_assert_true (apm_tune_read (target, &now, &error));
  g_assert_cmpint (now.value, ==, 500);

  g_assert_true (act_on (target, &end, APM_TUNE_ONE, directly, &error));
  test_until (apm_target_has_ended (target));
  g_assert_false (act_on (target, &end, APM_TUNE_ONE, directly, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
  test_actor_end (&actor);
}

/* What pkexec ends with, and what it is when it is not there. */
static void
test_not_given (void)
{
  static const struct { const char *argv[4]; int code; const char *sentence; } cases[] = {
    { { "sh", "-c", "exit 126", NULL }, APM_ERROR_DENIED, "*not given: nothing was done" },
    { { "sh", "-c", "exit 127", NULL }, APM_ERROR_DENIED, "*refused*nothing was done" },
    { { "sh", "-c", "exit 0", NULL }, APM_ERROR_CLOSED, "*without an answer" },
    { { "sh", "-c", "kill -9 $$", NULL }, APM_ERROR_CLOSED, "*without an answer" },
    { { "sh", "-c", "export PKEXEC_UID=4711; exec \"$0\" act", NULL }, APM_ERROR_DENIED, "*only from the user*" },
    { { "sh", "-c", "export PKEXEC_UID=x; exec \"$0\" act", NULL }, APM_ERROR_DENIED, "*only from the user*" },
    { { "sh", "-c", "export PKEXEC_UID=\" $(id -u)\"; exec \"$0\" act", NULL }, APM_ERROR_DENIED, "*only from the*" },
    { { "sh", "-c", "export PKEXEC_UID=+$(id -u); exec \"$0\" act", NULL }, APM_ERROR_DENIED, "*only from the user*" },
    { { "sh", "-c", "exec \"$0\" watch", NULL }, APM_ERROR_CLOSED, "*without an answer" },
    { { "sh", "-c", "exec \"$0\"", NULL }, APM_ERROR_CLOSED, "*without an answer" },
  };
  const Act nice = { .kind = ACT_NICE, .value = 19 };
  TestActor actor = test_actor_start ("wait");
  g_autoptr(ApmTarget) target = apm_target_open (actor.pid, 0, NULL);
  Act now = { .kind = ACT_NICE };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (act_on (target, &nice, APM_TUNE_ONE, cases[i].argv, &error));
      test_assert_matches (error->message, cases[i].sentence);
      g_assert_error (error, APM_ERROR, cases[i].code);
    }
  g_assert_true (apm_tune_read (target, &now, NULL));
  g_assert_cmpint (now.value, !=, 19);
  test_actor_end (&actor);
}

static void
test_no_pkexec (void)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autoptr(ApmTarget) target = apm_target_open (getpid (), 0, NULL);
  g_autoptr(GError) error = NULL;

  g_setenv ("PATH", "/nowhere", TRUE);
  g_assert_false (apm_privilege_is_there (&error));
  test_assert_matches (error->message, "*pkexec is not installed");
  g_clear_error (&error);
  g_assert_false (act_on (target, &(Act) { .kind = ACT_NICE }, APM_TUNE_ONE, NULL, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_FAILED);
  g_setenv ("PATH", path, TRUE);
}

/* Orders as no library of ours would write them. Returns: the helper's result, −1
 * without an answer. */
static int
order_by_hand (const PrivilegedOrder *order,
               gsize                  length,
               const int             *fds,
               guint                  n_fds)
{
  g_autofree char *helper = apm_paths_dup_helper ("apm-privileged");
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr(GSubprocess) process = NULL;
  PrivilegedAnswer answer;
  int result = -1;
  int sockets[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets), ==, 0);
  test_send_with_fds (sockets[0], order, length, fds, n_fds);
  g_subprocess_launcher_take_stdin_fd (launcher, sockets[1]);
  process = g_subprocess_launcher_spawn (launcher, NULL, helper, "act", NULL);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  if (recv (sockets[0], &answer, sizeof answer, MSG_DONTWAIT) == sizeof answer)
    result = (int) answer.result;
  close (sockets[0]);

  return result;
}

static void
test_lies (void)
{
  TestActor actor = test_actor_start ("wait");
  g_autoptr(ApmTarget) target = apm_target_open (actor.pid, 0, NULL);
  g_autoptr(ApmTarget) own = apm_target_open (getpid (), 0, NULL);
  const PrivilegedOrder good = {
    .magic = PRIVILEGED_MAGIC, .n_targets = 1, .act = { .kind = ACT_SIGNAL, .value = SIGKILL },
    .targets = { { actor.pid, 0, apm_target_get_start_ticks (target) } },
  };
  int pidfd = apm_target_get_pidfd (target);
  int own_pidfd = apm_target_get_pidfd (own);
  int init_pidfd = pidfd_open (1, 0);
  int pair[2] = { pidfd, pidfd };
  int no_pidfd = 2;
  PrivilegedOrder order = good;

  /* The order's words. */
  order.magic++;
  g_assert_cmpint (order_by_hand (&order, sizeof order, &pidfd, 1), ==, PRIVILEGED_BAD_ORDER);
  order = good, order.act.kind = ACT_N_KINDS;
  g_assert_cmpint (order_by_hand (&order, sizeof order, &pidfd, 1), ==, PRIVILEGED_BAD_ORDER);
  order = good, order.act.value = 0;
  g_assert_cmpint (order_by_hand (&order, sizeof order, &pidfd, 1), ==, PRIVILEGED_BAD_ORDER);
  order = good, order.all_threads = 1;
  g_assert_cmpint (order_by_hand (&order, sizeof order, &pidfd, 1), ==, PRIVILEGED_BAD_ORDER);
  order = good, order.reserved = 1;
  g_assert_cmpint (order_by_hand (&order, sizeof order, &pidfd, 1), ==, PRIVILEGED_BAD_ORDER);
  order = good, order.n_targets = PRIVILEGED_MOST_TARGETS + 1;
  g_assert_cmpint (order_by_hand (&order, sizeof order, &pidfd, 1), ==, PRIVILEGED_BAD_ORDER);
  order = good, order.n_targets = 0;
  g_assert_cmpint (order_by_hand (&order, sizeof order, NULL, 0), ==, PRIVILEGED_BAD_ORDER);

  /* Its length and its descriptors. */
  g_assert_cmpint (order_by_hand (&good, sizeof good - 1, &pidfd, 1), ==, PRIVILEGED_BAD_ORDER);
  g_assert_cmpint (order_by_hand (&good, 1, &pidfd, 1), ==, PRIVILEGED_BAD_ORDER);
  g_assert_cmpint (order_by_hand (&good, sizeof good, NULL, 0), ==, PRIVILEGED_BAD_ORDER);
  g_assert_cmpint (order_by_hand (&good, sizeof good, pair, 2), ==, PRIVILEGED_BAD_ORDER);
  g_assert_cmpint (order_by_hand (&good, sizeof good, &no_pidfd, 1), ==, PRIVILEGED_BAD_ORDER);
  g_assert_cmpint (order_by_hand (&good, sizeof good, &own_pidfd, 1), ==, PRIVILEGED_OTHER);

  /* Whom it names. */
  order = good, order.targets[0].start_ticks++;
  g_assert_cmpint (order_by_hand (&order, sizeof order, &pidfd, 1), ==, PRIVILEGED_OTHER);
  order = good, order.targets[0].tid = getpid ();
  g_assert_cmpint (order_by_hand (&order, sizeof order, &pidfd, 1), ==, PRIVILEGED_GONE);
  order = good, order.targets[0].pid = 1;
  g_assert_cmpint (order_by_hand (&order, sizeof order, &init_pidfd, 1), ==, PRIVILEGED_BAD_ORDER);

  g_assert_false (apm_target_has_ended (target));
  g_assert_cmpint (order_by_hand (&good, sizeof good, &pidfd, 1), ==, PRIVILEGED_DONE);
  test_until (apm_target_has_ended (target));
  g_assert_cmpint (order_by_hand (&good, sizeof good, &pidfd, 1), ==, PRIVILEGED_GONE);
  close (init_pidfd);
  test_actor_end (&actor);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/privilege/acts", test_acts);
  g_test_add_func ("/process/privilege/not-given", test_not_given);
  g_test_add_func ("/process/privilege/no-pkexec", test_no_pkexec);
  g_test_add_func ("/process/privilege/lies", test_lies);

  return g_test_run ();
}
