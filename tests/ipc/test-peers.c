/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Real processes with real ends. A child is a copy of this program that closes what it
 * must not have, says so, and stays until it is killed. */

#include "apm-error.h"
#include "apm-peers.h"

#include "peers-child.h"
#include "peers-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* Whether nobody else is to be thought of who may not be looked at. */
static gboolean
is_expected_alone (const ApmPeers *peers,
                   int             fd)
{
  g_autoptr(ApmFarEnd) far = NULL;
  ApmObject object;

  g_assert_true (apm_peers_find_object (peers, getpid (), fd, &object, NULL));
  far = apm_peers_find_far (peers, &object, 0);
  g_assert_true (far->likely_complete || !far->complete);

  return far->likely_complete;
}

static void
close_pair (const int fds[2])
{
  close (fds[0]);
  close (fds[1]);
}

static void
test_pipe (void)
{
  g_autoptr(ApmPeers) peers = NULL;
  g_autoptr(GPtrArray) list = NULL;
  g_autofree char *name = NULL;
  int fds[2];
  Child reader;

  g_assert_cmpint (pipe (fds), ==, 0);
  reader = child_start ("a)\nreader", fds[1]);
  close (fds[0]);
  peers = read_peers (0);
  assert_far (peers, fds[1], APM_ACCESS_READ, APM_FAR_HELD, "%d:%dr", reader.pid, fds[0]);
  assert_far (peers, fds[1], APM_ACCESS_WRITE, APM_FAR_HELD, "%d:%dw", getpid (), fds[1]);

  list = read_own (peers);
  name = g_strdup_printf ("a)\\nreader (%d)", reader.pid);
  g_assert_cmpstr (find_descriptor (list, fds[1])->peer, ==, name);
  g_assert_cmpint (find_descriptor (list, fds[1])->peer_pid, ==, reader.pid);
  g_assert_cmpstr (find_descriptor (list, fds[1])->kind, ==, "pipe");
  g_assert_cmpstr (find_descriptor (list, fds[1])->access, ==, "write");

  child_end (&reader);
  close (fds[1]);
}

/* Whoever has both ends waits for itself. */
static void
test_pipe_to_self (void)
{
  g_autoptr(ApmPeers) peers = NULL;
  g_autoptr(GPtrArray) list = NULL;
  int fds[2];

  g_assert_cmpint (pipe2 (fds, O_CLOEXEC | O_NONBLOCK), ==, 0);
  peers = read_peers (0);
  assert_far (peers, fds[0], APM_ACCESS_WRITE, APM_FAR_HELD, "%d:%dw", getpid (), fds[1]);
  list = read_own (peers);
  g_assert_cmpstr (find_descriptor (list, fds[0])->peer, ==, is_expected_alone (peers, fds[0])
                   ? "this process itself" : "not known: not all processes may be looked at");
  g_assert_cmpstr (find_descriptor (list, fds[0])->flags, ==, "nonblock, close-on-exec");
  close_pair (fds);
}

