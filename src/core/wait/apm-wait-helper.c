/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-helper.h"

#include "apm-error.h"
#include "apm-privilege.h"
#include "apm-text.h"
#include "apm-wait-chain.h"
#include "apm-wait-wire.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* It gives up on whoever keeps it waiting long before this. */
#define ANSWER_US (12 * G_USEC_PER_SEC)

struct _ApmWaitHelper
{
  gatomicrefcount  refs;
  int              socket;
  GSubprocess     *process;
  ApmWaitLookScope scope;
  gint             is_open;     /* atomic */
  guint32          serial;
};

static const char *const modes[] = {
  [APM_WAIT_LOOK_OWN] = "look",
  [APM_WAIT_LOOK_ALL] = "look-all",
};

ApmWaitHelper *
apm_wait_helper_ref (ApmWaitHelper *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_wait_helper_unref (ApmWaitHelper *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  apm_clear_fd (&self->socket);
  g_clear_object (&self->process);
  g_free (self);
}

/**
 * apm_wait_helper_is_open:
 *
 * Returns: FALSE once it has ended, or was found not to answer
 */
gboolean
apm_wait_helper_is_open (ApmWaitHelper *self)
{
  return g_atomic_int_get (&self->is_open);
}

ApmWaitLookScope
apm_wait_helper_get_scope (ApmWaitHelper *self)
{
  return self->scope;
}

/**
 * apm_wait_helper_get_pid:
 *
 * Returns: 0 when it has ended
 */
int
apm_wait_helper_get_pid (ApmWaitHelper *self)
{
  const char *pid = g_subprocess_get_identifier (self->process);

  return pid ? (int) g_ascii_strtoll (pid, NULL, 10) : 0;
}

/**
 * apm_wait_helper_close:
 *
 * Ends it, from any thread; who waits for its answer waits no longer.
 */
void
apm_wait_helper_close (ApmWaitHelper *self)
{
  g_atomic_int_set (&self->is_open, FALSE);
  shutdown (self->socket, SHUT_RDWR);
}

/* Returns: the length; 0: it has gone, or the time is over, or we were cancelled */
static gssize
receive (int           socket,
         LookPacket   *packet,
         gint64        deadline_us,
         GCancellable *cancellable)
{
  GPollFD polls[2] = { { .fd = socket, .events = G_IO_IN } };
  guint n_polls = 1 + g_cancellable_make_pollfd (cancellable, &polls[1]);
  gssize length = -1;

  for (;;)
    {
      gint64 left_us = deadline_us - g_get_monotonic_time ();
      int n;

      if (g_cancellable_is_cancelled (cancellable) || (deadline_us != 0 && left_us <= 0))
        break;
      n = g_poll (polls, n_polls, deadline_us != 0 ? (int) (left_us / 1000) + 1 : -1);
      if (n > 0 && polls[0].revents != 0)
        length = recv (socket, packet, sizeof *packet, MSG_DONTWAIT);
      if (length >= 0 || (n < 0 && errno != EINTR) || (n > 0 && polls[0].revents != 0 && errno != EAGAIN))
        break;
    }
  if (n_polls > 1)
    g_cancellable_release_fd (cancellable);

  return MAX (length, 0);
}

static gboolean
is_packet (const LookPacket *packet,
           gssize            length,
           guint32           serial)
{
  return length >= (gssize) sizeof packet->head && packet->head.magic == LOOK_MAGIC && packet->head.serial == serial
         && packet->head.n_waits <= LOOK_WAITS_A_PACKET
         && (gsize) length == sizeof packet->head + packet->head.n_waits * sizeof packet->waits[0];
}

/* A person may take their time to answer what pkexec asks. */
static gboolean
wait_for_hello (ApmWaitHelper *self,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autofree LookPacket *packet = g_new0 (LookPacket, 1);
  gssize length = receive (self->socket, packet, 0, cancellable);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      g_subprocess_force_exit (self->process);
      return FALSE;
    }
  if (length == 0)
    {
      g_subprocess_wait (self->process, NULL, NULL);
      apm_privilege_set_ended (self->process, error);
      return FALSE;
    }
  if (is_packet (packet, length, 0) && packet->head.results[0] == PRIVILEGED_DONE)
    return TRUE;
  if (is_packet (packet, length, 0) && packet->head.results[0] == PRIVILEGED_BAD_CALLER)
    g_set_error_literal (error, APM_ERROR, APM_ERROR_DENIED,
                         _("The helper takes orders only from the user who was asked"));
  else
    g_set_error_literal (error, APM_ERROR, APM_ERROR_FAILED, _("The helper could not be started safely"));

  return FALSE;
}

