/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-sync-page-private.h"

#include <glib/gi18n.h>

#include "apm-compare-window.h"
#include "apm-explore-window.h"
#include "apm-folder-window.h"

/* Words and checks are brought up to date at most so often; the picture is at
 * each frame. */
#define UPDATE_MS 50

ApmRunState
apm_sync_page_get_state (ApmSyncPage *self)
{
  return self->experiment != NULL ? apm_experiment_get_state (self->experiment) : APM_RUN_READY;
}

static void
stop (ApmSyncPage *self)
{
  if (apm_run_state_is_active (apm_sync_page_get_state (self)))
    apm_experiment_stop (self->experiment);
}

static void
on_update_later (gpointer user_data)
{
  ApmSyncPage *self = user_data;

  self->update_source = 0;
  apm_sync_page_update (self);
}

static void
on_changed (ApmSyncPage *self)
{
  apm_sync_page_show_picture (self);
  if (self->update_source == 0)
    self->update_source = g_timeout_add_once (UPDATE_MS, on_update_later, self);
}

static void
on_items (ApmSyncPage        *self,
          const ApmItemEvent *events,
          guint               n)
{
  if (self->picture != NULL)
    apm_picture_add_items (self->picture, events, n);
}

static void
on_ended (ApmSyncPage *self)
{
  apm_sync_page_update (self);
  apm_sync_page_answer_run (self);
  apm_sync_page_show_diagnostics (self);
}

static void
take_experiment (ApmSyncPage   *self,
                 ApmExperiment *experiment)
{
  g_set_object (&self->experiment, experiment);
  g_string_truncate (self->story, 0);
  g_signal_group_set_target (self->experiment_signals, experiment);
  apm_facts_pane_set_experiment (self->facts_pane, experiment);
  apm_sync_page_show_title (self);
  apm_sync_page_update (self);
}

/* An experiment runs once: each run, and each change of a parameter, is a new one. */
void
apm_sync_page_renew (ApmSyncPage *self)
{
  g_autoptr(ApmExperiment) experiment = apm_experiment_new (self->problem, self->variant);
  g_autoptr(GError) error = NULL;

  stop (self);
  if (!apm_parameter_box_apply (self->parameters, experiment, &error))
    apm_session_toast (self->session, "%s", error->message);

  apm_step_box_set_experiment (self->step_box, experiment);
  take_experiment (self, experiment);
}

static void
on_parameters_changed (ApmSyncPage *self)
{
  if (!apm_run_state_is_active (apm_sync_page_get_state (self)))
    apm_sync_page_renew (self);
}

/**
 * apm_sync_page_select:
 * @name: "PROBLEM" or "PROBLEM:VARIANT"
 */
void
apm_sync_page_select (ApmSyncPage *self,
                      const char  *name)
{
  GListModel *catalogue = apm_session_get_catalogue (self->session);
  g_autoptr(GError) error = NULL;
  const ApmVariant *variant;
  ApmProblem *problem;

  if (catalogue == NULL)
    {
      gtk_label_set_label (self->outcome, _("The problems of the laboratory are not installed."));
      return;
    }

  if (!apm_catalogue_find_variant (catalogue, name, &problem, &variant, &error))
    {
      apm_session_toast (self->session, "%s", error->message);
      return;
    }

  if (self->chosen != variant)
    {
      apm_sync_page_save (self);
      self->chosen = self->variant = variant;
      g_set_object (&self->chosen_problem, problem);
      g_set_object (&self->problem, problem);
      apm_parameter_box_set_problem (self->parameters, problem);
      apm_parameter_box_set_variant (self->parameters, variant);
      self->row_width = 0;
      apm_sync_page_use_source (self);
      apm_sync_page_begin_prediction (self);
    }

  apm_program_desk_leave (self->desk);
  apm_problem_list_select (self->problems, problem, variant);
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

/* Actions */

static void
on_select (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  ApmSyncPage *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "synchronization");
  if (*name != '\0')
    apm_sync_page_select (self, name);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "page.search", NULL);
}

static void
start (ApmSyncPage *self)
{
  g_autoptr(GError) error = NULL;

  if (!apm_session_start_experiment (self->session, self->experiment, &error))
    apm_session_toast (self->session, "%s", error->message);

  apm_sync_page_update (self);
}

static void
on_run (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  ApmSyncPage *self = user_data;

  if (self->problem == NULL || apm_run_state_is_active (apm_sync_page_get_state (self)) ||
      !apm_sync_page_may_run (self) || !apm_sync_page_is_saved (self, "win.lab-run"))
    return;

  if (apm_sync_page_get_state (self) != APM_RUN_READY)
    apm_sync_page_renew (self);

  start (self);
}

static void
on_pause (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  ApmSyncPage *self = user_data;

  if (apm_sync_page_get_state (self) == APM_RUN_PAUSED)
    apm_experiment_resume (self->experiment);
  else if (apm_sync_page_get_state (self) == APM_RUN_RUNNING)
    apm_experiment_pause (self->experiment);
}

gboolean
apm_sync_page_can_undo (ApmSyncPage *self)
{
  return self->experiment != NULL && apm_experiment_can_undo (self->experiment);
}

