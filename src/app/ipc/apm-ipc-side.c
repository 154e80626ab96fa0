/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-ipc-side.h"

#include <glib/gi18n.h>

#include "apm-channel-row.h"

struct _ApmIpcSide
{
  AdwBin parent_instance;
  GtkListBox *channels;
  GtkListBox *workers;

  ApmSession *session;
};

G_DEFINE_FINAL_TYPE (ApmIpcSide, apm_ipc_side, ADW_TYPE_BIN)

enum { CHANNEL_ACTIVATED, WORKER_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GtkWidget *
create_channel_row (gpointer item,
                    gpointer user_data)
{
  return apm_channel_row_new (item, user_data);
}

static void
on_exit_clicked (GtkWidget *button,
                 ApmWorker *worker)
{
  ApmIpcSide *self = APM_IPC_SIDE (gtk_widget_get_ancestor (button, APM_TYPE_IPC_SIDE));

  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_INFO, "ipc",
               _("Asked worker '%s' (PID %d) to exit"),
               apm_worker_get_name (worker), apm_worker_get_pid (worker));
  apm_worker_ask_to_exit (worker);
}

static GtkWidget *
create_exit_button (ApmWorker *worker)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *label = g_strdup_printf (_("Ask %s to exit"), apm_worker_get_name (worker));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_exit_clicked), worker, 0);

  return button;
}

static GtkWidget *
create_worker_row (gpointer item,
                   gpointer user_data)
{
  ApmWorker *worker = item;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *pid_text = g_strdup_printf (_("PID %d"), apm_worker_get_pid (worker));
  g_autofree char *label = g_strdup_printf ("%s, %s", apm_worker_get_name (worker), pid_text);
  GtkWidget *name = gtk_label_new (apm_worker_get_name (worker));
  GtkWidget *pid = gtk_label_new (pid_text);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (pid), 0);
  gtk_widget_add_css_class (pid, "caption");
  gtk_widget_add_css_class (pid, "numeric");

  gtk_box_append (GTK_BOX (texts), name);
  gtk_box_append (GTK_BOX (texts), pid);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), create_exit_button (worker));
  gtk_widget_add_css_class (box, "apm-row");

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return row;
}

static void
on_channel_activated (ApmIpcSide    *self,
                      GtkListBoxRow *row)
{
  g_signal_emit (self, signals[CHANNEL_ACTIVATED], 0,
                 apm_channel_row_get_channel (APM_CHANNEL_ROW (row)));
}

static void
on_worker_activated (ApmIpcSide    *self,
                     GtkListBoxRow *row)
{
  g_autoptr(ApmWorker) worker = g_list_model_get_item (apm_post_get_workers (apm_session_get_post (self->session)),
                                                       gtk_list_box_row_get_index (row));

  if (worker != NULL)
    g_signal_emit (self, signals[WORKER_ACTIVATED], 0, worker);
}

static GtkWidget *
create_placeholder (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "apm-section");

  return label;
}

/**
 * apm_ipc_side_set_session:
 *
 * To be called once, before the widget is shown.
 */
void
apm_ipc_side_set_session (ApmIpcSide *self,
                          ApmSession *session)
{
  ApmPost *post = apm_session_get_post (session);

  g_return_if_fail (APM_IS_IPC_SIDE (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  gtk_list_box_bind_model (self->channels, apm_post_get_channels (post), create_channel_row, post, NULL);
  gtk_list_box_bind_model (self->workers, apm_post_get_workers (post), create_worker_row, NULL, NULL);
}

/**
 * apm_ipc_side_select_channel:
 * @channel: (nullable): %NULL for none
 */
void
apm_ipc_side_select_channel (ApmIpcSide *self,
                             ApmChannel *channel)
{
  GtkListBoxRow *row;

  g_return_if_fail (APM_IS_IPC_SIDE (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->channels, i)); i++)
    if (apm_channel_row_get_channel (APM_CHANNEL_ROW (row)) == channel)
      break;

  gtk_list_box_select_row (self->channels, row);
}

static void
apm_ipc_side_dispose (GObject *object)
{
  ApmIpcSide *self = APM_IPC_SIDE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_IPC_SIDE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_ipc_side_parent_class)->dispose (object);
}

static void
apm_ipc_side_class_init (ApmIpcSideClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_ipc_side_dispose;

  signals[CHANNEL_ACTIVATED] = g_signal_new ("channel-activated", APM_TYPE_IPC_SIDE, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 1, APM_TYPE_CHANNEL);
  signals[WORKER_ACTIVATED] = g_signal_new ("worker-activated", APM_TYPE_IPC_SIDE, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, APM_TYPE_WORKER);

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-ipc-side.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmIpcSide, channels);
  gtk_widget_class_bind_template_child (widget_class, ApmIpcSide, workers);
  gtk_widget_class_bind_template_callback (widget_class, on_channel_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_worker_activated);
}

static void
apm_ipc_side_init (ApmIpcSide *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_list_box_set_placeholder (self->channels,
                                create_placeholder (_("None yet: the first message from one to another makes a pipe.")));
  gtk_list_box_set_placeholder (self->workers,
                                create_placeholder (_("None yet: a worker is a process that can send and receive.")));
}
