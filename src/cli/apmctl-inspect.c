/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-inspect.h"

#include "apm-details.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  gboolean json;
  gboolean show_secrets;
  gboolean measure;
  char   **sections;
  gint64   started_us;
  int      pid;
  ApmDetails *details;
} Options;

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static ApmFacts *
read_section (const Options *options,
              ApmSection     section,
              GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  apm_details_read_async (options->details, options->pid, options->started_us, section,
                          options->measure && section == APM_SECTION_MEMORY ? APM_DETAILS_MEASURE : APM_DETAILS_NORMAL,
                          NULL, on_read, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);

  return apm_details_read_finish (result, error);
}

static gboolean
is_wanted (const Options *options,
           const char    *id)
{
  return !options->sections || g_strv_contains ((const char *const *) options->sections, id);
}

static void
begin_section (const Options *options,
               Inspected     *inspected,
               const char    *label)
{
  if (!inspected->text || (options->sections && !options->sections[1]))
    return;
  g_string_append_printf (inspected->text, "%s%s\n", inspected->text->len > 0 ? "\n" : "", label);
  for (glong i = g_utf8_strlen (label, -1); i > 0; i--)
    g_string_append (inspected->text, "─");
  g_string_append_c (inspected->text, '\n');
}

void
inspected_add_sentence (Inspected  *inspected,
                        const char *key,
                        const char *sentence)
{
  if (inspected->builder)
    {
      json_builder_set_member_name (inspected->builder, key);
      json_builder_add_string_value (inspected->builder, sentence);
    }
  else if (sentence)
    {
      g_string_append_printf (inspected->text, "%s\n", sentence);
    }
}

/* Returns: the exit status: whoever is gone has no further sections */
static int
print_facts (const Options *options,
             Inspected     *inspected,
             ApmSection     section)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmFacts) facts = read_section (options, section, &error);
  g_autofree char *text = NULL;

  if (!facts && (g_error_matches (error, APM_ERROR, APM_ERROR_GONE) ||
                 g_error_matches (error, APM_ERROR, APM_ERROR_REUSED)))
    return apmctl_fail_error (error);

  begin_section (options, inspected, apm_section_get_label (section));
  if (facts && inspected->builder)
    {
      apm_facts_to_json (facts, options->show_secrets, inspected->builder);
    }
  else if (facts)
    {
      text = apm_facts_dup_text (facts, options->show_secrets);
      g_string_append (inspected->text, text);
    }
  else if (inspected->builder)
    {
      json_builder_set_member_name (inspected->builder, apm_section_get_id (section));
      json_builder_begin_object (inspected->builder);
      inspected_add_sentence (inspected, g_error_matches (error, APM_ERROR, APM_ERROR_DENIED) ? "denied" : "failed",
                              error->message);
      json_builder_end_object (inspected->builder);
    }
  else
    {
      inspected_add_sentence (inspected, NULL, error->message);
    }

  return APMCTL_DONE;
}

static int
print_sections (const Options *options,
                Inspected     *inspected)
{
  int status = APMCTL_DONE;

  for (guint i = 0; status == APMCTL_DONE && i < APM_N_SECTIONS; i++)
    if (is_wanted (options, apm_section_get_id (i)))
      status = print_facts (options, inspected, i);

  for (guint i = 0; status == APMCTL_DONE && inspect_sections[i].id; i++)
    {
      if (!is_wanted (options, inspect_sections[i].id))
        continue;
      begin_section (options, inspected, _(inspect_sections[i].label));
      if (inspected->builder)
        {
          json_builder_set_member_name (inspected->builder, inspect_sections[i].id);
          json_builder_begin_object (inspected->builder);
        }
      inspect_sections[i].print (inspected);
      if (inspected->builder)
        json_builder_end_object (inspected->builder);
    }

  return status;
}

