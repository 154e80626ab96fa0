/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-timeline-private.h"

#include <glib/gi18n.h>

#include "apm-say.h"

enum { POSITION_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmTimeline, apm_timeline, GTK_TYPE_WIDGET)

/**
 * apm_timeline_say:
 *
 * Until the pointer or the cursor stands on something else.
 */
void
apm_timeline_say (ApmTimeline *self,
                  const char  *text)
{
  apm_say (GTK_WIDGET (self->details), text);
}

static void
on_details (ApmTimeline *self)
{
  const char *text = apm_timeline_chart_get_details (self->chart);

  apm_timeline_say (self, text ? text : "");
  apm_say_tooltip (GTK_WIDGET (self->details), text);
}

/* It keeps its room: the lanes do not move when there is one more. */
static void
on_scrolled (GtkWidget     *bar,
             GtkAdjustment *down)
{
  gtk_widget_set_opacity (bar, gtk_adjustment_get_upper (down) > gtk_adjustment_get_page_size (down) ? 1 : 0);
}

static void
on_position_changed (ApmTimeline *self,
                     gint64       time)
{
  g_signal_emit (self, signals[POSITION_CHANGED], 0, time);
}

static void
zoom_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmTimelineChart *chart = APM_TIMELINE (widget)->chart;
  int way = g_variant_get_int32 (parameter);
  g_autofree char *heading = NULL;

  if (way == 0)
    apm_timeline_chart_fit (chart);
  else
    apm_timeline_chart_zoom (chart, way > 0 ? APM_TIMELINE_ZOOM_STEP : 1 / APM_TIMELINE_ZOOM_STEP);
  /* Who does not see it hears what is in view now. */
  heading = apm_timeline_chart_dup_heading (chart);
  apm_timeline_say (APM_TIMELINE (widget), heading);
}

static void
find_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  apm_timeline_find (APM_TIMELINE (widget), g_variant_get_boolean (parameter));
}

static void
other_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  static const struct {
    const char *name;
    void (*act) (ApmTimeline *);
  } acts[] = {
    { "timeline.longest", apm_timeline_find_longest },
    { "timeline.bookmark", apm_timeline_add_bookmark },
    { "timeline.save", apm_timeline_save },
    { "timeline.copy", apm_timeline_copy },
  };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (acts[i].name, action_name))
      acts[i].act (APM_TIMELINE (widget));
}

static void
update_actions (ApmTimeline *self)
{
  static const char *const names[] = { "timeline.zoom", "timeline.find", "timeline.longest", "timeline.bookmark",
                                       "timeline.save", "timeline.copy" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], apm_timeline_get_source (self) != NULL);
}

static void
bind_keys (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    int way;
  } zooms[] = {
    { GDK_KEY_plus, 1 }, { GDK_KEY_equal, 1 }, { GDK_KEY_KP_Add, 1 },
    { GDK_KEY_minus, -1 }, { GDK_KEY_KP_Subtract, -1 },
    { GDK_KEY_0, 0 }, { GDK_KEY_KP_0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    gtk_widget_class_add_binding_action (widget_class, zooms[i].key, GDK_CONTROL_MASK, "timeline.zoom", "i", zooms[i].way);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_g, GDK_CONTROL_MASK, "timeline.find", "b", FALSE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_g, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "timeline.find", "b", TRUE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_b, GDK_CONTROL_MASK, "timeline.bookmark", NULL);
}

static void
apm_timeline_dispose (GObject *object)
{
  ApmTimeline *self = APM_TIMELINE (object);
  GtkWidget *child;

  g_clear_object (&self->chooser);
  /* What it would tell is for those that are still there. */
  if (gtk_widget_get_first_child (GTK_WIDGET (self)))
    apm_timeline_chart_set_source (self->chart, NULL);
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
  gtk_widget_class_install_action (widget_class, "timeline.zoom", "i", zoom_action);
  gtk_widget_class_install_action (widget_class, "timeline.find", "b", find_action);
  gtk_widget_class_install_action (widget_class, "timeline.longest", NULL, other_action);
  gtk_widget_class_install_action (widget_class, "timeline.bookmark", NULL, other_action);
  gtk_widget_class_install_action (widget_class, "timeline.save", NULL, other_action);
  gtk_widget_class_install_action (widget_class, "timeline.copy", NULL, other_action);
  bind_keys (widget_class);
}

static void
apm_timeline_init (ApmTimeline *self)
{
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *chart = apm_timeline_chart_new ();
  GtkWidget *details = gtk_label_new (NULL), *bar;

  self->chart = APM_TIMELINE_CHART (chart);
  self->details = GTK_LABEL (details);
  self->longest = APM_SPAN_NOWHERE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline"), -1);
  gtk_widget_set_hexpand (chart, TRUE);
  gtk_widget_set_vexpand (chart, TRUE);
  gtk_box_append (GTK_BOX (middle), chart);
  bar = gtk_scrollbar_new (GTK_ORIENTATION_VERTICAL, apm_timeline_chart_get_adjustment (self->chart));
  gtk_box_append (GTK_BOX (middle), bar);
  g_signal_connect_object (apm_timeline_chart_get_adjustment (self->chart), "changed", G_CALLBACK (on_scrolled), bar,
                           G_CONNECT_SWAPPED);
  gtk_label_set_xalign (self->details, 0);
  gtk_label_set_ellipsize (self->details, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (details, "apm-timeline-details");
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (apm_timeline_make_tools (self), GTK_WIDGET (self));
  gtk_widget_set_parent (middle, GTK_WIDGET (self));
  gtk_widget_set_parent (details, GTK_WIDGET (self));
  g_signal_connect_swapped (chart, "notify::details", G_CALLBACK (on_details), self);
  g_signal_connect_swapped (chart, "position-changed", G_CALLBACK (on_position_changed), self);
  g_signal_connect_swapped (chart, "bookmarks-changed", G_CALLBACK (apm_timeline_fill_bookmarks), self);
  apm_timeline_fill_bookmarks (self);
  update_actions (self);
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

  self->longest = APM_SPAN_NOWHERE;
  apm_timeline_chart_set_source (self->chart, source);
  update_actions (self);
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
