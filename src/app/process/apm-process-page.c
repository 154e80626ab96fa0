/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-page-private.h"

#include <glib/gi18n.h>

#include "apm-late-menu.h"
#include "apm-order-hold.h"
#include "apm-process-columns.h"

G_DEFINE_FINAL_TYPE (ApmProcessPage, apm_process_page, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_SESSION, PROP_SCOPE, PROP_FOLLOWING, N_PROPS };
static GParamSpec *properties[N_PROPS];

ApmProcessList *
apm_process_page_get_list (ApmProcessPage *self)
{
  return apm_session_get_processes (self->session);
}

static void
on_updated (ApmProcessList *list,
            ApmProcessPage *self)
{
  g_autofree guint64 *visible = NULL;
  guint n_visible = 0;

  if (self->following)
    apm_table_select_key (self->table, apm_table_get_selected (self->table, NULL));
  if (apm_session_get_seen (self->session))
    visible = apm_table_dup_visible_keys (self->table, &n_visible);
  apm_process_list_set_visible (list, visible, n_visible);

  if (self->pending && apm_table_select_key (self->table, self->pending_key))
    self->pending = FALSE;
  apm_process_page_update_status (self);
  apm_process_page_update_held (self);
  apm_process_page_update_acts (self);
  apm_inspector_update (self->inspector);
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static const ApmListing *
get_listing (ApmProcessPage *self)
{
  return apm_process_list_get_grouping (apm_process_page_get_list (self)) == APM_GROUPING_TREE
         ? &apm_process_tree_listing : &apm_process_listing;
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (widget);

  apm_list_export (self->table, self->session, get_listing (self), g_variant_get_string (parameter, NULL));
}

static void
copy_list_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (widget);

  apm_list_copy_csv (self->table, self->session, get_listing (self));
}

static void
set_following (ApmProcessPage *self,
               gboolean        following)
{
  self->following = following && apm_table_get_selected_row (self->table) != NULL;
  apm_process_page_update_held (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOWING]);
}

static const ApmOrderHoldFuncs hold_funcs = {
  (void (*) (gpointer, gboolean)) apm_process_list_set_order_held,
  (gboolean (*) (gpointer)) apm_process_list_get_order_held,
};

static void
apm_process_page_constructed (GObject *object)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (object);

  G_OBJECT_CLASS (apm_process_page_parent_class)->constructed (object);

  apm_system_strip_set_list (self->strip, apm_process_page_get_list (self));
  g_settings_bind (apm_session_get_settings (self->session), "show-system", self->strip, "visible",
                   G_SETTINGS_BIND_GET);
  apm_table_set_columns (self->table, apm_process_columns);
  apm_table_set_title (self->table, _("Processes"));
  apm_table_set_cell_data (self->table, apm_process_page_get_list (self));
  apm_table_set_columns_button (self->table, self->columns);
  apm_late_menu_set (self->more_button, self->more);
  apm_table_set_view (self->table, apm_process_list_get_view (apm_process_page_get_list (self)));
  apm_table_set_sort (self->table, "cpu_percent", TRUE);
  apm_table_set_state (self->table, apm_session_get_settings (self->session), "processes");
  apm_process_page_restore_list (self);
  apm_order_hold_attach (self->table, G_OBJECT (apm_process_page_get_list (self)), &hold_funcs,
                         apm_process_page_update_held, self);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search), GTK_WIDGET (self));

  g_signal_connect_object (apm_process_page_get_list (self), "updated", G_CALLBACK (on_updated), self, 0);
  self->snapshots = apm_snapshots_new (self->session);
  apm_process_page_watch_created (self);
  apm_process_page_set_up_panel (self);
  g_signal_connect_object (self->session, "notify::paused", G_CALLBACK (apm_process_page_update_status), self, G_CONNECT_SWAPPED);
  apm_process_page_update_empty (self);
  apm_process_page_update_acts (self);
  apm_process_page_update_status (self);
}

static void
apm_process_page_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (object);

  switch (property_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_SCOPE:
      g_value_set_string (value, apm_process_page_get_scope (self));
      break;
    case PROP_FOLLOWING:
      g_value_set_boolean (value, self->following);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
apm_process_page_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (object);

  switch (property_id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_SCOPE:
      apm_process_page_set_scope (self, g_value_get_string (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_FOLLOWING:
      set_following (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
apm_process_page_dispose (GObject *object)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (object);

  g_clear_object (&self->filter);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_PROCESS_PAGE);
  g_clear_pointer (&self->transcripts, apm_transcripts_free);
  g_clear_weak_pointer (&self->changes);
  g_clear_weak_pointer (&self->files);
  g_clear_object (&self->snapshots);
  g_clear_pointer (&self->target, apm_target_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_process_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-process-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, box);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, strip);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, search);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, kept);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, grouping);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, held);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, columns);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, table);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, inspector);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, count);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, cost);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, more_button);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, more);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, menu);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, panel_menu);
}

static void
apm_process_page_class_init (ApmProcessPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = apm_process_page_constructed;
  object_class->get_property = apm_process_page_get_property;
  object_class->set_property = apm_process_page_set_property;
  object_class->dispose = apm_process_page_dispose;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, APM_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * ApmProcessPage:scope:
   *
   * Which processes are listed: "all", "mine" or "created".
   */
  properties[PROP_SCOPE] =
    g_param_spec_string ("scope", NULL, NULL, "all",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * ApmProcessPage:following:
   *
   * Whether the selected row is kept in sight.
   */
  properties[PROP_FOLLOWING] =
    g_param_spec_boolean ("following", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (APM_TYPE_SYSTEM_STRIP);
  g_type_ensure (APM_TYPE_TABLE);
  g_type_ensure (APM_TYPE_INSPECTOR);
  bind_template (widget_class);
  apm_process_page_install_list (widget_class);
  apm_process_page_install_acts (widget_class);
  apm_process_page_install_panel (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  gtk_widget_class_install_property_action (widget_class, "process.scope", "scope");
  gtk_widget_class_install_property_action (widget_class, "page.follow", "following");
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "page.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "page.copy-list", NULL, copy_list_action);
}

static void
apm_process_page_init (ApmProcessPage *self)
{
  self->transcripts = apm_transcripts_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
