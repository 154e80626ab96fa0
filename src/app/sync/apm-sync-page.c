/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-sync-page.h"

#include <glib/gi18n.h>

#include "apm-buffer-scene.h"
#include "apm-check-list.h"
#include "apm-counter-scene.h"
#include "apm-parameter-box.h"
#include "apm-problem-list.h"
#include "apm-scene-text.h"
#include "apm-source-pane.h"
#include "apm-text.h"

/* The page opens on this. */
#define FIRST "bounded-buffer"

/* Words and checks are brought up to date at most so often; the picture is at
 * each frame. */
#define UPDATE_MS 50

/* Below these sizes of the page the catalogue folds away, and scene, source
 * and checks are shown one at a time. */
#define NARROW 900
#define LOW 560

struct _ApmSyncPage
{
  AdwBin parent_instance;

  AdwFlap *flap;
  ApmProblemList *problems;
  GtkLabel *title;
  GtkLabel *expectation;
  GtkMenuButton *parameters_button;
  GtkPopover *parameters_popover;
  AdwBin *parameters_slot;
  ApmParameterBox *parameters;
  AdwButtonContent *run_content;
  AdwButtonContent *pause_content;
  GtkWidget *pane_switch;
  AdwBin *scene_pane;
  ApmSourcePane *source_pane;
  GtkWidget *checks_pane;
  GtkWidget *checks_separator;
  GtkWidget *split;
  ApmCheckList *checks;
  GtkImage *outcome_icon;
  GtkLabel *outcome;
  GtkLabel *counts;

  ApmSession *session;
  ApmPicture *picture;
  ApmSceneKind picture_kind;
  ApmProblem *problem;
  const ApmVariant *variant;
  ApmExperiment *experiment;    /* never NULL once a problem is chosen */
  GSignalGroup *experiment_signals;
  GSimpleAction *run_action;
  GSimpleAction *pause_action;
  GSimpleAction *stop_action;

  char *pane;                   /* the one shown where there is room for one */
  int narrow;                   /* -1: not known yet */
  int compact;
  guint shape_source;
  guint update_source;
};

G_DEFINE_FINAL_TYPE (ApmSyncPage, apm_sync_page, ADW_TYPE_BIN)

enum { PROP_0, PROP_SESSION, PROP_PANE, N_PROPS };
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

static gboolean
is_active (ApmRunState state)
{
  return state == APM_RUN_RUNNING || state == APM_RUN_PAUSED;
}

static ApmRunState
get_state (ApmSyncPage *self)
{
  return self->experiment != NULL ? apm_experiment_get_state (self->experiment) : APM_RUN_READY;
}

/* What is shown */

static void
show_picture (ApmSyncPage    *self,
              const ApmScene *scene)
{
  if (self->picture == NULL || self->picture_kind != scene->kind)
    {
      GtkWidget *picture = scene->kind == APM_SCENE_BUFFER ? apm_buffer_scene_new ()
                                                           : apm_counter_scene_new ();

      self->picture = APM_PICTURE (picture);
      self->picture_kind = scene->kind;
      adw_bin_set_child (self->scene_pane, picture);
    }

  apm_picture_set_scene (self->picture, scene);
}

static char *
dup_counts (const ApmScene *scene)
{
  g_autofree char *rate = apm_scene_dup_rate_text (scene);

  if (scene->kind == APM_SCENE_BUFFER)
    return g_strdup_printf (_("%'llu produced · %'llu consumed · %s"), (unsigned long long) scene->produced,
                            (unsigned long long) scene->consumed, rate);

  return g_strdup_printf (ngettext ("%'u round right · %s", "%'u rounds right · %s", scene->rounds_right),
                          scene->rounds_right, rate);
}

static void
show_outcome (ApmSyncPage *self,
              ApmRunState  state)
{
  const char *outcome = apm_experiment_get_outcome (self->experiment);
  g_autofree char *counts = dup_counts (apm_experiment_get_scene (self->experiment));
  GtkWidget *icon = GTK_WIDGET (self->outcome_icon);

  gtk_label_set_label (self->counts, counts);
  gtk_label_set_label (self->outcome, outcome != NULL ? outcome : apm_run_state_get_label (state));
  gtk_image_set_from_icon_name (self->outcome_icon, looks[state].icon_name);

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].css_class != NULL)
      gtk_widget_remove_css_class (icon, looks[i].css_class);
  if (looks[state].css_class != NULL)
    gtk_widget_add_css_class (icon, looks[state].css_class);
}

