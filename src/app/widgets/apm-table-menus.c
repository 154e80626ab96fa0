/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-private.h"

#include <glib/gi18n.h>

#include "apm-late-menu.h"

static void
on_button_popover_closed (GtkPopover *popover,
                          ApmTable   *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  /* A submenu that slid away leaves the keyboard nowhere. */
  if (root && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_button_popover (GtkMenuButton *button,
                   GParamSpec    *pspec,
                   ApmTable      *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (popover != NULL)
    g_signal_connect_object (popover, "closed", G_CALLBACK (on_button_popover_closed), self, 0);
}

/**
 * apm_table_set_columns_button:
 * @button: gets the menu that chooses columns and order
 */
void
apm_table_set_columns_button (ApmTable      *self,
                              GtkMenuButton *button)
{
  g_return_if_fail (APM_IS_TABLE (self) && self->columns != NULL);

  gtk_widget_insert_action_group (GTK_WIDGET (button), "columns", apm_table_columns_get_actions (self->columns));
  apm_late_menu_set (button, apm_table_columns_get_menu (self->columns));
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), _("Choose columns and order"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Columns"), -1);
  g_signal_connect_object (button, "notify::popover", G_CALLBACK (on_button_popover), self, 0);
}

/* Its actions are in the group "columns", which is the table's own. */
GMenuModel *
apm_table_get_columns_menu (ApmTable *self)
{
  g_return_val_if_fail (APM_IS_TABLE (self) && self->columns != NULL, NULL);

  return apm_table_columns_get_menu (self->columns);
}

/**
 * apm_table_popup_menu:
 * @menu: its actions are looked up from the table upwards
 * @x: as told by ::menu
 * @y: as told by ::menu
 */
void
apm_table_popup_menu (ApmTable   *self,
                      GMenuModel *menu,
                      double      x,
                      double      y)
{
  g_return_if_fail (APM_IS_TABLE (self) && G_IS_MENU_MODEL (menu));

  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (NULL);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      /* Right under the pointer, GTK 4.8 on X11 takes the first click for one outside. */
      gtk_popover_set_offset (GTK_POPOVER (self->popover), 2, 2);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
    }

  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->popover), menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/**
 * apm_table_dup_columns:
 *
 * Returns: (transfer full): the ids of the columns on the screen, so that no more
 *   need be known of the rows
 */
GStrv
apm_table_dup_columns (ApmTable *self)
{
  g_return_val_if_fail (APM_IS_TABLE (self), NULL);

  return self->columns ? apm_table_columns_dup_shown (self->columns) : g_new0 (char *, 1);
}

/* Which columns there are, at a place in the head. */
void
apm_table_popup_header_menu (ApmTable *self,
                             double    x,
                             double    y)
{
  if (self->columns)
    apm_table_popup_menu (self, apm_table_columns_get_menu (self->columns), x, y);
}
