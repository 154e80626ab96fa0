/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-system-strip.h"

#include <glib/gi18n.h>
#include <math.h>

#include "apm-bars.h"
#include "apm-drop-row.h"
#include "apm-graph.h"
#include "apm-say.h"
#include "apm-system-details.h"
#include "apm-system-words.h"

/* Looks that are seen at once; at the usual pace a minute. */
#define N_SAMPLES 60

typedef enum { GAUGE_CPU, GAUGE_MEMORY, GAUGE_SWAP, GAUGE_LOAD, GAUGE_PRESSURE, N_GAUGES } GaugeId;

typedef struct {
  GtkWidget *box;
  ApmGraph *graph;
  GtkWidget *value;        /* an inscription: it changes without a layout */
} Gauge;

struct _ApmSystemStrip
{
  GtkWidget parent_instance;
  ApmProcessList *list;
  gint64 read_us;          /* of the sample that is shown */

  GtkWidget *button;
  ApmBars *bars;
  Gauge gauges[N_GAUGES];
  ApmSystemDetails *details;
};

G_DEFINE_FINAL_TYPE (ApmSystemStrip, apm_system_strip, GTK_TYPE_WIDGET)

static char *
describe_cpu (const ApmSystem *system)
{
  return apm_cpu_use_dup_parts (&system->cpu);
}

static char *
describe_pressure (const ApmSystem *system)
{
  const char *why = apm_system_why_no_pressure (system);

  return why ? g_strdup (why) : apm_system_dup_pressure (system);
}

/* In the order from left to right. */
static const struct {
  const char *title;       /* beside the graph */
  const char *name;        /* of the graph */
  guint importance;        /* 0 stays where there is room for one only */
  int graph_width;
  guint n_chars;           /* of the value */
  ApmGraphKind kind;
  char *(*dup_value) (const ApmSystem *);
  char *(*describe) (const ApmSystem *);
} gauges[] = {
  [GAUGE_CPU] = { N_("CPU"), N_("CPU history"), 0, 80, 5,
                  { N_SAMPLES, 2, TRUE, APM_GRAPH_SHARE, { 0, 5 } }, apm_system_dup_cpu, describe_cpu },
  [GAUGE_MEMORY] = { N_("Memory"), N_("Memory history"), 1, 56, 16,
                     { N_SAMPLES, 1, TRUE, APM_GRAPH_SHARE, { 2 } },
                     apm_system_dup_memory, apm_system_dup_memory_parts },
  [GAUGE_SWAP] = { N_("Swap"), N_("Swap history"), 4, 40, 16,
                   { N_SAMPLES, 1, TRUE, APM_GRAPH_SHARE, { 3 } }, apm_system_dup_swap, apm_system_dup_swap },
  [GAUGE_LOAD] = { N_("Load"), N_("Load history"), 2, 48, 5,
                   { N_SAMPLES, 1, TRUE, APM_GRAPH_DECIMAL, { 4 } },
                   apm_system_dup_load, apm_system_dup_load_parts },
  [GAUGE_PRESSURE] = { N_("Pressure"), N_("Pressure history"), 3, 48, 19,
                       { N_SAMPLES, 3, FALSE, APM_GRAPH_DECIMAL, { 1, 0, 3 } },
                       apm_system_dup_pressure, describe_pressure },
};

static void
get_values (const ApmSystem *system,
            GaugeId          id,
            double           values[APM_GRAPH_MOST_SERIES])
{
  switch (id)
    {
    case GAUGE_CPU:
      values[0] = system->cpu.user;
      values[1] = system->cpu.system;
      break;
    case GAUGE_MEMORY:
      values[0] = apm_system_get_memory_share (system);
      break;
    case GAUGE_SWAP:
      values[0] = system->swap_total_bytes > 0
                  ? 1 - (double) system->swap_free_bytes / system->swap_total_bytes : NAN;
      break;
    case GAUGE_LOAD:
      values[0] = system->load[0] >= 0 ? system->load[0] : NAN;
      break;
    case GAUGE_PRESSURE:
      for (guint i = 0; i < APM_N_PRESSURES; i++)
        values[i] = system->pressure[i].some_percent;
      break;
    case N_GAUGES:
    default:
      g_assert_not_reached ();
    }
}

static void
show_bars (ApmSystemStrip  *self,
           const ApmSystem *system)
{
  g_autofree ApmBar *bars = g_new (ApmBar, MAX (system->n_cpus, 1));
  g_autofree char *text = apm_system_dup_cpus (system);

  for (guint i = 0; i < system->n_cpus; i++)
    bars[i] = (ApmBar) { system->cpus[i].user, system->cpus[i].system };
  apm_bars_set (self->bars, bars, system->n_cpus, text);
}

