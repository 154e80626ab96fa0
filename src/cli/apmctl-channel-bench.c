/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-channel.h"

#include "apm-measure.h"
#include "apm-sheet.h"
#include "apm-text.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

typedef struct {
  int      size;
  double   seconds;
  gboolean json;
  gboolean csv;
} Options;

static char *
dup_us (gint64 ns)
{
  return g_strdup_printf (_("%.1f µs"), ns / 1000.0);
}

static void
add_row (ApmSheet          *sheet,
         const ApmMeasured *measured)
{
  g_autofree char *bytes = NULL;

  apm_sheet_add (sheet, measured->title);
  if (measured->problem)
    {
      for (int i = 0; i < 4; i++)
        apm_sheet_add (sheet, "–");
      apm_sheet_add (sheet, measured->problem);
      return;
    }
  bytes = apm_text_format_bytes ((guint64) measured->bytes_per_s);
  apm_sheet_take (sheet, dup_us (measured->round_trip_ns));
  apm_sheet_take (sheet, dup_us (measured->round_trip_99_ns));
  apm_sheet_take (sheet, g_strdup_printf ("%'.0f", measured->messages_per_s));
  apm_sheet_take (sheet, g_strdup_printf (_("%s/s"), bytes));
  apm_sheet_add (sheet, "");
}

static int
print_rows (const Options   *options,
            const GPtrArray *rows)
{
  static const char *const heads[] = { N_("KIND"), N_("ROUND TRIP"), N_("99 OF 100"), N_("MESSAGES/S"), N_("BYTES/S"), "" };
  g_autoptr(GString) text = g_string_new (NULL);
  ApmSheet *sheet;

  if (options->json || options->csv)
    return apmctl_print_rows (options->json ? APMCTL_JSON : APMCTL_CSV, "channels", apm_measured_fields, rows);

  sheet = apm_sheet_new ("lrrrrl");
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    apm_sheet_add (sheet, *heads[i] ? _(heads[i]) : "");
  for (guint i = 0; i < rows->len; i++)
    add_row (sheet, rows->pdata[i]);
  apm_sheet_append_to (sheet, text);

  return apmctl_print (text);
}

static gboolean
on_signal (gpointer user_data)
{
  apm_measure_cancel (user_data);

  return G_SOURCE_CONTINUE;
}

static int
run (const Options     *options,
     const char *const *kinds)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(ApmMeasure) measure = apm_measure_new (*kinds ? kinds : NULL, (guint) options->size, options->seconds);
  g_autoptr(GError) error = NULL;

  g_signal_connect_swapped (measure, "ended", G_CALLBACK (g_main_loop_quit), loop);
  g_unix_signal_add (SIGINT, on_signal, measure);
  g_unix_signal_add (SIGTERM, on_signal, measure);
  if (!apm_measure_start (measure, &error))
    return apmctl_fail_error (error);
  g_main_loop_run (loop);

  return print_rows (options, apm_measure_get_rows (measure));
}

int
apmctl_channel_bench (int    argc,
                      char **argv)
{
  Options options = { .size = 64, .seconds = 0.5 };
  const GOptionEntry entries[] = {
    { "size", 0, 0, G_OPTION_ARG_INT, &options.size, N_("Bytes of a message (64)"), N_("BYTES") },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &options.seconds, N_("How long each is tried, each way (0.5)"), N_("SECONDS") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print one JSON document"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options.csv, N_("Print a table as CSV"), NULL },
    { NULL }
  };
  int status;

  if (!apmctl_parse (_("[KIND…]"), _("Measure what a message costs by each kind of channel, between two processes of this machine:\n"
                                     "pipe, fifo, stream, seqpacket, datagram, queue, ring, signal, eventfd"),
                     entries, &argc, &argv, &status))
    return status;
  if (options.size < 1 || options.size > APM_FRAMING_MOST)
    return apmctl_fail (APMCTL_USAGE, _("--size takes 1 to %d bytes"), APM_FRAMING_MOST);
  if (!(options.seconds > 0 && options.seconds <= 60))
    return apmctl_fail (APMCTL_USAGE, _("--seconds takes more than 0 and up to 60"));
  if (options.json && options.csv)
    return apmctl_fail (APMCTL_USAGE, _("Only one of --json and --csv"));
  for (int i = 1; i < argc; i++)
    if (!apm_measure_get_title (argv[i]))
      return apmctl_fail (APMCTL_USAGE, _("There is no kind of channel “%s”"), argv[i]);

  return run (&options, (const char *const *) argv + 1);
}
