/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-page-private.h"

#include <glib/gi18n.h>

#include "apm-order-hold.h"
#include "apm-say.h"
#include "apm-thread-columns.h"
#include "apm-thread-target.h"

G_DEFINE_FINAL_TYPE (ApmThreadPage, apm_thread_page, ADW_TYPE_BIN)

enum { PROP_0, PROP_SESSION, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
update_status (ApmThreadPage *self)
{
  const char *trouble = apm_thread_list_get_trouble (self->threads);
  g_autofree char *text = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;   /* told when the page is shown */

  text = apm_thread_dup_status_text (self->threads, apm_thread_target_get_crew (self->session));
  apm_say (GTK_WIDGET (self->status), text);
  apm_say (GTK_WIDGET (self->trouble), trouble);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), trouble != NULL);
}

static gboolean
update_held (gpointer data)
{
  ApmThreadPage *self = data;

  apm_say (GTK_WIDGET (self->held), apm_thread_list_get_order_held (self->threads) ? _("order held") : NULL);

  return G_SOURCE_REMOVE;
}

static const ApmOrderHoldFuncs hold_funcs = {
  (void (*) (gpointer, gboolean)) apm_thread_list_set_order_held,
  (gboolean (*) (gpointer)) apm_thread_list_get_order_held,
};

static void
select_awaited (ApmThreadPage *self)
{
  ApmCrew *crew = apm_thread_target_get_crew (self->session);
  const ApmMember *member = self->awaited && crew ? apm_crew_find (crew, self->awaited) : NULL;
  int tid = member && member->tid > 0 ? member->tid : self->awaited_tid;
  const ApmThread *thread = tid > 0 ? apm_thread_list_find (self->threads, tid) : NULL;

  if (thread != NULL && apm_table_select_key (self->table, apm_thread_key (thread)))
    {
      g_clear_pointer (&self->awaited, g_free);
      self->awaited_tid = 0;
    }
}

static void
on_updated (ApmThreadPage *self)
{
  select_awaited (self);
  update_status (self);
  update_held (self);
  apm_thread_page_update_acts (self);
}

/* What nobody sees is not looked at. */
static void
update_waits (ApmThreadPage *self)
{
  gboolean needed = gtk_widget_get_mapped (GTK_WIDGET (self)) && apm_thread_list_needs_notes (self->threads);

  apm_wait_watch_set_threads (apm_session_get_waits (self->session),
                              needed ? apm_thread_list_get_pid (self->threads) : 0);
}

static void
on_map (ApmThreadPage *self)
{
  update_status (self);
  update_waits (self);
}

static void
on_looked (ApmThreadPage *self)
{
  ApmThreadList *threads = self->threads;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && !apm_session_get_paused (self->session))
    apm_thread_list_set_notes (threads, apm_wait_watch_get_thread_notes (apm_session_get_waits (self->session)));
}

static void
show_process (ApmThreadPage *self)
{
  gboolean all = gtk_toggle_button_get_active (self->all);
  ApmCrew *crew = apm_thread_target_get_crew (self->session);
  int pid = apm_thread_target_get_pid (self->session);
  g_autofree char *title = g_strdup_printf (_("%s (PID %d)"),
                                            apm_thread_chooser_get_title (self->chooser), pid);

  gtk_label_set_label (self->title, all ? _("All processes") : title);
  apm_thread_list_set_crew (self->threads, crew);
  apm_thread_list_set_pid (self->threads, all ? APM_ALL_PROCESSES : pid);
  update_waits (self);
  g_signal_group_set_target (self->crew_signals, crew);

  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  on_updated (self);
}

/* Who chooses a process wants that one. */
static void
on_process_chosen (ApmThreadPage *self)
{
  if (gtk_toggle_button_get_active (self->all))
    gtk_toggle_button_set_active (self->all, FALSE);
  else
    show_process (self);
}

static void
on_columns_changed (ApmThreadPage *self)
{
  g_auto(GStrv) ids = apm_table_dup_columns (self->table);

  apm_thread_list_set_columns (self->threads, (const char *const *) ids);
  update_waits (self);
}

static void
set_filter (gpointer   list,
            ApmFilter *filter)
{
  apm_thread_list_set_filter (list, filter);
}

static const char *const examples[] = {
  "state:R", "cpu>20", "waits:mutex", "waited>5s", "!waits:sleep", "channel:futex", "policy:fifo", NULL,
};

static const ApmFilterUse filter_use = { apm_thread_filter_parse, set_filter, "thread-filters", examples };

static void
on_search_changed (ApmThreadPage *self)
{
  if (self->filter)
    apm_filter_control_apply (self->filter);
  update_waits (self);
  update_status (self);
}

