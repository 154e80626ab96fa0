/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the helper makes of orders that no library of ours would write. */

#include "../send-with-fds.h"

#include "apm-wait-private.h"

#include "apm-paths.h"
#include "privileged-look.h"
#include "subject-run.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  GSubprocess *process;
  int          socket;
} Raw;

static void
raw_start (Raw *raw)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *program = apm_paths_dup_helper ("apm-privileged");
  LookPacket *packet = g_new0 (LookPacket, 1);
  int sockets[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets), ==, 0);
  g_subprocess_launcher_take_stdin_fd (launcher, sockets[1]);
  raw->socket = sockets[0];
  raw->process = g_subprocess_launcher_spawn (launcher, NULL, program, "look", NULL);
  g_assert_cmpint (recv (raw->socket, packet, sizeof *packet, 0), ==, sizeof packet->head);
  g_assert_cmpuint (packet->head.results[0], ==, PRIVILEGED_DONE);
  g_free (packet);
}

static void
raw_end (Raw *raw)
{
  close (raw->socket);
  g_assert_true (g_subprocess_wait (raw->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (raw->process));
  g_clear_object (&raw->process);
}

/* Returns: the result of the last packet; −1: it ended the conversation */
static int
raw_order (Raw           *raw,
           gconstpointer  order,
           gsize          size,
           const int     *fds,
           guint          n_fds)
{
  g_autofree LookPacket *packet = g_new0 (LookPacket, 1);

  test_send_with_fds (raw->socket, order, size, fds, n_fds);
  do
    {
      gssize length = recv (raw->socket, packet, sizeof *packet, 0);

      if (length <= 0)
        return -1;
      g_assert_cmpint (length, ==, sizeof packet->head + packet->head.n_waits * sizeof packet->waits[0]);
    }
  while (!packet->head.is_last);

  return (int) packet->head.results[0];
}

static guint64
read_start_ticks (int pid)
{
  guint64 ticks = 0;

  g_assert_cmpint (act_read_start (pid, pid, &ticks), ==, 0);

  return ticks;
}

/* What is no order ends it; what is one about nobody is told so. */
static void
test_lies (void)
{
  SubjectRun run = { 0 };
  gboolean is_there = subject_run_start (&run, "pause");
  int pid = run.pid;
  int pidfd = pidfd_open (pid, 0);
  int own_pidfd = pidfd_open (getpid (), 0);
  const LookOrder good = { .magic = LOOK_MAGIC, .serial = 1, .n_targets = 1,
                           .targets = { { pid, 0, read_start_ticks (pid) } } };
  const LookOrder zero = { 0 };
  LookOrder wrong[6] = { good, good, good, good, good, good };
  g_autofree guint8 *huge = g_malloc0 (100000);
  int many[PRIVILEGED_MOST_TARGETS + 10];
  int no_pidfd = 2;
  Raw raw;

  g_assert_true (is_there);
  wrong[0].magic++;
  wrong[1].serial = 0;
  wrong[2].reserved = 1;
  wrong[3].n_targets = 2;
  wrong[4].n_targets = G_MAXUINT;
  wrong[5].targets[0].tid = pid;
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      raw_start (&raw);
      g_assert_cmpint (raw_order (&raw, &wrong[i], sizeof wrong[i], &pidfd, 1), ==, -1);
      raw_end (&raw);
    }
  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = pidfd;
  memcpy (huge, &good, sizeof good);
  raw_start (&raw);
  g_assert_cmpint (raw_order (&raw, huge, 100000, &pidfd, 1), ==, -1);
  raw_end (&raw);
  raw_start (&raw);
  g_assert_cmpint (raw_order (&raw, &good, sizeof good, many, G_N_ELEMENTS (many)), ==, -1);
  raw_end (&raw);
  raw_start (&raw);
  g_assert_cmpint (raw_order (&raw, &good, sizeof good - 1, &pidfd, 1), ==, -1);
  raw_end (&raw);
  raw_start (&raw);
  g_assert_cmpint (raw_order (&raw, &zero, sizeof zero, NULL, 0), ==, -1);
  raw_end (&raw);

  raw_start (&raw);
  g_assert_cmpint (raw_order (&raw, &good, sizeof good, &no_pidfd, 1), ==, PRIVILEGED_BAD_ORDER);
  g_assert_cmpint (raw_order (&raw, &good, sizeof good, &own_pidfd, 1), ==, PRIVILEGED_OTHER);
  wrong[0] = good;
  wrong[0].targets[0].start_ticks++;
  g_assert_cmpint (raw_order (&raw, &wrong[0], sizeof good, &pidfd, 1), ==, PRIVILEGED_OTHER);
  g_assert_cmpint (raw_order (&raw, &good, sizeof good, &pidfd, 1), ==, PRIVILEGED_DONE);
  subject_run_kill (&run);
  waitpid (pid, NULL, 0);
  g_assert_cmpint (raw_order (&raw, &good, sizeof good, &pidfd, 1), ==, PRIVILEGED_GONE);
  raw_end (&raw);
  close (pidfd);
  close (own_pidfd);
}

/* Where no socket of ours is the standard input. */
static void
test_other_inputs (void)
{
  static const char *const commands[] = {
    "\"$0\" look </dev/null", "\"$0\" look <&-", "\"$0\" look-all </etc/passwd", "echo | \"$0\" look", "\"$0\" act <&-",
    "\"$0\" act </dev/zero",
  };
  g_autofree char *program = apm_paths_dup_helper ("apm-privileged");

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr(GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "sh", "-c", commands[i], program,
                                                         NULL);

      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      g_assert_true (g_subprocess_get_if_exited (process));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wait/helper-orders/lies", test_lies);
  g_test_add_func ("/wait/helper-orders/other-inputs", test_other_inputs);

  return g_test_run ();
}
