/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sockets by netlink, sock_diag(7). */

#include "apm-sockets-private.h"

#include "apm-error.h"
#include "apm-text.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* As much as the kernel sends at once. */
#define BUFFER_SIZE (32 * 1024)
/* Of a table that changes while it is told; the last time it is taken as it is. */
#define MOST_TRIES 3
/* TCP_NEW_SYN_RECV of the kernel's net/tcp_states.h */
#define NEW_SYN_RECV 12

G_STATIC_ASSERT (sizeof (struct unix_diag_msg) == 16);
G_STATIC_ASSERT (sizeof (struct inet_diag_msg) == 72);

static void
take_pending (ApmSockets    *self,
              guint64        listener,
              const guint8  *bytes,
              gsize          length)
{
  for (gsize at = 0; at + sizeof (guint32) <= length; at += sizeof (guint32))
    {
      guint32 inode;

      memcpy (&inode, bytes + at, sizeof inode);
      if (inode != 0)
        g_array_append_val (self->waiting, ((ApmSocketPair) { .from = inode, .to = listener }));
    }
}

static void
take_unix_attribute (ApmSockets   *self,
                     ApmSocket    *socket,
                     guint         type,
                     const guint8 *bytes,
                     gsize         length)
{
  struct unix_diag_vfs file;
  struct unix_diag_rqlen queues;
  guint32 number;

  if (type == UNIX_DIAG_NAME)
    apm_sockets_set_name (self, socket, (const char *) bytes, length);
  else if (type == UNIX_DIAG_ICONS)
    take_pending (self, socket->inode, bytes, length);
  else if (type == UNIX_DIAG_PEER && length >= sizeof number)
    {
      memcpy (&number, bytes, sizeof number);
      socket->peer = number;
      socket->connected = TRUE;
    }
  else if (type == UNIX_DIAG_RQLEN && length >= sizeof queues)
    {
      memcpy (&queues, bytes, sizeof queues);
      socket->unread = queues.udiag_rqueue;
      socket->backlog = queues.udiag_wqueue;
    }
  else if (type == UNIX_DIAG_VFS && length >= sizeof file)
    {
      memcpy (&file, bytes, sizeof file);
      socket->file_inode = file.udiag_vfs_ino;
      socket->file_device = file.udiag_vfs_dev;
    }
  else if (type == UNIX_DIAG_UID && length >= sizeof number)
    {
      memcpy (&number, bytes, sizeof number);
      socket->uid = number;
    }
}

static gboolean
take_unix (ApmSockets   *self,
           const guint8 *bytes,
           gsize         length)
{
  struct unix_diag_msg message;
  ApmSocket *socket;

  if (length < sizeof message)
    return FALSE;
  memcpy (&message, bytes, sizeof message);
  socket = apm_sockets_add (self, APM_SOCKET_UNIX);
  socket->inode = message.udiag_ino;
  socket->type = message.udiag_type;
  socket->listens = message.udiag_state == TCP_LISTEN;

  for (gsize at = NLMSG_ALIGN (sizeof message); at + sizeof (struct rtattr) <= length;)
    {
      struct rtattr attribute;

      memcpy (&attribute, bytes + at, sizeof attribute);
      if (attribute.rta_len < sizeof attribute || attribute.rta_len > length - at)
        return FALSE;
      take_unix_attribute (self, socket, attribute.rta_type, bytes + at + RTA_LENGTH (0),
                           attribute.rta_len - RTA_LENGTH (0));
      at += RTA_ALIGN (attribute.rta_len);
    }

  return TRUE;
}

static void
set_address (ApmAddress   *address,
             guint         family,
             const guint32 words[4],
             guint16       port)
{
  address->is_v4 = family == AF_INET;
  address->port = g_ntohs (port);
  if (family == AF_INET6)
    {
      memcpy (address->bytes, words, 16);
      return;
    }
  memset (address->bytes + 10, 0xff, 2);
  memcpy (address->bytes + 12, words, 4);
}

/* Without an inode: in the queue of its listener. Others without one are on their
 * way out. */
static gboolean
is_arriving (guint state)
{
  return state == TCP_ESTABLISHED || state == TCP_SYN_RECV || state == NEW_SYN_RECV;
}

