/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Real processes with real ends. A child is a copy of this program that closes what it
 * must not have, says so, and stays until it is killed. */

#include "apm-error.h"
#include "apm-peers.h"

#include "peers-child.h"

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

static ApmPeers *
read_peers (ApmPeersFlags flags)
{
  g_autoptr(GError) error = NULL;
  ApmPeers *peers = apm_peers_read (flags, &error);

  g_assert_no_error (error);

  return peers;
}

/* "1234:5w 1234:6r": who is at the other end of @fd of this program. */
static char *
dup_far (const ApmPeers *peers,
         int             fd,
         ApmAccess       wanted,
         ApmFarState     expected)
{
  static const char *const marks[] = { "", "r", "w", "rw" };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(ApmFarEnd) far = NULL;
  ApmObject object;

  g_assert_true (apm_peers_find_object (peers, getpid (), fd, &object, NULL));
  far = apm_peers_find_far (peers, &object, wanted);
  g_assert_cmpint (far->state, ==, expected);
  for (guint i = 0; i < far->holders->len; i++)
    {
      const ApmHolder *holder = &g_array_index (far->holders, ApmHolder, i);

      g_string_append_printf (text, "%s%d:%d%s", i > 0 ? " " : "", holder->pid, holder->fd, marks[holder->access]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void G_GNUC_PRINTF (5, 6)
assert_far (const ApmPeers *peers,
            int             fd,
            ApmAccess       wanted,
            ApmFarState     state,
            const char     *format,
            ...)
{
  g_autofree char *got = dup_far (peers, fd, wanted, state);
  g_autofree char *expected = NULL;
  va_list args;

  va_start (args, format);
  expected = g_strdup_vprintf (format, args);
  va_end (args);
  g_assert_cmpstr (got, ==, expected);
}

static const ApmDescriptor *
find_descriptor (GPtrArray *list,
                 int        fd)
{
  for (guint i = 0; i < list->len; i++)
    if (((ApmDescriptor *) list->pdata[i])->fd == fd)
      return list->pdata[i];

  return NULL;
}

static GPtrArray *
read_own (const ApmPeers *peers)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *list = apm_peers_read_descriptors (peers, getpid (), &error);

  g_assert_no_error (error);

  return list;
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
  g_assert_cmpstr (find_descriptor (list, fds[0])->peer, ==, "this process itself");
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
test_socket_pair (void)
{
  const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(ApmPeers) peers = NULL;
      g_autoptr(GPtrArray) list = NULL;
      g_autoptr(ApmFarEnd) far = NULL;
      ApmObject object;
      int fds[2];
      Child child;

      g_assert_cmpint (socketpair (AF_UNIX, types[i], 0, fds), ==, 0);
      child = child_start ("peer", fds[0]);
      close (fds[1]);
      g_assert_cmpint (write (fds[0], "unread", 6), ==, 6);
      peers = read_peers (0);
      assert_far (peers, fds[0], 0, APM_FAR_HELD, "%d:%d", child.pid, fds[1]);
      g_assert_true (apm_peers_find_object (peers, getpid (), fds[0], &object, NULL));
      far = apm_peers_find_far (peers, &object, 0);
      g_assert_cmpint (far->unread_bytes, >=, 6);
      list = read_own (peers);
      g_assert_cmpstr (find_descriptor (list, fds[0])->kind, ==, "unix");
      child_end (&child);
      close (fds[0]);
    }
}

static void
bind_unix (int         fd,
           const char *path,
           gsize       length)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  memcpy (address.sun_path, path, length);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address,
                         (socklen_t) (G_STRUCT_OFFSET (struct sockaddr_un, sun_path) + length)), ==, 0);
}

static int
connect_unix (const char *path,
              gsize       length,
              int         type)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, type | SOCK_CLOEXEC, 0);

  memcpy (address.sun_path, path, length);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address,
                            (socklen_t) (G_STRUCT_OFFSET (struct sockaddr_un, sun_path) + length)), ==, 0);

  return fd;
}

