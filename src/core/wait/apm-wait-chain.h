/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-graph.h"
#include "apm-wait-helper.h"

G_BEGIN_DECLS

/* Who waits for whom, from one thread (or a process) on to the root causes: nodes
 * are threads, hops run from who waits to who could end it. It is what the sentences
 * of apm-wait-words.h say, and what a picture draws from left to right by depth.
 * Plain data, changed by none after it was handed out; any thread may read it. */

/* Why the chain goes no further. */
typedef enum {
  APM_WAIT_END_NONE,        /* it does */
  APM_WAIT_END_RUNNING,     /* or could run: nothing is in its way */
  APM_WAIT_END_STOPPED,     /* to be continued */
  APM_WAIT_END_TRACED,
  APM_WAIT_END_TIMED,       /* ends by itself */
  APM_WAIT_END_OPEN,        /* for anybody: a person, a network, a new client */
  APM_WAIT_END_ORPHANED,    /* who locked it is gone, or is another process' thread (fork) */
  APM_WAIT_END_UNRECORDED,  /* nobody keeps a record of who could */
  APM_WAIT_END_DENIED,      /* not permitted to know */
  APM_WAIT_END_UNKNOWN,
  APM_WAIT_END_CUT,         /* it goes on, but is too long to show */
  APM_WAIT_N_ENDS,
} ApmWaitEnd;

typedef struct {
  int             pid, tid;
  int             inner_pid;     /* in its PID namespace, if that is not ours; else 0 */
  int             inner_tid;
  const char     *process_name;  /* UTF-8, one line; never NULL */
  char           *thread_name;   /* UTF-8, one line, or NULL: not read */
  guint           n_threads;     /* of the process */
  const ApmWait  *wait;          /* NULL: it was not seen */
  ApmWaitFate     fate;
  ApmWaitEnd      end;
  gboolean        is_any;        /* stands for any thread of its process */
  gboolean        in_knot;       /* of a cycle: fate.knot */
  guint           n_in_knot;     /* how many that has, shown or not; 0: it is in none */
  gboolean        is_root;       /* a root cause: the chain ends here, or it is in the knot */
  guint           depth;         /* hops from the start */
  guint           n_left_out;    /* who could end its wait as well, and is not shown */
  char           *candidates_user;  /* whose all candidates are, UTF-8; NULL: several', not read */
  gint64          waited_us;     /* since it last ran; -1: not known */
  gint64          capacity_bytes;  /* of the full pipe that it waits to write into; 0 or less: not known */
  char           *function;      /* that it called its wait from, UTF-8; NULL: not known */
  char           *source;        /* "/src/bank.c:41", UTF-8; NULL: not known */
} ApmWaitNode;

typedef struct {
  guint           from, to;      /* in the chain's nodes */
  guint           group;         /* of the waiter: all groups must be served, any hop of a group serves it */
  ApmWaitGrade    grade;
  gboolean        is_process;    /* to any thread of it; @to is the one that says most */
  gboolean        is_candidate;  /* a guess: one of the wait's candidates; of no group */
  gboolean        in_knot;       /* an edge of the cycle */
} ApmWaitHop;

typedef struct {
  ApmWaitPass    *pass;          /* keeps the waits and names alive */
  GArray         *nodes;         /* of ApmWaitNode; the starts first */
  GArray         *hops;          /* of ApmWaitHop, by @from */
  guint           n_starts;
  ApmWaitRank     rank;          /* the worst fate of a start */
} ApmWaitChain;

ApmWaitChain *apm_wait_chain_new       (const ApmWaitGraph *graph,
                                        int                 pid,
                                        int                 tid);
ApmWaitChain *apm_wait_chain_new_knot  (const ApmWaitGraph *graph,
                                        const ApmWaitKnot  *knot);
void          apm_wait_chain_free      (ApmWaitChain       *self);

const ApmWaitNode *
              apm_wait_chain_get_node  (const ApmWaitChain *self,
                                        guint               index);
const ApmWait *
              apm_wait_chain_find      (const ApmWaitGraph *graph,
                                        int                 pid,
                                        int                 tid);
gboolean      apm_wait_chain_is_denied (const ApmWaitChain *self,
                                        ApmWaitLookScope   *scope);
ApmWaitGrade  apm_wait_grade_candidates
                                       (const ApmWait      *wait);
ApmWaitEnd    apm_wait_end_find        (const ApmWaitPass  *pass,
                                        const ApmWait      *wait,
                                        const ApmWaitFate  *fate);
const char   *apm_wait_end_word        (ApmWaitEnd          end);
const char   *apm_wait_rank_word       (ApmWaitRank         rank);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmWaitChain, apm_wait_chain_free)

G_END_DECLS
