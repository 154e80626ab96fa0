/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-listing.h"

#include "apm-stack.h"
#include "apm-text.h"
#include "apm-thread-list.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct {
  ApmctlListing listing;
  gboolean stack;
} Options;

static ApmSheet *
lay_out (const GPtrArray *threads)
{
  static const char *const titles[] = {
    "PID", "TID", "STATE", "CPU%", "READY%", "TIME", "CPU", "POLICY", "PRIO", "WAITS IN", "NAME",
  };
  ApmSheet *sheet = apm_sheet_new ("rrlrrrrlrll");

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    apm_sheet_add (sheet, titles[i]);
  for (guint i = 0; i < threads->len; i++)
    {
      const ApmThread *thread = threads->pdata[i];

      apm_sheet_take (sheet, g_strdup_printf ("%d", thread->pid));
      apm_sheet_take (sheet, g_strdup_printf ("%d", thread->tid));
      apm_sheet_add (sheet, thread->state);
      apm_sheet_take (sheet, g_strdup_printf ("%.1f", thread->cpu_percent));
      apm_sheet_take (sheet, isnan (thread->run_wait_percent) ? g_strdup ("")
                                                              : g_strdup_printf ("%.1f", thread->run_wait_percent));
      apm_sheet_take (sheet, apm_text_format_span (thread->cpu_time_us));
      apm_sheet_take (sheet, g_strdup_printf ("%d", thread->last_cpu));
      apm_sheet_add (sheet, thread->policy);
      apm_sheet_take (sheet, g_strdup_printf ("%d", thread->priority));
      apm_sheet_add (sheet, thread->wait_channel);
      apm_sheet_add (sheet, thread->name);
    }

  return sheet;
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

static ApmctlStatus
check_list (gpointer list)
{
  const GError *error = apm_thread_list_get_error (list);

  return error ? (ApmctlStatus) apmctl_fail_error (error) : APMCTL_DONE;
}

static gboolean
is_denied (gconstpointer   row,
           const ApmField *field)
{
  return apm_thread_is_denied (row, field);
}

static ApmView *
get_view (gpointer list)
{
  return apm_thread_list_get_view (list);
}

static void
set_interval (gpointer list,
              guint    ms)
{
  apm_thread_list_set_interval (list, ms);
}

static void
set_columns (gpointer           list,
             const char *const *ids)
{
  apm_thread_list_set_columns (list, ids);
}

static void
set_sort (gpointer    list,
          const char *field_id,
          gboolean    descending)
{
  apm_thread_list_set_sort (list, field_id, descending);
}

static void
set_filter (gpointer   list,
            ApmFilter *filter)
{
  apm_thread_list_set_filter (list, filter);
}

static void
set_notes (gpointer      list,
           ApmWaitWatch *watch)
{
  apm_thread_list_set_notes (list, apm_wait_watch_get_thread_notes (watch));
}

static void
sample_now (gpointer list)
{
  apm_thread_list_sample_now (list);
}

static ApmctlListed listed = {
  .filter_help = N_("Only those that fit: words, \"a text\", /regex/, !not, name:, state:D, cpu>20, waits:mutex, waited>5s"),
  .key = "threads", .sort = "pid", .parse = apm_thread_filter_parse, .get_view = get_view,
  .set_interval = set_interval, .set_columns = set_columns, .set_sort = set_sort, .set_filter = set_filter,
  .set_notes = set_notes, .sample_now = sample_now, .check = check_list, .is_denied = is_denied, .lay_out = lay_out,
};

static int
list (Options *options,
      int      pid)
{
  g_autoptr(ApmThreadList) threads = apm_thread_list_new ();

  listed.fields = apmctl_threads_get_fields ();
  options->listing.threads_pid = pid > 0 ? pid : APM_ALL_PROCESSES;
  apm_thread_list_set_interval (threads, 0);
  apm_thread_list_set_pid (threads, options->listing.threads_pid);

  return apmctl_listing_run (&options->listing, threads);
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
  if (options->listing.json)
    return print_stack_json (stack);

  groups = apm_stack_dup_text (stack);
  text = g_string_new (groups);

  return apmctl_print (text);
}

static int
run (Options *options,
     int      argc,
     char   **argv)
{
  const ApmctlListing *listing = &options->listing;
  gint64 pid = 0;

  if (argc > 2)
    return apmctl_fail (APMCTL_USAGE, _("“%s” is too much: this command takes one PID"), argv[2]);
  if (argc == 2 && !g_ascii_string_to_signed (argv[1], 10, 1, G_MAXINT, &pid, NULL))
    return apmctl_fail (APMCTL_USAGE, _("“%s” is no PID"), argv[1]);
  if (!options->stack)
    return list (options, (int) pid);

  if (pid == 0)
    return apmctl_fail (APMCTL_USAGE, _("--stack takes one PID"));
  if (listing->csv)
    return apmctl_fail (APMCTL_USAGE, _("Stacks are no table: take --json"));
  if (listing->filter || listing->sort || listing->columns || listing->watch)
    return apmctl_fail (APMCTL_USAGE, _("--stack takes --json only"));

  return print_stacks (options, (int) pid);
}

int
apmctl_threads (int    argc,
                char **argv)
{
  Options options = { .listing = { .listed = &listed } };
  const GOptionEntry own[] = {
    { "stack", 0, 0, G_OPTION_ARG_NONE, &options.stack,
      N_("Print where each thread of PID stands; each is stopped for a moment"), NULL },
    { NULL }
  };
  int status;

  if (apmctl_listing_parse (&options.listing, "[PID]", _("List threads, of one process or of all"), own, &argc, &argv,
                            &status))
    status = run (&options, argc, argv);
  apmctl_listing_clear (&options.listing);

  return status;
}
