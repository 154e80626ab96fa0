/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All sockets of our network namespace as the kernel tells them, and which belong
 * together. Any user may ask. Where netlink is refused the files of /proc/net say
 * less: no peers of Unix sockets, no bytes. */

typedef enum {
  APM_SOCKET_UNIX,
  APM_SOCKET_TCP,
  APM_SOCKET_UDP,
} ApmSocketFamily;

typedef struct {
  guint8  bytes[16];      /* IPv4 as ::ffff:a.b.c.d */
  guint16 port;
  gboolean is_v4;         /* said in IPv4 */
} ApmAddress;

typedef struct {
  guint64         inode;     /* 0: has no descriptor (yet, or any more) */
  ApmSocketFamily family;
  int             type;      /* SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET */
  gboolean        listens;
  gboolean        connected; /* also where the other end is gone or was not accepted */
  gboolean        connects;  /* has asked and not been answered */
  guint64         peer;      /* inode of the other socket; 0: none, or not known */
  guint64         listener;  /* not accepted yet: inode of the one that should; else 0 */
  guint32         unread;    /* bytes that arrived and are not read; of a listener:
                              * connections to accept */
  guint32         backlog;   /* of a listener; else bytes sent and not taken by the peer */
  guint           uid;       /* of who made it; G_MAXUINT: not told */
  guint64         file_inode;  /* of a bound Unix socket's file; 0: none */
  guint32         file_device; /* the kernel's number, as in /proc/locks */
  const char     *name;      /* Unix: path, or '@' and the abstract name, fit to show; NULL none */
  ApmAddress      local;     /* TCP and UDP */
  ApmAddress      remote;
} ApmSocket;

typedef struct _ApmSockets ApmSockets;

ApmSockets      *apm_sockets_read        (void);
ApmSockets      *apm_sockets_read_for    (const GArray     *inodes);
ApmSockets      *apm_sockets_new         (void);
void             apm_sockets_free        (ApmSockets       *self);
gboolean         apm_sockets_take_diag   (ApmSockets       *self,
                                          ApmSocketFamily   family,
                                          const guint8     *bytes,
                                          gsize             length,
                                          gboolean         *done,
                                          GError          **error);
void             apm_sockets_take_proc   (ApmSockets       *self,
                                          ApmSocketFamily   family,
                                          const char       *text);
void             apm_sockets_join        (ApmSockets       *self);
gboolean         apm_sockets_know_peers  (const ApmSockets *self);
guint            apm_sockets_get_n       (const ApmSockets *self);
const ApmSocket *apm_sockets_get_nth     (const ApmSockets *self,
                                          guint             i);
const ApmSocket *apm_sockets_find        (const ApmSockets *self,
                                          guint64           inode);
const ApmSocket *apm_sockets_find_name   (const ApmSockets *self,
                                          const char       *name);
const guint64   *apm_sockets_find_clients
                                         (const ApmSockets *self,
                                          guint64           inode,
                                          guint            *n);
char            *apm_socket_dup_name     (const char       *bytes,
                                          gsize             length);
gboolean         apm_address_is_loopback (const ApmAddress *address);
char            *apm_address_dup_host    (const ApmAddress *address);
char            *apm_address_dup_text    (const ApmAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmSockets, apm_sockets_free)

G_END_DECLS
