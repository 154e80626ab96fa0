/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-graph.h"
#include "apm-wait-reader.h"

G_BEGIN_DECLS

/* The look that makes a candidate a fact. One look at many threads sees each at
 * another moment, so that two who pass a lock to and fro seem to wait for each
 * other. Here everybody concerned is looked at between two counts of their context
 * switches: whose count stood still slept all the while, so all that was seen of
 * them held at one moment. Read tests/wait/test-proof.c first. */

typedef struct {
  ApmWaitGraph *graph;       /* only of those who slept through it; with its pass */
  gint64       *switches;    /* for each of the pass' waits; -1: it moved, or was no candidate */
  guint         n_candidates;
  guint         n_moved;     /* of them */
  gint64        taken_us;    /* g_get_monotonic_time() */
} ApmWaitProof;

ApmWaitProof *apm_wait_proof_take   (ApmWaitReader      *reader,
                                     const ApmWaitGraph *candidates);
ApmWaitProof *apm_wait_proof_repeat (ApmWaitReader      *reader,
                                     const ApmWaitProof *earlier);
void          apm_wait_proof_free   (ApmWaitProof       *self);

/* So long the same must hold before a person is told: then bytes that were under
 * way have arrived, and what only looked strange has gone on. */
#define APM_WAIT_PERSISTENCE_US G_USEC_PER_SEC

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmWaitProof, apm_wait_proof_free)

G_END_DECLS
