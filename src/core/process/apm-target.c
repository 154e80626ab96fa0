/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-target.h"

#include "act.h"
#include "apm-error.h"
#include "apm-stat.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <sys/pidfd.h>
#include <unistd.h>

struct _ApmTarget
{
  int pid;
  int tid;               /* 0: the process */
  int pidfd;
  guint64 start_ticks;   /* of the thread, if it is one; 0: not to be known */
};

static void
set_gone (GError **error,
          int      pid,
          int      tid)
{
  if (tid != 0)
    g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("Thread %d of process %d has already ended"), tid, pid);
  else
    g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("Process %d has already ended"), pid);
}

static void
set_reused (GError **error,
            int      pid,
            int      tid)
{
  if (tid != 0)
    g_set_error (error, APM_ERROR, APM_ERROR_REUSED,
                 _("Thread ID %d belongs to another thread now: nothing was sent"), tid);
  else
    g_set_error (error, APM_ERROR, APM_ERROR_REUSED,
                 _("PID %d belongs to another process now: nothing was sent"), pid);
}

/* The descriptor was opened first: whatever takes the number after this look,
 * the descriptor stays with the process that was seen here, or with a dead one.
 * @wanted_us: 0 for any. */
static gboolean
read_start (int      pid,
            int      tid,
            gint64   wanted_us,
            guint64 *start_ticks,
            GError **error)
{
  int reason = act_read_start (pid, tid != 0 ? tid : pid, start_ticks);

  if (reason == 0 && (wanted_us == 0 || apm_stat_ticks_to_us (*start_ticks) == wanted_us))
    return TRUE;

  if (reason == 0)
    set_reused (error, pid, tid);
  else if (reason == ESRCH)
    set_gone (error, pid, tid);
  else if (wanted_us == 0 && tid == 0)
    return TRUE;
  else
    g_set_error (error, APM_ERROR, APM_ERROR_DENIED,
                 _("Not permitted to see which process %d is: nothing was sent"), pid);
  *start_ticks = 0;

  return FALSE;
}

static ApmTarget *
open_pid (int      pid,
          GError **error)
{
  g_autoptr(ApmTarget) self = g_new0 (ApmTarget, 1);

  self->pid = pid;
  self->pidfd = pid > 0 ? pidfd_open (pid, 0) : -1;
  if (self->pidfd >= 0)
    return g_steal_pointer (&self);

  if (pid > 0 && errno == ESRCH)
    set_gone (error, pid, 0);
  else if (pid <= 0 || errno == EINVAL || errno == ENOENT)
    g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("%d is not the number of a process"), pid);
  else
    apm_set_error_from_errno (error, errno, _("Cannot take hold of process %d"), pid);

  return NULL;
}

/**
 * apm_target_open:
 * @started_us: since boot, as a row tells it; 0 for whoever has the number now
 *
 * Takes hold of a process, without yet doing anything to it. Errors:
 * %APM_ERROR_GONE, %APM_ERROR_REUSED, %APM_ERROR_INVALID for a number that is no
 * process (a thread has one too), %APM_ERROR_DENIED. See pidfd_open(2).
 *
 * Returns: (transfer full): free with apm_target_free()
 */
ApmTarget *
apm_target_open (int      pid,
                 gint64   started_us,
                 GError **error)
{
  g_autoptr(ApmTarget) self = open_pid (pid, error);

  if (!self || !read_start (pid, 0, started_us, &self->start_ticks, error))
    return NULL;
  if (apm_target_has_ended (self))
    {
      set_gone (error, pid, 0);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * apm_target_open_thread:
 * @started_us: of the process, 0 for whoever has the number now
 * @thread_started_us: since boot, 0 for whichever thread has the number now
 *
 * As apm_target_open(), for one thread: no thread has a descriptor of its own, so
 * its process is held, and the thread's start time looked at before each act.
 */
ApmTarget *
apm_target_open_thread (int      pid,
                        gint64   started_us,
                        int      tid,
                        gint64   thread_started_us,
                        GError **error)
{
  g_autoptr(ApmTarget) self = apm_target_open (pid, started_us, error);

  if (!self)
    return NULL;
  if (tid <= 0)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("%d is not the number of a thread"), tid);
      return NULL;
    }
  self->tid = tid;
  if (!read_start (pid, tid, thread_started_us, &self->start_ticks, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* A zombie would still take a signal, in silence: for a person it has ended. */
gboolean
apm_target_has_ended (ApmTarget *self)
{
  struct pollfd poll_fd = { .events = POLLIN };

  g_return_val_if_fail (self != NULL, TRUE);

  poll_fd.fd = self->pidfd;

  return poll (&poll_fd, 1, 0) > 0;
}

/**
 * apm_target_check:
 *
 * Whether the numbers still mean what was opened: for what takes only a number,
 * to be asked before and after. Errors: %APM_ERROR_GONE, %APM_ERROR_REUSED.
 */
gboolean
apm_target_check (ApmTarget *self,
                  GError   **error)
{
  guint64 start_ticks = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  if (apm_target_has_ended (self))
    {
      set_gone (error, self->pid, 0);
      return FALSE;
    }
  if (self->start_ticks == 0)
    return TRUE;

  return read_start (self->pid, self->tid, apm_stat_ticks_to_us (self->start_ticks), &start_ticks, error);
}

static void
set_send_error (ApmTarget  *self,
                const char *name,
                int         reason,
                GError    **error)
{
  if (reason == ESRCH)
    set_gone (error, self->pid, self->tid);
  else if (reason == EPERM && self->tid != 0)
    g_set_error (error, APM_ERROR, APM_ERROR_DENIED,
                 _("Not permitted to send %s to thread %d of process %d"), name, self->tid, self->pid);
  else if (reason == EPERM)
    g_set_error (error, APM_ERROR, APM_ERROR_DENIED,
                 _("Not permitted to send %s to process %d"), name, self->pid);
  else
    apm_set_error_from_errno (error, reason, _("Cannot send %s to process %d"), name, self->pid);
}

/**
 * apm_target_send:
 *
 * Sends a signal to the process or thread that was opened, or to none. Errors:
 * %APM_ERROR_GONE, %APM_ERROR_REUSED, %APM_ERROR_DENIED, %APM_ERROR_INVALID for no
 * signal. See pidfd_send_signal(2), tgkill(2).
 */
gboolean
apm_target_send (ApmTarget *self,
                 int        signum,
                 GError   **error)
{
  const char *name = apm_signal_get_name (signum);
  const Act act = { .kind = ACT_SIGNAL, .value = signum };
  int reason;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!name)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("%d is not the number of a signal"), signum);
      return FALSE;
    }
  if (self->tid == 0 && apm_target_has_ended (self))
    {
      set_gone (error, self->pid, 0);
      return FALSE;
    }
  if (self->tid != 0 && !apm_target_check (self, error))
    return FALSE;

  reason = act_do (&act, self->pidfd, self->pid, self->tid);
  if (reason != 0)
    set_send_error (self, name, reason, error);

  return reason == 0;
}

int
apm_target_get_pid (ApmTarget *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pid;
}

int
apm_target_get_tid (ApmTarget *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->tid;
}

/**
 * apm_target_get_pidfd:
 *
 * Returns: borrowed: it closes with the target
 */
int
apm_target_get_pidfd (ApmTarget *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->pidfd;
}

guint64
apm_target_get_start_ticks (ApmTarget *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->start_ticks;
}

void
apm_target_free (ApmTarget *self)
{
  if (!self)
    return;
  if (self->pidfd >= 0)
    close (self->pidfd);
  g_free (self);
}
