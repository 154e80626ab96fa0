/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-player-private.h"

#include <glib/gi18n.h>

/* For each choice of speed. */
static const guint step_ms[] = { 2000, 1000, 500, 150 };

void
apm_player_show_playing (ApmPlayer *self)
{
  gboolean plays = self->timer != 0;

  gtk_button_set_icon_name (self->play_button, plays ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play_button), plays ? _("Stop playing") : _("Play"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  plays ? _("Stop playing") : _("Play"), -1);
}

void
apm_player_stop (ApmPlayer *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  apm_player_show_playing (self);
}

static gboolean
on_tick (gpointer user_data)
{
  ApmPlayer *self = user_data;

  apm_player_set_position (self, self->position + 1);
  if (self->position < apm_play_get_n_steps (self->play))
    return G_SOURCE_CONTINUE;

  self->timer = 0;
  apm_player_show_playing (self);

  return G_SOURCE_REMOVE;
}

static void
start_playing (ApmPlayer *self)
{
  guint speed = MIN (gtk_drop_down_get_selected (self->speed), G_N_ELEMENTS (step_ms) - 1);

  if (self->play == NULL || apm_play_get_n_steps (self->play) == 0)
    return;
  if (self->position == apm_play_get_n_steps (self->play))
    apm_player_set_position (self, 0);
  self->timer = g_timeout_add (step_ms[speed], on_tick, self);
  apm_player_show_playing (self);
}

void
apm_player_speed_changed (ApmPlayer *self)
{
  if (self->timer == 0)
    return;
  apm_player_stop (self);
  start_playing (self);
}

static void
go_action (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  ApmPlayer *self = APM_PLAYER (widget);
  guint n = self->play ? apm_play_get_n_steps (self->play) : 0;

  apm_player_stop (self);
  if (g_str_equal (action_name, "player.first"))
    apm_player_set_position (self, 0);
  else if (g_str_equal (action_name, "player.last"))
    apm_player_set_position (self, n);
  else if (g_str_equal (action_name, "player.forward"))
    apm_player_set_position (self, self->position + 1);
  else if (self->position > 0)
    apm_player_set_position (self, self->position - 1);
}

static void
play_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmPlayer *self = APM_PLAYER (widget);

  if (self->timer)
    apm_player_stop (self);
  else
    start_playing (self);
}

static const struct {
  guint key;
  const char *action;
} keys[] = {
  { GDK_KEY_Left, "player.back" }, { GDK_KEY_KP_Left, "player.back" },
  { GDK_KEY_Right, "player.forward" }, { GDK_KEY_KP_Right, "player.forward" },
  { GDK_KEY_Home, "player.first" }, { GDK_KEY_End, "player.last" },
};

/* Before the lists, which would go to their own first and last row; a text keeps its
 * cursor, and so do the lanes. */
static gboolean
on_key (ApmPlayer       *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)
      || GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus)
      || (focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->lanes))))
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].key == keyval)
      {
        gtk_widget_activate_action (GTK_WIDGET (self), keys[i].action, NULL);
        return GDK_EVENT_STOP;
      }

  return GDK_EVENT_PROPAGATE;
}

void
apm_player_take_keys (ApmPlayer *self)
{
  self->keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (self->keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), self->keys);
}

void
apm_player_leave_keys (ApmPlayer *self)
{
  gtk_widget_remove_controller (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), self->keys);
  self->keys = NULL;
}

void
apm_player_install_moves (GtkWidgetClass *widget_class)
{
  static const char *const moves[] = { "player.first", "player.back", "player.forward", "player.last" };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_install_action (widget_class, moves[i], NULL, go_action);
  gtk_widget_class_install_action (widget_class, "player.play", NULL, play_action);
}
