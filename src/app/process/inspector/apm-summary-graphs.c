/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-summary-graphs.h"

#include <glib/gi18n.h>
#include <math.h>

#include "apm-graph.h"
#include "apm-text.h"

#define SLOTS   600                         /* of a second */
#define LONGEST (10 * G_USEC_PER_SEC)       /* that a moment stands for */

typedef struct {
  const char *title;                        /* N_() */
  guint n_series;
  gboolean stacked;
  ApmGraphScale scale;
  double (*get) (const ApmHistoryMoment *moment, guint series);
  char *(*dup_text) (const ApmHistoryMoment *moment);
} Kind;

static double
get_cpu (const ApmHistoryMoment *moment,
         guint            series)
{
  return series == 0 ? moment->cpu_user_percent : moment->cpu_system_percent;
}

static char *
dup_cpu_text (const ApmHistoryMoment *moment)
{
  /* Translators: CPU use of a process: in all, in its own code, in the kernel for it */
  return g_strdup_printf (_("%.1f %%: user %.1f, system %.1f"),
                          moment->cpu_user_percent + moment->cpu_system_percent,
                          moment->cpu_user_percent, moment->cpu_system_percent);
}

static double
get_memory (const ApmHistoryMoment *moment,
            guint            series)
{
  return moment->rss_bytes == G_MININT64 ? NAN : (double) moment->rss_bytes;
}

static char *
dup_memory_text (const ApmHistoryMoment *moment)
{
  return apm_text_format_bytes ((guint64) MAX (moment->rss_bytes, 0));
}

static double
get_io (const ApmHistoryMoment *moment,
        guint            series)
{
  return series == 0 ? moment->read_bytes_per_s : moment->written_bytes_per_s;
}

static char *
dup_io_text (const ApmHistoryMoment *moment)
{
  g_autofree char *read_text = apm_text_format_bytes ((guint64) moment->read_bytes_per_s);
  g_autofree char *written = apm_text_format_bytes ((guint64) moment->written_bytes_per_s);

  /* Translators: two amounts a second, from and to disks */
  return g_strdup_printf (_("read %s/s, written %s/s"), read_text, written);
}

static double
get_threads (const ApmHistoryMoment *moment,
             guint            series)
{
  return moment->threads;
}

static char *
dup_threads_text (const ApmHistoryMoment *moment)
{
  return g_strdup_printf ("%.0f", moment->threads);
}

static double
get_switches (const ApmHistoryMoment *moment,
              guint            series)
{
  return series == 0 ? moment->voluntary_switches_per_s : moment->involuntary_switches_per_s;
}

static char *
dup_switches_text (const ApmHistoryMoment *moment)
{
  /* Translators: how often a second a process gave its CPU away, and how often it was taken */
  return g_strdup_printf (_("%.0f/s voluntary, %.0f/s involuntary"),
                          moment->voluntary_switches_per_s, moment->involuntary_switches_per_s);
}

static const Kind kinds[] = {
  { N_("CPU"), 2, TRUE, APM_GRAPH_DECIMAL, get_cpu, dup_cpu_text },
  { N_("Memory"), 1, FALSE, APM_GRAPH_BINARY, get_memory, dup_memory_text },
  { N_("Disks"), 2, FALSE, APM_GRAPH_BINARY, get_io, dup_io_text },
  { N_("Threads"), 1, FALSE, APM_GRAPH_DECIMAL, get_threads, dup_threads_text },
  { N_("Context switches"), 2, TRUE, APM_GRAPH_DECIMAL, get_switches, dup_switches_text },
};

struct _ApmSummaryGraphs
{
  GtkWidget parent_instance;
  ApmGraph *graphs[G_N_ELEMENTS (kinds)];
  GtkLabel *values[G_N_ELEMENTS (kinds)];
};

G_DEFINE_FINAL_TYPE (ApmSummaryGraphs, apm_summary_graphs, GTK_TYPE_WIDGET)

static void
apm_summary_graphs_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (apm_summary_graphs_parent_class)->dispose (object);
}

