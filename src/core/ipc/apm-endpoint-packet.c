/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Unix sockets with a name, and those of them that keep messages apart. */

#define MOST (1024 * 1024)      /* longer than the kernel lets a packet be by default */
#define LET_IN_AGAIN_US 100000

static int
get_type (ApmMedium medium)
{
  return medium == APM_MEDIUM_STREAM ? SOCK_STREAM : medium == APM_MEDIUM_SEQPACKET ? SOCK_SEQPACKET : SOCK_DGRAM;
}

static gboolean
set_address (const char          *name,
             struct sockaddr_un  *address,
             GError             **error)
{
  *address = (struct sockaddr_un) { .sun_family = AF_UNIX };
  if (strlen (name) >= sizeof address->sun_path)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("“%s” is too long for the name of a socket: at most %d bytes"),
                   name, (int) sizeof address->sun_path - 1);
      return FALSE;
    }
  strcpy (address->sun_path, name);

  return TRUE;
}

/* A socket whose receiver was killed stays as a file, and nobody is behind it. */
static void
remove_dead (ApmMedium                 medium,
             const struct sockaddr_un *address)
{
  int probe = socket (AF_UNIX, get_type (medium) | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  struct stat status;

  if (probe >= 0 && connect (probe, (const struct sockaddr *) address, sizeof *address) < 0 && errno == ECONNREFUSED
      && lstat (address->sun_path, &status) == 0 && S_ISSOCK (status.st_mode))
    unlink (address->sun_path);
  if (probe >= 0)
    close (probe);
}

/**
 * apm_endpoint_claim_socket:
 *
 * To be called before the name is taken for ours, to be removed with us: what somebody else
 * has there is theirs.
 *
 * Returns: FALSE and @error where something has that name, and be it only a file
 */
gboolean
apm_endpoint_claim_socket (ApmMedium    medium,
                           const char  *name,
                           GError     **error)
{
  struct sockaddr_un address;
  struct stat status;

  if (!set_address (name, &address, error))
    return FALSE;
  remove_dead (medium, &address);
  if (lstat (name, &status) < 0)
    return TRUE;
  apm_set_error_from_errno (error, EADDRINUSE, _("Could not make the socket “%s”"), name);

  return FALSE;
}

static gboolean
bind_it (ApmEndpoint               *self,
         const struct sockaddr_un  *address,
         GError                   **error)
{
  struct stat status;
  int on = 1;

  remove_dead (self->medium, address);
  fchmod (self->fd, 0600);
  if (bind (self->fd, (const struct sockaddr *) address, sizeof *address) < 0)
    {
      apm_set_error_from_errno (error, errno, _("Could not make the socket “%s”"), self->name);
      return FALSE;
    }
  if (lstat (self->name, &status) == 0)
    {
      self->inode = status.st_ino;
      self->device = status.st_dev;
    }
  if (self->medium != APM_MEDIUM_DATAGRAM && listen (self->fd, SOMAXCONN) < 0)
    {
      apm_set_error_from_errno (error, errno, _("Could not listen at “%s”"), self->name);
      return FALSE;
    }
  setsockopt (self->fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on);

  return TRUE;
}

/* EAGAIN: more wait there to be let in than may. */
static gboolean
connect_to (ApmEndpoint               *self,
            const struct sockaddr_un  *address,
            gint64                     deadline,
            GError                   **error)
{
  while (connect (self->fd, (const struct sockaddr *) address, sizeof *address) < 0)
    {
      if (errno != EAGAIN)
        {
          if (errno == ECONNREFUSED || errno == ENOENT)
            g_set_error (error, APM_ERROR, APM_ERROR_CLOSED, _("Nobody receives at “%s”"), self->name);
          else
            apm_set_error_from_errno (error, errno, _("Could not reach “%s”"), self->name);
          return FALSE;
        }
      if (!apm_endpoint_may_wait (self, deadline))
        return apm_endpoint_set_timeout (self, error);
      apm_endpoint_wait (self, -1, 0, MIN (deadline, g_get_monotonic_time () + 10000));
    }

  return TRUE;
}

gboolean
apm_endpoint_open_socket (ApmEndpoint  *self,
                          gint64        deadline,
                          GError      **error)
{
  struct sockaddr_un address;

  if (!set_address (self->name, &address, error))
    return FALSE;
  self->fd = socket (AF_UNIX, get_type (self->medium) | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (self->fd < 0)
    {
      apm_set_error_from_errno (error, errno, _("Could not make the socket “%s”"), self->name);
      return FALSE;
    }

  return self->sends ? connect_to (self, &address, deadline, error) : bind_it (self, &address, error);
}

static gboolean
fail_to_send (ApmEndpoint  *self,
              int           saved_errno,
              gsize         length,
              GError      **error)
{
  if (saved_errno == EMSGSIZE)
    g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                 _("A message of %zu bytes is longer than this kind of socket takes"), length);
  else if (saved_errno == EPIPE || saved_errno == ECONNREFUSED || saved_errno == ECONNRESET)
    g_set_error (error, APM_ERROR, APM_ERROR_CLOSED, _("Nobody reads from “%s” any more"), self->name);
  else
    apm_set_error_from_errno (error, saved_errno, _("Could not send to “%s”"), self->name);

  return FALSE;
}

/* A datagram socket whose receiver's queue is full is not always told to be: it is
 * tried again. */
static gboolean
packet_send (ApmEndpoint   *self,
             const guint8  *message,
             gsize          length,
             G_GNUC_UNUSED guint priority,
             gint64         deadline,
             GError       **error)
{
  while (send (self->fd, message, length, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
    {
      gint64 again = g_get_monotonic_time () + 10000;

      if (errno != EAGAIN && errno != EINTR && errno != ENOBUFS)
        return fail_to_send (self, errno, length, error);
      if (!apm_endpoint_may_wait (self, deadline))
        return apm_endpoint_set_timeout (self, error);
      apm_endpoint_wait (self, self->fd, POLLOUT, MIN (deadline, again));
    }

  return TRUE;
}

/* Who sent it, as the kernel says with each message. */
static int
get_sender (struct msghdr *head)
{
  for (struct cmsghdr *part = CMSG_FIRSTHDR (head); part; part = CMSG_NXTHDR (head, part))
    if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_CREDENTIALS && part->cmsg_len >= CMSG_LEN (sizeof (struct ucred)))
      {
        struct ucred who;

        memcpy (&who, CMSG_DATA (part), sizeof who);
        return who.pid;
      }

  return 0;
}

/* Returns: the length; -1 and errno */
static gssize
take_packet (ApmEndpoint        *self,
             int                 fd,
             ApmReceivedMessage *message,
             int                *flags)
{
  union { struct cmsghdr head; char room[CMSG_SPACE (sizeof (struct ucred)) + CMSG_SPACE (8 * sizeof (int))]; } control;
  struct iovec into;
  struct msghdr head = { .msg_iov = &into, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
  gssize n;

  g_byte_array_set_size (self->buffer, MOST);
  into = (struct iovec) { self->buffer->data, MOST };
  n = recvmsg (fd, &head, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (n < 0)
    return -1;
  for (struct cmsghdr *part = CMSG_FIRSTHDR (&head); part; part = CMSG_NXTHDR (&head, part))
    if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_RIGHTS)   /* nobody asked for them */
      for (gsize at = CMSG_LEN (0); at + sizeof (int) <= part->cmsg_len; at += sizeof (int))
        {
          int theirs;

          memcpy (&theirs, (char *) part + at, sizeof theirs);
          close (theirs);
        }
  message->pid = get_sender (&head);
  message->bytes = self->buffer->data;
  message->length = (gsize) n;
  *flags = head.msg_flags;

  return n;
}

/**
 * apm_endpoint_let_in:
 *
 * Takes one of those who wait to be connected, where the medium is one that connects.
 * While no descriptor is left for him he waits on, and we do not ask all the time.
 */
void
apm_endpoint_let_in (ApmEndpoint *self)
{
  struct ucred who = { 0 };
  socklen_t size = sizeof who;
  int fd;

  if ((self->medium != APM_MEDIUM_STREAM && self->medium != APM_MEDIUM_SEQPACKET) ||
      self->peers->len >= APM_ENDPOINT_MOST_PEERS || g_get_monotonic_time () < self->let_in_us)
    return;
  fd = accept4 (self->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd < 0)
    {
      if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS)
        self->let_in_us = g_get_monotonic_time () + LET_IN_AGAIN_US;
      return;
    }
  if (getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &who, &size) < 0)
    who.pid = 0;
  self->had_sender = TRUE;
  apm_endpoint_add_peer (self, fd, who.pid);
}

/* Of those that are connected. Who has closed is forgotten. */
static gboolean
take_from_peers (ApmEndpoint        *self,
                 ApmReceivedMessage *message,
                 int                *flags)
{
  apm_endpoint_let_in (self);
  for (guint i = self->peers->len; i > 0; i--)
    {
      int fd = g_array_index (self->peers, ApmEndpointPeer, i - 1).fd;
      gssize n = take_packet (self, fd, message, flags);

      if (n > 0)
        return TRUE;
      if (n == 0 || (errno != EAGAIN && errno != EINTR))
        {
          apm_endpoint_remove_peer (self, i - 1);
        }
    }

  return FALSE;
}

static ApmReceived
packet_receive (ApmEndpoint         *self,
                gint64               deadline,
                ApmReceivedMessage  *message,
                GError             **error)
{
  int flags = 0;

  while (!(self->medium == APM_MEDIUM_DATAGRAM ? take_packet (self, self->fd, message, &flags) >= 0 :
           take_from_peers (self, message, &flags)))
    {
      if (self->medium == APM_MEDIUM_DATAGRAM && errno != EAGAIN && errno != EINTR)
        {
          apm_set_error_from_errno (error, errno, _("Could not receive from “%s”"), self->name);
          return APM_RECEIVED_ERROR;
        }
      if (self->had_sender && self->peers->len == 0)
        return APM_RECEIVED_END;
      if (!apm_endpoint_may_wait (self, deadline))
        return APM_RECEIVED_NOTHING;
      apm_endpoint_wait_for_peers (self, deadline);
    }
  if (!(flags & MSG_TRUNC))
    return APM_RECEIVED_MESSAGE;

  g_set_error (error, APM_ERROR, APM_ERROR_LYING, _("A message of more than %d bytes came at “%s”"), MOST, self->name);

  return APM_RECEIVED_ERROR;
}

const ApmEndpointFuncs apm_endpoint_packet_funcs = { apm_endpoint_open_socket, packet_send, packet_receive, NULL };
