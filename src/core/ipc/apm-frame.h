/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-error.h"

G_BEGIN_DECLS

/* What travels through our pipes and sockets: a head of 32 bytes, little
 * endian, and a payload of at most 16 MiB. The head is
 *
 *    0  "APMF"     4  version 1    5  type    6  number of descriptors that
 *    travel with it    7  0    8  length of the payload    12  id
 *   16  sent_us   24  arrived_us
 *
 * Read tests/ipc/test-frame.c first. */

#define APM_FRAME_HEAD_SIZE 32
#define APM_FRAME_VERSION 1
#define APM_FRAME_MAX (16 * 1024 * 1024)

typedef struct {
  guint8  type;
  guint8  n_fds;
  guint32 length;      /* of the payload */
  guint32 id;          /* which channel */
  gint64  sent_us;     /* on the monotonic clock, which all processes share */
  gint64  arrived_us;  /* the same; 0 where it has not arrived yet */
} ApmFrameHead;

typedef struct {
  ApmFrameHead  head;
  const guint8 *payload;  /* head.length bytes */
  GBytes       *bytes;    /* the payload where it was collected in a block of its own, else NULL */
} ApmFrame;

/* How a stream of frames came to its end. */
typedef enum {
  APM_FAULT_NONE,
  APM_FAULT_ENDED,      /* between two frames */
  APM_FAULT_TORN_HEAD,  /* @have of @want bytes of a head */
  APM_FAULT_TORN,       /* @have of @want bytes of a payload */
  APM_FAULT_MAGIC,      /* what came is no frame */
  APM_FAULT_VERSION,    /* version @have */
  APM_FAULT_LENGTH,     /* a length of @have bytes */
  APM_FAULT_FAILED,     /* read or write failed with errno @have */
  APM_N_FAULTS
} ApmFaultKind;

typedef struct {
  ApmFaultKind kind;
  guint64      have;
  guint64      want;
} ApmFault;

typedef void (*ApmFrameFunc) (const ApmFrame *frame,
                              gpointer        user_data);

void            apm_frame_head_pack         (const ApmFrameHead *head,
                                             guint8             *bytes);
gboolean        apm_frame_head_unpack       (const guint8       *bytes,
                                             ApmFrameHead       *head,
                                             ApmFault           *fault);
GBytes         *apm_frame_dup_payload       (const ApmFrame     *frame);

char           *apm_fault_dup_sentence      (const ApmFault     *fault,
                                             const char         *sender);
void            apm_fault_set_error         (const ApmFault     *fault,
                                             const char         *sender,
                                             GError            **error);

typedef struct _ApmFrameReader ApmFrameReader;

ApmFrameReader *apm_frame_reader_new        (void);
void            apm_frame_reader_free       (ApmFrameReader     *self);
gboolean        apm_frame_reader_feed       (ApmFrameReader     *self,
                                             const guint8       *bytes,
                                             gsize               length,
                                             ApmFrameFunc        func,
                                             gpointer            user_data,
                                             ApmFault           *fault);
gsize           apm_frame_reader_get_wanted (ApmFrameReader     *self);
gboolean        apm_frame_reader_is_inside  (ApmFrameReader     *self);
void            apm_frame_reader_finish     (ApmFrameReader     *self,
                                             ApmFault           *fault);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmFrameReader, apm_frame_reader_free)

G_END_DECLS
