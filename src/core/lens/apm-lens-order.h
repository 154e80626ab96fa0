/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens-model.h"

G_BEGIN_DECLS

/* The order in which locks are taken: an edge from each lock that a thread held
 * to the lock that it took then. Where edges of different threads make a ring, and
 * no lock common to two of them kept these apart, and the threads can have run at
 * the same time, there is a deadlock that only did not happen yet (the Goodlock
 * algorithm: Havelund, "Using runtime analysis to guide model checking of Java
 * programs", 2000). Tries and timed locks make no edge: they do not wait for ever.
 * Read tests/lens/test-model.c first. */

typedef struct _ApmLensOrder ApmLensOrder;

typedef struct {
  int         from;          /* object that was held */
  int         to;            /* object that was taken */
  int         thread;        /* that did so */
  guint64     from_caller;   /* where it had taken the former */
  guint64     to_caller;
  guint64     n;
  gint64      first_ns;
  gint64      last_ns;
  GArray     *guards;        /* of int: all that it held, in ascending order */
} ApmLensEdge;

/* A ring: its edges, each from the `to` of the one before. */
typedef struct {
  GPtrArray  *edges;         /* of ApmLensEdge, of the order's */
} ApmLensRing;

ApmLensOrder      *apm_lens_order_new         (void);
void               apm_lens_order_free        (ApmLensOrder        *self);
void               apm_lens_order_add         (ApmLensOrder        *self,
                                               int                  thread,
                                               const GArray        *held,
                                               int                  object,
                                               guint64              caller,
                                               gint64               time_ns);
guint              apm_lens_order_get_n_edges (ApmLensOrder        *self);
const ApmLensEdge *apm_lens_order_get_edge    (ApmLensOrder        *self,
                                               guint                i);
gboolean           apm_lens_order_is_cut      (ApmLensOrder        *self);
GPtrArray         *apm_lens_order_find_rings  (ApmLensOrder        *self,
                                               ApmLensModel        *model);

ApmLensOrder      *apm_lens_model_get_order   (ApmLensModel        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLensOrder, apm_lens_order_free)

G_END_DECLS
