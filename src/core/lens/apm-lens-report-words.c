/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-report.h"

#include <glib/gi18n-lib.h>
#include <stddef.h>

#define LOCK(id, type, member) { id, type, offsetof (ApmLensLockRow, member), 0, 0 }
#define THREAD(id, type, member) { id, type, offsetof (ApmLensThreadRow, member), 0, 0 }
#define EDGE(id, type, member) { id, type, offsetof (ApmLensEdgeRow, member), 0, 0 }

const ApmField apm_lens_lock_fields[] = {
  LOCK ("name", APM_FIELD_STRING, name),
  LOCK ("kind", APM_FIELD_STRING, kind),
  LOCK ("taken", APM_FIELD_UINT64, taken),
  LOCK ("waits", APM_FIELD_UINT64, waits),
  LOCK ("failed", APM_FIELD_UINT64, failed),
  LOCK ("knocked", APM_FIELD_UINT64, knocked),
  LOCK ("waited_ns", APM_FIELD_INT64, waited_ns),
  LOCK ("longest_wait_ns", APM_FIELD_INT64, longest_wait_ns),
  LOCK ("longest_wait_at", APM_FIELD_STRING, longest_wait_at),
  LOCK ("longest_waiter", APM_FIELD_STRING, longest_waiter),
  LOCK ("longest_holder", APM_FIELD_STRING, longest_holder),
  LOCK ("held_ns", APM_FIELD_INT64, held_ns),
  LOCK ("longest_held_ns", APM_FIELD_INT64, longest_held_ns),
  LOCK ("most_waiters", APM_FIELD_UINT, most_waiters),
  LOCK ("holder", APM_FIELD_STRING, holder),
  LOCK ("holders", APM_FIELD_UINT, holders),
  LOCK ("waiters", APM_FIELD_UINT, waiters),
  LOCK ("first_used_at", APM_FIELD_STRING, first_used_at),
  { NULL }
};

const ApmField apm_lens_thread_fields[] = {
  THREAD ("pid", APM_FIELD_INT, pid),
  THREAD ("tid", APM_FIELD_INT, tid),
  THREAD ("name", APM_FIELD_STRING, name),
  THREAD ("state", APM_FIELD_STRING, state),
  THREAD ("waits_for", APM_FIELD_STRING, waits_for),
  THREAD ("waiting_ns", APM_FIELD_INT64, waiting_ns),
  THREAD ("events", APM_FIELD_UINT64, events),
  THREAD ("waits", APM_FIELD_UINT64, waits),
  THREAD ("waited_ns", APM_FIELD_INT64, waited_ns),
  THREAD ("longest_wait_ns", APM_FIELD_INT64, longest_wait_ns),
  THREAD ("place", APM_FIELD_STRING, place),
  THREAD ("holds", APM_FIELD_STRING, holds),
  { NULL }
};

const ApmField apm_lens_edge_fields[] = {
  EDGE ("held", APM_FIELD_STRING, held),
  EDGE ("held_at", APM_FIELD_STRING, held_at),
  EDGE ("taken", APM_FIELD_STRING, taken),
  EDGE ("taken_at", APM_FIELD_STRING, taken_at),
  EDGE ("thread", APM_FIELD_STRING, thread),
  EDGE ("times", APM_FIELD_UINT64, times),
  { NULL }
};

/**
 * apm_lens_report_dup_ring:
 * @ring: of ApmLensReport.rings
 *
 * Returns: (transfer full): the deadlock that can come, in lines
 */
char *
apm_lens_report_dup_ring (GPtrArray *ring)
{
  GString *text = g_string_new (_("Potential deadlock: these can each wait for the next for ever"));

  for (guint i = 0; i < ring->len; i++)
    {
      const ApmLensEdgeRow *edge = ring->pdata[i];

      g_string_append_c (text, '\n');
      g_string_append_printf (text, _("  %s holds %s (%s) and takes %s (%s)"), edge->thread, edge->held,
                              edge->held_at, edge->taken, edge->taken_at);
    }

  return g_string_free (text, FALSE);
}

/**
 * apm_lens_dup_span_text:
 *
 * Returns: (transfer full): a length of time with four digits at most: "340 ns",
 *   "12.5 µs", "3.2 ms", "1.6 s"
 */
char *
apm_lens_dup_span_text (gint64 ns)
{
  if (ns < 1000)
    return g_strdup_printf (_("%d ns"), (int) ns);
  if (ns < 1000000)
    return g_strdup_printf (_("%.1f µs"), ns / 1e3);
  if (ns < 1000000000)
    return g_strdup_printf (_("%.1f ms"), ns / 1e6);

  return g_strdup_printf (_("%.1f s"), ns / 1e9);
}
