/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-frame-writer.h"
#include "apm-orders.h"

/* The inside of apm-worker: its main thread takes orders from the socket and
 * never blocks; a mouth is a thread that writes to one pipe, and really waits
 * when it is full; an ear is the receiving end of one. A carrier is either end of
 * any other kind of channel. */

typedef struct _Mouth Mouth;
typedef struct _Ear Ear;
typedef struct _Carrier Carrier;
typedef struct _Hands Hands;

/* Reports to the window; @payload may be NULL. */
void     worker_report           (guint8        type,
                                  guint32       id,
                                  GBytes       *payload);
void     worker_report_arrived   (guint32       id,
                                  const ApmFrame *frame);
void     worker_report_state     (guint8        type,
                                  guint32       id,
                                  int           fd,
                                  guint64       count,
                                  guint64       bytes,
                                  gint64        blocked_since_us);
void     worker_report_closed    (guint8        type,
                                  guint32       id,
                                  const ApmFault *fault);

Mouth   *mouth_new               (guint32       id,
                                  int           fd);
void     mouth_free              (Mouth        *self);
void     mouth_say               (Mouth        *self,
                                  GBytes       *data,
                                  gint64        sent_us);
void     mouth_flood             (Mouth        *self,
                                  guint         count,
                                  guint         size);

Ear     *ear_new                 (guint32       id,
                                  int           fd);
void     ear_free                (Ear          *self);
void     ear_receive             (Ear          *self);
void     ear_set_subscribed      (Ear          *self,
                                  gboolean      subscribed);
void     ear_set_held            (Ear          *self,
                                  gboolean      held);
gboolean ear_set_capacity        (Ear          *self,
                                  gint64        bytes,
                                  GError      **error);

Carrier *carrier_new             (const ApmFrame *order,
                                  int           fd);
void     carrier_free            (Carrier      *self);
void     carrier_order           (Carrier      *self,
                                  const ApmFrame *order);
void     carrier_set_held        (Carrier      *self,
                                  gboolean      held);

/* The named threads. */
Hands   *hands_new               (void);
void     hands_order             (Hands        *self,
                                  const ApmFrame *frame);
void     hands_shutdown          (Hands        *self);
gboolean hands_are_idle          (Hands        *self);
