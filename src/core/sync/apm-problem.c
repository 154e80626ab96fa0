/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-problem-private.h"

#include "apm-error.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (ApmProblem, apm_problem, G_TYPE_OBJECT)

static void
clear_own_check (gpointer data)
{
  apm_invariant_free (((ApmOwnCheck *) data)->invariant);
}

static void
apm_problem_finalize (GObject *object)
{
  ApmProblem *self = APM_PROBLEM (object);

  g_array_unref (self->parameters);
  g_array_unref (self->presets);
  g_array_unref (self->variants);
  g_array_unref (self->activities);
  g_array_unref (self->own_checks);
  g_ptr_array_unref (self->lists);
  g_string_chunk_free (self->strings);
  g_clear_object (&self->original);

  G_OBJECT_CLASS (apm_problem_parent_class)->finalize (object);
}

static void
apm_problem_class_init (ApmProblemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = apm_problem_finalize;
}

static void
apm_problem_init (ApmProblem *self)
{
  self->strings = g_string_chunk_new (1024);
  self->lists = g_ptr_array_new_with_free_func (g_free);
  self->parameters = g_array_new (FALSE, TRUE, sizeof (ApmParameter));
  self->presets = g_array_new (FALSE, TRUE, sizeof (ApmPreset));
  self->variants = g_array_new (FALSE, TRUE, sizeof (ApmVariant));
  self->activities = g_array_new (FALSE, TRUE, sizeof (ApmActivity));
  self->own_checks = g_array_new (FALSE, TRUE, sizeof (ApmOwnCheck));
  g_array_set_clear_func (self->own_checks, clear_own_check);
}

/**
 * apm_problem_get_id:
 *
 * The name of its folder: "bounded-buffer".
 */
const char *
apm_problem_get_id (ApmProblem *self)
{
  g_return_val_if_fail (APM_IS_PROBLEM (self), NULL);

  return self->id;
}

const char *
apm_problem_get_title (ApmProblem *self)
{
  g_return_val_if_fail (APM_IS_PROBLEM (self), NULL);

  return self->title;
}

/**
 * apm_problem_get_group:
 *
 * The translated heading under which it is listed.
 */
const char *
apm_problem_get_group (ApmProblem *self)
{
  g_return_val_if_fail (APM_IS_PROBLEM (self), NULL);

  return self->group;
}

/**
 * apm_problem_get_text:
 *
 * What the problem is, in a few sentences.
 */
const char *
apm_problem_get_text (ApmProblem *self)
{
  g_return_val_if_fail (APM_IS_PROBLEM (self), NULL);

  return self->text;
}

ApmSceneKind
apm_problem_get_kind (ApmProblem *self)
{
  g_return_val_if_fail (APM_IS_PROBLEM (self), APM_SCENE_ACTORS);

  return self->kind;
}

