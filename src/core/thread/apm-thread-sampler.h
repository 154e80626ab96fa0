/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-thread-order.h"

G_BEGIN_DECLS

/* The thread that looks at /proc for an ApmThreadList, puts what it saw in order,
 * and hands it to the main context that it was made in. Private to the room. */

typedef struct _ApmThreadSampler ApmThreadSampler;

typedef struct {
  int        pid;
  GPtrArray *threads;  /* of ApmThread; NULL with @error */
  GHashTable *by_tid;  /* TID → ApmThread; NULL with @error */
  ApmThreadRanks *ranks;  /* NULL with @error */
  ApmThreadOrder how;     /* that they are ranked by */
  guint      serial;   /* of @how */
  GError    *error;
  gint64     at_us;    /* on the monotonic clock */
  gint64     took_us;  /* of the thread's CPU */
} ApmThreadSample;

typedef void (*ApmThreadSampleFunc) (ApmThreadSample *sample,
                                     gpointer         user_data);

ApmThreadSampler *apm_thread_sampler_new        (ApmThreadSampleFunc    func,
                                                 gpointer               user_data);
void              apm_thread_sampler_free       (ApmThreadSampler      *self);
void              apm_thread_sampler_set        (ApmThreadSampler      *self,
                                                 int                    pid,
                                                 guint                  interval_ms,
                                                guint                  sources);
void              apm_thread_sampler_set_order  (ApmThreadSampler      *self,
                                                 const ApmThreadOrder  *how,
                                                 guint                  serial);
void              apm_thread_sampler_ask        (ApmThreadSampler      *self);
void              apm_thread_sampler_give_back  (ApmThreadSampler      *self,
                                                 ApmThreadSample       *sample);

void              apm_thread_sample_free        (ApmThreadSample       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmThreadSample, apm_thread_sample_free)

G_END_DECLS
