/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-chain.h"
#include "apm-wait-proof.h"

G_BEGIN_DECLS

/* Knots over time: which is new, which has held for long enough to be told, which
 * has come undone. It is the same knot while one member of it has slept on since.
 * Time is given to it, so that its test has no clock. Private to the room. */

typedef struct _ApmWaitLedger ApmWaitLedger;

typedef struct {
  guint64      id;
  gint64       first_us;      /* of the first proof that had it */
  gboolean     is_told;
  ApmWaitRank  rank;          /* as it was told */
  guint        knot;          /* in the newest proof */
  /* private */
  GArray      *members;
  gboolean     is_seen;
} ApmWaitEntry;

ApmWaitLedger *apm_wait_ledger_new     (void);
void           apm_wait_ledger_free    (ApmWaitLedger       *self);
void           apm_wait_ledger_enter   (ApmWaitLedger       *self,
                                        const ApmWaitProof  *proof,
                                        GPtrArray           *found,
                                        GArray              *ended);
gboolean       apm_wait_ledger_has_told (const ApmWaitLedger *self,
                                        const ApmWaitProof  *proof,
                                        const ApmWaitChain  *chain);
gint64         apm_wait_ledger_get_due (const ApmWaitLedger *self);
gboolean       apm_wait_ledger_any_told (const ApmWaitLedger *self,
                                        gboolean           (*test) (int pid, int tid));

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmWaitLedger, apm_wait_ledger_free)

G_END_DECLS
