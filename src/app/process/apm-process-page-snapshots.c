/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-page-private.h"

#include "apm-change-window.h"

static void
take_snapshot (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  apm_snapshots_take (APM_PROCESS_PAGE (user_data)->snapshots);
}

static void
load_snapshot (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  apm_snapshots_load (APM_PROCESS_PAGE (user_data)->snapshots, g_variant_get_string (parameter, NULL));
}

static void
compare_snapshot (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  ApmProcessPage *self = user_data;
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  if (self->changes == NULL)
    g_set_weak_pointer (&self->changes, GTK_WINDOW (apm_change_window_new (parent, self->session, self->snapshots)));
  gtk_window_present (self->changes);
}

/* win.take-snapshot, win.load-snapshot('PATH') and win.compare-snapshot */
void
apm_process_page_install_snapshots (ApmProcessPage *self,
                                    GActionMap     *window)
{
  static const GActionEntry entries[] = {
    { "take-snapshot", take_snapshot, NULL, NULL, NULL },
    { "load-snapshot", load_snapshot, "s", NULL, NULL },
    { "compare-snapshot", compare_snapshot, NULL, NULL, NULL },
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
