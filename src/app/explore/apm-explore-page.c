/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-explore-page.h"

#include <glib/gi18n.h>

#include "apm-explore-options.h"
#include "apm-explore-words.h"
#include "apm-player.h"
#include "apm-race-box.h"
#include "apm-real-box.h"
#include "apm-say.h"
#include "apm-session-explorations.h"

struct _ApmExplorePage
{
  AdwBin parent_instance;
  GtkLabel *verdict;
  GtkLabel *details;
  GtkImage *icon;
  AdwButtonContent *start_content;
  GtkButton *start_button;
  GtkSpinner *spinner;
  ApmExploreOptions *options;
  GtkMenuButton *options_button;
  ApmRaceBox *race;
  ApmRealBox *real;
  GtkStack *stack;
  AdwStatusPage *status;
  GtkWidget *real_button;
  ApmPlayer *player;

  ApmSession *session;
  ApmExplorable *program;
  ApmExploration *exploration;   /* the newest; NULL: none yet */
  GSignalGroup *signals;         /* its */
};

enum { CHANGED, N_SIGNALS };
static guint page_signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmExplorePage, apm_explore_page, ADW_TYPE_BIN)

static const struct {
  const char *icon_name, *css_class;
} looks[] = {
  [APM_EXPLORED_NOTHING] = { "dialog-question-symbolic", NULL },
  [APM_EXPLORED_COMPLETE] = { "object-select-symbolic", "success" },
  [APM_EXPLORED_BOUNDED] = { "dialog-information-symbolic", "warning" },
  [APM_EXPLORED_FAILED] = { "window-close-symbolic", "error" },
  [APM_EXPLORED_DIVERGED] = { "dialog-warning-symbolic", "warning" },
  [APM_EXPLORED_NO_PROGRAM] = { "dialog-error-symbolic", "error" },
  [APM_EXPLORED_UNKNOWN_CALL] = { "dialog-warning-symbolic", "warning" },
  [APM_EXPLORED_INVALID] = { "dialog-error-symbolic", "error" },
  [APM_EXPLORED_UNSUPPORTED] = { "dialog-error-symbolic", "error" },
  [APM_EXPLORED_BROKEN] = { "dialog-error-symbolic", "error" },
};

static gboolean
is_running (ApmExplorePage *self)
{
  return self->exploration && apm_exploration_is_running (self->exploration);
}

static void
show_look (ApmExplorePage     *self,
           ApmExploredVerdict  verdict)
{
  GtkWidget *icon = GTK_WIDGET (self->icon);

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].css_class)
      gtk_widget_remove_css_class (icon, looks[i].css_class);
  if (looks[verdict].css_class)
    gtk_widget_add_css_class (icon, looks[verdict].css_class);
  gtk_image_set_from_icon_name (self->icon, looks[verdict].icon_name);
}

static void
show_button (ApmExplorePage *self)
{
  gboolean running = is_running (self);

  adw_button_content_set_label (self->start_content, running ? _("Cancel") : _("Find a Failing Schedule"));
  adw_button_content_set_icon_name (self->start_content, running ? "media-playback-stop-symbolic"
                                                                 : "system-search-symbolic");
  if (running)
    gtk_widget_remove_css_class (GTK_WIDGET (self->start_button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->start_button), "suggested-action");
  gtk_widget_set_sensitive (GTK_WIDGET (self->options_button), !running);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !running);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), running);
  gtk_spinner_set_spinning (self->spinner, running);
}

static void
on_progress (ApmExplorePage *self)
{
  g_autofree char *text = apm_explore_dup_progress (apm_exploration_get_progress (self->exploration));

  apm_say (GTK_WIDGET (self->details), text);
}

