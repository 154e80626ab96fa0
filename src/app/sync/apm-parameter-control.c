/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-parameter-control.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

static GtkWidget *
make_control (const ApmParameter *parameter)
{
  GtkWidget *control;
  g_autofree char *most = g_strdup_printf ("%d", parameter->maximum);

  if (parameter->choices != NULL)
    {
      control = gtk_drop_down_new_from_strings (parameter->choice_titles);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (control), parameter->value);
      return control;
    }

  control = gtk_spin_button_new_with_range (parameter->minimum, parameter->maximum, 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), parameter->value);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (control), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (control), CLAMP (strlen (most), 2, 5));
  gtk_editable_set_max_width_chars (GTK_EDITABLE (control), CLAMP (strlen (most), 2, 7));
  gtk_widget_add_css_class (control, "apm-narrow");

  return control;
}

static char *
dup_title (const ApmParameter *parameter)
{
  if (parameter->unit == NULL)
    return g_strdup (parameter->title);

  /* Translators: a parameter and its unit: "Shortest delay, ms" */
  return g_strdup_printf (_("%s, %s"), parameter->title, parameter->unit);
}

static char *
dup_tooltip (const ApmParameter *parameter)
{
  if (parameter->choices != NULL)
    return g_strdup (parameter->title);

  /* Translators: what a parameter is, and the least and the largest value it can have */
  return g_strdup_printf (_("%s, from %'d to %'d"), parameter->title, parameter->minimum, parameter->maximum);
}

/**
 * apm_parameter_control_make_box:
 * @tooltip: (nullable):
 *
 * Returns: (transfer floating): @control below its title
 */
GtkWidget *
apm_parameter_control_make_box (const char *title,
                                const char *tooltip,
                                GtkWidget  *control)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), control);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), control);
  gtk_widget_set_tooltip_text (box, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return box;
}

/**
 * apm_parameter_control_orient:
 * @box: of apm_parameter_control_make_box()
 * @vertical: whether boxes stand one below the other: then the title is beside the control
 */
void
apm_parameter_control_orient (GtkWidget *box,
                              gboolean   vertical)
{
  GtkWidget *title = gtk_widget_get_first_child (box);
  GtkWidget *control = gtk_widget_get_last_child (box);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (box), vertical ? GTK_ORIENTATION_HORIZONTAL
                                                                : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (box), vertical ? 18 : 0);
  gtk_widget_set_hexpand (title, vertical);
  gtk_widget_set_halign (control, vertical ? GTK_ALIGN_END : GTK_ALIGN_FILL);
  gtk_label_set_max_width_chars (GTK_LABEL (title), vertical ? 40 : 9);
  if (vertical)
    gtk_widget_remove_css_class (title, "caption");
  else
    gtk_widget_add_css_class (title, "caption");
}

/**
 * apm_parameter_control_init:
 *
 * Makes the widgets, which nobody owns yet: the control shows what the parameter is
 * unless somebody changes it.
 */
void
apm_parameter_control_init (ApmParameterControl *self,
                            const ApmParameter  *parameter)
{
  g_autofree char *title = dup_title (parameter);
  g_autofree char *tooltip = dup_tooltip (parameter);

  self->parameter = parameter;
  self->control = make_control (parameter);
  self->box = apm_parameter_control_make_box (title, tooltip, self->control);
}

/**
 * apm_parameter_control_get_signal:
 *
 * Returns: the control's signal that says that its value has changed
 */
const char *
apm_parameter_control_get_signal (const ApmParameterControl *self)
{
  return self->parameter->choices != NULL ? "notify::selected" : "value-changed";
}

char *
apm_parameter_control_dup_value (const ApmParameterControl *self)
{
  if (self->parameter->choices != NULL)
    return g_strdup (self->parameter->choices[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control))]);

  return g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->control)));
}

void
apm_parameter_control_set_value (const ApmParameterControl *self,
                                 const char                *value)
{
  if (self->parameter->choices == NULL)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->control), atoi (value));
  else
    for (guint i = 0; self->parameter->choices[i] != NULL; i++)
      if (g_str_equal (self->parameter->choices[i], value))
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), i);
}
