/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-graph.h"

#include "apm-wait-graph-private.h"

#include <string.h>

static void
knot_free (gpointer data)
{
  ApmWaitKnot *knot = data;

  g_array_unref (knot->members);
  g_free (knot);
}

static ApmWaitKnot *
add_knot (ApmWaitGraph *self,
          ApmWaitRank   rank,
          gboolean      is_cycle)
{
  ApmWaitKnot *knot = g_new0 (ApmWaitKnot, 1);

  knot->rank = rank;
  knot->is_cycle = is_cycle;
  knot->members = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (self->knots, knot);

  return knot;
}

static void
add_member (ApmWaitGraph *self,
            guint         number,
            guint         thread)
{
  ApmWaitKnot *knot = self->knots->pdata[number];

  g_array_append_val (knot->members, thread);
  self->fates[thread].knot = number;
}

/* Those whose ender is gone: nobody is in the way, and nobody will come. */
static void
find_orphans (ApmWaitGraph    *self,
              const ApmWeb    *web,
              const ApmWebRun *run,
              ApmWaitRank      rank)
{
  for (guint t = 0; t < web->n_threads; t++)
    {
      const ApmWait *wait = &g_array_index (self->pass->waits, ApmWait, t);

      if (!run->is_stuck[t] || self->fates[t].knot != APM_WAIT_NO_KNOT || wait->finding == APM_WAIT_NO_FINDING)
        continue;
      for (guint i = 0; i < wait->n_groups; i++)
        if (apm_web_get_n_next (web, apm_web_get_next (web, t, i)) == 0)
          {
            add_knot (self, rank, FALSE);
            add_member (self, self->knots->len - 1, t);
            break;
          }
    }
}

/* Parts that keep themselves from moving, whatever becomes of all others: what is
 * left of a part when everybody outside it moves. To take somebody away may cut a
 * part in two, so this goes on until nobody is taken away. */
static void
find_cycles (ApmWaitGraph    *self,
             const ApmWeb    *web,
             const ApmWebRun *stuck,
             ApmWaitRank      rank)
{
  g_autofree guint *part = g_new (guint, web->n_vertices + 1);
  g_autoptr(GHashTable) knots = g_hash_table_new (NULL, NULL);
  ApmWebRun run;
  guint n_before, n_left = 0;

  apm_web_run_init (&run, web);
  memcpy (run.is_stuck, stuck->is_stuck, web->n_vertices);
  /* A knot that is surer has been found already; what hangs on it is behind it. */
  for (guint t = 0; t < web->n_threads; t++)
    {
      run.is_stuck[t] = stuck->is_stuck[t] && self->fates[t].rank <= rank;
      n_left += run.is_stuck[t];
    }
  do
    {
      n_before = n_left;
      apm_web_find_parts (web, run.is_stuck, part);
      n_left = apm_web_run_fix (&run, web, part);
    }
  while (n_left > 0 && n_left < n_before);

  for (guint t = 0; t < web->n_threads; t++)
    if (run.is_stuck[t])
      {
        gpointer key = GUINT_TO_POINTER (part[t]);
        gpointer number;

        if (!g_hash_table_lookup_extended (knots, key, NULL, &number))
          {
            number = GUINT_TO_POINTER (self->knots->len);
            g_hash_table_insert (knots, key, number);
            add_knot (self, rank, TRUE);
          }
        add_member (self, GPOINTER_TO_UINT (number), t);
      }
  apm_web_run_clear (&run);
}

typedef struct {
  ApmWaitGraph    *graph;
  const ApmWeb    *web;
  const ApmWebRun *run;
  guint8          *is_seen;   /* processes and groups */
  guint           *queue;     /* threads */
  guint            n_queue;
} Search;

/* Who waits for what @from cannot give. */
static void
reach_users (Search *search,
             guint   vertex,
             guint   from)
{
  const ApmWebRange *groups = &search->web->users[vertex];
  const ApmWaitFate *at = &search->graph->fates[from];

  for (guint g = 0; g < groups->n; g++)
    {
      guint group = search->web->user[groups->first + g];
      const ApmWebRange *threads = &search->web->users[group];

      if (!search->run->is_stuck[group] || search->is_seen[group])
        continue;
      search->is_seen[group] = TRUE;
      for (guint t = 0; t < threads->n; t++)
        {
          guint thread = search->web->user[threads->first + t];
          ApmWaitFate *fate = &search->graph->fates[thread];

          if (!search->run->is_stuck[thread] || fate->knot != APM_WAIT_NO_KNOT)
            continue;
          fate->knot = at->knot;
          fate->distance = at->distance + 1;
          ((ApmWaitKnot *) search->graph->knots->pdata[at->knot])->n_behind++;
          search->queue[search->n_queue++] = thread;
        }
    }
}

