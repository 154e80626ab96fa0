/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-picture.h"

#include <glib/gi18n.h>
#include <math.h>

#include "apm-palette.h"
#include "apm-why-geometry.h"
#include "apm-why-node.h"

#define TIP 6

/* Made to fit, it becomes no smaller than can be read, and no larger than ordinary text. */
#define LEAST_FIT 0.75

struct _ApmWhyPicture
{
  GtkWidget parent_instance;
  const ApmWaitChain *chain;   /* of whoever shows us */
  GPtrArray *nodes;            /* of ApmWhyNode, as the chain's */
  GPtrArray *labels;           /* of PangoLayout, what is written at their hops; or NULL */
  ApmWhyLayout *layout;
  double zoom;                 /* asked for; 0: to fit */
  double scale;                /* what came of it */
  guint selected;
  gboolean is_following;       /* buttons are set by us, not by a person */
};

enum { NODE_SELECTED, NODE_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmWhyPicture, apm_why_picture, GTK_TYPE_WIDGET)

static float
get_text_size (PangoLayout *text,
               float       *height)
{
  int w = 0, h = 0;

  if (text)
    pango_layout_get_pixel_size (text, &w, &h);
  if (height)
    *height = h;

  return w;
}

static void
lay_out (ApmWhyPicture *self)
{
  guint n = self->nodes->len, n_hops = self->chain ? self->chain->hops->len : 0;
  g_autofree ApmWhyBox *boxes = g_new0 (ApmWhyBox, n);
  g_autofree ApmWhyEdge *edges = g_new0 (ApmWhyEdge, n_hops);
  float line = 0;

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *node = self->nodes->pdata[i];
      float height;
      int width, tall;

      gtk_widget_measure (node, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
      gtk_widget_measure (node, GTK_ORIENTATION_VERTICAL, width, NULL, &tall, NULL, NULL);
      boxes[i].width = width;
      boxes[i].height = tall;
      boxes[i].label = get_text_size (self->labels->pdata[i], &height);
      line = MAX (line, height);
    }
  for (guint i = 0; i < n_hops; i++)
    {
      const ApmWaitHop *hop = &g_array_index (self->chain->hops, ApmWaitHop, i);

      edges[i] = (ApmWhyEdge) { hop->from, hop->to };
    }

  apm_why_find_depths (boxes, n, edges, n_hops);
  g_clear_pointer (&self->layout, apm_why_layout_free);
  self->layout = apm_why_layout_new (boxes, n, edges, n_hops, line,
                                     gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL);
}

static void
apm_why_picture_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  ApmWhyPicture *self = APM_WHY_PICTURE (widget);
  double size;

  lay_out (self);
  size = orientation == GTK_ORIENTATION_HORIZONTAL ? self->layout->width : self->layout->height;
  *minimum = ceil (size * (self->zoom > 0 ? self->zoom : LEAST_FIT));
  *natural = ceil (size * (self->zoom > 0 ? self->zoom : 1));
}

/* Small pictures stand in the middle. */
static void
get_offset (ApmWhyPicture *self,
            int            width,
            int            height,
            float         *x,
            float         *y)
{
  *x = MAX (0, floor ((width - self->scale * self->layout->width) / 2));
  *y = MAX (0, floor ((height - self->scale * self->layout->height) / 2));
}

static void
apm_why_picture_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  ApmWhyPicture *self = APM_WHY_PICTURE (widget);
  float x, y;

  self->scale = self->zoom > 0 ? self->zoom
                               : CLAMP (MIN (width / MAX (self->layout->width, 1), height / MAX (self->layout->height, 1)),
                                        LEAST_FIT, 1);
  get_offset (self, width, height, &x, &y);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const graphene_rect_t *box = &self->layout->boxes[i];
      GskTransform *transform = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (x, y));

      transform = gsk_transform_scale (transform, self->scale, self->scale);
      transform = gsk_transform_translate (transform, &box->origin);
      gtk_widget_allocate (self->nodes->pdata[i], box->size.width, box->size.height, -1, transform);
    }
}

