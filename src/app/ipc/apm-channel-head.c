/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-channel-head.h"

#include <glib/gi18n.h>

#include "apm-channel-words.h"
#include "apm-medium-words.h"
#include "apm-strangers.h"
#include "apm-text.h"

#include <unistd.h>

/* Seconds between two looks at who has come. */
#define LOOK 3

struct _ApmChannelHead
{
  AdwBin parent_instance;
  ApmPipePicture *picture;
  GtkLabel *sender;
  GtkLabel *rate;
  GtkLabel *receiver;
  GtkLabel *note;
  GtkWidget *tools;
  GtkWidget *name_button;
  GtkLabel *name;
  GtkWidget *joining_box;
  GtkLabel *joining;
  GtkMenuButton *size;
  GtkSpinButton *kib;

  ApmChannel *channel;
  char *refusal;      /* why its size is not changed */
  GSignalGroup *signals;
  ApmRate flow;
  guint timer;

  ApmStrangers *strangers;     /* (nullable): before it was needed */
  GCancellable *look;          /* (nullable): the one that is under way */
  guint seconds;               /* until the next one */
  char *who;                   /* at the far end; NULL: nobody was seen there */
};

G_DEFINE_FINAL_TYPE (ApmChannelHead, apm_channel_head, ADW_TYPE_BIN)

static void
set_note (ApmChannelHead *self,
          const char     *text,
          gboolean        is_error)
{
  gtk_label_set_label (self->note, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), text != NULL);

  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->note), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->note), "error");
}

/* What was seen before is no longer so where the channel itself knows better. */
static const char *
get_stranger (ApmChannelHead *self)
{
  return !apm_channel_get_open (self->channel) ||
         apm_channel_get_receiver_state (self->channel) == APM_PORTER_LEFT ||
         apm_channel_get_sender_state (self->channel) == APM_PORTER_OPENING ? NULL : self->who;
}

static void
update (ApmChannelHead *self)
{
  g_autofree char *sender = NULL;
  g_autofree char *receiver = NULL;
  const char *who;
  ApmPipeFacts facts;

  if (self->channel == NULL)
    return;

  apm_pipe_facts_read (&facts, self->channel);
  who = get_stranger (self);
  if (who != NULL && apm_channel_is_sender_far (self->channel))
    facts.sender = who;
  else if (who != NULL)
    facts.receiver = who;
  apm_pipe_picture_set_facts (self->picture, &facts);

  sender = apm_words_for_sender (self->channel, who != NULL);
  receiver = apm_words_for_receiver (self->channel, who != NULL);
  gtk_label_set_label (self->sender, sender);
  gtk_label_set_label (self->receiver, receiver);
  set_note (self, facts.open ? self->refusal : apm_channel_get_closed_reason (self->channel), TRUE);
  if (!facts.open)
    gtk_widget_set_visible (self->tools, FALSE);
}

static void
update_rate (ApmChannelHead *self)
{
  g_autofree char *messages = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *text = NULL;
  gulong n;

  if (self->channel == NULL)
    {
      gtk_label_set_label (self->rate, "");
      return;
    }

  apm_rate_update (&self->flow, g_get_monotonic_time (),
                   apm_channel_get_n_received (self->channel),
                   apm_channel_get_bytes_received (self->channel));
  bytes = apm_text_format_bytes (self->flow.bytes_per_s);
  n = self->flow.messages_per_s + 0.5;
  messages = g_strdup_printf (ngettext ("%'lu message/s", "%'lu messages/s", n), n);
  /* Translators: two rates, "18,400 messages/s" and "1.2 MiB" */
  text = g_strdup_printf (_("%s\n%s/s"), messages, bytes);
  gtk_label_set_label (self->rate, text);
}

/* What a person may want to take along, or change: a pipe's size, a channel's name. */
static void
update_tools (ApmChannelHead *self)
{
  gboolean open = self->channel != NULL && apm_channel_get_open (self->channel);
  const char *name = open ? apm_channel_get_name (self->channel) : NULL;
  g_autofree char *joining = open ? apm_words_for_joining (self->channel) : NULL;
  ApmMedium medium = open ? apm_channel_get_medium (self->channel) : APM_MEDIUM_EVENTFD;
  gboolean is_pipe = medium == APM_MEDIUM_PIPE || medium == APM_MEDIUM_FIFO;

  gtk_widget_set_visible (self->tools, open);
  gtk_label_set_label (self->name, name ? name : "");
  gtk_widget_set_visible (self->name_button, name != NULL);
  gtk_label_set_label (self->joining, joining ? joining : "");
  gtk_widget_set_visible (self->joining_box, joining != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->size), is_pipe);
  if (is_pipe)
    gtk_spin_button_set_value (self->kib, apm_channel_get_capacity (self->channel) / 1024.0);
}

static void
copy (ApmChannelHead *self,
      const char     *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
copy_name_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  copy (APM_CHANNEL_HEAD (widget), gtk_label_get_label (APM_CHANNEL_HEAD (widget)->name));
}

static void
copy_joining_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  copy (APM_CHANNEL_HEAD (widget), gtk_label_get_label (APM_CHANNEL_HEAD (widget)->joining));
}

/* What the kernel made of it is seen in the picture; why it refuses, below that. */
static void
set_size_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ApmChannelHead *self = APM_CHANNEL_HEAD (widget);
  g_autoptr(GError) error = NULL;

  if (self->channel == NULL)
    return;
  gtk_menu_button_popdown (self->size);
  g_clear_pointer (&self->refusal, g_free);
  if (!apm_channel_set_capacity (self->channel, (gint64) (gtk_spin_button_get_value (self->kib) * 1024), &error))
    self->refusal = g_strdup (error->message);
  update (self);
}

