/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"
#include "apm-wait-chain.h"

G_BEGIN_DECLS

/* A line above a chain that ends with what we are not permitted to know: it offers to
 * have the helper look, and says so while it does. The helper that it has started
 * ends with apm_why_offer_end(): when the view is not on the screen any more.
 *
 * ::changed is emitted when the helper may look, and when it may no longer. */

#define APM_TYPE_WHY_OFFER (apm_why_offer_get_type ())
G_DECLARE_FINAL_TYPE (ApmWhyOffer, apm_why_offer, APM, WHY_OFFER, AdwBin)

void apm_why_offer_set_session (ApmWhyOffer        *self,
                                ApmSession         *session);
void apm_why_offer_set_chain   (ApmWhyOffer        *self,
                                const ApmWaitChain *chain);
void apm_why_offer_end         (ApmWhyOffer        *self);

G_END_DECLS
