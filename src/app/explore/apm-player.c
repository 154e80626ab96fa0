/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-player-private.h"

#include <glib/gi18n.h>

#include "apm-play-lanes.h"
#include "apm-say.h"
#include "apm-step-list.h"

/* New rows are in their places then, so that the list can scroll to one of them. */
#define SETTLED_MS 150

enum { FAILURE_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmPlayer, apm_player, ADW_TYPE_BIN)

static void
show_where (ApmPlayer *self)
{
  guint n = apm_play_get_n_steps (self->play);
  g_autofree char *text = NULL;

  if (self->position == 0)
    text = g_strdup_printf (ngettext ("Before the first of %u step", "Before the first of %u steps", n), n);
  else
    {
      const ApmFailureStep *step = apm_play_get_step (self->play, self->position - 1);
      guint thread = apm_play_get_step_thread (self->play, self->position - 1);
      g_autofree char *name = apm_play_dup_thread_title (self->play, thread);
      g_autofree char *does = apm_failure_step_dup_text (step);

      /* Translators: the step's number, how many there are, a thread, what it does */
      text = g_strdup_printf (_("Step %u of %u: %s %s"), self->position, n, name, does);
    }
  apm_say (GTK_WIDGET (self->where), text);
}

/* The line of the step that was made, before all the one that comes; after all the one
 * that fails. */
static void
show_source (ApmPlayer *self)
{
  guint n = apm_play_get_n_steps (self->play);
  guint index = self->position > 0 ? self->position - 1 : 0;
  const char *failing = self->position == n ? apm_play_get_failure (self->play)->place : NULL;
  const char *place = failing || n == 0 ? failing : apm_play_get_step (self->play, index)->place;
  g_autofree char *path = NULL;
  guint line = 0;

  path = apm_failure_place_dup (place, &line);
  if (path == NULL)
    return;
  apm_source_pane_set_path (self->source, path);
  apm_source_pane_show_line (self->source, line);
}

/* Also when the rows are there at last: many are put in order in a thread. */
static void
select_step (ApmPlayer *self)
{
  if (self->steps == NULL)     /* we are going: rows may be told to change a last time */
    return;

  self->following = TRUE;
  if (self->position > 0)
    apm_table_select_key (self->steps, self->position);
  else
    apm_table_unselect (self->steps);
  self->following = FALSE;
}

static gboolean
scroll (gpointer user_data)
{
  ApmPlayer *self = user_data;

  self->scrolling = 0;
  select_step (self);

  return G_SOURCE_REMOVE;
}

static void
show_position (ApmPlayer *self)
{
  guint n = apm_play_get_n_steps (self->play);
  g_autoptr(GPtrArray) threads = apm_stand_rows_new (self->play, self->position);
  g_autoptr(GPtrArray) values = apm_value_rows_new (self->play, self->position);

  select_step (self);
  self->following = TRUE;
  if (self->real == NULL)
    apm_timeline_set_position (self->lanes, self->position);
  self->following = FALSE;
  apm_rows_set (self->thread_rows, threads);
  apm_rows_set (self->value_rows, values);
  show_where (self);
  show_source (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "player.first", self->position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "player.back", self->position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "player.forward", self->position < n);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "player.last", self->position < n);
}

/**
 * apm_player_set_position:
 * @position: how many steps have been made; more than there are is all
 */
void
apm_player_set_position (ApmPlayer *self,
                         guint      position)
{
  g_return_if_fail (APM_IS_PLAYER (self));

  if (self->play == NULL)
    return;
  self->position = MIN (position, apm_play_get_n_steps (self->play));
  show_position (self);
}

static void
on_step_selected (ApmPlayer *self)
{
  const ApmStepRow *row = self->following || self->steps == NULL ? NULL : apm_table_get_selected_row (self->steps);

  if (row == NULL || row->number == self->position)
    return;
  apm_player_stop (self);
  apm_player_set_position (self, row->number);
}

static void
on_time_chosen (ApmPlayer *self,
                gint64     time)
{
  if (self->following || self->real || self->play == NULL || time == self->position)
    return;
  apm_player_stop (self);
  apm_player_set_position (self, (guint) MAX (time, 0));
}

/* What is played */

static void
prepare_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ApmPrepared *prepared = task_data;

  prepared->play = apm_play_new (prepared->failure);
  prepared->rows = apm_step_rows_new (prepared->play);
  g_task_return_boolean (task, TRUE);
}

