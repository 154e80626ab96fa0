/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-experiment.h"

struct _ApmExperiment { GObject parent_instance; ApmProblem *problem; const ApmVariant *variant; ApmScene scene; };

G_DEFINE_FINAL_TYPE (ApmExperiment, apm_experiment, G_TYPE_OBJECT)

static void
apm_experiment_class_init (ApmExperimentClass *klass)
{
  g_signal_new ("changed", APM_TYPE_EXPERIMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("items", APM_TYPE_EXPERIMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);
  g_signal_new ("event", APM_TYPE_EXPERIMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("output", APM_TYPE_EXPERIMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_BYTES);
  g_signal_new ("ended", APM_TYPE_EXPERIMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void apm_experiment_init (ApmExperiment *self) { self->scene.mutex_owner = -1; }

ApmExperiment *
apm_experiment_new (ApmProblem *problem, const ApmVariant *variant)
{
  ApmExperiment *self = g_object_new (APM_TYPE_EXPERIMENT, NULL);

  self->problem = problem;
  self->variant = variant;
  return self;
}

ApmProblem *apm_experiment_get_problem (ApmExperiment *self) { return self->problem; }
const ApmVariant *apm_experiment_get_variant (ApmExperiment *self) { return self->variant; }
gboolean apm_experiment_set (ApmExperiment *self, const char *parameter, const char *value, GError **error) { return TRUE; }
gboolean apm_experiment_set_preset (ApmExperiment *self, const char *preset, GError **error) { return TRUE; }
const char *apm_experiment_get_value (ApmExperiment *self, const char *parameter) { return ""; }
gboolean apm_experiment_start (ApmExperiment *self, GError **error) { g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "not yet"); return FALSE; }
void apm_experiment_pause (ApmExperiment *self) { }
void apm_experiment_resume (ApmExperiment *self) { }
void apm_experiment_stop (ApmExperiment *self) { }
ApmRunState apm_experiment_get_state (ApmExperiment *self) { return APM_RUN_READY; }
ApmVerdict apm_experiment_get_verdict (ApmExperiment *self) { return APM_VERDICT_NONE; }
const char *apm_experiment_get_outcome (ApmExperiment *self) { return NULL; }
int apm_experiment_get_pid (ApmExperiment *self) { return 0; }
const ApmScene *apm_experiment_get_scene (ApmExperiment *self) { return &self->scene; }
const ApmCheck *apm_experiment_get_checks (ApmExperiment *self, guint *n) { *n = 0; return NULL; }
const char *apm_run_state_get_id (ApmRunState state) { return "ready"; }
const char *apm_run_state_get_label (ApmRunState state) { return "ready"; }
