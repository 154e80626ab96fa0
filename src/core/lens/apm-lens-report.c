/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-report.h"

#include "apm-clock.h"
#include "apm-lens-order.h"

/* A shallow copy of the model: what it points to is not looked at. */
typedef struct {
  ApmLens *lens;
  ApmLensReport *report;
  GArray *threads;           /* of ApmLensThread */
  GArray *objects;           /* of ApmLensObject */
  GArray *processes;         /* of ApmLensProcess */
  GPtrArray *holds;          /* of GArray of int: what each thread holds */
  GArray *edges;             /* of ApmLensEdge */
  GPtrArray *rings;          /* of GArray of ApmLensEdge */
  GPtrArray *thread_names;   /* by number; NULL: not asked for yet */
  GPtrArray *object_names;
  gint64 now_ns;
} Copy;

/* Copying, while the model is held */

static GArray *
copy_held (const ApmLensThread *thread)
{
  GArray *held = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < thread->held->len; i++)
    g_array_append_val (held, g_array_index (thread->held, ApmLensHeld, i).object);

  return held;
}

static void
copy_order (Copy         *self,
            ApmLensModel *model)
{
  ApmLensOrder *order = apm_lens_model_get_order (model);
  g_autoptr(GPtrArray) rings = apm_lens_order_find_rings (order, model);

  self->report->is_order_cut = apm_lens_order_is_cut (order);
  for (guint i = 0; i < apm_lens_order_get_n_edges (order); i++)
    g_array_append_vals (self->edges, apm_lens_order_get_edge (order, i), 1);
  for (guint i = 0; i < rings->len; i++)
    {
      const ApmLensRing *ring = rings->pdata[i];
      GArray *copy = g_array_new (FALSE, FALSE, sizeof (ApmLensEdge));

      for (guint e = 0; e < ring->edges->len; e++)
        g_array_append_vals (copy, ring->edges->pdata[e], 1);
      g_ptr_array_add (self->rings, copy);
    }
}

static void
copy_model (Copy *self)
{
  ApmLensModel *model = apm_lens_lock (self->lens);

  for (guint i = 0; i < apm_lens_model_get_n_threads (model); i++)
    {
      g_array_append_vals (self->threads, apm_lens_model_get_thread (model, i), 1);
      g_ptr_array_add (self->holds, copy_held (apm_lens_model_get_thread (model, i)));
    }
  for (guint i = 0; i < apm_lens_model_get_n_objects (model); i++)
    g_array_append_vals (self->objects, apm_lens_model_get_object (model, i), 1);
  for (guint i = 0; i < apm_lens_model_get_n_processes (model); i++)
    g_array_append_vals (self->processes, apm_lens_model_get_process (model, i), 1);
  copy_order (self, model);
  self->report->n_events = apm_lens_model_get_n_events (model);
  self->report->n_lost = apm_lens_model_get_n_lost (model);
  self->report->elapsed_ns = apm_lens_model_get_last_ns (model) - apm_lens_model_get_first_ns (model);
  apm_lens_unlock (self->lens);
}

/* Names, when it is held no more */

static const char *
get_object_name (Copy *self,
                 int   i)
{
  if (i < 0 || (guint) i >= self->object_names->len)
    return "";
  if (self->object_names->pdata[i] == NULL)
    self->object_names->pdata[i] = apm_lens_dup_object_name (self->lens, i);

  return self->object_names->pdata[i];
}

static const char *
get_thread_name (Copy *self,
                 int   i)
{
  if (i < 0 || (guint) i >= self->thread_names->len)
    return "";
  if (self->thread_names->pdata[i] == NULL)
    self->thread_names->pdata[i] = apm_lens_dup_thread_name (self->lens, i);

  return self->thread_names->pdata[i];
}

/* Which program's addresses a thread's are. */
static guint
get_image (Copy *self,
           int   thread)
{
  int process = thread >= 0 && (guint) thread < self->threads->len
                  ? g_array_index (self->threads, ApmLensThread, thread).process : 0;

  return (guint) process < self->processes->len ? g_array_index (self->processes, ApmLensProcess, process).image : 0;
}

static char *
dup_place (Copy    *self,
           int      thread,
           guint64  caller)
{
  return apm_lens_dup_place (self->lens, get_image (self, thread), caller);
}

