/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-watch.h"

#include "apm-lens-order.h"
#include "apm-text.h"

#include <glib/gi18n.h>

void
watch_report_clear (WatchReport *self)
{
  g_array_unref (self->threads);
  g_array_unref (self->objects);
  g_array_unref (self->processes);
}

void
watch_report_init (WatchReport *self,
                   ApmLens     *lens)
{
  ApmLensModel *model = apm_lens_lock (lens);

  *self = (WatchReport) {
    .lens = lens,
    .threads = g_array_new (FALSE, FALSE, sizeof (ApmLensThread)),
    .objects = g_array_new (FALSE, FALSE, sizeof (ApmLensObject)),
    .processes = g_array_new (FALSE, FALSE, sizeof (ApmLensProcess)),
    .n_events = apm_lens_model_get_n_events (model),
    .n_lost = apm_lens_model_get_n_lost (model),
    .elapsed_ns = apm_lens_model_get_last_ns (model) - apm_lens_model_get_first_ns (model),
  };
  for (guint i = 0; i < apm_lens_model_get_n_threads (model); i++)
    g_array_append_vals (self->threads, apm_lens_model_get_thread (model, i), 1);
  for (guint i = 0; i < apm_lens_model_get_n_objects (model); i++)
    g_array_append_vals (self->objects, apm_lens_model_get_object (model, i), 1);
  for (guint i = 0; i < apm_lens_model_get_n_processes (model); i++)
    g_array_append_vals (self->processes, apm_lens_model_get_process (model, i), 1);
  apm_lens_unlock (lens);
}

static guint
get_image (WatchReport *self,
           int          process)
{
  return g_array_index (self->processes, ApmLensProcess, process).image;
}

char *
watch_report_dup_place (WatchReport *self,
                        int          thread,
                        guint64      caller)
{
  int process = thread >= 0 ? g_array_index (self->threads, ApmLensThread, thread).process : 0;

  return self->processes->len > 0 ? apm_lens_dup_place (self->lens, get_image (self, process), caller) : g_strdup ("");
}

/* Objects that threads can be held up by, those with the longest waits first. */
GArray *
watch_report_sort_objects (WatchReport *self)
{
  GArray *order = g_array_new (FALSE, FALSE, sizeof (int));

  for (int i = 0; i < (int) self->objects->len; i++)
    {
      gint64 waited_ns = g_array_index (self->objects, ApmLensObject, i).waited_ns;
      guint at = order->len;

      while (at > 0 && g_array_index (self->objects, ApmLensObject,
                                      g_array_index (order, int, at - 1)).waited_ns < waited_ns)
        at--;
      g_array_insert_val (order, at, i);
    }

  return order;
}

static char *
dup_span (gint64 ns)
{
  if (ns < 10000)
    return g_strdup_printf ("%d ns", (int) ns);
  if (ns < 10000000)
    return g_strdup_printf ("%.1f µs", ns / 1e3);
  if (ns < G_GINT64_CONSTANT (10000000000))
    return g_strdup_printf ("%.1f ms", ns / 1e6);

  return g_strdup_printf ("%.1f s", ns / 1e9);
}

static void
append_object (WatchReport *self,
               int          i,
               GString     *text)
{
  const ApmLensObject *object = &g_array_index (self->objects, ApmLensObject, i);
  g_autofree char *name = apm_lens_dup_object_name (self->lens, i);
  g_autofree char *escaped = apm_text_escape_lines (name);
  g_autofree char *total = dup_span (object->waited_ns);
  g_autofree char *longest = dup_span (object->longest_wait_ns);
  g_autofree char *held = dup_span (object->longest_held_ns);
  g_autofree char *place = watch_report_dup_place (self, object->longest_waiter, object->longest_at);
  g_autofree char *holder = apm_lens_dup_thread_name (self->lens, object->longest_holder);

  g_string_append_printf (text, "%10lu %9lu %10s %10s %10s  %-10s %-20s %-18s %s\n", (gulong) object->n_taken,
                          (gulong) object->n_waits, total, longest, held, apm_lens_kind_get_id (object->kind), escaped,
                          place, holder);
}

static void
append_contention (WatchReport *self,
                   GString     *text)
{
  g_autoptr(GArray) order = watch_report_sort_objects (self);

  if (order->len == 0)
    return;
  g_string_append_printf (text, "%10s %9s %10s %10s %10s  %-10s %-20s %-18s %s\n", "TAKEN", "WAITS", "WAITED", "LONGEST",
                          "HELD MOST", "KIND", "WHAT", "LONGEST AT", "HELD THEN BY");
  for (guint i = 0; i < MIN (order->len, 50); i++)
    append_object (self, g_array_index (order, int, i), text);
  if (order->len > 50)
    g_string_append_printf (text, ngettext ("and %u more\n", "and %u more\n", order->len - 50), order->len - 50);
}

static void
edge_free (gpointer data)
{
  WatchEdge *edge = data;

  g_free (edge->from);
  g_free (edge->to);
  g_free (edge->thread);
  g_free (edge->from_place);
  g_free (edge->to_place);
  g_free (edge);
}

static WatchEdge *
edge_new (WatchReport       *self,
          const ApmLensEdge *edge)
{
  WatchEdge *named = g_new0 (WatchEdge, 1);

  named->from = apm_lens_dup_object_name (self->lens, edge->from);
  named->to = apm_lens_dup_object_name (self->lens, edge->to);
  named->thread = apm_lens_dup_thread_name (self->lens, edge->thread);
  named->from_place = watch_report_dup_place (self, edge->thread, edge->from_caller);
  named->to_place = watch_report_dup_place (self, edge->thread, edge->to_caller);
  named->n = edge->n;

  return named;
}

