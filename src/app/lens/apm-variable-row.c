/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-variable-row.h"

#include <glib/gi18n.h>

#include "apm-graph.h"
#include "apm-say.h"

#define SAMPLES 120      /* twelve seconds */

struct _ApmVariableRow
{
  GtkListBoxRow parent_instance;
  char *name;
  GtkWidget *value;
  GtkWidget *graph;
  GtkWidget *slots;
  GPtrArray *labels;         /* of the slots */
};

G_DEFINE_FINAL_TYPE (ApmVariableRow, apm_variable_row, GTK_TYPE_LIST_BOX_ROW)

enum { REMOVE, N_SIGNALS };
static guint signals[N_SIGNALS];

static char *
dup_number (double value)
{
  return g_strdup_printf ("%.10g", value);
}

static void
show_slots (ApmVariableRow *self,
            const double   *values,
            guint           n)
{
  while (self->labels->len < n)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_widget_add_css_class (label, "apm-slot");
      gtk_widget_add_css_class (label, "numeric");
      gtk_box_append (GTK_BOX (self->slots), label);
      g_ptr_array_add (self->labels, label);
    }
  for (guint i = 0; i < self->labels->len; i++)
    {
      g_autofree char *text = i < n ? dup_number (values[i]) : NULL;

      gtk_widget_set_visible (self->labels->pdata[i], i < n);
      apm_say (self->labels->pdata[i], text);
    }
}

/**
 * apm_variable_row_set_values:
 * @n: at most %APM_VARIABLE_MOST
 * @n_all: elements that the array has; 1: it is a number
 */
void
apm_variable_row_set_values (ApmVariableRow *self,
                             const double   *values,
                             guint           n,
                             guint           n_all)
{
  g_autofree char *text = NULL;

  g_return_if_fail (APM_IS_VARIABLE_ROW (self) && n > 0);

  if (n_all > n)
    text = g_strdup_printf (_("the first %u of %u"), n, n_all);
  else if (n_all > 1)
    text = g_strdup_printf (ngettext ("%u slot", "%u slots", n_all), n_all);
  else
    text = dup_number (values[0]);
  apm_say (self->value, text);
  gtk_label_set_xalign (GTK_LABEL (self->value), 1);
  gtk_widget_set_hexpand (self->value, FALSE);
  gtk_widget_set_visible (gtk_widget_get_parent (gtk_widget_get_parent (self->slots)), n_all > 1);
  gtk_widget_set_visible (self->graph, n_all == 1);
  if (n_all > 1)
    {
      show_slots (self, values, n);
      return;
    }

  apm_graph_append (APM_GRAPH (self->graph), values);
  apm_graph_set_text (APM_GRAPH (self->graph), text);
}

/**
 * apm_variable_row_set_text:
 * @text: why there is no value
 */
void
apm_variable_row_set_text (ApmVariableRow *self,
                           const char     *text)
{
  g_return_if_fail (APM_IS_VARIABLE_ROW (self));

  apm_say (self->value, text);
  gtk_label_set_xalign (GTK_LABEL (self->value), 0);
  gtk_widget_set_hexpand (self->value, TRUE);
}

const char *
apm_variable_row_get_name (ApmVariableRow *self)
{
  return self->name;
}

static void
on_remove (ApmVariableRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
apm_variable_row_finalize (GObject *object)
{
  ApmVariableRow *self = APM_VARIABLE_ROW (object);

  g_free (self->name);
  g_ptr_array_unref (self->labels);

  G_OBJECT_CLASS (apm_variable_row_parent_class)->finalize (object);
}

static void
apm_variable_row_class_init (ApmVariableRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = apm_variable_row_finalize;

  signals[REMOVE] = g_signal_new ("remove", APM_TYPE_VARIABLE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
apm_variable_row_init (ApmVariableRow *self)
{
  self->labels = g_ptr_array_new ();
}

static GtkWidget *
create_slots (ApmVariableRow *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->slots = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->slots);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_widget_set_visible (scroller, FALSE);

  return scroller;
}

static GtkWidget *
create_graph (ApmVariableRow *self)
{
  static const ApmGraphKind kind = { .capacity = SAMPLES, .n_series = 1, .scale = APM_GRAPH_DECIMAL, .tones = { 0 } };

  self->graph = apm_graph_new ();
  apm_graph_set_kind (APM_GRAPH (self->graph), &kind);
  apm_graph_set_title (APM_GRAPH (self->graph), self->name);
  gtk_widget_set_hexpand (self->graph, TRUE);
  gtk_widget_set_size_request (self->graph, -1, 36);
  gtk_widget_set_visible (self->graph, FALSE);

  return self->graph;
}

GtkWidget *
apm_variable_row_new (const char *name)
{
  ApmVariableRow *self = g_object_new (APM_TYPE_VARIABLE_ROW, "activatable", FALSE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (name);
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *label = g_strdup_printf (_("Stop watching %s"), name);

  self->name = g_strdup (name);
  self->value = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_width_chars (GTK_LABEL (title), 12);
  gtk_label_set_xalign (GTK_LABEL (self->value), 1);
  gtk_label_set_width_chars (GTK_LABEL (self->value), 12);
  gtk_widget_add_css_class (title, "monospace");
  gtk_widget_add_css_class (self->value, "numeric");
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (remove, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (on_remove), self);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->value);
  gtk_box_append (GTK_BOX (box), create_graph (self));
  gtk_box_append (GTK_BOX (box), create_slots (self));
  gtk_box_append (GTK_BOX (box), remove);
  gtk_widget_set_halign (remove, GTK_ALIGN_END);
  gtk_widget_set_margin_start (box, 9);
  gtk_widget_set_margin_end (box, 6);
  gtk_widget_add_css_class (box, "apm-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);

  return GTK_WIDGET (self);
}