/* What stands in the player's place where there is nothing to play. */
static void
show_status (ApmExplorePage    *self,
             const ApmExplored *explored)
{
  ApmExploredVerdict verdict = apm_explored_get_verdict (explored);
  const ApmExplorable *program = self->program;
  gboolean is_partial = verdict == APM_EXPLORED_COMPLETE && program->problem &&
                        apm_exploration_is_partial (program->problem, program->variant);
  g_autofree char *text = apm_explore_dup_explanation (explored, apm_exploration_get_complaints (self->exploration),
                                                       is_partial);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *title = apm_explored_dup_title (explored);

  adw_status_page_set_icon_name (self->status, looks[verdict].icon_name);
  adw_status_page_set_title (self->status, verdict == APM_EXPLORED_COMPLETE && !is_partial ? _("Proven") : title);
  adw_status_page_set_description (self->status, escaped);
  gtk_widget_set_visible (self->real_button, verdict == APM_EXPLORED_UNKNOWN_CALL && self->program->problem);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->status));
}

static void
show_verdict (ApmExplorePage *self)
{
  const ApmExplored *explored = apm_exploration_get_result (self->exploration);
  ApmExploredVerdict verdict = apm_explored_get_verdict (explored);
  const ApmFailure *failure = apm_player_get_failure (self->player);
  g_autofree char *title = failure && failure->kind ? apm_explore_dup_failure (failure)
                                                    : apm_explore_dup_verdict (explored);
  g_autofree char *details = apm_explore_dup_details (explored, apm_exploration_get_progress (self->exploration));

  show_look (self, verdict);
  apm_say (GTK_WIDGET (self->verdict), title);
  apm_say (GTK_WIDGET (self->details), details);
  apm_race_box_set_failure (self->race, failure);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "explore.run-real", failure && failure->kind);
  g_signal_emit (self, page_signals[CHANGED], 0);
}

/* Another one is played: the real run was of the one before. */
static void
on_failure_changed (ApmExplorePage *self)
{
  apm_real_box_clear (self->real);
  show_verdict (self);
}

static void
on_real_changed (ApmExplorePage *self)
{
  apm_player_show_real (self->player, apm_real_box_get_lens (self->real), apm_real_box_get_position (self->real));
}

static void
on_ended (ApmExplorePage *self)
{
  const ApmExplored *explored = apm_exploration_get_result (self->exploration);

  show_button (self);
  apm_player_set_exploration (self->player, self->exploration);
  if (apm_player_get_failure (self->player))
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->player));
  else
    show_status (self, explored);
  show_verdict (self);
}

static void
begin (ApmExplorePage *self)
{
  g_autofree char *title = apm_explorable_dup_title (self->program);

  apm_real_box_clear (self->real);
  apm_player_set_exploration (self->player, NULL);
  apm_race_box_set_failure (self->race, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "explore.run-real", FALSE);
  adw_status_page_set_icon_name (self->status, "system-search-symbolic");
  adw_status_page_set_title (self->status, _("Exploring"));
  adw_status_page_set_description (self->status, _("The program is run again and again, each time with its threads "
                                                   "in another order."));
  gtk_widget_set_visible (self->real_button, FALSE);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->status));
  show_look (self, APM_EXPLORED_NOTHING);
  apm_say (GTK_WIDGET (self->verdict), title);
  apm_say (GTK_WIDGET (self->details), _("Compiling"));
}

/**
 * apm_explore_page_start:
 * @schedule: (nullable): to run again; %NULL: all are explored
 *
 * Does nothing while one is under way.
 */
void
apm_explore_page_start (ApmExplorePage *self,
                        const char     *schedule)
{
  ApmExplorationOptions options = APM_EXPLORATION_OPTIONS_INIT;
  g_autoptr(ApmExploration) exploration = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (APM_IS_EXPLORE_PAGE (self) && self->program);

  if (is_running (self))
    return;
  apm_explore_options_read (self->options, self->program, &options);
  g_signal_emit (self, page_signals[CHANGED], 0);
  options.schedule = schedule;
  exploration = apm_explorable_explore (self->program, options);
  begin (self);
  g_set_object (&self->exploration, exploration);
  g_signal_group_set_target (self->signals, exploration);
  apm_session_add_exploration (self->session, exploration);
  if (!apm_exploration_start (exploration, &error))
    {
      show_look (self, APM_EXPLORED_BROKEN);
      adw_status_page_set_icon_name (self->status, looks[APM_EXPLORED_BROKEN].icon_name);
      adw_status_page_set_title (self->status, _("Not explored"));
      adw_status_page_set_description (self->status, NULL);
      apm_say (GTK_WIDGET (self->details), error->message);
    }
  show_button (self);
}

