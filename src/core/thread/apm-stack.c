/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-stack-private.h"

#include "apm-error.h"
#include "apm-paths.h"
#include "apm-text.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define YAMA "/proc/sys/kernel/yama/ptrace_scope"

typedef struct {
  int    pid;
  gint64 started_us;
  int    tid;
} Question;

static void
frame_free (gpointer data)
{
  ApmStackFrame *frame = data;

  g_free (frame->function);
  g_free (frame->module);
  g_free (frame->source);
  g_free (frame);
}

static void
thread_free (gpointer data)
{
  ApmStackThread *thread = data;

  g_free (thread->name);
  g_free (thread->refusal);
  g_ptr_array_unref (thread->frames);
  g_free (thread);
}

void
apm_stack_free (ApmStack *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->threads);
  g_free (self);
}

static ApmStackThread *
add_thread (ApmStack   *self,
            const char *tid)
{
  ApmStackThread *thread = g_new0 (ApmStackThread, 1);

  thread->tid = (int) g_ascii_strtoll (tid, NULL, 10);
  thread->frames = g_ptr_array_new_with_free_func (frame_free);
  g_ptr_array_add (self->threads, thread);

  return thread;
}

static char *
dup_part (const char *part)
{
  return *part ? apm_text_to_utf8 (part, -1) : NULL;
}

static void
add_frame (ApmStackThread *thread,
           GStrv           parts)
{
  ApmStackFrame *frame = g_new0 (ApmStackFrame, 1);

  frame->address = g_ascii_strtoull (parts[1], NULL, 16);
  frame->function = dup_part (parts[2]);
  frame->offset = g_ascii_strtoull (parts[3], NULL, 10);
  frame->module = dup_part (parts[4]);
  frame->source = dup_part (parts[5]);
  g_ptr_array_add (thread->frames, frame);
}

/* Whoever may not look deserves to know which rule it is. */
static char *
dup_refusal (int pid,
             int reason)
{
  g_autofree char *yama = NULL;

  if (reason == ETIMEDOUT)
    return g_strdup (_("It did not stop within half a second: it waits in the kernel, for a disk perhaps"));
  if (reason != EPERM && reason != EACCES)
    return g_strdup (g_strerror (reason));
  if (g_file_get_contents (YAMA, &yama, NULL, NULL) && atoi (yama) > 0)
    return g_strdup_printf (_("Not permitted to look into process %d: this system lets a program trace its own "
                              "children only (%s is %d)"), pid, YAMA, atoi (yama));

  return g_strdup_printf (_("Not permitted to look into process %d"), pid);
}

static void
set_failure (GError **error,
             int      pid,
             int      reason)
{
  g_autofree char *text = dup_refusal (pid, reason);

  if (reason == ENOENT || reason == ESRCH)
    g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("Process %d has already ended"), pid);
  else if (reason == EPERM || reason == EACCES)
    g_set_error_literal (error, APM_ERROR, APM_ERROR_DENIED, text);
  else
    g_set_error (error, APM_ERROR, APM_ERROR_FAILED, _("The stacks of process %d cannot be read: %s"), pid, text);
}

/* Takes one line. FALSE: it says that nothing came of it. */
static gboolean
take_line (ApmStack   *self,
           const char *line,
           int        *first_reason,
           GError    **error)
{
  g_auto(GStrv) parts = g_strsplit (line, "\t", -1);
  guint n = g_strv_length (parts);
  ApmStackThread *last = self->threads->len ? self->threads->pdata[self->threads->len - 1] : NULL;

  if (n == 4 && g_str_equal (parts[0], "thread"))
    {
      last = add_thread (self, parts[1]);
      last->stopped_ns = g_ascii_strtoll (parts[2], NULL, 10);
      last->name = apm_text_to_utf8 (parts[3], -1);
    }
  else if (n == 6 && g_str_equal (parts[0], "frame") && last)
    {
      add_frame (last, parts);
    }
  else if (n == 3 && g_str_equal (parts[0], "refused"))
    {
      int reason = atoi (parts[2]);

      if (*first_reason == 0)
        *first_reason = reason;
      /* One that has ended meanwhile is no thread any more. */
      if (reason != ESRCH)
        add_thread (self, parts[1])->refusal = dup_refusal (self->pid, reason);
    }
  else if (n == 2 && g_str_equal (parts[0], "fail"))
    {
      set_failure (error, self->pid, atoi (parts[1]));
      return FALSE;
    }
  else if (g_str_equal (line, "reused"))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_REUSED,
                   _("PID %d belongs to another process now: nothing was read"), self->pid);
      return FALSE;
    }

  return TRUE;
}

