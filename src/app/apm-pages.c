/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pages.h"

#include <glib/gi18n.h>

#include "apm-ipc-page.h"
#include "apm-process-page.h"
#include "apm-sync-page.h"
#include "apm-thread-page.h"

#define INSTALL(function) ((void (*) (GtkWidget *, GActionMap *)) (function))

/* What each page installs, so that it is there before the page is. */
static const GActionEntry process_actions[] = {
  { "create-process", NULL, "s" },
  { "create-worker", NULL, "s" },
  { "find-files", NULL, "s" },
  { "take-snapshot" },
  { "load-snapshot", NULL, "s" },
  { "compare-snapshot" },
  { NULL },
};

static const GActionEntry thread_actions[] = {
  { "create-thread", NULL, "s" },
  { "terminate-thread", NULL, "s" },
  { "all-threads", NULL, NULL, "false" },
  { NULL },
};

static const GActionEntry ipc_actions[] = {
  { "send-message", NULL, "s" },
  { "new-channel" },
  { "compare-channels" },
  { "machine-map" },
  { "pipeline", NULL, "s" },
  { "ipc-mistakes" },
  { NULL },
};

static const GActionEntry sync_actions[] = {
  { "lab-select", NULL, "s" },
  { "lab-run" },
  { "lab-pause" },
  { "lab-step" },
  { "lab-undo" },
  { "lab-stop" },
  { "lab-explore" },
  { "lab-predict", NULL, NULL, "false" },
  { "lab-edit" },
  { "lab-add-folder", NULL, "s" },
  { "lab-restore" },
  { "open-program", NULL, "s" },
  { "lab-open-run", NULL, "s" },
  { "lab-present" },
  { "lab-larger" },
  { "lab-smaller" },
  { "lab-normal-size" },
  { "lab-compare" },
  { "open-trace", NULL, "s" },
  { "run-again", NULL, "(ix)" },
  { NULL },
};

/* In their order. */
static const ApmPage pages[] = {
  { "processes", N_("Processes"), "apm-processes-symbolic",
    N_("New Process…"), "win.create-process('')",
    apm_process_page_get_type, INSTALL (apm_process_page_install_actions), process_actions },

  { "threads", N_("Threads"), "apm-threads-symbolic",
    N_("New Thread…"), "win.create-thread('')",
    apm_thread_page_get_type, INSTALL (apm_thread_page_install_actions), thread_actions },

  { "ipc", N_("IPC"), "apm-ipc-symbolic",
    N_("New Message…"), "win.send-message('')",
    apm_ipc_page_get_type, INSTALL (apm_ipc_page_install_actions), ipc_actions },

  { "synchronization", N_("Synchronization"), "apm-synchronization-symbolic",
    N_("New Experiment…"), "win.lab-select('')",
    apm_sync_page_get_type, INSTALL (apm_sync_page_install_actions), sync_actions },
};

/**
 * apm_pages_add:
 * @stack: in @window
 *
 * Adds the pages. Only the first is made at once: it keeps what is printed by whatever
 * is started anywhere.
 */
void
apm_pages_add (AdwViewStack *stack,
               ApmSession   *session,
               GActionMap   *window)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *slot = apm_page_slot_new (&pages[i], session, window);

      adw_view_stack_add_titled_with_icon (stack, slot, pages[i].name, _(pages[i].title), pages[i].icon_name);
      if (i == 0)
        apm_page_slot_need_widget (APM_PAGE_SLOT (slot));
    }
}

/**
 * apm_pages_get_visible:
 *
 * Returns: (nullable): what is known of the page in view
 */
const ApmPage *
apm_pages_get_visible (AdwViewStack *stack)
{
  GtkWidget *slot = adw_view_stack_get_visible_child (stack);

  return slot != NULL ? apm_page_slot_get_page (APM_PAGE_SLOT (slot)) : NULL;
}

/**
 * apm_pages_need_widget:
 *
 * Returns: (transfer none): the page in view, which is made now if it was not yet
 */
GtkWidget *
apm_pages_need_widget (AdwViewStack *stack)
{
  return apm_page_slot_need_widget (APM_PAGE_SLOT (adw_view_stack_get_visible_child (stack)));
}
