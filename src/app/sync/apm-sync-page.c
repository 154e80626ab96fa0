/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-sync-page-private.h"

#include <glib/gi18n.h>

#include "apm-pictures.h"
#include "apm-scene-text.h"
#include "apm-text.h"

/* The page opens on this. */
#define FIRST "bounded-buffer"

G_DEFINE_FINAL_TYPE (ApmSyncPage, apm_sync_page, ADW_TYPE_BIN)

enum { PROP_0, PROP_SESSION, PROP_PANE, PROP_SIDE, PROP_LANES, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* What each state looks like in the bar below. */
static const struct {
  const char *icon_name;
  const char *css_class;
} looks[] = {
  [APM_RUN_READY] = { "media-playback-start-symbolic", NULL },
  [APM_RUN_RUNNING] = { "media-record-symbolic", NULL },
  [APM_RUN_PAUSED] = { "media-playback-pause-symbolic", NULL },
  [APM_RUN_DONE] = { "object-select-symbolic", "success" },
  [APM_RUN_STOPPED] = { "media-playback-stop-symbolic", NULL },
  [APM_RUN_BROKEN] = { "window-close-symbolic", "error" },
  [APM_RUN_FAILED] = { "dialog-warning-symbolic", "warning" },
};

/* What is shown */

void
apm_sync_page_show_picture (ApmSyncPage *self)
{
  const ApmScene *scene = apm_experiment_get_scene (self->experiment);

  if (self->picture == NULL || self->picture_kind != scene->kind)
    {
      self->picture = apm_picture_new_for_kind (scene->kind);
      self->picture_kind = scene->kind;
      adw_bin_set_child (self->scene_pane, GTK_WIDGET (self->picture));
    }

  apm_picture_set_scene (self->picture, scene);
}

static char *
dup_counts (const ApmScene *scene)
{
  if (scene->kind == APM_SCENE_BUFFER)
    return g_strdup_printf (_("%'llu produced · %'llu consumed"), (unsigned long long) scene->produced,
                            (unsigned long long) scene->consumed);

  if (scene->kind != APM_SCENE_COUNTER)
    return g_strdup ("");

  return g_strdup_printf (ngettext ("%'u round right", "%'u rounds right", scene->rounds_right),
                          scene->rounds_right);
}

static void
show_outcome (ApmSyncPage *self,
              ApmRunState  state)
{
  const char *outcome = apm_experiment_get_outcome (self->experiment);
  const ApmScene *scene = apm_experiment_get_scene (self->experiment);
  g_autofree char *counts = dup_counts (scene);
  g_autofree char *rate = state == APM_RUN_RUNNING ? apm_scene_dup_rate_text (scene) : NULL;
  GtkWidget *icon = GTK_WIDGET (self->outcome_icon);

  gtk_label_set_label (self->counts, counts);
  gtk_label_set_label (self->rate, rate != NULL ? rate : "");
  gtk_label_set_label (self->outcome, outcome != NULL ? outcome : apm_run_state_get_label (state));
  gtk_image_set_from_icon_name (self->outcome_icon, looks[state].icon_name);

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].css_class != NULL)
      gtk_widget_remove_css_class (icon, looks[i].css_class);
  if (looks[state].css_class != NULL)
    gtk_widget_add_css_class (icon, looks[state].css_class);
}

