/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-record.h"

G_BEGIN_DECLS

/* One message that arrived, at this program or at a worker. */
typedef struct {
  guint64     serial;      /* counts from 1, never used twice */
  gint64      real_us;     /* when it arrived, since 1970 */
  gint64      latency_us;  /* from the order to send until it had arrived whole; G_MININT64: not known */
  const char *sender;
  const char *receiver;
  guint64     size;        /* of the payload, in bytes */
  const char *text;        /* its first 4 KiB as valid UTF-8 */
  GBytes     *data;        /* the payload where @text does not hold all of it; else NULL */
  gboolean    is_dropped;  /* the payload was longer than @text and is no longer kept */
} ApmMessage;

#define APM_MESSAGE_PREVIEW 4096

extern const ApmField apm_message_fields[];

GBytes *apm_message_dup_data (const ApmMessage *self);

G_END_DECLS
