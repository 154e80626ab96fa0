/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-geometry.h"

typedef struct {
  ApmWhyBox *boxes;
  const ApmWhyEdge *edges;
  guint n_boxes, n_edges;
  enum { UNSEEN, OPEN, DONE } *marks;   /* of each box */
  gboolean *closes;                     /* of each edge: it closes a circle */
  guint *path;                          /* boxes that are open */
  guint *next;                          /* of each box: the next edge to look at */
} Walk;

/* Depth first from @start. An edge to a box that is still open closes a circle. */
static void
walk_from (Walk  *walk,
           guint  start)
{
  guint length = 0;

  if (walk->marks[start] != UNSEEN)
    return;

  walk->path[length++] = start;
  walk->marks[start] = OPEN;
  while (length > 0)
    {
      guint box = walk->path[length - 1], e = walk->next[box]++;

      if (e >= walk->n_edges)
        {
          walk->marks[box] = DONE;
          length--;
        }
      else if (walk->edges[e].from == box)
        {
          guint to = walk->edges[e].to;

          walk->closes[e] = walk->marks[to] == OPEN;
          if (walk->marks[to] == UNSEEN)
            {
              walk->marks[to] = OPEN;
              walk->path[length++] = to;
            }
        }
    }
}

/* Those that somebody waits for come behind all of them. No circle is left, so it ends. */
static void
push_down (Walk *walk)
{
  gboolean moved;

  do
    {
      moved = FALSE;
      for (guint e = 0; e < walk->n_edges; e++)
        {
          const ApmWhyEdge *edge = &walk->edges[e];

          if (!walk->closes[e] && walk->boxes[edge->to].depth <= walk->boxes[edge->from].depth)
            {
              walk->boxes[edge->to].depth = walk->boxes[edge->from].depth + 1;
              moved = TRUE;
            }
        }
    }
  while (moved);
}

/* Nor do those for whom few wait stand far from them. */
static void
pull_up (Walk *walk)
{
  for (guint n = 0; n < walk->n_boxes; n++)
    for (guint i = 0; i < walk->n_boxes; i++)
      {
        guint nearest = G_MAXUINT;

        for (guint e = 0; e < walk->n_edges; e++)
          if (walk->edges[e].from == i && !walk->closes[e])
            nearest = MIN (nearest, walk->boxes[walk->edges[e].to].depth);
        if (nearest != G_MAXUINT && nearest > walk->boxes[i].depth + 1 && walk->boxes[i].depth > 0)
          walk->boxes[i].depth = nearest - 1;
      }
}

/**
 * apm_why_find_depths:
 * @boxes: (inout): get their depth
 *
 * Those for whom nobody waits come first, and whoever is waited for behind all who wait for it;
 * of a circle that nobody waits behind, its first member comes first.
 */
void
apm_why_find_depths (ApmWhyBox        *boxes,
                     guint             n_boxes,
                     const ApmWhyEdge *edges,
                     guint             n_edges)
{
  Walk walk = { boxes, edges, n_boxes, n_edges, NULL, NULL, NULL, NULL };
  g_autofree gboolean *awaited = g_new0 (gboolean, n_boxes);

  for (guint i = 0; i < n_boxes; i++)
    boxes[i].depth = 0;
  for (guint e = 0; e < n_edges; e++)
    awaited[edges[e].to] |= edges[e].from != edges[e].to;

  walk.marks = g_malloc0_n (n_boxes, sizeof *walk.marks);
  walk.closes = g_new0 (gboolean, n_edges);
  walk.path = g_new (guint, n_boxes);
  walk.next = g_new0 (guint, n_boxes);
  for (guint i = 0; i < n_boxes; i++)
    if (!awaited[i])
      walk_from (&walk, i);
  for (guint i = 0; i < n_boxes; i++)
    walk_from (&walk, i);
  push_down (&walk);
  pull_up (&walk);

  g_free (walk.marks);
  g_free (walk.closes);
  g_free (walk.path);
  g_free (walk.next);
}
