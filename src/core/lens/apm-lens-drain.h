/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens-memory.h"

G_BEGIN_DECLS

/* Takes the events out of the rings and puts those of all threads in the order of
 * their times. What a thread was about to write is waited for, so that nothing
 * that is handed over is followed by something earlier. One thread may read, and
 * another one put in order what was read.
 * Read tests/lens/test-drain.c first. */

typedef struct _ApmLensDrain ApmLensDrain;
typedef struct _ApmLensRound ApmLensRound;

/* @events: in order; `seq` of each is the number of its ring
 * @n: of a ring, are missing between those that were handed over and the next */
typedef void (*ApmLensDrainFunc) (const struct apm_lens_event *events,
                                  gsize                        n,
                                  gpointer                     data);
typedef void (*ApmLensLostFunc)  (guint                        ring,
                                  guint64                      n,
                                  gpointer                     data);

ApmLensDrain *apm_lens_drain_new      (ApmLensMemory    *memory);
void          apm_lens_drain_free     (ApmLensDrain     *self);
void          apm_lens_drain_set_most_waiting
                                      (ApmLensDrain     *self,
                                       guint             most);
ApmLensRound *apm_lens_drain_read     (ApmLensDrain     *self);
void          apm_lens_round_free     (ApmLensRound     *round);
guint         apm_lens_round_get_n    (const ApmLensRound *round);
void          apm_lens_drain_absorb   (ApmLensDrain     *self,
                                       ApmLensRound     *round);
void          apm_lens_drain_collect  (ApmLensDrain     *self);
void          apm_lens_drain_deliver  (ApmLensDrain     *self,
                                       gboolean          everything,
                                       ApmLensDrainFunc  func,
                                       ApmLensLostFunc   lost,
                                       gpointer          data);
guint64       apm_lens_drain_get_lost (ApmLensDrain     *self);
gint64        apm_lens_drain_get_read_ns
                                      (ApmLensDrain     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLensDrain, apm_lens_drain_free)

G_END_DECLS
