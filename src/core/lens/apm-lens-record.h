/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-span-index.h"

G_BEGIN_DECLS

/* A trace that apm_lens_trace_write() has written, read back: CSV, or JSON as it is
 * for Perfetto. What stands in a file may be anything: what is no trace of ours is told
 * in a sentence with its line. Any thread; it never changes after it was read.
 * Read tests/lens/test-record.c first. */

/* Spans that are kept; of longer traces the newest. */
#define APM_LENS_RECORD_MOST 1000000

typedef struct {
  GPtrArray  *lanes;             /* names of threads */
  GPtrArray  *objects;           /* names of locks */
  GPtrArray  *places;            /* "bank.c:41"; a span's caller is a number of these, from 1; 0: none */
  GArray     *spans;             /* of ApmSpan, in the order of their ends */
  guint64     n_gone;            /* older spans that were not kept */
  gint64      first_ns;
  gint64      last_ns;
} ApmLensRecord;

ApmLensRecord *apm_lens_record_read  (const char    *path,
                                      GError       **error);
ApmLensRecord *apm_lens_record_parse (const char    *text,
                                      gsize          length,
                                      GError       **error);
void           apm_lens_record_free  (ApmLensRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLensRecord, apm_lens_record_free)

G_END_DECLS