static void
test_fifo (void)
{
  g_autofree char *dir = g_dir_make_tmp ("peers-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "fifo", NULL);
  g_autoptr(ApmPeers) peers = NULL;
  g_autoptr(GPtrArray) list = NULL;
  int reading, writing;
  Child child;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  reading = open (path, O_RDONLY | O_NONBLOCK);
  writing = open (path, O_WRONLY);
  child = child_start ("writer", reading);
  close (writing);
  peers = read_peers (0);
  assert_far (peers, reading, APM_ACCESS_WRITE, APM_FAR_HELD, "%d:%dw", child.pid, writing);
  list = read_own (peers);
  g_assert_cmpstr (find_descriptor (list, reading)->kind, ==, "fifo");
  g_assert_cmpstr (find_descriptor (list, reading)->target, ==, path);

  child_end (&child);
  close (reading);
  unlink (path);
  rmdir (dir);
}

static void
test_eventfd (void)
{
  int mine = eventfd (0, EFD_CLOEXEC);
  int shared = eventfd (0, 0);
  Child child = child_start ("other", mine);
  g_autoptr(ApmPeers) peers = read_peers (0);
  g_autoptr(GPtrArray) list = read_own (peers);

  /* All of them have one inode: the two must not be taken for one. */
  assert_far (peers, mine, 0, APM_FAR_HELD, "%d:%d", getpid (), mine);
  assert_far (peers, shared, 0, APM_FAR_HELD, "%d:%d %d:%d", MIN (getpid (), child.pid), shared,
              MAX (getpid (), child.pid), shared);
  g_assert_null (find_descriptor (list, mine)->peer);
  g_assert_cmpint (find_descriptor (list, shared)->peer_pid, ==, child.pid);
  child_end (&child);
  close (mine);
  close (shared);
}

static void
test_queue (void)
{
  g_autofree char *name = g_strdup_printf ("/apm-peers-%d", getpid ());
  mqd_t queue = mq_open (name, O_CREAT | O_RDWR | O_EXCL, 0600, NULL);
  g_autoptr(ApmPeers) peers = NULL;
  g_autoptr(GPtrArray) list = NULL;
  Child child;

  if (queue == (mqd_t) -1)
    {
      g_test_skip ("there are no message queues here");
      return;
    }
  child = child_start ("reader", -1);
  peers = read_peers (0);
  list = read_own (peers);
  g_assert_cmpstr (find_descriptor (list, (int) queue)->kind, ==, "message-queue");
  g_assert_cmpstr (find_descriptor (list, (int) queue)->target, ==, name);
  g_assert_cmpint (find_descriptor (list, (int) queue)->peer_pid, ==, child.pid);
  child_end (&child);
  mq_close (queue);
  mq_unlink (name);
}

static void
test_memory (void)
{
  guint8 *bytes = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int memory = memfd_create ("a name", MFD_CLOEXEC);
  guint8 *named;
  Child child;
  g_autoptr(ApmPeers) peers = NULL;
  struct stat status;
  ApmObject object = { .kind = APM_OBJECT_MEMORY };
  const ApmHolder *holders;
  guint n;

  g_assert_cmpint (ftruncate (memory, 4096), ==, 0);
  named = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  child = child_start ("maps it", -1);
  peers = read_peers (APM_PEERS_MEMORY);
  g_assert_cmpint (fstat (memory, &status), ==, 0);
  object.id = status.st_ino;
  object.device = status.st_dev;
  holders = apm_peers_get_holders (peers, &object, &n);
  /* This program's mapping and descriptor, and the child's. */
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpint (holders[0].fd, ==, -1);
  g_assert_cmpint (holders[0].access, ==, APM_ACCESS_BOTH);
  child_end (&child);
  close (memory);
  munmap (named, 4096);
  munmap (bytes, 4096);
}

static void
test_watchers (void)
{
  Child child = child_start ("watched", -1);
  int pidfd = (int) syscall (SYS_pidfd_open, child.pid, 0);
  int epoll = epoll_create1 (EPOLL_CLOEXEC);
  int timer = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC);
  struct epoll_event event = { .events = EPOLLIN };
  struct itimerspec in_an_hour = { .it_value.tv_sec = 3600 };
  g_autoptr(ApmPeers) peers = NULL;
  g_autoptr(GPtrArray) list = NULL;
  g_auto(ApmFdInfo) watches;
  g_auto(ApmFdInfo) left;

  epoll_ctl (epoll, EPOLL_CTL_ADD, timer, &event);
  timerfd_settime (timer, 0, &in_an_hour, NULL);
  peers = read_peers (0);
  list = read_own (peers);
  g_assert_cmpstr (find_descriptor (list, pidfd)->kind, ==, "pidfd");
  g_assert_cmpint (find_descriptor (list, pidfd)->peer_pid, ==, child.pid);
  g_assert_cmpstr (find_descriptor (list, epoll)->kind, ==, "epoll");
  g_assert_cmpstr (find_descriptor (list, timer)->kind, ==, "timerfd");
  g_assert_true (apm_fd_info_read (&watches, getpid (), getpid (), epoll, NULL));
  g_assert_cmpuint (watches.watched->len, ==, 1);
  g_assert_cmpint (g_array_index (watches.watched, ApmWatched, 0).fd, ==, timer);
  g_assert_cmpuint (g_array_index (watches.watched, ApmWatched, 0).events & EPOLLIN, !=, 0);
  g_assert_true (apm_fd_info_read (&left, getpid (), getpid (), timer, NULL));
  g_assert_cmpint (left.timer_left_ns, >, G_GINT64_CONSTANT (3000) * 1000000000);

  child_end (&child);
  close (pidfd);
  close (epoll);
  close (timer);
}

