/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-summary-section.h"

#include <glib/gi18n.h>

#include "apm-summary-graphs.h"
#include "apm-summary-words.h"

/* The widgets of a line. */
typedef struct {
  const ApmSummaryLine *line;
  GtkWidget *title;
  GtkWidget *value;      /* a label, or the button to the parent */
  GtkLabel *label;
  GtkWidget *mark;
} Line;

struct _ApmSummarySection
{
  ApmSectionView parent_instance;
  ApmSummaryGraphs *graphs;
  GtkLabel *note;
  GArray *lines;         /* of Line */
  GCancellable *cancellable;
  char *text;
  int ppid;
};

G_DEFINE_FINAL_TYPE (ApmSummarySection, apm_summary_section, APM_TYPE_SECTION_VIEW)

static const ApmHistory *
get_history (ApmSummarySection *self)
{
  ApmSubject *subject = apm_section_view_get_subject (APM_SECTION_VIEW (self));

  return apm_histories_find (apm_subject_get_histories (subject), apm_subject_get_pid (subject),
                             apm_subject_get_started_us (subject));
}

static void
show_line (const Line       *line,
           const ApmSummary *summary)
{
  g_autofree char *text = line->line->dup (summary);

  gtk_widget_set_visible (line->title, text != NULL);
  gtk_widget_set_visible (gtk_widget_get_parent (line->value), text != NULL);
  gtk_widget_set_visible (line->mark, line->line->is_odd && line->line->is_odd (summary));
  if (text == NULL || g_str_equal (gtk_label_get_text (line->label), text))
    return;

  gtk_label_set_text (line->label, text);
  if (line->line->is_parent)   /* a button that was given its child has no name */
    gtk_accessible_update_property (GTK_ACCESSIBLE (line->value), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
show_summary (ApmSummarySection *self,
              const ApmSummary  *summary)
{
  self->ppid = summary->ppid;
  for (guint i = 0; i < self->lines->len; i++)
    show_line (&g_array_index (self->lines, Line, i), summary);
  gtk_widget_set_visible (GTK_WIDGET (self->note), summary->denied != NULL);
  gtk_label_set_text (self->note, summary->denied ? summary->denied : "");
}

static void
on_facts (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ApmSummarySection) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmFacts) facts = apm_details_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (facts && facts->summary)
    {
      g_free (self->text);
      self->text = apm_facts_dup_text (facts, FALSE);
      show_summary (self, facts->summary);
      apm_summary_graphs_show (self->graphs, get_history (self));
    }
  apm_section_view_told (APM_SECTION_VIEW (self), error);
}

static gboolean
apm_summary_section_look (ApmSectionView *view)
{
  ApmSummarySection *self = APM_SUMMARY_SECTION (view);
  ApmSubject *subject = apm_section_view_get_subject (view);

  self->cancellable = g_cancellable_new ();
  apm_details_read_async (apm_subject_get_details (subject), apm_subject_get_pid (subject),
                          apm_subject_get_started_us (subject), APM_SECTION_SUMMARY, APM_DETAILS_NORMAL,
                          self->cancellable, on_facts, g_object_ref (self));

  return TRUE;
}

static void
apm_summary_section_forget (ApmSectionView *view)
{
  ApmSummarySection *self = APM_SUMMARY_SECTION (view);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->text, g_free);
}

static char *
apm_summary_section_dup_text (ApmSectionView *view)
{
  return g_strdup (APM_SUMMARY_SECTION (view)->text ? APM_SUMMARY_SECTION (view)->text : "");
}

static void
on_parent (ApmSummarySection *self)
{
  apm_subject_go_to (apm_section_view_get_subject (APM_SECTION_VIEW (self)), self->ppid);
}

static GtkLabel *
value_new (gboolean selectable)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (label, selectable);
  gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);

  return label;
}

static void
add_line (ApmSummarySection    *self,
          GtkGrid              *grid,
          const ApmSummaryLine *line)
{
  Line widgets = { .line = line };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  int row = (int) self->lines->len;

  widgets.title = gtk_label_new (_(line->title));
  gtk_label_set_xalign (GTK_LABEL (widgets.title), 0);
  gtk_widget_set_valign (widgets.title, line->is_parent ? GTK_ALIGN_CENTER : GTK_ALIGN_START);
  gtk_widget_add_css_class (widgets.title, "dim-label");

  widgets.mark = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_set_valign (widgets.mark, GTK_ALIGN_START);
  gtk_widget_add_css_class (widgets.mark, "warning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (widgets.mark), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Worth a look"), -1);
  widgets.label = value_new (!line->is_parent);
  widgets.value = GTK_WIDGET (widgets.label);
  if (line->is_parent)
    {
      widgets.value = gtk_button_new ();
      gtk_button_set_child (GTK_BUTTON (widgets.value), GTK_WIDGET (widgets.label));
      gtk_widget_set_halign (widgets.value, GTK_ALIGN_START);
      gtk_widget_set_tooltip_text (widgets.value, _("Select the parent"));
      gtk_widget_add_css_class (widgets.value, "apm-inline");
      g_signal_connect_swapped (widgets.value, "clicked", G_CALLBACK (on_parent), self);
    }
  gtk_box_append (GTK_BOX (box), widgets.mark);
  gtk_box_append (GTK_BOX (box), widgets.value);
  gtk_grid_attach (grid, widgets.title, 0, row, 1, 1);
  gtk_grid_attach (grid, box, 1, row, 1, 1);
  g_array_append_val (self->lines, widgets);
}

static void
apm_summary_section_dispose (GObject *object)
{
  ApmSummarySection *self = APM_SUMMARY_SECTION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (apm_summary_section_parent_class)->dispose (object);
}

static void
apm_summary_section_finalize (GObject *object)
{
  ApmSummarySection *self = APM_SUMMARY_SECTION (object);

  g_array_unref (self->lines);
  g_free (self->text);

  G_OBJECT_CLASS (apm_summary_section_parent_class)->finalize (object);
}

static void
apm_summary_section_class_init (ApmSummarySectionClass *klass)
{
  ApmSectionViewClass *view_class = APM_SECTION_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_summary_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_summary_section_finalize;
  view_class->look = apm_summary_section_look;
  view_class->forget = apm_summary_section_forget;
  view_class->dup_text = apm_summary_section_dup_text;
}

static void
apm_summary_section_init (ApmSummarySection *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *grid = gtk_grid_new ();

  self->lines = g_array_new (FALSE, TRUE, sizeof (Line));
  self->graphs = APM_SUMMARY_GRAPHS (apm_summary_graphs_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->graphs));

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  for (const ApmSummaryLine *line = apm_summary_lines; line->title; line++)
    add_line (self, GTK_GRID (grid), line);
  gtk_box_append (GTK_BOX (box), grid);

  self->note = value_new (FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "dim-label");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->note));

  gtk_widget_add_css_class (box, "apm-summary");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  apm_section_view_set_content (APM_SECTION_VIEW (self), scrolled);
}

GtkWidget *
apm_summary_section_new (ApmSubject *subject)
{
  return g_object_new (APM_TYPE_SUMMARY_SECTION, "subject", subject, NULL);
}