static void
lock_row_free (gpointer data)
{
  ApmLensLockRow *row = data;

  g_free (row->name);
  g_free (row->longest_wait_at);
  g_free (row->longest_waiter);
  g_free (row->longest_holder);
  g_free (row->holder);
  g_free (row->first_used_at);
  g_free (row);
}

static void
add_lock (Copy *self,
          guint i)
{
  const ApmLensObject *object = &g_array_index (self->objects, ApmLensObject, i);
  ApmLensLockRow *row = g_new0 (ApmLensLockRow, 1);

  *row = (ApmLensLockRow) {
    .number = i,
    .name = g_strdup (get_object_name (self, (int) i)),
    .kind = apm_lens_kind_get_id (object->kind),
    .taken = object->n_taken,
    .waits = object->n_waits,
    .failed = object->n_failed,
    .knocked = object->n_knocked,
    .waited_ns = object->waited_ns,
    .longest_wait_ns = object->longest_wait_ns,
    .longest_wait_at = dup_place (self, object->longest_waiter, object->longest_at),
    .longest_waiter = g_strdup (get_thread_name (self, object->longest_waiter)),
    .longest_holder = g_strdup (get_thread_name (self, object->longest_holder)),
    .held_ns = object->held_ns,
    .longest_held_ns = object->longest_held_ns,
    .most_waiters = object->most_waiters,
    .holder = g_strdup (object->n_holders > 0 ? get_thread_name (self, object->holder) : ""),
    .holders = object->n_holders,
    .waiters = object->n_waiters,
    .first_used_at = apm_lens_dup_place (self->lens, g_array_index (self->processes, ApmLensProcess,
                                                                    object->first_process).image,
                                         object->first_caller),
  };
  g_ptr_array_add (self->report->locks, row);
}

static int
compare_locks (gconstpointer a,
               gconstpointer b)
{
  const ApmLensLockRow *one = *(const ApmLensLockRow *const *) a;
  const ApmLensLockRow *other = *(const ApmLensLockRow *const *) b;

  if (one->waited_ns != other->waited_ns)
    return one->waited_ns > other->waited_ns ? -1 : 1;

  return one->number < other->number ? -1 : one->number > other->number;
}

static void
thread_row_free (gpointer data)
{
  ApmLensThreadRow *row = data;

  g_free (row->name);
  g_free (row->waits_for);
  g_free (row->place);
  g_free (row->source);
  g_free (row->holds);
  g_free (row);
}

static char *
dup_held_names (Copy   *self,
                GArray *held)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < held->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", get_object_name (self, g_array_index (held, int, i)));

  return g_string_free (names, FALSE);
}

/* What it does at this moment: the events that say so may not be written yet.
 * @at: (inout): from where it called, which is asked for where it is not known */
static const char *
find_state (Copy                *self,
            const ApmLensThread *thread,
            guint64             *at)
{
  guint state, op;
  guint64 caller;

  if (thread->ended_ns != 0)
    return "ended";
  if (apm_lens_look (self->lens, thread->tid, &state, &op, &caller) && state != APM_LENS_RUNNING)
    {
      *at = caller;
      return state == APM_LENS_AT_GATE ? "held" : "waiting";
    }

  return thread->waits_for >= 0 ? "waiting" : "running";
}

static void
add_thread (Copy *self,
            guint i)
{
  const ApmLensThread *thread = &g_array_index (self->threads, ApmLensThread, i);
  ApmLensThreadRow *row = g_new0 (ApmLensThreadRow, 1);
  gboolean waits = thread->waits_for >= 0 && thread->ended_ns == 0;
  guint64 at = waits ? thread->waits_at : thread->last_caller;
  g_autofree char *function = NULL;

  *row = (ApmLensThreadRow) {
    .number = i,
    .pid = g_array_index (self->processes, ApmLensProcess, thread->process).pid,
    .tid = thread->tid,
    .name = g_strdup (get_thread_name (self, (int) i)),
    .state = find_state (self, thread, &at),
    .waits_for = g_strdup (waits ? get_object_name (self, thread->waits_for) : ""),
    .waiting_ns = waits ? MAX (self->now_ns - thread->waits_since_ns, 0) : G_MININT64,
    .events = thread->n_events,
    .waits = thread->n_waits,
    .waited_ns = thread->waited_ns,
    .longest_wait_ns = thread->longest_wait_ns,
    .place = dup_place (self, (int) i, at),
    .holds = dup_held_names (self, self->holds->pdata[i]),
  };
  if (at != 0)
    apm_lens_find_place (self->lens, get_image (self, (int) i), at, &function, &row->source);
  g_ptr_array_add (self->report->threads, row);
}