/* The first step begins a run, and one of a run that goes on by itself holds it. */
static void
on_step (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  ApmSyncPage *self = user_data;
  guint actor = apm_step_box_get_actor (self->step_box);

  if (self->problem == NULL || (!apm_run_state_is_active (apm_sync_page_get_state (self)) &&
                                !(apm_sync_page_may_run (self) && apm_sync_page_is_saved (self, "win.lab-step"))))
    return;

  switch (apm_sync_page_get_state (self))
    {
    case APM_RUN_RUNNING:
      apm_experiment_pause (self->experiment);
      break;
    case APM_RUN_PAUSED:
      if (!apm_experiment_step (self->experiment, actor))
        apm_session_toast (self->session, _("%s cannot go on now: let another one go first"),
                           apm_experiment_get_scene (self->experiment)->actors[actor].name);
      break;
    case APM_RUN_DONE:
    case APM_RUN_STOPPED:
    case APM_RUN_BROKEN:
    case APM_RUN_FAILED:
      apm_sync_page_renew (self);
      apm_experiment_start_paused (self->experiment);
      start (self);
      break;
    case APM_RUN_READY:
    default:
      apm_experiment_start_paused (self->experiment);
      start (self);
      break;
    }
  apm_sync_page_update (self);
}

static void
on_undo (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  ApmSyncPage *self = user_data;
  g_autoptr(ApmExperiment) undone = NULL;

  if (!apm_sync_page_can_undo (self))
    return;

  undone = apm_experiment_dup_undone (self->experiment);
  stop (self);
  apm_step_box_set_experiment (self->step_box, undone);
  take_experiment (self, undone);
  start (self);
}

static void
on_stop (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  stop (user_data);
}

static void
on_compare (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  ApmSyncPage *self = user_data;

  if (self->problem != NULL && apm_sync_page_is_saved (self, "win.lab-compare"))
    apm_compare_window_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->session, self->problem,
                                self->variant);
}

/* In a window of its own, with few of everything: the parameters of the page are for
 * real runs. */
static void
on_explore (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  ApmSyncPage *self = user_data;
  g_autoptr(ApmExplorable) program = NULL;

  if (self->problem == NULL || !apm_sync_page_may_run (self) || !apm_sync_page_is_saved (self, "win.lab-explore"))
    return;

  program = apm_explorable_new_for_variant (self->problem, self->variant);
  apm_explore_window_present (GTK_WIDGET (self), self->session, program);
}

static void
on_open_run (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  ApmSyncPage *self = user_data;

  apm_explore_window_present_text (GTK_WIDGET (self), self->session, g_variant_get_string (parameter, NULL));
}

static void
on_add_folder (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  ApmSyncPage *self = user_data;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "synchronization");
  apm_folder_window_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->session,
                             g_variant_get_string (parameter, NULL));
}

static const GActionEntry actions[] = {
  { "lab-select", on_select, "s", NULL, NULL },
  { "lab-run", on_run, NULL, NULL, NULL },
  { "lab-pause", on_pause, NULL, NULL, NULL },
  { "lab-step", on_step, NULL, NULL, NULL },
  { "lab-undo", on_undo, NULL, NULL, NULL },
  { "lab-stop", on_stop, NULL, NULL, NULL },
  { "lab-compare", on_compare, NULL, NULL, NULL },
  { "lab-explore", on_explore, NULL, NULL, NULL },
  { "lab-open-run", on_open_run, "s", NULL, NULL },
  { "lab-add-folder", on_add_folder, "s", NULL, NULL },
};

/**
 * apm_sync_page_install_actions:
 * @window: gets the actions lab-…; the page outlives their use
 */
void
apm_sync_page_install_actions (ApmSyncPage *self,
                               GActionMap  *window)
{
  g_return_if_fail (APM_IS_SYNC_PAGE (self));

  g_action_map_add_action_entries (window, actions, G_N_ELEMENTS (actions), self);
  apm_program_desk_install_actions (self->desk, window);
  apm_sync_page_install_copy (self, window);
  apm_sync_page_install_predict (self, window);
  apm_sync_page_install_present (self, window);
  self->run_action = G_SIMPLE_ACTION (g_action_map_lookup_action (window, "lab-run"));
  self->pause_action = G_SIMPLE_ACTION (g_action_map_lookup_action (window, "lab-pause"));
  self->stop_action = G_SIMPLE_ACTION (g_action_map_lookup_action (window, "lab-stop"));
  self->step_action = G_SIMPLE_ACTION (g_action_map_lookup_action (window, "lab-step"));
  self->undo_action = G_SIMPLE_ACTION (g_action_map_lookup_action (window, "lab-undo"));

  apm_sync_page_show_actions (self, apm_sync_page_get_state (self));
}

/* The object's part */

void
apm_sync_page_init_lab (ApmSyncPage *self)
{
  self->story = g_string_new (NULL);
  self->experiment_signals = g_signal_group_new (APM_TYPE_EXPERIMENT);
  apm_step_box_set_marks (self->step_box, apm_source_pane_get_marks (self->source_pane));
  g_signal_group_connect_swapped (self->experiment_signals, "changed", G_CALLBACK (on_changed), self);
  g_signal_group_connect_swapped (self->experiment_signals, "items", G_CALLBACK (on_items), self);
  g_signal_group_connect_swapped (self->experiment_signals, "event", G_CALLBACK (apm_sync_page_tell), self);
  g_signal_group_connect_swapped (self->experiment_signals, "ended", G_CALLBACK (on_ended), self);
  g_signal_connect_object (self->parameters, "changed", G_CALLBACK (on_parameters_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "shutdown", G_CALLBACK (stop), self, G_CONNECT_SWAPPED);
}

void
apm_sync_page_dispose_lab (ApmSyncPage *self)
{
  g_clear_handle_id (&self->update_source, g_source_remove);
  g_clear_object (&self->experiment_signals);
  stop (self);
  g_clear_object (&self->experiment);
  g_clear_object (&self->shown_lens);
  g_clear_object (&self->problem);
}
