/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-composer.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-burst.h"
#include "apm-file-sender.h"
#include "apm-party.h"

struct _ApmComposer
{
  AdwBin parent_instance;
  GtkDropDown *sender;
  GtkDropDown *receiver;
  GtkEntry *text;
  GtkSpinButton *times;
  GtkSwitch *subscribe;
  GtkStack *head;
  GtkLabel *channel_title;
  GtkWidget *stop;
  GtkWidget *send;
  GtkSpinButton *n_random;
  GtkSpinButton *rate;
  GtkSwitch *endless;
  GtkWidget *priority_label;
  GtkSpinButton *priority;
  GtkWidget *limit_label;
  GtkSpinButton *limit;

  ApmSession *session;
  GListModel *parties;
  GtkDropDown *awaiting;      /* gets the next worker that starts */
  ApmParty *last[2];          /* sender and receiver before "New worker…" */
  ApmChannel *channel;        /* between the two chosen, NULL if none yet; or a planned one */
  ApmBurst *burst;            /* what is being sent; NULL: nothing */
  GSignalGroup *signals;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (ApmComposer, apm_composer, ADW_TYPE_BIN)

enum { PAIR_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static ApmPost *
get_post (ApmComposer *self)
{
  return apm_session_get_post (self->session);
}

static ApmWorker *
get_worker (GtkDropDown *drop_down)
{
  ApmParty *party = gtk_drop_down_get_selected_item (drop_down);

  return party ? apm_party_get_worker (party) : NULL;
}

ApmWorker *
apm_composer_get_sender (ApmComposer *self)
{
  g_return_val_if_fail (APM_IS_COMPOSER (self), NULL);

  return get_worker (self->sender);
}

ApmWorker *
apm_composer_get_receiver (ApmComposer *self)
{
  g_return_val_if_fail (APM_IS_COMPOSER (self), NULL);

  return get_worker (self->receiver);
}

static void
complain (gpointer      user_data,
          const GError *error)
{
  ApmComposer *self = user_data;

  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_WARNING, "ipc", "%s", error->message);
  apm_session_toast (self->session, "%s", error->message);
}

/* A planned channel has its own parties; else the two chosen are meant. */
static gboolean
is_planned (ApmComposer *self)
{
  return self->channel != NULL && apm_channel_is_planned (self->channel);
}

static void
update_options (ApmComposer *self)
{
  gboolean planned = is_planned (self);
  gboolean has_priority = planned && apm_channel_get_medium (self->channel) == APM_MEDIUM_QUEUE;

  gtk_widget_set_visible (self->priority_label, has_priority);
  gtk_widget_set_visible (GTK_WIDGET (self->priority), has_priority);
  gtk_widget_set_visible (self->limit_label, planned);
  gtk_widget_set_visible (GTK_WIDGET (self->limit), planned);
}

static void
update_orders (ApmComposer *self)
{
  gboolean planned = is_planned (self);
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
  update_options (self);
  update_orders (self);
}

static void
select_worker (ApmComposer *self,
               GtkDropDown *drop_down,
               ApmWorker   *worker)
{
  guint place = apm_parties_find (self->parties, worker);

  if (place != GTK_INVALID_LIST_POSITION)
    gtk_drop_down_set_selected (drop_down, place);
}

/**
 * apm_composer_set_pair:
 * @sender: (nullable): %NULL for this program
 * @receiver: (nullable): %NULL for this program
 */
void
apm_composer_set_pair (ApmComposer *self,
                       ApmWorker   *sender,
                       ApmWorker   *receiver)
{
  g_return_if_fail (APM_IS_COMPOSER (self));

  select_worker (self, self->sender, sender);
  select_worker (self, self->receiver, receiver);
}

static gboolean
is_listed (ApmComposer *self,
           ApmParty    *party)
{
  return apm_parties_find (self->parties, apm_party_get_worker (party)) != GTK_INVALID_LIST_POSITION;
}

/* "New worker…" is an order, not a choice: what was chosen before stays until
 * the worker is there. But when a chosen worker ends, GTK chooses what takes its
 * place in the list, and that is no order. */
static void
order_worker (ApmComposer *self,
              GtkDropDown *drop_down)
{
  ApmParty *last = self->last[drop_down == self->receiver];

  if (last != NULL && !is_listed (self, last))
    {
      select_worker (self, drop_down, NULL);
      return;
    }

  select_worker (self, drop_down, last ? apm_party_get_worker (last) : NULL);

  self->awaiting = drop_down;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.create-worker", "s", "");
}

static gboolean
is_same (ApmParty *one,
         ApmParty *other)
{
  return one != NULL && other != NULL &&
         apm_party_get_kind (one) == apm_party_get_kind (other) &&
         apm_party_get_worker (one) == apm_party_get_worker (other);
}

static void
on_party_selected (ApmComposer *self,
                   GParamSpec  *pspec,
                   GtkDropDown *drop_down)
{
  ApmParty *party = gtk_drop_down_get_selected_item (drop_down);
  gboolean is_receiver = drop_down == self->receiver;
  ApmParty **last = &self->last[is_receiver];
  gboolean has_ended;

  if (party == NULL || is_same (party, *last))
    return;

  if (apm_party_get_kind (party) == APM_PARTY_NEW)
    {
      order_worker (self, drop_down);
      return;
    }

  has_ended = *last != NULL && !is_listed (self, *last);
  if (has_ended && apm_party_get_worker (party) != NULL && is_same (party, self->last[!is_receiver]))
    {
      /* Nobody writes to himself: this program takes the place of who has ended. */
      select_worker (self, drop_down, NULL);
      return;
    }

  g_set_object (last, party);
  self->awaiting = NULL;
  if (!is_planned (self))
    g_signal_emit (self, signals[PAIR_CHANGED], 0, has_ended);
  update_orders (self);
}

static void
on_worker_started (ApmComposer *self,
                   ApmWorker   *worker)
{
  if (self->awaiting != NULL)
    select_worker (self, self->awaiting, worker);
  else if (get_worker (self->sender) == NULL && get_worker (self->receiver) == NULL)
    select_worker (self, self->receiver, worker);
}

static ApmChannel *
get_channel (ApmComposer *self)
{
  g_autoptr(GError) error = NULL;
  ApmChannel *channel = self->channel;

  if (!is_planned (self))
    channel = apm_post_get_channel (get_post (self), get_worker (self->sender), get_worker (self->receiver), &error);
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
  update_orders (self);
}

static void
start_burst (ApmComposer        *self,
             const ApmBurstPlan *plan)
{
  ApmChannel *channel = get_channel (self);

  if (channel == NULL || self->burst != NULL)
    return;
  self->burst = apm_burst_start (get_post (self), channel, plan, on_burst_ended, self);
  update_orders (self);
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
  g_autoptr(GBytes) data = NULL;
  guint n_random;

  g_return_if_fail (APM_IS_COMPOSER (self));

  n_random = gtk_spin_button_get_value_as_int (self->n_random);
  data = n_random > 0 ? NULL : g_bytes_new (text, strlen (text));
  start_burst (self, &(ApmBurstPlan) {
    .data = data,
    .n_random = n_random,
    .times = gtk_switch_get_active (self->endless) ? 0 : gtk_spin_button_get_value_as_int (self->times),
    .per_second = gtk_spin_button_get_value (self->rate),
    .priority = gtk_spin_button_get_value_as_int (self->priority),
  });
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
    start_burst (self, &(ApmBurstPlan) { .data = data, .times = 1, .priority = gtk_spin_button_get_value_as_int (self->priority) });
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
  update_orders (self);
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
    apm_post_receive (get_post (self), channel,
                      is_planned (self) ? (gint64) (gtk_spin_button_get_value (self->limit) * G_USEC_PER_SEC) : 0);
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
  update_orders (self);

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
                           G_CALLBACK (on_worker_started), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->parties, "items-changed",
                           G_CALLBACK (update_orders), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  first = g_list_model_get_item (apm_post_get_workers (get_post (self)), 0);
  if (first != NULL)
    on_worker_started (self, first);
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
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, n_random);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, rate);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, endless);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, priority_label);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, priority);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, limit_label);
  gtk_widget_class_bind_template_child (widget_class, ApmComposer, limit);
  gtk_widget_class_bind_template_callback (widget_class, on_party_selected);
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
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (update_orders), self);
  g_signal_group_connect_swapped (self->signals, "closed", G_CALLBACK (update_orders), self);
}
