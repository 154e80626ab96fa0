/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-chooser.h"

#include <glib/gi18n.h>

#include "apm-party.h"
#include "apm-process-finder.h"
#include "apm-process-list.h"
#include "apm-thread-target.h"

#define MOST_FOUND 50

struct _ApmThreadChooser
{
  AdwBin parent_instance;
  GtkSearchEntry *entry;
  GtkLabel *nothing_found;
  GtkListBox *list;

  ApmSession *session;
  GListModel *parties;     /* of ApmParty: all that is listed */
  GListStore *chosen;      /* the one chosen elsewhere, if it is not listed anyway */
  GListStore *found;
  GCancellable *finding;
};

G_DEFINE_FINAL_TYPE (ApmThreadChooser, apm_thread_chooser, ADW_TYPE_BIN)

static const char *
section_of (ApmPartyKind kind)
{
  switch (kind)
    {
    case APM_PARTY_PROCESS:
      return _("Chosen");
    case APM_PARTY_FOUND:
      return _("Found");
    case APM_PARTY_PROGRAM:
    case APM_PARTY_WORKER:
    case APM_PARTY_NEW:
    default:
      return _("Created here");
    }
}

static void
update_header (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer       user_data)
{
  ApmParty *party = g_object_get_data (G_OBJECT (row), "party");
  ApmParty *above = before ? g_object_get_data (G_OBJECT (before), "party") : NULL;
  const char *section = section_of (apm_party_get_kind (party));
  GtkWidget *label;

  if (above != NULL && section_of (apm_party_get_kind (above)) == section)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  label = gtk_label_new (section);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "apm-section");
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  ApmParty *party = item;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = gtk_label_new (apm_party_get_title (party));
  GtkWidget *subtitle;
  g_autofree char *pid = g_strdup_printf (_("PID %d"), apm_party_get_pid (party));
  g_autofree char *name = g_strdup_printf ("%s, %s", apm_party_get_title (party), pid);

  subtitle = gtk_label_new (pid);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_widget_add_css_class (subtitle, "numeric");
  gtk_widget_add_css_class (box, "apm-row");

  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), subtitle);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (row), "party", g_object_ref (party), g_object_unref);

  return row;
}

static GtkListBoxRow *
find_row (ApmThreadChooser *self,
          int               pid)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    if (apm_party_get_pid (g_object_get_data (G_OBJECT (row), "party")) == pid)
      return row;

  return NULL;
}

static gboolean
is_created_here (ApmThreadChooser *self,
                 int               pid)
{
  guint n = g_list_model_get_n_items (self->parties);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ApmParty) party = g_list_model_get_item (self->parties, i);
      ApmPartyKind kind = apm_party_get_kind (party);

      if (apm_party_get_pid (party) == pid && (kind == APM_PARTY_PROGRAM || kind == APM_PARTY_WORKER))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_chosen (ApmThreadChooser *self,
           int               pid)
{
  g_autoptr(ApmParty) party = g_list_model_get_item (G_LIST_MODEL (self->chosen), 0);

  return party != NULL && apm_party_get_pid (party) == pid;
}

/* What is chosen stands in the list, and only there is it selected. */
static void
update_chosen (ApmThreadChooser *self)
{
  int pid = apm_thread_target_get_pid (self->session);

  if (is_created_here (self, pid))
    g_list_store_remove_all (self->chosen);
  else if (!is_chosen (self, pid))
    {
      const ApmProcess *process = apm_process_list_find (apm_session_get_processes (self->session), pid);
      g_autoptr(ApmParty) party = apm_party_new_process (APM_PARTY_PROCESS, pid, process ? process->name : NULL);

      g_list_store_remove_all (self->chosen);
      g_list_store_append (self->chosen, party);
    }

  gtk_list_box_select_row (self->list, find_row (self, pid));
}

