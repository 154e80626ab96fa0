/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-transcript.h"

G_BEGIN_DECLS

/* The transcripts of the children started last, found by (PID, start time). */

#define APM_TRANSCRIPTS_KEPT 64

typedef GQueue ApmTranscripts;   /* of ApmTranscript, newest first */

ApmTranscripts *apm_transcripts_new  (void);
void            apm_transcripts_free (ApmTranscripts *self);
ApmTranscript  *apm_transcripts_add  (ApmTranscripts *self,
                                      ApmChild       *child);
ApmTranscript  *apm_transcripts_find (ApmTranscripts *self,
                                      guint64         key);

G_END_DECLS
