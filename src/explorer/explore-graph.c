/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-graph.h"

#include <stddef.h>
#include <stdlib.h>

#define MOST_EDGES (1u << 22)

typedef struct {
  uint32_t from, to;
  uint32_t acts, works;              /* on the way */
} Edge;

static struct {
  Edge  *edges;
  size_t n, room;
  Reach *reach;                      /* of each state, once it is closed */
} graph;

void
graph_forget (void)
{
  free (graph.reach);
  graph.reach = NULL;
  graph.n = 0;
}

/* Returns: false where there is no memory for more */
bool
graph_add (uint32_t from,
           uint32_t to,
           uint32_t acts,
           uint32_t works)
{
  if (graph.n == graph.room)
    {
      size_t room = graph.room ? 2 * graph.room : 1u << 12;
      Edge *edges = room <= MOST_EDGES ? realloc (graph.edges, room * sizeof *edges) : NULL;

      if (edges == NULL)
        return false;
      graph.edges = edges;
      graph.room = room;
    }
  graph.edges[graph.n++] = (Edge) { from, to, acts, works };

  return true;
}

/* Takes what can come after @edge to its beginning. Returns: whether that was new there */
static bool
spread (const Edge *edge)
{
  static const Reach end = { .ends = true };
  const Reach *to = edge->to == GRAPH_END ? &end : &graph.reach[edge->to];
  Reach *from = &graph.reach[edge->from], before = *from;

  from->acts |= to->acts | edge->acts;
  from->works |= to->works | edge->works;
  from->leaves |= to->leaves;
  from->ends |= to->ends;

  return from->acts != before.acts || from->works != before.works || from->leaves != before.leaves ||
         from->ends != before.ends;
}

/* Returns: (nullable): room for what can come after each state, where the caller notes what
 * is in the state itself; NULL where there is no memory for it */
Reach *
graph_open (uint32_t n_states)
{
  free (graph.reach);
  graph.reach = calloc (n_states + 1u, sizeof *graph.reach);

  return graph.reach;
}

/* Goes back along all ways, until nothing new is known. A way to a state that was new
 * stands before those from there, one to a state seen before behind them: so both ends of
 * the list are begun with, else each row of a lattice of states would take a pass. */
void
graph_close (void)
{
  bool more = true;

  while (more)
    {
      more = false;
      for (size_t i = graph.n; i-- > 0;)
        more |= spread (&graph.edges[i]);
      for (size_t i = 0; i < graph.n; i++)
        more |= spread (&graph.edges[i]);
    }
}

const Reach *
graph_get (uint32_t state)
{
  return &graph.reach[state];
}
