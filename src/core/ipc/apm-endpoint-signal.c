/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint-private.h"

#include "apm-signal-care.h"
#include "apm-target.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Signals that carry a number. They wait in the kernel like messages, up to a limit
 * (ulimit -i). A process that has not asked for one would be ended by it: it is not
 * sent there. */

#define DEFAULT_SIGNAL "SIGRTMIN+1"

static sigset_t kept;

static void
let_go_in_child (void)
{
  pthread_sigmask (SIG_UNBLOCK, &kept, NULL);
}

/**
 * apm_endpoint_keep_signals:
 *
 * To be called before any thread begins: a signal that carries a number then waits for who
 * receives it here. Otherwise any other thread of ours would take it, and end us all.
 * A mask outlives execve(2): programs that GLib starts, by fork(), get it without these, as
 * apm_exec_start() sees to it itself.
 */
void
apm_endpoint_keep_signals (void)
{
  sigemptyset (&kept);
  sigaddset (&kept, SIGUSR1);
  sigaddset (&kept, SIGUSR2);
  for (int signum = SIGRTMIN; signum <= SIGRTMAX; signum++)
    sigaddset (&kept, signum);
  pthread_sigmask (SIG_BLOCK, &kept, NULL);
  pthread_atfork (NULL, NULL, let_go_in_child);
}

static gboolean
find_signal (ApmEndpoint  *self,
             const char   *name,
             GError      **error)
{
  self->signum = apm_signal_from_name (name);
  if (self->signum >= SIGRTMIN || self->signum == SIGUSR1 || self->signum == SIGUSR2)
    return TRUE;
  g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("“%s” is no signal for messages: SIGRTMIN to SIGRTMAX, SIGUSR1 or SIGUSR2"), name);

  return FALSE;
}

static gboolean
open_sending (ApmEndpoint  *self,
              GError      **error)
{
  g_auto(GStrv) parts = g_strsplit (self->name, ":", 2);
  gint64 pid;

  if (!g_ascii_string_to_signed (parts[0], 10, 1, G_MAXINT, &pid, NULL))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("“%s” is no PID"), parts[0]);
      return FALSE;
    }
  self->target = (int) pid;

  return find_signal (self, parts[1] ? parts[1] : DEFAULT_SIGNAL, error);
}

static gboolean
open_receiving (ApmEndpoint  *self,
                GError      **error)
{
  sigset_t set;

  if (!find_signal (self, self->name, error))
    return FALSE;
  sigemptyset (&set);
  sigaddset (&set, self->signum);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  self->fd = signalfd (-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (self->fd >= 0)
    return TRUE;
  apm_set_error_from_errno (error, errno, _("Could not wait for %s"), apm_signal_get_name (self->signum));

  return FALSE;
}

static gboolean
signal_open (ApmEndpoint  *self,
             G_GNUC_UNUSED gint64 deadline,
             GError      **error)
{
  return self->sends ? open_sending (self, error) : open_receiving (self, error);
}

/* By the pidfd, so that no other process of that number gets it. */
static int
send_value (ApmTarget *target,
            int        signum,
            int        value)
{
  siginfo_t info;

  memset (&info, 0, sizeof info);
  info.si_signo = signum;
  info.si_code = SI_QUEUE;
  info.si_pid = getpid ();
  info.si_uid = getuid ();
  info.si_value.sival_int = value;

  return syscall (SYS_pidfd_send_signal, apm_target_get_pidfd (target), signum, &info, 0) < 0 ? errno : 0;
}

/* Returns: (transfer full) (nullable): why it must not be sent there */
static char *
dup_refusal (int           pid,
             ApmSignalCare care,
             const char   *name)
{
  switch (care)
    {
    case APM_CARE_DEFAULT:
      return g_strdup_printf (_("Process %d has not asked for %s, which would end it: nothing was sent"), pid, name);
    case APM_CARE_IGNORES:
      return g_strdup_printf (_("Process %d ignores %s: nothing was sent"), pid, name);
    case APM_CARE_STOPPED:
      return g_strdup_printf (_("Process %d is stopped, and whether it takes %s cannot be told: nothing was sent"), pid, name);
    case APM_CARE_KERNEL:
      return g_strdup_printf (_("Process %d is a thread of the kernel and does not take %s: nothing was sent"), pid, name);
    case APM_CARE_UNKNOWN:
    case APM_CARE_HANDLES:
    case APM_CARE_BLOCKS:
    default:
      return NULL;
    }
}

static gboolean
check_care (ApmEndpoint  *self,
            GError      **error)
{
  g_autofree char *refusal = dup_refusal (self->target, apm_signal_get_care (self->target, self->signum),
                                          apm_signal_get_name (self->signum));

  if (refusal)
    g_set_error_literal (error, APM_ERROR, APM_ERROR_INVALID, refusal);

  return refusal == NULL;
}

static gboolean
signal_send (ApmEndpoint   *self,
             const guint8  *message,
             gsize          length,
             G_GNUC_UNUSED guint priority,
             gint64         deadline,
             GError       **error)
{
  g_autofree char *text = g_strndup ((const char *) message, length);
  g_autoptr(ApmTarget) target = NULL;
  gint64 value;
  int problem;

  if (!g_ascii_string_to_signed (text, 10, G_MININT, G_MAXINT, &value, NULL))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A signal carries a number from %d to %d, and nothing else"), G_MININT, G_MAXINT);
      return FALSE;
    }
  target = apm_target_open (self->target, 0, error);
  if (!target || !check_care (self, error))
    return FALSE;

  while ((problem = send_value (target, self->signum, (int) value)) == EAGAIN && apm_endpoint_may_wait (self, deadline))
    apm_endpoint_wait (self, -1, 0, MIN (deadline, g_get_monotonic_time () + 10000));
  if (problem == 0)
    return TRUE;
  if (problem == EAGAIN)
    return apm_endpoint_set_timeout (self, error);
  apm_set_error_from_errno (error, problem, _("Could not send a signal to process %d"), self->target);

  return FALSE;
}

static ApmReceived
signal_receive (ApmEndpoint         *self,
                gint64               deadline,
                ApmReceivedMessage  *message,
                GError             **error)
{
  struct signalfd_siginfo info;

  while (read (self->fd, &info, sizeof info) != sizeof info)
    {
      if (errno != EAGAIN && errno != EINTR)
        {
          apm_set_error_from_errno (error, errno, _("Could not wait for %s"), apm_signal_get_name (self->signum));
          return APM_RECEIVED_ERROR;
        }
      if (apm_endpoint_wait (self, self->fd, POLLIN, deadline) <= 0)
        return APM_RECEIVED_NOTHING;
    }

  g_byte_array_set_size (self->buffer, 16);
  message->length = (gsize) g_snprintf ((char *) self->buffer->data, 16, "%d", (int) info.ssi_int);
  message->bytes = self->buffer->data;
  message->pid = (int) info.ssi_pid;

  return APM_RECEIVED_MESSAGE;
}

const ApmEndpointFuncs apm_endpoint_signal_funcs = { signal_open, signal_send, signal_receive, NULL };
