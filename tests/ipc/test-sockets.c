/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-descriptor.h"
#include "apm-error.h"
#include "apm-sockets.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the kernel would send. */
static gsize
put_message (GByteArray   *bytes,
             guint16       type,
             gconstpointer body,
             gsize         length)
{
  struct nlmsghdr head = { .nlmsg_type = type, .nlmsg_len = (guint32) NLMSG_LENGTH (length) };
  gsize at = bytes->len;

  g_byte_array_append (bytes, (const guint8 *) &head, sizeof head);
  g_byte_array_append (bytes, body, (guint) length);

  return at;
}

static void
put_attribute (GByteArray   *bytes,
               gsize         message,
               guint16       type,
               gconstpointer value,
               gsize         length)
{
  static const guint8 padding[4];
  struct rtattr attribute = { .rta_type = type, .rta_len = (guint16) RTA_LENGTH (length) };
  guint32 total;

  g_byte_array_append (bytes, (const guint8 *) &attribute, sizeof attribute);
  g_byte_array_append (bytes, value, (guint) length);
  g_byte_array_append (bytes, padding, (guint) (RTA_ALIGN (length) - length));
  total = (guint32) (bytes->len - message);
  memcpy (bytes->data + message, &total, sizeof total);
}

static void
put_unix (GByteArray *bytes,
          guint32     inode,
          guint8      state,
          guint32     peer,
          const char *name)
{
  struct unix_diag_msg body = { .udiag_family = AF_UNIX, .udiag_type = SOCK_STREAM, .udiag_state = state, .udiag_ino = inode };
  gsize message = put_message (bytes, SOCK_DIAG_BY_FAMILY, &body, sizeof body);
  struct unix_diag_rqlen queues = { 5, 6 };

  if (name)
    put_attribute (bytes, message, UNIX_DIAG_NAME, name, strlen (name) + 1);
  if (peer != G_MAXUINT32)
    put_attribute (bytes, message, UNIX_DIAG_PEER, &peer, sizeof peer);
  put_attribute (bytes, message, UNIX_DIAG_RQLEN, &queues, sizeof queues);
}

static GByteArray *
new_dump (void)
{
  GByteArray *bytes = g_byte_array_new ();
  struct unix_diag_msg listener = { .udiag_family = AF_UNIX, .udiag_type = SOCK_STREAM, .udiag_state = TCP_LISTEN, .udiag_ino = 30 };
  const guint32 waiting[] = { 41, 0 };
  gsize message;
  int zero = 0;

  put_unix (bytes, 20, TCP_ESTABLISHED, 10, "/run/a\nsocket");
  put_unix (bytes, 10, TCP_ESTABLISHED, 20, NULL);
  put_unix (bytes, 40, TCP_ESTABLISHED, 0, NULL);
  put_unix (bytes, 41, TCP_ESTABLISHED, 0, NULL);
  put_unix (bytes, 50, TCP_CLOSE, G_MAXUINT32, NULL);
  message = put_message (bytes, SOCK_DIAG_BY_FAMILY, &listener, sizeof listener);
  put_attribute (bytes, message, UNIX_DIAG_ICONS, waiting, sizeof waiting);
  put_message (bytes, NLMSG_DONE, &zero, sizeof zero);

  return bytes;
}

