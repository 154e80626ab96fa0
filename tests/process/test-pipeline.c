/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pipeline.h"

#include "apm-error.h"
#include "process-test.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

static char *
dup_commands (const char *line)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) plans = apm_pipeline_plan (line, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < plans->len; i++)
    {
      const ApmPipelinePlan *plan = plans->pdata[i];
      g_autofree char *argv = plan->argv ? g_strjoinv ("_", plan->argv) : g_strdup ("-");

      g_string_append_printf (text, "%s%s%s", i > 0 ? "|" : "", argv, plan->problem ? "!" : "");
    }

  return g_string_free (text, FALSE);
}

/* "!": there is something against this stage. */
static void
test_plan (void)
{
  static const struct { const char *line, *expected; } cases[] = {
    { "seq 3|sort -r | tail -1", "seq_3|sort_-r|tail_-1" },
    { "echo 'a | b' \"c | d\" e\\|f | cat", "echo_a | b_c | d_e|f|cat" },
    { "echo '\\' | cat", "echo_\\|cat" },
    { "cat", "cat" },
    { "", "-!" },
    { "seq 3 |", "seq_3|-!" },
    { "| cat", "-!|cat" },
    { "seq 3 || cat", "seq_3|-!|cat" },
    { "seq 3 > file | cat", "-!|cat" },
    { "seq 3 '>' file | cat", "seq_3_>_file|cat" },
    { "seq 3; ls | cat &", "-!|-!" },
    { "echo 'open | cat", "-!" },
    { "no-such-program-at-all | cat", "no-such-program-at-all!|cat" },
    { "/no/such/program | cat", "/no/such/program!|cat" },
    { "/ | cat", "/!|cat" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = dup_commands (cases[i].line);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
  g_assert_true (apm_pipeline_is_line ("a | b"));
  g_assert_false (apm_pipeline_is_line ("a '|' \"|\" \\|"));
}

static void
test_too_many (void)
{
  g_autoptr(GString) line = g_string_new ("cat");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (line, "|cat");
  g_assert_null (apm_pipeline_plan (line->str, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
}

static void
on_output (ApmChild *child,
           gboolean  is_stderr,
           GBytes   *batch,
           GString  *text)
{
  gsize length;
  const char *data = g_bytes_get_data (batch, &length);

  g_string_append_len (text, data, (gssize) length);
}

static ApmPipeline *
start (const char *line)
{
  g_autoptr(GError) error = NULL;
  ApmPipeline *pipeline = apm_pipeline_start (line, &error);

  g_assert_no_error (error);

  return pipeline;
}

static void
test_sorts (void)
{
  g_autoptr(ApmPipeline) pipeline = start ("seq 1000 | sort -n | tail -n 2");
  g_autoptr(GString) text = g_string_new (NULL);

  g_assert_cmpuint (apm_pipeline_get_n (pipeline), ==, 3);
  g_signal_connect (apm_pipeline_get_stage (pipeline, 2), "output", G_CALLBACK (on_output), text);
  test_until (apm_pipeline_get_ended (pipeline));
  g_assert_cmpstr (text->str, ==, "999\n1000\n");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (apm_child_get_wait_status (apm_pipeline_get_stage (pipeline, i)), ==, 0);
  g_assert_true (apm_pipeline_get_pipe (pipeline, 0)->writer_gone);
}

/* Nobody but the stages has the pipe: its writer learns that nobody reads any more. */
static void
test_broken (void)
{
  g_autoptr(ApmPipeline) pipeline = start ("yes | head -n 3");
  ApmChild *yes = apm_pipeline_get_stage (pipeline, 0);

  while (!apm_pipeline_get_ended (pipeline))
    {
      apm_pipeline_look (pipeline);
      test_until (apm_child_get_ended (yes) || g_main_context_pending (NULL));
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_true (WIFSIGNALED (apm_child_get_wait_status (yes)));
  g_assert_cmpint (WTERMSIG (apm_child_get_wait_status (yes)), ==, SIGPIPE);
  g_assert_true (apm_pipeline_get_pipe (pipeline, 0)->reader_gone);
}

static void
on_changed (ApmPipeline *pipeline,
            gboolean    *looked)
{
  *looked = TRUE;
}

/* A stage in the middle that is stopped: the pipe before it fills, the one behind is empty. */
static void
test_stopped (void)
{
  g_autoptr(ApmPipeline) pipeline = start ("yes | cat | tail -n 1");
  const ApmPipelinePipe *before = apm_pipeline_get_pipe (pipeline, 0);
  const ApmPipelinePipe *after = apm_pipeline_get_pipe (pipeline, 1);
  gboolean looked = TRUE;

  g_signal_connect (pipeline, "changed", G_CALLBACK (on_changed), &looked);
  g_assert_true (apm_child_signal (apm_pipeline_get_stage (pipeline, 1), SIGSTOP, FALSE, NULL));
  while (apm_pipeline_get_state (pipeline, 1) != 'T' || before->waiting_bytes < before->capacity_bytes ||
         after->waiting_bytes != 0 || before->bytes_per_s > 0)
    {
      test_until (looked);
      looked = FALSE;
      apm_pipeline_look (pipeline);
    }
  g_assert_cmpint (before->capacity_bytes, >, 0);
  g_assert_cmpint (before->waiter, !=, APM_PIPE_READER_WAITS);
  g_assert_cmpint (after->waiter, !=, APM_PIPE_WRITER_WAITS);
  g_assert_false (before->writer_gone || before->reader_gone || after->writer_gone || after->reader_gone);

  apm_pipeline_kill (pipeline);
  test_until (apm_pipeline_get_ended (pipeline));
}

static void
test_missing (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (apm_pipeline_start ("yes | no-such-program-at-all", &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "no-such-program-at-all"));

  /* Nothing has run, so nothing is left to be waited for but the guard. */
  g_assert_cmpint (waitpid (-1, NULL, WNOHANG), <=, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pipeline/plan", test_plan);
  g_test_add_func ("/pipeline/too-many", test_too_many);
  g_test_add_func ("/pipeline/sorts", test_sorts);
  g_test_add_func ("/pipeline/broken", test_broken);
  g_test_add_func ("/pipeline/stopped", test_stopped);
  g_test_add_func ("/pipeline/missing", test_missing);

  return g_test_run ();
}
