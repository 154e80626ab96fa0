/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-chain.h"

/* What a person can take in, and a picture show. */
#define MAX_NODES 256
#define MAX_STARTS 16
#define MAX_OF_GROUP 6
#define MAX_CANDIDATES 3

typedef struct {
  const ApmWaitGraph *graph;
  ApmWaitChain       *chain;
  GHashTable         *places;   /* wait, or PID of who was not seen → index of the node + 1 */
} Builder;

static void
node_clear (gpointer data)
{
  ApmWaitNode *node = data;

  g_free (node->thread_name);
  g_free (node->function);
  g_free (node->source);
  g_free (node->candidates_user);
}

/**
 * apm_wait_chain_get_node:
 *
 * Returns: borrowed from the chain
 */
const ApmWaitNode *
apm_wait_chain_get_node (const ApmWaitChain *self,
                         guint               index)
{
  return &g_array_index (self->nodes, ApmWaitNode, index);
}

/* Returns: its index; G_MAXUINT where there is no more room */
static guint
add_node (Builder       *builder,
          ApmWaitEnder   ender,
          const ApmWait *wait,
          guint          depth)
{
  const ApmWaitProcess *process = apm_wait_pass_find_process (builder->graph->pass, ender.pid);
  gconstpointer key = wait ? (gconstpointer) wait : GINT_TO_POINTER (ender.pid);
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (builder->places, key));
  ApmWaitNode node = { .pid = ender.pid, .tid = wait ? wait->tid : ender.tid, .wait = wait, .depth = depth };
  const ApmWaitKnot *knot;

  if (known > 0)
    return known - 1;
  if (builder->chain->nodes->len >= MAX_NODES)
    return G_MAXUINT;

  node.process_name = process && process->name ? process->name : "?";
  node.n_threads = process ? MAX (process->n_threads, 1) : 1;
  node.is_any = ender.tid == 0 && node.n_threads > 1;
  node.fate = wait ? *apm_wait_graph_get_fate (builder->graph, wait)
                   : (ApmWaitFate) { APM_WAIT_MOVES, APM_WAIT_NO_KNOT, 0 };
  knot = wait ? apm_wait_graph_get_knot (builder->graph, wait) : NULL;
  node.in_knot = knot && knot->is_cycle && node.fate.distance == 0;
  node.n_in_knot = node.in_knot ? knot->members->len : 0;
  node.end = apm_wait_end_find (builder->graph->pass, wait, &node.fate);
  node.waited_us = -1;
  g_array_append_val (builder->chain->nodes, node);
  g_hash_table_insert (builder->places, (gpointer) key, GUINT_TO_POINTER (builder->chain->nodes->len));

  return builder->chain->nodes->len - 1;
}

/* How much a thread is worth being shown for its process: who may act soonest
 * first, and of those who are all stuck the nearest to the knot. */
static guint
weigh (const ApmWaitGraph *graph,
       const ApmWait      *wait)
{
  const ApmWaitFate *fate = apm_wait_graph_get_fate (graph, wait);

  if (wait->kind == APM_WAIT_REAPED)
    return 900000;
  if (fate->rank >= APM_WAIT_STUCK_LIKELY)
    return MIN (fate->distance, 99999);
  if (wait->kind == APM_WAIT_STOPPED || wait->kind == APM_WAIT_TRACED)
    return 100000;
  if (wait->kind == APM_WAIT_RUNNING)
    return 200000;
  if (wait->flags & APM_WAIT_IDLE)
    return 700000;
  if (wait->nature == APM_WAIT_SOFT)
    return 600000;

  return wait->n_groups > 0 ? 300000 : 400000;
}

static const ApmWait *
find_spokesman (const ApmWaitGraph *graph,
                int                 pid)
{
  const ApmWaitProcess *process = apm_wait_pass_find_process (graph->pass, pid);
  const ApmWait *best = NULL;

  for (guint i = 0; process && i < process->n_waits; i++)
    {
      const ApmWait *wait = &g_array_index (graph->pass->waits, ApmWait, process->first_wait + i);

      if (best == NULL || weigh (graph, wait) < weigh (graph, best))
        best = wait;
    }

  return best;
}

static const ApmWait *
find_wait (const ApmWaitGraph *graph,
           ApmWaitEnder        ender)
{
  return ender.tid ? apm_wait_pass_find (graph->pass, ender.pid, ender.tid) : find_spokesman (graph, ender.pid);
}

