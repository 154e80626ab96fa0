/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-problem-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A variant whose source somebody has changed. */

/**
 * apm_problem_dup_copy_path:
 *
 * Returns: (transfer full): the C file in the user's data folder that is run in the
 *   place of the variant's own, where there is one
 */
char *
apm_problem_dup_copy_path (ApmProblem       *self,
                           const ApmVariant *variant)
{
  g_autofree char *name = g_strconcat (variant->id, ".c", NULL);

  g_return_val_if_fail (APM_IS_PROBLEM (self), NULL);

  return g_build_filename (g_get_user_data_dir (), "advanced-process-manager", "copies", self->id, name, NULL);
}

static const char *
keep (ApmProblem *self,
      const char *text)
{
  return g_string_chunk_insert (self->strings, text);
}

static void
share (GArray **array,
       GArray  *original)
{
  g_array_unref (*array);
  *array = g_array_ref (original);
}

/**
 * apm_problem_dup_with_source:
 * @variant: an id
 * @source_path: a C file, in the place of the variant's own
 *
 * The same problem in everything else. Nobody knows what comes of that variant now:
 * it is expected to be right.
 *
 * Returns: (transfer full)
 */
ApmProblem *
apm_problem_dup_with_source (ApmProblem *self,
                             const char *variant,
                             const char *source_path)
{
  ApmProblem *copy = g_object_new (APM_TYPE_PROBLEM, NULL);

  g_return_val_if_fail (APM_IS_PROBLEM (self) && source_path != NULL, NULL);

  copy->original = g_object_ref (self);
  copy->id = self->id;
  copy->title = self->title;
  copy->group = self->group;
  copy->group_id = self->group_id;
  copy->text = self->text;
  copy->kind = self->kind;
  copy->numbers = self->numbers;
  copy->actors = self->actors;
  share (&copy->parameters, self->parameters);
  share (&copy->presets, self->presets);
  share (&copy->activities, self->activities);
  share (&copy->own_checks, self->own_checks);
  g_array_append_vals (copy->variants, self->variants->data, self->variants->len);

  for (guint i = 0; i < copy->variants->len; i++)
    {
      ApmVariant *one = &g_array_index (copy->variants, ApmVariant, i);
      g_autofree char *program = g_strdup_printf ("%s.program", source_path);

      if (strcmp (one->id, variant) != 0)
        continue;
      one->source_path = keep (copy, source_path);
      one->program_path = keep (copy, program);
      one->expected = APM_EXPECTED_CORRECT;
      one->right = TRUE;
      one->breaks = NULL;
      one->expectation = _("Your copy: run and explore it to see what comes of it.");
    }

  return copy;
}

/**
 * apm_problem_is_copy:
 *
 * Whether a variant of it has another source than the catalogue's.
 */
gboolean
apm_problem_is_copy (ApmProblem *self)
{
  g_return_val_if_fail (APM_IS_PROBLEM (self), FALSE);

  return self->original != NULL;
}
