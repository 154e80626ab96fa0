/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-timeline-chart-private.h"

#include "apm-timeline-words.h"

enum { PROP_0, PROP_DETAILS, PROP_FOLLOW, N_PROPS };
static GParamSpec *props[N_PROPS];

enum { BOOKMARKS_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmTimelineChart, apm_timeline_chart, GTK_TYPE_WIDGET)

/**
 * apm_timeline_chart_change:
 *
 * It looks different from now on.
 */
void
apm_timeline_chart_change (ApmTimelineChart *self)
{
  g_clear_pointer (&self->lanes, cairo_surface_destroy);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_details (ApmTimelineChart *self,
             char             *text)
{
  g_autofree char *taken = text;

  if (g_strcmp0 (text, self->details) == 0)
    return;

  g_free (self->details);
  self->details = g_steal_pointer (&taken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->details, -1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DETAILS]);
}

static char *
dup_selection_text (ApmTimelineChart *self)
{
  ApmSpanIndex *index = apm_timeline_source_lock (self->source);
  ApmSpanTotals totals;
  ApmSpan longest;
  gboolean has_longest;

  apm_span_index_sum (index, self->selected_from, self->selected_to, &totals);
  has_longest = apm_span_index_get (index, &totals.longest_at, &longest);
  apm_timeline_source_unlock (self->source);

  return apm_timeline_dup_totals (self->source, (double) (self->selected_to - self->selected_from), &totals,
                                  has_longest ? &longest : NULL);
}

/**
 * apm_timeline_chart_say:
 *
 * Says what is under the pointer, else what is selected, else where the cursor is.
 */
void
apm_timeline_chart_say (ApmTimelineChart *self)
{
  ApmSpanPlace place;
  ApmSpanColumn column;
  ApmSpan span;
  gboolean lasts = FALSE;

  if (self->source == NULL)
    {
      set_details (self, NULL);
    }
  else if (self->hover_x >= 0 &&
           apm_timeline_chart_find_span (self, self->hover_x, self->hover_y, &place, &span, &column))
    {
      if (column.n > 1)
        {
          set_details (self, apm_timeline_dup_several (column.n, column.kind, column.busy));
          return;
        }
      apm_timeline_chart_get_span (self, &place, &span, &lasts);
      set_details (self, apm_timeline_dup_span_text (self->source, &span, lasts, self->first));
    }
  else if (self->has_selection)
    {
      set_details (self, dup_selection_text (self));
    }
  else if (apm_timeline_chart_get_span (self, &self->cursor, &span, &lasts))
    {
      set_details (self, apm_timeline_dup_span_text (self->source, &span, lasts, self->first));
    }
  else
    {
      set_details (self, NULL);
    }
}

static void
on_source_changed (ApmTimelineChart *self)
{
  g_hash_table_remove_all (self->layouts);
  apm_timeline_chart_lay_out (self);
  apm_timeline_chart_change (self);
  apm_timeline_chart_say (self);
}

/**
 * apm_timeline_chart_move_view:
 *
 * The user has moved the view: it no longer follows.
 */
void
apm_timeline_chart_move_view (ApmTimelineChart *self)
{
  apm_timeline_chart_set_follow (self, FALSE);
  apm_timeline_chart_change (self);
}

static void
bookmark_free (gpointer data)
{
  ApmTimelineBookmark *bookmark = data;

  g_free (bookmark->name);
  g_free (bookmark);
}

static void
apm_timeline_chart_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  ApmTimelineChart *self = APM_TIMELINE_CHART (widget);

  apm_timeline_chart_lay_out (self);
  g_clear_pointer (&self->lanes, cairo_surface_destroy);
}

static void
apm_timeline_chart_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : APM_TIMELINE_RULER + 48;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 600 : 240;
}

static void
apm_timeline_chart_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  apm_timeline_chart_draw (APM_TIMELINE_CHART (widget), snapshot);
}

static void
apm_timeline_chart_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (apm_timeline_chart_parent_class)->css_changed (widget, change);
  apm_timeline_chart_forget_look (APM_TIMELINE_CHART (widget));
}

