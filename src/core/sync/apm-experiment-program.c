/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-experiment-private.h"

#include "apm-compiler.h"
#include "apm-error.h"
#include "apm-problem-private.h"
#include "apm-stuck.h"
#include "apm-text.h"

#include <glib/gi18n-lib.h>

/* What an experiment starts, the compiler before it where there is no program
 * yet, and the looks at whether the program can ever go on. */

/* Who has reported nothing for so long is looked at; others now and then. */
#define QUIET_US (300 * 1000)
#define LOOK_US  (2 * G_USEC_PER_SEC)

void
apm_experiment_tell (ApmExperiment *self,
                     const char    *format,
                     ...)
{
  g_autofree char *sentence = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  g_signal_emit (self, apm_experiment_signals[APM_EXPERIMENT_EVENT], 0, sentence);
}

/* PROGRAM name=value …: what it runs with can be read in the list of processes
 * and typed into a terminal. */
static GStrv
build_argv (ApmExperiment *self)
{
  g_autoptr(GStrvBuilder) argv = g_strv_builder_new ();
  guint n;
  const ApmParameter *parameters = apm_problem_get_parameters (self->problem, &n);

  g_strv_builder_add (argv, self->program);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *pair = g_strdup_printf ("%s=%s", parameters[i].id,
                                               apm_experiment_get_value (self, parameters[i].id));

      g_strv_builder_add (argv, pair);
    }

  return g_strv_builder_end (argv);
}

ApmLens *
apm_experiment_spawn_program (ApmExperiment    *self,
                              const ApmLensTap *tap,
                              GError          **error)
{
  g_autofree char *name = g_strdup_printf ("%s:%s", self->problem->id, self->variant->id);
  g_auto(GStrv) argv = build_argv (self);
  ApmSpawn how = {
    .argv = (const char *const *) argv,
    .name = name,
    .ends_with_us = TRUE,
  };

  return apm_lens_start_tapped (&how, tap, error);
}

ApmChild *
apm_experiment_spawn_compiler (ApmExperiment *self,
                               GError       **error)
{
  g_auto(GStrv) argv = apm_compiler_dup_argv (self->variant, self->program);

  apm_experiment_tell (self, _("Compiling %s"), self->variant->source_path);

  return apm_compiler_spawn ((const char *const *) argv, self->program, error);
}

/**
 * apm_experiment_dup_diagnostics:
 *
 * Returns: (transfer full): what the compiler has said of the source, of #ApmDiagnostic
 */
GPtrArray *
apm_experiment_dup_diagnostics (ApmExperiment *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (APM_IS_EXPERIMENT (self), NULL);

  text = apm_text_to_utf8 (self->diagnostics->str, (gssize) self->diagnostics->len);

  return apm_compiler_parse (text);
}

/* Whether there is no program yet, or one that is older than its source. */
gboolean
apm_experiment_must_compile (ApmExperiment *self)
{
  if (self->program == NULL)
    self->program = apm_compiler_dup_program (self->variant);

  return g_file_test (self->variant->source_path, G_FILE_TEST_EXISTS)
         && !apm_compiler_is_fresh (self->variant, self->program);
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ApmExperiment) self = user_data;   /* here, never in the thread that has looked, it may go */
  g_autoptr(ApmStuck) stuck = apm_stuck_look_finish (result);
  const ApmCheck *broken;

  self->looking = FALSE;
  self->looked_us = g_get_monotonic_time ();
  if (!apm_experiment_is_live (self) || self->is_frozen || self->stopping || stuck->tids->len == 0)
    return;
  /* A sentence about locks needs their names. */
  if (apm_lens_get_named_us (self->lens) < apm_referee_get_scene (self->referee)->now_us)
    return;

  apm_referee_stuck (self->referee, (const int *) (gpointer) stuck->tids->data, stuck->tids->len, stuck->is_deadlock);
  broken = apm_referee_get_broken (self->referee);
  if (broken)
    apm_experiment_break_off (self, APM_RUN_BROKEN, broken->sentence);
}

/* Looks whether the program can ever go on, where there is reason to. */
void
apm_experiment_look (ApmExperiment *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->looking || self->compiling || !apm_experiment_is_live (self) || self->is_frozen
      || (now_us - self->reported_us < QUIET_US && now_us - self->looked_us < LOOK_US))
    return;

  self->looking = TRUE;
  apm_stuck_look_async (apm_child_get_pid (self->child), on_looked, g_object_ref (self));
}
