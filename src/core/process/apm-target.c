/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-target.h"

#include "apm-error.h"
#include "apm-stat.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <sys/pidfd.h>
#include <unistd.h>

struct _ApmTarget
{
  int pid;
  int pidfd;
};

static gboolean
has_ended (ApmTarget *self)
{
  struct pollfd poll_fd = { self->pidfd, POLLIN, 0 };

  /* A zombie would still take the signal, in silence. */
  return poll (&poll_fd, 1, 0) > 0;
}

static void
set_gone (GError **error,
          int      pid)
{
  g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("Process %d has already ended"), pid);
}

/* The descriptor was opened first: whatever takes the number after this look,
 * the descriptor stays with the process that was seen here, or with a dead one. */
static gboolean
check_start (int      pid,
             gint64   started_us,
             GError **error)
{
  ApmStat stat;
  int read_errno;
  int proc_fd = open ("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  gboolean known = apm_stat_read (proc_fd, pid, &stat, &read_errno);

  close (proc_fd);
  if (!known && read_errno == ESRCH)
    {
      set_gone (error, pid);
      return FALSE;
    }
  if (!known)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_DENIED,
                   _("Not permitted to see which process %d is: nothing was sent"), pid);
      return FALSE;
    }
  if (apm_stat_ticks_to_us (stat.start_ticks) != started_us)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_REUSED,
                   _("PID %d belongs to another process now: nothing was sent"), pid);
      return FALSE;
    }

  return TRUE;
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
  g_autoptr(ApmTarget) self = g_new0 (ApmTarget, 1);

  self->pid = pid;
  self->pidfd = pid > 0 ? pidfd_open (pid, 0) : -1;
  if (self->pidfd < 0)
    {
      if (pid > 0 && errno == ESRCH)
        set_gone (error, pid);
      else if (pid <= 0 || errno == EINVAL || errno == ENOENT)
        g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("%d is not the number of a process"), pid);
      else
        apm_set_error_from_errno (error, errno, _("Cannot take hold of process %d"), pid);
      return NULL;
    }
  if (started_us != 0 && !check_start (pid, started_us, error))
    return NULL;
  if (has_ended (self))
    {
      set_gone (error, pid);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * apm_target_send:
 *
 * Sends a signal to the process that was opened, or to none. Errors:
 * %APM_ERROR_GONE, %APM_ERROR_DENIED, %APM_ERROR_INVALID for no signal.
 */
gboolean
apm_target_send (ApmTarget *self,
                 int        signum,
                 GError   **error)
{
  const char *name = apm_signal_get_name (signum);

  g_return_val_if_fail (self != NULL, FALSE);

  if (!name)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("%d is not the number of a signal"), signum);
      return FALSE;
    }
  if (has_ended (self))
    {
      set_gone (error, self->pid);
      return FALSE;
    }
  if (pidfd_send_signal (self->pidfd, signum, NULL, 0) == 0)
    return TRUE;

  if (errno == ESRCH)
    set_gone (error, self->pid);
  else if (errno == EPERM)
    g_set_error (error, APM_ERROR, APM_ERROR_DENIED,
                 _("Not permitted to send %s to process %d"), name, self->pid);
  else
    apm_set_error_from_errno (error, errno, _("Cannot send %s to process %d"), name, self->pid);

  return FALSE;
}

int
apm_target_get_pid (ApmTarget *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pid;
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
