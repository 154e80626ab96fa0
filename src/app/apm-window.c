/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-window.h"

#include <glib/gi18n.h>

#include "apm-deadlock-banner.h"
#include "apm-deadlock-search.h"
#include "apm-late-menu.h"
#include "apm-log-drawer.h"
#include "apm-page-actions.h"
#include "apm-pages.h"
#include "apm-window-sight.h"

struct _ApmWindow
{
  AdwApplicationWindow parent_instance;
  ApmSession *session;

  AdwToastOverlay *toasts;
  GtkWidget *header;
  AdwSplitButton *new_button;
  AdwViewStack *stack;
  GtkPaned *paned;
  AdwBin *banner_slot;
  AdwBin *log_slot;
  GtkWidget *log_button;
  GtkLabel *log_badge;
  GtkMenuButton *main_button;
  GMenuModel *main_menu;

  gboolean ready;       /* the page in view is the one that was kept */
  gboolean log_shown;
  gboolean log_placed;  /* the drawer has the height that was kept */
  guint place_source;
  guint n_unseen;       /* warnings and errors since the log was last shown */
};

G_DEFINE_FINAL_TYPE (ApmWindow, apm_window, ADW_TYPE_APPLICATION_WINDOW)

enum { PROP_0, PROP_SESSION, PROP_LOG_SHOWN, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
add_log (ApmWindow *self)
{
  GtkWidget *drawer = apm_log_drawer_new (self->session);

  apm_log_drawer_install_actions (APM_LOG_DRAWER (drawer), G_ACTION_MAP (self));
  adw_bin_set_child (self->log_slot, drawer);
}

static void
on_page_changed (ApmWindow *self)
{
  const ApmPage *page = apm_pages_get_visible (self->stack);

  if (page == NULL || !self->ready)
    return;

  apm_pages_need_widget (self->stack);
  adw_split_button_set_label (self->new_button, _(page->new_label));
  g_action_group_change_action_state (G_ACTION_GROUP (self), "show-page",
                                      g_variant_new_string (page->name));
}

static void
show_page (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  ApmWindow *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  if (adw_view_stack_get_child_by_name (self->stack, name) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, name);
}

/* GtkPaned counts from the top and the drawer from the bottom: what is kept is
 * the drawer's height, and it can be given only once the paned has its own. */
static void
place_log (ApmWindow *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self->paned));

  if (!self->log_shown || self->log_placed || height <= 0)
    return;

  self->log_placed = TRUE;
  gtk_paned_set_position (self->paned,
                          height - g_settings_get_int (apm_session_get_settings (self->session), "log-height"));
}

static void
on_place_log (gpointer user_data)
{
  ApmWindow *self = user_data;

  self->place_source = 0;
  place_log (self);
}

static void
on_paned_allocated (ApmWindow *self)
{
  if (self->log_shown && !self->log_placed && self->place_source == 0)
    self->place_source = g_idle_add_once (on_place_log, self);
}

static void
keep_log_height (ApmWindow *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self->paned)) - gtk_paned_get_position (self->paned);

  if (self->log_placed)
    g_settings_set_int (apm_session_get_settings (self->session), "log-height", CLAMP (height, 80, 10000));
  self->log_placed = FALSE;
}

static void
show_unseen (ApmWindow *self)
{
  g_autofree char *number = g_strdup_printf ("%'u", self->n_unseen);
  g_autofree char *text = g_strdup_printf (ngettext ("%u new warning or error", "%u new warnings and errors",
                                                     self->n_unseen), self->n_unseen);

  gtk_widget_set_visible (GTK_WIDGET (self->log_badge), self->n_unseen > 0);
  gtk_label_set_label (self->log_badge, self->n_unseen > 999 ? "999+" : number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->log_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->n_unseen > 0 ? text : _("Show the log (Ctrl+L)"), -1);
}

static void
on_log_added (ApmWindow *self,
              int        level)
{
  if (level < APM_LEVEL_WARNING || self->log_shown)
    return;

  self->n_unseen++;
  show_unseen (self);
}

static void
set_log_shown (ApmWindow *self,
               gboolean   shown)
{
  if (self->log_shown == shown)
    return;

  if (!shown)
    keep_log_height (self);
  self->log_shown = shown;
  gtk_widget_set_visible (GTK_WIDGET (self->log_slot), shown);
  place_log (self);
  self->n_unseen = 0;
  show_unseen (self);
  g_action_group_change_action_state (G_ACTION_GROUP (self), "show-log", g_variant_new_boolean (shown));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOG_SHOWN]);
}

static void
show_log (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  set_log_shown (user_data, g_variant_get_boolean (parameter));
}

static void
create_new (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  ApmWindow *self = user_data;
  g_autoptr(GVariant) target = NULL;
  g_autofree char *name = NULL;

  g_action_parse_detailed_name (apm_pages_get_visible (self->stack)->new_action, &name, &target, NULL);
  gtk_widget_activate_action_variant (GTK_WIDGET (self), name, target);
}

/* GTK would make its hundreds of widgets with the window. From then on the action is
 * GTK's own. */
static void
show_help_overlay (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  g_autoptr(GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/AdvancedProcessManager/ui/help-overlay.ui");
  GtkShortcutsWindow *overlay = GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (user_data), overlay);
  gtk_window_present (GTK_WINDOW (overlay));
}

