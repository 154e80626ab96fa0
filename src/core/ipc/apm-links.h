/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-connections.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Who talks to whom, as rows with names: each connection of apm-connections.h with
 * both its sides in words. Made by a thread; plain data that nobody changes.
 * Read tests/ipc/test-links.c first. */

typedef struct {
  guint64  key;              /* the same at the next look */
  char    *kind;             /* as of the connection: "pipe" */
  char    *from;             /* who is at this side: "make (4121) fd 1" */
  char    *to;
  char    *object;           /* its path, name, addresses or number; NULL: none */
  int      from_pid;         /* the first one there; G_MININT: not known */
  int      to_pid;
  gint64   unread_bytes;     /* at both ends together; G_MININT64: not known */
  gboolean one_way;
  const ApmConnection *connection;
} ApmLink;

typedef struct {
  GPtrArray *rows;           /* of ApmLink */
  GPtrArray *connections;    /* that the rows are of */
  guint      n_unreadable;   /* processes that may not be looked at */
} ApmLinks;

/* The two ends of a connection between a process and somebody. */
typedef struct {
  const ApmConnectionEnd *ours;
  const ApmConnectionEnd *theirs;
} ApmJoint;

/* Somebody whom a process is connected to. */
typedef struct {
  int      pid;              /* G_MININT: who may not be looked at, all of them together */
  char    *name;             /* NULL: not known */
  gboolean sends;            /* to the process */
  gboolean receives;         /* from it */
  GArray  *joints;           /* of ApmJoint, at least one */
} ApmNeighbour;

extern const ApmField apm_link_fields[];

char     *apm_connection_dup_side (const ApmConnection *connection,
                                   guint                side);
void      apm_links_take_async    (GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
ApmLinks *apm_links_finish        (GAsyncResult        *result,
                                   GError             **error);
ApmLinks *apm_links_new           (const ApmPeers      *peers);
GPtrArray *apm_links_list_neighbours (const ApmLinks *links,
                                     int             pid,
                                     char          **name);
gint64    apm_joint_read_waiting  (const ApmJoint      *joint);
void      apm_links_free          (ApmLinks            *links);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLinks, apm_links_free)

G_END_DECLS
