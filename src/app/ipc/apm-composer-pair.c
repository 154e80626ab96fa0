/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-composer-private.h"

/* Who is chosen as the sender and the receiver. */

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

/* A planned channel has its own parties; else the two chosen are meant. */
gboolean
apm_composer_is_planned (ApmComposer *self)
{
  return self->channel != NULL && apm_channel_is_planned (self->channel);
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

void
apm_composer_on_party_selected (ApmComposer *self,
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
  if (!apm_composer_is_planned (self))
    g_signal_emit_by_name (self, "pair-changed", has_ended);
  apm_composer_update_orders (self);
}

void
apm_composer_on_worker_started (ApmComposer *self,
                                ApmWorker   *worker)
{
  if (self->awaiting != NULL)
    select_worker (self, self->awaiting, worker);
  else if (get_worker (self->sender) == NULL && get_worker (self->receiver) == NULL)
    select_worker (self, self->receiver, worker);
}

/**
 * apm_composer_find_channel:
 *
 * Returns: (transfer none) (nullable): the pipe between the two chosen: the open one, else the
 *   last that closed
 */
ApmChannel *
apm_composer_find_channel (ApmComposer *self)
{
  GListModel *channels = apm_post_get_channels (apm_session_get_post (self->session));
  ApmWorker *sender = apm_composer_get_sender (self), *receiver = apm_composer_get_receiver (self);
  guint n = g_list_model_get_n_items (channels);
  ApmChannel *found = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ApmChannel) channel = g_list_model_get_item (channels, i);

      if (apm_channel_is_planned (channel) || apm_channel_get_sender (channel) != sender || apm_channel_get_receiver (channel) != receiver)
        continue;

      /* The post keeps it. */
      if (found == NULL || apm_channel_get_serial (channel) > apm_channel_get_serial (found))
        found = channel;
    }

  return found;
}
