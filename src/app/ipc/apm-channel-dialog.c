/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-channel-dialog.h"

#include <glib/gi18n.h>

#include "apm-focus.h"
#include "apm-medium-words.h"
#include "apm-party.h"

struct _ApmChannelDialog
{
  AdwWindow parent_instance;
  AdwComboRow *kind;
  AdwComboRow *sender;
  AdwComboRow *receiver;
  AdwEntryRow *name;
  AdwActionRow *attach_row;
  GtkSwitch *attach;
  AdwComboRow *framing;
  AdwActionRow *messages_row;
  GtkSpinButton *messages;
  AdwActionRow *size_row;
  GtkSpinButton *size;
  GtkLabel *explanation;
  GtkLabel *problem;
  GtkWidget *create;

  ApmSession *session;
  GListModel *parties;
  char *proposed;        /* the name, as long as nobody has typed another */
};

G_DEFINE_FINAL_TYPE (ApmChannelDialog, apm_channel_dialog, ADW_TYPE_WINDOW)

/* In the order in which they are offered. */
static const ApmMedium kinds[] = {
  APM_MEDIUM_FIFO, APM_MEDIUM_STREAM, APM_MEDIUM_SEQPACKET, APM_MEDIUM_DATAGRAM, APM_MEDIUM_QUEUE,
  APM_MEDIUM_RING, APM_MEDIUM_SIGNAL, APM_MEDIUM_PIPE, APM_MEDIUM_PAIR, APM_MEDIUM_EVENTFD,
};

static ApmMedium
get_medium (ApmChannelDialog *self)
{
  guint place = adw_combo_row_get_selected (self->kind);

  return place < G_N_ELEMENTS (kinds) ? kinds[place] : APM_MEDIUM_FIFO;
}

static gboolean
is_far (AdwComboRow *row)
{
  ApmParty *party = adw_combo_row_get_selected_item (row);

  return party != NULL && apm_party_get_kind (party) == APM_PARTY_ANY;
}

static ApmWorker *
get_worker (AdwComboRow *row)
{
  ApmParty *party = adw_combo_row_get_selected_item (row);

  return party ? apm_party_get_worker (party) : NULL;
}

static void
set_problem (ApmChannelDialog *self,
             const char       *problem)
{
  gtk_label_set_label (self->problem, problem ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static void
read_plan (ApmChannelDialog *self,
           ApmChannelPlan   *plan)
{
  *plan = (ApmChannelPlan) {
    .medium = get_medium (self),
    .name = gtk_editable_get_text (GTK_EDITABLE (self->name)),
    .attaches = gtk_switch_get_active (self->attach) && gtk_widget_get_visible (GTK_WIDGET (self->attach_row)),
    .n_messages = gtk_spin_button_get_value_as_int (self->messages),
    .message_size = gtk_spin_button_get_value_as_int (self->size),
    .framing = adw_combo_row_get_selected (self->framing),
    .is_sender_far = is_far (self->sender),
    .sender = get_worker (self->sender),
    .is_receiver_far = is_far (self->receiver),
    .receiver = get_worker (self->receiver),
  };
}

/* What can be told before the system is asked. */
static const char *
find_problem (const ApmChannelPlan *plan)
{
  if (plan->is_sender_far && plan->is_receiver_far)
    return _("One end belongs to this program or to a worker.");
  if ((plan->is_sender_far || plan->is_receiver_far) && !apm_medium_is_named (plan->medium))
    return _("This kind has no name, so no other program can join it: choose this program or workers.");
  if (plan->medium == APM_MEDIUM_SIGNAL && plan->is_sender_far == plan->is_receiver_far)
    return _("A signal goes to any program, or comes from any.");

  return NULL;
}

static void
check (ApmChannelDialog *self)
{
  ApmChannelPlan plan;
  const char *problem;

  if (self->parties == NULL)
    return;

  read_plan (self, &plan);
  problem = find_problem (&plan);
  set_problem (self, problem);
  gtk_widget_set_sensitive (self->create, problem == NULL && *plan.name != '\0');
}

static void
propose_name (ApmChannelDialog *self)
{
  g_autofree char *name = NULL;

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->name)), self->proposed) != 0)
    return;

  name = apm_medium_dup_name (get_medium (self), is_far (self->receiver));
  g_free (self->proposed);
  self->proposed = g_strdup (name);
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
}

