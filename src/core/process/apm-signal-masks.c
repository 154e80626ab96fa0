/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#include "apm-signal.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* Of many thousands of threads it is enough to have asked these. */
#define MOST_THREADS 256

void
apm_signals_free (ApmSignals *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->signals);
  g_free (self->denied);
  g_free (self);
}

static guint64
get_mask (const char *text,
          const char *key)
{
  const char *at = apm_lines_find (text, key);

  return at ? g_ascii_strtoull (at, NULL, 16) : 0;
}

static void
count_blocked (guint64 mask,
               guint   blocking[NSIG])
{
  for (int signum = 1; signum < NSIG; signum++)
    blocking[signum] += mask >> (signum - 1) & 1;
}

/* Each thread has a mask of its own.
 * Returns: how many were looked at */
static guint
look_at_threads (const ApmQuestion *question,
                 guint              blocking[NSIG])
{
  g_autofree char *path = g_strdup_printf ("%d/task", question->pid);
  int fd = openat (question->proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *tasks = fd >= 0 ? fdopendir (fd) : NULL;
  struct dirent *dirent;
  guint n = 0;

  while (tasks && n < MOST_THREADS && (dirent = readdir (tasks)))
    {
      g_autofree char *file = g_strdup_printf ("task/%s/status", dirent->d_name);
      g_autofree char *status = *dirent->d_name == '.' ? NULL : apm_question_read_file (question, file, NULL, NULL);

      if (!status)
        continue;
      count_blocked (get_mask (status, "SigBlk"), blocking);
      n++;
    }
  if (tasks)
    closedir (tasks);

  return n;
}

/**
 * apm_signals_parse:
 * @text: as /proc/PID/status has it
 * @blocking: how many threads block each
 *
 * Returns: (transfer full): of ApmSignalMask
 */
GPtrArray *
apm_signals_parse (const char  *text,
                   const guint *blocking)
{
  GPtrArray *signals = g_ptr_array_new_with_free_func (g_free);
  const guint64 pending = get_mask (text, "SigPnd");
  const guint64 shared = get_mask (text, "ShdPnd");
  const guint64 blocked = get_mask (text, "SigBlk");
  const guint64 ignored = get_mask (text, "SigIgn");
  const guint64 caught = get_mask (text, "SigCgt");

  for (int signum = 1; signum < NSIG; signum++)
    {
      const guint bit = (guint) signum - 1;
      ApmSignalMask *mask;

      if (!((pending | shared | blocked | ignored | caught) >> bit & 1) && blocking[signum] == 0)
        continue;
      mask = g_new0 (ApmSignalMask, 1);
      mask->number = signum;
      mask->name = apm_signal_get_name (signum);
      mask->meaning = apm_signal_get_meaning (signum);
      mask->blocked = blocked >> bit & 1;
      mask->ignored = ignored >> bit & 1;
      mask->caught = caught >> bit & 1;
      mask->pending = pending >> bit & 1;
      mask->pending_process = shared >> bit & 1;
      mask->blocking_threads = blocking[signum];
      g_ptr_array_add (signals, mask);
    }

  return signals;
}

ApmSignals *
apm_signals_read (const ApmQuestion *question,
                  GError           **error)
{
  guint blocking[NSIG] = { 0 };
  int reason;
  g_autofree char *status = apm_question_read_file (question, "status", NULL, &reason);
  const char *queued;
  const char *slash;
  ApmSignals *self;

  if (!status)
    {
      apm_question_set_error (question, reason, error);
      return NULL;
    }

  self = g_new0 (ApmSignals, 1);
  self->threads = look_at_threads (question, blocking);
  self->signals = apm_signals_parse (status, blocking);
  queued = apm_lines_find (status, "SigQ");
  slash = queued ? strchr (queued, '/') : NULL;
  self->queued = apm_lines_get_number (status, "SigQ");
  self->queue_limit = slash ? g_ascii_strtoll (slash + 1, NULL, 10) : G_MININT64;

  return self;
}
