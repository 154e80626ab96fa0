/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-worker-private.h"

#include "apm-fd-source.h"
#include "apm-frame-writer.h"
#include "apm-paths.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/socket.h>

/* Where a worker finds its socket. */
#define SOCKET_FD 3

struct _ApmWorker
{
  GObject         parent_instance;
  char           *name;
  ApmChild       *child;
  int             fd;
  ApmFrameWriter *orders;
  ApmFrameReader *reports;
  GSource        *source;
  gboolean        socket_ended;
  gboolean        leaving;

  ApmReportFunc   pipe_func;
  ApmFlushFunc    pipe_flush;
  gpointer        pipe_data;
  ApmReportFunc   thread_func;
  gpointer        thread_data;
};

enum { REPORTED, ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmWorker, apm_worker, G_TYPE_OBJECT)

static void
apm_worker_dispose (GObject *object)
{
  ApmWorker *self = APM_WORKER (object);

  if (self->child)
    g_signal_handlers_disconnect_by_data (self->child, self);
  apm_worker_kill (self);

  if (self->source)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->orders, apm_frame_writer_free);
  apm_clear_fd (&self->fd);
  g_clear_object (&self->child);

  G_OBJECT_CLASS (apm_worker_parent_class)->dispose (object);
}

static void
apm_worker_finalize (GObject *object)
{
  ApmWorker *self = APM_WORKER (object);

  g_clear_pointer (&self->reports, apm_frame_reader_free);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (apm_worker_parent_class)->finalize (object);
}

