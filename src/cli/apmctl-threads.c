/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-stack.h"
#include "apm-text.h"
#include "apm-thread.h"

#include <glib/gi18n.h>
#include <math.h>

/* Between the two looks that CPU % comes from. */
#define LOOK_MS 200

typedef struct {
  gboolean json;
  gboolean csv;
  gboolean stack;
} Options;

static int
print_text (const GPtrArray *threads)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%7s %7s %-9s %6s %6s %10s %3s %-11s %4s %-22s %s\n", "PID", "TID", "STATE", "CPU%",
                          "READY%", "TIME", "CPU", "POLICY", "PRIO", "WAITS IN", "NAME");
  for (guint i = 0; i < threads->len; i++)
    {
      const ApmThread *thread = threads->pdata[i];
      g_autofree char *time = apm_text_format_span (thread->cpu_time_us);
      g_autofree char *name = apm_text_escape_lines (thread->name);
      g_autofree char *ready = isnan (thread->run_wait_percent) ? g_strdup ("")
                                                                : g_strdup_printf ("%.1f", thread->run_wait_percent);

      g_string_append_printf (text, "%7d %7d %-9s %6.1f %6s %10s %3d %-11s %4d %-22s %s\n", thread->pid, thread->tid,
                              thread->state, thread->cpu_percent, ready, time, thread->last_cpu,
                              thread->policy ? thread->policy : "", thread->priority,
                              thread->wait_channel ? thread->wait_channel : "", name);
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

/**
 * apmctl_threads_get_fields:
 *
 * Returns: (transfer none): the fields that any thread has: what a window knows
 *   about its own is not here
 */
const ApmField *
apmctl_threads_get_fields (void)
{
  static ApmField fields[32];

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
  g_autoptr(GPtrArray) threads = apm_thread_scan_for (pid > 0 ? pid : APM_ALL_PROCESSES, LOOK_MS, &error);

  if (threads == NULL)
    return apmctl_fail_error (error);

  g_ptr_array_sort (threads, compare);
  if (options->json || options->csv)
    return apmctl_print_rows (options->json ? APMCTL_JSON : APMCTL_CSV, "threads", apmctl_threads_get_fields (), threads);

  return print_text (threads);
}

static void
add_frames (JsonBuilder     *builder,
            const GPtrArray *frames)
{
  json_builder_set_member_name (builder, "frames");
  json_builder_begin_array (builder);
  for (guint i = 0; i < frames->len; i++)
    {
      const ApmStackFrame *frame = frames->pdata[i];
      const char *texts[][2] = {
        { "function", frame->function }, { "module", frame->module }, { "source", frame->source },
      };

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "address");
      json_builder_add_int_value (builder, (gint64) frame->address);
      json_builder_set_member_name (builder, "offset");
      json_builder_add_int_value (builder, (gint64) frame->offset);
      for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
        {
          json_builder_set_member_name (builder, texts[t][0]);
          json_builder_add_string_value (builder, texts[t][1]);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static int
print_stack_json (const ApmStack *stack)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, "stacks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < stack->threads->len; i++)
    {
      const ApmStackThread *thread = stack->threads->pdata[i];

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "tid");
      json_builder_add_int_value (builder, thread->tid);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, thread->name);
      json_builder_set_member_name (builder, "stopped_ns");
      json_builder_add_int_value (builder, thread->stopped_ns);
      json_builder_set_member_name (builder, "refusal");
      json_builder_add_string_value (builder, thread->refusal);
      add_frames (builder, thread->frames);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return apmctl_print_json (builder);
}

static void
on_taken (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static int
print_stacks (const Options *options,
              int            pid)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) threads = apm_thread_scan (pid, &error);
  g_autoptr(ApmStack) stack = NULL;
  g_autoptr(GString) text = NULL;
  g_autofree char *groups = NULL;

  if (threads == NULL)
    return apmctl_fail_error (error);

  apm_stack_take_async (pid, ((ApmThread *) threads->pdata[0])->process_started_us, 0, NULL, on_taken, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  stack = apm_stack_take_finish (result, &error);
  if (stack == NULL)
    return apmctl_fail_error (error);
  if (options->json)
    return print_stack_json (stack);

  groups = apm_stack_dup_text (stack);
  text = g_string_new (groups);

  return apmctl_print (text);
}

int
apmctl_threads (int    argc,
                char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print one JSON document"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options.csv, N_("Print a table as CSV"), NULL },
    { "stack", 0, 0, G_OPTION_ARG_NONE, &options.stack,
      N_("Print where each thread of PID stands; each is stopped for a moment"), NULL },
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
  if (options.stack && pid == 0)
    return apmctl_fail (APMCTL_USAGE, _("--stack takes one PID"));
  if (options.stack && options.csv)
    return apmctl_fail (APMCTL_USAGE, _("Stacks are no table: take --json"));
  if (options.stack)
    return print_stacks (&options, (int) pid);

  return list (&options, pid);
}
