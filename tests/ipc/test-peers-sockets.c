/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "peers-child.h"
#include "peers-fixture.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void
close_pair (const int fds[2])
{
  close (fds[0]);
  close (fds[1]);
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

/* One who has a pipe, and nothing to do with us: we did not start it.
 *
 * Returns: its PID; it ends when what @watched gets is closed */
static int
start_stranger (int *fd,
                int *watched)
{
  int report[2], life[2], told[2] = { 0 };
  int pid;

  g_assert_true (pipe (report) == 0 && pipe (life) == 0);
  pid = fork ();
  if (pid == 0)
    {
      int own[2];
      char byte;

      if (fork () != 0)
        _exit (0);
      close (life[1]);
      told[0] = getpid ();
      told[1] = pipe (own) == 0 ? own[0] : -1;
      _exit (write (report[1], told, sizeof told) < 0 || read (life[0], &byte, 1) < 0);
    }
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_assert_cmpint (read (report[0], told, sizeof told), ==, sizeof told);
  close_pair (report);
  close (life[0]);
  *watched = life[1];
  *fd = told[1];

  return told[0];
}

static gboolean
may_be_in_flight (const ApmPeers *peers,
                  int             pid,
                  int             fd)
{
  g_autoptr(ApmFarEnd) far = NULL;
  ApmObject object;

  g_assert_true (apm_peers_find_object (peers, pid, fd, &object, NULL));
  far = apm_peers_find_far (peers, &object, APM_ACCESS_WRITE);
  g_assert_false (far->complete);
  g_assert_true (far->doubtful || !far->in_flight);

  return far->in_flight;
}

/* Bytes in the buffer are all that keeps descriptors that nobody has. Whoever has nothing
 * to do with those sockets is not doubted for it. */
static void
test_in_flight (void)
{
  union { struct cmsghdr head; char bytes[CMSG_SPACE (sizeof (int))]; } control = { 0 };
  char byte = 'x';
  struct iovec data = { &byte, 1 };
  struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
  int fds[2], pair[2];
  int fd, watched;
  int stranger = start_stranger (&fd, &watched);
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
  g_assert_true (may_be_in_flight (peers, getpid (), pair[0]));
  g_assert_false (may_be_in_flight (peers, stranger, fd));
  close (watched);
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

/* A server that takes from anybody, and one who sends to it only. */
static void
test_udp (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int server = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  int client = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  g_autoptr(ApmPeers) peers = NULL;
  g_autoptr(GPtrArray) ports = NULL;

  g_assert_cmpint (bind (server, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (getsockname (server, (struct sockaddr *) &address, &length), ==, 0);
  g_assert_cmpint (connect (client, (struct sockaddr *) &address, sizeof address), ==, 0);
  peers = read_peers (0);
  assert_far (peers, client, 0, APM_FAR_HELD, "%d:%d", getpid (), server);
  assert_far (peers, server, 0, APM_FAR_OPEN, "%d:%d", getpid (), client);
  ports = apm_peers_list_ports (peers, getpid ());
  g_assert_cmpuint (ports->len, ==, 1);
  g_assert_cmpstr (((ApmPort *) ports->pdata[0])->protocol, ==, "udp");
  g_assert_cmpint (((ApmPort *) ports->pdata[0])->port, ==, g_ntohs (address.sin_port));
  g_assert_cmpint (((ApmPort *) ports->pdata[0])->waiting, ==, G_MININT);
  close (client);
  close (server);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/peers/socket-pair", test_socket_pair);
  g_test_add_func ("/peers/unix-accept", test_unix_accept);
  g_test_add_func ("/peers/unix-datagram", test_unix_datagram);
  g_test_add_func ("/peers/in-flight", test_in_flight);
  g_test_add_func ("/peers/tcp-v4", test_tcp_v4);
  g_test_add_func ("/peers/tcp-v6", test_tcp_v6);
  g_test_add_func ("/peers/tcp-v4-in-v6", test_tcp_v4_in_v6);
  g_test_add_func ("/peers/udp", test_udp);

  return g_test_run ();
}
