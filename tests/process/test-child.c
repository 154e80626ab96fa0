/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-child.h"

#include "apm-error.h"
#include "process-test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  GString *out;
  GString *err;
  guint n_batches;
  guint n_ended;
  int wait_status;
} Witness;

static void
on_output (ApmChild *child,
           gboolean  is_stderr,
           GBytes   *batch,
           Witness  *witness)
{
  gsize length;
  const char *data = g_bytes_get_data (batch, &length);

  g_string_append_len (is_stderr ? witness->err : witness->out, data, length);
  witness->n_batches++;
}

static void
on_ended (ApmChild *child,
          int       wait_status,
          Witness  *witness)
{
  g_assert_true (apm_child_get_ended (child));
  witness->wait_status = wait_status;
  witness->n_ended++;
}

static void
witness_init (Witness  *witness,
              ApmChild *child)
{
  *witness = (Witness) { g_string_new (NULL), g_string_new (NULL) };
  g_signal_connect (child, "output", G_CALLBACK (on_output), witness);
  g_signal_connect (child, "ended", G_CALLBACK (on_ended), witness);
}

static void
witness_clear (Witness *witness)
{
  g_string_free (witness->out, TRUE);
  g_string_free (witness->err, TRUE);
}

static void
run (const ApmSpawn *spawn,
     Witness        *witness)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmChild) child = apm_child_spawn (spawn, &error);

  g_assert_no_error (error);
  witness_init (witness, child);
  test_until (witness->n_ended > 0);
  g_assert_cmpint (witness->wait_status, ==, apm_child_get_wait_status (child));

  /* Collected: the number is no child of ours any more. */
  g_assert_cmpint (waitpid (apm_child_get_pid (child), NULL, WNOHANG), ==, -1);
  g_assert_cmpint (errno, ==, ECHILD);
  g_signal_handlers_disconnect_by_data (child, witness);
}

static void
test_ends (void)
{
  static const struct { const char *verb, *argument; int wait_status; } cases[] = {
    { "exit", "0", 0 },
    { "exit", "3", 3 << 8 },
    { "exit", "255", 255 << 8 },
    { "kill", "9", SIGKILL },
    { "kill", "15", SIGTERM },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases) * 2; i++)
    {
      const char *argv[] = { SUBJECT, cases[i / 2].verb, cases[i / 2].argument, NULL };
      const ApmSpawn spawn = { .argv = argv, .ends_with_us = i % 2 };
      Witness witness;

      run (&spawn, &witness);
      g_assert_cmpint (witness.wait_status, ==, cases[i / 2].wait_status);
      g_assert_cmpuint (witness.n_ended, ==, 1);
      witness_clear (&witness);
    }
}

static void
test_failures (void)
{
  const char *no_pair[] = { "novalue", NULL };
  const char *no_name[] = { "=value", NULL };
  const struct { ApmSpawn spawn; int code; const char *sentence; } cases[] = {
    { { .command = "no-such-program-anywhere" }, APM_ERROR_INVALID, "*no program*no-such-program-anywhere*" },
    { { .command = "/no/such/file x" }, APM_ERROR_INVALID, "*/no/such/file*No such file*" },
    { { .command = "/proc/self/stat" }, APM_ERROR_DENIED, "*/proc/self/stat*Permission denied*" },
    { { .command = "/" }, APM_ERROR_DENIED, "*Permission denied*" },
    { { .command = "cat 'open" }, APM_ERROR_INVALID, "*quote*cat 'open*" },
    { { .command = "cat \\" }, APM_ERROR_INVALID, "*backslash*" },
    { { .command = "" }, APM_ERROR_INVALID, "*no command*" },
    { { .command = "   " }, APM_ERROR_INVALID, "*no command*" },
    { { .command = "''" }, APM_ERROR_INVALID, "*no program*" },
    { { .command = SUBJECT, .directory = "/no/such/folder" }, APM_ERROR_INVALID, "*folder*/no/such/folder*" },
    { { .command = SUBJECT, .directory = "/proc/self/stat" }, APM_ERROR_INVALID, "*folder*" },
    { { .command = SUBJECT, .environment = no_pair }, APM_ERROR_INVALID, "*novalue*NAME=VALUE*" },
    { { .command = SUBJECT, .environment = no_name }, APM_ERROR_INVALID, "*NAME=VALUE*" },
  };
  guint n_fds = test_count_fds ();

  for (guint i = 0; i < G_N_ELEMENTS (cases) * 2; i++)
    {
      g_autoptr(GError) error = NULL;
      ApmSpawn spawn = cases[i / 2].spawn;

      spawn.ends_with_us = i % 2;
      g_assert_null (apm_child_spawn (&spawn, &error));
      g_assert_error (error, APM_ERROR, cases[i / 2].code);
      test_assert_matches (error->message, cases[i / 2].sentence);
      if (i == 0)
        n_fds = test_count_fds ();
    }

  /* Nothing is left, but for the guard. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (test_count_fds (), <=, n_fds + 2);
  g_assert_cmpuint (test_count_children (), <=, 1);
}

static void
test_output (void)
{
  const ApmSpawn spawn = { .command = "sh -c 'echo one; echo two >&2; printf three'" };
  Witness witness;

  run (&spawn, &witness);
  g_assert_cmpstr (witness.out->str, ==, "one\nthree");
  g_assert_cmpstr (witness.err->str, ==, "two\n");
  witness_clear (&witness);
}

static void
test_burst (void)
{
  const char *argv[] = { SUBJECT, "print", "1048576", NULL };
  const ApmSpawn spawn = { .argv = argv };
  Witness witness;

  run (&spawn, &witness);
  g_assert_cmpuint (witness.out->len, ==, 1048576);
  g_assert_cmpuint (strspn (witness.out->str, "x"), ==, 1048576);
  witness_clear (&witness);
}

static void
test_partial_line (void)
{
  const ApmSpawn spawn = { .command = "sh -c 'printf question?; exec sleep 100'", .ends_with_us = TRUE };
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmChild) child = apm_child_spawn (&spawn, &error);
  Witness witness;

  g_assert_no_error (error);
  witness_init (&witness, child);
  test_until (witness.out->len == strlen ("question?"));
  g_assert_cmpuint (witness.n_ended, ==, 0);
  g_assert_true (apm_child_signal (child, SIGKILL, TRUE, &error));
  test_until (witness.n_ended > 0);
  g_signal_handlers_disconnect_by_data (child, &witness);
  witness_clear (&witness);
}

/* Somebody else still holds the pipe; our child's end is told all the same. */
static void
test_heir (void)
{
  const char *argv[] = { SUBJECT, "heir", NULL };
  const ApmSpawn spawn = { .argv = argv, .ends_with_us = TRUE };
  const ApmSpawn free_spawn = { .argv = argv };
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmChild) child = NULL;
  Witness witness;

  run (&spawn, &witness);
  g_assert_cmpstr (witness.out->str, ==, "xxx");
  witness_clear (&witness);

  child = apm_child_spawn (&free_spawn, &error);
  g_assert_no_error (error);
  witness_init (&witness, child);
  test_until (witness.n_ended > 0);
  g_assert_cmpstr (witness.out->str, ==, "xxx");
  g_signal_handlers_disconnect_by_data (child, &witness);
  witness_clear (&witness);
  /* The heir is nobody's child now, but still in the group that our child led. */
  g_assert_cmpint (kill (-apm_child_get_pid (child), SIGKILL), ==, 0);
}