static void
show_pause (ApmSyncPage *self,
            gboolean     paused)
{
  const char *icon_name = paused ? "media-playback-start-symbolic" : "media-playback-pause-symbolic";
  const char *words = paused ? _("Resume") : _("Pause");

  adw_button_content_set_label (self->pause_content, self->tight ? "" : words);
  if (g_str_equal (adw_button_content_get_icon_name (self->pause_content), icon_name))
    return;

  adw_button_content_set_icon_name (self->pause_content, icon_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pause_button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

void
apm_sync_page_show_actions (ApmSyncPage *self,
                            ApmRunState  state)
{
  gboolean paused = state == APM_RUN_PAUSED;
  gboolean here = !apm_program_desk_is_shown (self->desk);

  if (self->run_action != NULL)
    {
      g_simple_action_set_enabled (self->run_action, here && !apm_run_state_is_active (state));
      g_simple_action_set_enabled (self->pause_action, here && apm_run_state_is_active (state));
      g_simple_action_set_enabled (self->stop_action, here && apm_run_state_is_active (state));
      g_simple_action_set_enabled (self->step_action, here && self->problem != NULL);
      g_simple_action_set_enabled (self->undo_action, here && apm_sync_page_can_undo (self));
    }

  adw_button_content_set_label (self->run_content,
                                state == APM_RUN_READY || apm_run_state_is_active (state) ? _("Run") : _("Run Again"));
  show_pause (self, paused);
  gtk_widget_set_sensitive (GTK_WIDGET (self->parameters), !apm_run_state_is_active (state));
}

void
apm_sync_page_show_title (ApmSyncPage *self)
{
  const char *mode = apm_experiment_get_value (self->experiment, "mode");
  const ApmParameter *parameter = apm_problem_find_parameter (self->problem, "mode");
  g_autofree char *title = NULL;

  for (guint i = 0; parameter != NULL && parameter->choices[i] != NULL; i++)
    if (g_strcmp0 (parameter->choices[i], mode) == 0)
      mode = parameter->choice_titles[i];

  title = g_strjoin (" · ", apm_problem_get_title (self->problem), self->variant->title,
                     apm_problem_is_copy (self->problem) ? _("your copy") : mode, NULL);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->expectation, self->variant->expectation);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->expectation), apm_problem_get_text (self->problem));
}

/**
 * apm_sync_page_update:
 *
 * Shows all that the experiment reports now.
 */
void
apm_sync_page_update (ApmSyncPage *self)
{
  ApmRunState state = apm_sync_page_get_state (self);

  g_clear_handle_id (&self->update_source, g_source_remove);
  if (self->experiment == NULL)
    return;

  apm_sync_page_show_picture (self);
  apm_check_list_update (self->checks, self->experiment);
  apm_step_box_update (self->step_box);
  apm_facts_pane_update (self->facts_pane);
  apm_sync_page_show_lanes (self);
  apm_sync_page_update_copy (self);
  show_outcome (self, state);
  apm_sync_page_show_actions (self, state);
}

static void
on_search (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  ApmSyncPage *self = APM_SYNC_PAGE (widget);

  adw_flap_set_reveal_flap (self->flap, TRUE);
  apm_problem_list_search (self->problems);
}

/* While a program of one's own is in view no problem is marked. */
static void
mark_chosen (ApmSyncPage *self)
{
  gboolean here = !apm_program_desk_is_shown (self->desk);

  apm_problem_list_select (self->problems, here ? self->chosen_problem : NULL, here ? self->chosen : NULL);
}

static void
show_catalogue (ApmSyncPage *self)
{
  apm_problem_list_set_catalogue (self->problems, apm_session_get_catalogue (self->session));
  mark_chosen (self);
  apm_sync_page_show_secrets (self);
}

/* And the laboratory takes no orders. */
static void
on_shown_changed (ApmSyncPage *self)
{
  mark_chosen (self);
  apm_sync_page_show_actions (self, apm_sync_page_get_state (self));
}

static void
on_export (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  apm_sync_page_export (APM_SYNC_PAGE (widget), g_variant_get_string (parameter, NULL));
}

/* The object */

static void
apm_sync_page_constructed (GObject *object)
{
  ApmSyncPage *self = APM_SYNC_PAGE (object);

  G_OBJECT_CLASS (apm_sync_page_parent_class)->constructed (object);

  self->desk = apm_program_desk_new (self->session, self->flap);
  g_signal_connect_object (self->desk, "shown-changed", G_CALLBACK (on_shown_changed), self, G_CONNECT_SWAPPED);
  show_catalogue (self);
  g_signal_connect_object (apm_session_get_catalogue (self->session), "items-changed", G_CALLBACK (show_catalogue),
                           self, G_CONNECT_SWAPPED);
  apm_sync_page_init_lab (self);
  apm_sync_page_init_copy (self);
  apm_sync_page_init_predict (self);
  apm_sync_page_select (self, FIRST);
}

