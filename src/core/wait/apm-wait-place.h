/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-chain.h"

G_BEGIN_DECLS

/* From which function and source line each thread of a chain waits, without stopping
 * it. A program of its own, apm-stack, reads the stacks; it has a second for all of
 * them. What was found of a thread is kept until it has run again. Not for the main
 * thread. Read tests/wait/test-place.c first. */

typedef struct _ApmWaitPlaces ApmWaitPlaces;

ApmWaitPlaces *apm_wait_places_new   (void);
ApmWaitPlaces *apm_wait_places_ref   (ApmWaitPlaces *self);
void           apm_wait_places_unref (ApmWaitPlaces *self);
void           apm_wait_places_read  (ApmWaitPlaces *self,
                                      ApmWaitChain  *chain);
void           apm_wait_chain_read   (ApmWaitChain  *self,
                                      ApmWaitPlaces *places);
guint          apm_wait_places_get_n_asked
                                     (ApmWaitPlaces *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmWaitPlaces, apm_wait_places_unref)

G_END_DECLS
