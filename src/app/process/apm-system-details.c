/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-system-details.h"

#include <glib/gi18n.h>
#include <math.h>

#include "apm-graph.h"
#include "apm-say.h"
#include "apm-system-words.h"
#include "apm-text.h"

#define N_SAMPLES 60

/* More CPUs stand in two columns. */
#define ONE_COLUMN 6

static const ApmGraphKind cpu_kind = { N_SAMPLES, 2, TRUE, APM_GRAPH_SHARE, { 0, 5 } };

typedef struct {
  ApmGraphSamples samples;
  ApmGraph *graph;         /* made when first seen */
  GtkWidget *value;
} Cpu;

struct _ApmSystemDetails
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkLabel *cpu;
  GtkGrid *grid;           /* of the CPUs */
  GtkGrid *lines;
  GPtrArray *values;       /* of GtkLabel: in the order of lines[] */
  GArray *cpus;            /* of Cpu */
  ApmSystem system;        /* the last, for when we are seen again */
};

G_DEFINE_FINAL_TYPE (ApmSystemDetails, apm_system_details, GTK_TYPE_WIDGET)

static char *
dup_pressure_cpu (const ApmSystem *system)
{
  const char *why = apm_system_why_no_pressure (system);

  return why ? g_strdup (why) : apm_system_dup_pressure_of (system, APM_PRESSURE_CPU);
}

/* The reason is told once. */
static char *
dup_pressure_io (const ApmSystem *system)
{
  return apm_system_why_no_pressure (system) ? NULL : apm_system_dup_pressure_of (system, APM_PRESSURE_IO);
}

static char *
dup_pressure_memory (const ApmSystem *system)
{
  return apm_system_why_no_pressure (system) ? NULL : apm_system_dup_pressure_of (system, APM_PRESSURE_MEMORY);
}

static char *
dup_uptime (const ApmSystem *system)
{
  return apm_text_format_span (system->uptime_us);
}

/* What is NULL has no line. */
static const struct {
  const char *title;
  char *(*dup) (const ApmSystem *);
} lines[] = {
  { N_("CPU limit"), apm_system_dup_cpu_limit },
  { N_("Memory"), apm_system_dup_memory_parts },
  { N_("Memory limit"), apm_system_dup_group },
  { N_("Swap"), apm_system_dup_swap },
  { N_("Load"), apm_system_dup_load_parts },
  { N_("Threads"), apm_system_dup_running },
  { N_("Started"), apm_system_dup_started },
  { N_("CPU pressure"), dup_pressure_cpu },
  { N_("I/O pressure"), dup_pressure_io },
  { N_("Memory pressure"), dup_pressure_memory },
  { N_("Running for"), dup_uptime },
};

static void
make_cpu (ApmSystemDetails *self,
          guint             index)
{
  Cpu *cpu = &g_array_index (self->cpus, Cpu, index);
  g_autofree char *name = g_strdup_printf (_("CPU %u"), index);
  g_autofree char *title = g_strdup_printf (_("History of CPU %u"), index);
  guint n_columns = self->cpus->len > ONE_COLUMN ? 2 : 1;
  guint rows = (self->cpus->len + n_columns - 1) / n_columns;
  int column = 3 * (index / rows), row = index % rows;
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *graph = apm_graph_new ();
  GtkWidget *value = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_margin_start (label, column > 0 ? 18 : 0);
  gtk_grid_attach (self->grid, label, column, row, 1, 1);

  apm_graph_set_kind (APM_GRAPH (graph), &cpu_kind);
  apm_graph_set_title (APM_GRAPH (graph), title);
  gtk_widget_set_size_request (graph, 120, 22);
  gtk_widget_set_hexpand (graph, TRUE);
  gtk_grid_attach (self->grid, graph, column + 1, row, 1, 1);

  gtk_label_set_xalign (GTK_LABEL (value), 1);
  gtk_label_set_width_chars (GTK_LABEL (value), 6);
  gtk_widget_add_css_class (value, "numeric");
  gtk_grid_attach (self->grid, value, column + 2, row, 1, 1);

  cpu->graph = APM_GRAPH (graph);
  cpu->value = value;
}

/* A CPU more changes how all of them are arranged. */
static void
make_cpus (ApmSystemDetails *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))))
    gtk_grid_remove (self->grid, child);
  for (guint i = 0; i < self->cpus->len; i++)
    make_cpu (self, i);
}

static void
show_cpus (ApmSystemDetails *self)
{
  g_autofree double *values = g_new (double, 2 * N_SAMPLES);

  if (self->cpus->len > 0 && g_array_index (self->cpus, Cpu, self->cpus->len - 1).graph == NULL)
    make_cpus (self);

  for (guint i = 0; i < self->cpus->len && i < self->system.n_cpus; i++)
    {
      const ApmCpuUse *use = &self->system.cpus[i];
      Cpu *cpu = &g_array_index (self->cpus, Cpu, i);
      g_autofree char *percent = apm_system_dup_percent (apm_cpu_use_get_busy (use));
      g_autofree char *parts = apm_cpu_use_dup_parts (use);

      for (guint k = 0; k < cpu->samples.n; k++)
        for (guint series = 0; series < 2; series++)
          values[2 * k + series] = apm_graph_samples_get (&cpu->samples, k, series);
      apm_graph_set_samples (cpu->graph, values, cpu->samples.n);
      apm_graph_set_text (cpu->graph, parts);
      apm_say (cpu->value, use->online ? percent : _("offline"));
    }
}

