/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-order.h"

#include <string.h>

#define MOST_EDGES 20000
#define MOST_RINGS 100
#define LONGEST    6          /* threads in one deadlock */
#define MOST_STEPS 2000000    /* of the search */

struct _ApmLensOrder
{
  GPtrArray *edges;          /* of ApmLensEdge */
  GHashTable *by_key;        /* of ApmLensEdge by itself: from, to, thread, guards */
  gboolean is_cut;
};

static void
edge_free (gpointer data)
{
  ApmLensEdge *edge = data;

  g_array_unref (edge->guards);
  g_free (edge);
}

static guint
edge_hash (gconstpointer data)
{
  const ApmLensEdge *edge = data;
  guint hash = (guint) edge->from * 31 + (guint) edge->to * 1021 + (guint) edge->thread * 65537;

  for (guint i = 0; i < edge->guards->len; i++)
    hash = hash * 33 + (guint) g_array_index (edge->guards, int, i);

  return hash;
}

static gboolean
edge_equal (gconstpointer a,
            gconstpointer b)
{
  const ApmLensEdge *x = a, *y = b;

  return x->from == y->from && x->to == y->to && x->thread == y->thread && x->guards->len == y->guards->len &&
         (x->guards->len == 0 || memcmp (x->guards->data, y->guards->data, x->guards->len * sizeof (int)) == 0);
}

ApmLensOrder *
apm_lens_order_new (void)
{
  ApmLensOrder *self = g_new0 (ApmLensOrder, 1);

  self->edges = g_ptr_array_new_with_free_func (edge_free);
  self->by_key = g_hash_table_new (edge_hash, edge_equal);

  return self;
}

void
apm_lens_order_free (ApmLensOrder *self)
{
  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->edges);
  g_free (self);
}

static int
compare_ints (gconstpointer a,
              gconstpointer b)
{
  int x = *(const int *) a, y = *(const int *) b;

  return (x > y) - (x < y);
}

static GArray *
collect_guards (const GArray *held)
{
  GArray *guards = g_array_sized_new (FALSE, FALSE, sizeof (int), held->len);

  for (guint i = 0; i < held->len; i++)
    g_array_append_val (guards, g_array_index (held, ApmLensHeld, i).object);
  g_array_sort (guards, compare_ints);

  return guards;
}

/**
 * apm_lens_order_add:
 * @held: of #ApmLensHeld: what the thread holds
 * @object: what it takes, waiting for it if it must
 */
void
apm_lens_order_add (ApmLensOrder *self,
                    int           thread,
                    const GArray *held,
                    int           object,
                    guint64       caller,
                    gint64        time_ns)
{
  g_autoptr(GArray) guards = held->len > 0 ? collect_guards (held) : NULL;

  for (guint i = 0; i < held->len; i++)
    {
      const ApmLensHeld *one = &g_array_index (held, ApmLensHeld, i);
      ApmLensEdge key = { .from = one->object, .to = object, .thread = thread, .guards = guards };
      ApmLensEdge *edge;

      if (one->object == object)
        continue;
      edge = g_hash_table_lookup (self->by_key, &key);
      if (edge == NULL && self->edges->len >= MOST_EDGES)
        {
          self->is_cut = TRUE;
          continue;
        }
      if (edge == NULL)
        {
          edge = g_new (ApmLensEdge, 1);
          *edge = key;
          edge->guards = g_array_ref (guards);
          edge->from_caller = one->caller;
          edge->to_caller = caller;
          edge->first_ns = time_ns;
          g_ptr_array_add (self->edges, edge);
          g_hash_table_add (self->by_key, edge);
        }
      edge->n++;
      edge->last_ns = time_ns;
    }
}

guint
apm_lens_order_get_n_edges (ApmLensOrder *self)
{
  return self->edges->len;
}

const ApmLensEdge *
apm_lens_order_get_edge (ApmLensOrder *self,
                         guint         i)
{
  g_return_val_if_fail (i < self->edges->len, NULL);

  return self->edges->pdata[i];
}

/**
 * apm_lens_order_is_cut:
 *
 * Returns: whether there were more edges than are kept
 */
gboolean
apm_lens_order_is_cut (ApmLensOrder *self)
{
  return self->is_cut;
}

