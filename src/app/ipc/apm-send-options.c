/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-send-options.h"

struct _ApmSendOptions
{
  GtkPopover parent_instance;
  GtkSpinButton *n_random;
  GtkSpinButton *rate;
  GtkSwitch *endless;
  GtkWidget *priority_label;
  GtkSpinButton *priority;
  GtkWidget *limit_label;
  GtkSpinButton *limit;
};

G_DEFINE_FINAL_TYPE (ApmSendOptions, apm_send_options, GTK_TYPE_POPOVER)

/**
 * apm_send_options_set_channel:
 * @channel: (nullable)
 *
 * Asks only for what that channel has.
 */
void
apm_send_options_set_channel (ApmSendOptions *self,
                              ApmChannel     *channel)
{
  gboolean planned = channel != NULL && apm_channel_is_planned (channel);
  gboolean has_priority = planned && apm_channel_get_medium (channel) == APM_MEDIUM_QUEUE;

  g_return_if_fail (APM_IS_SEND_OPTIONS (self));

  gtk_widget_set_visible (self->priority_label, has_priority);
  gtk_widget_set_visible (GTK_WIDGET (self->priority), has_priority);
  gtk_widget_set_visible (self->limit_label, planned);
  gtk_widget_set_visible (GTK_WIDGET (self->limit), planned);
}

/**
 * apm_send_options_apply:
 * @plan: with what was typed, and how often
 */
void
apm_send_options_apply (ApmSendOptions *self,
                        ApmBurstPlan   *plan)
{
  g_return_if_fail (APM_IS_SEND_OPTIONS (self));

  plan->n_random = gtk_spin_button_get_value_as_int (self->n_random);
  if (plan->n_random > 0)
    plan->data = NULL;
  if (gtk_switch_get_active (self->endless))
    plan->times = 0;
  plan->per_second = gtk_spin_button_get_value (self->rate);
  plan->priority = apm_send_options_get_priority (self);
}

guint
apm_send_options_get_priority (ApmSendOptions *self)
{
  g_return_val_if_fail (APM_IS_SEND_OPTIONS (self), 0);

  return gtk_spin_button_get_value_as_int (self->priority);
}

/**
 * apm_send_options_get_limit:
 *
 * Returns: how long to wait for a message, in microseconds; 0 for a pipe of frames
 */
gint64
apm_send_options_get_limit (ApmSendOptions *self)
{
  g_return_val_if_fail (APM_IS_SEND_OPTIONS (self), 0);

  return gtk_widget_get_visible (GTK_WIDGET (self->limit)) ? (gint64) (gtk_spin_button_get_value (self->limit) * G_USEC_PER_SEC) : 0;
}

static void
apm_send_options_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), APM_TYPE_SEND_OPTIONS);

  G_OBJECT_CLASS (apm_send_options_parent_class)->dispose (object);
}

static void
apm_send_options_class_init (ApmSendOptionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_send_options_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-send-options.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmSendOptions, n_random);
  gtk_widget_class_bind_template_child (widget_class, ApmSendOptions, rate);
  gtk_widget_class_bind_template_child (widget_class, ApmSendOptions, endless);
  gtk_widget_class_bind_template_child (widget_class, ApmSendOptions, priority_label);
  gtk_widget_class_bind_template_child (widget_class, ApmSendOptions, priority);
  gtk_widget_class_bind_template_child (widget_class, ApmSendOptions, limit_label);
  gtk_widget_class_bind_template_child (widget_class, ApmSendOptions, limit);
}

static void
apm_send_options_init (ApmSendOptions *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