static void
forget_strangers (ApmChannelHead *self)
{
  g_cancellable_cancel (self->look);
  g_clear_object (&self->look);
  g_clear_pointer (&self->who, g_free);
  self->seconds = 0;
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ApmChannelHead) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *who = apm_strangers_look_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->look);
  if (g_strcmp0 (self->who, who) == 0)
    return;

  g_free (self->who);
  self->who = g_steal_pointer (&who);
  update (self);
}

/* Who comes is told by nobody: it has to be looked for. */
static void
look_for_strangers (ApmChannelHead *self)
{
  ApmChannel *channel = self->channel;
  gboolean senders = apm_channel_is_sender_far (channel);
  ApmWorker *near = senders ? apm_channel_get_receiver (channel) : apm_channel_get_sender (channel);

  if (!(senders || apm_channel_is_receiver_far (channel)) || !apm_channel_get_open (channel) ||
      apm_channel_get_medium (channel) == APM_MEDIUM_SIGNAL || self->look != NULL || self->seconds-- > 0)
    return;

  self->seconds = LOOK - 1;
  self->look = g_cancellable_new ();
  if (self->strangers == NULL)
    self->strangers = apm_strangers_new ();
  apm_strangers_look_async (self->strangers, apm_channel_get_medium (channel), apm_channel_get_name (channel), senders,
                            near ? apm_worker_get_pid (near) : getpid (), self->look, on_looked, g_object_ref (self));
}

/* The rate, and how long a sender has waited, change with time alone. */
static gboolean
on_second (gpointer user_data)
{
  ApmChannelHead *self = user_data;

  if (self->channel != NULL)
    look_for_strangers (self);
  update_rate (self);
  update (self);

  return G_SOURCE_CONTINUE;
}

static void
set_channel (ApmChannelHead *self,
             ApmChannel     *channel)
{
  if (!g_set_object (&self->channel, channel))
    return;

  g_clear_pointer (&self->refusal, g_free);
  forget_strangers (self);
  self->flow = (ApmRate) { 0 };
  g_signal_group_set_target (self->signals, channel);
  update_rate (self);
}

/**
 * apm_channel_head_show_channel:
 * @channel: followed from now on
 */
void
apm_channel_head_show_channel (ApmChannelHead *self,
                               ApmChannel     *channel)
{
  g_return_if_fail (APM_IS_CHANNEL_HEAD (self));
  g_return_if_fail (APM_IS_CHANNEL (channel));

  set_channel (self, channel);
  update_tools (self);
  update (self);
}

/**
 * apm_channel_head_show_none:
 *
 * Shows two that have no channel yet.
 */
void
apm_channel_head_show_none (ApmChannelHead *self,
                            const char     *sender,
                            const char     *receiver)
{
  ApmPipeFacts facts = { .sender = sender, .receiver = receiver, .open = TRUE };

  g_return_if_fail (APM_IS_CHANNEL_HEAD (self));

  set_channel (self, NULL);
  update_tools (self);
  apm_pipe_picture_set_facts (self->picture, &facts);
  gtk_label_set_label (self->sender, "");
  gtk_label_set_label (self->receiver, "");
  set_note (self, _("No pipe yet: the first message makes one."), FALSE);
}

static void
apm_channel_head_map (GtkWidget *widget)
{
  ApmChannelHead *self = APM_CHANNEL_HEAD (widget);

  GTK_WIDGET_CLASS (apm_channel_head_parent_class)->map (widget);

  self->timer = g_timeout_add_seconds (1, on_second, self);
  on_second (self);
}

static void
apm_channel_head_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&APM_CHANNEL_HEAD (widget)->timer, g_source_remove);

  GTK_WIDGET_CLASS (apm_channel_head_parent_class)->unmap (widget);
}

static void
apm_channel_head_dispose (GObject *object)
{
  ApmChannelHead *self = APM_CHANNEL_HEAD (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  forget_strangers (self);
  g_clear_pointer (&self->strangers, apm_strangers_unref);
  g_clear_object (&self->signals);
  g_clear_object (&self->channel);
  g_clear_pointer (&self->refusal, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_CHANNEL_HEAD);

  G_OBJECT_CLASS (apm_channel_head_parent_class)->dispose (object);
}

static void
apm_channel_head_class_init (ApmChannelHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_channel_head_dispose;
  widget_class->map = apm_channel_head_map;
  widget_class->unmap = apm_channel_head_unmap;

  g_type_ensure (APM_TYPE_PIPE_PICTURE);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-channel-head.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmChannelHead, picture);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelHead, sender);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelHead, rate);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelHead, receiver);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelHead, note);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelHead, kib);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelHead, size);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelHead, joining);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelHead, joining_box);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelHead, name_button);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelHead, name);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelHead, tools);

  gtk_widget_class_install_action (widget_class, "channel.copy-name", NULL, copy_name_action);
  gtk_widget_class_install_action (widget_class, "channel.copy-joining", NULL, copy_joining_action);
  gtk_widget_class_install_action (widget_class, "channel.set-size", NULL, set_size_action);
}

static void
apm_channel_head_init (ApmChannelHead *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (APM_TYPE_CHANNEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "closed", G_CALLBACK (update), self);
}
