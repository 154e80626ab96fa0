/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-frame-writer.h"

#include "apm-inlet.h"
#include "post-fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

typedef struct {
  ApmFrameWriter *writer;
  ApmInlet       *inlet;
  GPtrArray      *arrived;
  guint           n_written;
  gboolean        is_writer_closed;
  ApmFault        fault;
  guint           n_nothing;
} WriterFixture;

static void
on_written (ApmFrameWriter     *writer,
            const ApmFrameHead *head,
            GBytes             *payload,
            gpointer            user_data)
{
  ((WriterFixture *) user_data)->n_written++;
}

static void
on_writer_closed (ApmFrameWriter *writer,
                  const ApmFault *fault,
                  gpointer        user_data)
{
  WriterFixture *fixture = user_data;

  g_assert_cmpint (fault->kind, ==, APM_FAULT_ENDED);
  fixture->is_writer_closed = TRUE;
}

static const ApmFrameWriterFuncs writer_funcs = { on_written, NULL, on_writer_closed };

static void
on_arrived (const ApmFrame *frame,
            gpointer        user_data)
{
  g_ptr_array_add (((WriterFixture *) user_data)->arrived, apm_frame_dup_payload (frame));
}

static void
on_flush (gpointer user_data)
{
}

static void
on_nothing (gpointer user_data)
{
  ((WriterFixture *) user_data)->n_nothing++;
}

static void
on_inlet_closed (const ApmFault *fault,
                 gpointer        user_data)
{
  ((WriterFixture *) user_data)->fault = *fault;
}

static const ApmInletFuncs inlet_funcs = { on_arrived, on_flush, on_nothing, on_inlet_closed };

static void
set_up (WriterFixture *fixture,
        gconstpointer  data)
{
  int fds[2];

  signal (SIGPIPE, SIG_IGN);
  g_assert_cmpint (pipe2 (fds, O_CLOEXEC), ==, 0);
  fixture->arrived = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  fixture->inlet = apm_inlet_new (fds[0], &inlet_funcs, fixture);
  fixture->writer = apm_frame_writer_new (fds[1], FALSE, &writer_funcs, fixture);
}

static void
tear_down (WriterFixture *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->writer, apm_frame_writer_free);
  g_clear_pointer (&fixture->inlet, apm_inlet_free);
  g_ptr_array_unref (fixture->arrived);
}

static void
queue (WriterFixture *fixture,
       gsize          size,
       guint          seed)
{
  g_autoptr(GBytes) bytes = make_bytes (size, seed);
  const ApmFrameHead head = { .type = 1 };

  apm_frame_writer_queue (fixture->writer, &head, bytes, -1);
}

static void
test_order (WriterFixture *fixture,
            gconstpointer  data)
{
  apm_inlet_set_subscribed (fixture->inlet, TRUE);
  for (guint i = 0; i < 500; i++)
    queue (fixture, i * 37 % 5000, i);

  test_until (fixture->arrived->len == 500);
  for (guint i = 0; i < 500; i++)
    {
      g_autoptr(GBytes) bytes = make_bytes (i * 37 % 5000, i);

      g_assert_true (g_bytes_equal (fixture->arrived->pdata[i], bytes));
    }
  g_assert_cmpuint (fixture->n_written, ==, 500);
  g_assert_cmpuint (apm_frame_writer_get_queued (fixture->writer), ==, 0);
}

/* Also a message that comes when the pipe is full already is seen to wait. */
static void
test_blocked (WriterFixture *fixture,
              gconstpointer  data)
{
  int fd = apm_frame_writer_get_fd (fixture->writer);

  queue (fixture, apm_pipe_get_capacity (fd) - APM_FRAME_HEAD_SIZE, 0);
  test_until (fixture->n_written == 1);
  g_assert_cmpint (apm_frame_writer_get_blocked_since_us (fixture->writer), ==, 0);
  g_assert_cmpint (apm_pipe_get_waiting (fd), ==, apm_pipe_get_capacity (fd));

  queue (fixture, 10, 1);
  test_until (apm_frame_writer_get_blocked_since_us (fixture->writer) != 0);
  apm_inlet_receive (fixture->inlet);
  test_until (fixture->n_written == 2);
  g_assert_cmpint (apm_frame_writer_get_blocked_since_us (fixture->writer), ==, 0);
  test_until (fixture->arrived->len == 1);
}

