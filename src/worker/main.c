/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "worker.h"

#include "apm-endpoint.h"
#include "apm-fd-source.h"
#include "apm-inlet.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define SOCKET_FD 3

/* While more than this waits to be reported nothing more is received, so that a
 * flood waits in its pipe and not in our memory. */
#define HOLD_ABOVE (1024 * 1024)
#define RELEASE_BELOW (256 * 1024)

/* How long our threads get to end when we are asked to: the window waits 500 ms. */
#define EXIT_GRACE_MS 300
#define EXIT_CHECK_MS 5

static struct {
  GMainLoop      *loop;
  ApmFrameWriter *reports;
  ApmFrameReader *orders;
  GSource        *source;
  GHashTable     *mouths;   /* id → Mouth */
  GHashTable     *ears;     /* id → Ear */
  GHashTable     *out;      /* id → Carrier that sends */
  GHashTable     *in;       /* id → Carrier that receives */
  Hands          *hands;
  gboolean        is_holding;
} worker;

static void
set_holding (gboolean holding)
{
  GHashTableIter iter;
  gpointer ear, carrier;

  if (worker.is_holding == holding)
    return;

  worker.is_holding = holding;
  g_hash_table_iter_init (&iter, worker.ears);
  while (g_hash_table_iter_next (&iter, NULL, &ear))
    ear_set_held (ear, holding);
  g_hash_table_iter_init (&iter, worker.in);
  while (g_hash_table_iter_next (&iter, NULL, &carrier))
    carrier_set_held (carrier, holding);
}

static void
on_reports_moved (ApmFrameWriter *reports,
                  gpointer        user_data)
{
  if (apm_frame_writer_get_queued (reports) < RELEASE_BELOW)
    set_holding (FALSE);
}

static void
on_reports_closed (ApmFrameWriter *reports,
                   const ApmFault *fault,
                   gpointer        user_data)
{
  _exit (EXIT_SUCCESS);
}

static const ApmFrameWriterFuncs report_funcs = {
  .moved = on_reports_moved,
  .closed = on_reports_closed,
};

static void
queue_report (const ApmFrameHead *head,
              GBytes             *payload)
{
  apm_frame_writer_queue (worker.reports, head, payload, -1);
  if (apm_frame_writer_get_queued (worker.reports) > HOLD_ABOVE)
    set_holding (TRUE);
}

void
worker_report (guint8   type,
               guint32  id,
               GBytes  *payload)
{
  const ApmFrameHead head = { .type = type, .id = id };

  queue_report (&head, payload);
}

void
worker_report_arrived (guint32         id,
                       const ApmFrame *frame)
{
  g_autoptr(GBytes) payload = apm_frame_dup_payload (frame);
  const ApmFrameHead head = {
    .type = APM_REPORT_ARRIVED,
    .id = id,
    .sent_us = frame->head.sent_us,
    .arrived_us = g_get_monotonic_time (),
  };

  queue_report (&head, payload);
}

void
worker_report_state (guint8   type,
                     guint32  id,
                     int      fd,
                     guint64  count,
                     guint64  bytes,
                     gint64   blocked_since_us)
{
  gint64 waiting = apm_pipe_get_waiting (fd);
  gint64 capacity = apm_pipe_get_capacity (fd);
  g_autoptr(GBytes) payload = NULL;

  payload = apm_order_pack (g_variant_new (APM_PIPE_STATE, waiting, capacity, count, bytes, blocked_since_us));
  worker_report (type, id, payload);
}

void
worker_report_closed (guint8          type,
                      guint32         id,
                      const ApmFault *fault)
{
  g_autoptr(GBytes) payload = NULL;

  payload = apm_order_pack (g_variant_new ("(ytt)", (guint8) fault->kind, fault->have, fault->want));
  worker_report (type, id, payload);
}