static gboolean
has_frames (const ApmStack *self)
{
  for (guint i = 0; i < self->threads->len; i++)
    if (!((ApmStackThread *) self->threads->pdata[i])->refusal)
      return TRUE;

  return FALSE;
}

/* What apm-stack printed. Where every thread was refused, that is the error. */
ApmStack *
apm_stack_parse (int          pid,
                 int          tid,
                 const char  *text,
                 GError     **error)
{
  g_autoptr(ApmStack) self = g_new0 (ApmStack, 1);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  int first_reason = 0;

  self->pid = pid;
  self->threads = g_ptr_array_new_with_free_func (thread_free);
  for (guint i = 0; lines[i]; i++)
    if (!take_line (self, lines[i], &first_reason, error))
      return NULL;

  if (has_frames (self))
    return g_steal_pointer (&self);

  if (tid > 0 && first_reason == ESRCH)
    g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("Thread %d has already ended"), tid);
  else
    set_failure (error, pid, first_reason ? first_reason : EIO);

  return NULL;
}

static void
take_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Question *question = task_data;
  g_autofree char *path = apm_paths_dup_helper ("apm-stack");
  g_autofree char *pid = g_strdup_printf ("%d", question->pid);
  g_autofree char *tid = g_strdup_printf ("%d", question->tid);
  g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, question->started_us * sysconf (_SC_CLK_TCK) /
                                            G_USEC_PER_SEC);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) out = NULL;
  g_autofree char *text = NULL;
  ApmStack *stack;
  g_autoptr(GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                     path ? path : "apm-stack", pid, start, tid, NULL);

  if (process == NULL)
    {
      g_task_return_new_error (task, APM_ERROR, APM_ERROR_FAILED,
                               _("The program that reads stacks cannot be started: %s"), error->message);
      return;
    }
  if (!g_subprocess_communicate (process, NULL, cancellable, &out, NULL, &error))
    {
      g_subprocess_force_exit (process);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (!g_subprocess_get_successful (process))
    {
      g_task_return_new_error (task, APM_ERROR, APM_ERROR_FAILED,
                               _("The stacks of process %d took too long to read"), question->pid);
      return;
    }

  text = g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out));
  stack = apm_stack_parse (question->pid, question->tid, text, &error);
  if (stack)
    g_task_return_pointer (task, stack, (GDestroyNotify) apm_stack_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * apm_stack_take_async:
 * @started_us: of the process, since boot
 * @tid: of one of its threads; 0 for all
 *
 * Each thread is stopped for the time that is told. Errors: %APM_ERROR_GONE,
 * %APM_ERROR_REUSED, %APM_ERROR_DENIED, %APM_ERROR_FAILED, and cancellation. See
 * ptrace(2), PTRACE_SEIZE.
 */
void
apm_stack_take_async (int                  pid,
                      gint64               started_us,
                      int                  tid,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question question = { pid, started_us, tid };

  g_task_set_source_tag (task, apm_stack_take_async);
  g_task_set_task_data (task, g_memdup2 (&question, sizeof question), g_free);
  g_task_run_in_thread (task, take_in_thread);
}

/**
 * apm_stack_take_finish:
 *
 * Returns: (transfer full): with at least one thread that could be read
 */
ApmStack *
apm_stack_take_finish (GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, apm_stack_take_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