static void
edge_row_free (gpointer data)
{
  ApmLensEdgeRow *row = data;

  g_free (row->held);
  g_free (row->held_at);
  g_free (row->taken);
  g_free (row->taken_at);
  g_free (row->thread);
  g_free (row);
}

static GPtrArray *
name_edges (Copy   *self,
            GArray *edges)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (edge_row_free);

  for (guint i = 0; i < edges->len; i++)
    {
      const ApmLensEdge *edge = &g_array_index (edges, ApmLensEdge, i);
      ApmLensEdgeRow *row = g_new0 (ApmLensEdgeRow, 1);

      *row = (ApmLensEdgeRow) {
        .from = (guint) edge->from,
        .to = (guint) edge->to,
        .held = g_strdup (get_object_name (self, edge->from)),
        .held_at = dup_place (self, edge->thread, edge->from_caller),
        .taken = g_strdup (get_object_name (self, edge->to)),
        .taken_at = dup_place (self, edge->thread, edge->to_caller),
        .thread = g_strdup (get_thread_name (self, edge->thread)),
        .times = edge->n,
      };
      g_ptr_array_add (rows, row);
    }

  return rows;
}

static void
copy_init (Copy    *self,
           ApmLens *lens)
{
  *self = (Copy) {
    .lens = lens,
    .report = g_new0 (ApmLensReport, 1),
    .threads = g_array_new (FALSE, FALSE, sizeof (ApmLensThread)),
    .objects = g_array_new (FALSE, FALSE, sizeof (ApmLensObject)),
    .processes = g_array_new (FALSE, FALSE, sizeof (ApmLensProcess)),
    .holds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref),
    .edges = g_array_new (FALSE, FALSE, sizeof (ApmLensEdge)),
    .rings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref),
    .thread_names = g_ptr_array_new_with_free_func (g_free),
    .object_names = g_ptr_array_new_with_free_func (g_free),
    .now_ns = apm_clock_monotonic_ns (),
  };
  self->report->references = 1;
  self->report->locks = g_ptr_array_new_with_free_func (lock_row_free);
  self->report->threads = g_ptr_array_new_with_free_func (thread_row_free);
  self->report->rings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  copy_model (self);
  g_ptr_array_set_size (self->thread_names, (int) self->threads->len);
  g_ptr_array_set_size (self->object_names, (int) self->objects->len);
}

static void
copy_clear (Copy *self)
{
  g_array_unref (self->threads);
  g_array_unref (self->objects);
  g_array_unref (self->processes);
  g_ptr_array_unref (self->holds);
  g_array_unref (self->edges);
  g_ptr_array_unref (self->rings);
  g_ptr_array_unref (self->thread_names);
  g_ptr_array_unref (self->object_names);
}

/**
 * apm_lens_report_new:
 *
 * Looks at what is seen now. Holds the model while it copies, not while it names;
 * any thread but the main one of a window.
 */
ApmLensReport *
apm_lens_report_new (ApmLens *lens)
{
  Copy copy;

  copy_init (&copy, lens);
  for (guint i = 0; i < copy.objects->len; i++)
    add_lock (&copy, i);
  g_ptr_array_sort (copy.report->locks, compare_locks);
  for (guint i = 0; i < copy.threads->len; i++)
    add_thread (&copy, i);
  copy.report->edges = name_edges (&copy, copy.edges);
  for (guint i = 0; i < copy.rings->len; i++)
    g_ptr_array_add (copy.report->rings, name_edges (&copy, copy.rings->pdata[i]));
  copy.report->n_unseen = apm_lens_get_n_unseen (lens);
  copy.report->doubt = apm_lens_dup_doubt (lens);
  copy_clear (&copy);

  return copy.report;
}

/* Any thread. */
ApmLensReport *
apm_lens_report_ref (ApmLensReport *self)
{
  g_atomic_int_inc (&self->references);

  return self;
}

void
apm_lens_report_unref (ApmLensReport *self)
{
  if (!g_atomic_int_dec_and_test (&self->references))
    return;

  g_ptr_array_unref (self->locks);
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->edges);
  g_ptr_array_unref (self->rings);
  g_free (self->doubt);
  g_free (self);
}