static void
attach (const ApmFrame *frame)
{
  gpointer id = GUINT_TO_POINTER (frame->head.id);
  int fd = frame->head.n_fds > 0 ? apm_fd_source_take_fd (worker.source) : -1;

  if (fd < 0)
    {
      const ApmFault fault = { APM_FAULT_FAILED, EMFILE };

      worker_report_closed (frame->head.type == APM_ORDER_ATTACH_OUT ? APM_REPORT_OUT_CLOSED : APM_REPORT_IN_CLOSED,
                            frame->head.id, &fault);
      return;
    }

  if (frame->head.type == APM_ORDER_ATTACH_OUT)
    {
      g_hash_table_insert (worker.mouths, id, mouth_new (frame->head.id, fd));
    }
  else
    {
      Ear *ear = ear_new (frame->head.id, fd);

      ear_set_held (ear, worker.is_holding);
      g_hash_table_insert (worker.ears, id, ear);
    }
}

static void
open_carrier (const ApmFrame *frame)
{
  int fd = frame->head.n_fds > 0 ? apm_fd_source_take_fd (worker.source) : -1;
  Carrier *carrier = carrier_new (frame, fd);

  if (carrier == NULL)
    return;
  carrier_set_held (carrier, worker.is_holding);
  g_hash_table_insert (frame->head.type == APM_ORDER_OPEN_OUT ? worker.out : worker.in, GUINT_TO_POINTER (frame->head.id), carrier);
}

/* Returns: (nullable): who is meant by the order, if it is a carrier */
static Carrier *
find_carrier (const ApmFrame *frame)
{
  gpointer id = GUINT_TO_POINTER (frame->head.id);
  gboolean is_out = frame->head.type == APM_ORDER_SEND || frame->head.type == APM_ORDER_PRIORITY;
  Carrier *in = g_hash_table_lookup (worker.in, id), *out = g_hash_table_lookup (worker.out, id);

  return is_out || in == NULL ? out : in;
}

static void
set_capacity (const ApmFrame *frame)
{
  g_autoptr(GVariant) order = apm_order_unpack (frame, "x");
  g_autoptr(GError) error = NULL;
  Ear *ear = g_hash_table_lookup (worker.ears, GUINT_TO_POINTER (frame->head.id));

  if (ear && !ear_set_capacity (ear, g_variant_get_int64 (order), &error))
    {
      g_autoptr(GBytes) payload = apm_order_pack (g_variant_new ("(bs)", FALSE, error->message));

      worker_report (APM_REPORT_REFUSED, frame->head.id, payload);
    }
}

static void
order_mouth (Mouth          *mouth,
             const ApmFrame *frame)
{
  if (frame->head.type == APM_ORDER_SEND)
    {
      g_autoptr(GBytes) data = apm_frame_dup_payload (frame);

      mouth_say (mouth, data, frame->head.sent_us);
    }
  else
    {
      g_autoptr(GVariant) order = apm_order_unpack (frame, "(uu)");
      guint count, size;

      g_variant_get (order, "(uu)", &count, &size);
      mouth_flood (mouth, count, MIN (size, APM_FRAME_MAX));
    }
}

static void
order_ear (Ear            *ear,
           const ApmFrame *frame)
{
  if (frame->head.type == APM_ORDER_SUBSCRIBE)
    {
      g_autoptr(GVariant) order = apm_order_unpack (frame, "b");

      ear_set_subscribed (ear, g_variant_get_boolean (order));
    }
  else
    ear_receive (ear);
}

static gboolean
on_idle_check (gpointer user_data)
{
  if (!hands_are_idle (worker.hands))
    return G_SOURCE_CONTINUE;

  g_main_loop_quit (worker.loop);

  return G_SOURCE_REMOVE;
}

static gboolean
on_grace_over (gpointer user_data)
{
  g_main_loop_quit (worker.loop);

  return G_SOURCE_REMOVE;
}

static void
take_leave (void)
{
  hands_shutdown (worker.hands);
  g_timeout_add (EXIT_CHECK_MS, on_idle_check, NULL);
  g_timeout_add (EXIT_GRACE_MS, on_grace_over, NULL);
}

