/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-tree.h"

#include <stdlib.h>

void
tree_clear (Pool *pool)
{
  pool->n = 1;
  pool->free = 0;
}

static bool
grow (Pool *pool)
{
  uint32_t room = pool->room ? 2 * pool->room : 1u << 10;
  Node *nodes = room <= pool->most ? realloc (pool->nodes, room * sizeof *nodes) : NULL;

  if (nodes == NULL)
    return false;
  pool->nodes = nodes;
  pool->room = room;

  return true;
}

/* Returns: a node with nothing beside or below it; 0 where there is no room for it */
uint32_t
tree_add (Pool     *pool,
          int       proc,
          const Op *op)
{
  uint32_t node = pool->free;

  if (node)
    pool->free = pool->nodes[node].next;
  else if (pool->n < pool->room || grow (pool))
    node = pool->n++;
  else
    return 0;
  pool->nodes[node] = (Node) { *op, 0, 0, (uint8_t) proc };

  return node;
}

/* Gives the nodes of the list back, and those below them. */
void
tree_drop (Pool    *pool,
           uint32_t list)
{
  while (list)
    {
      Node *node = &pool->nodes[list];
      uint32_t rest = node->next, last = node->child, next;

      while (last && pool->nodes[last].next)
        last = pool->nodes[last].next;
      if (last)
        pool->nodes[last].next = rest;
      next = node->child ? node->child : rest;
      node->next = pool->free;
      pool->free = list;
      list = next;
    }
}

/* Copies the list, and what is below it. Returns: 0 where there is no room for it */
uint32_t
tree_copy (Pool       *pool,
           const Pool *from,
           uint32_t    list)
{
  uint32_t first = 0, last = 0;

  for (; list; list = from->nodes[list].next)
    {
      const Node *node = &from->nodes[list];
      uint32_t copy = tree_add (pool, node->proc, &node->op);
      uint32_t child = copy && node->child ? tree_copy (pool, from, node->child) : 0;

      if (copy == 0 || (node->child && child == 0))
        {
          tree_drop (pool, copy);
          tree_drop (pool, first);
          return 0;
        }
      pool->nodes[copy].child = child;
      if (last)
        pool->nodes[last].next = copy;
      else
        first = copy;
      last = copy;
    }

  return first;
}

/* Takes the first one away. Returns: what is below it */
uint32_t
tree_pop (Pool     *pool,
          uint32_t *list,
          int      *proc)
{
  Node *node = &pool->nodes[*list];
  uint32_t child = node->child, next = node->next;

  *proc = node->proc;
  node->next = pool->free;
  pool->free = *list;
  *list = next;

  return child;
}

/* Somebody cannot go on, though another order has said so: each of these is to be tried
 * instead, and nothing is known any more of what else leads to the same.
 * Returns: false where there is no room for it */
bool
tree_everybody (Pool     *pool,
                uint32_t *list,
                uint64_t  procs)
{
  static const Op unknown;

  tree_drop (pool, *list);
  *list = 0;
  for (; procs; procs &= procs - 1)
    {
      uint32_t node = tree_add (pool, __builtin_ctzll (procs), &unknown);

      if (node == 0)
        return false;
      pool->nodes[node].next = *list;
      *list = node;
    }

  return true;
}
