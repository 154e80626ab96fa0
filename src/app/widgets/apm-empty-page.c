/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-empty-page.h"

#include <adwaita.h>

GtkWidget *
apm_empty_page_new (void)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *button = gtk_button_new ();

  gtk_widget_add_css_class (page, "compact");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);

  return page;
}

/**
 * apm_empty_page_set:
 * @page: from apm_empty_page_new()
 * @text: (nullable): what the person can do about it
 * @action_label: (nullable): of the button that does it
 * @action_name: (nullable): detailed, as in "win.create-process('')"
 */
void
apm_empty_page_set (GtkWidget  *page,
                    const char *icon_name,
                    const char *title,
                    const char *text,
                    const char *action_label,
                    const char *action_name)
{
  AdwStatusPage *status = ADW_STATUS_PAGE (page);
  GtkWidget *button = adw_status_page_get_child (status);
  g_autofree char *name = NULL;
  g_autoptr(GVariant) target = NULL;

  adw_status_page_set_icon_name (status, icon_name);
  adw_status_page_set_title (status, title);
  adw_status_page_set_description (status, text);
  gtk_widget_set_visible (button, action_name != NULL);
  if (action_name == NULL)
    return;

  /* The target first: a name whose action wants another one is complained about. */
  gtk_button_set_label (GTK_BUTTON (button), action_label);
  g_action_parse_detailed_name (action_name, &name, &target, NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), name);
}
