/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens-model.h"

G_BEGIN_DECLS

/* The spans of all threads in the order in which they ended, the newest of them:
 * when there is no more room the oldest go, 1,024 at a time, and are counted.
 * Spans never move. Read tests/lens/test-model.c first. */

typedef struct _ApmLensTimeline ApmLensTimeline;

ApmLensTimeline   *apm_lens_timeline_new         (guint              most);
void               apm_lens_timeline_free        (ApmLensTimeline   *self);
void               apm_lens_timeline_add         (ApmLensTimeline   *self,
                                                  const ApmLensSpan *span);
guint              apm_lens_timeline_get_n       (ApmLensTimeline   *self);
guint64            apm_lens_timeline_get_n_gone  (ApmLensTimeline   *self);
const ApmLensSpan *apm_lens_timeline_get         (ApmLensTimeline   *self,
                                                  guint              i);
guint              apm_lens_timeline_find_ended  (ApmLensTimeline   *self,
                                                  gint64             time_ns);

ApmLensTimeline   *apm_lens_model_get_timeline   (ApmLensModel      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLensTimeline, apm_lens_timeline_free)

G_END_DECLS