static void
copy_edge (const ApmLensEdge *edge,
           GArray            *copies)
{
  g_array_append_vals (copies, edge, 1);
}

/* Returns: (transfer full): of WatchEdge */
GPtrArray *
watch_report_take_order (WatchReport *self)
{
  GPtrArray *edges = g_ptr_array_new_with_free_func (edge_free);
  g_autoptr(GArray) copies = g_array_new (FALSE, FALSE, sizeof (ApmLensEdge));
  ApmLensOrder *order = apm_lens_model_get_order (apm_lens_lock (self->lens));

  for (guint i = 0; i < apm_lens_order_get_n_edges (order); i++)
    copy_edge (apm_lens_order_get_edge (order, i), copies);
  apm_lens_unlock (self->lens);
  for (guint i = 0; i < copies->len; i++)
    g_ptr_array_add (edges, edge_new (self, &g_array_index (copies, ApmLensEdge, i)));

  return edges;
}

/* Returns: (transfer full): of arrays of WatchEdge, a potential deadlock each */
GPtrArray *
watch_report_take_rings (WatchReport *self)
{
  GPtrArray *named = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  ApmLensModel *model = apm_lens_lock (self->lens);
  g_autoptr(GPtrArray) rings = apm_lens_order_find_rings (apm_lens_model_get_order (model), model);
  g_autoptr(GPtrArray) copies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < rings->len; i++)
    {
      const ApmLensRing *ring = rings->pdata[i];
      GArray *copy = g_array_new (FALSE, FALSE, sizeof (ApmLensEdge));

      for (guint e = 0; e < ring->edges->len; e++)
        copy_edge (ring->edges->pdata[e], copy);
      g_ptr_array_add (copies, copy);
    }
  apm_lens_unlock (self->lens);

  for (guint i = 0; i < copies->len; i++)
    {
      GArray *copy = copies->pdata[i];
      GPtrArray *edges = g_ptr_array_new_with_free_func (edge_free);

      for (guint e = 0; e < copy->len; e++)
        g_ptr_array_add (edges, edge_new (self, &g_array_index (copy, ApmLensEdge, e)));
      g_ptr_array_add (named, edges);
    }

  return named;
}

static void
append_order (WatchReport *self,
              GString     *text)
{
  g_autoptr(GPtrArray) edges = watch_report_take_order (self);
  g_autoptr(GPtrArray) rings = watch_report_take_rings (self);

  if (edges->len > 0)
    g_string_append_printf (text, "\n%s\n", _("Lock order:"));
  for (guint i = 0; i < MIN (edges->len, 50); i++)
    {
      const WatchEdge *edge = edges->pdata[i];

      g_string_append_printf (text, ngettext ("  %s (%s), then %s (%s), by %s: %lu time\n", "  %s (%s), then %s (%s), by %s: %lu times\n",
                                              (gulong) edge->n), edge->from, edge->from_place,
                              edge->to, edge->to_place, edge->thread, (gulong) edge->n);
    }
  for (guint i = 0; i < rings->len; i++)
    {
      GPtrArray *ring = rings->pdata[i];

      g_string_append_printf (text, "\n%s\n", _("Potential deadlock: these can each wait for the next for ever"));
      for (guint e = 0; e < ring->len; e++)
        {
          const WatchEdge *edge = ring->pdata[e];

          g_string_append_printf (text, _("  %s holds %s (%s) and takes %s (%s)\n"), edge->thread, edge->from,
                                  edge->from_place, edge->to, edge->to_place);
        }
    }
}

/* Who still waited when it was over. */
static void
append_waiting (WatchReport *self,
                GString     *text)
{
  for (guint i = 0; i < self->threads->len; i++)
    {
      const ApmLensThread *thread = &g_array_index (self->threads, ApmLensThread, i);
      g_autofree char *name = NULL;
      g_autofree char *span = NULL;

      if (thread->n_waits == 0)
        continue;
      name = apm_lens_dup_thread_name (self->lens, (int) i);
      span = dup_span (thread->waited_ns);
      g_string_append_printf (text, ngettext ("  %s waited %lu time, %s in all\n", "  %s waited %lu times, %s in all\n",
                                              (gulong) thread->n_waits), name, (gulong) thread->n_waits, span);
    }
}

/**
 * watch_report_dup_text:
 *
 * Returns: (transfer full): for a person
 */
GString *
watch_report_dup_text (ApmLens *lens)
{
  g_auto(WatchReport) report = { NULL };
  g_autofree char *doubt = apm_lens_dup_doubt (lens);
  g_autofree char *elapsed = NULL;
  GString *text = g_string_new (NULL);

  watch_report_init (&report, lens);
  elapsed = dup_span (report.elapsed_ns);
  g_string_append_printf (text, ngettext ("%lu events of %u thread in %s\n", "%lu events of %u threads in %s\n",
                                          report.threads->len), (gulong) report.n_events, report.threads->len, elapsed);
  append_waiting (&report, text);
  if (report.objects->len > 0)
    g_string_append_c (text, '\n');
  append_contention (&report, text);
  append_order (&report, text);
  if (doubt)
    g_string_append_printf (text, "\n%s.\n", doubt);

  return text;
}