/**
 * apm_wait_helper_start:
 * @launcher: (nullable): what goes before the helper's path; %NULL for pkexec, whose
 *   question the desktop's agent shows
 *
 * Returns when the person has answered. Not for the main thread.
 *
 * Returns: (transfer full): %NULL with @error: %APM_ERROR_DENIED if the rights were not
 *   given, %APM_ERROR_FAILED if they cannot be asked for here
 */
ApmWaitHelper *
apm_wait_helper_start (ApmWaitLookScope    scope,
                       const char *const  *launcher,
                       GCancellable       *cancellable,
                       GError            **error)
{
  g_autoptr(ApmWaitHelper) self = g_new0 (ApmWaitHelper, 1);
  int sockets[2];

  g_atomic_ref_count_init (&self->refs);
  self->scope = scope;
  self->socket = -1;
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
    {
      apm_set_error_from_errno (error, errno, _("Cannot speak to the helper"));
      return NULL;
    }
  self->socket = sockets[0];
  self->process = apm_privilege_launch (modes[scope], launcher, sockets[1], error);
  if (self->process == NULL || !wait_for_hello (self, cancellable, error))
    return NULL;
  self->is_open = TRUE;

  return g_steal_pointer (&self);
}

static void
start_in_thread (GTask        *task,
                 gpointer      source G_GNUC_UNUSED,
                 gpointer      data,
                 GCancellable *cancellable)
{
  const char *const *launcher = g_object_get_data (G_OBJECT (task), "launcher");
  GError *error = NULL;
  ApmWaitHelper *helper = apm_wait_helper_start (GPOINTER_TO_INT (data), launcher, cancellable, &error);

  if (helper)
    g_task_return_pointer (task, helper, (GDestroyNotify) apm_wait_helper_unref);
  else
    g_task_return_error (task, error);
}

/**
 * apm_wait_helper_start_async:
 *
 * Cancelling ends the question.
 */
void
apm_wait_helper_start_async (ApmWaitLookScope     scope,
                             const char *const   *launcher,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, apm_wait_helper_start_async);
  g_task_set_task_data (task, GINT_TO_POINTER (scope), NULL);
  if (launcher)
    g_object_set_data_full (G_OBJECT (task), "launcher", g_strdupv ((char **) launcher), (GDestroyNotify) g_strfreev);
  g_task_run_in_thread (task, start_in_thread);
}

ApmWaitHelper *
apm_wait_helper_start_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, apm_wait_helper_start_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_denied (const ApmWait *wait)
{
  return wait->unknown == APM_WAIT_DENIED_MODE || wait->unknown == APM_WAIT_DENIED_YAMA;
}

static guint
count_denied (const ApmWaitPass *pass,
              int                pid)
{
  const ApmWaitProcess *process = apm_wait_pass_find_process (pass, pid);
  guint n = 0;

  for (guint i = 0; process && i < process->n_waits; i++)
    n += is_denied (&g_array_index (pass->waits, ApmWait, process->first_wait + i));

  return n;
}

/**
 * apm_wait_chain_is_denied:
 * @scope: (out) (optional): the least that a helper needs to tell more
 *
 * Returns: whether the chain ends somewhere because we are not permitted to know
 */
gboolean
apm_wait_chain_is_denied (const ApmWaitChain *self,
                          ApmWaitLookScope   *scope)
{
  ApmWaitLookScope needed = APM_WAIT_LOOK_OWN;
  gboolean is_any = FALSE;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const ApmWaitNode *node = apm_wait_chain_get_node (self, i);

      if (node->end != APM_WAIT_END_DENIED)
        continue;
      is_any = TRUE;
      if (node->wait->unknown != APM_WAIT_DENIED_YAMA)
        needed = APM_WAIT_LOOK_ALL;
    }
  if (scope)
    *scope = needed;

  return is_any;
}