static void
apm_sync_page_dispose (GObject *object)
{
  ApmSyncPage *self = APM_SYNC_PAGE (object);

  apm_sync_page_dispose_shape (self);
  apm_sync_page_dispose_copy (self);
  apm_sync_page_dispose_lab (self);
  apm_sync_page_dispose_present (self);
  g_clear_object (&self->chooser);
  self->picture = NULL;
  g_clear_object (&self->parameters);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_SYNC_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_sync_page_parent_class)->dispose (object);
}

static void
apm_sync_page_finalize (GObject *object)
{
  ApmSyncPage *self = APM_SYNC_PAGE (object);

  g_free (self->pane);
  g_free (self->side);
  g_string_free (self->story, TRUE);

  G_OBJECT_CLASS (apm_sync_page_parent_class)->finalize (object);
}

static void
apm_sync_page_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ApmSyncPage *self = APM_SYNC_PAGE (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_PANE:
      g_value_set_string (value, self->pane);
      break;
    case PROP_SIDE:
      g_value_set_string (value, self->side);
      break;
    case PROP_LANES:
      g_value_set_boolean (value, self->lanes);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
apm_sync_page_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  ApmSyncPage *self = APM_SYNC_PAGE (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_PANE:
    case PROP_SIDE:
      if (apm_set_str (prop_id == PROP_PANE ? &self->pane : &self->side, g_value_get_string (value)))
        {
          apm_sync_page_show_panes (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_LANES:
      if (self->lanes != g_value_get_boolean (value))
        {
          self->lanes = !self->lanes;
          apm_sync_page_show_panes (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-sync-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, problems);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, title);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, expectation);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, predict_bar);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, parameters_button);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, parameters_popover);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, parameters_slot);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, run_content);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, pause_content);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, pause_button);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, explore_content);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, stop_content);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, pane_switch);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, toolbar);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, outcome_bar);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, outcome_separator);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, side_switch);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, side_bar);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, edit_button);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, copy_bar);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, copy_words);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, side_pane);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, facts_pane);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, lanes_pane);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, timeline);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, lanes_button);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, scene_pane);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, source_pane);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, step_box);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, checks_pane);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, checks_separator);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, split);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, checks);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, outcome_icon);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, counts);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, rate);
}

static void
apm_sync_page_class_init (ApmSyncPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = apm_sync_page_constructed;
  object_class->dispose = apm_sync_page_dispose;
  object_class->finalize = apm_sync_page_finalize;
  object_class->get_property = apm_sync_page_get_property;
  object_class->set_property = apm_sync_page_set_property;
  widget_class->measure = apm_sync_page_measure;
  widget_class->size_allocate = apm_sync_page_size_allocate;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, APM_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PANE] =
    g_param_spec_string ("pane", NULL, NULL, "scene",
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SIDE] =
    g_param_spec_string ("side", NULL, NULL, "source",
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_LANES] =
    g_param_spec_boolean ("lanes", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (APM_TYPE_PROBLEM_LIST);
  g_type_ensure (APM_TYPE_CHECK_LIST);
  g_type_ensure (APM_TYPE_SOURCE_PANE);
  g_type_ensure (APM_TYPE_STEP_BOX);
  g_type_ensure (APM_TYPE_FACTS_PANE);
  g_type_ensure (APM_TYPE_PREDICT_BAR);
  g_type_ensure (APM_TYPE_TIMELINE);
  bind_template (widget_class);

  gtk_widget_class_install_property_action (widget_class, "lab.pane", "pane");
  gtk_widget_class_install_property_action (widget_class, "lab.side", "side");
  gtk_widget_class_install_property_action (widget_class, "lab.lanes", "lanes");
  gtk_widget_class_install_action (widget_class, "page.export", "s", on_export);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, on_search);
}

static void
apm_sync_page_init (ApmSyncPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->pane = g_strdup ("scene");
  self->side = g_strdup ("source");
  self->parameters = APM_PARAMETER_BOX (g_object_ref_sink (apm_parameter_box_new ()));
  apm_sync_page_init_present (self);
  apm_sync_page_init_shape (self);
}
