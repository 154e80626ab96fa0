/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-ipc-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-channel-dialog.h"
#include "apm-channel-words.h"
#include "apm-channel-head.h"
#include "apm-composer.h"
#include "apm-ipc-hello.h"
#include "apm-ipc-side.h"
#include "apm-map-window.h"
#include "apm-measure-window.h"
#include "apm-message-list.h"
#include "apm-mistakes-window.h"
#include "apm-pipeline-window.h"

/* As long as a toast is there. */
#define TOAST_US (5 * G_USEC_PER_SEC)

struct _ApmIpcPage
{
  AdwBin parent_instance;
  GtkStack *stack;
  AdwFlap *flap;
  ApmIpcSide *side;
  ApmChannelHead *head;
  ApmMessageList *messages;
  ApmComposer *composer;

  ApmSession *session;
  ApmPost *post;
  gint64 refused_us;       /* when one was shown last */
};

G_DEFINE_FINAL_TYPE (ApmIpcPage, apm_ipc_page, ADW_TYPE_BIN)

enum { PROP_0, PROP_SESSION, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
complain (ApmIpcPage   *self,
          const GError *error)
{
  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_WARNING, "ipc", "%s", error->message);
  apm_session_toast (self->session, "%s", error->message);
}

/* Where there is nothing to show, the page says what it is for. */
static void
update_stack (ApmIpcPage *self)
{
  gboolean empty = g_list_model_get_n_items (apm_post_get_workers (self->post)) == 0 &&
                   g_list_model_get_n_items (apm_post_get_channels (self->post)) == 0 &&
                   apm_post_get_n_messages (self->post) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "post");
}

static void
show_pair (ApmIpcPage *self)
{
  ApmWorker *sender = apm_composer_get_sender (self->composer);
  ApmWorker *receiver = apm_composer_get_receiver (self->composer);
  ApmChannel *channel = apm_composer_find_channel (self->composer);

  apm_composer_set_channel (self->composer, channel);
  apm_ipc_side_select_channel (self->side, channel);
  if (channel != NULL)
    apm_channel_head_show_channel (self->head, channel);
  else
    apm_channel_head_show_none (self->head, apm_words_for_party (sender),
                                apm_words_for_party (receiver));
}

/* Its parties are its own: nobody is to be chosen. */
static void
show_planned (ApmIpcPage *self,
              ApmChannel *channel)
{
  apm_composer_set_channel (self->composer, channel);
  apm_ipc_side_select_channel (self->side, channel);
  apm_channel_head_show_channel (self->head, channel);
}

/* What closed since its worker ended keeps its place: it says why it closed. */
static void
on_pair_changed (ApmIpcPage *self,
                 gboolean    has_ended)
{
  if (has_ended)
    apm_composer_set_channel (self->composer, apm_composer_find_channel (self->composer));
  else
    show_pair (self);
}

static void
on_channel_opened (ApmIpcPage *self,
                   ApmChannel *channel)
{
  if (apm_channel_is_planned (channel))
    show_planned (self, channel);
  else if (apm_channel_get_sender (channel) == apm_composer_get_sender (self->composer) &&
           apm_channel_get_receiver (channel) == apm_composer_get_receiver (self->composer))
    show_pair (self);
}

static void
on_channel_activated (ApmIpcPage *self,
                      ApmChannel *channel)
{
  if (apm_channel_is_planned (channel))
    show_planned (self, channel);
  else
    {
      apm_composer_set_channel (self->composer, NULL);
      apm_composer_set_pair (self->composer, apm_channel_get_sender (channel), apm_channel_get_receiver (channel));
      show_pair (self);

      /* An ended worker cannot be chosen any more, but its channel can be looked at. */
      apm_channel_head_show_channel (self->head, channel);
      apm_ipc_side_select_channel (self->side, channel);
    }
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

static void
on_worker_activated (ApmIpcPage *self,
                     ApmWorker  *worker)
{
  apm_composer_set_channel (self->composer, NULL);
  apm_composer_set_pair (self->composer, NULL, worker);
  show_pair (self);
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  apm_composer_focus (self->composer);
}

static void
on_nothing (ApmIpcPage *self,
            ApmChannel *channel)
{
  apm_session_toast (self->session, _("No message waits in %s"), apm_channel_get_title (channel));
}

/* A stream of them would wait its turn for hours; the log has them all. */
static void
on_refused (ApmIpcPage *self,
            ApmChannel *channel,
            const char *sentence)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->refused_us != 0 && now_us - self->refused_us < TOAST_US)
    return;
  self->refused_us = now_us;
  apm_session_toast (self->session, "%s", sentence);
}

/* The first step of whoever opens the page: all of it for real. */
static void
hello_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ApmIpcPage *self = APM_IPC_PAGE (widget);
  g_autoptr(GError) error = NULL;
  ApmWorker *first, *second;

  if (!apm_ipc_hello (self->session, &first, &second, &error))
    {
      complain (self, error);
      return;
    }

  apm_composer_set_pair (self->composer, first, second);
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  apm_message_list_focus_search (APM_IPC_PAGE (widget)->messages);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  gtk_widget_activate_action_variant (GTK_WIDGET (APM_IPC_PAGE (widget)->messages), action_name, parameter);
}