static void
on_order (const ApmFrame *frame,
          gpointer        user_data)
{
  gpointer id = GUINT_TO_POINTER (frame->head.id);
  Mouth *mouth = g_hash_table_lookup (worker.mouths, id);
  Ear *ear = g_hash_table_lookup (worker.ears, id);
  Carrier *carrier = find_carrier (frame);

  if (carrier)
    carrier_order (carrier, frame);

  switch (frame->head.type)
    {
    case APM_ORDER_ATTACH_OUT:
    case APM_ORDER_ATTACH_IN:
      attach (frame);
      break;

    case APM_ORDER_OPEN_OUT:
    case APM_ORDER_OPEN_IN:
      open_carrier (frame);
      break;

    case APM_ORDER_SET_CAPACITY:
      set_capacity (frame);
      break;

    case APM_ORDER_DETACH:
      g_hash_table_remove (worker.out, id);
      g_hash_table_remove (worker.in, id);
      g_hash_table_remove (worker.mouths, id);
      g_hash_table_remove (worker.ears, id);
      break;

    case APM_ORDER_SEND:
    case APM_ORDER_FLOOD:
      if (mouth)
        order_mouth (mouth, frame);
      break;

    case APM_ORDER_RECEIVE:
    case APM_ORDER_SUBSCRIBE:
      if (ear)
        order_ear (ear, frame);
      break;

    case APM_ORDER_THREAD_CREATE:
    case APM_ORDER_THREAD_PAUSE:
    case APM_ORDER_THREAD_RESUME:
    case APM_ORDER_THREAD_TERMINATE:
      hands_order (worker.hands, frame);
      break;

    case APM_ORDER_EXIT:
      take_leave ();
      break;

    default:
      break;
    }
}

static void
on_socket (const guint8 *bytes,
           gsize         length,
           ApmFdState    state,
           gpointer      user_data)
{
  ApmFault fault;

  /* Whoever gave us orders is gone, or speaks another language. */
  if (!apm_frame_reader_feed (worker.orders, bytes, length, on_order, NULL, &fault) || state == APM_FD_ENDED)
    _exit (EXIT_SUCCESS);
}

static gboolean
is_socket (int fd)
{
  int type;
  socklen_t length = sizeof type;

  return getsockopt (fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_STREAM;
}

static void
report_that_we_run (void)
{
  g_autoptr(GBytes) payload = apm_order_pack (g_variant_new ("i", (gint32) getpid ()));

  worker_report (APM_REPORT_RUNS, 0, payload);
}

int
main (int    argc,
      char **argv)
{
  apm_endpoint_keep_signals ();
  setlocale (LC_ALL, "");
  signal (SIGPIPE, SIG_IGN);

  if (!is_socket (SOCKET_FD))
    {
      fprintf (stderr, "apm-worker: takes orders from the Advanced Process Manager, on descriptor %d only.\n",
               SOCKET_FD);
      return 2;
    }

  /* The name it was given is the name that the system shows. */
  if (argc > 1)
    prctl (PR_SET_NAME, argv[1]);

  worker.loop = g_main_loop_new (NULL, FALSE);
  worker.mouths = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) mouth_free);
  worker.ears = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) ear_free);
  worker.out = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) carrier_free);
  worker.in = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) carrier_free);
  worker.hands = hands_new ();
  if (worker.hands == NULL)
    return 4;

  worker.orders = apm_frame_reader_new ();
  worker.reports = apm_frame_writer_new (fcntl (SOCKET_FD, F_DUPFD_CLOEXEC, 0), TRUE, &report_funcs, NULL);
  worker.source = apm_fd_source_new (SOCKET_FD, TRUE, on_socket, NULL);

  report_that_we_run ();
  g_main_loop_run (worker.loop);
  apm_frame_writer_flush (worker.reports);

  return EXIT_SUCCESS;
}
