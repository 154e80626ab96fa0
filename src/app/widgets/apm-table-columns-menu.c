/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-columns-private.h"

#include <glib/gi18n.h>

static void
on_show (GSimpleAction *action,
         GVariant      *state,
         gpointer       user_data)
{
  ApmColumnEntry *entry = user_data;
  gboolean visible = g_variant_get_boolean (state);

  entry->shown = visible;
  entry->kept = visible;
  apm_table_columns_update (entry->owner);
  g_signal_emit_by_name (entry->owner, "layout-changed");
}

static void
on_sort (GSimpleAction *action,
         GVariant      *state,
         gpointer       user_data)
{
  ApmTableColumns *self = user_data;
  const char *id = g_variant_get_string (state, NULL);
  ApmColumnEntry *entry = apm_table_columns_find (self, id);

  if (entry)
    apm_table_columns_sort (self, id, (entry->column->flags & APM_COLUMN_NUMERIC) != 0);
}

static void
on_descending (GSimpleAction *action,
               GVariant      *state,
               gpointer       user_data)
{
  ApmTableColumns *self = user_data;

  if (self->primary)
    apm_table_columns_sort (self, self->primary->column->id, g_variant_get_boolean (state));
}

static void
on_reset (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  ApmTableColumns *self = user_data;

  for (guint i = 0; i < self->entries->len; i++)
    {
      ApmColumnEntry *entry = g_ptr_array_index (self->entries, i);

      entry->shown = !(entry->column->flags & APM_COLUMN_HIDDEN);
      entry->kept = FALSE;
      entry->width = entry->column->width;
      apm_table_columns_place (entry, i);
    }
  apm_table_columns_update (self);
  g_signal_emit_by_name (self, "layout-changed");
}

static void
add_show (ApmColumnEntry *entry,
          GMenu          *shows)
{
  const ApmColumn *column = entry->column;
  g_autofree char *name = g_strdelimit (g_strdup_printf ("show-%s", column->id), "_", '-');
  g_autofree char *action = g_strconcat ("columns.", name, NULL);

  entry->show_action = g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (entry->shown));
  g_signal_connect (entry->show_action, "change-state", G_CALLBACK (on_show), entry);
  g_action_map_add_action (G_ACTION_MAP (entry->owner->actions), G_ACTION (entry->show_action));
  g_menu_append (shows, _(column->title), action);
}

static void
add_sort (ApmColumnEntry *entry,
          GMenu          *sorts)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (_(entry->column->title), NULL);

  g_menu_item_set_action_and_target (item, "columns.sort", "s", entry->column->id);
  g_menu_append_item (sorts, item);
}

static void
add_actions (ApmTableColumns *self)
{
  g_autoptr(GSimpleAction) reset = g_simple_action_new ("reset", NULL);

  self->sort_action = g_simple_action_new_stateful ("sort", G_VARIANT_TYPE_STRING, g_variant_new_string (""));
  g_signal_connect_object (self->sort_action, "change-state", G_CALLBACK (on_sort), self, 0);
  self->descending_action = g_simple_action_new_stateful ("descending", NULL, g_variant_new_boolean (FALSE));
  g_signal_connect_object (self->descending_action, "change-state", G_CALLBACK (on_descending), self, 0);
  g_signal_connect_object (reset, "activate", G_CALLBACK (on_reset), self, 0);

  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (self->sort_action));
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (self->descending_action));
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (reset));
}

/* Fills the menu and the group of actions, once the columns are there. */
void
apm_table_columns_add_menu (ApmTableColumns *self)
{
  g_autoptr(GMenu) shows = g_menu_new ();
  g_autoptr(GMenu) sorts = g_menu_new ();
  g_autoptr(GMenu) directions = g_menu_new ();
  g_autoptr(GMenu) sorting = g_menu_new ();
  g_autoptr(GMenu) rest = g_menu_new ();

  add_actions (self);
  for (guint i = 0; i < self->entries->len; i++)
    {
      ApmColumnEntry *entry = g_ptr_array_index (self->entries, i);

      add_show (entry, shows);
      if (!(entry->column->flags & APM_COLUMN_FIXED))
        add_sort (entry, sorts);
    }

  g_menu_append (directions, _("Descending"), "columns.descending");
  g_menu_append_section (sorting, NULL, G_MENU_MODEL (sorts));
  g_menu_append_section (sorting, NULL, G_MENU_MODEL (directions));
  g_menu_append_submenu (rest, _("Sort by"), G_MENU_MODEL (sorting));
  g_menu_append (rest, _("Reset columns"), "columns.reset");
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (shows));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (rest));
}