/* Returns: how many waits were told; −1 if the helper is of no use any more */
static int
take_answer (ApmWaitHelper *self,
             ApmWaitPass   *pass)
{
  g_autofree LookPacket *packet = g_new0 (LookPacket, 1);
  gint64 deadline_us = g_get_monotonic_time () + ANSWER_US;
  int n_told = 0;

  do
    {
      gssize length = receive (self->socket, packet, deadline_us, NULL);

      if (!is_packet (packet, length, self->serial))
        return -1;
      for (guint i = 0; i < packet->head.n_waits; i++)
        n_told += apm_wait_wire_graft (pass, &packet->waits[i]);
    }
  while (!packet->head.is_last);

  return n_told;
}

static guint
look_at_some (ApmWaitHelper *self,
              ApmWaitPass   *pass,
              const int     *pids,
              guint          n_pids)
{
  LookOrder order = { .magic = LOOK_MAGIC };
  int pidfds[PRIVILEGED_MOST_TARGETS];
  int n_told = 0;

  for (guint i = 0; i < n_pids; i++)
    {
      const ApmWaitProcess *process = apm_wait_pass_find_process (pass, pids[i]);
      int pidfd = process ? pidfd_open (pids[i], 0) : -1;

      if (pidfd < 0)
        continue;
      pidfds[order.n_targets] = pidfd;
      order.targets[order.n_targets].pid = pids[i];
      order.targets[order.n_targets++].start_ticks = process->start_ticks;
    }
  if (order.n_targets == 0)
    return 0;

  order.serial = ++self->serial ? self->serial : ++self->serial;
  if (!apm_privilege_send (self->socket, &order, sizeof order, pidfds, order.n_targets, NULL))
    n_told = -1;
  for (guint i = 0; i < order.n_targets; i++)
    close (pidfds[i]);
  if (n_told == 0)
    n_told = take_answer (self, pass);
  if (n_told < 0)
    apm_wait_helper_close (self);

  return (guint) MAX (n_told, 0);
}

/**
 * apm_wait_helper_look:
 * @pass: not handed out yet: what is told takes the place of what was refused
 * @pids: (array length=n_pids): of processes in @pass
 *
 * Waits for the answer. Belongs to one thread at a time, which is not the main one.
 *
 * Returns: how many waits were told
 */
guint
apm_wait_helper_look (ApmWaitHelper *self,
                      ApmWaitPass   *pass,
                      const int     *pids,
                      guint          n_pids)
{
  guint n_told = 0;

  for (guint i = 0; i < n_pids && apm_wait_helper_is_open (self); i += PRIVILEGED_MOST_TARGETS)
    n_told += look_at_some (self, pass, pids + i, MIN (n_pids - i, PRIVILEGED_MOST_TARGETS));
  for (guint i = 0; i < n_pids && n_told > 0; i++)
    {
      const ApmWaitProcess *process = apm_wait_pass_find_process (pass, pids[i]);

      if (process && process->unknown != APM_WAIT_KNOWN && pass->n_refused > 0 && count_denied (pass, pids[i]) == 0)
        pass->n_refused--;
    }

  return n_told;
}

/**
 * apm_wait_helper_look_refused:
 *
 * At everybody in @pass of whom we were refused something.
 *
 * Returns: how many waits were told
 */
guint
apm_wait_helper_look_refused (ApmWaitHelper *self,
                              ApmWaitPass   *pass)
{
  g_autoptr(GArray) pids = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < pass->processes->len; i++)
    {
      int pid = g_array_index (pass->processes, ApmWaitProcess, i).pid;

      if (count_denied (pass, pid) > 0)
        g_array_append_val (pids, pid);
    }

  return apm_wait_helper_look (self, pass, (const int *) (gconstpointer) pids->data, pids->len);
}