static void
test_unix_accept (void)
{
  g_autofree char *dir = g_dir_make_tmp ("peers-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "a\nsocket", NULL);
  int listener = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int client, accepted;
  g_autoptr(ApmPeers) waiting = NULL;
  g_autoptr(ApmPeers) served = NULL;
  g_autoptr(ApmPeers) closed = NULL;
  g_autoptr(GPtrArray) ports = NULL;
  g_autoptr(GPtrArray) list = NULL;
  const ApmSocket *found;

  bind_unix (listener, path, strlen (path));
  listen (listener, 3);
  client = connect_unix (path, strlen (path), SOCK_STREAM);
  waiting = read_peers (0);
  assert_far (waiting, client, 0, APM_FAR_NOT_ACCEPTED, "%d:%d", getpid (), listener);
  assert_far (waiting, listener, 0, APM_FAR_OPEN, "%s", "");
  found = apm_sockets_find_name (apm_peers_get_sockets (waiting), path);
  g_assert_nonnull (found);
  g_assert_true (found->listens);
  g_assert_cmpuint (found->unread, ==, 1);
  g_assert_cmpuint (found->backlog, ==, 3);
  ports = apm_peers_list_ports (waiting, getpid ());
  g_assert_cmpuint (ports->len, ==, 1);
  g_assert_cmpstr (((ApmPort *) ports->pdata[0])->address, ==, path);
  g_assert_cmpint (((ApmPort *) ports->pdata[0])->waiting, ==, 1);

  accepted = accept (listener, NULL, NULL);
  served = read_peers (0);
  assert_far (served, client, 0, APM_FAR_HELD, "%d:%d", getpid (), accepted);
  assert_far (served, accepted, 0, APM_FAR_HELD, "%d:%d", getpid (), client);

  close (accepted);
  closed = read_peers (0);
  assert_far (closed, client, 0, APM_FAR_CLOSED, "%s", "");
  list = read_own (closed);
  g_assert_cmpstr (find_descriptor (list, client)->peer, ==, "closed by the other end");

  close (client);
  close (listener);
  unlink (path);
  rmdir (dir);
}

/* Many clients, one socket that none of them is the other end of. */
static void
test_unix_datagram (void)
{
  char name[] = "?apm-peers-test\0with a zero";
  int server = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  int client, lonely;
  g_autoptr(ApmPeers) peers = NULL;
  g_autofree char *shown = NULL;

  name[0] = '\0';
  bind_unix (server, name, sizeof name - 1);
  client = connect_unix (name, sizeof name - 1, SOCK_DGRAM);
  lonely = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  peers = read_peers (0);
  assert_far (peers, client, 0, APM_FAR_HELD, "%d:%d", getpid (), server);
  assert_far (peers, server, 0, APM_FAR_OPEN, "%d:%d", getpid (), client);
  assert_far (peers, lonely, 0, APM_FAR_OPEN, "%s", "");
  shown = apm_socket_dup_name (name, sizeof name - 1);
  g_assert_cmpstr (shown, ==, "@apm-peers-test@with a zero");
  g_assert_nonnull (apm_sockets_find_name (apm_peers_get_sockets (peers), shown));

  close (client);
  close (server);
  close (lonely);
}

/* Bytes in the buffer are all that keeps descriptors that nobody has. */
static void
test_in_flight (void)
{
  union { struct cmsghdr head; char bytes[CMSG_SPACE (sizeof (int))]; } control = { 0 };
  char byte = 'x';
  struct iovec data = { &byte, 1 };
  struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
  int fds[2], pair[2];
  g_autoptr(ApmPeers) peers = NULL;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  g_assert_cmpint (pipe (pair), ==, 0);
  control.head.cmsg_level = SOL_SOCKET;
  control.head.cmsg_type = SCM_RIGHTS;
  control.head.cmsg_len = CMSG_LEN (sizeof (int));
  memcpy (CMSG_DATA (&control.head), &pair[1], sizeof (int));
  g_assert_cmpint (sendmsg (fds[0], &message, 0), ==, 1);
  close (pair[1]);

  peers = read_peers (0);
  g_assert_cmpuint (apm_peers_get_n_in_flight (peers), >=, 1);
  g_assert_false (apm_peers_is_complete (peers));
  g_assert_true (apm_peers_get_gaps (peers) & APM_PEERS_GAP_IN_FLIGHT);
  close (pair[0]);
  close_pair (fds);
}

static int
listen_tcp (int       family,
            guint16  *port)
{
  int fd = socket (family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_ANY_INIT };
  struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
  struct sockaddr_in6 bound;
  socklen_t length = sizeof bound;

  if (fd < 0)
    return -1;
  if ((family == AF_INET ? bind (fd, (struct sockaddr *) &v4, sizeof v4)
                         : bind (fd, (struct sockaddr *) &v6, sizeof v6)) < 0)
    {
      close (fd);
      return -1;
    }
  g_assert_cmpint (listen (fd, 5), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &bound, &length), ==, 0);
  *port = g_ntohs (bound.sin6_port);

  return fd;
}

static int
connect_tcp (int     family,
             guint16 port)
{
  int fd = socket (family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT, .sin6_port = g_htons (port) };
  struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK), .sin_port = g_htons (port) };

  if (family == AF_INET)
    g_assert_cmpint (connect (fd, (struct sockaddr *) &v4, sizeof v4), ==, 0);
  else
    g_assert_cmpint (connect (fd, (struct sockaddr *) &v6, sizeof v6), ==, 0);

  return fd;
}

