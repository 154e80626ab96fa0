/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-orders.h"
#include "apm-paths.h"
#include "apm-worker.h"

#include "post-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of the worker started last: a subprocess forgets it when it has ended. */
static char last_pid[16];

/* Starts apm-worker by itself; @socket is our end of what it takes orders from. */
static GSubprocess *
start (int *socket)
{
  g_autofree char *helper = apm_paths_dup_helper ("apm-worker");
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE |
                                                                       G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GError) error = NULL;
  GSubprocess *process;
  const char *pid;
  int fds[2];

  if (socket)
    {
      g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
      *socket = fds[0];
      g_subprocess_launcher_take_fd (launcher, fds[1], 3);
    }
  process = g_subprocess_launcher_spawn (launcher, &error, helper, "w", NULL);
  g_assert_no_error (error);
  pid = g_subprocess_get_identifier (process);
  g_strlcpy (last_pid, pid ? pid : "", sizeof last_pid);

  return process;
}

static void
read_all (int     fd,
          guint8 *bytes,
          gsize   length)
{
  while (length > 0)
    {
      ssize_t n = read (fd, bytes, length);

      g_assert_cmpint (n, >, 0);
      bytes += n;
      length -= n;
    }
}

static void
read_runs (int fd)
{
  g_autofree char *pid = NULL;
  guint8 bytes[APM_FRAME_HEAD_SIZE + 4];
  ApmFrameHead head;
  ApmFault fault;
  gint32 told;

  read_all (fd, bytes, sizeof bytes);
  g_assert_true (apm_frame_head_unpack (bytes, &head, &fault));
  g_assert_cmpint (head.type, ==, APM_REPORT_RUNS);
  g_assert_cmpuint (head.length, ==, 4);
  memcpy (&told, bytes + APM_FRAME_HEAD_SIZE, 4);
  pid = g_strdup_printf ("%d", told);
  g_assert_cmpstr (pid, ==, last_pid);
}

static void
assert_ends (GSubprocess *process,
             int          status,
             const char  *message)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, &err, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);
  g_assert_cmpstr (out, ==, "");
  g_assert_cmpstr (err, ==, message);
}

static void
test_socket_closes (void)
{
  int fd;
  g_autoptr(GSubprocess) process = start (&fd);

  read_runs (fd);
  close (fd);
  assert_ends (process, 0, "");
}

static void
test_order_to_exit (void)
{
  const ApmFrameHead head = { .type = APM_ORDER_EXIT };
  guint8 bytes[APM_FRAME_HEAD_SIZE];
  int fd;
  g_autoptr(GSubprocess) process = start (&fd);

  apm_frame_head_pack (&head, bytes);
  g_assert_cmpint (write (fd, bytes, sizeof bytes), ==, sizeof bytes);
  assert_ends (process, 0, "");
  read_runs (fd);
  close (fd);
}

/* Orders for channels that there are not, of payloads that they have not, and of
 * types that nobody knows are nothing to die of. */
static void
test_senseless_orders (void)
{
  g_autoptr(GByteArray) orders = g_byte_array_new ();
  int fd;
  g_autoptr(GSubprocess) process = start (&fd);

  for (guint type = 0; type < 256; type++)
    {
      const ApmFrameHead head = { .type = type, .id = 12345, .length = 3 };
      guint8 bytes[APM_FRAME_HEAD_SIZE + 3] = { 0 };

      if (type == APM_ORDER_EXIT)
        continue;
      apm_frame_head_pack (&head, bytes);
      memcpy (bytes + APM_FRAME_HEAD_SIZE, "\xff\x01\x7f", 3);
      g_byte_array_append (orders, bytes, sizeof bytes);
    }
  g_assert_cmpint (write (fd, orders->data, orders->len), ==, orders->len);
  g_byte_array_unref (g_steal_pointer (&orders));

  read_runs (fd);
  close (fd);
  assert_ends (process, 0, "");
}

static void
test_no_frame (void)
{
  int fd;
  g_autoptr(GSubprocess) process = start (&fd);

  g_assert_cmpint (write (fd, "hello, this is no frame, but long", 33), ==, 33);
  assert_ends (process, 0, "");
  close (fd);
}

static void
test_no_socket (void)
{
  g_autoptr(GSubprocess) process = start (NULL);

  assert_ends (process, 2, "apm-worker: takes orders from the Advanced Process Manager, on descriptor 3 only.\n");
}

static void
on_ended (ApmWorker *worker,
          int        wait_status,
          int       *told)
{
  *told = wait_status;
}

/* A worker that reports what cannot be is killed: its word is worth nothing. */
static void
test_lying_worker (void)
{
  static const char script[] = "#!/bin/sh\necho 'this is no frame, but it is long enough' >&3\nexec sleep 1000\n";
  g_autofree char *before = g_strdup (g_getenv ("APM_LIBEXECDIR"));
  g_autofree char *dir = g_dir_make_tmp ("apm-worker-XXXXXX", NULL);
  g_autofree char *helper = g_build_filename (dir, "apm-worker", NULL);
  g_autofree char *path = g_strdup_printf ("%s:%s", dir, before);
  g_autoptr(ApmWorker) worker = NULL;
  g_autoptr(GError) error = NULL;
  int wait_status = -1;

  g_assert_true (g_file_set_contents_full (helper, script, -1, 0, 0755, NULL));
  g_setenv ("APM_LIBEXECDIR", path, TRUE);
  worker = apm_worker_new ("liar", &error);
  g_setenv ("APM_LIBEXECDIR", before, TRUE);
  g_assert_no_error (error);

  g_signal_connect (worker, "ended", G_CALLBACK (on_ended), &wait_status);
  test_until (wait_status != -1);
  g_assert_true (WIFSIGNALED (wait_status));
  g_assert_cmpint (WTERMSIG (wait_status), ==, SIGKILL);
  g_assert_false (apm_worker_get_running (worker));

  g_remove (helper);
  g_rmdir (dir);
}

static void
test_no_program (void)
{
  g_autofree char *before = g_strdup (g_getenv ("APM_LIBEXECDIR"));
  guint n_before = test_count_fds ();
  g_autoptr(GError) error = NULL;

  g_setenv ("APM_LIBEXECDIR", "/nonexistent", TRUE);
  g_assert_null (apm_worker_new ("w", &error));
  g_setenv ("APM_LIBEXECDIR", before, TRUE);
  g_assert_nonnull (error);
  g_assert_cmpuint (test_count_fds (), <=, n_before + 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker/socket-closes", test_socket_closes);
  g_test_add_func ("/worker/order-to-exit", test_order_to_exit);
  g_test_add_func ("/worker/senseless-orders", test_senseless_orders);
  g_test_add_func ("/worker/no-frame", test_no_frame);
  g_test_add_func ("/worker/no-socket", test_no_socket);
  g_test_add_func ("/worker/lying-worker", test_lying_worker);
  g_test_add_func ("/worker/no-program", test_no_program);

  return g_test_run ();
}
