/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-graph.h"

G_BEGIN_DECLS

/* The web that a graph is made of. A vertex is a thread (numbers of the pass'
 * waits), a process or a group; edges run thread → group → member, where a member
 * is a thread or a process, and process → its threads. So a pipe with 1,000 writers
 * and 1,000 readers has 2,000 edges, not a million. */

#define APM_WEB_NOBODY G_MAXUINT

typedef struct {
  guint  first, n;
} ApmWebRange;

typedef struct {
  const ApmWaitPass *pass;
  guint        n_threads, n_processes, n_groups, n_vertices;
  guint       *group_of;      /* the pass' groups → vertex; equal ranges share one */
  ApmWebRange *members;       /* of each group vertex, in @member */
  guint       *member;        /* the pass' enders → vertex, or NOBODY that was seen */
  guint       *process_of;    /* thread → vertex */
  ApmWaitRank *rank_of;       /* of each thread: what its own wait allows at most */
  ApmWebRange *users;         /* who points to a vertex: groups of a thread or process, threads of a group */
  guint       *user;
} ApmWeb;

/* What one run over the web says of each vertex. */
typedef struct {
  guint8      *is_stuck;
  guint       *n_moving;      /* group: members that move, process: threads that move */
  guint       *n_stuck;       /* thread: groups that nobody serves */
  guint       *queue;
} ApmWebRun;

void  apm_web_init        (ApmWeb            *web,
                           const ApmWaitPass *pass,
                           const guint8      *moving);
void  apm_web_clear       (ApmWeb            *web);
guint apm_web_get_n_next  (const ApmWeb      *web,
                           guint              vertex);
guint apm_web_get_next    (const ApmWeb      *web,
                           guint              vertex,
                           guint              index);
void  apm_web_run_init    (ApmWebRun         *run,
                           const ApmWeb      *web);
void  apm_web_run_clear   (ApmWebRun         *run);
guint apm_web_run_fix     (ApmWebRun         *run,
                           const ApmWeb      *web,
                           const guint       *part);
guint apm_web_find_parts  (const ApmWeb      *web,
                           const guint8      *is_in,
                           guint             *part);

G_END_DECLS
