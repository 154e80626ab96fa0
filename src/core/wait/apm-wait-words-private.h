/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-words.h"

G_BEGIN_DECLS

/* Templates, not translated yet; NULL where the one before serves. */
typedef struct {
  const char *alone;     /* nobody to name */
  const char *with;
  const char *timed;     /* with, and how long */
} ApmWaitSentence;

const ApmWaitSentence *apm_wait_sentence_get         (const ApmWait *wait);
const char            *apm_wait_sentence_get_short   (const ApmWait *wait,
                                                      gboolean       with_enders);
const char            *apm_wait_sentence_get_unknown (const ApmWait *wait);
const char            *apm_wait_sentence_get_root    (ApmWaitEnd     end);
const char            *apm_wait_sentence_get_refusal (const ApmWait *wait,
                                                      gboolean       with_enders,
                                                      gboolean       with_candidates);
const char            *apm_wait_sentence_get_candidates
                                                     (const ApmWaitNode *node,
                                                      guint              n_named);

char                  *apm_wait_words_dup_object     (const ApmWait *wait);
char                  *apm_wait_words_begin          (const ApmWaitNode *node,
                                                      char              *text);

G_END_DECLS
