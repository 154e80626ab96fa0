/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-channel-row.h"

#include <glib/gi18n.h>

#include "apm-channel-words.h"

struct _ApmChannelRow
{
  GtkListBoxRow parent_instance;
  GtkLabel *title;
  GtkLevelBar *level;
  GtkLabel *state;
  GtkWidget *forget;

  ApmPost *post;
  ApmChannel *channel;
};

G_DEFINE_FINAL_TYPE (ApmChannelRow, apm_channel_row, GTK_TYPE_LIST_BOX_ROW)

static void
update (ApmChannelRow *self)
{
  g_autofree char *state = apm_words_for_state (self->channel);
  ApmPipeFacts facts;
  gboolean can_forget;

  apm_pipe_facts_read (&facts, self->channel);

  gtk_level_bar_set_max_value (self->level, MAX (facts.capacity_bytes, 1));
  gtk_level_bar_set_value (self->level, facts.waiting_bytes);
  gtk_widget_set_visible (GTK_WIDGET (self->level), facts.open);
  can_forget = !facts.open || apm_channel_is_planned (self->channel);
  gtk_widget_set_visible (self->forget, can_forget);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "channel.forget", can_forget);
  gtk_widget_set_tooltip_text (self->forget, facts.open ? _("Close it, and remove what was made for it (Delete)")
                                                        : _("Remove from the list (Delete)"));
  gtk_label_set_label (self->state, state);

  if (facts.open && !facts.sender_waits)
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), "warning");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->state), "warning");
}

GtkWidget *
apm_channel_row_new (ApmChannel *channel,
                     ApmPost    *post)
{
  ApmChannelRow *self = g_object_new (APM_TYPE_CHANNEL_ROW, NULL);
  const char *title = apm_channel_get_title (channel);
  g_autofree char *level = g_strdup_printf (_("How full is %s"), title);
  g_autofree char *forget = g_strdup_printf (_("Remove %s from the list"), title);

  self->channel = g_object_ref (channel);
  self->post = g_object_ref (post);
  gtk_label_set_label (self->title, title);
  if (apm_channel_is_planned (channel))
    gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);   /* its own name comes first */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->level), GTK_ACCESSIBLE_PROPERTY_LABEL, level, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->forget), GTK_ACCESSIBLE_PROPERTY_LABEL, forget, -1);

  g_signal_connect_object (channel, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (channel, "closed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * apm_channel_row_get_channel:
 *
 * Returns: (transfer none)
 */
ApmChannel *
apm_channel_row_get_channel (ApmChannelRow *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL_ROW (self), NULL);

  return self->channel;
}

/* The list lets go of the row meanwhile. */
static void
forget_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmChannelRow *self = APM_CHANNEL_ROW (widget);
  g_autoptr(ApmChannel) channel = g_object_ref (self->channel);
  g_autoptr(ApmPost) post = g_object_ref (self->post);

  if (apm_channel_get_open (channel))
    apm_post_close_channel (post, channel);
  else
    apm_post_forget_channel (post, channel);
}

static void
apm_channel_row_dispose (GObject *object)
{
  ApmChannelRow *self = APM_CHANNEL_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_CHANNEL_ROW);
  g_clear_object (&self->channel);
  g_clear_object (&self->post);

  G_OBJECT_CLASS (apm_channel_row_parent_class)->dispose (object);
}

static void
apm_channel_row_class_init (ApmChannelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_channel_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-channel-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmChannelRow, title);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelRow, level);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelRow, state);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelRow, forget);

  gtk_widget_class_install_action (widget_class, "channel.forget", NULL, forget_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "channel.forget", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "channel.forget", NULL);
}

static void
apm_channel_row_init (ApmChannelRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* The level alone says how full it is; full is not "good". */
  gtk_level_bar_remove_offset_value (self->level, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->level, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->level, GTK_LEVEL_BAR_OFFSET_FULL);
}