static void
show_actions (ApmSyncPage *self,
              ApmRunState  state)
{
  gboolean paused = state == APM_RUN_PAUSED;

  if (self->run_action != NULL)
    {
      g_simple_action_set_enabled (self->run_action, !is_active (state));
      g_simple_action_set_enabled (self->pause_action, is_active (state));
      g_simple_action_set_enabled (self->stop_action, is_active (state));
    }

  adw_button_content_set_label (self->run_content,
                                state == APM_RUN_READY || is_active (state) ? _("Run") : _("Run Again"));
  adw_button_content_set_label (self->pause_content, paused ? _("Resume") : _("Pause"));
  adw_button_content_set_icon_name (self->pause_content, paused ? "media-playback-start-symbolic"
                                                                : "media-playback-pause-symbolic");
  gtk_widget_set_sensitive (GTK_WIDGET (self->parameters), !is_active (state));
}

static void
show_title (ApmSyncPage *self)
{
  const char *mode = apm_experiment_get_value (self->experiment, "mode");
  const ApmParameter *parameter = apm_problem_find_parameter (self->problem, "mode");
  g_autofree char *title = NULL;

  for (guint i = 0; parameter != NULL && parameter->choices[i] != NULL; i++)
    if (g_strcmp0 (parameter->choices[i], mode) == 0)
      mode = parameter->choice_titles[i];

  title = g_strjoin (" · ", apm_problem_get_title (self->problem), self->variant->title, mode, NULL);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->expectation, self->variant->expectation);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->expectation), apm_problem_get_text (self->problem));
}

static void
update (ApmSyncPage *self)
{
  ApmRunState state = get_state (self);

  g_clear_handle_id (&self->update_source, g_source_remove);
  if (self->experiment == NULL)
    return;

  show_picture (self, apm_experiment_get_scene (self->experiment));
  apm_check_list_update (self->checks, self->experiment);
  show_outcome (self, state);
  show_actions (self, state);
}

static void
update_later_cb (gpointer user_data)
{
  ApmSyncPage *self = user_data;

  self->update_source = 0;
  update (self);
}

/* The experiment */

static void
changed_cb (ApmSyncPage *self)
{
  show_picture (self, apm_experiment_get_scene (self->experiment));
  if (self->update_source == 0)
    self->update_source = g_timeout_add_once (UPDATE_MS, update_later_cb, self);
}

static void
items_cb (ApmSyncPage        *self,
          const ApmItemEvent *events,
          guint               n)
{
  if (self->picture != NULL)
    apm_picture_add_items (self->picture, events, n);
}

/* An experiment runs once: each run, and each change of a parameter, is a new one. */
static void
renew (ApmSyncPage *self)
{
  g_autoptr (ApmExperiment) experiment = apm_experiment_new (self->problem, self->variant);
  g_autoptr (GError) error = NULL;

  if (is_active (get_state (self)))
    apm_experiment_stop (self->experiment);

  if (!apm_parameter_box_apply (self->parameters, experiment, &error))
    apm_session_toast (self->session, "%s", error->message);

  g_set_object (&self->experiment, experiment);
  g_signal_group_set_target (self->experiment_signals, experiment);
  show_title (self);
  update (self);
}

static void
parameters_changed_cb (ApmSyncPage *self)
{
  if (!is_active (get_state (self)))
    renew (self);
}

static void
select_variant (ApmSyncPage *self,
                const char  *name)
{
  GListModel *catalogue = apm_session_get_catalogue (self->session);
  g_autoptr (GError) error = NULL;
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

  if (self->variant != variant)
    {
      self->variant = variant;
      g_set_object (&self->problem, problem);
      apm_parameter_box_set_problem (self->parameters, problem);
      apm_source_pane_set_path (self->source_pane, variant->source_path);
      renew (self);
    }

  apm_problem_list_select (self->problems, problem, variant);
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

/* Actions */

static void
select_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  ApmSyncPage *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "synchronization");
  if (*name != '\0')
    select_variant (self, name);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "page.search", NULL);
}