static void
apm_summary_graphs_class_init (ApmSummaryGraphsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_summary_graphs_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
add_graph (ApmSummaryGraphs *self,
           guint             i)
{
  const Kind *kind = &kinds[i];
  ApmGraphKind graph_kind = {
    .capacity = SLOTS, .n_series = kind->n_series, .stacked = kind->stacked, .scale = kind->scale, .tones = { 0, 1, 2 },
  };
  g_autofree char *title = g_strdup_printf (_("%s, last 10 minutes"), _(kind->title));
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (_(kind->title));

  gtk_widget_add_css_class (name, "caption-heading");
  gtk_box_append (GTK_BOX (line), name);
  self->values[i] = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->values[i], PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->values[i], 1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->values[i]), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->values[i]), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->values[i]), "numeric");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->values[i]));
  gtk_widget_set_parent (line, GTK_WIDGET (self));

  self->graphs[i] = APM_GRAPH (apm_graph_new ());
  apm_graph_set_kind (self->graphs[i], &graph_kind);
  apm_graph_set_title (self->graphs[i], title);
  gtk_widget_set_size_request (GTK_WIDGET (self->graphs[i]), -1, 30);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->graphs[i]), 6);
  gtk_widget_set_parent (GTK_WIDGET (self->graphs[i]), GTK_WIDGET (self));
}

static void
apm_summary_graphs_init (ApmSummaryGraphs *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 2);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    add_graph (self, i);
}

GtkWidget *
apm_summary_graphs_new (void)
{
  return g_object_new (APM_TYPE_SUMMARY_GRAPHS, NULL);
}

/* A second each: what was not looked at stays a gap. */
static void
fill (const ApmHistory *history,
      const Kind       *kind,
      double           *samples)
{
  guint length = apm_history_get_length (history);
  gint64 end_us = apm_history_get_moment (history, length - 1)->at_us;
  guint n = kind->n_series;
  gint64 before_us = 0;

  for (guint i = 0; i < SLOTS * n; i++)
    samples[i] = NAN;

  for (guint m = 0; m < length; m++)
    {
      const ApmHistoryMoment *moment = apm_history_get_moment (history, m);
      gint64 from = (end_us - moment->at_us) / G_USEC_PER_SEC;
      gint64 span = m > 0 ? moment->at_us - before_us : 0;
      gint64 until = from + (span <= LONGEST ? (span + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC - 1 : 0);

      before_us = moment->at_us;
      for (gint64 age = from; age <= MAX (until, from) && age < SLOTS; age++)
        for (guint s = 0; s < n; s++)
          samples[(SLOTS - 1 - age) * n + s] = kind->get (moment, s);
    }
}

static void
show_one (ApmSummaryGraphs *self,
          guint             i,
          const ApmHistory *history)
{
  const ApmHistoryMoment *last = apm_history_get_moment (history, apm_history_get_length (history) - 1);
  gboolean known = !isnan (kinds[i].get (last, 0));
  g_autofree double *samples = g_new (double, SLOTS * kinds[i].n_series);
  g_autofree char *text = known ? kinds[i].dup_text (last) : g_strdup (_("not known"));

  fill (history, &kinds[i], samples);
  apm_graph_set_samples (self->graphs[i], samples, SLOTS);
  apm_graph_set_text (self->graphs[i], text);
  if (!g_str_equal (gtk_label_get_text (self->values[i]), text))
    gtk_label_set_text (self->values[i], text);
}

/**
 * apm_summary_graphs_show:
 * @history: (nullable): read now
 */
void
apm_summary_graphs_show (ApmSummaryGraphs *self,
                         const ApmHistory *history)
{
  g_return_if_fail (APM_IS_SUMMARY_GRAPHS (self));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (history && apm_history_get_length (history) > 0)
      show_one (self, i, history);
    else
      {
        apm_graph_set_samples (self->graphs[i], NULL, 0);
        apm_graph_set_text (self->graphs[i], "");
        gtk_label_set_text (self->values[i], "");
      }
}