static void
begin_document (JsonBuilder   *builder,
                const Options *options)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, "process");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "pid");
  json_builder_add_int_value (builder, options->pid);
  json_builder_set_member_name (builder, "started_us");
  json_builder_add_int_value (builder, options->started_us);
}

/* Whoever has the number now is whom all sections are about. */
static int
find_process (Options *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmFacts) facts = read_section (options, APM_SECTION_SIGNALS, &error);

  if (facts)
    options->started_us = facts->started_us;

  return facts ? APMCTL_DONE : apmctl_fail_error (error);
}

static int
inspect (Options *options)
{
  Inspected inspected = { .pid = options->pid };
  int status;

  options->details = apm_details_new ();
  status = find_process (options);
  if (status == APMCTL_DONE && options->json)
    {
      inspected.builder = json_builder_new ();
      begin_document (inspected.builder, options);
    }
  else
    {
      inspected.text = g_string_new (NULL);
    }
  inspected.started_us = options->started_us;
  if (status == APMCTL_DONE)
    status = print_sections (options, &inspected);
  if (status == APMCTL_DONE && options->json)
    {
      json_builder_end_object (inspected.builder);
      json_builder_end_object (inspected.builder);
      status = apmctl_print_json (inspected.builder);
    }
  else if (status == APMCTL_DONE)
    {
      status = apmctl_print (inspected.text);
    }
  inspected_clear (&inspected);
  apm_details_free (options->details);

  return status;
}

static gboolean
is_section (const char *id)
{
  ApmSection section;

  for (guint i = 0; inspect_sections[i].id; i++)
    if (strcmp (inspect_sections[i].id, id) == 0)
      return TRUE;

  return apm_section_from_id (id, &section);
}

static int
check (Options *options,
       int      argc,
       char   **argv)
{
  gint64 pid = 0;

  if (argc != 2)
    return apmctl_fail (APMCTL_USAGE, _("This command takes a PID"));
  if (!g_ascii_string_to_signed (argv[1], 10, 1, G_MAXINT, &pid, NULL))
    return apmctl_fail (APMCTL_USAGE, _("“%s” is no PID"), argv[1]);
  if (options->started_us < 0)
    return apmctl_fail (APMCTL_USAGE, _("A start time is not negative"));
  for (guint i = 0; options->sections && options->sections[i]; i++)
    if (!is_section (options->sections[i]))
      return apmctl_fail (APMCTL_USAGE, _("There is no section “%s”: “apmctl inspect --help” lists them"),
                          options->sections[i]);
  options->pid = (int) pid;

  return APMCTL_DONE;
}

static char *
dup_summary (void)
{
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < APM_N_SECTIONS; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", apm_section_get_id (i));
  for (guint i = 0; inspect_sections[i].id; i++)
    g_string_append_printf (ids, ", %s", inspect_sections[i].id);

  /* Translators: %s are names of sections, with commas */
  return g_strdup_printf (_("Tell what stands behind a process, in sections: %s"), ids->str);
}

int
apmctl_inspect (int    argc,
                char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "section", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.sections, N_("Only this section; can be said again"),
      N_("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print one JSON document"), NULL },
    { "show-secrets", 0, 0, G_OPTION_ARG_NONE, &options.show_secrets,
      N_("Do not mask what looks like a password in the environment"), NULL },
    { "measure", 0, 0, G_OPTION_ARG_NONE, &options.measure,
      N_("Measure how much of each memory map is in memory, which takes long"), NULL },
    { "start-time", 0, 0, G_OPTION_ARG_INT64, &options.started_us,
      N_("Only the process that started then: started_us of “apmctl ps --json”"), N_("MICROSECONDS") },
    { NULL }
  };
  g_autofree char *summary = dup_summary ();
  int status;

  if (apmctl_parse ("PID", summary, entries, &argc, &argv, &status))
    {
      status = check (&options, argc, argv);
      if (status == APMCTL_DONE)
        status = inspect (&options);
    }
  g_strfreev (options.sections);

  return status;
}
