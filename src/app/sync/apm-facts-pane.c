/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-facts-pane.h"

#include <glib/gi18n.h>

#include "apm-bars.h"
#include "apm-fairness.h"
#include "apm-graph.h"
#include "apm-scene-text.h"
#include "apm-text.h"

/* The table and the plots change at most so often; two minutes are shown. */
#define LOOK_US (G_USEC_PER_SEC / 2)
#define SAMPLES 240

enum { NAME, COUNT, MEDIAN, LONGEST, OVERTAKEN, N_COLUMNS };

static const char *const titles[N_COLUMNS] = {
  [NAME] = N_("Actor"), [COUNT] = N_("Waits"), [MEDIAN] = N_("Median"), [LONGEST] = N_("Longest"),
  [OVERTAKEN] = N_("Overtaken"),
};

struct _ApmFactsPane
{
  AdwBin parent_instance;
  GtkWidget *text;
  GtkWidget *expectation;
  gboolean secret;           /* it is not told */
  GtkWidget *speed;           /* ApmGraph */
  GtkWidget *waits;           /* ApmBars: the longest wait of each */
  GtkWidget *table;           /* GtkGrid of labels */
  guint n_rows;
  ApmExperiment *experiment;
  ApmFairness fairness;
  gint64 looked_us;
};

G_DEFINE_FINAL_TYPE (ApmFactsPane, apm_facts_pane, ADW_TYPE_BIN)

static GtkWidget *
make_label (const char *text,
            const char *css_class,
            double      xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
set_n_rows (ApmFactsPane *self,
            guint         n)
{
  for (; self->n_rows > n; self->n_rows--)
    gtk_grid_remove_row (GTK_GRID (self->table), self->n_rows);

  for (; self->n_rows < n; self->n_rows++)
    for (guint i = 0; i < N_COLUMNS; i++)
      {
        GtkWidget *label = make_label (NULL, "numeric", i == NAME ? 0 : 1);

        gtk_widget_set_hexpand (label, TRUE);
        gtk_grid_attach (GTK_GRID (self->table), label, i, self->n_rows + 1, 1, 1);
      }
}

static void
set_cell (ApmFactsPane *self,
          guint         row,
          guint         column,
          const char   *text)
{
  GtkLabel *label = GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (self->table), column, row + 1));

  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

static void
set_span (ApmFactsPane *self,
          guint         row,
          guint         column,
          gint64        span_us,
          guint64       n)
{
  /* Translators: nothing to tell yet, in a table of times */
  g_autofree char *text = n > 0 ? apm_text_format_span (span_us) : g_strdup (_("–"));

  set_cell (self, row, column, text);
}

static void
show_rows (ApmFactsPane   *self,
           const ApmScene *scene,
           const ApmWaits *waits)
{
  set_n_rows (self, scene->n_actors);
  for (guint i = 0; i < scene->n_actors; i++)
    {
      g_autofree char *count = g_strdup_printf ("%'llu", (unsigned long long) waits[i].n);
      g_autofree char *overtaken = g_strdup_printf ("%'u", waits[i].overtaken);

      set_cell (self, i, NAME, scene->actors[i].name);
      set_cell (self, i, COUNT, count);
      set_span (self, i, MEDIAN, waits[i].median_us, waits[i].n);
      set_span (self, i, LONGEST, waits[i].longest_us, waits[i].longest_us);
      set_cell (self, i, OVERTAKEN, overtaken);
    }
}

/* Each bar against the longest wait of all: its median, and what is beyond. */
static void
show_waits (ApmFactsPane   *self,
            const ApmScene *scene,
            const ApmWaits *waits)
{
  ApmBar bars[APM_SCENE_MAX_ACTORS];
  gint64 longest_us = 1;
  guint worst = 0;
  g_autofree char *span = NULL, *text = NULL;

  for (guint i = 0; i < scene->n_actors; i++)
    if (waits[i].longest_us > longest_us)
      {
        longest_us = waits[i].longest_us;
        worst = i;
      }

  for (guint i = 0; i < scene->n_actors; i++)
    {
      double median = MIN ((double) waits[i].median_us / longest_us, 1);

      bars[i] = (ApmBar) { median, MAX ((double) waits[i].longest_us / longest_us - median, 0) };
    }

  span = apm_text_format_span (longest_us);
  text = longest_us > 1 ? g_strdup_printf (_("%s has waited longest: %s"), scene->actors[worst].name, span)
                        : g_strdup (_("Nobody has waited yet"));
  apm_bars_set (APM_BARS (self->waits), bars, scene->n_actors, text);
}

static void
show_speed (ApmFactsPane   *self,
            const ApmScene *scene)
{
  g_autofree char *text = apm_scene_dup_rate_text (scene);
  double rate = scene->kind == APM_SCENE_BUFFER ? scene->consumed_per_s : scene->reports_per_s;

  apm_graph_append (APM_GRAPH (self->speed), &rate);
  apm_graph_set_text (APM_GRAPH (self->speed), text);
}

