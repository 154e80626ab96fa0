/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-timeline.h"

#include <glib/gi18n.h>

#include "apm-say.h"
#include "apm-timeline-chart.h"

struct _ApmTimeline
{
  GtkWidget parent_instance;

  ApmTimelineChart *chart;
  GtkLabel *details;
};

enum { POSITION_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmTimeline, apm_timeline, GTK_TYPE_WIDGET)

static void
on_details (ApmTimeline *self)
{
  const char *text = apm_timeline_chart_get_details (self->chart);

  apm_say (GTK_WIDGET (self->details), text ? text : "");
}

static void
on_position_changed (ApmTimeline *self,
                     gint64       time)
{
  g_signal_emit (self, signals[POSITION_CHANGED], 0, time);
}

static void
apm_timeline_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (apm_timeline_parent_class)->dispose (object);
}

static void
apm_timeline_class_init (ApmTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_timeline_dispose;
  signals[POSITION_CHANGED] = g_signal_new ("position-changed", APM_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
apm_timeline_init (ApmTimeline *self)
{
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *chart = apm_timeline_chart_new ();
  GtkWidget *bar;

  self->chart = APM_TIMELINE_CHART (chart);
  self->details = GTK_LABEL (gtk_label_new (NULL));
  bar = gtk_scrollbar_new (GTK_ORIENTATION_VERTICAL, apm_timeline_chart_get_adjustment (self->chart));
  gtk_accessible_update_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline"), -1);
  gtk_widget_set_hexpand (chart, TRUE);
  gtk_widget_set_vexpand (chart, TRUE);
  gtk_box_append (GTK_BOX (middle), chart);
  gtk_box_append (GTK_BOX (middle), bar);
  gtk_label_set_xalign (self->details, 0);
  gtk_label_set_ellipsize (self->details, PANGO_ELLIPSIZE_END);
  gtk_widget_set_margin_start (GTK_WIDGET (self->details), 6);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (middle, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->details), GTK_WIDGET (self));
  g_signal_connect_swapped (chart, "notify::details", G_CALLBACK (on_details), self);
  g_signal_connect_swapped (chart, "position-changed", G_CALLBACK (on_position_changed), self);
}

GtkWidget *
apm_timeline_new (void)
{
  return g_object_new (APM_TYPE_TIMELINE, NULL);
}

/**
 * apm_timeline_set_source:
 * @source: (nullable): all of it is seen, and what comes is followed
 */
void
apm_timeline_set_source (ApmTimeline       *self,
                         ApmTimelineSource *source)
{
  g_return_if_fail (APM_IS_TIMELINE (self));

  apm_timeline_chart_set_source (self->chart, source);
}

ApmTimelineSource *
apm_timeline_get_source (ApmTimeline *self)
{
  return apm_timeline_chart_get_source (self->chart);
}

/**
 * apm_timeline_set_position:
 * @time: of the source; -1: none. It comes into view; no signal tells of it
 */
void
apm_timeline_set_position (ApmTimeline *self,
                           gint64       time)
{
  g_return_if_fail (APM_IS_TIMELINE (self));

  apm_timeline_chart_set_position (self->chart, time);
}

gint64
apm_timeline_get_position (ApmTimeline *self)
{
  return apm_timeline_chart_get_position (self->chart);
}