static void
apm_timeline_chart_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  ApmTimelineChart *self = APM_TIMELINE_CHART (object);

  switch (id)
    {
    case PROP_DETAILS:
      g_value_set_string (value, self->details);
      break;
    case PROP_FOLLOW:
      g_value_set_boolean (value, self->follow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
apm_timeline_chart_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_FOLLOW:
      apm_timeline_chart_set_follow (APM_TIMELINE_CHART (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
apm_timeline_chart_dispose (GObject *object)
{
  ApmTimelineChart *self = APM_TIMELINE_CHART (object);

  apm_timeline_chart_set_source (self, NULL);
  g_clear_object (&self->down);
  g_clear_pointer (&self->lanes, cairo_surface_destroy);
  if (self->has_ink)
    apm_timeline_ink_clear (&self->ink);
  self->has_ink = FALSE;

  G_OBJECT_CLASS (apm_timeline_chart_parent_class)->dispose (object);
}

static void
apm_timeline_chart_finalize (GObject *object)
{
  ApmTimelineChart *self = APM_TIMELINE_CHART (object);

  g_array_unref (self->tops);
  g_array_unref (self->lane_rows);
  g_array_unref (self->marks);
  g_array_unref (self->columns);
  g_array_unref (self->boxes);
  g_ptr_array_unref (self->bookmarks);
  g_hash_table_unref (self->layouts);
  g_free (self->details);

  G_OBJECT_CLASS (apm_timeline_chart_parent_class)->finalize (object);
}

static void
apm_timeline_chart_class_init (ApmTimelineChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = apm_timeline_chart_dispose;
  object_class->finalize = apm_timeline_chart_finalize;
  object_class->get_property = apm_timeline_chart_get_property;
  object_class->set_property = apm_timeline_chart_set_property;
  widget_class->size_allocate = apm_timeline_chart_size_allocate;
  widget_class->measure = apm_timeline_chart_measure;
  widget_class->snapshot = apm_timeline_chart_snapshot;
  widget_class->css_changed = apm_timeline_chart_css_changed;

  props[PROP_DETAILS] = g_param_spec_string ("details", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_FOLLOW] = g_param_spec_boolean ("follow", NULL, NULL, TRUE,
                                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_signal_new ("position-changed", APM_TYPE_TIMELINE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_INT64);
  signals[BOOKMARKS_CHANGED] = g_signal_new ("bookmarks-changed", APM_TYPE_TIMELINE_CHART, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "apm-timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
apm_timeline_chart_init (ApmTimelineChart *self)
{
  self->down = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  self->tops = g_array_new (FALSE, TRUE, sizeof (double));
  self->lane_rows = g_array_new (FALSE, TRUE, sizeof (guint8));
  self->marks = g_array_new (FALSE, FALSE, sizeof (ApmTimelineMark));
  self->columns = g_array_new (FALSE, FALSE, sizeof (ApmSpanColumn));
  self->boxes = g_array_new (FALSE, FALSE, sizeof (ApmTimelineBox));
  self->bookmarks = g_ptr_array_new_with_free_func (bookmark_free);
  self->layouts = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->cursor = APM_SPAN_NOWHERE;
  self->position = -1;
  self->hover_x = -1;
  self->follow = TRUE;
  apm_timeline_view_init (&self->view, FALSE);
  g_signal_connect_object (self->down, "value-changed", G_CALLBACK (apm_timeline_chart_change), self, G_CONNECT_SWAPPED);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  apm_timeline_chart_init_input (self);
  apm_timeline_chart_init_keys (self);
}

GtkWidget *
apm_timeline_chart_new (void)
{
  return g_object_new (APM_TYPE_TIMELINE_CHART, NULL);
}

/**
 * apm_timeline_chart_get_adjustment:
 *
 * Returns: (transfer none): which of the lanes are seen
 */
GtkAdjustment *
apm_timeline_chart_get_adjustment (ApmTimelineChart *self)
{
  return self->down;
}

/**
 * apm_timeline_chart_set_source:
 * @source: (nullable)
 *
 * All of it is seen, and what comes is followed.
 */
void
apm_timeline_chart_set_source (ApmTimelineChart  *self,
                               ApmTimelineSource *source)
{
  if (source == self->source)
    return;

  if (self->source)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_set_object (&self->source, source);
  self->cursor = APM_SPAN_NOWHERE;
  self->position = -1;
  self->has_selection = FALSE;
  g_ptr_array_set_size (self->bookmarks, 0);
  g_signal_emit (self, signals[BOOKMARKS_CHANGED], 0);
  if (self->down == NULL)
    return;

  apm_timeline_view_init (&self->view, source && apm_timeline_source_get_logical (source));
  if (source)
    g_signal_connect_object (source, "changed", G_CALLBACK (on_source_changed), self, G_CONNECT_SWAPPED);
  on_source_changed (self);
  apm_timeline_chart_fit (self);
}

ApmTimelineSource *
apm_timeline_chart_get_source (ApmTimelineChart *self)
{
  return self->source;
}
