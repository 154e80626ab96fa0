/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-page-slot.h"

struct _ApmPageSlot
{
  AdwBin parent_instance;
  const ApmPage *page;
  ApmSession *session;
  GActionMap *window;   /* borrowed: the slot is in it */
};

G_DEFINE_FINAL_TYPE (ApmPageSlot, apm_page_slot, ADW_TYPE_BIN)

/* Has the page made, which puts its own actions in the place of the promised ones. */
static gboolean
keep_promise (ApmPageSlot *self,
              GAction     *promised,
              const char  *name)
{
  GAction *action;

  apm_page_slot_need_widget (self);
  action = g_action_map_lookup_action (self->window, name);
  g_return_val_if_fail (action != NULL && action != promised, FALSE);

  return TRUE;
}

static void
promised_activate (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  ApmPageSlot *self = user_data;
  g_autofree char *name = g_strdup (g_action_get_name (G_ACTION (action)));

  if (keep_promise (self, G_ACTION (action), name))
    g_action_group_activate_action (G_ACTION_GROUP (self->window), name, parameter);
}

static void
promised_change_state (GSimpleAction *action,
                       GVariant      *value,
                       gpointer       user_data)
{
  ApmPageSlot *self = user_data;
  g_autofree char *name = g_strdup (g_action_get_name (G_ACTION (action)));

  if (keep_promise (self, G_ACTION (action), name))
    g_action_group_change_action_state (G_ACTION_GROUP (self->window), name, value);
}

static void
promise_actions (ApmPageSlot *self)
{
  for (const GActionEntry *promised = self->page->promised; promised->name != NULL; promised++)
    {
      GActionEntry entry = *promised;

      entry.activate = promised_activate;
      if (entry.state != NULL)
        entry.change_state = promised_change_state;
      g_action_map_add_action_entries (self->window, &entry, 1, self);
    }
}

/**
 * apm_page_slot_new:
 * @page: static
 * @window: the window that the slot will be in; gets the page's actions
 */
GtkWidget *
apm_page_slot_new (const ApmPage *page,
                   ApmSession    *session,
                   GActionMap    *window)
{
  ApmPageSlot *self = g_object_new (APM_TYPE_PAGE_SLOT, NULL);

  self->page = page;
  self->session = g_object_ref (session);
  self->window = window;
  promise_actions (self);

  return GTK_WIDGET (self);
}

const ApmPage *
apm_page_slot_get_page (ApmPageSlot *self)
{
  g_return_val_if_fail (APM_IS_PAGE_SLOT (self), NULL);

  return self->page;
}

/**
 * apm_page_slot_need_widget:
 *
 * Returns: (transfer none): the page itself, which is made now if it was not yet
 */
GtkWidget *
apm_page_slot_need_widget (ApmPageSlot *self)
{
  GtkWidget *widget;

  g_return_val_if_fail (APM_IS_PAGE_SLOT (self), NULL);

  widget = adw_bin_get_child (ADW_BIN (self));
  if (widget != NULL)
    return widget;

  widget = g_object_new (self->page->get_type (), "session", self->session, NULL);
  adw_bin_set_child (ADW_BIN (self), widget);
  self->page->install_actions (widget, self->window);

  return widget;
}

static void
apm_page_slot_dispose (GObject *object)
{
  g_clear_object (&APM_PAGE_SLOT (object)->session);

  G_OBJECT_CLASS (apm_page_slot_parent_class)->dispose (object);
}

static void
apm_page_slot_class_init (ApmPageSlotClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_page_slot_dispose;
}

static void
apm_page_slot_init (ApmPageSlot *self)
{
}
