/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-error.h"

G_BEGIN_DECLS

/* How messages are told apart in a stream of bytes that any program may write or
 * read. What travels between our own processes is a frame (apm-frame.h) instead.
 * No input or output here. Read tests/ipc/test-framing.c first. */

typedef enum {
  APM_FRAMING_LINES,     /* "lines": each ends with a line feed, the last one need not */
  APM_FRAMING_NUL,       /* "nul": each ends with a zero byte, the last one need not */
  APM_FRAMING_LENGTH,    /* "length": four bytes, the highest first, say how long it is */
  APM_FRAMING_RAW,       /* "raw": what came at once */
  APM_N_FRAMINGS
} ApmFraming;

/* The longest message, in bytes. */
#define APM_FRAMING_MOST (16 * 1024 * 1024)

typedef void (*ApmFramingFunc) (const guint8 *message,
                                gsize         length,
                                gpointer      user_data);

const char  *apm_framing_get_id  (ApmFraming       framing);
gboolean     apm_framing_find    (const char      *id,
                                  ApmFraming      *framing);
gboolean     apm_framing_append  (ApmFraming       framing,
                                  GByteArray      *stream,
                                  const guint8    *message,
                                  gsize            length,
                                  GError         **error);

typedef struct _ApmUnframer ApmUnframer;

ApmUnframer *apm_unframer_new    (ApmFraming       framing);
void         apm_unframer_free   (ApmUnframer     *self);
gboolean     apm_unframer_feed   (ApmUnframer     *self,
                                  const guint8    *bytes,
                                  gsize            length,
                                  ApmFramingFunc   func,
                                  gpointer         user_data,
                                  GError         **error);
gboolean     apm_unframer_finish (ApmUnframer     *self,
                                  ApmFramingFunc   func,
                                  gpointer         user_data,
                                  GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmUnframer, apm_unframer_free)

G_END_DECLS
