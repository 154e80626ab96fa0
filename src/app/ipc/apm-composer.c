/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-composer-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-file-sender.h"

G_DEFINE_FINAL_TYPE (ApmComposer, apm_composer, ADW_TYPE_BIN)

enum { PAIR_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static ApmPost *
get_post (ApmComposer *self)
{
  return apm_session_get_post (self->session);
}

static void
complain (gpointer      user_data,
          const GError *error)
{
  ApmComposer *self = user_data;

  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_WARNING, "ipc", "%s", error->message);
  apm_session_toast (self->session, "%s", error->message);
}

void
apm_composer_update_orders (ApmComposer *self)
{
  gboolean planned = apm_composer_is_planned (self);
  gboolean open = planned ? apm_channel_get_open (self->channel) :
                  gtk_drop_down_get_selected (self->sender) != gtk_drop_down_get_selected (self->receiver);
  gboolean sends = open && !(planned && apm_channel_is_sender_far (self->channel));
  gboolean receives = open && !(planned && apm_channel_is_receiver_far (self->channel));
  gboolean subscribed = self->channel != NULL && apm_channel_get_subscribed (self->channel);

  gtk_stack_set_visible_child_name (self->head, planned ? "channel" : "pair");
  gtk_label_set_label (self->channel_title, planned ? apm_channel_get_title (self->channel) : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ipc.send", sends && self->burst == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ipc.send-file", sends && self->burst == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ipc.stop", self->burst != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ipc.receive", receives && !subscribed);
  gtk_widget_set_sensitive (GTK_WIDGET (self->text), sends);
  gtk_widget_set_sensitive (GTK_WIDGET (self->subscribe), receives);
  gtk_widget_set_visible (self->stop, self->burst != NULL);
  gtk_widget_set_visible (self->send, self->burst == NULL);

  self->updating = TRUE;
  gtk_switch_set_active (self->subscribe, subscribed);
  gtk_switch_set_state (self->subscribe, subscribed);
  self->updating = FALSE;
}

/**
 * apm_composer_set_channel:
 * @channel: (nullable): the channel between the two chosen, %NULL if there is none; or
 *   a planned one, whose parties are its own
 */
void
apm_composer_set_channel (ApmComposer *self,
                          ApmChannel  *channel)
{
  g_return_if_fail (APM_IS_COMPOSER (self));

  g_set_object (&self->channel, channel);
  g_signal_group_set_target (self->signals, channel);
  apm_send_options_set_channel (self->options, channel);
  apm_composer_update_orders (self);
}

static ApmChannel *
get_channel (ApmComposer *self)
{
  g_autoptr(GError) error = NULL;
  ApmChannel *channel = self->channel;

  if (!apm_composer_is_planned (self))
    channel = apm_post_get_channel (get_post (self), apm_composer_get_sender (self), apm_composer_get_receiver (self), &error);
  if (channel == NULL)
    complain (self, error);

  return channel;
}

static void
on_burst_ended (gpointer      user_data,
                const GError *error)
{
  ApmComposer *self = user_data;

  if (error != NULL)
    complain (self, error);
  g_clear_pointer (&self->burst, apm_burst_stop);
  apm_composer_update_orders (self);
}

static void
start_burst (ApmComposer        *self,
             const ApmBurstPlan *plan)
{
  ApmChannel *channel = get_channel (self);

  if (channel == NULL || self->burst != NULL)
    return;
  self->burst = apm_burst_start (get_post (self), channel, plan, on_burst_ended, self);
  apm_composer_update_orders (self);
}

/**
 * apm_composer_send:
 * @text: sent from the one chosen to the other, as often and as fast as is chosen; random
 *   bytes are sent instead where those are chosen
 */
void
apm_composer_send (ApmComposer *self,
                   const char  *text)
{
  g_autoptr(GBytes) data = g_bytes_new (text, strlen (text));
  ApmBurstPlan plan = { .data = data };

  g_return_if_fail (APM_IS_COMPOSER (self));

  plan.times = gtk_spin_button_get_value_as_int (self->times);
  apm_send_options_apply (self->options, &plan);
  start_burst (self, &plan);
}

/**
 * apm_composer_focus:
 *
 * Lets the person type a message.
 */