static void
test_place (void)
{
  const char *environment[] = { "APM_TEST_WORD=bare words", NULL };
  const ApmSpawn spawn = {
    .command = "sh -c 'pwd; echo \"$APM_TEST_WORD/$APM_LEASH\"'",
    .directory = "/usr",
    .environment = environment,
  };
  Witness witness;

  run (&spawn, &witness);
  g_assert_cmpstr (witness.out->str, ==, "/usr\nbare words/\n");
  witness_clear (&witness);
}

/* It gets what it was given, under the numbers that were asked for, and nothing
 * of ours beside. */
static void
test_descriptors (void)
{
  const char *argv[] = { SUBJECT, "fds", NULL };
  int leaky = open ("/dev/null", O_RDONLY);
  int pair[2];
  Witness witness;

  g_assert_cmpint (pipe (pair), ==, 0);
  {
    const int as_fds[] = { pair[1], 3 };
    const ApmSpawn spawn = { .argv = argv, .take_fds = pair, .as_fds = as_fds, .n_fds = 2 };
    g_autofree char *expected = pair[1] == 3 ? NULL : g_strdup_printf ("0 1 2 3 %d ", pair[1]);

    run (&spawn, &witness);
    if (expected)
      g_assert_cmpstr (witness.out->str, ==, expected);
  }
  g_assert_cmpint (fcntl (pair[0], F_GETFD), ==, -1);
  g_assert_cmpint (fcntl (pair[1], F_GETFD), ==, -1);
  witness_clear (&witness);
  close (leaky);
}

static void
test_facts (void)
{
  const ApmSpawn spawn = { .command = "sleep 100 ", .name = "Sleepy", .ends_with_us = TRUE, .no_output = TRUE };
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmChild) child = apm_child_spawn (&spawn, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (apm_child_get_name (child), ==, "Sleepy");
  g_assert_cmpstr (apm_child_get_command (child), ==, "sleep 100");
  g_assert_true (apm_child_get_ends_with_us (child));
  g_assert_cmpint (getpgid (apm_child_get_pid (child)), ==, apm_child_get_pid (child));
  g_assert_cmpint (apm_child_get_started_us (child), >, 0);

  g_assert_false (apm_child_signal (child, 999, FALSE, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_true (apm_child_signal (child, SIGTERM, FALSE, &error));
  test_until (apm_child_get_ended (child));
  g_assert_cmpint (apm_child_get_wait_status (child), ==, SIGTERM);
  g_assert_false (apm_child_signal (child, SIGTERM, FALSE, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
}

static void
on_gone (gpointer data,
         GObject *object)
{
  *(gboolean *) data = TRUE;
}

/* A child is waited for although nobody kept it. */
static void
test_forgotten (void)
{
  const char *argv[] = { SUBJECT, "exit", "0", NULL };
  const ApmSpawn spawn = { .argv = argv };
  g_autoptr(GError) error = NULL;
  ApmChild *child = apm_child_spawn (&spawn, &error);
  gboolean gone = FALSE;

  g_assert_no_error (error);
  g_object_weak_ref (G_OBJECT (child), on_gone, &gone);
  g_object_unref (child);
  test_until (gone);
  g_assert_cmpuint (test_count_children (), <=, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/child/ends", test_ends);
  g_test_add_func ("/process/child/failures", test_failures);
  g_test_add_func ("/process/child/output", test_output);
  g_test_add_func ("/process/child/burst", test_burst);
  g_test_add_func ("/process/child/partial-line", test_partial_line);
  g_test_add_func ("/process/child/heir", test_heir);
  g_test_add_func ("/process/child/place", test_place);
  g_test_add_func ("/process/child/descriptors", test_descriptors);
  g_test_add_func ("/process/child/facts", test_facts);
  g_test_add_func ("/process/child/forgotten", test_forgotten);

  return g_test_run ();
}
