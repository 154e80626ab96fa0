/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-sockets.h"

G_BEGIN_DECLS

typedef struct {
  guint64 from;
  guint64 to;
} ApmSocketPair;

struct _ApmSockets
{
  GArray *all;            /* of ApmSocket, by inode once they are joined */
  GArray *waiting;        /* of ApmSocketPair: not accepted client to listener */
  GArray *clients;        /* of ApmSocketPair, by from: a socket and one that has it as its peer */
  GArray *client_inodes;  /* of guint64: the "to" of clients, in the same order */
  GStringChunk *names;
  gboolean know_peers;
};

ApmSocket *apm_sockets_add      (ApmSockets      *self,
                                 ApmSocketFamily  family);
void       apm_sockets_set_name (ApmSockets      *self,
                                 ApmSocket       *socket,
                                 const char      *bytes,
                                 gsize            length);
void       apm_sockets_truncate (ApmSockets      *self,
                                 guint            n_sockets,
                                 guint            n_waiting);
void       apm_sockets_sort     (ApmSockets      *self);
void       apm_sockets_read_proc (ApmSockets     *self,
                                  ApmSocketFamily family);

G_END_DECLS
