/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-channel-words.h"

#include <glib/gi18n.h>

#include "apm-text.h"

/**
 * apm_words_for_party:
 * @party: (nullable): a worker; %NULL for this program
 *
 * Returns: (transfer none): its name as it is shown
 */
const char *
apm_words_for_party (ApmWorker *party)
{
  return party ? apm_worker_get_name (party) : _("this program");
}

/**
 * apm_pipe_facts_read:
 * @facts: (out caller-allocates): its names are the channel's
 */
void
apm_pipe_facts_read (ApmPipeFacts *facts,
                     ApmChannel   *channel)
{
  apm_channel_refresh (channel);
  *facts = (ApmPipeFacts) {
    .sender = apm_channel_get_sender_name (channel),
    .receiver = apm_channel_get_receiver_name (channel),
    .waiting_bytes = MAX (apm_channel_get_waiting (channel), 0),
    .capacity_bytes = MAX (apm_channel_get_capacity (channel), 0),
    .in_messages = apm_channel_counts_messages (channel),
    .sender_waits = apm_channel_get_blocked_since_us (channel) > 0,
    .is_other = apm_channel_is_planned (channel),
    .open = apm_channel_get_open (channel),
  };
}

/**
 * apm_words_for_state:
 *
 * Returns: (transfer full): a few words for a list: "sender waits",
 *   "38 KiB of 64 KiB", "closed"
 */
char *
apm_words_for_state (ApmChannel *channel)
{
  ApmPipeFacts facts;

  apm_pipe_facts_read (&facts, channel);
  if (facts.open && facts.sender_waits)
    return g_strdup (facts.is_other ? _("sender waits: no room") : _("sender waits: pipe full"));

  return apm_pipe_facts_dup_caption (&facts);
}

/* What is known of whoever is at an end that is not ours. */
static const char *
get_far_words (ApmChannel *channel,
               gboolean    is_there)
{
  if (apm_channel_get_receiver_state (channel) == APM_PORTER_LEFT)
    return _("All who sent have closed it");
  if (apm_channel_get_sender_state (channel) == APM_PORTER_OPENING)
    return _("Nobody is there yet");

  return is_there ? _("Has it open now") : _("Whoever joins");
}

/**
 * apm_words_for_sender:
 * @is_there: whether it is known by name who is at an end that is not ours
 *
 * Returns: (transfer full): what the sender does and has done
 */
char *
apm_words_for_sender (ApmChannel *channel,
                      gboolean    is_there)
{
  guint64 n = apm_channel_get_n_sent (channel);
  gint64 since_us = apm_channel_get_blocked_since_us (channel);
  g_autofree char *bytes = apm_text_format_bytes (apm_channel_get_bytes_sent (channel));
  g_autofree char *sent = NULL;
  g_autofree char *span = NULL;

  if (apm_channel_is_sender_far (channel))
    return g_strdup (get_far_words (channel, is_there));

  sent = g_strdup_printf (ngettext ("Sent %'lu message, %s",
                                    "Sent %'lu messages, %s", n), n, bytes);
  if (apm_channel_get_sender_state (channel) == APM_PORTER_OPENING)
    return g_strdup_printf (_("%s\nWaits for a receiver"), sent);
  if (since_us <= 0)
    return g_steal_pointer (&sent);

  span = apm_text_format_span (g_get_monotonic_time () - since_us);

  return g_strdup_printf (apm_channel_is_planned (channel) ? _("%s\nWaits for %s: there is no room")
                                                           : _("%s\nWaits for %s: the pipe is full"), sent, span);
}

/**
 * apm_words_for_receiver:
 * @is_there: whether it is known by name who is at an end that is not ours
 *
 * Returns: (transfer full): what the receiver does and has done
 */
char *
apm_words_for_receiver (ApmChannel *channel,
                        gboolean    is_there)
{
  guint64 n = apm_channel_get_n_received (channel);
  g_autofree char *bytes = apm_text_format_bytes (apm_channel_get_bytes_received (channel));
  g_autofree char *received = NULL;

  if (apm_channel_is_receiver_far (channel))
    return g_strdup (get_far_words (channel, is_there));

  received = g_strdup_printf (ngettext ("Received %'lu message, %s",
                                        "Received %'lu messages, %s", n), n, bytes);
  if (!apm_channel_get_open (channel))
    return g_steal_pointer (&received);

  return g_strdup_printf ("%s\n%s", received,
                          apm_channel_get_subscribed (channel) ? _("Takes all that comes")
                                                               : _("Takes one at each Receive"));
}

/**
 * apm_rate_update:
 * @now_us: monotonic
 * @messages: so far
 * @bytes: so far
 *
 * The rates are over the time since the update before; zero at the first one.
 */
void
apm_rate_update (ApmRate *rate,
                 gint64   now_us,
                 guint64  messages,
                 guint64  bytes)
{
  double s = (now_us - rate->at_us) / (double) G_USEC_PER_SEC;
  gboolean known = rate->at_us != 0 && s > 0 && messages >= rate->messages && bytes >= rate->bytes;

  rate->messages_per_s = known ? (messages - rate->messages) / s : 0;
  rate->bytes_per_s = known ? (bytes - rate->bytes) / s : 0;
  rate->at_us = now_us;
  rate->messages = messages;
  rate->bytes = bytes;
}
