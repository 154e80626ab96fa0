/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-threads-section.h"

#include <glib/gi18n.h>
#include <math.h>

#include "apm-error.h"
#include "apm-table.h"
#include "apm-thread-list.h"

struct _ApmThreadsSection
{
  ApmSectionView parent_instance;
  ApmThreadList *threads;   /* of its own: the tab looks at others */
  GtkLabel *head;
  ApmTable *table;
};

G_DEFINE_FINAL_TYPE (ApmThreadsSection, apm_threads_section, APM_TYPE_SECTION_VIEW)

static void
format_tid (gconstpointer  row,
            ApmCell       *cell)
{
  g_string_append_printf (cell->text, "%d", ((const ApmThread *) row)->tid);
}

static void
format_name (gconstpointer  row,
             ApmCell       *cell)
{
  g_string_assign (cell->text, ((const ApmThread *) row)->name);
}

static void
format_state (gconstpointer  row,
              ApmCell       *cell)
{
  g_string_assign (cell->text, apm_process_state_label (((const ApmThread *) row)->state));
}

static void
format_cpu (gconstpointer  row,
            ApmCell       *cell)
{
  double percent = ((const ApmThread *) row)->cpu_percent;

  g_string_append_printf (cell->text, percent < 0.05 ? "0" : "%.1f", percent);
  if (percent < 0.05)
    cell->css_class = "dim-label";
}

static void
format_channel (gconstpointer  row,
                ApmCell       *cell)
{
  const ApmThread *thread = row;

  if (thread->wait_channel)
    g_string_assign (cell->text, thread->wait_channel);
}

static void
format_last_cpu (gconstpointer  row,
                 ApmCell       *cell)
{
  g_string_append_printf (cell->text, "%d", ((const ApmThread *) row)->last_cpu);
}

static const ApmColumn columns[] = {
  { "name", N_("Thread"), 100, APM_COLUMN_EXPAND, format_name },
  { "tid", N_("TID"), 64, APM_COLUMN_NUMERIC, format_tid },
  { "state", N_("State"), 84, APM_COLUMN_TEXT, format_state },
  { "cpu_percent", N_("CPU %"), 64, APM_COLUMN_NUMERIC, format_cpu },
  { "wait_channel", N_("Wait Channel"), 110, APM_COLUMN_MINOR, format_channel },
  { "last_cpu", N_("Last CPU"), 76, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_last_cpu },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

static void
on_updated (ApmThreadsSection *self)
{
  const char *trouble = apm_thread_list_get_trouble (self->threads);
  guint n = apm_thread_list_get_n_total (self->threads);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!apm_section_view_is_looking (APM_SECTION_VIEW (self)) || (n == 0 && trouble == NULL))
    return;   /* nobody asked; or it forgets another process */

  if (trouble)
    error = g_error_new_literal (APM_ERROR, APM_ERROR_FAILED, trouble);
  text = g_strdup_printf (ngettext ("%'u thread; a double click shows more of them",
                                    "%'u threads; a double click shows more of them", n), n);
  gtk_label_set_text (self->head, text);
  apm_section_view_told (APM_SECTION_VIEW (self), error);
}

static gboolean
apm_threads_section_look (ApmSectionView *view)
{
  ApmThreadsSection *self = APM_THREADS_SECTION (view);
  int pid = apm_subject_get_pid (apm_section_view_get_subject (view));

  if (apm_thread_list_get_pid (self->threads) != pid)
    apm_thread_list_set_pid (self->threads, pid);
  else
    apm_thread_list_sample_now (self->threads);

  return TRUE;
}

static void
apm_threads_section_forget (ApmSectionView *view)
{
  apm_thread_list_set_pid (APM_THREADS_SECTION (view)->threads, 0);
}