static void
show_lanes (ApmPlayer *self)
{
  g_autoptr(ApmTimelineSource) lanes = self->real ? apm_timeline_source_new_for_lens (self->real)
                                                  : apm_play_lanes_new (self->play);

  apm_timeline_set_source (self->lanes, lanes);
}

/**
 * apm_player_show_real:
 * @lens: (nullable): of a real run of what is played, whose threads the lanes show then
 * @position: how many of the steps were made there
 */
void
apm_player_show_real (ApmPlayer *self,
                      ApmLens   *lens,
                      guint      position)
{
  g_return_if_fail (APM_IS_PLAYER (self));

  if (self->play == NULL)
    return;
  if (lens)
    apm_player_stop (self);
  if (g_set_object (&self->real, lens))
    show_lanes (self);
  apm_player_set_position (self, lens ? position : self->position);
}

static void
take_prepared (ApmPlayer   *self,
               ApmPrepared *prepared)
{
  self->preparing = NULL;
  self->play = g_steal_pointer (&prepared->play);
  apm_rows_set (self->step_rows, prepared->rows);
  show_lanes (self);
  apm_player_set_position (self, apm_play_get_n_steps (self->play));
  if (self->scrolling == 0)
    self->scrolling = g_timeout_add (SETTLED_MS, scroll, self);
}

/* Always on the main thread, also of what nobody waits for any more. */
static void
on_prepared (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ApmPlayer) self = user_data;
  ApmPrepared *prepared = g_task_get_task_data (G_TASK (result));

  if (self->preparing == prepared)
    take_prepared (self, prepared);
  g_clear_pointer (&prepared->play, apm_play_free);
  g_ptr_array_unref (prepared->rows);
  g_object_unref (prepared->exploration);
}

static void
show_failure (ApmPlayer *self)
{
  const ApmFailure *failure = apm_player_get_failure (self);
  g_autoptr(GTask) task = NULL;

  apm_player_stop (self);
  self->preparing = NULL;
  g_clear_object (&self->real);
  g_clear_pointer (&self->play, apm_play_free);
  apm_rows_set (self->step_rows, NULL);
  apm_timeline_set_source (self->lanes, NULL);
  if (failure == NULL)
    return;

  self->preparing = g_new0 (ApmPrepared, 1);
  self->preparing->exploration = g_object_ref (self->exploration);
  self->preparing->failure = failure;
  task = g_task_new (NULL, NULL, on_prepared, g_object_ref (self));
  g_task_set_task_data (task, self->preparing, g_free);
  g_task_run_in_thread (task, prepare_thread);
}

static void
on_failure_chosen (ApmPlayer *self)
{
  if (self->exploration == NULL)
    return;
  show_failure (self);
  g_signal_emit (self, signals[FAILURE_CHANGED], 0);
}

/* One line each: where there is one, there is nothing to choose. */
static void
fill_failures (ApmPlayer *self)
{
  const ApmExplored *explored = self->exploration ? apm_exploration_get_result (self->exploration) : NULL;
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; explored && i < explored->failures->len; i++)
    gtk_string_list_take (titles, apm_failure_dup_title (explored->failures->pdata[i]));
  gtk_drop_down_set_model (self->failures, G_LIST_MODEL (titles));
  gtk_widget_set_visible (GTK_WIDGET (self->failures), explored && explored->failures->len > 1);
}

/**
 * apm_player_set_exploration:
 * @exploration: (nullable): one that has ended; its first failure is shown at its end
 */
void
apm_player_set_exploration (ApmPlayer      *self,
                            ApmExploration *exploration)
{
  ApmExploration *before = g_steal_pointer (&self->exploration);

  fill_failures (self);
  show_failure (self);
  g_clear_object (&before);
  if (exploration == NULL)
    return;
  self->exploration = g_object_ref (exploration);
  g_signal_handlers_block_by_func (self->failures, on_failure_chosen, self);
  fill_failures (self);
  g_signal_handlers_unblock_by_func (self->failures, on_failure_chosen, self);
  show_failure (self);
}

/**
 * apm_player_get_failure:
 *
 * Returns: (transfer none) (nullable): the one that is played
 */
