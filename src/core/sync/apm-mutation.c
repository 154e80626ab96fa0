/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-mutation.h"

#include <glib/gi18n-lib.h>

struct _ApmMutation
{
  GObject parent_instance;
  ApmExplorable *program;
  guint seconds;             /* of CPU, for each */
  GPtrArray *mutants;        /* of ApmMutant */
  guint current;
  ApmExploration *exploration;
  gboolean running, cancelled;
};

enum { CHANGED, ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmMutation, apm_mutation, G_TYPE_OBJECT)

const ApmField apm_mutant_fields[] = {
  { "number", APM_FIELD_UINT, G_STRUCT_OFFSET (ApmMutant, number) },
  { "call", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmMutant, call) },
  { "place", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmMutant, place) },
  { "verdict", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmMutant, verdict) },
  { "outcome", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmMutant, outcome) },
  { "steps", APM_FIELD_UINT, G_STRUCT_OFFSET (ApmMutant, n_steps) },
  { "schedule", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmMutant, schedule) },
  { NULL }
};

static const char *const words[] = {
  [APM_MUTANT_WAITS] = "waiting",
  [APM_MUTANT_RUNS] = "running",
  [APM_MUTANT_FAILS] = "needed",
  [APM_MUTANT_HOLDS] = "not needed",
  [APM_MUTANT_UNKNOWN] = "not known",
};

static void
mutant_free (gpointer data)
{
  ApmMutant *mutant = data;

  g_free (mutant->call);
  g_free (mutant->place);
  g_free (mutant->outcome);
  g_free (mutant->schedule);
  g_free (mutant);
}

static void run_next (ApmMutation *self);

static void
set_state (ApmMutant      *mutant,
           ApmMutantState  state)
{
  mutant->state = state;
  mutant->verdict = words[state];
}

static ApmMutant *
add_mutant (ApmMutation *self,
            const char  *call,
            const char  *place,
            guint        nth)
{
  ApmMutant *mutant = g_new0 (ApmMutant, 1);

  mutant->number = self->mutants->len;
  mutant->call = g_strdup (call);
  mutant->place = g_strdup (place);
  mutant->nth = nth;
  set_state (mutant, APM_MUTANT_WAITS);
  g_ptr_array_add (self->mutants, mutant);

  return mutant;
}

static void
judge (ApmMutant         *mutant,
       const ApmExplored *explored)
{
  ApmExploredVerdict verdict = apm_explored_get_verdict (explored);

  set_state (mutant, verdict == APM_EXPLORED_FAILED ? APM_MUTANT_FAILS :
                     verdict == APM_EXPLORED_COMPLETE ? APM_MUTANT_HOLDS : APM_MUTANT_UNKNOWN);
  g_free (mutant->outcome);
  mutant->outcome = apm_explored_dup_title (explored);
  if (verdict == APM_EXPLORED_FAILED && explored->failures->len > 0)
    {
      const ApmFailure *failure = explored->failures->pdata[0];

      mutant->n_steps = failure->steps->len;
      mutant->schedule = g_strdup (failure->schedule);
    }
}

static void
end (ApmMutation *self)
{
  self->running = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[ENDED], 0);
}

static void
on_ended (ApmMutation *self)
{
  const ApmExplored *explored = apm_exploration_get_result (self->exploration);
  G_GNUC_UNUSED g_autoptr(ApmMutation) keep = g_object_ref (self);   /* who hears of it may let go of us */

  judge (self->mutants->pdata[self->current], explored);
  for (guint i = 0; self->current == 0 && i < explored->sites->len; i++)
    {
      const ApmExploredSite *site = explored->sites->pdata[i];

      add_mutant (self, site->name, site->place, site->nth);
    }
  self->current++;
  if (self->cancelled || self->current == self->mutants->len)
    end (self);
  else
    run_next (self);
}