static void
test_unix (void)
{
  g_autoptr(ApmSockets) sockets = apm_sockets_new ();
  g_autoptr(GByteArray) bytes = new_dump ();
  g_autoptr(GError) error = NULL;
  gboolean done;
  guint n;

  g_assert_true (apm_sockets_take_diag (sockets, APM_SOCKET_UNIX, bytes->data, bytes->len, &done, &error));
  g_assert_no_error (error);
  g_assert_true (done);
  apm_sockets_join (sockets);
  g_assert_true (apm_sockets_know_peers (sockets));
  g_assert_cmpuint (apm_sockets_get_n (sockets), ==, 6);
  g_assert_cmpuint (apm_sockets_find (sockets, 10)->peer, ==, 20);
  g_assert_cmpuint (apm_sockets_find (sockets, 10)->unread, ==, 5);
  g_assert_cmpstr (apm_sockets_find (sockets, 20)->name, ==, "/run/a\nsocket");
  g_assert_cmpuint (apm_sockets_find_clients (sockets, 10, &n)[0], ==, 20);
  g_assert_cmpuint (n, ==, 1);
  /* Gone, not accepted, never connected. */
  g_assert_true (apm_sockets_find (sockets, 40)->connected);
  g_assert_cmpuint (apm_sockets_find (sockets, 40)->listener, ==, 0);
  g_assert_cmpuint (apm_sockets_find (sockets, 41)->listener, ==, 30);
  g_assert_false (apm_sockets_find (sockets, 50)->connected);
  g_assert_true (apm_sockets_find (sockets, 30)->listens);
  g_assert_null (apm_sockets_find (sockets, 99));
  g_assert_null (apm_sockets_find (sockets, 0));
  g_assert_null (apm_sockets_find_clients (sockets, 50, &n));
}

/* Cut anywhere: a whole number of messages, or torn, never beyond the end. */
static void
test_torn (void)
{
  g_autoptr(GByteArray) bytes = new_dump ();

  for (guint length = 0; length < bytes->len; length++)
    {
      g_autoptr(ApmSockets) sockets = apm_sockets_new ();
      g_autofree guint8 *part = g_memdup2 (bytes->data, length);
      g_autoptr(GError) error = NULL;
      gboolean done;

      if (!apm_sockets_take_diag (sockets, APM_SOCKET_UNIX, part, length, &done, &error))
        g_assert_error (error, APM_ERROR, APM_ERROR_TORN);
      g_assert_false (done);
      apm_sockets_join (sockets);
    }
}

