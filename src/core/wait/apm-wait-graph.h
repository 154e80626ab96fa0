/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait.h"

G_BEGIN_DECLS

/* Who can never move again, as far as one look tells: threads, the groups of those
 * who could end their waits (all groups must be served, any member serves one), and
 * the greatest set of threads of which each has a group with nobody outside the set.
 * Pure: no file is read. What it finds is a candidate until apm-wait-proof.h has
 * looked again. Read tests/wait/test-graph.c first. */

/* How sure it is that a thread never moves by itself. */
typedef enum {
  APM_WAIT_MOVES,          /* or it may, for all that is known */
  APM_WAIT_STUCK_SOFT,     /* nobody who shares the word can wake it: no deadlock, since
                            * a signal's handler or a late comer may */
  APM_WAIT_STUCK_LIKELY,   /* some enders are a guess, or some processes could not be seen */
  APM_WAIT_STUCK,          /* every edge is recorded by the kernel or the C library */
} ApmWaitRank;

#define APM_WAIT_NO_KNOT G_MAXUINT

typedef struct {
  ApmWaitRank rank;
  guint       knot;        /* in it, or nearest behind it; APM_WAIT_NO_KNOT */
  guint       distance;    /* 0 in it, 1 waits for a member, … */
} ApmWaitFate;

/* A set of threads that keep each other from moving, or one whose ender is gone. */
typedef struct {
  ApmWaitRank  rank;       /* of STUCK_LIKELY and STUCK */
  gboolean     is_cycle;   /* else its only member waits for nobody that lives */
  GArray      *members;    /* of guint, in the pass' waits, ascending */
  guint        n_behind;
} ApmWaitKnot;

typedef struct {
  ApmWaitPass *pass;
  ApmWaitFate *fates;      /* for each of the pass' waits */
  GPtrArray   *knots;      /* of ApmWaitKnot */
} ApmWaitGraph;

ApmWaitGraph      *apm_wait_graph_new      (ApmWaitPass        *pass,
                                            const guint8       *moving);
void               apm_wait_graph_free     (ApmWaitGraph       *self);
const ApmWaitFate *apm_wait_graph_get_fate (const ApmWaitGraph *self,
                                            const ApmWait      *wait);
const ApmWaitKnot *apm_wait_graph_get_knot (const ApmWaitGraph *self,
                                            const ApmWait      *wait);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmWaitGraph, apm_wait_graph_free)

G_END_DECLS