void
apm_composer_focus (ApmComposer *self)
{
  g_return_if_fail (APM_IS_COMPOSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
send_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmComposer *self = APM_COMPOSER (widget);

  apm_composer_send (self, gtk_editable_get_text (GTK_EDITABLE (self->text)));
  gtk_editable_select_region (GTK_EDITABLE (self->text), 0, -1);
}

static void
on_file_chosen (gpointer      user_data,
                GBytes       *data,
                const GError *error)
{
  ApmComposer *self = user_data;

  if (data != NULL)
    start_burst (self, &(ApmBurstPlan) { .data = data, .times = 1, .priority = apm_send_options_get_priority (self->options) });
  else
    complain (user_data, error);
}

static void
send_file_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  apm_file_sender_ask (GTK_WINDOW (gtk_widget_get_root (widget)), on_file_chosen, G_OBJECT (widget));
}

static void
on_activate (ApmComposer *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "ipc.send", NULL);
}

static void
stop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmComposer *self = APM_COMPOSER (widget);

  g_clear_pointer (&self->burst, apm_burst_stop);
  apm_composer_update_orders (self);
}

/* Back from a planned channel to the pipe between the two chosen. */
static void
choose_pair_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ApmComposer *self = APM_COMPOSER (widget);

  apm_composer_set_channel (self, NULL);
  g_signal_emit (self, signals[PAIR_CHANGED], 0, FALSE);
}

static void
receive_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ApmComposer *self = APM_COMPOSER (widget);
  ApmChannel *channel = get_channel (self);

  if (channel != NULL)
    apm_post_receive (get_post (self), channel, apm_send_options_get_limit (self->options));
}

/* The switch shows what the channel says, not what was clicked. */
static gboolean
on_subscribe (ApmComposer *self,
              gboolean     subscribe)
{
  ApmChannel *channel;

  if (self->updating)
    return FALSE;

  channel = get_channel (self);
  if (channel != NULL)
    {
      apm_channel_set_subscribed (channel, subscribe);
      apm_log_add (apm_session_get_log (self->session), APM_LEVEL_INFO, "ipc",
                   subscribe ? _("Subscribed to %s") : _("Unsubscribed from %s"),
                   apm_channel_get_title (channel));
    }
  apm_composer_update_orders (self);

  return TRUE;
}

/**
 * apm_composer_set_session:
 *
 * To be called once, before the widget is shown.
 */
void
apm_composer_set_session (ApmComposer *self,
                          ApmSession  *session)
{
  g_autoptr(ApmWorker) first = NULL;

  g_return_if_fail (APM_IS_COMPOSER (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->parties = apm_parties_new (get_post (self), APM_PARTY_NEW);
  gtk_drop_down_set_model (self->sender, self->parties);
  gtk_drop_down_set_model (self->receiver, self->parties);

  g_signal_connect_object (get_post (self), "worker-started",
                           G_CALLBACK (apm_composer_on_worker_started), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->parties, "items-changed",
                           G_CALLBACK (apm_composer_update_orders), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  first = g_list_model_get_item (apm_post_get_workers (get_post (self)), 0);
  if (first != NULL)
    apm_composer_on_worker_started (self, first);
}

static void
apm_composer_dispose (GObject *object)
{
  ApmComposer *self = APM_COMPOSER (object);

  g_clear_pointer (&self->burst, apm_burst_stop);
  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_COMPOSER);
  g_clear_object (&self->channel);
  g_clear_object (&self->last[0]);
  g_clear_object (&self->last[1]);
  g_clear_object (&self->parties);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_composer_parent_class)->dispose (object);
}

static void
apm_composer_class_init (ApmComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_composer_dispose;

  signals[PAIR_CHANGED] = g_signal_new ("pair-changed", APM_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  g_type_ensure (APM_TYPE_PARTY);
  g_type_ensure (APM_TYPE_SEND_OPTIONS);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, sender);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, receiver);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, text);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, times);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, subscribe);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, head);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, channel_title);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, stop);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, send);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, options);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_party_selected", G_CALLBACK (apm_composer_on_party_selected));
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_subscribe);

  gtk_widget_class_install_action (widget_class, "ipc.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "ipc.send-file", NULL, send_file_action);
  gtk_widget_class_install_action (widget_class, "ipc.receive", NULL, receive_action);
  gtk_widget_class_install_action (widget_class, "ipc.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "ipc.choose-pair", NULL, choose_pair_action);
}

static void
apm_composer_init (ApmComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (APM_TYPE_CHANNEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (apm_composer_update_orders), self);
  g_signal_group_connect_swapped (self->signals, "closed", G_CALLBACK (apm_composer_update_orders), self);
}
