/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-endpoint.h"
#include "apm-shared-ring.h"

#include <sys/types.h>

G_BEGIN_DECLS

/* Who may be connected at a time; others wait to be let in. */
#define APM_ENDPOINT_MOST_PEERS 64

/* What a medium does. A deadline is in microseconds of the monotonic clock,
 * G_MAXINT64 for none. */
typedef struct {
  gboolean    (*open)    (ApmEndpoint         *self,
                          gint64               deadline,
                          GError             **error);
  gboolean    (*send)    (ApmEndpoint         *self,
                          const guint8        *message,
                          gsize                length,
                          guint                priority,
                          gint64               deadline,
                          GError             **error);
  ApmReceived (*receive) (ApmEndpoint         *self,
                          gint64               deadline,
                          ApmReceivedMessage  *message,
                          GError             **error);
  void        (*close)   (ApmEndpoint         *self);
} ApmEndpointFuncs;

/* Somebody who sends to us by bytes. */
typedef struct {
  int          fd;
  int          pid;          /* 0: not told */
  ApmUnframer *unframer;
} ApmEndpointPeer;

struct _ApmEndpoint
{
  ApmMedium               medium;
  char                   *name;
  gboolean                sends;
  ApmFraming              framing;
  const ApmEndpointFuncs *funcs;
  int                     fd;            /* -1: none */
  int                     stop_fd;       /* readable: nobody waits any more */
  ino_t                   inode;         /* of the socket whose name is removed with us; 0: none */
  dev_t                   device;
  GByteArray             *buffer;        /* what is sent, or was received last */
  GArray                 *peers;         /* of ApmEndpointPeer */
  GQueue                  waiting;       /* of GBytes: whole messages that were not asked for yet */
  GQueue                  waiting_pids;  /* whose they are */
  struct shared_ring      ring;
  int                     target;        /* of signals: the PID */
  int                     signum;
  gboolean                had_sender;
  gint64                  let_in_us;     /* not before: no descriptor was left for who waits to be let in */
  int                     is_stopped;    /* atomic */
};

extern const ApmEndpointFuncs apm_endpoint_stream_funcs;
extern const ApmEndpointFuncs apm_endpoint_packet_funcs;
extern const ApmEndpointFuncs apm_endpoint_queue_funcs;
extern const ApmEndpointFuncs apm_endpoint_ring_funcs;
extern const ApmEndpointFuncs apm_endpoint_signal_funcs;
extern const ApmEndpointFuncs apm_endpoint_counter_funcs;

/* Returns: 1 ready, 0 too late or interrupted, -1 and errno */
int      apm_endpoint_wait           (ApmEndpoint  *self,
                                      int           fd,
                                      int           events,
                                      gint64        deadline);
gboolean apm_endpoint_wait_for_peers (ApmEndpoint  *self,
                                      gint64        deadline);
gboolean apm_endpoint_may_wait       (ApmEndpoint  *self,
                                      gint64        deadline);
gboolean apm_endpoint_set_timeout    (ApmEndpoint  *self,
                                      GError      **error);
void     apm_endpoint_add_peer       (ApmEndpoint  *self,
                                      int           fd,
                                      int           pid);
void     apm_endpoint_remove_peer    (ApmEndpoint  *self,
                                      guint         i);
void     apm_endpoint_let_in         (ApmEndpoint  *self);
gboolean apm_endpoint_reopen_fifo    (ApmEndpoint  *self,
                                      GError      **error);
gboolean apm_endpoint_open_socket    (ApmEndpoint  *self,
                                      gint64        deadline,
                                      GError      **error);
int      apm_endpoint_count_ring     (ApmEndpoint  *self);
gboolean apm_endpoint_make_queue     (const char   *name,
                                      guint         n_messages,
                                      guint         message_size,
                                      GError      **error);

G_END_DECLS
