/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-experiment-private.h"

#include "apm-error.h"
#include "apm-problem-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

G_DEFINE_FINAL_TYPE (ApmExperiment, apm_experiment, G_TYPE_OBJECT)

guint apm_experiment_signals[APM_EXPERIMENT_N_SIGNALS];

static void
apm_experiment_finalize (GObject *object)
{
  ApmExperiment *self = APM_EXPERIMENT (object);

  apm_experiment_close_reports (self);
  g_clear_handle_id (&self->rate_timer, g_source_remove);
  g_clear_handle_id (&self->replay_timer, g_source_remove);
  g_clear_object (&self->child);
  g_clear_object (&self->lens);
  g_clear_object (&self->problem);
  g_clear_pointer (&self->referee, apm_referee_free);
  g_hash_table_unref (self->values);
  g_array_unref (self->items);
  g_array_unref (self->steps);
  g_array_unref (self->plan);
  g_hash_table_unref (self->knocked);
  g_free (self->outcome);
  g_free (self->program);
  g_string_free (self->diagnostics, TRUE);

  G_OBJECT_CLASS (apm_experiment_parent_class)->finalize (object);
}

static void
add_signal (guint       id,
            const char *name,
            guint       n_arguments,
            GType       first,
            GType       second)
{
  GType types[] = { first, second };

  apm_experiment_signals[id] = g_signal_newv (name, APM_TYPE_EXPERIMENT, G_SIGNAL_RUN_LAST, NULL,
                                              NULL, NULL, NULL, G_TYPE_NONE, n_arguments, types);
}

static void
apm_experiment_class_init (ApmExperimentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = apm_experiment_finalize;

  add_signal (APM_EXPERIMENT_CHANGED, "changed", 0, G_TYPE_NONE, G_TYPE_NONE);
  add_signal (APM_EXPERIMENT_ITEMS, "items", 2, G_TYPE_POINTER, G_TYPE_UINT);
  add_signal (APM_EXPERIMENT_EVENT, "event", 1, G_TYPE_STRING, G_TYPE_NONE);
  add_signal (APM_EXPERIMENT_OUTPUT, "output", 2, G_TYPE_BOOLEAN, G_TYPE_BYTES);
  add_signal (APM_EXPERIMENT_ENDED, "ended", 0, G_TYPE_NONE, G_TYPE_NONE);
}

static void
apm_experiment_init (ApmExperiment *self)
{
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->diagnostics = g_string_new (NULL);
  self->items = g_array_new (FALSE, FALSE, sizeof (ApmItemEvent));
  self->steps = g_array_new (FALSE, FALSE, sizeof (ApmStep));
  self->plan = g_array_new (FALSE, FALSE, sizeof (ApmStep));
  self->knocked = g_hash_table_new (NULL, NULL);
}

/* Parameters */

guint
apm_experiment_get_number (ApmExperiment *self,
                           const char    *parameter)
{
  const char *value = g_hash_table_lookup (self->values, parameter);

  return value ? (guint) strtoul (value, NULL, 10) : 0;
}

static GArray *
make_roles (ApmExperiment *self)
{
  GArray *roles = g_array_new (FALSE, TRUE, sizeof (ApmRole));

  for (guint i = 0; self->problem->actors[i]; i++)
    {
      g_auto(GStrv) parts = g_strsplit (self->problem->actors[i], ":", 2);
      ApmRole role = { .n = apm_experiment_get_number (self, parts[1]) };

      if (g_ascii_isdigit (*parts[1]))
        role.n = (guint) strtoul (parts[1], NULL, 10);
      g_strlcpy (role.role, parts[0], sizeof role.role);
      g_array_append_val (roles, role);
    }

  return roles;
}

/* The scene of a run that has not begun shows what the parameters say. */
void
apm_experiment_set_up_referee (ApmExperiment *self,
                               gint64         started_us)
{
  ApmProblem *problem = self->problem;
  g_autoptr(GArray) roles = make_roles (self);
  ApmRules rules = {
    .kind = problem->kind,
    .roles = (const ApmRole *) (gpointer) roles->data,
    .n_roles = roles->len,
    .slots = apm_experiment_get_number (self, "slots"),
    .places = MAX (apm_experiment_get_number (self, "places"), apm_experiment_get_number (self, "chairs")),
    .items = apm_experiment_get_number (self, "items"),
    .checks = self->variant->checks,
    .own_checks = (const ApmOwnCheck *) (gpointer) problem->own_checks->data,
    .n_own_checks = problem->own_checks->len,
    .activities = (const ApmActivity *) (gpointer) problem->activities->data,
    .n_activities = problem->activities->len,
    .numbers = problem->numbers,
    .parameters = self->values,
    .started_us = started_us,
  };

  g_clear_pointer (&self->referee, apm_referee_free);
  self->referee = apm_referee_new (&rules);
}

/**
 * apm_experiment_new:
 * @variant: of @problem
 *
 * A run with the parameters' defaults, not started.
 */
ApmExperiment *
apm_experiment_new (ApmProblem       *problem,
                    const ApmVariant *variant)
{
  ApmExperiment *self;
  guint n;
  const ApmParameter *parameters;

  g_return_val_if_fail (APM_IS_PROBLEM (problem) && variant != NULL, NULL);

  self = g_object_new (APM_TYPE_EXPERIMENT, NULL);
  self->problem = g_object_ref (problem);
  self->variant = variant;

  parameters = apm_problem_get_parameters (problem, &n);
  for (guint i = 0; i < n; i++)
    g_hash_table_insert (self->values, (char *) parameters[i].id,
                         parameters[i].choices ? g_strdup (parameters[i].choices[parameters[i].value])
                                               : g_strdup_printf ("%d", parameters[i].value));
  apm_experiment_set_up_referee (self, 0);

  return self;
}

