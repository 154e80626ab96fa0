/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-peers.h"

G_BEGIN_DECLS

/* Every way by which two processes can reach each other: a pipe, a FIFO, a queue, a pair
 * of connected sockets, an eventfd, memory that both have mapped. Each is one
 * ApmConnection, however many processes it joins. */

typedef struct _ApmConnection ApmConnection;

/* One process at one side of a connection; the row of a table of them. */
typedef struct {
  const ApmConnection *connection;
  int         end;           /* 0: from here, 1: to there. All are at 0 where there are no sides */
  const char *role;          /* "write", "read", "read-write"; of sockets "client", "server",
                              * "listener", "peer"; static */
  int         pid;           /* G_MININT: somebody who may not be looked at */
  char       *name;          /* of the process; NULL: not known */
  char       *fds;           /* "3 4"; "" where it is only mapped; NULL: not known */
  gint64      unread_bytes;  /* arrived at this end and not read; G_MININT64: not known */
} ApmConnectionEnd;

struct _ApmConnection {
  const char *kind;          /* "pipe", "fifo", "message-queue", "unix", "tcp", "udp", "eventfd", "memory"; static */
  char       *object;        /* path, name or addresses; NULL: has none */
  gint64      inode;         /* G_MININT64: has none of its own */
  gboolean    one_way;       /* from end 0 to end 1 only */
  gboolean    accepted;      /* FALSE: the listener has not taken it yet */
  GPtrArray  *ends;          /* of ApmConnectionEnd, by end and PID */
};

extern const ApmField apm_connection_fields[];       /* of ApmConnection */
extern const ApmField apm_connection_end_fields[];   /* of ApmConnectionEnd */
extern const ApmField apm_connection_row_fields[];   /* of ApmConnectionEnd, with its connection */

GPtrArray *apm_connections_list     (const ApmPeers   *peers);
void       apm_connections_keep     (GPtrArray        *connections,
                                     const int        *pids,
                                     guint             n_pids);
void       apm_connections_to_json  (const GPtrArray  *connections,
                                     guint             n_unreadable,
                                     JsonBuilder      *builder);
void       apm_connections_to_dot   (const GPtrArray  *connections,
                                     GString          *dot);

G_END_DECLS
