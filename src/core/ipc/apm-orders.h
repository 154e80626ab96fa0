/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-frame.h"

G_BEGIN_DECLS

/* What this program and its workers say to each other: on the socket orders go
 * down and reports come up, on pipes there are messages only. Behind each type
 * stands the GVariant type of its payload; "…" is the bytes of a message. The
 * frame's id is the serial of the channel. */

typedef enum {
  APM_FRAME_MESSAGE = 1,       /* … */

  APM_ORDER_ATTACH_OUT = 16,   /* with the sending end of a pipe */
  APM_ORDER_ATTACH_IN,         /* with the receiving end */
  APM_ORDER_DETACH,
  APM_ORDER_SEND,              /* … */
  APM_ORDER_FLOOD,             /* (uu): how many messages, of how many bytes */
  APM_ORDER_RECEIVE,           /* x: how long to wait, in µs; negative: for ever */
  APM_ORDER_SUBSCRIBE,         /* b */
  APM_ORDER_THREAD_CREATE,     /* (ys): kind of work, name */
  APM_ORDER_THREAD_PAUSE,      /* s */
  APM_ORDER_THREAD_RESUME,     /* s */
  APM_ORDER_THREAD_TERMINATE,  /* s */
  APM_ORDER_EXIT,
  APM_ORDER_OPEN_OUT,          /* (ysy): medium, address, framing; without an address a descriptor travels */
  APM_ORDER_OPEN_IN,           /* (ysy) */
  APM_ORDER_PRIORITY,          /* u: of what is sent from now on */
  APM_ORDER_SET_CAPACITY,      /* x: bytes */
  APM_ORDER_FINISH,            /* s: why; what is left is received, then it is over */

  APM_REPORT_RUNS = 64,        /* i: PID */
  APM_REPORT_ARRIVED,          /* … */
  APM_REPORT_NOTHING,
  APM_REPORT_OUT_STATE,        /* APM_PIPE_STATE */
  APM_REPORT_IN_STATE,         /* APM_PIPE_STATE */
  APM_REPORT_OUT_CLOSED,       /* (ytt): an ApmFault */
  APM_REPORT_IN_CLOSED,        /* (ytt) */
  APM_REPORT_THREAD,           /* (yyixs): phase, work, TID, join time, name */
  APM_REPORT_OUT_FACTS,        /* APM_PORTER_FACTS */
  APM_REPORT_IN_FACTS,         /* APM_PORTER_FACTS */
  APM_REPORT_FROM,             /* (is): PID and name of who sent what is reported from now on */
  APM_REPORT_REFUSED,          /* (bs): whether it was to be sent; why it was not, or cannot be taken */
  APM_REPORT_OVER,             /* s: why */
} ApmFrameType;

/* Bytes waiting, capacity, messages and bytes that went through this end, since
 * when the sender waits (0: it does not). */
#define APM_PIPE_STATE "(xxttx)"

/* State, since when, messages and bytes that went through this end, fill, room, whether
 * these are messages: an ApmPorterFacts. */
#define APM_PORTER_FACTS "(yxttxxb)"

GBytes   *apm_order_pack   (GVariant       *value);
GVariant *apm_order_unpack (const ApmFrame *frame,
                            const char     *type);

G_END_DECLS
