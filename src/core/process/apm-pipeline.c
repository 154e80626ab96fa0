/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pipeline-private.h"

#include "apm-error.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

struct _ApmPipeline
{
  GObject parent_instance;

  char            *line;
  guint            n;
  ApmChild       **stages;
  ApmPipelineLook *looks;      /* the newest */
  ApmPipelinePipe *pipes;
  gint64           looked_us;  /* 0: not yet */
  gboolean         is_looking;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmPipeline, apm_pipeline, G_TYPE_OBJECT)

static void
apm_pipeline_finalize (GObject *object)
{
  ApmPipeline *self = APM_PIPELINE (object);

  for (guint i = 0; i < self->n; i++)
    g_clear_object (&self->stages[i]);
  g_free (self->stages);
  g_free (self->looks);
  g_free (self->pipes);
  g_free (self->line);

  G_OBJECT_CLASS (apm_pipeline_parent_class)->finalize (object);
}

static void
apm_pipeline_class_init (ApmPipelineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = apm_pipeline_finalize;

  /**
   * ApmPipeline::changed:
   *
   * A stage has ended, or a look was taken.
   */
  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_PIPELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
apm_pipeline_init (ApmPipeline *self)
{
}

static void
on_stage_ended (ApmPipeline *self)
{
  for (guint i = 0; i < self->n; i++)
    if (apm_child_get_ended (self->stages[i]))
      {
        self->looks[i].state = '\0';
        self->pipes[i].writer_gone = TRUE;
        if (i > 0)
          self->pipes[i - 1].reader_gone = TRUE;
      }

  g_signal_emit (self, signals[CHANGED], 0);
}

static const char *
find_first_problem (const GPtrArray *plans)
{
  for (guint i = 0; i < plans->len; i++)
    if (((const ApmPipelinePlan *) plans->pdata[i])->problem)
      return ((const ApmPipelinePlan *) plans->pdata[i])->problem;

  return NULL;
}

/* Starts stage @i, which reads from @input. Returns where the next one reads, or -1. */
static int
start_stage (ApmPipeline           *self,
             guint                  i,
             const ApmPipelinePlan *plan,
             int                    input,
             GError               **error)
{
  gboolean is_last = i + 1 == self->n;
  int ends[2] = { -1, -1 };
  int fds[2], as_fds[2];
  struct stat status;
  ApmSpawn spawn = { .argv = (const char *const *) plan->argv, .ends_with_us = TRUE, .take_fds = fds, .as_fds = as_fds };

  if (!is_last && !g_unix_open_pipe (ends, FD_CLOEXEC, error))
    {
      apm_clear_fd (&input);
      return -1;
    }
  if (!is_last && fstat (ends[0], &status) == 0)
    self->looks[i].pipe = status.st_ino;

  if (input >= 0)
    {
      fds[spawn.n_fds] = input;
      as_fds[spawn.n_fds++] = STDIN_FILENO;
    }
  if (!is_last)
    {
      fds[spawn.n_fds] = ends[1];
      as_fds[spawn.n_fds++] = STDOUT_FILENO;
    }

  self->stages[i] = apm_child_spawn (&spawn, error);
  if (self->stages[i] == NULL)
    {
      apm_clear_fd (&ends[0]);
      return -1;
    }
  g_signal_connect_object (self->stages[i], "ended", G_CALLBACK (on_stage_ended), self, G_CONNECT_SWAPPED);

  return ends[0];
}

/**
 * apm_pipeline_start:
 * @line: programs joined by “|”, quoted as for a shell
 *
 * Starts all of it, or nothing: what is known against one stage is told before any runs.
 *
 * Returns: (transfer full): or %NULL with a sentence; the stages run on whether or not
 *   the reference is kept
 */
ApmPipeline *
apm_pipeline_start (const char  *line,
                    GError     **error)
{
  g_autoptr(GPtrArray) plans = apm_pipeline_plan (line, error);
  g_autoptr(ApmPipeline) self = NULL;
  const char *problem = plans ? find_first_problem (plans) : NULL;
  int input = -1;

  if (plans == NULL)
    return NULL;
  if (problem)
    {
      g_set_error_literal (error, APM_ERROR, APM_ERROR_INVALID, problem);
      return NULL;
    }

  self = g_object_new (APM_TYPE_PIPELINE, NULL);
  self->line = g_strdup (line);
  self->n = plans->len;
  self->stages = g_new0 (ApmChild *, self->n);
  self->looks = g_new0 (ApmPipelineLook, self->n);
  self->pipes = g_new0 (ApmPipelinePipe, self->n);
  for (guint i = 0; i < self->n; i++)
    {
      self->pipes[i] = (ApmPipelinePipe) { -1, -1, NAN };
      input = start_stage (self, i, plans->pdata[i], input, error);
      if (self->stages[i] == NULL)
        {
          apm_pipeline_kill (self);
          return NULL;
        }
    }

  return g_steal_pointer (&self);
}

const char *
apm_pipeline_get_line (ApmPipeline *self)
{
  return self->line;
}

guint
apm_pipeline_get_n (ApmPipeline *self)
{
  return self->n;
}

/**
 * apm_pipeline_get_stage:
 *
 * Returns: (transfer none): the process
 */
ApmChild *
apm_pipeline_get_stage (ApmPipeline *self,
                        guint        stage)
{
  g_return_val_if_fail (APM_IS_PIPELINE (self) && stage < self->n, NULL);

  return self->stages[stage];
}

/**
 * apm_pipeline_get_state:
 *
 * Returns: as /proc/PID/stat has it, at the newest look; NUL: it has ended, or is not known
 */
char
apm_pipeline_get_state (ApmPipeline *self,
                        guint        stage)
{
  g_return_val_if_fail (APM_IS_PIPELINE (self) && stage < self->n, '\0');

  return self->looks[stage].state;
}

/**
 * apm_pipeline_get_pipe:
 * @stage: any but the last
 *
 * Returns: (transfer none): what is known of the pipe that it writes to
 */
const ApmPipelinePipe *
apm_pipeline_get_pipe (ApmPipeline *self,
                       guint        stage)
{
  g_return_val_if_fail (APM_IS_PIPELINE (self) && stage + 1 < self->n, NULL);

  return &self->pipes[stage];
}

/**
 * apm_pipeline_get_ended:
 *
 * Returns: whether all of its stages have
 */
gboolean
apm_pipeline_get_ended (ApmPipeline *self)
{
  g_return_val_if_fail (APM_IS_PIPELINE (self), TRUE);

  for (guint i = 0; i < self->n; i++)
    if (!apm_child_get_ended (self->stages[i]))
      return FALSE;

  return TRUE;
}

/**
 * apm_pipeline_kill:
 *
 * Kills every stage that still runs, with its process group.
 */
void
apm_pipeline_kill (ApmPipeline *self)
{
  g_return_if_fail (APM_IS_PIPELINE (self));

  for (guint i = 0; i < self->n; i++)
    if (self->stages[i] && !apm_child_get_ended (self->stages[i]))
      apm_child_signal (self->stages[i], SIGKILL, TRUE, NULL);
}

/* What went through lies in both counts; each has more of its own. */
static double
count_rate (const ApmPipelineLook *was,
            const ApmPipelineLook *is,
            gint64                 span_us)
{
  gint64 written = is[0].written_bytes - was[0].written_bytes;
  gint64 taken = is[1].read_bytes - was[1].read_bytes;

  if (span_us <= 0 || was[0].written_bytes < 0 || is[0].written_bytes < 0 ||
      was[1].read_bytes < 0 || is[1].read_bytes < 0)
    return NAN;

  return (double) MIN (written, taken) * G_USEC_PER_SEC / (double) span_us;
}

static void
take_pipe (ApmPipeline           *self,
           guint                  i,
           const ApmPipelineLook *looks,
           gint64                 span_us)
{
  ApmPipelinePipe *pipe = &self->pipes[i];

  pipe->waiting_bytes = looks[i].waiting_bytes;
  pipe->capacity_bytes = looks[i].capacity_bytes;
  pipe->bytes_per_s = self->looked_us > 0 ? count_rate (self->looks + i, looks + i, span_us) : NAN;
  pipe->writer_gone = apm_child_get_ended (self->stages[i]) || (looks[i].state != '\0' && !looks[i].has_output);
  pipe->reader_gone = apm_child_get_ended (self->stages[i + 1]) || (looks[i + 1].state != '\0' && !looks[i + 1].has_input);
  if (looks[i].in_pipe_write && pipe->waiting_bytes > 0)
    pipe->waiter = APM_PIPE_WRITER_WAITS;
  else if (looks[i + 1].in_pipe_read && pipe->waiting_bytes == 0)
    pipe->waiter = APM_PIPE_READER_WAITS;
  else
    pipe->waiter = APM_PIPE_NOBODY_WAITS;
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ApmPipeline *self = APM_PIPELINE (source);
  ApmPipelineLook *looks = g_task_get_task_data (G_TASK (result));
  gint64 now_us = g_get_monotonic_time ();

  self->is_looking = FALSE;
  for (guint i = 0; i + 1 < self->n; i++)
    take_pipe (self, i, looks, now_us - self->looked_us);
  for (guint i = 0; i < self->n; i++)
    self->looks[i] = looks[i];
  self->looked_us = now_us;
  on_stage_ended (self);
}

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  apm_pipeline_looks_read (task_data, APM_PIPELINE (source)->n);
  g_task_return_boolean (task, TRUE);
}

/**
 * apm_pipeline_look:
 *
 * Has a thread look at all of it; ::changed tells when it has. Does nothing while it
 * looks already.
 */
void
apm_pipeline_look (ApmPipeline *self)
{
  g_autoptr(GTask) task = NULL;
  ApmPipelineLook *looks;

  g_return_if_fail (APM_IS_PIPELINE (self));

  if (self->is_looking)
    return;

  looks = g_new0 (ApmPipelineLook, self->n);
  for (guint i = 0; i < self->n; i++)
    {
      looks[i].pid = apm_child_get_ended (self->stages[i]) ? 0 : apm_child_get_pid (self->stages[i]);
      looks[i].started_us = apm_child_get_started_us (self->stages[i]);
      looks[i].pipe = self->looks[i].pipe;
    }
  self->is_looking = TRUE;
  task = g_task_new (self, NULL, on_looked, NULL);
  g_task_set_task_data (task, looks, g_free);
  g_task_run_in_thread (task, look_in_thread);
}