static void
run_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  ApmSyncPage *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->problem == NULL || is_active (get_state (self)))
    return;

  if (get_state (self) != APM_RUN_READY)
    renew (self);

  apm_session_add_experiment (self->session, self->experiment);
  if (!apm_experiment_start (self->experiment, &error))
    apm_session_toast (self->session, "%s", error->message);

  update (self);
}

static void
pause_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  ApmSyncPage *self = user_data;

  if (get_state (self) == APM_RUN_PAUSED)
    apm_experiment_resume (self->experiment);
  else if (get_state (self) == APM_RUN_RUNNING)
    apm_experiment_pause (self->experiment);
}

static void
stop_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  ApmSyncPage *self = user_data;

  if (is_active (get_state (self)))
    apm_experiment_stop (self->experiment);
}

static const GActionEntry actions[] = {
  { "lab-select", select_cb, "s", NULL, NULL },
  { "lab-run", run_cb, NULL, NULL, NULL },
  { "lab-pause", pause_cb, NULL, NULL, NULL },
  { "lab-step", NULL, NULL, NULL, NULL },
  { "lab-stop", stop_cb, NULL, NULL, NULL },
  { "lab-explore", NULL, NULL, NULL, NULL },
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
  self->run_action = G_SIMPLE_ACTION (g_action_map_lookup_action (window, "lab-run"));
  self->pause_action = G_SIMPLE_ACTION (g_action_map_lookup_action (window, "lab-pause"));
  self->stop_action = G_SIMPLE_ACTION (g_action_map_lookup_action (window, "lab-stop"));

  /* Stepping and exploring need the controlled scheduler. */
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].activate == NULL)
      g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (window, actions[i].name)), FALSE);

  show_actions (self, get_state (self));
}

static void
search_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  ApmSyncPage *self = APM_SYNC_PAGE (widget);

  adw_flap_set_reveal_flap (self->flap, TRUE);
  apm_problem_list_search (self->problems);
}

/* The shape: what is where in the room there is */

static void
show_panes (ApmSyncPage *self)
{
  gboolean all = !self->compact;
  gboolean scene = all || g_str_equal (self->pane, "scene");
  gboolean source = all || g_str_equal (self->pane, "source");
  gboolean checks = all || g_str_equal (self->pane, "checks");

  gtk_widget_set_visible (self->pane_switch, !all);
  gtk_widget_set_visible (GTK_WIDGET (self->scene_pane), scene);
  gtk_widget_set_visible (GTK_WIDGET (self->source_pane), source);
  gtk_widget_set_visible (self->split, scene || source);
  gtk_widget_set_visible (self->checks_pane, checks);
  gtk_widget_set_visible (self->checks_separator, all);
  gtk_widget_set_vexpand (self->checks_pane, !all);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->checks_pane), all ? 180 : -1);
}

static void
place_parameters (ApmSyncPage *self,
                  gboolean     in_popover)
{
  g_autoptr (ApmParameterBox) parameters = g_object_ref (self->parameters);

  gtk_popover_popdown (self->parameters_popover);
  gtk_popover_set_child (self->parameters_popover, NULL);
  adw_bin_set_child (self->parameters_slot, NULL);
  apm_parameter_box_set_vertical (parameters, in_popover);

  if (in_popover)
    gtk_popover_set_child (self->parameters_popover, GTK_WIDGET (parameters));
  else
    adw_bin_set_child (self->parameters_slot, GTK_WIDGET (parameters));

  gtk_widget_set_visible (GTK_WIDGET (self->parameters_button), in_popover);
  gtk_widget_set_visible (GTK_WIDGET (self->parameters_slot), !in_popover);
}

static gboolean
is_narrow (ApmSyncPage *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self)) < NARROW;
}

static gboolean
is_compact (ApmSyncPage *self)
{
  return is_narrow (self) || gtk_widget_get_height (GTK_WIDGET (self)) < LOW;
}

static void
take_shape (ApmSyncPage *self)
{
  if (self->narrow != is_narrow (self))
    {
      self->narrow = is_narrow (self);
      adw_flap_set_fold_policy (self->flap, self->narrow ? ADW_FLAP_FOLD_POLICY_ALWAYS
                                                         : ADW_FLAP_FOLD_POLICY_NEVER);
      adw_flap_set_reveal_flap (self->flap, !self->narrow);
      place_parameters (self, self->narrow);
    }

  if (self->compact != is_compact (self))
    {
      self->compact = is_compact (self);
      show_panes (self);
    }
}

