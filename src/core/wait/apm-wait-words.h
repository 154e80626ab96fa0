/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-chain.h"

G_BEGIN_DECLS

/* A chain in sentences for a human, one a node: names first, numbers in brackets.
 * Templates have named places, {who} {time} {enders} {object} {count} {all}, so that a
 * translation may order them as it likes. Read tests/wait/test-words.c first. */

char *apm_wait_words_node    (const ApmWaitChain *chain,
                              guint               index);
char *apm_wait_words_place   (const ApmWaitNode  *node);
char *apm_wait_words_root    (const ApmWaitChain *chain,
                              guint               index);
char *apm_wait_words_verdict (const ApmWaitChain *chain);
char *apm_wait_words_name    (const ApmWaitNode  *node);
char *apm_wait_words_all     (const ApmWaitChain *chain);
char *apm_wait_words_line    (const ApmWaitChain *chain);

/* What is not told at all on this system; NULL: all is. */
char *apm_wait_words_distrusted (const ApmWaitPass *pass);

/* At the line from who waits: "child", "pipe 88231 full". */
char *apm_wait_words_object  (const ApmWait      *wait);

/* For a column: "child cc1plus", "pipe 88231 full", "mutex of worker-2". */
char *apm_wait_words_short   (const ApmWaitGraph *graph,
                              const ApmWait      *wait);

/* What can be done about a root cause. */
typedef enum {
  APM_WAIT_ADVICE_NONE,
  APM_WAIT_ADVICE_CONTINUE,   /* SIGCONT to node's process */
  APM_WAIT_ADVICE_END,        /* one of the knot must be ended */
  APM_WAIT_ADVICE_ASK,        /* look again with more rights */
} ApmWaitAdvice;

ApmWaitAdvice apm_wait_words_get_advice (const ApmWaitNode *node);

/* Template with places; NULL ends the pairs. For the files of this room. */
char *apm_wait_words_fill    (const char         *template,
                              ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
