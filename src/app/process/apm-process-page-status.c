/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-page-private.h"

#include <glib/gi18n.h>

#include "apm-say.h"

/* How many rows are processes that live, and how many are of those that have ended. */
static void
count_rows (ApmProcessPage *self,
            guint          *n_living,
            guint          *n_ended)
{
  ApmView *view = apm_process_list_get_view (apm_process_page_get_list (self));
  guint n_rows = apm_view_get_n_rows (view);

  *n_living = *n_ended = 0;
  for (guint i = 0; i < n_rows; i++)
    {
      const ApmProcess *process = apm_view_get_row (view, i);

      if (process->ended)
        (*n_ended)++;
      else if (!process->is_group && !process->is_context)
        (*n_living)++;
    }
}

/* What keeps the rows from moving as they would. */
gboolean
apm_process_page_update_held (gpointer data)
{
  ApmProcessPage *self = data;
  const ApmProcess *process = self->following ? apm_table_get_selected_row (self->table) : NULL;
  g_autofree char *text = NULL;

  if (process)
    /* Translators: %s is the name of a process that is kept in sight */
    text = g_strdup_printf (_("following “%s”"), process->name);
  else if (apm_process_list_get_order_held (apm_process_page_get_list (self)))
    text = g_strdup (_("order held"));
  apm_say (GTK_WIDGET (self->held), text);

  return G_SOURCE_REMOVE;
}

/* What all this costs. It changes each second: an inscription is drawn anew, but
 * nothing is measured and placed again. */
static void
update_cost (ApmProcessPage *self)
{
  ApmProcessList *list = apm_process_page_get_list (self);
  guint n_threads = apm_process_list_get_n_threads (list);
  g_autofree char *text = NULL;
  double scan_ms, cpu_percent;

  apm_process_list_get_cost (list, &scan_ms, &cpu_percent);
  if (apm_process_list_get_paused (list))
    text = g_strdup (_("updates are paused"));
  else
    /* Translators: it follows the number of processes; the last is what this program takes of one CPU */
    text = g_strdup_printf (ngettext ("%'u thread, sampled in %.*f ms, %.1f %% CPU",
                                      "%'u threads, sampled in %.*f ms, %.1f %% CPU", n_threads),
                            n_threads, scan_ms < 9.95 ? 1 : 0, scan_ms, cpu_percent);
  apm_say (GTK_WIDGET (self->cost), text);
}

void
apm_process_page_update_status (ApmProcessPage *self)
{
  guint n_total = apm_process_list_get_n_total (apm_process_page_get_list (self));
  guint n_shown, n_ended;
  g_autofree char *count = NULL;
  count_rows (self, &n_shown, &n_ended);
  if (n_shown == n_total && n_ended > 0)
    /* Translators: processes that live, and processes that ended a moment ago */
    count = g_strdup_printf (ngettext ("%'u process, %'u ended", "%'u processes, %'u ended", n_total),
                             n_total, n_ended);
  else if (n_shown == n_total)
    count = g_strdup_printf (ngettext ("%'u process", "%'u processes", n_total), n_total);
  else
    count = g_strdup_printf (ngettext ("%'u process, %'u shown", "%'u processes, %'u shown", n_total),
                             n_total, n_shown);
  apm_say (GTK_WIDGET (self->count), count);
  update_cost (self);
}

void
apm_process_page_update_empty (ApmProcessPage *self)
{
  if (*gtk_editable_get_text (self->search))
    apm_table_set_empty (self->table, "edit-find-symbolic", _("No Process Found"),
                         _("All parts of the filter must hold for it."), NULL, NULL);
  else if (self->scope == APM_SCOPE_CREATED)
    apm_table_set_empty (self->table, "apm-processes-symbolic", _("Nothing Created Yet"),
                         _("Processes that you start here are listed with what they print and how they end."),
                         _("New Process…"), "win.create-process('')");
  else
    apm_table_set_empty (self->table, "apm-processes-symbolic", _("No Processes"), NULL, NULL, NULL);
}