/**
 * apm_wait_chain_find:
 * @tid: 0: the thread of the process that says most
 *
 * Returns: (nullable): one of the pass' waits
 */
const ApmWait *
apm_wait_chain_find (const ApmWaitGraph *graph,
                     int                 pid,
                     int                 tid)
{
  return find_wait (graph, (ApmWaitEnder) { pid, tid });
}

/* Of who is stuck only those groups are a reason of which all are stuck. */
static gboolean
is_reason (const ApmWaitGraph *graph,
           const ApmWait      *wait,
           guint               group)
{
  ApmWaitRank rank = apm_wait_graph_get_fate (graph, wait)->rank;
  guint n;
  const ApmWaitEnder *enders = apm_wait_pass_get_group (graph->pass, wait, group, &n);

  if (rank < APM_WAIT_STUCK_LIKELY)
    return TRUE;
  for (guint i = 0; i < n; i++)
    {
      const ApmWait *ender = find_wait (graph, enders[i]);

      if (ender == NULL || apm_wait_graph_get_fate (graph, ender)->rank < APM_WAIT_STUCK_LIKELY)
        return FALSE;
    }

  return TRUE;
}

static int
compare_enders (gconstpointer a,
                gconstpointer b,
                gpointer      graph)
{
  const ApmWait *wait_a = find_wait (graph, *(const ApmWaitEnder *) a);
  const ApmWait *wait_b = find_wait (graph, *(const ApmWaitEnder *) b);
  guint weight_a = wait_a ? weigh (graph, wait_a) : 800000;
  guint weight_b = wait_b ? weigh (graph, wait_b) : 800000;

  return (weight_a > weight_b) - (weight_a < weight_b);
}

static void
add_hops (Builder *builder,
          guint    from,
          guint    group)
{
  ApmWaitChain *chain = builder->chain;
  const ApmWait *wait = apm_wait_chain_get_node (chain, from)->wait;
  guint depth = apm_wait_chain_get_node (chain, from)->depth;
  guint n_shown = 0;
  guint n;
  const ApmWaitEnder *enders = apm_wait_pass_get_group (chain->pass, wait, group, &n);
  g_autofree ApmWaitEnder *sorted = g_memdup2 (enders, n * sizeof *enders);

  if (n > 1 && n <= 1000)
    g_qsort_with_data (sorted, (int) n, sizeof *sorted, compare_enders, (gpointer) builder->graph);

  for (guint i = 0; i < n && n_shown < MAX_OF_GROUP; i++)
    {
      ApmWaitHop hop = { .from = from, .group = group, .grade = wait->grade, .is_process = sorted[i].tid == 0 };

      hop.to = add_node (builder, sorted[i], find_wait (builder->graph, sorted[i]), depth + 1);
      if (hop.to == G_MAXUINT)
        break;
      hop.in_knot = apm_wait_chain_get_node (chain, from)->in_knot
                    && apm_wait_chain_get_node (chain, hop.to)->in_knot
                    && apm_wait_chain_get_node (chain, from)->fate.knot
                         == apm_wait_chain_get_node (chain, hop.to)->fate.knot;
      g_array_append_val (chain->hops, hop);
      n_shown++;
    }
  g_array_index (chain->nodes, ApmWaitNode, from).n_left_out += n - n_shown;
  if (n > 0 && n_shown == 0)
    g_array_index (chain->nodes, ApmWaitNode, from).end = APM_WAIT_END_CUT;
}

/* Few enough to be shown one by one. */
static void
add_candidates (Builder *builder,
                guint    from)
{
  ApmWaitChain *chain = builder->chain;
  const ApmWait *wait = apm_wait_chain_get_node (chain, from)->wait;
  guint depth = apm_wait_chain_get_node (chain, from)->depth;

  for (guint i = 0; wait && wait->n_candidates <= MAX_CANDIDATES && i < wait->n_candidates; i++)
    {
      ApmWaitEnder ender = g_array_index (chain->pass->enders, ApmWaitEnder, wait->first_candidate + i);
      ApmWaitHop hop = { .from = from, .grade = apm_wait_grade_candidates (wait), .is_process = TRUE, .is_candidate = TRUE };

      hop.to = add_node (builder, ender, find_wait (builder->graph, ender), depth + 1);
      if (hop.to == G_MAXUINT)
        break;
      g_array_append_val (chain->hops, hop);
    }
}

