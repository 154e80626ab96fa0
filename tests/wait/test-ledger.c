/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is told when: proofs that were never taken, at times that are given to them. */

#include "apm-wait-ledger.h"
#include "web-text.h"

#define SECOND G_USEC_PER_SEC

/* Nobody has run since the one before if @switches is the same. */
static ApmWaitProof *
new_proof (const char *text,
           gint64      switches,
           gint64      taken_us)
{
  g_autoptr(ApmWaitPass) pass = web_pass_from_text (text);
  ApmWaitProof *proof = g_new0 (ApmWaitProof, 1);

  proof->graph = apm_wait_graph_new (pass, NULL);
  proof->switches = g_new (gint64, pass->waits->len);
  for (guint i = 0; i < pass->waits->len; i++)
    proof->switches[i] = switches;
  proof->taken_us = taken_us;

  return proof;
}

/* What one look tells: "+1" for what is found, "-1" for what has ended. */
static void
assert_told (ApmWaitLedger *ledger,
             ApmWaitProof  *proof,
             const char    *expected)
{
  g_autoptr(ApmWaitProof) own = proof;
  g_autoptr(GPtrArray) found = g_ptr_array_new ();
  g_autoptr(GArray) ended = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr(GString) told = g_string_new (NULL);

  apm_wait_ledger_enter (ledger, own, found, ended);
  for (guint i = 0; i < ended->len; i++)
    g_string_append_printf (told, "-%" G_GUINT64_FORMAT, g_array_index (ended, guint64, i));
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (told, "+%" G_GUINT64_FORMAT, ((ApmWaitEntry *) found->pdata[i])->id);
  g_assert_cmpstr (told->str, ==, expected);
}

#define PAIR "5.5 -> 5.6, 5.6 -> 5.5"
#define ONE_MORE PAIR ", 7.7 -> 7.7"
#define NOBODY "5.5, 5.6"

#define LIKELY "5.5 ~> 5.6, 5.6 -> 5.5"

typedef struct {
  const char *text;
  gint64      switches;
  gint64      taken_us;
  const char *expected;
} Look;

static const Look life[] = {
  { PAIR, 1, 1 * SECOND, "" },
  { PAIR, 1, 2 * SECOND - 1, "" },
  { PAIR, 1, 2 * SECOND, "+1" },
  { ONE_MORE, 1, 3 * SECOND, "" },
  { ONE_MORE, 1, 4 * SECOND, "+2" },
  { PAIR, 1, 5 * SECOND, "-2" },
  { NOBODY, 1, 6 * SECOND, "-1" },
  { NOBODY, 1, 7 * SECOND, "" },
  { NULL }
};

/* Who has run since is in another deadlock, whatever it looks like. */
static const Look run_since[] = {
  { PAIR, 1, 1 * SECOND, "" },
  { PAIR, 2, 2 * SECOND, "" },
  { PAIR, 2, 3 * SECOND, "+2" },
  { PAIR, 3, 4 * SECOND, "-2" },
  { NULL }
};

/* What was told as likely is told once more when it is proven, and is the same. */
static const Look likely[] = {
  { LIKELY, 1, 1 * SECOND, "" },
  { LIKELY, 1, 2 * SECOND, "+1" },
  { LIKELY, 1, 3 * SECOND, "" },
  { PAIR, 1, 4 * SECOND, "+1" },
  { LIKELY, 1, 5 * SECOND, "" },
  { PAIR, 1, 6 * SECOND, "" },
  { NOBODY, 1, 7 * SECOND, "-1" },
  { NULL }
};

static void
test_looks (gconstpointer looks)
{
  g_autoptr(ApmWaitLedger) ledger = apm_wait_ledger_new ();

  for (const Look *look = looks; look->text; look++)
    assert_told (ledger, new_proof (look->text, look->switches, look->taken_us), look->expected);
}

/* Until a suspicion has lasted, it has to be looked at again. */
static void
test_due (void)
{
  g_autoptr(ApmWaitLedger) ledger = apm_wait_ledger_new ();

  assert_told (ledger, new_proof (PAIR, 1, 1 * SECOND), "");
  g_assert_cmpint (apm_wait_ledger_get_due (ledger), ==, 2 * SECOND);
  assert_told (ledger, new_proof (PAIR, 1, 2 * SECOND), "+1");
  g_assert_cmpint (apm_wait_ledger_get_due (ledger), ==, 0);
}

/* A chain is told of when all that it leads to has lasted: also one that begins with
 * somebody who is not stuck himself. */
static void
test_chain (void)
{
  static const char text[] = "4.4 -> 5 8, 5.5 -> 5.6, 5.6 -> 5.5, 8.8";
  g_autoptr(ApmWaitLedger) ledger = apm_wait_ledger_new ();
  g_autoptr(ApmWaitProof) proof = new_proof (text, 1, 1 * SECOND);
  g_autoptr(ApmWaitChain) outside = apm_wait_chain_new (proof->graph, 4, 4);
  g_autoptr(ApmWaitChain) inside = apm_wait_chain_new (proof->graph, 5, 5);
  g_autoptr(ApmWaitChain) apart = apm_wait_chain_new (proof->graph, 8, 8);

  g_assert_cmpint (outside->rank, ==, APM_WAIT_MOVES);
  g_assert_true (apm_wait_ledger_has_told (ledger, proof, apart));
  g_assert_false (apm_wait_ledger_has_told (ledger, proof, outside));
  g_assert_false (apm_wait_ledger_has_told (ledger, proof, inside));
  assert_told (ledger, new_proof (text, 1, 1 * SECOND), "");
  g_assert_false (apm_wait_ledger_has_told (ledger, proof, outside));
  assert_told (ledger, new_proof (text, 1, 2 * SECOND), "+1");
  g_assert_true (apm_wait_ledger_has_told (ledger, proof, outside));
  g_assert_true (apm_wait_ledger_has_told (ledger, proof, inside));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/wait-ledger/life", life, test_looks);
  g_test_add_data_func ("/wait-ledger/run-since", run_since, test_looks);
  g_test_add_data_func ("/wait-ledger/likely", likely, test_looks);
  g_test_add_func ("/wait-ledger/due", test_due);
  g_test_add_func ("/wait-ledger/chain", test_chain);

  return g_test_run ();
}