static void
test_files (void)
{
  g_autofree char *dir = g_dir_make_tmp ("peers-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "odd\n\xff" "name", NULL);
  int file = open (path, O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC, 0600);
  g_autoptr(ApmPeers) peers = read_peers (0);
  g_autoptr(GPtrArray) list = NULL;
  const ApmDescriptor *descriptor;
  g_autofree char *bytes = NULL;
  gsize length;
  struct rlimit limit = { 4096, 4096 };
  int high;

  setrlimit (RLIMIT_NOFILE, &limit);
  g_assert_cmpint (write (file, "12345", 5), ==, 5);
  unlink (path);
  high = fcntl (file, F_DUPFD_CLOEXEC, 3000);
  list = read_own (peers);
  descriptor = find_descriptor (list, file);
  g_assert_cmpstr (descriptor->kind, ==, "file");
  g_assert_cmpstr (descriptor->flags, ==, "append, close-on-exec");
  g_assert_cmpint (descriptor->offset_bytes, ==, 5);
  g_assert_cmpint (descriptor->size_bytes, ==, 5);
  g_assert_true (descriptor->deleted);
  g_assert_true (g_utf8_validate (descriptor->target, -1, NULL));
  bytes = (char *) g_base64_decode (descriptor->target_base64, &length);
  g_assert_cmpmem (bytes, length, path, strlen (path));
  g_assert_null (descriptor->peer);
  if (high >= 0)
    g_assert_cmpstr (find_descriptor (list, 3000)->kind, ==, "file");
  close (high);
  close (file);
  rmdir (dir);
}

/* A table of its own is what unshare (CLONE_FILES) gives a thread. */
static gpointer
have_own_table (gpointer data)
{
  int *fds = data;

  g_assert_cmpint (unshare (CLONE_FILES), ==, 0);
  fds[2] = fcntl (fds[1], F_DUPFD, 700);
  close (fds[1]);
  g_atomic_int_set (&fds[3], gettid ());
  while (g_atomic_int_get (&fds[3]) != 0)
    g_usleep (1000);
  close (fds[0]);
  close (fds[2]);

  return NULL;
}

static void
test_threads (void)
{
  int fds[4] = { 0 };
  g_autoptr(ApmPeers) peers = NULL;
  g_autoptr(ApmFarEnd) far = NULL;
  ApmObject object;
  GThread *thread;

  g_assert_cmpint (pipe (fds), ==, 0);
  thread = g_thread_new ("own", have_own_table, fds);
  while (g_atomic_int_get (&fds[3]) == 0)
    g_usleep (1000);
  close (fds[1]);
  peers = read_peers (APM_PEERS_THREADS);
  g_assert_true (apm_peers_find_object (peers, getpid (), fds[0], &object, NULL));
  far = apm_peers_find_far (peers, &object, APM_ACCESS_WRITE);
  g_assert_cmpuint (far->holders->len, ==, 1);
  g_assert_cmpint (g_array_index (far->holders, ApmHolder, 0).tid, ==, fds[3]);
  g_assert_cmpint (g_array_index (far->holders, ApmHolder, 0).fd, ==, 700);
  g_atomic_int_set (&fds[3], 0);
  g_thread_join (thread);
  close (fds[0]);
}

/* What stands still is not read again, what has run is. */
static void
test_reader (void)
{
  g_autoptr(ApmPeersReader) reader = apm_peers_reader_new (NULL);
  int fds[2];

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr(ApmPeers) before = NULL;
      g_autoptr(ApmPeers) after = NULL;
      g_autoptr(ApmPeers) closed = NULL;
      ApmObject object;
      Child child;

      g_assert_cmpint (pipe (fds), ==, 0);
      child = child_start ("child", -1);
      before = apm_peers_reader_read (reader, 0, NULL);
      g_assert_true (apm_peers_find_object (before, child.pid, fds[0], &object, NULL));
      close (fds[0]);
      after = apm_peers_reader_read (reader, 0, NULL);
      g_assert_false (apm_peers_find_object (after, getpid (), fds[0], &object, NULL));
      g_assert_true (apm_peers_find_object (after, child.pid, fds[0], &object, NULL));
      child_end (&child);
      apm_peers_reader_forget (reader, child.pid);
      closed = apm_peers_reader_read (reader, 0, NULL);
      g_assert_null (apm_peers_find_process (closed, child.pid));
      /* What was read before does not change. */
      g_assert_nonnull (apm_peers_find_process (before, child.pid));
      close (fds[1]);
    }
}

