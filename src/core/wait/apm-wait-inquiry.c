/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-inquiry.h"

/* The whole machine again, with nobody stuck but who is so in the proof. */
static ApmWaitGraph *
apply_proof (const ApmWaitGraph *candidates,
             const ApmWaitProof *proof)
{
  ApmWaitPass *pass = candidates->pass;
  g_autofree guint8 *moving = g_new0 (guint8, pass->waits->len + 1);

  for (guint i = 0; i < pass->waits->len; i++)
    {
      const ApmWait *wait = &g_array_index (pass->waits, ApmWait, i);
      const ApmWait *proven;

      if (candidates->fates[i].rank == APM_WAIT_MOVES)
        continue;
      proven = apm_wait_pass_find (proof->graph->pass, wait->pid, wait->tid);
      moving[i] = proven == NULL || apm_wait_graph_get_fate (proof->graph, proven)->rank == APM_WAIT_MOVES;
    }

  return apm_wait_graph_new (pass, moving);
}

/**
 * apm_wait_inquiry_new:
 * @pass: of the whole machine
 * @must_persist: whether to prove twice with a second between, as a person may be told
 */
ApmWaitInquiry *
apm_wait_inquiry_new (ApmWaitReader *reader,
                      ApmWaitPass   *pass,
                      gboolean       must_persist)
{
  ApmWaitInquiry *self = g_new0 (ApmWaitInquiry, 1);
  g_autoptr(ApmWaitGraph) candidates = apm_wait_graph_new (pass, NULL);

  self->n_unreadable = pass->n_refused + pass->n_slow;
  self->proof = must_persist ? apm_wait_proof_confirm (reader, candidates) : apm_wait_proof_take (reader, candidates);
  self->graph = apply_proof (candidates, self->proof);

  return self;
}

/**
 * apm_wait_inquire:
 *
 * Looks at the whole machine, and proves.
 */
ApmWaitInquiry *
apm_wait_inquire (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);

  return apm_wait_inquiry_new (reader, pass, TRUE);
}

/**
 * apm_wait_inquiry_dup_chain:
 * @tid: 0: whatever is the matter with the process
 *
 * Returns: (nullable): %NULL if there was no such process or thread
 */
ApmWaitChain *
apm_wait_inquiry_dup_chain (const ApmWaitInquiry *self,
                            int                   pid,
                            int                   tid)
{
  ApmWaitChain *chain = apm_wait_chain_new (self->proof->graph, pid, tid);

  /* Who is stuck is told as the proof saw it, everybody else as the first look did. */
  if (chain && chain->rank == APM_WAIT_MOVES)
    g_clear_pointer (&chain, apm_wait_chain_free);
  if (chain == NULL)
    chain = apm_wait_chain_new (self->graph, pid, tid);
  if (chain)
    apm_wait_chain_read (chain);

  return chain;
}

/**
 * apm_wait_inquiry_dup_knot:
 * @knot: of the proof's graph
 */
ApmWaitChain *
apm_wait_inquiry_dup_knot (const ApmWaitInquiry *self,
                           const ApmWaitKnot    *knot)
{
  ApmWaitChain *chain = apm_wait_chain_new_knot (self->proof->graph, knot);

  apm_wait_chain_read (chain);

  return chain;
}

void
apm_wait_inquiry_free (ApmWaitInquiry *self)
{
  apm_wait_graph_free (self->graph);
  apm_wait_proof_free (self->proof);
  g_free (self);
}
