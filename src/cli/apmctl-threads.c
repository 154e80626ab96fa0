/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-text.h"
#include "apm-thread.h"

#include <glib/gi18n.h>

/* Between the two looks that CPU % comes from. */
#define LOOK_MS 200

typedef struct {
  gboolean json;
  gboolean csv;
} Options;

static int
print_text (const GPtrArray *threads)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%7s %7s %-9s %6s %10s  %s\n", "PID", "TID", "STATE", "CPU%", "TIME", "NAME");
  for (guint i = 0; i < threads->len; i++)
    {
      const ApmThread *thread = threads->pdata[i];
      g_autofree char *time = apm_text_format_span (thread->cpu_time_us);
      g_autofree char *name = apm_text_escape_lines (thread->name);

      g_string_append_printf (text, "%7d %7d %-9s %6.1f %10s  %s\n", thread->pid, thread->tid, thread->state,
                              thread->cpu_percent, time, name);
    }

  return apmctl_print (text);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const ApmThread *thread_a = *(ApmThread *const *) a;
  const ApmThread *thread_b = *(ApmThread *const *) b;

  if (thread_a->pid != thread_b->pid)
    return (thread_a->pid > thread_b->pid) - (thread_a->pid < thread_b->pid);

  return (thread_a->tid > thread_b->tid) - (thread_a->tid < thread_b->tid);
}

/* The fields that any thread has: what a window knows about its own is not here. */
static const ApmField *
get_fields (void)
{
  static ApmField fields[16];

  for (guint i = 0; i + 1 < G_N_ELEMENTS (fields) && apm_thread_fields[i].id; i++)
    {
      if (g_str_equal (apm_thread_fields[i].id, "work"))
        break;
      fields[i] = apm_thread_fields[i];
    }

  return fields;
}

static int
list (const Options *options,
      int            pid)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) threads = apm_thread_scan_for (pid, LOOK_MS, &error);

  if (threads == NULL)
    return apmctl_fail_error (error);

  g_ptr_array_sort (threads, compare);
  if (options->json || options->csv)
    return apmctl_print_rows (options->json ? APMCTL_JSON : APMCTL_CSV, "threads", get_fields (), threads);

  return print_text (threads);
}

int
apmctl_threads (int    argc,
                char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print one JSON document"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options.csv, N_("Print a table as CSV"), NULL },
    { NULL }
  };
  gint64 pid = 0;
  int status;

  if (!apmctl_parse ("[PID]", _("List threads, of one process or of all"), entries, &argc, &argv, &status))
    return status;

  if (argc > 2)
    return apmctl_fail (APMCTL_USAGE, _("“%s” is too much: this command takes one PID"), argv[2]);
  if (argc == 2 && !g_ascii_string_to_signed (argv[1], 10, 1, G_MAXINT, &pid, NULL))
    return apmctl_fail (APMCTL_USAGE, _("“%s” is no PID"), argv[1]);
  if (options.json && options.csv)
    return apmctl_fail (APMCTL_USAGE, _("Either --json or --csv, not both"));

  return list (&options, pid);
}
