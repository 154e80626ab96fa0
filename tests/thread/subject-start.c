/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "subject.h"

#include "apm-thread.h"

#include <stdlib.h>

/* FALSE, and the test is skipped, where so many threads are not to be had. */
gboolean
subject_start (Subject *self,
               int      n_waiting,
               int      n_churning)
{
  g_autofree char *waiting = g_strdup_printf ("%d", n_waiting);
  g_autofree char *churning = g_strdup_printf ("%d", n_churning);
  g_autoptr(GDataInputStream) out = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;
  g_autoptr(GPtrArray) threads = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    g_getenv ("SUBJECT"), waiting, churning, NULL);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (out, NULL, NULL, NULL);
  if (line == NULL)
    {
      g_test_skip ("this system does not give one process so many threads");
      return FALSE;
    }

  self->pid = atoi (g_subprocess_get_identifier (self->process));
  threads = apm_thread_scan (self->pid, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < threads->len; i++)
    if (((ApmThread *) threads->pdata[i])->tid == self->pid)
      self->started_us = ((ApmThread *) threads->pdata[i])->started_us;

  return TRUE;
}

void
subject_end (Subject *self)
{
  if (self->process == NULL)
    return;
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}
