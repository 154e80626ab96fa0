/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What each kind of channel costs on this machine: the program apm-measure
 * (src/measure) sends messages between two processes with the plain system calls.
 * One run; to measure again, make another. Main thread only.
 * Read tests/ipc/test-measure.c first.
 *
 * ::measured ()   one more kind has been measured
 * ::ended ()      once */

#define APM_TYPE_MEASURE (apm_measure_get_type ())
G_DECLARE_FINAL_TYPE (ApmMeasure, apm_measure, APM, MEASURE, GObject)

typedef struct {
  char   *kind;                  /* "pipe"; see apm_measure_get_kinds() */
  char   *title;                 /* translated */
  guint   message_bytes;
  gint64  round_trip_ns;         /* there and back, median */
  gint64  round_trip_99_ns;      /* 99 of 100 were as fast */
  double  messages_per_s;        /* one way */
  double  bytes_per_s;
  char   *problem;               /* why there are no figures; NULL: there are */
} ApmMeasured;

extern const ApmField apm_measured_fields[];

const char *const *apm_measure_get_kinds (void);
const char        *apm_measure_get_title (const char        *kind);

ApmMeasure        *apm_measure_new       (const char *const *kinds,
                                          guint              message_bytes,
                                          double             seconds);
gboolean           apm_measure_start     (ApmMeasure        *self,
                                          GError           **error);
void               apm_measure_cancel    (ApmMeasure        *self);
gboolean           apm_measure_is_ended  (ApmMeasure        *self);
const GPtrArray   *apm_measure_get_rows  (ApmMeasure        *self);
guint              apm_measure_get_n     (ApmMeasure        *self);

G_END_DECLS