static void
show (ApmSystemDetails *self)
{
  g_autofree char *cpu = apm_cpu_use_dup_parts (&self->system.cpu);

  apm_say (GTK_WIDGET (self->cpu), cpu);
  show_cpus (self);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *text = lines[i].dup (&self->system);

      gtk_widget_set_visible (gtk_grid_get_child_at (self->lines, 0, i), text != NULL);
      gtk_widget_set_visible (gtk_grid_get_child_at (self->lines, 1, i), text != NULL);
      if (text)
        apm_say (self->values->pdata[i], text);
    }
}

/**
 * apm_system_details_add:
 * @n_times: how many samples it stands for
 */
void
apm_system_details_add (ApmSystemDetails *self,
                        const ApmSystem  *system,
                        guint             n_times)
{
  g_return_if_fail (APM_IS_SYSTEM_DETAILS (self));

  apm_system_copy (system, &self->system);
  while (self->cpus->len < system->n_cpus)
    {
      Cpu cpu = { 0 };

      for (guint i = 0; i < self->cpus->len; i++)
        g_array_index (self->cpus, Cpu, i).graph = NULL;
      apm_graph_samples_init (&cpu.samples, N_SAMPLES, 2);
      g_array_append_val (self->cpus, cpu);
    }
  for (guint i = 0; i < system->n_cpus; i++)
    for (guint k = 0; k < n_times; k++)
      apm_graph_samples_append (&g_array_index (self->cpus, Cpu, i).samples,
                                (double[]) { system->cpus[i].user, system->cpus[i].system });

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show (self);
}

GtkWidget *
apm_system_details_new (void)
{
  return g_object_new (APM_TYPE_SYSTEM_DETAILS, NULL);
}

static void
apm_system_details_map (GtkWidget *widget)
{
  ApmSystemDetails *self = APM_SYSTEM_DETAILS (widget);

  if (self->system.read_us > 0)
    show (self);

  GTK_WIDGET_CLASS (apm_system_details_parent_class)->map (widget);
}

static void
clear_cpu (gpointer data)
{
  apm_graph_samples_clear (&((Cpu *) data)->samples);
}

static void
apm_system_details_dispose (GObject *object)
{
  ApmSystemDetails *self = APM_SYSTEM_DETAILS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (apm_system_details_parent_class)->dispose (object);
}

static void
apm_system_details_finalize (GObject *object)
{
  ApmSystemDetails *self = APM_SYSTEM_DETAILS (object);

  g_ptr_array_unref (self->values);
  g_array_unref (self->cpus);
  apm_system_clear (&self->system);

  G_OBJECT_CLASS (apm_system_details_parent_class)->finalize (object);
}

static void
apm_system_details_class_init (ApmSystemDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = apm_system_details_dispose;
  object_class->finalize = apm_system_details_finalize;
  widget_class->map = apm_system_details_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
add_lines (ApmSystemDetails *self)
{
  GtkWidget *grid = gtk_grid_new ();

  self->lines = GTK_GRID (grid);
  gtk_grid_set_column_spacing (self->lines, 12);
  gtk_grid_set_row_spacing (self->lines, 3);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      GtkWidget *title = gtk_label_new (_(lines[i].title));
      GtkWidget *value = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (title), 0);
      gtk_label_set_yalign (GTK_LABEL (title), 0);
      gtk_widget_add_css_class (title, "dim-label");
      gtk_grid_attach (self->lines, title, 0, i, 1, 1);

      gtk_label_set_xalign (GTK_LABEL (value), 0);
      gtk_label_set_wrap (GTK_LABEL (value), TRUE);
      gtk_label_set_width_chars (GTK_LABEL (value), 44);
      gtk_label_set_max_width_chars (GTK_LABEL (value), 44);
      gtk_widget_add_css_class (value, "numeric");
      gtk_grid_attach (self->lines, value, 1, i, 1, 1);
      g_ptr_array_add (self->values, value);
    }
  gtk_box_append (GTK_BOX (self->box), grid);
}

static void
apm_system_details_init (ApmSystemDetails *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *cpu = gtk_label_new (NULL);
  GtkWidget *title = gtk_label_new (_("CPU"));

  self->values = g_ptr_array_new ();
  self->cpus = g_array_new (FALSE, TRUE, sizeof (Cpu));
  g_array_set_clear_func (self->cpus, clear_cpu);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (GTK_BOX (self->box), title);

  self->cpu = GTK_LABEL (cpu);
  gtk_label_set_xalign (self->cpu, 0);
  gtk_widget_add_css_class (cpu, "numeric");
  gtk_box_append (GTK_BOX (self->box), cpu);

  self->grid = GTK_GRID (grid);
  gtk_grid_set_column_spacing (self->grid, 6);
  gtk_grid_set_row_spacing (self->grid, 3);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 210);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  gtk_box_append (GTK_BOX (self->box), scrolled);

  add_lines (self);
}
