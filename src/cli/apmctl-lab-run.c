/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-experiment.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>

#define PROGRESS_INTERVAL_MS 1000

typedef struct {
  GMainLoop *loop;
  ApmExperiment *experiment;
  char *name;           /* PROBLEM:VARIANT */
  gboolean as_json;
} Run;

static const struct { const char *id; ApmctlStatus status; } verdicts[] = {
  [APM_VERDICT_NONE] = { "none", APMCTL_FAILED },
  [APM_VERDICT_HOLDS] = { "holds", APMCTL_DONE },
  [APM_VERDICT_BROKEN] = { "broken", APMCTL_FINDING },
  [APM_VERDICT_INCONCLUSIVE] = { "inconclusive", APMCTL_DENIED },
  [APM_VERDICT_FAILED] = { "failed", APMCTL_FAILED },
};

static void
append_progress (const ApmScene *scene,
                 GString        *text)
{
  if (scene->kind == APM_SCENE_BUFFER)
    g_string_append_printf (text, _("put %lu, got %lu, %u of %u slots filled, %.0f items/s"),
                            (unsigned long) scene->produced, (unsigned long) scene->consumed,
                            scene->filled, scene->n_slots, scene->consumed_per_s);
  else if (scene->kind == APM_SCENE_COUNTER)
    g_string_append_printf (text, _("round %u, %u right"), scene->round, scene->rounds_right);
  else
    g_string_append_printf (text, _("%lu reports"), (unsigned long) scene->n_reports);

  g_string_append_c (text, '\n');
}

static gboolean
on_progress (gpointer user_data)
{
  Run *run = user_data;
  g_autoptr(GString) text = g_string_new (NULL);

  append_progress (apm_experiment_get_scene (run->experiment), text);
  apmctl_print (text);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_stop (gpointer user_data)
{
  Run *run = user_data;

  apm_experiment_stop (run->experiment);

  return G_SOURCE_CONTINUE;
}

static void
on_output (ApmExperiment *experiment,
           gboolean       is_stderr,
           GBytes        *lines,
           gpointer       user_data)
{
  gsize length;
  const char *text = g_bytes_get_data (lines, &length);

  fwrite (text, 1, length, stderr);
}

static void
add_facts (JsonBuilder *json,
           const char  *name,
           gint64       value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, value);
}