static void
check_tcp (int server_family,
           int client_family)
{
  guint16 port;
  int listener = listen_tcp (server_family, &port);
  int client, accepted;
  g_autoptr(ApmPeers) waiting = NULL;
  g_autoptr(ApmPeers) served = NULL;
  g_autoptr(ApmPeers) closed = NULL;
  g_autoptr(GPtrArray) ports = NULL;

  if (listener < 0)
    {
      g_test_skip ("there is no such family of addresses here");
      return;
    }
  client = connect_tcp (client_family, port);
  waiting = read_peers (0);
  assert_far (waiting, client, 0, APM_FAR_NOT_ACCEPTED, "%d:%d", getpid (), listener);
  ports = apm_peers_list_ports (waiting, getpid ());
  g_assert_cmpuint (ports->len, ==, 1);
  g_assert_cmpint (((ApmPort *) ports->pdata[0])->port, ==, port);
  g_assert_cmpstr (((ApmPort *) ports->pdata[0])->protocol, ==, "tcp");
  g_assert_cmpstr (((ApmPort *) ports->pdata[0])->address, ==, server_family == AF_INET ? "127.0.0.1" : "*");
  g_assert_cmpint (((ApmPort *) ports->pdata[0])->backlog, ==, 5);

  accepted = accept (listener, NULL, NULL);
  served = read_peers (0);
  assert_far (served, client, 0, APM_FAR_HELD, "%d:%d", getpid (), accepted);
  assert_far (served, accepted, 0, APM_FAR_HELD, "%d:%d", getpid (), client);
  close (accepted);
  closed = read_peers (0);
  assert_far (closed, client, 0, APM_FAR_CLOSED, "%s", "");
  close (client);
  close (listener);
}

static void
test_tcp_v4 (void)
{
  check_tcp (AF_INET, AF_INET);
}

static void
test_tcp_v6 (void)
{
  check_tcp (AF_INET6, AF_INET6);
}

static void
test_tcp_v4_in_v6 (void)
{
  check_tcp (AF_INET6, AF_INET);
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

/* A child of another user looks at us: it may not, and does not say "nobody". */
static void
look_as_nobody (gpointer data)
{
  int *fds = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmPeers) peers = NULL;
  g_autofree char *text = NULL;
  ApmObject object;
  ApmAccess access;
  int pid;

  if (setgid (65534) < 0 || setuid (65534) < 0)
    _exit (10);
  peers = apm_peers_read (0, NULL);
  if (!peers || apm_peers_is_complete (peers) || apm_peers_get_n_denied (peers) == 0)
    _exit (11);
  if (!apm_peers_find_process (peers, getppid ())->denied)
    _exit (12);
  if (apm_peers_read_descriptors (peers, getppid (), &error) ||
      !g_error_matches (error, APM_ERROR, APM_ERROR_DENIED))
    _exit (13);
  if (!apm_peers_find_object (peers, getpid (), fds[0], &object, &access))
    _exit (14);
  text = apm_peers_dup_peer_text (peers, getpid (), &object, access, &pid);
  if (g_strcmp0 (text, "not known: not all processes may be looked at") != 0 || pid != G_MININT)
    _exit (15);
  _exit (0);
}

static void
test_denied (void)
{
  int fds[2];
  int status;

  if (geteuid () != 0)
    {
      g_test_skip ("only root can become another user");
      return;
    }
  g_assert_cmpint (pipe (fds), ==, 0);
  status = child_run (look_as_nobody, fds, fds[1]);
  g_assert_cmpint (status, ==, 0);
  close_pair (fds);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/peers/pipe", test_pipe);
  g_test_add_func ("/peers/pipe-to-self", test_pipe_to_self);
  g_test_add_func ("/peers/fifo", test_fifo);
  g_test_add_func ("/peers/socket-pair", test_socket_pair);
  g_test_add_func ("/peers/unix-accept", test_unix_accept);
  g_test_add_func ("/peers/unix-datagram", test_unix_datagram);
  g_test_add_func ("/peers/in-flight", test_in_flight);
  g_test_add_func ("/peers/tcp-v4", test_tcp_v4);
  g_test_add_func ("/peers/tcp-v6", test_tcp_v6);
  g_test_add_func ("/peers/tcp-v4-in-v6", test_tcp_v4_in_v6);
  g_test_add_func ("/peers/eventfd", test_eventfd);
  g_test_add_func ("/peers/queue", test_queue);
  g_test_add_func ("/peers/memory", test_memory);
  g_test_add_func ("/peers/watchers", test_watchers);
  g_test_add_func ("/peers/files", test_files);
  g_test_add_func ("/peers/threads", test_threads);
  g_test_add_func ("/peers/reader", test_reader);
  g_test_add_func ("/peers/one-object", test_one_object);
  g_test_add_func ("/peers/vanished", test_vanished);
  g_test_add_func ("/peers/denied", test_denied);

  return g_test_run ();
}