static void
test_one_object (void)
{
  g_autoptr(GError) error = NULL;
  int fds[2];
  ApmObject object;
  ApmAccess access;

  g_assert_cmpint (pipe (fds), ==, 0);
  g_assert_true (apm_peers_read_object (getpid (), getpid (), fds[1], &object, &access, &error));
  g_assert_no_error (error);
  g_assert_cmpint (object.kind, ==, APM_OBJECT_PIPE);
  g_assert_cmpint (access, ==, APM_ACCESS_WRITE);
  close_pair (fds);
  g_assert_false (apm_peers_read_object (getpid (), getpid (), fds[1], &object, &access, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
}

static void
test_vanished (void)
{
  Child child = child_start ("short", -1);
  g_autoptr(ApmPeers) peers = read_peers (0);
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (apm_peers_find_process (peers, child.pid));
  child_end (&child);
  g_assert_null (apm_peers_read_descriptors (peers, child.pid, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
}

static void
test_terminal (void)
{
  int master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_autoptr(ApmPeers) peers = NULL;
  g_autoptr(GPtrArray) list = NULL;
  int terminal;

  if (master < 0)
    {
      g_test_skip ("there are no pseudo terminals here");
      return;
    }
  g_assert_cmpint (unlockpt (master), ==, 0);
  terminal = open (ptsname (master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (terminal, >=, 0);
  peers = read_peers (0);
  assert_far (peers, terminal, 0, APM_FAR_HELD, "%d:%d", getpid (), master);
  assert_far (peers, master, 0, APM_FAR_HELD, "%d:%d", getpid (), terminal);
  list = read_own (peers);
  g_assert_cmpstr (find_descriptor (list, terminal)->kind, ==, "terminal");
  g_assert_cmpstr (find_descriptor (list, master)->kind, ==, "terminal-master");
  close (terminal);
  close (master);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/peers/pipe", test_pipe);
  g_test_add_func ("/peers/pipe-to-self", test_pipe_to_self);
  g_test_add_func ("/peers/fifo", test_fifo);
  g_test_add_func ("/peers/eventfd", test_eventfd);
  g_test_add_func ("/peers/queue", test_queue);
  g_test_add_func ("/peers/memory", test_memory);
  g_test_add_func ("/peers/watchers", test_watchers);
  g_test_add_func ("/peers/files", test_files);
  g_test_add_func ("/peers/threads", test_threads);
  g_test_add_func ("/peers/reader", test_reader);
  g_test_add_func ("/peers/one-object", test_one_object);
  g_test_add_func ("/peers/vanished", test_vanished);
  g_test_add_func ("/peers/terminal", test_terminal);

  return g_test_run ();
}