static void
start_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ApmExplorePage *self = APM_EXPLORE_PAGE (widget);

  if (is_running (self))
    apm_exploration_cancel (self->exploration);
  else
    apm_explore_page_start (self, NULL);
}

static void
run_real_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ApmExplorePage *self = APM_EXPLORE_PAGE (widget);
  const ApmFailure *failure = apm_player_get_failure (self->player);

  if (failure && failure->kind)
    apm_real_box_start (self->real, self->session, self->program, self->exploration, failure);
}

/**
 * apm_explore_page_set_program:
 *
 * What was explored before is forgotten.
 */
void
apm_explore_page_set_program (ApmExplorePage      *self,
                              ApmSession          *session,
                              const ApmExplorable *program)
{
  g_return_if_fail (APM_IS_EXPLORE_PAGE (self));

  if (is_running (self))
    apm_exploration_cancel (self->exploration);
  apm_real_box_clear (self->real);
  g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->exploration);
  g_set_object (&self->session, session);
  g_clear_pointer (&self->program, apm_explorable_free);
  self->program = apm_explorable_copy (program);
  apm_explore_options_show (self->options, program);
}

const ApmExplorable *
apm_explore_page_get_program (ApmExplorePage *self)
{
  return self->program;
}

/**
 * apm_explore_page_dup_run:
 *
 * Returns: (transfer full) (nullable): the run that is played, as a text
 */
char *
apm_explore_page_dup_run (ApmExplorePage *self)
{
  const ApmFailure *failure = apm_player_get_failure (self->player);

  return failure && failure->schedule ? apm_explorable_dup_text (self->program, failure->schedule) : NULL;
}

/**
 * apm_explore_page_export:
 * @path: of a file; "": the user is asked
 */
void
apm_explore_page_export (ApmExplorePage *self,
                         const char     *path)
{
  apm_player_export (self->player, self->session, path);
}

static void
apm_explore_page_dispose (GObject *object)
{
  ApmExplorePage *self = APM_EXPLORE_PAGE (object);

  if (is_running (self))
    apm_exploration_cancel (self->exploration);
  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_EXPLORE_PAGE);
  g_clear_object (&self->exploration);
  g_clear_object (&self->session);
  g_clear_pointer (&self->program, apm_explorable_free);

  G_OBJECT_CLASS (apm_explore_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-explore-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, verdict);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, details);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, icon);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, start_content);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, start_button);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, options);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, options_button);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, stack);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, race);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, real);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, status);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, real_button);
  gtk_widget_class_bind_template_child (widget_class, ApmExplorePage, player);
  gtk_widget_class_bind_template_callback (widget_class, on_failure_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_real_changed);
}

static void
apm_explore_page_class_init (ApmExplorePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_explore_page_dispose;
  page_signals[CHANGED] = g_signal_new ("changed", APM_TYPE_EXPLORE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                                NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (APM_TYPE_EXPLORE_OPTIONS);
  g_type_ensure (APM_TYPE_PLAYER);
  g_type_ensure (APM_TYPE_RACE_BOX);
  g_type_ensure (APM_TYPE_REAL_BOX);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "explore.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "explore.run-real", NULL, run_real_action);
}

static void
apm_explore_page_init (ApmExplorePage *self)
{
  self->signals = g_signal_group_new (APM_TYPE_EXPLORATION);
  g_signal_group_connect_swapped (self->signals, "progress", G_CALLBACK (on_progress), self);
  g_signal_group_connect_swapped (self->signals, "ended", G_CALLBACK (on_ended), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "explore.run-real", FALSE);
  show_button (self);
}