static gboolean
take_internet (ApmSockets      *self,
               ApmSocketFamily  family,
               const guint8    *bytes,
               gsize            length)
{
  struct inet_diag_msg message;
  ApmSocket *socket;

  if (length < sizeof message)
    return FALSE;
  memcpy (&message, bytes, sizeof message);
  if (message.idiag_state == TCP_TIME_WAIT || (message.idiag_family != AF_INET && message.idiag_family != AF_INET6))
    return TRUE;

  socket = apm_sockets_add (self, family);
  socket->inode = message.idiag_inode;
  socket->uid = message.idiag_uid;
  socket->listens = family == APM_SOCKET_TCP && message.idiag_state == TCP_LISTEN;
  socket->connects = message.idiag_state == TCP_SYN_SENT;
  socket->connected = !socket->listens && message.id.idiag_dport != 0 && message.idiag_state != TCP_CLOSE &&
                      (message.idiag_inode != 0 || is_arriving (message.idiag_state));
  socket->unread = message.idiag_rqueue;
  socket->backlog = message.idiag_wqueue;
  set_address (&socket->local, message.idiag_family, message.id.idiag_src, message.id.idiag_sport);
  set_address (&socket->remote, message.idiag_family, message.id.idiag_dst, message.id.idiag_dport);

  return TRUE;
}

static gboolean
fail (GError **error,
      int      code)
{
  apm_set_error_from_errno (error, code, _("The kernel does not tell of sockets"));

  return FALSE;
}

/**
 * apm_sockets_take_diag:
 * @bytes: what one receive on the netlink socket gave
 * @done: (out): whether that was the last of this dump
 *
 * Returns: whether @bytes were what they should be; else @error says why not:
 *   refused by the kernel, or APM_ERROR_TORN
 */
gboolean
apm_sockets_take_diag (ApmSockets       *self,
                       ApmSocketFamily   family,
                       const guint8     *bytes,
                       gsize             length,
                       gboolean         *done,
                       GError          **error)
{
  *done = FALSE;
  while (length > 0 && !*done)
    {
      struct nlmsghdr head = { 0 };
      const guint8 *body = bytes + NLMSG_HDRLEN;
      gboolean whole = TRUE;
      int code = 0;

      memcpy (&head, bytes, MIN (length, sizeof head));
      if (length < sizeof head || head.nlmsg_len < NLMSG_HDRLEN || head.nlmsg_len > length)
        whole = FALSE;
      else if (head.nlmsg_type == NLMSG_ERROR && head.nlmsg_len >= NLMSG_HDRLEN + sizeof code)
        {
          memcpy (&code, body, sizeof code);
          return fail (error, -code);
        }
      else if (head.nlmsg_type == NLMSG_DONE)
        *done = TRUE;
      else if (head.nlmsg_type == SOCK_DIAG_BY_FAMILY)
        whole = family == APM_SOCKET_UNIX ? take_unix (self, body, head.nlmsg_len - NLMSG_HDRLEN)
                                          : take_internet (self, family, body, head.nlmsg_len - NLMSG_HDRLEN);
      if (!whole)
        {
          g_set_error_literal (error, APM_ERROR, APM_ERROR_TORN, _("What the kernel told of sockets ends in the middle"));
          return FALSE;
        }
      bytes += MIN (length, NLMSG_ALIGN (head.nlmsg_len));
      length -= MIN (length, NLMSG_ALIGN (head.nlmsg_len));
    }

  return TRUE;
}