/**
 * apm_facts_pane_update:
 *
 * Takes what the experiment shows now into account.
 */
void
apm_facts_pane_update (ApmFactsPane *self)
{
  gint64 now_us = g_get_monotonic_time ();
  ApmWaits waits[APM_SCENE_MAX_ACTORS];
  const ApmScene *scene;
  ApmRunState state;

  g_return_if_fail (APM_IS_FACTS_PANE (self));

  if (self->experiment == NULL)
    return;

  state = apm_experiment_get_state (self->experiment);
  scene = apm_experiment_get_scene (self->experiment);
  apm_fairness_take (&self->fairness, scene);
  if (now_us - self->looked_us < LOOK_US && state == APM_RUN_RUNNING)
    return;

  self->looked_us = now_us;
  for (guint i = 0; i < scene->n_actors; i++)
    waits[i] = apm_fairness_get (&self->fairness, scene, i);
  if (state == APM_RUN_RUNNING)
    show_speed (self, scene);
  show_waits (self, scene, waits);
  show_rows (self, scene, waits);
}

static void
show_expectation (ApmFactsPane *self)
{
  gtk_label_set_label (GTK_LABEL (self->expectation),
                       self->secret ? _("Say first what it will do.")
                                    : apm_experiment_get_variant (self->experiment)->expectation);
}

/**
 * apm_facts_pane_set_secret:
 * @secret: whether it is not told what the variant comes to
 */
void
apm_facts_pane_set_secret (ApmFactsPane *self,
                           gboolean      secret)
{
  g_return_if_fail (APM_IS_FACTS_PANE (self));

  self->secret = secret;
  if (self->experiment)
    show_expectation (self);
}

/**
 * apm_facts_pane_set_experiment:
 *
 * Begins anew with @experiment.
 */
void
apm_facts_pane_set_experiment (ApmFactsPane  *self,
                               ApmExperiment *experiment)
{
  g_return_if_fail (APM_IS_FACTS_PANE (self));
  g_return_if_fail (APM_IS_EXPERIMENT (experiment));

  g_set_object (&self->experiment, experiment);
  apm_fairness_clear (&self->fairness);
  self->looked_us = 0;
  gtk_label_set_label (GTK_LABEL (self->text), apm_problem_get_text (apm_experiment_get_problem (experiment)));
  show_expectation (self);
  apm_graph_set_samples (APM_GRAPH (self->speed), NULL, 0);
  apm_graph_set_text (APM_GRAPH (self->speed), "");
  apm_facts_pane_update (self);
}

static void
make_table (ApmFactsPane *self)
{
  self->table = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->table), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->table), 3);
  for (guint i = 0; i < N_COLUMNS; i++)
    gtk_grid_attach (GTK_GRID (self->table), make_label (_(titles[i]), "caption", i == NAME ? 0 : 1), i, 0, 1, 1);
}

static GtkWidget *
make_wrapped (void)
{
  GtkWidget *label = make_label (NULL, NULL, 0);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);

  return label;
}

static void
append (GtkWidget  *box,
        const char *title,
        GtkWidget  *content)
{
  gtk_box_append (GTK_BOX (box), make_label (title, "heading", 0));
  gtk_box_append (GTK_BOX (box), content);
}

static void
apm_facts_pane_dispose (GObject *object)
{
  g_clear_object (&APM_FACTS_PANE (object)->experiment);

  G_OBJECT_CLASS (apm_facts_pane_parent_class)->dispose (object);
}

static void
apm_facts_pane_class_init (ApmFactsPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_facts_pane_dispose;
}

static void
apm_facts_pane_init (ApmFactsPane *self)
{
  static const ApmGraphKind kind = { .capacity = SAMPLES, .n_series = 1, .scale = APM_GRAPH_DECIMAL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 12);

  self->text = make_wrapped ();
  self->expectation = make_wrapped ();
  self->speed = apm_graph_new ();
  apm_graph_set_kind (APM_GRAPH (self->speed), &kind);
  apm_graph_set_title (APM_GRAPH (self->speed), _("Throughput"));
  gtk_widget_set_size_request (self->speed, -1, 60);
  self->waits = apm_bars_new (_("Waiting times: median and longest"), 1, 0);
  gtk_widget_set_size_request (self->waits, -1, 60);
  make_table (self);

  append (box, _("The problem"), self->text);
  append (box, _("What to expect"), self->expectation);
  append (box, _("Throughput"), self->speed);
  append (box, _("Waiting times"), self->waits);
  gtk_box_append (GTK_BOX (box), self->table);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

GtkWidget *
apm_facts_pane_new (void)
{
  return g_object_new (APM_TYPE_FACTS_PANE, NULL);
}
