/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-graph-private.h"

/* Strongly connected parts by Tarjan's method (Depth-first search and linear graph
 * algorithms, 1972), with a stack of its own: a chain of 20,000 threads is deep. */

typedef struct {
  const ApmWeb *web;
  const guint8 *is_in;
  guint        *part;       /* out */
  guint        *order;      /* 0: not seen yet */
  guint        *low;
  guint        *next;       /* index of the edge to follow */
  guint        *path;
  guint        *open;       /* seen, in no part yet */
  guint         n_path, n_open, n_seen, n_parts;
} Walk;

static void
enter (Walk  *walk,
       guint  vertex)
{
  walk->order[vertex] = walk->low[vertex] = ++walk->n_seen;
  walk->path[walk->n_path++] = vertex;
  walk->open[walk->n_open++] = vertex;
}

static void
leave (Walk  *walk,
       guint  vertex)
{
  guint member;

  walk->n_path--;
  if (walk->n_path > 0)
    {
      guint from = walk->path[walk->n_path - 1];

      walk->low[from] = MIN (walk->low[from], walk->low[vertex]);
    }
  if (walk->low[vertex] != walk->order[vertex])
    return;

  do
    {
      member = walk->open[--walk->n_open];
      walk->part[member] = walk->n_parts;
    }
  while (member != vertex);
  walk->n_parts++;
}

static void
step (Walk  *walk,
      guint  vertex)
{
  guint to;

  if (walk->next[vertex] == apm_web_get_n_next (walk->web, vertex))
    {
      leave (walk, vertex);
      return;
    }

  to = apm_web_get_next (walk->web, vertex, walk->next[vertex]++);
  if (to == APM_WEB_NOBODY || !walk->is_in[to])
    return;
  if (walk->order[to] == 0)
    enter (walk, to);
  else if (walk->part[to] == APM_WEB_NOBODY)
    walk->low[vertex] = MIN (walk->low[vertex], walk->order[to]);
}

/* @is_in: for each vertex, whether it is there
 * @part: (out): for each vertex a number, APM_WEB_NOBODY where it is not there
 *
 * Returns: the number of parts, those of one vertex too */
guint
apm_web_find_parts (const ApmWeb *web,
                    const guint8 *is_in,
                    guint        *part)
{
  Walk walk = { .web = web, .is_in = is_in, .part = part };

  walk.order = g_new0 (guint, web->n_vertices + 1);
  walk.low = g_new (guint, web->n_vertices + 1);
  walk.next = g_new0 (guint, web->n_vertices + 1);
  walk.path = g_new (guint, web->n_vertices + 1);
  walk.open = g_new (guint, web->n_vertices + 1);

  for (guint v = 0; v < web->n_vertices; v++)
    part[v] = APM_WEB_NOBODY;
  for (guint v = 0; v < web->n_vertices; v++)
    {
      if (!is_in[v] || walk.order[v] > 0)
        continue;
      enter (&walk, v);
      while (walk.n_path > 0)
        step (&walk, walk.path[walk.n_path - 1]);
    }

  g_free (walk.order);
  g_free (walk.low);
  g_free (walk.next);
  g_free (walk.path);
  g_free (walk.open);

  return walk.n_parts;
}