/* Breadth first, so that what is left out is what is farthest. */
static void
follow (Builder *builder)
{
  ApmWaitChain *chain = builder->chain;

  for (guint i = 0; i < chain->nodes->len; i++)
    {
      const ApmWait *wait = apm_wait_chain_get_node (chain, i)->wait;

      if (apm_wait_chain_get_node (chain, i)->end == APM_WAIT_END_NONE)
        for (guint g = 0; g < wait->n_groups; g++)
          if (is_reason (builder->graph, wait, g))
            add_hops (builder, i, g);
      add_candidates (builder, i);
      g_array_index (chain->nodes, ApmWaitNode, i).is_root
        = apm_wait_chain_get_node (chain, i)->end != APM_WAIT_END_NONE || apm_wait_chain_get_node (chain, i)->in_knot;
    }
}

static void
builder_init (Builder            *builder,
              const ApmWaitGraph *graph)
{
  builder->graph = graph;
  builder->places = g_hash_table_new (NULL, NULL);
  builder->chain = g_new0 (ApmWaitChain, 1);
  builder->chain->pass = apm_wait_pass_ref (graph->pass);
  builder->chain->nodes = g_array_new (FALSE, FALSE, sizeof (ApmWaitNode));
  g_array_set_clear_func (builder->chain->nodes, node_clear);
  builder->chain->hops = g_array_new (FALSE, FALSE, sizeof (ApmWaitHop));
}

static ApmWaitChain *
builder_end (Builder *builder)
{
  ApmWaitChain *chain = builder->chain;

  chain->n_starts = chain->nodes->len;
  for (guint i = 0; i < chain->n_starts; i++)
    chain->rank = MAX (chain->rank, apm_wait_chain_get_node (chain, i)->fate.rank);
  follow (builder);
  g_hash_table_unref (builder->places);

  return chain;
}

/* The threads of a process that are worth to begin with: those that weigh like its
 * spokesman, or less by no more than the way to the knot. */
static void
add_starts (Builder *builder,
            int      pid)
{
  const ApmWaitProcess *process = apm_wait_pass_find_process (builder->graph->pass, pid);
  const ApmWait *first = find_spokesman (builder->graph, pid);
  guint kind = first ? weigh (builder->graph, first) / 100000 : 0;

  if (first)
    add_node (builder, (ApmWaitEnder) { pid, first->tid }, first, 0);
  for (guint i = 0; process && kind <= 3 && i < process->n_waits; i++)
    {
      const ApmWait *wait = &g_array_index (builder->graph->pass->waits, ApmWait, process->first_wait + i);

      if (weigh (builder->graph, wait) / 100000 == kind && builder->chain->nodes->len < MAX_STARTS)
        add_node (builder, (ApmWaitEnder) { pid, wait->tid }, wait, 0);
    }
}

/**
 * apm_wait_chain_new:
 * @tid: 0: whatever is the matter with the process
 *
 * Returns: (nullable): %NULL if the graph's pass has not seen it
 */
ApmWaitChain *
apm_wait_chain_new (const ApmWaitGraph *graph,
                    int                 pid,
                    int                 tid)
{
  Builder builder;
  const ApmWait *wait = find_wait (graph, (ApmWaitEnder) { pid, tid });

  if (wait == NULL)
    return NULL;

  builder_init (&builder, graph);
  if (tid == 0)
    add_starts (&builder, pid);
  else
    add_node (&builder, (ApmWaitEnder) { pid, tid }, wait, 0);

  return builder_end (&builder);
}

/**
 * apm_wait_chain_new_knot:
 *
 * Returns: who waits for whom among the members of @knot, all of them starts
 */
ApmWaitChain *
apm_wait_chain_new_knot (const ApmWaitGraph *graph,
                         const ApmWaitKnot  *knot)
{
  Builder builder;

  builder_init (&builder, graph);
  for (guint i = 0; i < knot->members->len; i++)
    {
      const ApmWait *wait = &g_array_index (graph->pass->waits, ApmWait, g_array_index (knot->members, guint, i));

      add_node (&builder, (ApmWaitEnder) { wait->pid, wait->tid }, wait, 0);
    }

  return builder_end (&builder);
}

void
apm_wait_chain_free (ApmWaitChain *self)
{
  g_array_unref (self->nodes);
  g_array_unref (self->hops);
  apm_wait_pass_unref (self->pass);
  g_free (self);
}
