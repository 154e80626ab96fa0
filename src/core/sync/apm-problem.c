/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-problem.h"

struct _ApmProblem { GObject parent_instance; };

G_DEFINE_FINAL_TYPE (ApmProblem, apm_problem, G_TYPE_OBJECT)

static void apm_problem_class_init (ApmProblemClass *klass) { }
static void apm_problem_init (ApmProblem *self) { }

const char *apm_problem_get_id (ApmProblem *self) { return ""; }
const char *apm_problem_get_title (ApmProblem *self) { return ""; }
const char *apm_problem_get_group (ApmProblem *self) { return ""; }
const char *apm_problem_get_text (ApmProblem *self) { return ""; }
ApmSceneKind apm_problem_get_kind (ApmProblem *self) { return APM_SCENE_ACTORS; }
const char *const *apm_problem_get_check_ids (ApmProblem *self) { static const char *none[] = { NULL }; return none; }
const ApmParameter *apm_problem_get_parameters (ApmProblem *self, guint *n) { *n = 0; return NULL; }
const ApmPreset *apm_problem_get_presets (ApmProblem *self, guint *n) { *n = 0; return NULL; }
const ApmVariant *apm_problem_get_variants (ApmProblem *self, guint *n) { *n = 0; return NULL; }
const ApmParameter *apm_problem_find_parameter (ApmProblem *self, const char *id) { return NULL; }
const ApmVariant *apm_problem_find_variant (ApmProblem *self, const char *id) { return NULL; }
gboolean apm_parameter_check (const ApmParameter *self, const char *value, GError **error) { return TRUE; }
ApmProblem *apm_problem_load (const char *dir, GError **error) { return g_object_new (APM_TYPE_PROBLEM, NULL); }
GListModel *apm_catalogue_load (const char *dir, GError **error) { return G_LIST_MODEL (g_list_store_new (APM_TYPE_PROBLEM)); }
ApmProblem *apm_catalogue_find (GListModel *catalogue, const char *id) { return NULL; }
gboolean apm_catalogue_find_variant (GListModel *catalogue, const char *name, ApmProblem **problem, const ApmVariant **variant, GError **error)
{ g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "not yet"); return FALSE; }
