/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-ledger.h"

typedef struct {
  int    pid, tid;
  gint64 switches;
} Member;

struct _ApmWaitLedger
{
  GPtrArray *entries;     /* of ApmWaitEntry */
  guint64    last_id;
};

static void
entry_free (gpointer data)
{
  ApmWaitEntry *entry = data;

  g_array_unref (entry->members);
  g_free (entry);
}

ApmWaitLedger *
apm_wait_ledger_new (void)
{
  ApmWaitLedger *self = g_new0 (ApmWaitLedger, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);

  return self;
}

void
apm_wait_ledger_free (ApmWaitLedger *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static GArray *
list_members (const ApmWaitProof *proof,
              const ApmWaitKnot  *knot)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (Member));

  for (guint i = 0; i < knot->members->len; i++)
    {
      guint index = g_array_index (knot->members, guint, i);
      const ApmWait *wait = &g_array_index (proof->graph->pass->waits, ApmWait, index);
      Member member = { wait->pid, wait->tid, proof->switches[index] };

      g_array_append_val (members, member);
    }

  return members;
}

/* Both are in order of PID and TID. */
static gboolean
share_member (const GArray *a,
              const GArray *b)
{
  for (guint i = 0, k = 0; i < a->len && k < b->len;)
    {
      const Member *one = &g_array_index (a, Member, i);
      const Member *other = &g_array_index (b, Member, k);

      if (one->pid == other->pid && one->tid == other->tid)
        {
          if (one->switches == other->switches)
            return TRUE;
          i++;
          k++;
        }
      else if (one->pid < other->pid || (one->pid == other->pid && one->tid < other->tid))
        i++;
      else
        k++;
    }

  return FALSE;
}

static ApmWaitEntry *
find_entry (const ApmWaitLedger *self,
            const GArray        *members)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (share_member (((ApmWaitEntry *) self->entries->pdata[i])->members, members))
      return self->entries->pdata[i];

  return NULL;
}

static void
enter_knot (ApmWaitLedger      *self,
            const ApmWaitProof *proof,
            guint               knot,
            GPtrArray          *found)
{
  const ApmWaitKnot *seen = proof->graph->knots->pdata[knot];
  GArray *members = list_members (proof, seen);
  ApmWaitEntry *entry = find_entry (self, members);

  if (entry == NULL)
    {
      entry = g_new0 (ApmWaitEntry, 1);
      entry->id = ++self->last_id;
      entry->first_us = proof->taken_us;
      g_ptr_array_add (self->entries, entry);
    }
  else
    g_array_unref (entry->members);
  entry->members = members;
  entry->knot = knot;
  entry->is_seen = TRUE;

  /* What was only likely, since not all could be seen just then, is told again when it is proven. */
  if (entry->is_told ? seen->rank > entry->rank : proof->taken_us - entry->first_us >= APM_WAIT_PERSISTENCE_US)
    {
      entry->is_told = TRUE;
      entry->rank = seen->rank;
      g_ptr_array_add (found, entry);
    }
}

/**
 * apm_wait_ledger_enter:
 * @proof: of a look at the whole machine
 * @found: (element-type ApmWaitEntry): gets those that may be told now, borrowed
 * @ended: (element-type guint64): gets the numbers of those that were told and are no more
 */
void
apm_wait_ledger_enter (ApmWaitLedger      *self,
                       const ApmWaitProof *proof,
                       GPtrArray          *found,
                       GArray             *ended)
{
  for (guint i = 0; i < self->entries->len; i++)
    ((ApmWaitEntry *) self->entries->pdata[i])->is_seen = FALSE;
  for (guint i = 0; i < proof->graph->knots->len; i++)
    enter_knot (self, proof, i, found);

  for (guint i = self->entries->len; i-- > 0;)
    {
      const ApmWaitEntry *entry = self->entries->pdata[i];

      if (entry->is_seen)
        continue;
      if (entry->is_told)
        g_array_append_val (ended, entry->id);
      g_ptr_array_remove_index (self->entries, i);
    }
}

static gboolean
has_told_knot (const ApmWaitLedger *self,
               const ApmWaitProof  *proof,
               const ApmWaitKnot   *knot)
{
  g_autoptr(GArray) members = list_members (proof, knot);
  const ApmWaitEntry *entry = find_entry (self, members);

  return entry && entry->is_told;
}

/**
 * apm_wait_ledger_has_told:
 * @chain: of the inquiry that took @proof
 *
 * Returns: whether every knot that @chain leads to, and not only those that it begins
 *   in or behind, has held for long enough already
 */
gboolean
apm_wait_ledger_has_told (const ApmWaitLedger *self,
                          const ApmWaitProof  *proof,
                          const ApmWaitChain  *chain)
{
  for (guint i = 0; i < chain->nodes->len; i++)
    {
      const ApmWaitNode *node = apm_wait_chain_get_node (chain, i);
      const ApmWait *wait = node->fate.rank >= APM_WAIT_STUCK_LIKELY
                            ? apm_wait_pass_find (proof->graph->pass, node->pid, node->tid) : NULL;
      const ApmWaitKnot *knot = wait ? apm_wait_graph_get_knot (proof->graph, wait) : NULL;

      if (knot && !has_told_knot (self, proof, knot))
        return FALSE;
    }

  return TRUE;
}

/**
 * apm_wait_ledger_get_due:
 *
 * Returns: when to look again so that what is new is told without delay, on the
 *   monotonic clock; 0 if nothing is new
 */
gint64
apm_wait_ledger_get_due (const ApmWaitLedger *self)
{
  gint64 due_us = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const ApmWaitEntry *entry = self->entries->pdata[i];
      gint64 at_us = entry->first_us + APM_WAIT_PERSISTENCE_US;

      if (!entry->is_told && (due_us == 0 || at_us < due_us))
        due_us = at_us;
    }

  return due_us;
}

/**
 * apm_wait_ledger_any_told:
 * @test: (nullable): %NULL: it holds of all
 *
 * Returns: whether @test holds of any thread of those that were told
 */
gboolean
apm_wait_ledger_any_told (const ApmWaitLedger *self,
                          gboolean           (*test) (int pid, int tid))
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const ApmWaitEntry *entry = self->entries->pdata[i];

      for (guint k = 0; entry->is_told && k < entry->members->len; k++)
        {
          const Member *member = &g_array_index (entry->members, Member, k);

          if (test == NULL || test (member->pid, member->tid))
            return TRUE;
        }
    }

  return FALSE;
}
