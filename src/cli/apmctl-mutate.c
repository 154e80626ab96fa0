/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-check.h"

#include "apm-mutation.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

/* apmctl check --mutate: a line for each call that is left out. */

static gboolean
on_stop (gpointer user_data)
{
  apm_mutation_cancel (user_data);

  return G_SOURCE_CONTINUE;
}

static void
append_mutant (GString         *text,
               const ApmMutant *mutant)
{
  g_autofree char *base = g_path_get_basename (mutant->place);
  const char *verdict = mutant->state == APM_MUTANT_FAILS ? _("needed") :
                        mutant->state == APM_MUTANT_HOLDS ? _("nobody needs it") : _("not known");

  g_string_append_printf (text, "%-24s %-24s %s", base, mutant->call, verdict);
  if (mutant->outcome && mutant->n_steps > 0)
    /* Translators: what fails, and after how many steps */
    g_string_append_printf (text, ngettext (": %s, in %u step", ": %s, in %u steps", mutant->n_steps), mutant->outcome,
                            mutant->n_steps);
  else if (mutant->outcome)
    g_string_append_printf (text, ": %s", mutant->outcome);
  g_string_append_c (text, '\n');
}

static int
print_mutation (ApmMutation *mutation,
                gboolean     json)
{
  GPtrArray *mutants = apm_mutation_get_mutants (mutation);
  const ApmMutant *whole = mutants->pdata[0];
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *summary = apm_mutation_dup_summary (mutation);

  if (json)
    return apmctl_print_rows (APMCTL_JSON, "calls", apm_mutant_fields, mutants);

  if (mutants->len > 1)
    g_string_append_printf (text, _("With all its calls: %s"), whole->outcome), g_string_append_c (text, '\n');
  for (guint i = 1; i < mutants->len; i++)
    append_mutant (text, mutants->pdata[i]);
  g_string_append_printf (text, "%s\n", summary);

  return apmctl_print (text);
}

/* Whether all is known; what is not needed is a finding. */
static int
get_status (ApmMutation *mutation)
{
  GPtrArray *mutants = apm_mutation_get_mutants (mutation);
  int status = APMCTL_DONE;

  if (mutants->len == 1 && ((const ApmMutant *) mutants->pdata[0])->state == APM_MUTANT_UNKNOWN)
    return APMCTL_USAGE;
  for (guint i = 1; i < mutants->len; i++)
    {
      ApmMutantState state = ((const ApmMutant *) mutants->pdata[i])->state;

      if (state == APM_MUTANT_HOLDS)
        status = APMCTL_FINDING;
      else if (state != APM_MUTANT_FAILS && status == APMCTL_DONE)
        status = APMCTL_DENIED;
    }

  return status;
}

/**
 * apmctl_mutate:
 * @seconds: of CPU for each call
 *
 * Returns: the exit status: 1 where there is a call that nobody needs
 */
int
apmctl_mutate (const ApmExplorable *program,
               guint                seconds,
               gboolean             json)
{
  g_autoptr(ApmMutation) mutation = apm_mutation_new (program, seconds);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint sources[] = { g_unix_signal_add (SIGINT, on_stop, mutation), g_unix_signal_add (SIGTERM, on_stop, mutation) };
  int printed;

  g_signal_connect_swapped (mutation, "ended", G_CALLBACK (g_main_loop_quit), loop);
  apm_mutation_start (mutation);
  if (apm_mutation_is_running (mutation))
    g_main_loop_run (loop);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  printed = print_mutation (mutation, json);

  return printed != APMCTL_DONE ? printed : get_status (mutation);
}
