/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-watch.h"

#include <sys/wait.h>

static void
add_number (JsonBuilder *json,
            const char  *key,
            gint64       value)
{
  json_builder_set_member_name (json, key);
  json_builder_add_int_value (json, value);
}

static void
add_text (JsonBuilder *json,
          const char  *key,
          const char  *value)
{
  json_builder_set_member_name (json, key);
  json_builder_add_string_value (json, value);
}

static void
add_threads (WatchReport *self,
             JsonBuilder *json)
{
  json_builder_set_member_name (json, "threads");
  json_builder_begin_array (json);
  for (guint i = 0; i < self->threads->len; i++)
    {
      const ApmLensThread *thread = &g_array_index (self->threads, ApmLensThread, i);
      g_autofree char *name = apm_lens_dup_thread_name (self->lens, (int) i);

      json_builder_begin_object (json);
      add_number (json, "pid", g_array_index (self->processes, ApmLensProcess, thread->process).pid);
      add_number (json, "tid", thread->tid);
      add_text (json, "name", name);
      add_number (json, "events", (gint64) thread->n_events);
      add_number (json, "waits", (gint64) thread->n_waits);
      add_number (json, "waited_ns", thread->waited_ns);
      add_number (json, "longest_wait_ns", thread->longest_wait_ns);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_objects (WatchReport *self,
             JsonBuilder *json)
{
  g_autoptr(GArray) order = watch_report_sort_objects (self);

  json_builder_set_member_name (json, "objects");
  json_builder_begin_array (json);
  for (guint i = 0; i < order->len; i++)
    {
      int number = g_array_index (order, int, i);
      const ApmLensObject *object = &g_array_index (self->objects, ApmLensObject, number);
      g_autofree char *name = apm_lens_dup_object_name (self->lens, number);
      g_autofree char *place = watch_report_dup_place (self, object->longest_waiter, object->longest_at);
      g_autofree char *waiter = apm_lens_dup_thread_name (self->lens, object->longest_waiter);
      g_autofree char *holder = apm_lens_dup_thread_name (self->lens, object->longest_holder);

      json_builder_begin_object (json);
      add_text (json, "name", name);
      add_text (json, "kind", apm_lens_kind_get_id (object->kind));
      add_number (json, "taken", (gint64) object->n_taken);
      add_number (json, "waits", (gint64) object->n_waits);
      add_number (json, "failed", (gint64) object->n_failed);
      add_number (json, "waited_ns", object->waited_ns);
      add_number (json, "longest_wait_ns", object->longest_wait_ns);
      add_text (json, "longest_wait_at", place);
      add_text (json, "longest_waiter", waiter);
      add_text (json, "longest_holder", holder);
      add_number (json, "held_ns", object->held_ns);
      add_number (json, "longest_held_ns", object->longest_held_ns);
      add_number (json, "most_waiters", object->most_waiters);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_edges (GPtrArray   *edges,
           JsonBuilder *json)
{
  json_builder_begin_array (json);
  for (guint i = 0; i < edges->len; i++)
    {
      const WatchEdge *edge = edges->pdata[i];

      json_builder_begin_object (json);
      add_text (json, "held", edge->from);
      add_text (json, "held_at", edge->from_place);
      add_text (json, "taken", edge->to);
      add_text (json, "taken_at", edge->to_place);
      add_text (json, "thread", edge->thread);
      add_number (json, "times", (gint64) edge->n);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

/**
 * watch_report_dup_json:
 *
 * Returns: (transfer full): one document, for programs
 */
JsonBuilder *
watch_report_dup_json (ApmLens *lens,
                       int      wait_status)
{
  g_auto(WatchReport) report = { NULL };
  g_autofree char *doubt = apm_lens_dup_doubt (lens);
  g_autoptr(GPtrArray) edges = NULL;
  g_autoptr(GPtrArray) rings = NULL;
  JsonBuilder *json = json_builder_new ();

  watch_report_init (&report, lens);
  edges = watch_report_take_order (&report);
  rings = watch_report_take_rings (&report);

  json_builder_begin_object (json);
  add_number (json, "schema", 1);
  add_text (json, "program", apm_child_get_command (apm_lens_get_child (lens)));
  json_builder_set_member_name (json, "exit_status");
  if (WIFEXITED (wait_status))
    json_builder_add_int_value (json, WEXITSTATUS (wait_status));
  else
    json_builder_add_null_value (json);
  json_builder_set_member_name (json, "signal");
  if (WIFSIGNALED (wait_status))
    json_builder_add_int_value (json, WTERMSIG (wait_status));
  else
    json_builder_add_null_value (json);
  add_number (json, "elapsed_ns", report.elapsed_ns);
  add_number (json, "events", (gint64) report.n_events);
  add_number (json, "lost_events", (gint64) report.n_lost);
  add_number (json, "unseen_operations", (gint64) apm_lens_get_n_unseen (lens));
  add_text (json, "doubt", doubt);
  add_threads (&report, json);
  add_objects (&report, json);
  json_builder_set_member_name (json, "lock_order");
  add_edges (edges, json);
  json_builder_set_member_name (json, "potential_deadlocks");
  json_builder_begin_array (json);
  for (guint i = 0; i < rings->len; i++)
    add_edges (rings->pdata[i], json);
  json_builder_end_array (json);
  json_builder_end_object (json);

  return json;
}