static void
on_row_activated (ApmThreadChooser *self,
                  GtkListBoxRow    *row)
{
  ApmParty *party = g_object_get_data (G_OBJECT (row), "party");
  int pid = apm_party_get_pid (party);

  if (apm_party_get_kind (party) == APM_PARTY_FOUND)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");

  apm_session_set_selected_pid (self->session, pid);
}

static void
on_found (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ApmThreadChooser) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = apm_process_find_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_list_store_splice (self->found, 0, g_list_model_get_n_items (G_LIST_MODEL (self->found)),
                       found ? found->pdata : NULL, found ? found->len : 0);
  gtk_label_set_label (self->nothing_found,
                       error ? error->message : _("No process has this PID or name."));
  gtk_widget_set_visible (GTK_WIDGET (self->nothing_found), found == NULL || found->len == 0);
  update_chosen (self);
}

static void
on_search_changed (ApmThreadChooser *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);

  if (*text == '\0')
    {
      g_list_store_remove_all (self->found);
      gtk_widget_hide (GTK_WIDGET (self->nothing_found));
      return;
    }

  self->finding = g_cancellable_new ();
  apm_process_find_async (text, MOST_FOUND, self->finding, on_found, g_object_ref (self));
}

/* Enter takes the first that was found. */
static void
on_search_activated (ApmThreadChooser *self)
{
  g_autoptr(ApmParty) first = g_list_model_get_item (G_LIST_MODEL (self->found), 0);

  if (first == NULL)
    return;

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  apm_session_set_selected_pid (self->session, apm_party_get_pid (first));
}

static GListModel *
list_all (ApmThreadChooser *self)
{
  g_autoptr(GListModel) created = apm_parties_new (apm_session_get_post (self->session), APM_PARTY_PROGRAM);
  GListStore *models = g_list_store_new (G_TYPE_LIST_MODEL);

  g_list_store_append (models, created);
  g_list_store_append (models, self->chosen);
  g_list_store_append (models, self->found);

  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (models)));
}

/**
 * apm_thread_chooser_set_session:
 *
 * To be called once, before the widget is shown.
 */
void
apm_thread_chooser_set_session (ApmThreadChooser *self,
                                ApmSession       *session)
{
  g_return_if_fail (APM_IS_THREAD_CHOOSER (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->parties = list_all (self);
  gtk_list_box_bind_model (self->list, self->parties, create_row, NULL, NULL);

  g_signal_connect_object (session, "notify::selected-pid",
                           G_CALLBACK (update_chosen), self, G_CONNECT_SWAPPED);
  /* After the list box has made its rows. */
  g_signal_connect_object (apm_post_get_workers (apm_session_get_post (session)), "items-changed",
                           G_CALLBACK (update_chosen), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update_chosen (self);
}

/**
 * apm_thread_chooser_get_title:
 *
 * Returns: (transfer none): the name of the process whose threads are shown
 */
const char *
apm_thread_chooser_get_title (ApmThreadChooser *self)
{
  int pid;
  guint n;

  g_return_val_if_fail (APM_IS_THREAD_CHOOSER (self), NULL);

  pid = apm_thread_target_get_pid (self->session);
  n = g_list_model_get_n_items (self->parties);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ApmParty) party = g_list_model_get_item (self->parties, i);

      /* The list keeps it. */
      if (apm_party_get_pid (party) == pid)
        return apm_party_get_title (party);
    }

  return _("Process");
}

static void
apm_thread_chooser_dispose (GObject *object)
{
  ApmThreadChooser *self = APM_THREAD_CHOOSER (object);

  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_THREAD_CHOOSER);
  g_clear_object (&self->parties);
  g_clear_object (&self->chosen);
  g_clear_object (&self->found);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_thread_chooser_parent_class)->dispose (object);
}

static void
apm_thread_chooser_class_init (ApmThreadChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_thread_chooser_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-thread-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmThreadChooser, entry);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadChooser, nothing_found);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
apm_thread_chooser_init (ApmThreadChooser *self)
{
  self->chosen = g_list_store_new (APM_TYPE_PARTY);
  self->found = g_list_store_new (APM_TYPE_PARTY);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
}