static void
test_lying (void)
{
  const struct { gsize at; guint8 value; } lies[] = {
    { 0, 0 }, { 0, 15 }, { 1, 0xff }, { 3, 0xff },
    /* The length of the first attribute. */
    { NLMSG_HDRLEN + 16, 0 }, { NLMSG_HDRLEN + 16, 3 }, { NLMSG_HDRLEN + 17, 0xff },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr(ApmSockets) sockets = apm_sockets_new ();
      g_autoptr(GByteArray) bytes = new_dump ();
      g_autoptr(GError) error = NULL;
      gboolean done;

      bytes->data[lies[i].at] = lies[i].value;
      g_assert_false (apm_sockets_take_diag (sockets, APM_SOCKET_UNIX, bytes->data, bytes->len, &done, &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_TORN);
    }
}

static void
test_refused (void)
{
  g_autoptr(ApmSockets) sockets = apm_sockets_new ();
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  struct nlmsgerr refusal = { .error = -EPERM };
  g_autoptr(GError) error = NULL;
  gboolean done;

  put_message (bytes, NLMSG_ERROR, &refusal, sizeof refusal);
  g_assert_false (apm_sockets_take_diag (sockets, APM_SOCKET_TCP, bytes->data, bytes->len, &done, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_DENIED);
}

/* The tables as they stand in the manual and in real life. */
static void
test_tables (void)
{
  g_autoptr(ApmSockets) sockets = apm_sockets_new ();
  const ApmSocket *socket;
  g_autofree char *local = NULL;
  g_autofree char *remote = NULL;
  g_autofree char *bound = NULL;

  apm_sockets_take_proc (sockets, APM_SOCKET_UNIX,
                         "Num       RefCount Protocol Flags    Type St Inode Path\n"
                         "0000000000000000: 00000002 00000000 00010000 0001 01 11 /run/a b\n"
                         "0000000000000000: 00000003 00000000 00000000 0001 03 12\n"
                         "0000000000000000: 00000003 00000000 000000\n"
                         "no line at all\n");
  apm_sockets_take_proc (sockets, APM_SOCKET_TCP,
                         "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
                         "   0: 00000000:07E8 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 21 1 0 100 0 0 10 0\n"
                         "   1: 0100007F:07E8 0100007F:C001 01 00000000:00000007 00:00000000 00000000  1000        0 22 1\n"
                         "   2: 0100007F:C0\n"
                         "   3: 01007F:07E8 0100007F:C001 01 00000000:00000007 00:00000000 00000000  1000        0 29 1\n");
  apm_sockets_take_proc (sockets, APM_SOCKET_TCP,
                         "  sl  local_address                         remote_address                        st\n"
                         "   0: 0000000000000000FFFF00000100007F:C001 0000000000000000FFFF00000100007F:07E8 01 "
                         "00000000:00000000 00:00000000 00000000  1000        0 23 1\n");
  apm_sockets_join (sockets);

  g_assert_false (apm_sockets_know_peers (sockets));
  g_assert_cmpuint (apm_sockets_get_n (sockets), ==, 5);
  g_assert_true (apm_sockets_find (sockets, 11)->listens);
  g_assert_cmpstr (apm_sockets_find (sockets, 11)->name, ==, "/run/a b");
  g_assert_true (apm_sockets_find (sockets, 12)->connected);
  socket = apm_sockets_find (sockets, 22);
  g_assert_cmpuint (socket->peer, ==, 23);
  g_assert_cmpuint (socket->unread, ==, 7);
  g_assert_cmpuint (socket->uid, ==, 1000);
  local = apm_address_dup_text (&socket->local);
  remote = apm_address_dup_text (&apm_sockets_find (sockets, 23)->local);
  bound = apm_address_dup_text (&apm_sockets_find (sockets, 21)->local);
  g_assert_cmpstr (local, ==, "127.0.0.1:2024");
  g_assert_cmpstr (remote, ==, "127.0.0.1:49153");
  g_assert_cmpstr (bound, ==, "*:2024");
}

/* Both ways to ask agree on what both can tell. */
static void
test_fallback (void)
{
  g_autoptr(ApmSockets) asked = apm_sockets_read ();
  g_autoptr(ApmSockets) tables = apm_sockets_new ();
  int pair[2];
  g_autofree char *text = NULL;
  g_autoptr(ApmSockets) again = NULL;
  guint n_both = 0;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
  again = apm_sockets_read ();
  g_assert_true (g_file_get_contents ("/proc/net/unix", &text, NULL, NULL));
  apm_sockets_take_proc (tables, APM_SOCKET_UNIX, text);
  apm_sockets_join (tables);
  for (guint i = 0; i < apm_sockets_get_n (again); i++)
    {
      const ApmSocket *one = apm_sockets_get_nth (again, i);
      const ApmSocket *other = apm_sockets_find (tables, one->inode);

      if (one->family != APM_SOCKET_UNIX || !other)
        continue;
      n_both++;
      g_assert_cmpstr (one->name, ==, other->name);
      g_assert_cmpint (one->type, ==, other->type);
      g_assert_cmpint (one->listens, ==, other->listens);
    }
  g_assert_cmpuint (n_both, >=, 2);
  g_assert_cmpint (apm_sockets_know_peers (asked), ==, apm_sockets_know_peers (again));
  close (pair[0]);
  close (pair[1]);
}

/* Who asks for sockets of Unix alone is not told of the others. */
static void
test_wanted (void)
{
  int fds[3] = { -1, -1, socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) };
  const struct { guint n; gboolean finds; } cases[] = { { 0, FALSE }, { 2, FALSE }, { 3, TRUE } };
  guint64 inodes[G_N_ELEMENTS (fds)];

  g_assert_cmpint (listen (fds[2], 1), ==, 0);
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      struct stat status;

      g_assert_cmpint (fstat (fds[i], &status), ==, 0);
      inodes[i] = status.st_ino;
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GArray) wanted = g_array_new (FALSE, FALSE, sizeof (guint64));
      g_autoptr(ApmSockets) sockets = NULL;

      g_array_append_vals (wanted, inodes, cases[i].n);
      sockets = apm_sockets_read_for (wanted);
      g_assert_nonnull (apm_sockets_find (sockets, inodes[0]));
      g_assert_nonnull (apm_sockets_find (sockets, inodes[1]));
      g_assert_cmpint (apm_sockets_find (sockets, inodes[2]) != NULL, ==, cases[i].finds);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
}

