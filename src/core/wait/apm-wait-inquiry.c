/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-inquiry.h"

/* Of a chain that goes from one refused process to the next. */
#define MAX_ROUNDS 32

/* The whole machine again, with nobody stuck but who is so in the proof, and as surely. */
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
      moving[i] = proven == NULL
                  || apm_wait_graph_get_fate (proof->graph, proven)->rank < candidates->fates[i].rank;
    }

  return apm_wait_graph_new (pass, moving);
}

/**
 * apm_wait_inquiry_new:
 * @pass: of the whole machine
 */
ApmWaitInquiry *
apm_wait_inquiry_new (ApmWaitReader *reader,
                      ApmWaitPass   *pass)
{
  ApmWaitInquiry *self = g_new0 (ApmWaitInquiry, 1);
  g_autoptr(ApmWaitGraph) candidates = apm_wait_graph_new (pass, NULL);

  self->places = apm_wait_places_ref (apm_wait_reader_get_places (reader));
  self->n_unreadable = pass->n_refused + pass->n_slow;
  self->proof = apm_wait_proof_take (reader, candidates);
  self->graph = apply_proof (candidates, self->proof);

  return self;
}

/**
 * apm_wait_inquiry_persist:
 *
 * Proves once more, a second after the first time, that everybody sleeps on.
 */
void
apm_wait_inquiry_persist (ApmWaitInquiry *self,
                          ApmWaitReader  *reader)
{
  g_autoptr(ApmWaitGraph) before = self->graph;
  g_autoptr(ApmWaitProof) first = self->proof;
  gint64 left_us = first->taken_us + APM_WAIT_PERSISTENCE_US - g_get_monotonic_time ();

  if (left_us > 0 && first->graph->knots->len > 0)
    g_usleep ((gulong) left_us);
  self->proof = apm_wait_proof_repeat (reader, first);
  self->graph = apply_proof (before, self->proof);
}

/* Those in the chain of whom we are refused something, and who were not asked for yet. */
static GArray *
list_denied (const ApmWaitChain *chain,
             GHashTable         *asked)
{
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; chain && i < chain->nodes->len; i++)
    {
      const ApmWaitNode *node = apm_wait_chain_get_node (chain, i);

      if (node->wait
          && (node->wait->unknown == APM_WAIT_DENIED_MODE || node->wait->unknown == APM_WAIT_DENIED_YAMA)
          && g_hash_table_add (asked, GINT_TO_POINTER (node->pid)))
        g_array_append_val (pids, node->pid);
    }

  return pids;
}

/**
 * apm_wait_inquiry_deepen:
 * @reader: nothing is done if it has no helper
 * @pass: of the whole machine, not handed out yet
 *
 * Has the helper tell what was refused to us along the chain that begins at @pid, hop
 * by hop as it goes on.
 */
void
apm_wait_inquiry_deepen (ApmWaitReader *reader,
                         ApmWaitPass   *pass,
                         int            pid,
                         int            tid)
{
  ApmWaitHelper *helper = apm_wait_reader_get_helper (reader);
  g_autoptr(GHashTable) asked = g_hash_table_new (NULL, NULL);
  gboolean goes_on = helper != NULL;

  for (guint i = 0; i < MAX_ROUNDS && goes_on; i++)
    {
      g_autoptr(ApmWaitGraph) graph = apm_wait_graph_new (pass, NULL);
      g_autoptr(ApmWaitChain) chain = apm_wait_chain_new (graph, pid, tid);
      g_autoptr(GArray) pids = list_denied (chain, asked);

      goes_on = pids->len > 0
                && apm_wait_helper_look (helper, pass, (const int *) (gconstpointer) pids->data, pids->len) > 0;
    }
}

static ApmWaitInquiry *
inquire (ApmWaitReader *reader,
         ApmWaitPass   *pass)
{
  ApmWaitInquiry *self = apm_wait_inquiry_new (reader, pass);

  if (self->proof->graph->knots->len > 0)
    apm_wait_inquiry_persist (self, reader);

  return self;
}

/**
 * apm_wait_inquire:
 *
 * Returns: what a person may be told of the whole machine
 */
ApmWaitInquiry *
apm_wait_inquire (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);

  return inquire (reader, pass);
}

/**
 * apm_wait_inquire_with:
 *
 * Returns: the same, with what @helper tells along the chain that begins at @pid
 */
ApmWaitInquiry *
apm_wait_inquire_with (ApmWaitHelper *helper,
                       int            pid,
                       int            tid)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);

  apm_wait_reader_set_helper (reader, helper);
  apm_wait_inquiry_deepen (reader, pass, pid, tid);

  return inquire (reader, pass);
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
    apm_wait_chain_read (chain, self->places);

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

  apm_wait_chain_read (chain, self->places);

  return chain;
}

void
apm_wait_inquiry_free (ApmWaitInquiry *self)
{
  g_clear_pointer (&self->graph, apm_wait_graph_free);
  apm_wait_proof_free (self->proof);
  apm_wait_places_unref (self->places);
  g_free (self);
}
