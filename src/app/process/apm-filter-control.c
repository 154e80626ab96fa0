/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-filter-control.h"

#include <glib/gi18n.h>

#include "apm-late-menu.h"

struct _ApmFilterControl
{
  GObject parent_instance;

  const ApmFilterUse *use;
  GtkEditable *entry;       /* borrowed, as the other widgets: their page owns us */
  GtkLabel *trouble;
  GtkMenuButton *kept;
  GObject *list;
  GSettings *settings;
  GSimpleActionGroup *actions;
};

G_DEFINE_FINAL_TYPE (ApmFilterControl, apm_filter_control, G_TYPE_OBJECT)

static gboolean
is_kept (ApmFilterControl *self,
         const char       *text)
{
  g_auto(GStrv) filters = g_settings_get_strv (self->settings, self->use->settings_key);

  return g_strv_contains ((const char *const *) filters, text);
}

static void
update_actions (ApmFilterControl *self,
                gboolean          valid)
{
  const char *text = gtk_editable_get_text (self->entry);
  gboolean known = is_kept (self, text);
  GAction *keep = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "keep");
  GAction *forget = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "forget");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (keep), valid && *text && !known);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (forget), known);
}

/* The wrong part, underlined as a misspelt word is. */
static void
mark (ApmFilterControl *self,
      gsize             start,
      gsize             end)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (self->entry));
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  if (end > start)
    {
      PangoAttribute *underline = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

      underline->start_index = (guint) start;
      underline->end_index = (guint) end;
      pango_attr_list_insert (attributes, underline);
    }
  gtk_text_set_attributes (GTK_TEXT (text), attributes);
}

/**
 * apm_filter_control_apply:
 *
 * Reads the entry. What cannot be understood leaves the list as it is.
 */
void
apm_filter_control_apply (ApmFilterControl *self)
{
  g_autoptr(GError) error = NULL;
  gsize start = 0, end = 0;
  g_autoptr(ApmFilter) filter = NULL;

  g_return_if_fail (APM_IS_FILTER_CONTROL (self));

  filter = self->use->parse (gtk_editable_get_text (self->entry), &start, &end, &error);
  mark (self, start, end);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), filter == NULL);
  gtk_label_set_text (self->trouble, error ? error->message : "");
  if (filter)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      self->use->apply (self->list, filter);
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      error->message, -1);
    }
  update_actions (self, filter != NULL);
}

static void
use_filter (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  ApmFilterControl *self = data;

  gtk_editable_set_text (self->entry, g_variant_get_string (parameter, NULL));
  gtk_editable_set_position (self->entry, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
keep_filter (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  ApmFilterControl *self = data;
  g_auto(GStrv) filters = g_settings_get_strv (self->settings, self->use->settings_key);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) more = NULL;

  g_strv_builder_addv (builder, (const char **) filters);
  g_strv_builder_add (builder, gtk_editable_get_text (self->entry));
  more = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, self->use->settings_key, (const char *const *) more);
}

static void
forget_filter (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  ApmFilterControl *self = data;
  g_auto(GStrv) filters = g_settings_get_strv (self->settings, self->use->settings_key);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) fewer = NULL;

  for (guint i = 0; filters[i]; i++)
    if (!g_str_equal (filters[i], gtk_editable_get_text (self->entry)))
      g_strv_builder_add (builder, filters[i]);
  fewer = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, self->use->settings_key, (const char *const *) fewer);
}

/* An underscore would be taken for a mnemonic. */
static char *
dup_label (const char *filter)
{
  g_auto(GStrv) parts = g_strsplit (filter, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
append_filters (GMenu             *menu,
                const char        *heading,
                const char *const *filters)
{
  g_autoptr(GMenu) section = g_menu_new ();

  for (guint i = 0; filters[i]; i++)
    {
      g_autofree char *label = dup_label (filters[i]);
      g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "filter.use", "s", filters[i]);
      g_menu_append_item (section, item);
    }
  g_menu_append_section (menu, heading, G_MENU_MODEL (section));
}

static void
update_menu (ApmFilterControl *self)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) orders = g_menu_new ();
  g_auto(GStrv) filters = g_settings_get_strv (self->settings, self->use->settings_key);

  g_menu_append (orders, _("_Keep This Filter"), "filter.keep");
  g_menu_append (orders, _("_Forget This Filter"), "filter.forget");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (orders));
  if (filters[0])
    append_filters (menu, _("Kept"), (const char *const *) filters);
  append_filters (menu, _("Examples"), self->use->examples);
  apm_late_menu_set (self->kept, G_MENU_MODEL (menu));
  apm_filter_control_apply (self);
}

static void
apm_filter_control_dispose (GObject *object)
{
  ApmFilterControl *self = APM_FILTER_CONTROL (object);

  if (self->settings)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  g_clear_object (&self->list);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (apm_filter_control_parent_class)->dispose (object);
}

static void
apm_filter_control_class_init (ApmFilterControlClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_filter_control_dispose;
}

static void
apm_filter_control_init (ApmFilterControl *self)
{
  static const GActionEntry entries[] = {
    { "use", use_filter, "s", NULL, NULL },
    { "keep", keep_filter, NULL, NULL, NULL },
    { "forget", forget_filter, NULL, NULL, NULL },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

/**
 * apm_filter_control_new:
 * @use: lives for ever
 * @trouble: tells what is wrong; hidden otherwise
 * @kept: gets the menu of kept filters
 * @list: (type GObject): what is searched, for @use
 */
ApmFilterControl *
apm_filter_control_new (const ApmFilterUse *use,
                        GtkEditable        *entry,
                        GtkLabel           *trouble,
                        GtkMenuButton      *kept,
                        gpointer            list,
                        GSettings          *settings)
{
  g_autofree char *changed = g_strconcat ("changed::", use->settings_key, NULL);
  ApmFilterControl *self = g_object_new (APM_TYPE_FILTER_CONTROL, NULL);

  self->use = use;
  self->entry = entry;
  self->trouble = trouble;
  self->kept = kept;
  self->list = g_object_ref (list);
  self->settings = g_object_ref (settings);
  gtk_widget_insert_action_group (GTK_WIDGET (kept), "filter", G_ACTION_GROUP (self->actions));
  g_signal_connect_swapped (settings, changed, G_CALLBACK (update_menu), self);
  update_menu (self);

  return self;
}
