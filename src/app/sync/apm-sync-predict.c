/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-sync-page-private.h"

#include <glib/gi18n.h>

#include "apm-session-explorations.h"

/* Predict first: what a variant comes to is a secret until somebody has said what it
 * will do and has run or explored it. Only what the catalogue knows counts: of a
 * program that was changed nobody knows more than what is seen. */

#define SWITCH "predict-first"
#define ANSWERS "predictions"

static gboolean
is_on (ApmSyncPage *self)
{
  return g_settings_get_boolean (apm_session_get_settings (self->session), SWITCH);
}

static char *
dup_name (ApmProblem       *problem,
          const ApmVariant *variant)
{
  return g_strdup_printf ("%s:%s", apm_problem_get_id (problem), variant->id);
}

/**
 * apm_sync_is_secret:
 *
 * Whether it is not told yet what comes of @variant.
 */
gboolean
apm_sync_is_secret (ApmSession       *session,
                    ApmProblem       *problem,
                    const ApmVariant *variant)
{
  GSettings *settings = apm_session_get_settings (session);
  g_autoptr(GVariant) answers = g_settings_get_value (settings, ANSWERS);
  g_autofree char *name = dup_name (problem, variant);

  return g_settings_get_boolean (settings, SWITCH) && !apm_predictions_knows (answers, name);
}

static gboolean
is_changed (ApmSyncPage *self)
{
  return apm_problem_is_copy (self->problem) || apm_experiment_get_n_knocked (self->experiment) > 0;
}

/**
 * apm_sync_page_show_secrets:
 *
 * Shows what is no secret any more.
 */
void
apm_sync_page_show_secrets (ApmSyncPage *self)
{
  g_autoptr(GVariant) answers = g_settings_get_value (apm_session_get_settings (self->session), ANSWERS);
  gboolean secret = self->problem && apm_sync_is_secret (self->session, self->problem, self->variant);
  guint n_right, n = apm_predictions_count (answers, &n_right);

  apm_predict_bar_set_score (self->predict_bar, n_right, n);
  apm_problem_list_set_secret (self->problems, is_on (self) ? answers : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->expectation), !secret);
  apm_facts_pane_set_secret (self->facts_pane, secret);
  apm_source_pane_set_secret (self->source_pane, secret && !apm_problem_is_copy (self->problem));
  gtk_widget_set_visible (GTK_WIDGET (self->predict_bar), is_on (self));
}

/**
 * apm_sync_page_begin_prediction:
 *
 * Another variant was chosen.
 */
void
apm_sync_page_begin_prediction (ApmSyncPage *self)
{
  apm_predict_bar_ask (self->predict_bar);
  apm_sync_page_show_secrets (self);
}

/**
 * apm_sync_page_may_run:
 *
 * Returns: %FALSE where it must first be said what it will do; that is told
 */
gboolean
apm_sync_page_may_run (ApmSyncPage *self)
{
  if (!is_on (self) || apm_predict_bar_get_guess (self->predict_bar) != APM_PREDICTION_NONE)
    return TRUE;

  apm_session_toast (self->session, "%s", _("Say first what it will do: it ends well, breaks or hangs"));
  gtk_widget_child_focus (GTK_WIDGET (self->predict_bar), GTK_DIR_TAB_FORWARD);

  return FALSE;
}

static void
answer (ApmSyncPage   *self,
        ApmPrediction  seen)
{
  GSettings *settings = apm_session_get_settings (self->session);
  ApmPrediction guess = apm_predict_bar_get_guess (self->predict_bar);
  ApmPrediction truth = is_changed (self) ? seen : apm_prediction_from_expectation (self->variant->expected);
  g_autoptr(GVariant) answers = g_settings_get_value (settings, ANSWERS);
  g_autofree char *name = dup_name (self->problem, self->variant);

  if (!is_on (self) || guess == APM_PREDICTION_NONE)
    return;

  apm_predict_bar_answer (self->predict_bar, truth, is_changed (self) ? NULL : self->variant->expectation);
  if (!is_changed (self))
    g_settings_set_value (settings, ANSWERS, apm_predictions_add (answers, name, guess == truth));
}

/**
 * apm_sync_page_answer_run:
 *
 * The run of the page has ended.
 */
void
apm_sync_page_answer_run (ApmSyncPage *self)
{
  if (apm_sync_page_get_state (self) != APM_RUN_FAILED)
    answer (self, apm_prediction_from_run (self->experiment));
}

static void
on_explored (ApmSyncPage    *self,
             ApmExploration *exploration)
{
  ApmPrediction proven = apm_prediction_from_exploration (apm_exploration_get_result (exploration));
  g_autofree char *name = self->problem ? dup_name (self->problem, self->variant) : NULL;

  if (proven != APM_PREDICTION_NONE && g_strcmp0 (name, apm_exploration_get_name (exploration)) == 0)
    answer (self, proven);
}

static void
on_exploration_added (ApmSyncPage    *self,
                      ApmExploration *exploration)
{
  g_signal_connect_object (exploration, "ended", G_CALLBACK (on_explored), self, G_CONNECT_SWAPPED);
}

static void
on_switched (ApmSyncPage *self)
{
  if (self->predict_action)
    g_simple_action_set_state (self->predict_action, g_variant_new_boolean (is_on (self)));
  apm_predict_bar_ask (self->predict_bar);
  apm_sync_page_show_secrets (self);
}

static void
on_start_over (ApmSyncPage *self)
{
  g_settings_reset (apm_session_get_settings (self->session), ANSWERS);
  apm_predict_bar_ask (self->predict_bar);
}

static void
on_change_state (GSimpleAction *action,
                 GVariant      *state,
                 gpointer       user_data)
{
  ApmSyncPage *self = user_data;

  g_settings_set_boolean (apm_session_get_settings (self->session), SWITCH, g_variant_get_boolean (state));
}

void
apm_sync_page_install_predict (ApmSyncPage *self,
                               GActionMap  *window)
{
  static const GActionEntry entry = { "lab-predict", NULL, NULL, "false", on_change_state };

  g_action_map_add_action_entries (window, &entry, 1, self);
  self->predict_action = G_SIMPLE_ACTION (g_action_map_lookup_action (window, "lab-predict"));
  on_switched (self);
}

void
apm_sync_page_init_predict (ApmSyncPage *self)
{
  GSettings *settings = apm_session_get_settings (self->session);

  g_signal_connect_object (settings, "changed::" SWITCH, G_CALLBACK (on_switched), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" ANSWERS, G_CALLBACK (apm_sync_page_show_secrets), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->predict_bar, "start-over", G_CALLBACK (on_start_over), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "exploration-added", G_CALLBACK (on_exploration_added), self,
                           G_CONNECT_SWAPPED);
}