static gboolean
send_request (int             netlink,
              ApmSocketFamily family,
              int             address_family)
{
  struct {
    struct nlmsghdr head;
    union {
      struct unix_diag_req unix_request;
      struct inet_diag_req_v2 internet;
    };
  } request = {
    .head = { .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
  };

  if (family == APM_SOCKET_UNIX)
    {
      request.head.nlmsg_len = NLMSG_LENGTH (sizeof request.unix_request);
      request.unix_request = (struct unix_diag_req) {
        .sdiag_family = AF_UNIX,
        .udiag_states = G_MAXUINT32,
        .udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_VFS | UDIAG_SHOW_PEER | UDIAG_SHOW_ICONS | UDIAG_SHOW_RQLEN |
                      UDIAG_SHOW_UID,
      };
    }
  else
    {
      request.head.nlmsg_len = NLMSG_LENGTH (sizeof request.internet);
      request.internet = (struct inet_diag_req_v2) {
        .sdiag_family = address_family,
        .sdiag_protocol = family == APM_SOCKET_TCP ? IPPROTO_TCP : IPPROTO_UDP,
        .idiag_states = G_MAXUINT32,
      };
    }

  return send (netlink, &request, request.head.nlmsg_len, 0) == (gssize) request.head.nlmsg_len;
}

/* Whether the kernel says that the table changed while it was told. */
static gboolean
is_interrupted (const guint8 *bytes,
                gsize         length)
{
  struct nlmsghdr head;

  if (length < sizeof head)
    return FALSE;
  memcpy (&head, bytes, sizeof head);

  return (head.nlmsg_flags & NLM_F_DUMP_INTR) != 0;
}

static gboolean
receive (ApmSockets      *self,
         int              netlink,
         ApmSocketFamily  family,
         gboolean        *interrupted,
         GError         **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  gboolean done = FALSE;

  *interrupted = FALSE;
  while (!done)
    {
      gssize length = recv (netlink, buffer, BUFFER_SIZE, MSG_TRUNC);

      if (length < 0 && errno == EINTR)
        continue;
      if (length <= 0 || length > BUFFER_SIZE)
        return fail (error, length < 0 ? errno : EMSGSIZE);
      *interrupted |= is_interrupted (buffer, (gsize) length);
      if (!apm_sockets_take_diag (self, family, buffer, (gsize) length, &done, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
dump (ApmSockets      *self,
      ApmSocketFamily  family,
      int              address_family,
      GError         **error)
{
  guint n_sockets = self->all->len, n_waiting = self->waiting->len;
  gboolean interrupted = TRUE, taken = TRUE;

  for (guint try = 0; taken && interrupted && try < MOST_TRIES; try++)
    {
      /* One of its own a try: nothing of the last dump can be left in it. */
      int netlink = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

      apm_sockets_truncate (self, n_sockets, n_waiting);
      taken = netlink >= 0 && send_request (netlink, family, address_family);
      if (!taken)
        fail (error, errno);
      taken = taken && receive (self, netlink, family, &interrupted, error);
      apm_clear_fd (&netlink);
    }
  if (!taken)
    apm_sockets_truncate (self, n_sockets, n_waiting);

  return taken;
}

static void
read_internet (ApmSockets      *self,
               ApmSocketFamily  family)
{
  guint n = self->all->len;

  if (dump (self, family, AF_INET, NULL) && dump (self, family, AF_INET6, NULL))
    return;

  apm_sockets_truncate (self, n, self->waiting->len);
  apm_sockets_read_proc (self, family);
}

/* Of those that there are of Unix, which is all that was read yet. */
static gboolean
has_all (ApmSockets   *self,
         const GArray *inodes)
{
  apm_sockets_sort (self);
  for (guint i = 0; i < inodes->len; i++)
    if (apm_sockets_find (self, g_array_index (inodes, guint64, i)) == NULL)
      return FALSE;

  return TRUE;
}

/**
 * apm_sockets_read_for:
 * @inodes: (nullable) (element-type guint64): of those that will be asked for; %NULL: any
 *
 * The kernel goes through all of its large tables for those of TCP and of UDP: they are
 * left out where all @inodes are sockets of Unix.
 *
 * Returns: (transfer full): as apm_sockets_read()
 */
ApmSockets *
apm_sockets_read_for (const GArray *inodes)
{
  g_autoptr(ApmSockets) self = apm_sockets_new ();

  if (!dump (self, APM_SOCKET_UNIX, AF_UNIX, NULL))
    apm_sockets_read_proc (self, APM_SOCKET_UNIX);
  if (inodes == NULL || !has_all (self, inodes))
    for (ApmSocketFamily family = APM_SOCKET_TCP; family <= APM_SOCKET_UDP; family++)
      read_internet (self, family);
  apm_sockets_join (self);

  return g_steal_pointer (&self);
}

/**
 * apm_sockets_read:
 *
 * Where netlink is refused, /proc/net is read, and apm_sockets_know_peers() says so.
 *
 * Returns: (transfer full): all sockets of our network namespace, joined
 */
ApmSockets *
apm_sockets_read (void)
{
  return apm_sockets_read_for (NULL);
}