static void
apm_worker_class_init (ApmWorkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = apm_worker_dispose;
  object_class->finalize = apm_worker_finalize;

  /**
   * ApmWorker::reported:
   * @text: what the worker says about itself, a translated sentence
   */
  signals[REPORTED] = g_signal_new ("reported", APM_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * ApmWorker::ended:
   * @wait_status: as waitpid(2) tells it
   *
   * The process has ended, and all that it had reported before has been told.
   */
  signals[ENDED] = g_signal_new ("ended", APM_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
apm_worker_init (ApmWorker *self)
{
  self->fd = -1;
  self->reports = apm_frame_reader_new ();
}

static void
tell_runs (ApmWorker      *self,
           const ApmFrame *report)
{
  g_autoptr(GVariant) pid = apm_order_unpack (report, "i");
  g_autofree char *text = NULL;

  /* Translators: the name of a worker, and the number of its process. */
  text = g_strdup_printf (_("Worker “%s” runs (PID %d)"), self->name, g_variant_get_int32 (pid));
  g_signal_emit (self, signals[REPORTED], 0, text);
}

static void
on_report (const ApmFrame *report,
           gpointer        user_data)
{
  ApmWorker *self = user_data;

  if (report->head.type == APM_REPORT_RUNS)
    tell_runs (self, report);
  else if (report->head.type == APM_REPORT_THREAD && self->thread_func)
    self->thread_func (self, report, self->thread_data);
  else if (report->head.type != APM_REPORT_THREAD && self->pipe_func)
    self->pipe_func (self, report, self->pipe_data);
}

static void
tell_if_ended (ApmWorker *self)
{
  if (!self->socket_ended || !apm_child_get_ended (self->child))
    return;

  if (self->thread_func)
    self->thread_func (self, NULL, self->thread_data);
  g_signal_emit (self, signals[ENDED], 0, apm_child_get_wait_status (self->child));
}

static void
on_socket (const guint8 *bytes,
           gsize         length,
           ApmFdState    state,
           gpointer      user_data)
{
  g_autoptr(ApmWorker) self = g_object_ref (user_data);
  ApmFault fault;
  gboolean is_followed = apm_frame_reader_feed (self->reports, bytes, length, on_report, self, &fault);

  if (self->pipe_flush)
    self->pipe_flush (self, self->pipe_data);

  if (is_followed && state != APM_FD_ENDED)
    return;

  /* One that reports nonsense is no worker of ours any more. */
  apm_worker_kill (self);
  if (self->source)
    g_source_destroy (self->source);
  self->socket_ended = TRUE;
  tell_if_ended (self);
}

static void
on_child_ended (ApmChild  *child,
                int        wait_status,
                ApmWorker *self)
{
  g_object_ref (self);
  tell_if_ended (self);
  g_object_unref (self);
}

static gboolean
spawn (ApmWorker  *self,
       int         take_fd,
       GError    **error)
{
  g_autofree char *helper = apm_paths_dup_helper ("apm-worker");
  const char *argv[] = { helper, self->name, NULL };
  const int as_fd = SOCKET_FD;
  const ApmSpawn parameters = {
    .argv = argv,
    .name = self->name,
    .ends_with_us = TRUE,
    .take_fds = &take_fd,
    .as_fds = &as_fd,
    .n_fds = 1,
    .no_output = TRUE,
  };

  self->child = apm_child_spawn (&parameters, error);

  return self->child != NULL;
}

/**
 * apm_worker_new:
 * @name: UTF-8, not empty
 *
 * Starts apm-worker. It ends with us, however we end.
 */
ApmWorker *
apm_worker_new (const char  *name,
                GError     **error)
{
  static const ApmFrameWriterFuncs no_funcs = { NULL };
  g_autoptr(ApmWorker) self = NULL;
  int fds[2];

  g_return_val_if_fail (name != NULL && *name != '\0', NULL);

  self = g_object_new (APM_TYPE_WORKER, NULL);
  self->name = g_strdup (name);

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
    {
      apm_set_error_from_errno (error, errno, _("No socket could be made for worker “%s”"), name);
      return NULL;
    }

  /* Two descriptors of one socket: the writer closes its own when nobody listens
   * any more, while the last reports are still being read. */
  self->fd = fds[0];
  self->orders = apm_frame_writer_new (fcntl (fds[0], F_DUPFD_CLOEXEC, 0), TRUE, &no_funcs, self);
  if (!spawn (self, fds[1], error))
    return NULL;

  self->source = apm_fd_source_new (self->fd, TRUE, on_socket, self);
  g_signal_connect (self->child, "ended", G_CALLBACK (on_child_ended), self);

  return g_steal_pointer (&self);
}

/**
 * apm_worker_get_child:
 *
 * Returns: (transfer none): its process
 */
ApmChild *
apm_worker_get_child (ApmWorker *self)
{
  g_return_val_if_fail (APM_IS_WORKER (self), NULL);

  return self->child;
}

const char *
apm_worker_get_name (ApmWorker *self)
{
  g_return_val_if_fail (APM_IS_WORKER (self), NULL);

  return self->name;
}

int
apm_worker_get_pid (ApmWorker *self)
{
  g_return_val_if_fail (APM_IS_WORKER (self), 0);

  return apm_child_get_pid (self->child);
}

gboolean
apm_worker_get_running (ApmWorker *self)
{
  g_return_val_if_fail (APM_IS_WORKER (self), FALSE);

  return self->child && !self->socket_ended && !apm_child_get_ended (self->child);
}

/**
 * apm_worker_ask_to_exit:
 *
 * The worker ends its threads, then itself. One that is stopped does so when it
 * is continued.
 */
void
apm_worker_ask_to_exit (ApmWorker *self)
{
  g_return_if_fail (APM_IS_WORKER (self));

  self->leaving = TRUE;
  apm_worker_order (self, APM_ORDER_EXIT, 0, NULL);
}

/**
 * apm_worker_get_leaving:
 *
 * Returns: whether it was asked to exit, so that its end is no surprise
 */
gboolean
apm_worker_get_leaving (ApmWorker *self)
{
  g_return_val_if_fail (APM_IS_WORKER (self), FALSE);

  return self->leaving;
}

/**
 * apm_worker_order:
 * @type: one of APM_ORDER_…
 * @payload: (nullable)
 *
 * Queues an order; never waits. The order tells when it was given.
 */
void
apm_worker_order (ApmWorker *self,
                  guint8     type,
                  guint32    id,
                  GBytes    *payload)
{
  const ApmFrameHead head = { .type = type, .id = id, .sent_us = g_get_monotonic_time () };

  if (self->orders)
    apm_frame_writer_queue (self->orders, &head, payload, -1);
}

/**
 * apm_worker_order_attach:
 * @payload: (nullable)
 * @take_fd: an end of a channel, which is the worker's alone from now on; -1: none
 */
void
apm_worker_order_attach (ApmWorker *self,
                         guint8     type,
                         guint32    id,
                         GBytes    *payload,
                         int        take_fd)
{
  const ApmFrameHead head = { .type = type, .id = id };

  if (self->orders)
    apm_frame_writer_queue (self->orders, &head, payload, take_fd);
  else
    apm_clear_fd (&take_fd);
}

/**
 * apm_worker_set_pipe_func:
 * @func: called for each report about pipes and messages
 * @flush: called when all reports of one wake-up have been told
 */
void
apm_worker_set_pipe_func (ApmWorker     *self,
                          ApmReportFunc  func,
                          ApmFlushFunc   flush,
                          gpointer       user_data)
{
  self->pipe_func = func;
  self->pipe_flush = flush;
  self->pipe_data = user_data;
}

/**
 * apm_worker_set_thread_func:
 * @func: called for each report about a named thread; without one when the
 *   worker has ended, and all its threads with it
 */
void
apm_worker_set_thread_func (ApmWorker     *self,
                            ApmReportFunc  func,
                            gpointer       user_data)
{
  self->thread_func = func;
  self->thread_data = user_data;
}

/**
 * apm_worker_kill:
 *
 * Ends the worker at once, by SIGKILL.
 */
void
apm_worker_kill (ApmWorker *self)
{
  if (self->child && !apm_child_get_ended (self->child))
    apm_child_signal (self->child, SIGKILL, TRUE, NULL);
}
