/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#include "apm-error.h"

#include <glib/gi18n-lib.h>

/* Whatever takes longer is stuck, but for what was known to take long. */
#define DEADLINE_MS 2000
#define MEASURE_DEADLINE_MS 30000

struct _ApmDetails
{
  gatomicrefcount refs;
  char *proc;
  char *cgroups;
  guint deadline_ms;
  ApmTaskCount task_count;
  GPtrArray *stuck;      /* of Job: past their deadline, still on their thread; not owned */
};

/* One question. Its thread has it until it answers, the context of the asker after. */
typedef struct {
  ApmDetails *details;
  ApmQuestion question;
  GMainContext *context;
  GTask *task;           /* NULL once it was answered */
  GSource *deadline;
  GSource *cancelled;
  ApmFacts *facts;
  GError *error;
} Job;

static void
details_unref (ApmDetails *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_ptr_array_unref (self->stuck);
  g_mutex_clear (&self->task_count.mutex);
  g_free (self->proc);
  g_free (self->cgroups);
  g_free (self);
}

/* For the tests: folders in the place of /proc, and before the mount points of the
 * control groups. */
ApmDetails *
apm_details_new_at (const char *proc,
                    const char *cgroups)
{
  ApmDetails *self = g_new0 (ApmDetails, 1);

  g_atomic_ref_count_init (&self->refs);
  self->proc = g_strdup (proc);
  self->cgroups = g_strdup (cgroups);
  self->deadline_ms = DEADLINE_MS;
  g_mutex_init (&self->task_count.mutex);
  self->task_count.uid = -1;
  self->stuck = g_ptr_array_new ();

  return self;
}

ApmDetails *
apm_details_new (void)
{
  return apm_details_new_at ("/proc", "");
}

void
apm_details_set_deadline (ApmDetails *self,
                          guint       ms)
{
  self->deadline_ms = ms;
}

/**
 * apm_details_free:
 *
 * What was asked is still answered.
 */
void
apm_details_free (ApmDetails *self)
{
  if (self)
    details_unref (self);
}

static void
clear_source (GSource **source)
{
  if (*source)
    {
      g_source_destroy (*source);
      g_source_unref (*source);
    }
  *source = NULL;
}

static void
job_free (Job *job)
{
  clear_source (&job->deadline);
  clear_source (&job->cancelled);
  g_clear_object (&job->task);
  g_clear_object (&job->question.cancellable);
  g_free (job->question.proc);
  g_free (job->question.cgroups);
  g_clear_pointer (&job->facts, apm_facts_free);
  g_clear_error (&job->error);
  g_main_context_unref (job->context);
  details_unref (job->details);
  g_free (job);
}

/* Takes the task out of @job: it is answered once. The deadline stays: a thread may
 * be stuck although nobody waits for it any more.
 * Returns: (nullable) */
static GTask *
steal_task (Job *job)
{
  clear_source (&job->cancelled);

  return g_steal_pointer (&job->task);
}

static gboolean
on_answered (gpointer data)
{
  Job *job = data;
  g_autoptr(GTask) task = steal_task (job);

  g_ptr_array_remove_fast (job->details->stuck, job);
  if (!task)
    ;
  else if (job->facts)
    g_task_return_pointer (task, g_steal_pointer (&job->facts), (GDestroyNotify) apm_facts_free);
  else
    g_task_return_error (task, g_steal_pointer (&job->error));
  job_free (job);

  return G_SOURCE_REMOVE;
}