static void
show_texts (ApmSystemStrip  *self,
            const ApmSystem *system)
{
  for (guint i = 0; i < N_GAUGES; i++)
    {
      g_autofree char *value = gauges[i].dup_value (system);
      g_autofree char *text = gauges[i].describe (system);

      apm_say (self->gauges[i].value, value);
      apm_graph_set_text (self->gauges[i].graph, text);
    }

  show_bars (self, system);
}

/* What this machine has not, has no graph; why is told by the tooltip and the popover. */
static void
show_what_there_is (ApmSystemStrip  *self,
                    const ApmSystem *system)
{
  const char *why = apm_system_why_no_pressure (system);

  gtk_widget_set_visible (self->gauges[GAUGE_SWAP].box, system->swap_total_bytes > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->gauges[GAUGE_PRESSURE].graph), why == NULL);
  apm_say_tooltip (self->gauges[GAUGE_PRESSURE].box, why);
}

static void
on_updated (ApmSystemStrip *self)
{
  const ApmSystem *system = apm_process_list_get_system (self->list);
  guint n_times = 1;

  if (system->read_us == self->read_us)
    return;

  /* What was measured over five seconds is as wide as five. */
  if (self->read_us > 0)
    n_times = CLAMP ((system->read_us - self->read_us + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC, 1, N_SAMPLES);
  self->read_us = system->read_us;

  for (guint i = 0; i < N_GAUGES; i++)
    {
      double values[APM_GRAPH_MOST_SERIES] = { NAN, NAN, NAN };

      get_values (system, i, values);
      for (guint k = 0; k < n_times; k++)
        apm_graph_append (self->gauges[i].graph, values);
    }

  show_what_there_is (self, system);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_texts (self, system);
  apm_system_details_add (self->details, system, n_times);
}

/**
 * apm_system_strip_set_list:
 * @list: whose looks are shown; once
 */
void
apm_system_strip_set_list (ApmSystemStrip *self,
                           ApmProcessList *list)
{
  g_return_if_fail (APM_IS_SYSTEM_STRIP (self));
  g_return_if_fail (self->list == NULL);

  self->list = g_object_ref (list);
  g_signal_connect_object (list, "updated", G_CALLBACK (on_updated), self, G_CONNECT_SWAPPED);
}

static void
apm_system_strip_map (GtkWidget *widget)
{
  ApmSystemStrip *self = APM_SYSTEM_STRIP (widget);

  GTK_WIDGET_CLASS (apm_system_strip_parent_class)->map (widget);

  if (self->read_us > 0)
    show_texts (self, apm_process_list_get_system (self->list));
}

static GtkWidget *
new_gauge (ApmSystemStrip *self,
           GaugeId         id)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (_(gauges[id].title));
  GtkWidget *graph = apm_graph_new ();
  GtkWidget *value = gtk_inscription_new (NULL);

  gtk_widget_add_css_class (title, "dim-label");
  gtk_box_append (GTK_BOX (box), title);

  apm_graph_set_kind (APM_GRAPH (graph), &gauges[id].kind);
  apm_graph_set_title (APM_GRAPH (graph), _(gauges[id].name));
  gtk_widget_set_size_request (graph, gauges[id].graph_width, -1);
  gtk_box_append (GTK_BOX (box), graph);

  if (id == GAUGE_CPU)
    {
      self->bars = APM_BARS (apm_bars_new (_("Each CPU"), gauges[id].kind.tones[0], gauges[id].kind.tones[1]));
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bars));
    }

  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (value), gauges[id].n_chars);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (value), gauges[id].n_chars);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (value), 1);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (value), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (value), id == GAUGE_CPU ? 1 : 0);
  gtk_widget_add_css_class (value, "numeric");
  gtk_box_append (GTK_BOX (box), value);

  self->gauges[id] = (Gauge) { box, APM_GRAPH (graph), value };

  return box;
}

static void
apm_system_strip_dispose (GObject *object)
{
  ApmSystemStrip *self = APM_SYSTEM_STRIP (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (apm_system_strip_parent_class)->dispose (object);
}

static void
apm_system_strip_class_init (ApmSystemStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = apm_system_strip_dispose;
  widget_class->map = apm_system_strip_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "apm-system-strip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
apm_system_strip_init (ApmSystemStrip *self)
{
  GtkWidget *row = apm_drop_row_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *details = apm_system_details_new ();

  gtk_widget_set_hexpand (row, TRUE);
  for (guint i = 0; i < N_GAUGES; i++)
    apm_drop_row_append (APM_DROP_ROW (row), new_gauge (self, i), gauges[i].importance);

  self->details = APM_SYSTEM_DETAILS (details);
  gtk_popover_set_child (GTK_POPOVER (popover), details);
  gtk_widget_add_css_class (popover, "apm-padded");

  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), row);
  gtk_widget_set_halign (gtk_widget_get_parent (row), GTK_ALIGN_FILL);   /* GTK centres it */
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (self->button), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("System"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _("Show each CPU, memory, swap, load and pressure"), -1);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}
