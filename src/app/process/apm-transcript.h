/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-child.h"

G_BEGIN_DECLS

/* The last lines that a child of ours has printed, from both of its outputs in the
 * order in which they came. Bounded: how many lines were let go is counted.
 * Main thread only. Read tests/app/test-transcript.c first. */

#define APM_TRANSCRIPT_LINES 2000        /* kept */
#define APM_TRANSCRIPT_LINE_BYTES 4096   /* longer lines are broken */

typedef struct {
  gboolean is_stderr;
  char    *text;        /* UTF-8 without control characters but tab */
} ApmTranscriptLine;

#define APM_TYPE_TRANSCRIPT (apm_transcript_get_type ())
G_DECLARE_FINAL_TYPE (ApmTranscript, apm_transcript, APM, TRANSCRIPT, GObject)

ApmTranscript           *apm_transcript_new        (ApmChild      *child);
ApmChild                *apm_transcript_get_child  (ApmTranscript *self);
guint64                  apm_transcript_get_n_gone (ApmTranscript *self);
guint                    apm_transcript_get_n_kept (ApmTranscript *self);
const ApmTranscriptLine *apm_transcript_get_line   (ApmTranscript *self,
                                                    guint          index);
char                    *apm_transcript_dup_partial (ApmTranscript *self,
                                                     gboolean       is_stderr);
void                     apm_transcript_add        (ApmTranscript *self,
                                                    gboolean       is_stderr,
                                                    const char    *bytes,
                                                    gsize          n_bytes);

G_END_DECLS