static void
draw_tip (cairo_t                *cr,
          const graphene_point_t *from,
          const graphene_point_t *at)
{
  double angle = atan2 (at->y - from->y, at->x - from->x);

  cairo_set_dash (cr, NULL, 0, 0);
  cairo_move_to (cr, at->x, at->y);
  cairo_line_to (cr, at->x - TIP * 1.4 * cos (angle - 0.45), at->y - TIP * 1.4 * sin (angle - 0.45));
  cairo_line_to (cr, at->x - TIP * 1.4 * cos (angle + 0.45), at->y - TIP * 1.4 * sin (angle + 0.45));
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_route (cairo_t           *cr,
            const ApmWhyRoute *route,
            const ApmWaitHop  *hop,
            const ApmInk      *ink)
{
  static const double dashes[] = { 6, 4 }, dots[] = { 2, 4 };
  const graphene_point_t *end = &route->curves[route->n_curves - 1].end;
  const graphene_point_t *before = &route->curves[route->n_curves - 1].c2;

  gdk_cairo_set_source_rgba (cr, hop->in_knot ? &ink->error : &ink->dim);
  cairo_set_line_width (cr, hop->in_knot ? 2.5 : 1.5);
  if (hop->grade == APM_WAIT_GRADE_LIKELY)
    cairo_set_dash (cr, dashes, 2, 0);
  else if (hop->grade == APM_WAIT_GRADE_UNKNOWN)
    cairo_set_dash (cr, dots, 2, 0);
  else
    cairo_set_dash (cr, NULL, 0, 0);

  cairo_move_to (cr, route->start.x, route->start.y);
  for (guint i = 0; i < route->n_curves; i++)
    cairo_curve_to (cr, route->curves[i].c1.x, route->curves[i].c1.y, route->curves[i].c2.x, route->curves[i].c2.y,
                    route->curves[i].end.x, route->curves[i].end.y);
  cairo_stroke (cr);
  draw_tip (cr, before, end);
}

/* It scales by itself: what GTK 4.8 draws with cairo below a scaled snapshot is out of place. */
static void
draw_lines (ApmWhyPicture *self,
            GtkSnapshot   *snapshot,
            float          x,
            float          y,
            const ApmInk  *ink)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  cairo_translate (cr, x, y);
  cairo_scale (cr, self->scale, self->scale);

  /* The circle last, so that it lies above the others. */
  for (int in_knot = 0; in_knot <= 1; in_knot++)
    for (guint i = 0; i < self->layout->n_edges; i++)
      {
        const ApmWaitHop *hop = &g_array_index (self->chain->hops, ApmWaitHop, i);

        if (!hop->in_knot == !in_knot)
          draw_route (cr, &self->layout->routes[i], hop, ink);
      }
  cairo_destroy (cr);
}

static void
apm_why_picture_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  ApmWhyPicture *self = APM_WHY_PICTURE (widget);
  float x, y;
  ApmInk ink;

  if (self->chain == NULL || self->layout == NULL || self->layout->n_edges != self->chain->hops->len)
    return;

  apm_ink_read (&ink, widget);
  get_offset (self, gtk_widget_get_width (widget), gtk_widget_get_height (widget), &x, &y);
  draw_lines (self, snapshot, x, y, &ink);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_scale (snapshot, self->scale, self->scale);
  for (guint i = 0; i < self->labels->len; i++)
    if (self->labels->pdata[i] && self->layout->labels[i].size.width > 0)
      {
        gtk_snapshot_save (snapshot);
        gtk_snapshot_translate (snapshot, &self->layout->labels[i].origin);
        gtk_snapshot_append_layout (snapshot, self->labels->pdata[i], &ink.dim);
        gtk_snapshot_restore (snapshot);
      }
  gtk_snapshot_restore (snapshot);

  GTK_WIDGET_CLASS (apm_why_picture_parent_class)->snapshot (widget, snapshot);
}

static PangoLayout *
create_label (ApmWhyPicture      *self,
              const ApmWaitChain *chain,
              guint               index)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, index);
  g_autofree char *text = node->wait && node->wait->n_groups > 0 ? apm_wait_words_object (node->wait) : NULL;
  PangoAttrList *attributes;
  PangoLayout *layout;

  if (text == NULL || *text == '\0')
    return NULL;

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_scale_new (0.85));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
  if (get_text_size (layout, NULL) > 180)
    pango_layout_set_width (layout, 180 * PANGO_SCALE);

  return layout;
}

static void
clear_label (gpointer label)
{
  if (label)
    g_object_unref (label);
}

static void
on_toggled (ApmWhyPicture   *self,
            GtkToggleButton *button)
{
  guint index;

  if (self->is_following || !g_ptr_array_find (self->nodes, button, &index))
    return;

  /* One is always chosen: a second click on it goes there. */
  if (index == self->selected)
    {
      self->is_following = TRUE;
      gtk_toggle_button_set_active (button, TRUE);
      self->is_following = FALSE;
      g_signal_emit (self, signals[NODE_ACTIVATED], 0, index);
      return;
    }
  apm_why_picture_set_selected (self, index);
  g_signal_emit (self, signals[NODE_SELECTED], 0, index);
}

static void
add_node (ApmWhyPicture *self)
{
  GtkWidget *node = apm_why_node_new ();

  g_signal_connect_swapped (node, "toggled", G_CALLBACK (on_toggled), self);
  gtk_widget_set_parent (node, GTK_WIDGET (self));
  g_ptr_array_add (self->nodes, node);
}