const ApmParameter *
apm_problem_get_parameters (ApmProblem *self,
                            guint      *n)
{
  g_return_val_if_fail (APM_IS_PROBLEM (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);

  *n = self->parameters->len;
  return (const ApmParameter *) (gpointer) self->parameters->data;
}

const ApmPreset *
apm_problem_get_presets (ApmProblem *self,
                         guint      *n)
{
  g_return_val_if_fail (APM_IS_PROBLEM (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);

  *n = self->presets->len;
  return (const ApmPreset *) (gpointer) self->presets->data;
}

/**
 * apm_problem_get_variants:
 *
 * Never none; the first is the one meant where only the problem is named.
 */
const ApmVariant *
apm_problem_get_variants (ApmProblem *self,
                          guint      *n)
{
  g_return_val_if_fail (APM_IS_PROBLEM (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);

  *n = self->variants->len;
  return (const ApmVariant *) (gpointer) self->variants->data;
}

const ApmParameter *
apm_problem_find_parameter (ApmProblem *self,
                            const char *id)
{
  guint n;
  const ApmParameter *parameters = apm_problem_get_parameters (self, &n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (parameters[i].id, id))
      return &parameters[i];

  return NULL;
}

const ApmVariant *
apm_problem_find_variant (ApmProblem *self,
                          const char *id)
{
  guint n;
  const ApmVariant *variants = apm_problem_get_variants (self, &n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (variants[i].id, id))
      return &variants[i];

  return NULL;
}

static const struct { const char *id, *label; } expectations[] = {
  [APM_EXPECTED_CORRECT] = { "correct", N_("right") },
  [APM_EXPECTED_LOSES] = { "loses", N_("loses") },
  [APM_EXPECTED_VIOLATES] = { "violates", N_("violates") },
  [APM_EXPECTED_DEADLOCK] = { "deadlock", N_("deadlock") },
  [APM_EXPECTED_ASLEEP] = { "asleep", N_("all asleep") },
  [APM_EXPECTED_STARVES] = { "starves", N_("starves") },
};

/**
 * apm_expectation_get_id:
 *
 * The word of problem.ini and of exports: "deadlock".
 */
const char *
apm_expectation_get_id (ApmExpectation expectation)
{
  g_return_val_if_fail (expectation < G_N_ELEMENTS (expectations), NULL);

  return expectations[expectation].id;
}

/**
 * apm_expectation_get_label:
 *
 * What the variant comes to, in a translated word or two.
 */
const char *
apm_expectation_get_label (ApmExpectation expectation)
{
  g_return_val_if_fail (expectation < G_N_ELEMENTS (expectations), NULL);

  return _(expectations[expectation].label);
}

gboolean
apm_expectation_parse (const char     *word,
                       ApmExpectation *expectation)
{
  for (guint i = 0; i < G_N_ELEMENTS (expectations); i++)
    if (g_str_equal (expectations[i].id, word))
      {
        *expectation = (ApmExpectation) i;
        return TRUE;
      }

  return FALSE;
}

char *
apm_expectation_dup_words (void)
{
  const char *words[G_N_ELEMENTS (expectations) + 1] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (expectations); i++)
    words[i] = expectations[i].id;

  return g_strjoinv (", ", (GStrv) words);
}

static gboolean
check_choice (const ApmParameter *self,
              const char         *value,
              GError            **error)
{
  g_autofree char *all = NULL;

  if (g_strv_contains (self->choices, value))
    return TRUE;

  all = g_strjoinv (", ", (GStrv) self->choices);
  g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
               _("%s cannot be “%s”: choose one of %s"), self->id, value, all);

  return FALSE;
}

/**
 * apm_parameter_check:
 * @value: what a person typed
 *
 * Whether the parameter can have this value; APM_ERROR_INVALID says which it
 * can have.
 */
gboolean
apm_parameter_check (const ApmParameter *self,
                     const char         *value,
                     GError            **error)
{
  gint64 number;

  g_return_val_if_fail (self != NULL && value != NULL, FALSE);

  if (self->choices)
    return check_choice (self, value, error);

  if (g_ascii_string_to_signed (value, 10, self->minimum, self->maximum, &number, NULL))
    return TRUE;

  g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
               _("%s cannot be “%s”: it is a number from %d to %d"),
               self->id, value, self->minimum, self->maximum);

  return FALSE;
}

/* "slots=8": a parameter of the problem and a value that it can have. */
gboolean
apm_parameter_parse_pair (ApmProblem          *problem,
                          const char          *pair,
                          const ApmParameter **parameter,
                          const char         **value,
                          GError             **error)
{
  const char *equals = strchr (pair, '=');
  g_autofree char *id = g_strndup (pair, equals ? (gsize) (equals - pair) : strlen (pair));

  *parameter = apm_problem_find_parameter (problem, id);
  if (equals == NULL)
    g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                 _("“%s” is not of the form NAME=VALUE"), pair);
  else if (*parameter == NULL)
    g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                 _("“%s” has no parameter “%s”"), problem->id, id);
  else
    {
      *value = equals + 1;
      return apm_parameter_check (*parameter, *value, error);
    }

  return FALSE;
}