static void
test_links (void)
{
  static const struct { const char *link; ApmObjectKind kind; guint64 id; } cases[] = {
    { "pipe:[88231]", APM_OBJECT_PIPE, 88231 },
    { "pipe:[]", APM_OBJECT_OTHER, 0 },
    { "socket:[7]", APM_OBJECT_SOCKET, 7 },
    { "/home/pipe:[88231]", APM_OBJECT_OTHER, 0 },
    { "anon_inode:[eventfd]", APM_OBJECT_EVENTFD, 0 },
    { "anon_inode:inotify", APM_OBJECT_INOTIFY, 0 },
    { "anon_inode:[pidfd]", APM_OBJECT_PIDFD, 0 },
    { "pidfd:[123]", APM_OBJECT_PIDFD, 123 },
    { "/dev/pts/0", APM_OBJECT_TERMINAL, 1 },
    { "/dev/ptmx", APM_OBJECT_MASTER, 0 },
    { "/dev/null", APM_OBJECT_DEVICE, 0 },
    { "/dev/nullx", APM_OBJECT_OTHER, 0 },
    { "/memfd:x (deleted)", APM_OBJECT_MEMORY, 0 },
    { "net:[4026531840]", APM_OBJECT_OTHER, 0 },
    { "", APM_OBJECT_OTHER, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApmObject object = apm_object_parse (cases[i].link);

      if (object.kind != cases[i].kind || object.id != cases[i].id)
        g_error ("“%s” was taken for %s %" G_GUINT64_FORMAT, cases[i].link, apm_object_kind_word (object.kind), object.id);
    }
}

static void
test_fd_info (void)
{
  static const char text[] =
    "pos:\t5\nflags:\t02100002\nmnt_id:\t24\nino:\t99\n"
    "eventfd-count:                f\neventfd-id: 3\n"
    "tfd:        7 events:       19 data:                7  pos:0 ino:3ca sdev:8\n"
    "tfd:       -7 events:       19 data:                7  pos:0 ino:3ca sdev:8\n"
    "tfd: nonsense\n"
    "Pid:\t-1\nNSpid:\t-1\ntty-index:\t4\nscm_fds: 2\nfuse_connection:\t40\n"
    "it_value: (3, 500000000)\nlock:\t1: FLOCK  ADVISORY  WRITE 700 00:18:702 0 EOF\n"
    "it_value: (9223372036854775807, 1)\npos:\t7";
  g_auto(ApmFdInfo) info;

  apm_fd_info_init (&info);
  apm_fd_info_parse (&info, text, strlen (text));
  g_assert_cmpint (info.offset, ==, 5);
  g_assert_cmpint (info.flags, ==, 02100002);
  g_assert_cmpint (info.inode, ==, 99);
  g_assert_cmpint (info.eventfd_id, ==, 3);
  g_assert_cmpint (info.eventfd_count, ==, 15);
  g_assert_cmpint (info.terminal, ==, 4);
  g_assert_cmpint (info.in_flight, ==, 2);
  g_assert_cmpint (info.fuse_connection, ==, 40);
  g_assert_cmpint (info.timer_left_ns, ==, G_GINT64_CONSTANT (3500000000));
  g_assert_true (info.has_pid);
  g_assert_cmpint (info.pid, ==, -1);
  g_assert_cmpuint (info.watched->len, ==, 1);
  g_assert_cmpint (g_array_index (info.watched, ApmWatched, 0).inode, ==, 0x3ca);
  g_assert_cmpuint (info.locks->len, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sockets/unix", test_unix);
  g_test_add_func ("/sockets/torn", test_torn);
  g_test_add_func ("/sockets/lying", test_lying);
  g_test_add_func ("/sockets/refused", test_refused);
  g_test_add_func ("/sockets/tables", test_tables);
  g_test_add_func ("/sockets/fallback", test_fallback);
  g_test_add_func ("/sockets/wanted", test_wanted);
  g_test_add_func ("/descriptor/links", test_links);
  g_test_add_func ("/descriptor/fd-info", test_fd_info);

  return g_test_run ();
}