static char *
apm_threads_section_dup_text (ApmSectionView *view)
{
  ApmThreadsSection *self = APM_THREADS_SECTION (view);
  guint n = apm_view_get_n_rows (apm_thread_list_get_view (self->threads));
  GString *text = g_string_new (_("Threads"));

  g_string_append_c (text, '\n');
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *line = apm_table_dup_row_text (self->table, i);

      g_string_append_printf (text, "%s\n", line);
    }

  return g_string_free (text, FALSE);
}

static const char *const whose[] = { "pid", NULL };

static ApmTable *
apm_threads_section_get_list (ApmSectionView *view,
                              ApmListing     *listing)
{
  *listing = (ApmListing) {
    .key = "threads",
    .title = N_("Export Section"),
    .fields = apm_thread_fields,
    .extra = whose,
  };

  return APM_THREADS_SECTION (view)->table;
}

static void
on_sort_changed (ApmThreadsSection *self,
                 const char        *column_id,
                 gboolean           descending)
{
  apm_thread_list_set_sort (self->threads, column_id, descending);
}

static void
on_columns_changed (ApmThreadsSection *self)
{
  g_auto(GStrv) ids = apm_table_dup_columns (self->table);

  apm_thread_list_set_columns (self->threads, (const char *const *) ids);
}

static void
on_activated (ApmThreadsSection *self)
{
  ApmSubject *subject = apm_section_view_get_subject (APM_SECTION_VIEW (self));

  if (apm_subject_has_ended (subject))
    return;

  apm_session_set_selected_pid (apm_subject_get_session (subject), apm_subject_get_pid (subject));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "threads");
}

static void
apm_threads_section_dispose (GObject *object)
{
  ApmThreadsSection *self = APM_THREADS_SECTION (object);

  if (self->threads)
    g_signal_handlers_disconnect_by_data (self->threads, self);
  G_OBJECT_CLASS (apm_threads_section_parent_class)->dispose (object);
  g_clear_object (&self->threads);
}

static void
apm_threads_section_class_init (ApmThreadsSectionClass *klass)
{
  ApmSectionViewClass *view_class = APM_SECTION_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_threads_section_dispose;
  view_class->look = apm_threads_section_look;
  view_class->forget = apm_threads_section_forget;
  view_class->dup_text = apm_threads_section_dup_text;
  view_class->get_list = apm_threads_section_get_list;
}

static void
apm_threads_section_init (ApmThreadsSection *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->threads = apm_thread_list_new ();
  apm_thread_list_set_interval (self->threads, 0);
  g_signal_connect_swapped (self->threads, "updated", G_CALLBACK (on_updated), self);

  self->head = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->head, 0);
  gtk_label_set_wrap (self->head, TRUE);
  gtk_label_set_max_width_chars (self->head, 36);
  gtk_widget_add_css_class (GTK_WIDGET (self->head), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->head), "apm-section-line");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->head));

  self->table = APM_TABLE (apm_table_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->table), TRUE);
  g_signal_connect_swapped (self->table, "sort-changed", G_CALLBACK (on_sort_changed), self);
  g_signal_connect_swapped (self->table, "columns-changed", G_CALLBACK (on_columns_changed), self);
  g_signal_connect_swapped (self->table, "activated", G_CALLBACK (on_activated), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->table));
  apm_section_view_set_content (APM_SECTION_VIEW (self), box);
}

GtkWidget *
apm_threads_section_new (ApmSubject *subject)
{
  ApmThreadsSection *self = g_object_new (APM_TYPE_THREADS_SECTION, "subject", subject, NULL);
  GSettings *settings = apm_session_get_settings (apm_subject_get_session (subject));

  apm_table_set_columns (self->table, columns);
  apm_table_set_title (self->table, _("Threads of the process"));
  apm_table_set_view (self->table, apm_thread_list_get_view (self->threads));
  apm_table_set_sort (self->table, "cpu_percent", TRUE);
  apm_table_set_state (self->table, settings, "inspector-threads");
  on_columns_changed (self);

  return GTK_WIDGET (self);
}
