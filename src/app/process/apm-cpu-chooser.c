/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-cpu-chooser.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

struct _ApmCpuChooser
{
  GtkWidget parent_instance;
  GtkWidget *flow;
  GPtrArray *checks;                 /* of GtkCheckButton, borrowed; by processor */
  guint64 others[ACT_CPU_WORDS];     /* set, but not of this machine now */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (ApmCpuChooser, apm_cpu_chooser, GTK_TYPE_WIDGET)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GtkCheckButton *
get_check (ApmCpuChooser *self,
           guint          cpu)
{
  return g_ptr_array_index (self->checks, cpu);
}

static void
on_toggled (ApmCpuChooser *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
apm_cpu_chooser_set_cpus (ApmCpuChooser *self,
                          const guint64  cpus[ACT_CPU_WORDS])
{
  g_return_if_fail (APM_IS_CPU_CHOOSER (self));

  memcpy (self->others, cpus, sizeof self->others);
  self->filling = TRUE;
  for (guint cpu = 0; cpu < self->checks->len; cpu++)
    {
      gtk_check_button_set_active (get_check (self, cpu), cpus[cpu / 64] >> cpu % 64 & 1);
      self->others[cpu / 64] &= ~(G_GUINT64_CONSTANT (1) << cpu % 64);
    }
  self->filling = FALSE;
}

void
apm_cpu_chooser_get_cpus (ApmCpuChooser *self,
                          guint64        cpus[ACT_CPU_WORDS])
{
  g_return_if_fail (APM_IS_CPU_CHOOSER (self));

  memcpy (cpus, self->others, sizeof self->others);
  for (guint cpu = 0; cpu < self->checks->len; cpu++)
    if (gtk_check_button_get_active (get_check (self, cpu)))
      cpus[cpu / 64] |= G_GUINT64_CONSTANT (1) << cpu % 64;
}

guint
apm_cpu_chooser_get_n (ApmCpuChooser *self)
{
  g_return_val_if_fail (APM_IS_CPU_CHOOSER (self), 0);

  return self->checks->len;
}

static void
apm_cpu_chooser_dispose (GObject *object)
{
  ApmCpuChooser *self = APM_CPU_CHOOSER (object);

  g_clear_pointer (&self->flow, gtk_widget_unparent);
  g_clear_pointer (&self->checks, g_ptr_array_unref);

  G_OBJECT_CLASS (apm_cpu_chooser_parent_class)->dispose (object);
}

static void
apm_cpu_chooser_class_init (ApmCpuChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_cpu_chooser_dispose;
  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_CPU_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
apm_cpu_chooser_init (ApmCpuChooser *self)
{
  guint n = CLAMP (sysconf (_SC_NPROCESSORS_CONF), 1, ACT_CPU_WORDS * 64);

  self->checks = g_ptr_array_new ();
  self->flow = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->flow), 8);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (self->flow), 4);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (self->flow), TRUE);
  gtk_widget_set_parent (self->flow, GTK_WIDGET (self));

  for (guint cpu = 0; cpu < n; cpu++)
    {
      g_autofree char *number = g_strdup_printf ("%u", cpu);
      g_autofree char *label = g_strdup_printf (_("Processor %u"), cpu);
      GtkWidget *check = gtk_check_button_new_with_label (number);

      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_toggled), self);
      g_ptr_array_add (self->checks, check);
      gtk_flow_box_insert (GTK_FLOW_BOX (self->flow), check, -1);
      gtk_widget_set_focusable (gtk_widget_get_parent (check), FALSE);
    }
}