static gboolean
take_shape_cb (gpointer user_data)
{
  ApmSyncPage *self = user_data;

  self->shape_source = 0;
  take_shape (self);

  return G_SOURCE_REMOVE;
}

/* What is shown may not change while it is being given its size. */
static void
apm_sync_page_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  ApmSyncPage *self = APM_SYNC_PAGE (widget);

  GTK_WIDGET_CLASS (apm_sync_page_parent_class)->size_allocate (widget, width, height, baseline);

  if (self->shape_source == 0 && (self->narrow != is_narrow (self) || self->compact != is_compact (self)))
    self->shape_source = g_idle_add_full (GDK_PRIORITY_REDRAW - 1, take_shape_cb, self, NULL);
}

/* The object */

static void
shutdown_cb (ApmSyncPage *self)
{
  if (is_active (get_state (self)))
    apm_experiment_stop (self->experiment);
}

static void
apm_sync_page_constructed (GObject *object)
{
  ApmSyncPage *self = APM_SYNC_PAGE (object);

  G_OBJECT_CLASS (apm_sync_page_parent_class)->constructed (object);

  apm_problem_list_set_catalogue (self->problems, apm_session_get_catalogue (self->session));
  g_signal_connect_object (self->session, "shutdown", G_CALLBACK (shutdown_cb), self, G_CONNECT_SWAPPED);
  select_variant (self, FIRST);
}

static void
apm_sync_page_dispose (GObject *object)
{
  ApmSyncPage *self = APM_SYNC_PAGE (object);

  g_clear_handle_id (&self->shape_source, g_source_remove);
  g_clear_handle_id (&self->update_source, g_source_remove);
  g_clear_object (&self->experiment_signals);
  if (is_active (get_state (self)))
    apm_experiment_stop (self->experiment);
  g_clear_object (&self->experiment);
  g_clear_object (&self->problem);

  self->picture = NULL;
  g_clear_object (&self->parameters);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_SYNC_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_sync_page_parent_class)->dispose (object);
}

static void
apm_sync_page_finalize (GObject *object)
{
  g_free (APM_SYNC_PAGE (object)->pane);

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
      if (apm_set_str (&self->pane, g_value_get_string (value)))
        {
          show_panes (self);
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
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, parameters_button);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, parameters_popover);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, parameters_slot);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, run_content);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, pause_content);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, pane_switch);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, scene_pane);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, source_pane);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, checks_pane);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, checks_separator);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, split);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, checks);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, outcome_icon);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, ApmSyncPage, counts);
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
  widget_class->size_allocate = apm_sync_page_size_allocate;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, APM_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PANE] =
    g_param_spec_string ("pane", NULL, NULL, "scene",
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (APM_TYPE_PROBLEM_LIST);
  g_type_ensure (APM_TYPE_CHECK_LIST);
  g_type_ensure (APM_TYPE_SOURCE_PANE);
  bind_template (widget_class);

  gtk_widget_class_install_property_action (widget_class, "lab.pane", "pane");
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_cb);
}

static void
apm_sync_page_init (ApmSyncPage *self)
{
  self->pane = g_strdup ("scene");
  self->narrow = -1;
  self->compact = -1;
  self->experiment_signals = g_signal_group_new (APM_TYPE_EXPERIMENT);
  g_signal_group_connect_swapped (self->experiment_signals, "changed", G_CALLBACK (changed_cb), self);
  g_signal_group_connect_swapped (self->experiment_signals, "items", G_CALLBACK (items_cb), self);
  g_signal_group_connect_swapped (self->experiment_signals, "ended", G_CALLBACK (update), self);

  gtk_widget_init_template (GTK_WIDGET (self));

  self->parameters = APM_PARAMETER_BOX (g_object_ref_sink (apm_parameter_box_new ()));
  g_signal_connect_object (self->parameters, "changed", G_CALLBACK (parameters_changed_cb), self,
                           G_CONNECT_SWAPPED);
  place_parameters (self, TRUE);
  show_panes (self);
}