static gpointer
answer_in_thread (gpointer data)
{
  Job *job = data;
  g_autoptr(GSource) source = g_idle_source_new ();

  job->facts = apm_details_answer (&job->question, &job->error);
  /* Not g_main_context_invoke(): it would run here where nobody has the context. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_answered, job, NULL);
  g_source_attach (source, job->context);

  return NULL;
}

static GError *
new_timeout_error (const ApmQuestion *question,
                   guint              ms)
{
  return g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("Process %d did not answer within %u s"), question->pid,
                      MAX (ms / 1000, 1));
}

static guint
get_deadline (const ApmDetails *self,
              guint             flags)
{
  return flags & APM_DETAILS_MEASURE ? MAX (self->deadline_ms, MEASURE_DEADLINE_MS) : self->deadline_ms;
}

static gboolean
on_deadline (gpointer data)
{
  Job *job = data;
  g_autoptr(GTask) task = steal_task (job);

  clear_source (&job->deadline);
  g_ptr_array_add (job->details->stuck, job);
  if (task)
    g_task_return_error (task, new_timeout_error (&job->question, get_deadline (job->details, job->question.flags)));

  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      data)
{
  g_autoptr(GTask) task = steal_task (data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("The question was taken back"));

  return G_SOURCE_REMOVE;
}

static gboolean
is_stuck (const ApmDetails *self,
          int               pid,
          ApmSection        section)
{
  for (guint i = 0; i < self->stuck->len; i++)
    {
      const ApmQuestion *question = &((Job *) self->stuck->pdata[i])->question;

      if (question->pid == pid && question->section == section)
        return TRUE;
    }

  return FALSE;
}

static Job *
job_new (ApmDetails        *self,
         const ApmQuestion *question,
         GTask             *task)
{
  Job *job = g_new0 (Job, 1);

  job->details = self;
  g_atomic_ref_count_inc (&self->refs);
  job->question = *question;
  job->question.proc = g_strdup (self->proc);
  job->question.cgroups = g_strdup (self->cgroups);
  job->question.task_count = &self->task_count;
  job->task = g_object_ref (task);
  job->context = g_main_context_ref (g_task_get_context (task));
  job->deadline = g_timeout_source_new (get_deadline (self, question->flags));
  g_source_set_callback (job->deadline, on_deadline, job, NULL);
  g_source_attach (job->deadline, job->context);
  if (question->cancellable)
    {
      g_object_ref (question->cancellable);
      job->cancelled = g_cancellable_source_new (question->cancellable);
      g_source_set_callback (job->cancelled, G_SOURCE_FUNC (on_cancelled), job, NULL);
      g_source_attach (job->cancelled, job->context);
    }

  return job;
}

/**
 * apm_details_read_async:
 * @started_us: since boot, as a row tells it; 0 for whoever has the number now
 *
 * Reads one section. Errors: %APM_ERROR_GONE, %APM_ERROR_REUSED, %APM_ERROR_DENIED
 * with a sentence that says why it may not be seen, %APM_ERROR_FAILED,
 * %G_IO_ERROR_TIMED_OUT after 2 s (then also each further question of that kind about
 * that process, until the first one returns), %G_IO_ERROR_CANCELLED. What may be seen
 * in part is no error: see `denied` of the section.
 */
void
apm_details_read_async (ApmDetails          *self,
                        int                  pid,
                        gint64               started_us,
                        ApmSection           section,
                        ApmDetailsFlags      flags,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const ApmQuestion question = {
    .proc_fd = -1, .pid = pid, .started_us = started_us, .section = section, .flags = flags,
    .cancellable = cancellable,
  };
  GError *error = NULL;
  GThread *thread;
  Job *job;

  g_return_if_fail (self != NULL && section < APM_N_SECTIONS);

  g_task_set_source_tag (task, apm_details_read_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (is_stuck (self, pid, section))
    {
      g_task_return_error (task, new_timeout_error (&question, get_deadline (self, flags)));
      return;
    }

  job = job_new (self, &question, task);
  thread = g_thread_try_new ("details", answer_in_thread, job, &error);
  if (thread)
    {
      g_thread_unref (thread);
      return;
    }
  g_task_return_error (task, error);
  job_free (job);
}

/**
 * apm_details_read_finish:
 *
 * Returns: (transfer full): free with apm_facts_free()
 */
ApmFacts *
apm_details_read_finish (GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