/* An inlet that is held reads nothing, not even what a gone sender has left. */
static void
test_held (WriterFixture *fixture,
           gconstpointer  data)
{
  apm_inlet_set_subscribed (fixture->inlet, TRUE);
  apm_inlet_set_held (fixture->inlet, TRUE);
  queue (fixture, 100, 0);
  test_until (fixture->n_written == 1);
  g_clear_pointer (&fixture->writer, apm_frame_writer_free);
  for (guint i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (fixture->arrived->len, ==, 0);
  g_assert_cmpint (fixture->fault.kind, ==, APM_FAULT_NONE);

  apm_inlet_set_held (fixture->inlet, FALSE);
  test_until (fixture->fault.kind == APM_FAULT_ENDED);
  g_assert_cmpuint (fixture->arrived->len, ==, 1);
  apm_inlet_receive (fixture->inlet);
  g_assert_cmpuint (fixture->n_nothing, ==, 1);
}

static void
test_reader_gone (WriterFixture *fixture,
                  gconstpointer  data)
{
  /* Nothing is being written: it is told all the same. */
  g_clear_pointer (&fixture->inlet, apm_inlet_free);
  test_until (fixture->is_writer_closed);
  g_assert_cmpint (apm_frame_writer_get_fd (fixture->writer), ==, -1);

  queue (fixture, 10, 0);
  g_assert_cmpuint (apm_frame_writer_get_queued (fixture->writer), ==, 0);
}

static void
test_reader_gone_meanwhile (WriterFixture *fixture,
                            gconstpointer  data)
{
  queue (fixture, 1000000, 0);
  test_until (apm_frame_writer_get_blocked_since_us (fixture->writer) != 0);
  g_clear_pointer (&fixture->inlet, apm_inlet_free);
  test_until (fixture->is_writer_closed);
  g_assert_cmpuint (fixture->n_written, ==, 0);
  g_assert_cmpint (apm_frame_writer_get_blocked_since_us (fixture->writer), ==, 0);
}

/* Torn or lying: a sentence, and that channel only. */
static void
test_bad_frames (void)
{
  static const struct { const char *bytes; gsize length; ApmFaultKind kind; } cases[] = {
    { "APMF", 4, APM_FAULT_TORN_HEAD },
    { "APMF\1\1\0\0\144\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0hello, world", 44, APM_FAULT_TORN },
    { "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 36, APM_FAULT_MAGIC },
    { "APMF\7\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32, APM_FAULT_VERSION },
    { "APMF\1\1\0\0\1\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32, APM_FAULT_LENGTH },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      WriterFixture fixture = { NULL };
      int fds[2];

      g_assert_cmpint (pipe2 (fds, O_CLOEXEC), ==, 0);
      fixture.arrived = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      fixture.inlet = apm_inlet_new (fds[0], &inlet_funcs, &fixture);
      g_assert_cmpint (write (fds[1], cases[i].bytes, cases[i].length), ==, cases[i].length);
      close (fds[1]);

      test_until (fixture.fault.kind != APM_FAULT_NONE);
      g_assert_cmpint (fixture.fault.kind, ==, cases[i].kind);
      g_assert_cmpuint (fixture.arrived->len, ==, 0);
      tear_down (&fixture, NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/frame-writer/order", WriterFixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/frame-writer/blocked", WriterFixture, NULL, set_up, test_blocked, tear_down);
  g_test_add ("/frame-writer/held", WriterFixture, NULL, set_up, test_held, tear_down);
  g_test_add ("/frame-writer/reader-gone", WriterFixture, NULL, set_up, test_reader_gone, tear_down);
  g_test_add ("/frame-writer/reader-gone-meanwhile", WriterFixture, NULL, set_up, test_reader_gone_meanwhile, tear_down);
  g_test_add_func ("/frame-writer/bad-frames", test_bad_frames);

  return g_test_run ();
}