/**
 * apm_experiment_set:
 * @value: of a choice its id, else a number in the parameter's unit
 *
 * Sets a parameter of a run that has not started. APM_ERROR_INVALID says that
 * there is no such parameter, or which values it can have.
 */
gboolean
apm_experiment_set (ApmExperiment *self,
                    const char    *parameter,
                    const char    *value,
                    GError       **error)
{
  g_autofree char *pair = g_strdup_printf ("%s=%s", parameter, value);
  const ApmParameter *found;
  const char *text;

  g_return_val_if_fail (APM_IS_EXPERIMENT (self), FALSE);
  g_return_val_if_fail (self->state == APM_RUN_READY, FALSE);

  if (!apm_parameter_parse_pair (self->problem, pair, &found, &text, error))
    return FALSE;

  g_hash_table_insert (self->values, (char *) found->id, g_strdup (text));
  apm_experiment_set_up_referee (self, 0);
  g_signal_emit (self, apm_experiment_signals[APM_EXPERIMENT_CHANGED], 0);

  return TRUE;
}

/**
 * apm_experiment_set_preset:
 *
 * Sets all parameters that the preset names.
 */
gboolean
apm_experiment_set_preset (ApmExperiment *self,
                           const char    *preset,
                           GError       **error)
{
  guint n;
  const ApmPreset *presets;

  g_return_val_if_fail (APM_IS_EXPERIMENT (self), FALSE);

  presets = apm_problem_get_presets (self->problem, &n);
  for (guint i = 0; i < n; i++)
    {
      if (!g_str_equal (presets[i].id, preset))
        continue;

      for (guint j = 0; presets[i].values[j]; j++)
        {
          g_auto(GStrv) pair = g_strsplit (presets[i].values[j], "=", 2);

          if (!apm_experiment_set (self, pair[0], pair[1], error))
            return FALSE;
        }

      return TRUE;
    }

  g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
               _("“%s” has no preset “%s”"), self->problem->id, preset);
  return FALSE;
}

/**
 * apm_experiment_get_value:
 *
 * Returns: (transfer none) (nullable): the parameter's value as text, valid
 *   until it is set
 */
const char *
apm_experiment_get_value (ApmExperiment *self,
                          const char    *parameter)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), NULL);

  return g_hash_table_lookup (self->values, parameter);
}

/* Facts */

ApmProblem *
apm_experiment_get_problem (ApmExperiment *self)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), NULL);

  return self->problem;
}

const ApmVariant *
apm_experiment_get_variant (ApmExperiment *self)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), NULL);

  return self->variant;
}

ApmRunState
apm_experiment_get_state (ApmExperiment *self)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), APM_RUN_FAILED);

  return self->state;
}

/**
 * apm_experiment_get_verdict:
 *
 * What the run, once it has ended, says about the variant.
 */
ApmVerdict
apm_experiment_get_verdict (ApmExperiment *self)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), APM_VERDICT_FAILED);

  switch (self->state)
    {
    case APM_RUN_DONE:
    case APM_RUN_STOPPED:
      return self->variant->right ? APM_VERDICT_HOLDS : APM_VERDICT_INCONCLUSIVE;
    case APM_RUN_BROKEN:
      return APM_VERDICT_BROKEN;
    case APM_RUN_FAILED:
      return APM_VERDICT_FAILED;
    case APM_RUN_READY:
    case APM_RUN_RUNNING:
    case APM_RUN_PAUSED:
    default:
      return APM_VERDICT_NONE;
    }
}

/**
 * apm_experiment_get_outcome:
 *
 * Returns: (transfer none) (nullable): how it ended, a sentence
 */
const char *
apm_experiment_get_outcome (ApmExperiment *self)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), NULL);

  return self->outcome;
}

/**
 * apm_experiment_get_pid:
 *
 * Returns: the program's PID, or 0 before it was started
 */
int
apm_experiment_get_pid (ApmExperiment *self)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), 0);

  return self->child ? apm_child_get_pid (self->child) : 0;
}

/**
 * apm_experiment_get_lens:
 *
 * Returns: (transfer none) (nullable): what sees into the program; %NULL before it was
 *   started
 */
ApmLens *
apm_experiment_get_lens (ApmExperiment *self)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), NULL);

  return self->lens;
}

const ApmScene *
apm_experiment_get_scene (ApmExperiment *self)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), NULL);

  return apm_referee_get_scene (self->referee);
}

/**
 * apm_experiment_get_checks:
 *
 * Returns: (transfer none): what must hold, valid until the next turn of the
 *   main loop
 */
const ApmCheck *
apm_experiment_get_checks (ApmExperiment *self,
                           guint         *n)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), NULL);

  return apm_referee_get_checks (self->referee, n);
}

static const struct { const char *id, *label; } states[] = {
  [APM_RUN_READY] = { "ready", N_("ready") },
  [APM_RUN_RUNNING] = { "running", N_("running") },
  [APM_RUN_PAUSED] = { "paused", N_("paused") },
  [APM_RUN_DONE] = { "done", N_("done") },
  [APM_RUN_STOPPED] = { "stopped", N_("stopped") },
  [APM_RUN_BROKEN] = { "broken", N_("broken") },
  [APM_RUN_FAILED] = { "failed", N_("failed") },
};

/**
 * apm_run_state_get_id:
 *
 * The word of an export, in the C locale.
 */
const char *
apm_run_state_get_id (ApmRunState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);

  return states[state].id;
}

const char *
apm_run_state_get_label (ApmRunState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);

  return _(states[state].label);
}