static void
inspector_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  AdwFlap *flap = APM_IPC_PAGE (widget)->flap;

  adw_flap_set_reveal_flap (flap, !adw_flap_get_reveal_flap (flap));
}

/* To the worker that is the process selected; else as the page has it chosen;
 * else to the first worker there is. */
static ApmWorker *
find_receiver (ApmIpcPage *self)
{
  GListModel *workers = apm_post_get_workers (self->post);
  int pid = apm_session_get_selected_pid (self->session);
  guint n = g_list_model_get_n_items (workers);
  ApmWorker *found = apm_composer_get_receiver (self->composer);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ApmWorker) worker = g_list_model_get_item (workers, i);

      if (apm_worker_get_pid (worker) == pid)
        return worker;
      if (found == NULL)
        found = worker;
    }

  return found;
}

static void
send_message (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  ApmIpcPage *self = user_data;
  const char *text = g_variant_get_string (parameter, NULL);
  ApmWorker *receiver = find_receiver (self);

  if (*text == '\0')
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "ipc");
      apm_composer_focus (self->composer);
    }
  else if (receiver == NULL)
    apm_session_toast (self->session, _("A message needs a worker to go to: create one first"));
  else
    {
      g_autoptr(GBytes) data = g_bytes_new (text, strlen (text));
      g_autoptr(GError) error = NULL;

      if (!apm_post_send (self->post, NULL, receiver, data, &error))
        complain (self, error);
    }
}

static void
new_channel (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  ApmIpcPage *self = user_data;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "ipc");
  gtk_window_present (GTK_WINDOW (apm_channel_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->session)));
}

static void
compare_channels (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  ApmIpcPage *self = user_data;

  apm_measure_window_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->session);
}

static void
machine_map (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  ApmIpcPage *self = user_data;

  apm_map_window_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->session);
}

static void
pipeline (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  ApmIpcPage *self = user_data;

  apm_pipeline_window_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->session,
                               g_variant_get_string (parameter, NULL));
}

static void
ipc_mistakes (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  ApmIpcPage *self = user_data;

  apm_mistakes_window_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->session);
}

static const GActionEntry window_actions[] = {
  { "send-message", send_message, "s" },
  { "new-channel", new_channel },
  { "compare-channels", compare_channels },
  { "machine-map", machine_map },
  { "pipeline", pipeline, "s" },
  { "ipc-mistakes", ipc_mistakes },
};

/**
 * apm_ipc_page_install_actions:
 * @window: lives as long as the page
 *
 * Adds win.send-message, win.new-channel, win.pipeline and those that open a window.
 */
void
apm_ipc_page_install_actions (ApmIpcPage *self,
                              GActionMap *window)
{
  g_return_if_fail (APM_IS_IPC_PAGE (self));

  g_action_map_add_action_entries (window, window_actions, G_N_ELEMENTS (window_actions), self);
}

static void
apm_ipc_page_constructed (GObject *object)
{
  ApmIpcPage *self = APM_IPC_PAGE (object);

  G_OBJECT_CLASS (apm_ipc_page_parent_class)->constructed (object);

  self->post = g_object_ref (apm_session_get_post (self->session));
  apm_ipc_side_set_session (self->side, self->session);
  apm_message_list_set_session (self->messages, self->session);
  apm_composer_set_session (self->composer, self->session);

  g_signal_connect_object (self->post, "nothing", G_CALLBACK (on_nothing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->post, "refused", G_CALLBACK (on_refused), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->post, "channel-opened", G_CALLBACK (on_channel_opened), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (apm_post_get_workers (self->post), "items-changed",
                           G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (apm_post_get_channels (self->post), "items-changed",
                           G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (apm_post_get_messages (self->post), "items-changed",
                           G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  show_pair (self);
  update_stack (self);
}

static void
apm_ipc_page_dispose (GObject *object)
{
  ApmIpcPage *self = APM_IPC_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_IPC_PAGE);
  g_clear_object (&self->post);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_ipc_page_parent_class)->dispose (object);
}

static void
apm_ipc_page_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (prop_id == PROP_SESSION)
    g_value_set_object (value, APM_IPC_PAGE (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
apm_ipc_page_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  if (prop_id == PROP_SESSION)
    APM_IPC_PAGE (object)->session = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
apm_ipc_page_class_init (ApmIpcPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = apm_ipc_page_constructed;
  object_class->dispose = apm_ipc_page_dispose;
  object_class->get_property = apm_ipc_page_get_property;
  object_class->set_property = apm_ipc_page_set_property;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, APM_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (APM_TYPE_CHANNEL_HEAD);
  g_type_ensure (APM_TYPE_COMPOSER);
  g_type_ensure (APM_TYPE_IPC_SIDE);
  g_type_ensure (APM_TYPE_MESSAGE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-ipc-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmIpcPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ApmIpcPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ApmIpcPage, side);
  gtk_widget_class_bind_template_child (widget_class, ApmIpcPage, head);
  gtk_widget_class_bind_template_child (widget_class, ApmIpcPage, messages);
  gtk_widget_class_bind_template_child (widget_class, ApmIpcPage, composer);
  gtk_widget_class_bind_template_callback (widget_class, on_pair_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_channel_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_worker_activated);

  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "page.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "page.inspector", NULL, inspector_action);
  gtk_widget_class_install_action (widget_class, "ipc.hello", NULL, hello_action);
}

static void
apm_ipc_page_init (ApmIpcPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