/* All that @edge's thread did came before @other began, or after it was joined. */
static gboolean
is_ordered_by_threads (ApmLensModel      *model,
                       const ApmLensEdge *edge,
                       int                other)
{
  const ApmLensThread *thread = apm_lens_model_get_thread (model, (guint) other);

  for (int depth = 0; thread && depth < 64; depth++)
    {
      if (thread->creator == edge->thread && edge->last_ns < thread->created_ns)
        return TRUE;
      if (thread->joiner == edge->thread && edge->first_ns > thread->joined_ns)
        return TRUE;
      thread = thread->creator >= 0 ? apm_lens_model_get_thread (model, (guint) thread->creator) : NULL;
    }

  return FALSE;
}

static gboolean
share_a_guard (const ApmLensEdge *a,
               const ApmLensEdge *b)
{
  guint i = 0, j = 0;

  while (i < a->guards->len && j < b->guards->len)
    {
      int x = g_array_index (a->guards, int, i);
      int y = g_array_index (b->guards, int, j);

      if (x == y)
        return TRUE;
      if (x < y)
        i++;
      else
        j++;
    }

  return FALSE;
}

static gboolean
can_meet (ApmLensModel      *model,
          const ApmLensEdge *a,
          const ApmLensEdge *b)
{
  return a->thread != b->thread && a->from != b->from && !share_a_guard (a, b) &&
         !is_ordered_by_threads (model, a, b->thread) && !is_ordered_by_threads (model, b, a->thread);
}

typedef struct {
  ApmLensModel *model;
  GHashTable *by_from;       /* object + 1 → GPtrArray of edges */
  GPtrArray *path;
  GPtrArray *rings;
  GHashTable *known;         /* the objects of a ring, as text */
  guint steps;
} Search;

static char *
dup_objects (GPtrArray *path)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < path->len; i++)
    g_string_append_printf (text, "%d ", ((ApmLensEdge *) path->pdata[i])->from);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
ring_free (gpointer data)
{
  ApmLensRing *ring = data;

  g_ptr_array_unref (ring->edges);
  g_free (ring);
}

static void
take_ring (Search *search)
{
  char *key = dup_objects (search->path);
  ApmLensRing *ring;

  /* The same locks by other threads are the same mistake. */
  if (!g_hash_table_add (search->known, key))
    return;
  ring = g_new0 (ApmLensRing, 1);
  ring->edges = g_ptr_array_copy (search->path, NULL, NULL);
  g_ptr_array_add (search->rings, ring);
}

static gboolean
fits (Search            *search,
      const ApmLensEdge *edge)
{
  for (guint i = 0; i < search->path->len; i++)
    if (!can_meet (search->model, search->path->pdata[i], edge))
      return FALSE;

  return TRUE;
}

/* A ring is found from its smallest object on, so each is found once. */
static void
extend (Search *search)
{
  const ApmLensEdge *first = search->path->pdata[0];
  const ApmLensEdge *last = search->path->pdata[search->path->len - 1];
  GPtrArray *next = g_hash_table_lookup (search->by_from, GINT_TO_POINTER (last->to + 1));

  for (guint i = 0; next && i < next->len; i++)
    {
      ApmLensEdge *edge = next->pdata[i];

      if (++search->steps > MOST_STEPS || search->rings->len >= MOST_RINGS)
        return;
      if (edge->from < first->from || !fits (search, edge))
        continue;
      g_ptr_array_add (search->path, edge);
      if (edge->to == first->from)
        take_ring (search);
      else if (search->path->len < LONGEST && edge->to > first->from)
        extend (search);
      g_ptr_array_set_size (search->path, (int) search->path->len - 1);
    }
}

/**
 * apm_lens_order_find_rings:
 *
 * Searches for potential deadlocks of up to six threads.
 *
 * Returns: (transfer full): of #ApmLensRing
 */
GPtrArray *
apm_lens_order_find_rings (ApmLensOrder *self,
                           ApmLensModel *model)
{
  g_autoptr(GHashTable) by_from = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) path = g_ptr_array_new ();
  Search search = { model, by_from, path, g_ptr_array_new_with_free_func (ring_free), known, 0 };

  for (guint i = 0; i < self->edges->len; i++)
    {
      ApmLensEdge *edge = self->edges->pdata[i];
      GPtrArray *edges = g_hash_table_lookup (by_from, GINT_TO_POINTER (edge->from + 1));

      if (edges == NULL)
        g_hash_table_insert (by_from, GINT_TO_POINTER (edge->from + 1), edges = g_ptr_array_new ());
      g_ptr_array_add (edges, edge);
    }

  for (guint i = 0; i < self->edges->len; i++)
    {
      g_ptr_array_set_size (path, 0);
      g_ptr_array_add (path, self->edges->pdata[i]);
      extend (&search);
    }

  return search.rings;
}
