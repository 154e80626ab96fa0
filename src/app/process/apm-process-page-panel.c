/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-page-private.h"

#include <glib/gi18n.h>

/* The panel follows the selection; what has ended, or is hidden by a filter, stays in it. */
static void
on_selection_changed (ApmProcessPage *self)
{
  const ApmProcess *process = apm_table_get_selected_row (self->table);

  apm_process_page_update_acts (self);
  if (process == NULL)
    return;

  if (process->is_group)
    {
      apm_inspector_show (self->inspector, NULL, NULL);
      return;
    }
  if (!process->ended)
    apm_session_set_selected_pid (self->session, process->pid);
  apm_inspector_show (self->inspector, process, apm_transcripts_find (self->transcripts, apm_process_key (process)));
}

static void
on_activated (ApmProcessPage *self,
              guint64         key)
{
  if (apm_transcripts_find (self->transcripts, key))
    {
      apm_inspector_show_output (self->inspector);
      adw_flap_set_reveal_flap (self->flap, TRUE);
    }
  else
    apm_process_page_show_threads (self);
}

/* Where it is hidden, what hides it gives way. */
static void
on_go_to (ApmProcessPage *self,
          int             pid)
{
  const ApmProcess *process = apm_process_list_find (apm_process_page_get_list (self), pid);

  if (process == NULL)
    {
      apm_session_toast (self->session, _("There is no process %d any more."), pid);
      return;
    }

  self->pending_key = apm_process_key (process);
  self->pending = !apm_table_select_key (self->table, self->pending_key);
  if (!self->pending)
    return;

  gtk_editable_set_text (self->search, "");
  g_object_set (self, "scope", "all", NULL);
}

/* From here on it is this process that is meant, or nobody. */
static void
on_menu_opened (ApmProcessPage *self)
{
  apm_process_page_hold_target (self);
}

/* It is made when it is opened for the first time. */
static void
on_menu_made (ApmProcessPage *self,
              GParamSpec     *pspec,
              GtkMenuButton  *button)
{
  GtkPopover *menu = gtk_menu_button_get_popover (button);

  if (menu != NULL)
    g_signal_connect_object (menu, "map", G_CALLBACK (on_menu_opened), self, G_CONNECT_SWAPPED);
}

static void
inspector_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (widget);
  gboolean reveal = !adw_flap_get_reveal_flap (self->flap);

  /* The focus does not go with the panel. */
  if (!reveal && gtk_widget_get_focus_child (GTK_WIDGET (self->inspector)))
    gtk_widget_grab_focus (GTK_WIDGET (self->table));
  adw_flap_set_reveal_flap (self->flap, reveal);
}

static void
go_to_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  int pid;

  g_variant_get (parameter, "(ii)", &pid, NULL);
  on_go_to (APM_PROCESS_PAGE (widget), pid);
}

void
apm_process_page_set_up_panel (ApmProcessPage *self)
{
  GSettings *settings = apm_session_get_settings (self->session);

  apm_inspector_set_up (self->inspector, self->session, self->panel_menu);
  g_signal_connect_object (apm_inspector_get_subject (self->inspector), "go-to",
                           G_CALLBACK (on_go_to), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (apm_inspector_get_menu_button (self->inspector), "notify::popover",
                           G_CALLBACK (on_menu_made), self, G_CONNECT_SWAPPED);
  g_settings_bind (settings, "inspector-shown", self->flap, "reveal-flap", G_SETTINGS_BIND_DEFAULT);
}

void
apm_process_page_install_panel (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_install_action (widget_class, "page.inspector", NULL, inspector_action);
  gtk_widget_class_install_action (widget_class, "page.go-to", "(ii)", go_to_action);
}
