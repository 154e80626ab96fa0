/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-framing.h"

G_BEGIN_DECLS

/* One end of a channel that has a name, and so can be shared with any program:
 *
 *   fifo:PATH        a named pipe
 *   stream:PATH      a Unix socket; its receiver makes it
 *   seqpacket:PATH   the same, and messages stay apart
 *   datagram:PATH    the same, without a connection
 *   queue:/NAME      a POSIX message queue, with priorities
 *   ring:/NAME       a ring in shared memory (apm-shared-ring.h)
 *   signal:PID       a signal with a number, to a process (sending)
 *   signal:NAME      the same, to this one (receiving): "SIGRTMIN+1"
 *
 * Three kinds have no name, and are adopted by their descriptor: a pipe, a pair of stream
 * sockets, and an eventfd, whose messages are numbers that add up until they are taken.
 *
 * It waits, for as long as is said, in whichever thread it is called; one thread at a
 * time. What it makes it removes. Read tests/ipc/test-endpoint.c first. */

typedef enum {
  APM_MEDIUM_FIFO,
  APM_MEDIUM_STREAM,
  APM_MEDIUM_SEQPACKET,
  APM_MEDIUM_DATAGRAM,
  APM_MEDIUM_QUEUE,
  APM_MEDIUM_RING,
  APM_MEDIUM_SIGNAL,
  APM_MEDIUM_PIPE,         /* not named, as those that follow */
  APM_MEDIUM_PAIR,
  APM_MEDIUM_EVENTFD,
  APM_N_MEDIA
} ApmMedium;

typedef enum {
  APM_RECEIVED_MESSAGE,
  APM_RECEIVED_NOTHING,    /* in the time that was given */
  APM_RECEIVED_END,        /* all senders have closed */
  APM_RECEIVED_ERROR,
} ApmReceived;

typedef struct {
  guint8  *bytes;          /* valid until the next call */
  gsize    length;
  guint    priority;       /* of a queue */
  int      pid;            /* who sent it, where that is told; else 0 */
} ApmReceivedMessage;

/* How full it is; -1: not told. */
typedef struct {
  gint64   used;
  gint64   room;           /* in all */
  gboolean in_messages;    /* else in bytes */
} ApmFill;

typedef struct _ApmEndpoint ApmEndpoint;

const char  *apm_medium_get_id      (ApmMedium            medium);
gboolean     apm_medium_is_stream   (ApmMedium            medium);
gboolean     apm_medium_is_named    (ApmMedium            medium);
gboolean     apm_medium_is_socket   (ApmMedium            medium);
gboolean     apm_endpoint_parse     (const char          *address,
                                     ApmMedium           *medium,
                                     const char         **name,
                                     GError             **error);

gboolean     apm_endpoint_make      (const char          *address,
                                     guint                n_messages,
                                     guint                message_size,
                                     GError             **error);
gboolean     apm_endpoint_unmake    (const char          *address,
                                     GError             **error);
gboolean     apm_endpoint_claim_socket
                                    (ApmMedium            medium,
                                     const char          *name,
                                     GError             **error);
gboolean     apm_endpoint_guard     (const char          *address,
                                     GError             **error);
void         apm_endpoint_unguard   (const char          *address);

void         apm_endpoint_keep_signals
                                    (void);
ApmEndpoint *apm_endpoint_open      (const char          *address,
                                     gboolean             sends,
                                     ApmFraming           framing,
                                     gint64               timeout_us,
                                     GError             **error);
ApmEndpoint *apm_endpoint_adopt     (ApmMedium            medium,
                                     const char          *name,
                                     int                  fd,
                                     gboolean             sends,
                                     ApmFraming           framing,
                                     GError             **error);
void         apm_endpoint_free      (ApmEndpoint         *self);
gboolean     apm_endpoint_send      (ApmEndpoint         *self,
                                     const guint8        *message,
                                     gsize                length,
                                     guint                priority,
                                     gint64               timeout_us,
                                     GError             **error);
ApmReceived  apm_endpoint_receive   (ApmEndpoint         *self,
                                     gint64               timeout_us,
                                     ApmReceivedMessage  *message,
                                     GError             **error);
void         apm_endpoint_interrupt (ApmEndpoint         *self);
void         apm_endpoint_go_on     (ApmEndpoint         *self);
gboolean     apm_endpoint_await_next
                                    (ApmEndpoint         *self,
                                     GError             **error);
gboolean     apm_endpoint_has_peers (ApmEndpoint         *self);
gboolean     apm_endpoint_survives  (ApmEndpoint         *self,
                                     const GError        *error);
int          apm_endpoint_get_fd    (ApmEndpoint         *self);
gboolean     apm_pipe_set_capacity  (int                  fd,
                                     const char          *name,
                                     gint64               bytes,
                                     GError             **error);
void         apm_endpoint_read_fill (ApmEndpoint         *self,
                                     ApmFill             *fill);
gboolean     apm_endpoint_set_room  (ApmEndpoint         *self,
                                     gint64               bytes,
                                     GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmEndpoint, apm_endpoint_free)

G_END_DECLS
