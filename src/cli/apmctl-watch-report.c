/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-watch.h"

#include "apm-text.h"

#include <glib/gi18n.h>

#define MOST 50   /* rows of a kind that are printed */

static void
append_lock (const ApmLensLockRow *row,
             GString              *text)
{
  g_autofree char *escaped = apm_text_escape_lines (row->name);
  g_autofree char *total = apm_lens_dup_span_text (row->waited_ns);
  g_autofree char *longest = apm_lens_dup_span_text (row->longest_wait_ns);
  g_autofree char *held = apm_lens_dup_span_text (row->longest_held_ns);

  g_string_append_printf (text, "%10lu %9lu %10s %10s %10s  %-10s %-20s %-18s %s\n", (gulong) row->taken,
                          (gulong) row->waits, total, longest, held, row->kind, escaped, row->longest_wait_at,
                          row->longest_holder);
}

static void
append_contention (ApmLensReport *report,
                   GString       *text)
{
  guint n = report->locks->len;

  if (n == 0)
    return;
  g_string_append_printf (text, "\n%10s %9s %10s %10s %10s  %-10s %-20s %-18s %s\n", "TAKEN", "WAITS", "WAITED",
                          "LONGEST", "HELD MOST", "KIND", "WHAT", "LONGEST AT", "HELD THEN BY");
  for (guint i = 0; i < MIN (n, MOST); i++)
    append_lock (report->locks->pdata[i], text);
  if (n > MOST)
    g_string_append_printf (text, ngettext ("and %u more\n", "and %u more\n", n - MOST), n - MOST);
}

static void
append_order (ApmLensReport *report,
              GString       *text)
{
  if (report->edges->len > 0)
    g_string_append_printf (text, "\n%s\n", _("Lock order:"));
  for (guint i = 0; i < MIN (report->edges->len, MOST); i++)
    {
      const ApmLensEdgeRow *edge = report->edges->pdata[i];

      g_string_append_printf (text, ngettext ("  %s (%s), then %s (%s), by %s: %lu time\n",
                                              "  %s (%s), then %s (%s), by %s: %lu times\n", (gulong) edge->times),
                              edge->held, edge->held_at, edge->taken, edge->taken_at, edge->thread,
                              (gulong) edge->times);
    }
  for (guint i = 0; i < report->rings->len; i++)
    {
      g_autofree char *ring = apm_lens_report_dup_ring (report->rings->pdata[i]);

      g_string_append_printf (text, "\n%s\n", ring);
    }
}

static void
append_waits (ApmLensReport *report,
              GString       *text)
{
  for (guint i = 0; i < report->threads->len; i++)
    {
      const ApmLensThreadRow *row = report->threads->pdata[i];
      g_autofree char *span = apm_lens_dup_span_text (row->waited_ns);

      if (row->waits > 0)
        g_string_append_printf (text, ngettext ("  %s waited %lu time, %s in all\n",
                                                "  %s waited %lu times, %s in all\n", (gulong) row->waits),
                                row->name, (gulong) row->waits, span);
    }
}

/**
 * watch_report_dup_text:
 *
 * Returns: (transfer full): for a person
 */
GString *
watch_report_dup_text (ApmLensReport *report)
{
  g_autofree char *elapsed = apm_lens_dup_span_text (report->elapsed_ns);
  guint n_threads = report->threads->len;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%lu events of %u thread in %s\n", "%lu events of %u threads in %s\n",
                                          n_threads), (gulong) report->n_events, n_threads, elapsed);
  append_waits (report, text);
  append_contention (report, text);
  append_order (report, text);
  if (report->doubt)
    g_string_append_printf (text, "\n%s.\n", report->doubt);

  return text;
}