const ApmFailure *
apm_player_get_failure (ApmPlayer *self)
{
  const ApmExplored *explored = self->exploration ? apm_exploration_get_result (self->exploration) : NULL;
  guint chosen = gtk_drop_down_get_selected (self->failures);

  if (explored == NULL || explored->failures->len == 0)
    return NULL;

  return explored->failures->pdata[chosen < explored->failures->len ? chosen : 0];
}

/**
 * apm_player_export:
 * @path: of a file; "": the user is asked
 *
 * Exports the steps.
 */
void
apm_player_export (ApmPlayer  *self,
                   ApmSession *session,
                   const char *path)
{
  g_return_if_fail (APM_IS_PLAYER (self));

  apm_list_export (self->steps, session, &apm_step_listing, path);
}

/* The object */

static void
apm_player_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (apm_player_parent_class)->root (widget);
  apm_player_take_keys (APM_PLAYER (widget));
}

static void
apm_player_unroot (GtkWidget *widget)
{
  apm_player_leave_keys (APM_PLAYER (widget));
  GTK_WIDGET_CLASS (apm_player_parent_class)->unroot (widget);
}

static void
apm_player_dispose (GObject *object)
{
  ApmPlayer *self = APM_PLAYER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->scrolling, g_source_remove);
  self->preparing = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_PLAYER);
  g_clear_object (&self->step_rows);
  g_clear_object (&self->thread_rows);
  g_clear_object (&self->value_rows);
  g_clear_object (&self->real);
  g_clear_pointer (&self->play, apm_play_free);
  g_clear_object (&self->exploration);

  G_OBJECT_CLASS (apm_player_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-player.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmPlayer, failures);
  gtk_widget_class_bind_template_child (widget_class, ApmPlayer, lanes);
  gtk_widget_class_bind_template_child (widget_class, ApmPlayer, steps);
  gtk_widget_class_bind_template_child (widget_class, ApmPlayer, source);
  gtk_widget_class_bind_template_child (widget_class, ApmPlayer, threads);
  gtk_widget_class_bind_template_child (widget_class, ApmPlayer, values);
  gtk_widget_class_bind_template_child (widget_class, ApmPlayer, where);
  gtk_widget_class_bind_template_child (widget_class, ApmPlayer, play_button);
  gtk_widget_class_bind_template_child (widget_class, ApmPlayer, speed);
  gtk_widget_class_bind_template_callback (widget_class, on_failure_chosen);
  gtk_widget_class_bind_template_callback (widget_class, apm_player_speed_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_step_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_time_chosen);
}

static void
apm_player_class_init (ApmPlayerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_player_dispose;
  widget_class->root = apm_player_root;
  widget_class->unroot = apm_player_unroot;
  signals[FAILURE_CHANGED] = g_signal_new ("failure-changed", APM_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);

  g_type_ensure (APM_TYPE_TABLE);
  g_type_ensure (APM_TYPE_TIMELINE);
  g_type_ensure (APM_TYPE_SOURCE_PANE);
  bind_template (widget_class);
  apm_player_install_moves (widget_class);
}

static ApmRows *
set_up_table (ApmTable        *table,
              const char      *title,
              const ApmColumn *columns,
              const ApmField  *fields,
              guint64        (*get_key) (gconstpointer))
{
  ApmRows *rows = apm_rows_new (fields, get_key);

  apm_table_set_columns (table, columns);
  apm_table_set_title (table, title);
  apm_table_set_view (table, apm_rows_get_view (rows));

  return rows;
}

static void
apm_player_init (ApmPlayer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->step_rows = set_up_table (self->steps, _("Steps"), apm_step_columns, apm_step_fields, apm_step_row_get_key);
  g_signal_connect_object (apm_rows_get_view (self->step_rows), "refreshed", G_CALLBACK (select_step), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  self->thread_rows = set_up_table (self->threads, _("Threads at this step"), apm_stand_columns, apm_stand_fields,
                                    apm_stand_row_get_key);
  self->value_rows = set_up_table (self->values, _("Variables at this step"), apm_value_columns, apm_value_fields,
                                   apm_value_row_get_key);
  apm_table_set_empty (self->values, NULL, _("No Variable Known"),
                       _("Global variables that the steps change are shown here."), NULL, NULL);
  gtk_drop_down_set_selected (self->speed, 2);
  apm_player_show_playing (self);
}
