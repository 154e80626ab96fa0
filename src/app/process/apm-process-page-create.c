/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-page-private.h"

#include "apm-create-dialog.h"
#include "apm-files-window.h"

static void
on_child_created (ApmSession     *session,
                  ApmChild       *child,
                  ApmProcessPage *self)
{
  /* As much as is known before the list has seen it. */
  ApmProcess process = {
    .pid = apm_child_get_pid (child),
    .started_us = apm_child_get_started_us (child),
    .name = apm_child_get_name (child),
    .state = apm_process_state_word ('R'),
    .wait_status = -1,
  };

  apm_inspector_show (self->inspector, &process, apm_transcripts_add (self->transcripts, child));
  apm_inspector_show_output (self->inspector);
  if (!adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, TRUE);   /* over the list only when asked for */
  self->pending_key = apm_process_pack_key (apm_child_get_pid (child), apm_child_get_started_us (child));
  self->pending = !apm_table_select_key (self->table, self->pending_key);
}

static void
on_worker_started (ApmPost        *post,
                   ApmWorker      *worker,
                   ApmProcessPage *self)
{
  on_child_created (self->session, apm_worker_get_child (worker), self);
}

/* What is started here is selected, and its output comes into view. */
void
apm_process_page_watch_created (ApmProcessPage *self)
{
  g_signal_connect_object (self->session, "child-created", G_CALLBACK (on_child_created), self, 0);
  g_signal_connect_object (apm_session_get_post (self->session), "worker-started",
                           G_CALLBACK (on_worker_started), self, 0);
}

static void
present_dialog (ApmProcessPage *self,
                gboolean        worker)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  gtk_window_present (apm_create_dialog_new (window, self->session, worker));
}

static void
create_process (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  ApmProcessPage *self = user_data;
  g_autoptr(GError) error = NULL;
  ApmSpawn spawn = { .command = g_variant_get_string (parameter, NULL) };

  if (*spawn.command == '\0')
    present_dialog (self, FALSE);
  else if (!apm_session_create_process (self->session, &spawn, &error))
    apm_session_toast (self->session, "%s", error->message);
}

static void
create_worker (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  ApmProcessPage *self = user_data;
  g_autoptr(GError) error = NULL;
  const char *name = g_variant_get_string (parameter, NULL);

  if (*name == '\0')
    present_dialog (self, TRUE);
  else if (!apm_session_create_worker (self->session, name, &error))
    apm_session_toast (self->session, "%s", error->message);
}

static void
find_files (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  ApmProcessPage *self = user_data;
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  if (self->files == NULL)
    g_set_weak_pointer (&self->files, GTK_WINDOW (apm_files_window_new (parent, self->session)));
  apm_files_window_search (APM_FILES_WINDOW (self->files), g_variant_get_string (parameter, NULL));
}

/**
 * apm_process_page_install_actions:
 *
 * Adds win.create-process, win.create-worker, win.find-files and the actions of snapshots.
 */
void
apm_process_page_install_actions (ApmProcessPage *self,
                                  GActionMap     *window)
{
  static const GActionEntry entries[] = {
    { "create-process", create_process, "s", NULL, NULL },
    { "create-worker", create_worker, "s", NULL, NULL },
    { "find-files", find_files, "s", NULL, NULL },
  };

  g_return_if_fail (APM_IS_PROCESS_PAGE (self));

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  apm_process_page_install_snapshots (self, window);
}