static const char *
get_name_title (ApmMedium medium,
                gboolean  is_receiver_far)
{
  if (medium == APM_MEDIUM_SIGNAL)
    return is_receiver_far ? _("PID of the receiver") : _("Signal");
  if (medium == APM_MEDIUM_QUEUE || medium == APM_MEDIUM_RING)
    return _("Name, begins with /");

  return apm_medium_is_named (medium) ? _("Path") : _("Name");
}

/* Only what the chosen kind has is asked. */
static void
update (ApmChannelDialog *self)
{
  ApmMedium medium = get_medium (self);
  gboolean is_sized = medium == APM_MEDIUM_QUEUE || medium == APM_MEDIUM_RING;
  gboolean is_new;

  if (self->parties == NULL)
    return;

  gtk_label_set_label (self->explanation, apm_medium_explain (medium));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), get_name_title (medium, is_far (self->receiver)));
  gtk_widget_set_visible (GTK_WIDGET (self->attach_row), is_sized || medium == APM_MEDIUM_FIFO);
  is_new = !gtk_switch_get_active (self->attach);
  gtk_widget_set_visible (GTK_WIDGET (self->messages_row), is_sized && is_new);
  gtk_widget_set_visible (GTK_WIDGET (self->size_row), is_sized && is_new);
  gtk_widget_set_visible (GTK_WIDGET (self->framing), apm_medium_is_stream (medium));
  propose_name (self);
  check (self);
}

static void
on_create (ApmChannelDialog *self)
{
  g_autoptr(GError) error = NULL;
  ApmChannelPlan plan;

  if (!gtk_widget_get_sensitive (self->create))
    return;

  read_plan (self, &plan);
  if (apm_post_open_channel (apm_session_get_post (self->session), &plan, &error))
    gtk_window_close (GTK_WINDOW (self));
  else
    set_problem (self, error->message);
}

static void
set_words (AdwComboRow *row,
           guint        n,
           const char  *(*get_word) (guint i))
{
  g_autoptr(GtkStringList) words = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (words, get_word (i));
  adw_combo_row_set_model (row, G_LIST_MODEL (words));
}

static const char *
get_kind_word (guint i)
{
  return apm_words_for_medium (kinds[i]);
}

static const char *
get_framing_word (guint i)
{
  return apm_words_for_framing (i);
}

ApmChannelDialog *
apm_channel_dialog_new (GtkWindow  *parent,
                        ApmSession *session)
{
  ApmChannelDialog *self = g_object_new (APM_TYPE_CHANNEL_DIALOG, "transient-for", parent, NULL);
  GListModel *parties = apm_parties_new (apm_session_get_post (session), APM_PARTY_ANY);

  self->session = g_object_ref (session);
  set_words (self->kind, G_N_ELEMENTS (kinds), get_kind_word);
  set_words (self->framing, APM_N_FRAMINGS, get_framing_word);
  adw_combo_row_set_model (self->sender, parties);
  adw_combo_row_set_model (self->receiver, parties);
  adw_combo_row_set_selected (self->sender, g_list_model_get_n_items (parties) - 1);
  self->proposed = g_strdup ("");
  self->parties = parties;
  update (self);
  apm_focus_first (GTK_WINDOW (self), GTK_WIDGET (self->kind));

  return self;
}

static void
apm_channel_dialog_dispose (GObject *object)
{
  ApmChannelDialog *self = APM_CHANNEL_DIALOG (object);

  g_clear_object (&self->parties);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_CHANNEL_DIALOG);
  g_clear_object (&self->session);
  g_clear_pointer (&self->proposed, g_free);

  G_OBJECT_CLASS (apm_channel_dialog_parent_class)->dispose (object);
}

static void
apm_channel_dialog_class_init (ApmChannelDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_channel_dialog_dispose;

  g_type_ensure (APM_TYPE_PARTY);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-channel-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, kind);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, sender);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, receiver);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, name);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, attach_row);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, attach);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, framing);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, messages_row);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, messages);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, size_row);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, size);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ApmChannelDialog, create);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, check);
  gtk_widget_class_bind_template_callback (widget_class, on_create);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_channel_dialog_init (ApmChannelDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