static char *
dup_description (const ApmWaitChain *chain)
{
  g_autofree char *verdict = apm_wait_words_verdict (chain);

  return verdict ? g_steal_pointer (&verdict) : apm_wait_words_node (chain, 0);
}

/**
 * apm_why_picture_set_chain:
 * @chain: (nullable): shown until the next; the caller keeps it alive
 */
void
apm_why_picture_set_chain (ApmWhyPicture      *self,
                           const ApmWaitChain *chain)
{
  guint n = chain ? chain->nodes->len : 0;

  g_return_if_fail (APM_IS_WHY_PICTURE (self));

  self->chain = chain;
  while (self->nodes->len > n)
    {
      gtk_widget_unparent (self->nodes->pdata[self->nodes->len - 1]);
      g_ptr_array_set_size (self->nodes, self->nodes->len - 1);
    }
  while (self->nodes->len < n)
    add_node (self);

  g_ptr_array_set_size (self->labels, 0);
  for (guint i = 0; i < n; i++)
    {
      apm_why_node_set (self->nodes->pdata[i], chain, i);
      g_ptr_array_add (self->labels, create_label (self, chain, i));
    }
  if (n > 0)
    {
      g_autofree char *text = dup_description (chain);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * apm_why_picture_set_selected:
 * @index: of one of the chain's nodes; of none where there is no such
 *
 * Emits nothing.
 */
void
apm_why_picture_set_selected (ApmWhyPicture *self,
                              guint          index)
{
  g_return_if_fail (APM_IS_WHY_PICTURE (self));

  self->selected = index;
  self->is_following = TRUE;
  for (guint i = 0; i < self->nodes->len; i++)
    gtk_toggle_button_set_active (self->nodes->pdata[i], i == index);
  self->is_following = FALSE;
}

guint
apm_why_picture_get_selected (ApmWhyPicture *self)
{
  return self->selected;
}

/**
 * apm_why_picture_set_zoom:
 * @zoom: 1: the size of ordinary text; 0: to fit into the room there is
 */
void
apm_why_picture_set_zoom (ApmWhyPicture *self,
                          double         zoom)
{
  g_return_if_fail (APM_IS_WHY_PICTURE (self));

  self->zoom = zoom > 0 ? CLAMP (zoom, APM_WHY_LEAST_ZOOM, APM_WHY_MOST_ZOOM) : 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * apm_why_picture_get_scale:
 *
 * Returns: how large it is shown; 1: the size of ordinary text
 */
double
apm_why_picture_get_scale (ApmWhyPicture *self)
{
  return self->scale;
}

static gboolean
on_scroll (ApmWhyPicture            *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *scroll)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if (!(state & GDK_CONTROL_MASK) || dy == 0)
    return GDK_EVENT_PROPAGATE;

  apm_why_picture_set_zoom (self, dy < 0 ? self->scale * APM_WHY_ZOOM_STEP : self->scale / APM_WHY_ZOOM_STEP);

  return GDK_EVENT_STOP;
}

/* The font may have changed. */
static void
apm_why_picture_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  ApmWhyPicture *self = APM_WHY_PICTURE (widget);

  GTK_WIDGET_CLASS (apm_why_picture_parent_class)->css_changed (widget, change);

  for (guint i = 0; i < self->labels->len; i++)
    if (self->labels->pdata[i])
      pango_layout_context_changed (self->labels->pdata[i]);
  gtk_widget_queue_resize (widget);
}

static void
apm_why_picture_dispose (GObject *object)
{
  apm_why_picture_set_chain (APM_WHY_PICTURE (object), NULL);

  G_OBJECT_CLASS (apm_why_picture_parent_class)->dispose (object);
}

static void
apm_why_picture_finalize (GObject *object)
{
  ApmWhyPicture *self = APM_WHY_PICTURE (object);

  g_clear_pointer (&self->layout, apm_why_layout_free);
  g_ptr_array_unref (self->nodes);
  g_ptr_array_unref (self->labels);

  G_OBJECT_CLASS (apm_why_picture_parent_class)->finalize (object);
}

static void
apm_why_picture_class_init (ApmWhyPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = apm_why_picture_dispose;
  object_class->finalize = apm_why_picture_finalize;
  widget_class->measure = apm_why_picture_measure;
  widget_class->size_allocate = apm_why_picture_size_allocate;
  widget_class->snapshot = apm_why_picture_snapshot;
  widget_class->css_changed = apm_why_picture_css_changed;

  signals[NODE_SELECTED] = g_signal_new ("node-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[NODE_ACTIVATED] = g_signal_new ("node-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_css_name (widget_class, "apm-why");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
apm_why_picture_init (ApmWhyPicture *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  self->nodes = g_ptr_array_new ();
  self->labels = g_ptr_array_new_with_free_func (clear_label);
  self->scale = 1;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Who waits for whom"), -1);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