static void
add_text (JsonBuilder *json,
          const char  *name,
          const char  *value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

static void
add_scene (JsonBuilder    *json,
           const ApmScene *scene)
{
  add_facts (json, "elapsed_us", scene->now_us - scene->started_us);
  add_facts (json, "reports", (gint64) scene->n_reports);

  if (scene->kind == APM_SCENE_BUFFER)
    {
      add_facts (json, "produced", (gint64) scene->produced);
      add_facts (json, "consumed", (gint64) scene->consumed);
      add_facts (json, "total", (gint64) scene->total);
    }
  else if (scene->kind == APM_SCENE_COUNTER)
    {
      add_facts (json, "rounds_right", scene->rounds_right);
      add_facts (json, "expected", scene->expected);
      add_facts (json, "actual", scene->actual);
      add_facts (json, "lost", scene->lost);
    }
}

static void
add_checks (JsonBuilder   *json,
            ApmExperiment *experiment)
{
  guint n;
  const ApmCheck *checks = apm_experiment_get_checks (experiment, &n);

  json_builder_set_member_name (json, "checks");
  json_builder_begin_array (json);
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_object (json);
      add_text (json, "id", checks[i].id);
      json_builder_set_member_name (json, "holds");
      json_builder_add_boolean_value (json, checks[i].holds);
      if (!checks[i].holds)
        {
          add_text (json, "sentence", checks[i].sentence);
          add_facts (json, "at_us", checks[i].at_us);
        }
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static int
print_json (Run *run)
{
  g_autoptr(JsonBuilder) json = json_builder_new ();
  ApmExperiment *experiment = run->experiment;

  json_builder_begin_object (json);
  add_facts (json, "schema", 1);
  add_text (json, "problem", apm_problem_get_id (apm_experiment_get_problem (experiment)));
  add_text (json, "variant", apm_experiment_get_variant (experiment)->id);
  add_text (json, "state", apm_run_state_get_id (apm_experiment_get_state (experiment)));
  add_text (json, "verdict", verdicts[apm_experiment_get_verdict (experiment)].id);
  add_text (json, "outcome", apm_experiment_get_outcome (experiment));
  add_scene (json, apm_experiment_get_scene (experiment));
  add_checks (json, experiment);
  json_builder_end_object (json);

  return apmctl_print_json (json);
}

static int
print_text (Run *run)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n;
  const ApmCheck *checks = apm_experiment_get_checks (run->experiment, &n);

  append_progress (apm_experiment_get_scene (run->experiment), text);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s  %s\n", checks[i].holds ? "✓" : "✗", checks[i].title);
  g_string_append_printf (text, "%s: %s\n", run->name, apm_experiment_get_outcome (run->experiment));

  return apmctl_print (text);
}

static int
run_to_its_end (Run   *run,
                double seconds)
{
  g_autoptr(GError) error = NULL;
  guint sources[3] = { 0 };
  guint timeout = 0;
  int status;

  g_signal_connect (run->experiment, "output", G_CALLBACK (on_output), NULL);
  g_signal_connect_swapped (run->experiment, "ended", G_CALLBACK (g_main_loop_quit), run->loop);
  if (!apm_experiment_start (run->experiment, &error))
    return apmctl_fail_error (error);

  sources[0] = g_unix_signal_add (SIGINT, on_stop, run);
  sources[1] = g_unix_signal_add (SIGTERM, on_stop, run);
  if (!run->as_json)
    sources[2] = g_timeout_add (PROGRESS_INTERVAL_MS, on_progress, run);
  if (seconds > 0)
    timeout = g_timeout_add ((guint) (seconds * 1000), on_stop, run);

  g_main_loop_run (run->loop);

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_clear_handle_id (&sources[i], g_source_remove);
  g_clear_handle_id (&timeout, g_source_remove);

  status = run->as_json ? print_json (run) : print_text (run);

  return status ? status : (int) verdicts[apm_experiment_get_verdict (run->experiment)].status;
}

static gboolean
set_parameters (ApmExperiment *experiment,
                char         **settings,
                GError       **error)
{
  for (guint i = 0; settings && settings[i]; i++)
    {
      g_auto(GStrv) pair = g_strsplit (settings[i], "=", 2);

      if (!apm_experiment_set (experiment, pair[0] ? pair[0] : "", pair[0] && pair[1] ? pair[1] : "", error))
        return FALSE;
    }

  return TRUE;
}

static int
run_variant (const char *name,
             double      seconds,
             const char *preset,
             char      **settings,
             gboolean    as_json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, &error);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(ApmExperiment) experiment = NULL;
  g_autofree char *full_name = NULL;
  const ApmVariant *variant;
  ApmProblem *problem;

  if (catalogue == NULL || !apm_catalogue_find_variant (catalogue, name, &problem, &variant, &error))
    return apmctl_fail_error (error);

  experiment = apm_experiment_new (problem, variant);
  if (preset && !apm_experiment_set_preset (experiment, preset, &error))
    return apmctl_fail_error (error);
  if (!set_parameters (experiment, settings, &error))
    return apmctl_fail_error (error);

  full_name = g_strdup_printf ("%s:%s", apm_problem_get_id (problem), variant->id);

  return run_to_its_end (&(Run) { loop, experiment, full_name, as_json }, seconds);
}

/* apmctl lab run PROBLEM[:VARIANT] */
int
apmctl_lab_run (int    argc,
                char **argv)
{
  gboolean as_json = FALSE;
  double seconds = 0;
  g_autofree char *preset = NULL;
  g_auto(GStrv) settings = NULL;
  const GOptionEntry entries[] = {
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, N_("Stop after so many seconds"), N_("S") },
    { "preset", 0, 0, G_OPTION_ARG_STRING, &preset, N_("Begin with the values of a preset"), N_("NAME") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings, N_("Set a parameter"), N_("NAME=VALUE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON document"), NULL },
    { NULL }
  };
  int status;

  if (!apmctl_parse (_("PROBLEM[:VARIANT]"), _("Runs a program of the laboratory and judges it."),
                     entries, &argc, &argv, &status))
    return status;
  if (argc != 2)
    return apmctl_fail (APMCTL_USAGE, _("Which problem? “apmctl lab list” lists them"));
  if (seconds < 0 || seconds > 1e6)
    return apmctl_fail (APMCTL_USAGE, _("The seconds are a number from 0 to 1000000"));

  return run_variant (argv[1], seconds, preset, settings, as_json);
}