static const GActionEntry actions[] = {
  { "show-page", show_page, "s", "'processes'", NULL },
  { "show-log", show_log, "b", "false", NULL },
  { "new", create_new, NULL, NULL, NULL },
  { "show-help-overlay", show_help_overlay, NULL, NULL, NULL },
};

static void
add_actions (ApmWindow *self)
{
  g_autoptr(GAction) pause = NULL;
  g_autoptr(GAction) toggle_log = NULL;
  g_autoptr(GAction) show_system = NULL;
  g_autoptr(GAction) show_header = G_ACTION (g_property_action_new ("show-header", self->header, "visible"));

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);

  pause = G_ACTION (g_property_action_new ("pause", self->session, "paused"));
  g_action_map_add_action (G_ACTION_MAP (self), pause);
  toggle_log = G_ACTION (g_property_action_new ("toggle-log", self, "log-shown"));
  g_action_map_add_action (G_ACTION_MAP (self), toggle_log);
  apm_deadlock_search_install (G_ACTION_MAP (self), self->session);
  apm_page_actions_install (GTK_APPLICATION_WINDOW (self), self->stack, self->log_slot);
  show_system = g_settings_create_action (apm_session_get_settings (self->session), "show-system");
  g_action_map_add_action (G_ACTION_MAP (self), show_system);
  g_action_map_add_action (G_ACTION_MAP (self), show_header);
}

/* Typing searches, wherever the focus is: a letter that nothing took goes to the
 * page, whose search entry captures it. The page has already seen those typed
 * inside it. */
static gboolean
on_key_pressed (ApmWindow             *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  GtkWidget *page = apm_pages_need_widget (self->stack);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0
      || !g_unichar_isgraph (gdk_keyval_to_unicode (keyval)))
    return GDK_EVENT_PROPAGATE;

  if (focus != NULL && (gtk_widget_is_ancestor (focus, page)
                        || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->log_slot))))
    return GDK_EVENT_PROPAGATE;

  return gtk_event_controller_key_forward (controller, page);
}

static void
on_toast (ApmWindow  *self,
          const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

/* AdwSplitButton gives the button of its menu a tooltip and no name. */
static void
name_inner_buttons (GtkWidget  *widget,
                    const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_MENU_BUTTON (child) || GTK_IS_TOGGLE_BUTTON (child))
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      name_inner_buttons (child, name);
    }
}

ApmWindow *
apm_window_new (GtkApplication *application,
                ApmSession     *session)
{
  return g_object_new (APM_TYPE_WINDOW,
                       "application", application,
                       "session", session,
                       NULL);
}

static void
apm_window_constructed (GObject *object)
{
  ApmWindow *self = APM_WINDOW (object);
  GSettings *settings = apm_session_get_settings (self->session);

  G_OBJECT_CLASS (apm_window_parent_class)->constructed (object);

  add_actions (self);
  apm_pages_add (self->stack, self->session, G_ACTION_MAP (self));
  add_log (self);
  adw_bin_set_child (self->banner_slot, apm_deadlock_banner_new (self->session));
  apm_window_sight_watch (GTK_WINDOW (self), self->session);
  g_signal_connect_object (self->session, "toast", G_CALLBACK (on_toast), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (apm_session_get_log (self->session), "added",
                           G_CALLBACK (on_log_added), self, G_CONNECT_SWAPPED);

  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "page", self->stack, "visible-child-name", G_SETTINGS_BIND_DEFAULT);
  self->ready = TRUE;
  on_page_changed (self);
  g_settings_bind (settings, "log-shown", self, "log-shown", G_SETTINGS_BIND_DEFAULT);
}

static void
apm_window_unmap (GtkWidget *widget)
{
  ApmWindow *self = APM_WINDOW (widget);

  if (self->log_shown)
    keep_log_height (self);

  GTK_WIDGET_CLASS (apm_window_parent_class)->unmap (widget);
}

static void
apm_window_dispose (GObject *object)
{
  ApmWindow *self = APM_WINDOW (object);

  g_clear_handle_id (&self->place_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_WINDOW);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_window_parent_class)->dispose (object);
}

static void
apm_window_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  ApmWindow *self = APM_WINDOW (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_LOG_SHOWN:
      g_value_set_boolean (value, self->log_shown);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
apm_window_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  ApmWindow *self = APM_WINDOW (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_LOG_SHOWN:
      set_log_shown (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
apm_window_class_init (ApmWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = apm_window_constructed;
  object_class->dispose = apm_window_dispose;
  object_class->get_property = apm_window_get_property;
  object_class->set_property = apm_window_set_property;
  widget_class->unmap = apm_window_unmap;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, APM_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOG_SHOWN] =
    g_param_spec_boolean ("log-shown", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ApmWindow, header);
  gtk_widget_class_bind_template_child (widget_class, ApmWindow, new_button);
  gtk_widget_class_bind_template_child (widget_class, ApmWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ApmWindow, paned);
  gtk_widget_class_bind_template_child (widget_class, ApmWindow, banner_slot);
  gtk_widget_class_bind_template_child (widget_class, ApmWindow, log_slot);
  gtk_widget_class_bind_template_child (widget_class, ApmWindow, log_badge);
  gtk_widget_class_bind_template_child (widget_class, ApmWindow, main_button);
  gtk_widget_class_bind_template_child (widget_class, ApmWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, ApmWindow, log_button);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_page_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_paned_allocated);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
}

static void
apm_window_init (ApmWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_inner_buttons (GTK_WIDGET (self->new_button), _("More to create"));
  apm_late_menu_set (self->main_button, self->main_menu);
}