static void
run_next (ApmMutation *self)
{
  ApmMutant *mutant = self->mutants->pdata[self->current];
  ApmExplorationOptions options = APM_EXPLORATION_OPTIONS_INIT;
  g_autofree char *without = g_strdup_printf ("--without=%s:%u", mutant->place, mutant->nth);
  const char *more[] = { self->current == 0 ? "--sites" : without, NULL };
  g_autoptr(GError) error = NULL;

  options.seconds = self->seconds;
  options.more = more;
  g_clear_object (&self->exploration);
  self->exploration = apm_explorable_explore (self->program, options);
  g_signal_connect_object (self->exploration, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
  set_state (mutant, APM_MUTANT_RUNS);
  if (!apm_exploration_start (self->exploration, &error))
    {
      set_state (mutant, APM_MUTANT_UNKNOWN);
      mutant->outcome = g_strdup (error->message);
      end (self);
      return;
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
apm_mutation_dispose (GObject *object)
{
  ApmMutation *self = APM_MUTATION (object);

  if (self->exploration)
    g_signal_handlers_disconnect_by_data (self->exploration, self);
  g_clear_object (&self->exploration);

  G_OBJECT_CLASS (apm_mutation_parent_class)->dispose (object);
}

static void
apm_mutation_finalize (GObject *object)
{
  ApmMutation *self = APM_MUTATION (object);

  g_ptr_array_unref (self->mutants);
  apm_explorable_free (self->program);

  G_OBJECT_CLASS (apm_mutation_parent_class)->finalize (object);
}

static void
apm_mutation_class_init (ApmMutationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_mutation_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_mutation_finalize;

  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_MUTATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", APM_TYPE_MUTATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
apm_mutation_init (ApmMutation *self)
{
  self->mutants = g_ptr_array_new_with_free_func (mutant_free);
}

/**
 * apm_mutation_new:
 * @seconds: of CPU, for each exploration
 */
ApmMutation *
apm_mutation_new (const ApmExplorable *program,
                  guint                seconds)
{
  ApmMutation *self = g_object_new (APM_TYPE_MUTATION, NULL);

  self->program = apm_explorable_copy (program);
  self->seconds = seconds;

  return self;
}

/**
 * apm_mutation_start:
 *
 * The program as it is comes first; what it calls is known then.
 */
void
apm_mutation_start (ApmMutation *self)
{
  g_return_if_fail (APM_IS_MUTATION (self) && self->mutants->len == 0);

  self->running = TRUE;
  add_mutant (self, "", self->program->sources[0], 0);
  run_next (self);
}

/**
 * apm_mutation_cancel:
 *
 * ::ended follows within 0.1 s; what is known stays.
 */
void
apm_mutation_cancel (ApmMutation *self)
{
  g_return_if_fail (APM_IS_MUTATION (self));

  self->cancelled = TRUE;
  if (self->running && self->exploration)
    apm_exploration_cancel (self->exploration);
}

gboolean
apm_mutation_is_running (ApmMutation *self)
{
  g_return_val_if_fail (APM_IS_MUTATION (self), FALSE);

  return self->running;
}

/**
 * apm_mutation_get_mutants:
 *
 * Returns: (transfer none) (element-type ApmMutant): the program with all its calls, then
 *   without each of them
 */
GPtrArray *
apm_mutation_get_mutants (ApmMutation *self)
{
  g_return_val_if_fail (APM_IS_MUTATION (self), NULL);

  return self->mutants;
}

/**
 * apm_mutation_dup_summary:
 *
 * Returns: (transfer full): what came of it, in one sentence
 */
char *
apm_mutation_dup_summary (ApmMutation *self)
{
  guint n[G_N_ELEMENTS (words)] = { 0 };
  const ApmMutant *whole = self->mutants->len > 0 ? self->mutants->pdata[0] : NULL;

  for (guint i = 1; i < self->mutants->len; i++)
    n[((const ApmMutant *) self->mutants->pdata[i])->state]++;
  if (whole && self->mutants->len == 1 && !self->running)
    return g_strdup_printf (_("There is no call to leave out: %s."), whole->outcome ? whole->outcome : "");

  return g_strdup_printf (_("%u calls: without %u of them the program fails, without %u it does not; %u are not known."),
                          self->mutants->len > 0 ? self->mutants->len - 1 : 0, n[APM_MUTANT_FAILS],
                          n[APM_MUTANT_HOLDS], n[APM_MUTANT_UNKNOWN] + n[APM_MUTANT_WAITS] + n[APM_MUTANT_RUNS]);
}
