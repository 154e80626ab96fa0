/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-place.h"
#include "apm-wait-proof.h"

G_BEGIN_DECLS

/* A look at the whole machine, what follows from it, and the proof. A person may be
 * told when it has persisted: that takes a second where something may be a deadlock,
 * and nothing elsewhere. Not for the main thread. */

typedef struct {
  ApmWaitGraph *graph;         /* of the whole machine: who is stuck in it is so in @proof too */
  ApmWaitProof *proof;
  ApmWaitPlaces *places;       /* the reader's */
  guint         n_unreadable;  /* processes that could not be looked at */
} ApmWaitInquiry;

ApmWaitInquiry *apm_wait_inquire            (void);
ApmWaitInquiry *apm_wait_inquire_with       (ApmWaitHelper        *helper,
                                             int                   pid,
                                             int                   tid);
void            apm_wait_inquiry_deepen     (ApmWaitReader        *reader,
                                             ApmWaitPass          *pass,
                                             int                   pid,
                                             int                   tid);
ApmWaitInquiry *apm_wait_inquiry_new        (ApmWaitReader        *reader,
                                             ApmWaitPass          *pass);
void            apm_wait_inquiry_persist    (ApmWaitInquiry       *self,
                                             ApmWaitReader        *reader);
ApmWaitChain   *apm_wait_inquiry_dup_chain  (const ApmWaitInquiry *self,
                                             int                   pid,
                                             int                   tid);
ApmWaitChain   *apm_wait_inquiry_dup_knot   (const ApmWaitInquiry *self,
                                             const ApmWaitKnot    *knot);
void            apm_wait_inquiry_free       (ApmWaitInquiry       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmWaitInquiry, apm_wait_inquiry_free)

G_END_DECLS