/* Breadth first from all knots at once, against the edges. */
static void
find_behind (ApmWaitGraph    *self,
             const ApmWeb    *web,
             const ApmWebRun *run)
{
  g_autofree guint8 *is_seen = g_new0 (guint8, web->n_vertices + 1);
  g_autofree guint *queue = g_new (guint, web->n_threads + 1);
  Search search = { self, web, run, is_seen, queue, 0 };

  for (guint t = 0; t < web->n_threads; t++)
    if (run->is_stuck[t] && self->fates[t].knot != APM_WAIT_NO_KNOT)
      queue[search.n_queue++] = t;

  for (guint i = 0; i < search.n_queue; i++)
    {
      guint thread = queue[i];
      guint process = web->process_of[thread];

      reach_users (&search, thread, thread);
      if (process == APM_WEB_NOBODY || !run->is_stuck[process] || is_seen[process])
        continue;
      is_seen[process] = TRUE;
      reach_users (&search, process, thread);
    }
}

/* One level of certainty: @run holds who is stuck at the one before, of @n. */
static guint
find_stuck (ApmWaitGraph *self,
            const ApmWeb *web,
            ApmWebRun    *run,
            guint         n,
            ApmWaitRank   rank)
{
  guint n_left = 0;

  for (guint t = 0; t < web->n_threads; t++)
    {
      run->is_stuck[t] = run->is_stuck[t] && web->rank_of[t] >= rank;
      n_left += run->is_stuck[t];
    }
  if (n_left < n)
    n_left = apm_web_run_fix (run, web, NULL);
  for (guint t = 0; t < web->n_threads && n_left > 0; t++)
    if (run->is_stuck[t])
      self->fates[t].rank = rank;

  return n_left;
}

static void
find_all (ApmWaitGraph *self,
          const ApmWeb *web)
{
  ApmWebRun likely, sure;
  guint n_soft, n_likely = 0, n_sure = 0;

  apm_web_run_init (&likely, web);
  apm_web_run_init (&sure, web);
  memset (likely.is_stuck, TRUE, web->n_threads);

  /* Each level is a part of the one before. */
  n_soft = find_stuck (self, web, &likely, G_MAXUINT, APM_WAIT_STUCK_SOFT);
  if (n_soft > 0)
    n_likely = find_stuck (self, web, &likely, n_soft, APM_WAIT_STUCK_LIKELY);
  if (n_likely > 0)
    {
      memcpy (sure.is_stuck, likely.is_stuck, web->n_vertices);
      n_sure = find_stuck (self, web, &sure, n_likely, APM_WAIT_STUCK);
    }
  if (n_sure > 0)
    {
      find_cycles (self, web, &sure, APM_WAIT_STUCK);
      find_orphans (self, web, &sure, APM_WAIT_STUCK);
    }
  if (n_likely > n_sure)
    {
      find_cycles (self, web, &likely, APM_WAIT_STUCK_LIKELY);
      find_orphans (self, web, &likely, APM_WAIT_STUCK_LIKELY);
    }
  if (n_sure > 0)
    find_behind (self, web, &sure);
  if (n_likely > n_sure)
    find_behind (self, web, &likely);

  apm_web_run_clear (&likely);
  apm_web_run_clear (&sure);
}

/**
 * apm_wait_graph_new:
 * @pass: what was seen
 * @moving: (nullable): for each of the pass' waits, whether its thread is known to
 *   have moved
 *
 * Linear in threads and enders, whatever they wait for.
 *
 * Returns: (transfer full): what follows from @pass, which it keeps
 */
ApmWaitGraph *
apm_wait_graph_new (ApmWaitPass  *pass,
                    const guint8 *moving)
{
  ApmWaitGraph *self = g_new0 (ApmWaitGraph, 1);
  ApmWeb web;

  self->pass = apm_wait_pass_ref (pass);
  self->knots = g_ptr_array_new_with_free_func (knot_free);
  self->fates = g_new (ApmWaitFate, pass->waits->len + 1);
  for (guint i = 0; i < pass->waits->len; i++)
    self->fates[i] = (ApmWaitFate) { APM_WAIT_MOVES, APM_WAIT_NO_KNOT, 0 };

  apm_web_init (&web, pass, moving);
  find_all (self, &web);
  apm_web_clear (&web);

  return self;
}

void
apm_wait_graph_free (ApmWaitGraph *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->knots);
  apm_wait_pass_unref (self->pass);
  g_free (self->fates);
  g_free (self);
}

/**
 * apm_wait_graph_get_fate:
 *
 * Returns: what becomes of the thread of @wait, one of the pass' waits
 */
const ApmWaitFate *
apm_wait_graph_get_fate (const ApmWaitGraph *self,
                         const ApmWait      *wait)
{
  return &self->fates[wait - &g_array_index (self->pass->waits, ApmWait, 0)];
}

/**
 * apm_wait_graph_get_knot:
 *
 * Returns: (nullable): the knot that the thread of @wait is in or behind
 */
const ApmWaitKnot *
apm_wait_graph_get_knot (const ApmWaitGraph *self,
                         const ApmWait      *wait)
{
  guint knot = apm_wait_graph_get_fate (self, wait)->knot;

  return knot == APM_WAIT_NO_KNOT ? NULL : self->knots->pdata[knot];
}