static void
on_stop_search (ApmThreadPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_child_focus (GTK_WIDGET (self->table), GTK_DIR_TAB_FORWARD);
}

static void
on_sort_changed (ApmThreadPage *self,
                 const char    *column_id,
                 gboolean       descending)
{
  apm_thread_list_set_sort (self->threads, column_id, descending);
  update_waits (self);
}

static void
on_menu (ApmThreadPage *self,
         guint64        key,
         double         x,
         double         y)
{
  apm_thread_page_update_acts (self);
  apm_table_popup_menu (self->table, self->menu, x, y);
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (APM_THREAD_PAGE (widget)->search));
}

static void
inspector_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  AdwFlap *flap = APM_THREAD_PAGE (widget)->flap;

  adw_flap_set_reveal_flap (flap, !adw_flap_get_reveal_flap (flap));
}

static void
set_up_table (ApmThreadPage *self)
{
  apm_table_set_columns (self->table, apm_thread_columns);
  apm_table_set_cell_data (self->table, self->all);
  apm_table_set_view (self->table, apm_thread_list_get_view (self->threads));
  apm_table_set_title (self->table, _("Threads"));
  apm_table_set_empty (self->table, "edit-find-symbolic", _("No Threads to Show"),
                       _("Another search or another process will show some."), NULL, NULL);
  apm_table_set_columns_button (self->table, self->columns);
  apm_table_set_sort (self->table, "tid", FALSE);
  apm_table_set_state (self->table, apm_session_get_settings (self->session), "threads");
  apm_order_hold_attach (self->table, G_OBJECT (self->threads), &hold_funcs, update_held, self);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self->table));
}

static void
apm_thread_page_constructed (GObject *object)
{
  ApmThreadPage *self = APM_THREAD_PAGE (object);

  G_OBJECT_CLASS (apm_thread_page_parent_class)->constructed (object);

  self->threads = g_object_ref (apm_session_get_threads (self->session));
  apm_thread_chooser_set_session (self->chooser, self->session);

  self->crew_signals = g_signal_group_new (APM_TYPE_CREW);
  g_signal_group_connect_swapped (self->crew_signals, "changed", G_CALLBACK (on_updated), self);
  g_signal_group_connect_swapped (self->crew_signals, "created", G_CALLBACK (on_updated), self);

  g_signal_connect_object (self->threads, "updated", G_CALLBACK (on_updated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (apm_session_get_waits (self->session), "looked",
                           G_CALLBACK (on_looked), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (update_waits), NULL);
  g_signal_connect_object (self->session, "notify::selected-pid",
                           G_CALLBACK (on_process_chosen), self, G_CONNECT_SWAPPED);
  /* A worker that starts or ends changes whose crew the process shown has. */
  g_signal_connect_object (apm_post_get_workers (apm_session_get_post (self->session)), "items-changed",
                           G_CALLBACK (show_process), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  set_up_table (self);
  self->filter = apm_filter_control_new (&filter_use, GTK_EDITABLE (self->search), self->wrong, self->kept,
                                         self->threads, apm_session_get_settings (self->session));
  on_columns_changed (self);
  show_process (self);
}

static void
apm_thread_page_dispose (GObject *object)
{
  ApmThreadPage *self = APM_THREAD_PAGE (object);

  g_signal_handlers_disconnect_by_func (self, update_waits, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->crew_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_THREAD_PAGE);
  g_clear_pointer (&self->awaited, g_free);
  g_clear_object (&self->threads);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_thread_page_parent_class)->dispose (object);
}

static void
apm_thread_page_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (prop_id == PROP_SESSION)
    g_value_set_object (value, APM_THREAD_PAGE (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
apm_thread_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  if (prop_id == PROP_SESSION)
    APM_THREAD_PAGE (object)->session = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
apm_thread_page_class_init (ApmThreadPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = apm_thread_page_constructed;
  object_class->dispose = apm_thread_page_dispose;
  object_class->get_property = apm_thread_page_get_property;
  object_class->set_property = apm_thread_page_set_property;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, APM_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (APM_TYPE_TABLE);
  g_type_ensure (APM_TYPE_THREAD_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-thread-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, chooser);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, title);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, search);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, kept);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, columns);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, all);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, wrong);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, table);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, status);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, held);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, reason);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadPage, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_sort_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_columns_changed);
  gtk_widget_class_bind_template_callback (widget_class, show_process);
  gtk_widget_class_bind_template_callback (widget_class, apm_thread_page_update_acts);

  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "page.inspector", NULL, inspector_action);
  apm_thread_page_install_acts (widget_class);
}

static void
apm_thread_page_init (ApmThreadPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
