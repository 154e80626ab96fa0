/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-order-picture.h"

#include <glib/gi18n.h>

#include "apm-palette.h"
#include "apm-why-geometry.h"
#include "apm-why-lines.h"

#define MOST_LOCKS 64    /* more cannot be read */
#define PADDING    10
#define MARGIN     12

typedef struct {
  guint number;              /* of the lock in the model */
  char *name;
  gboolean in_ring;
} Node;

struct _ApmOrderPicture
{
  GtkWidget parent_instance;
  GArray *nodes;             /* of Node */
  GArray *edges;             /* of ApmWhyEdge: numbers of nodes */
  GArray *in_ring;           /* of gboolean, an edge each */
  ApmWhyLayout *layout;      /* for @room; NULL: to be made */
  float room;
};

G_DEFINE_FINAL_TYPE (ApmOrderPicture, apm_order_picture, GTK_TYPE_WIDGET)

static void
node_clear (gpointer data)
{
  g_free (((Node *) data)->name);
}

/* What there is to draw */

static int
find_node (ApmOrderPicture *self,
           guint            number,
           const char      *name)
{
  Node node = { number, NULL, FALSE };

  for (guint i = 0; i < self->nodes->len; i++)
    if (g_array_index (self->nodes, Node, i).number == number)
      return (int) i;
  if (self->nodes->len >= MOST_LOCKS)
    return -1;

  node.name = g_strdup (name);
  g_array_append_val (self->nodes, node);

  return (int) self->nodes->len - 1;
}

static gboolean
is_in_ring (ApmLensReport        *report,
            const ApmLensEdgeRow *edge)
{
  for (guint r = 0; r < report->rings->len; r++)
    {
      GPtrArray *ring = report->rings->pdata[r];

      for (guint e = 0; e < ring->len; e++)
        {
          const ApmLensEdgeRow *other = ring->pdata[e];

          if (other->from == edge->from && other->to == edge->to)
            return TRUE;
        }
    }

  return FALSE;
}

/* Of several threads between the same two locks one arrow is enough. */
static void
add_edge (ApmOrderPicture      *self,
          ApmLensReport        *report,
          const ApmLensEdgeRow *edge)
{
  int from = find_node (self, edge->from, edge->held);
  int to = find_node (self, edge->to, edge->taken);
  ApmWhyEdge one = { (guint) from, (guint) to };
  gboolean in_ring = is_in_ring (report, edge);

  if (from < 0 || to < 0)
    return;
  for (guint i = 0; i < self->edges->len; i++)
    if (g_array_index (self->edges, ApmWhyEdge, i).from == one.from
        && g_array_index (self->edges, ApmWhyEdge, i).to == one.to)
      return;

  g_array_append_val (self->edges, one);
  g_array_append_val (self->in_ring, in_ring);
  g_array_index (self->nodes, Node, from).in_ring |= in_ring;
  g_array_index (self->nodes, Node, to).in_ring |= in_ring;
}

/* The same in words. */
static void
describe (ApmOrderPicture *self,
          ApmLensReport   *report)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->edges->len; i++)
    {
      const ApmWhyEdge *edge = &g_array_index (self->edges, ApmWhyEdge, i);

      g_string_append_printf (text, i > 0 ? "; " : "");
      g_string_append_printf (text, _("%s, then %s"), g_array_index (self->nodes, Node, edge->from).name,
                              g_array_index (self->nodes, Node, edge->to).name);
    }
  for (guint i = 0; report && i < report->rings->len; i++)
    {
      g_autofree char *ring = apm_lens_report_dup_ring (report->rings->pdata[i]);

      g_string_append_printf (text, ". %s", ring);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text->len > 0 ? text->str : _("no lock was taken while another one was held"), -1);
}

/**
 * apm_order_picture_set_report:
 * @report: (nullable)
 */
void
apm_order_picture_set_report (ApmOrderPicture *self,
                              ApmLensReport   *report)
{
  guint n_nodes, n_edges, n_rings = 0;

  g_return_if_fail (APM_IS_ORDER_PICTURE (self));

  n_nodes = self->nodes->len;
  n_edges = self->edges->len;
  for (guint i = 0; i < self->in_ring->len; i++)
    n_rings += g_array_index (self->in_ring, gboolean, i) ? 1 : 0;
  g_array_set_size (self->nodes, 0);
  g_array_set_size (self->edges, 0);
  g_array_set_size (self->in_ring, 0);
  for (guint i = 0; report && i < report->edges->len; i++)
    add_edge (self, report, report->edges->pdata[i]);
  for (guint i = 0; i < self->in_ring->len; i++)
    n_rings -= g_array_index (self->in_ring, gboolean, i) ? 1 : 0;

  describe (self, report);
  g_clear_pointer (&self->layout, apm_why_layout_free);
  if (n_nodes != self->nodes->len || n_edges != self->edges->len || n_rings != 0)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Where it is */

static PangoLayout *
create_text (ApmOrderPicture *self,
             const Node      *node)
{
  g_autofree char *text = node->in_ring ? g_strconcat ("⟳ ", node->name, NULL) : g_strdup (node->name);

  return gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
}

static void
lay_out (ApmOrderPicture *self,
         float            room)
{
  g_autofree ApmWhyBox *boxes = g_new0 (ApmWhyBox, MAX (self->nodes->len, 1));
  const ApmWhyEdge *edges = (const ApmWhyEdge *) (gpointer) self->edges->data;

  if (self->layout && self->room == room)
    return;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      g_autoptr(PangoLayout) text = create_text (self, &g_array_index (self->nodes, Node, i));
      int width, height;

      pango_layout_get_pixel_size (text, &width, &height);
      boxes[i].width = (float) width + 2 * PADDING;
      boxes[i].height = (float) height + PADDING;
      boxes[i].rank = i;
    }
  apm_why_find_depths (boxes, self->nodes->len, edges, self->edges->len);
  g_clear_pointer (&self->layout, apm_why_layout_free);
  self->layout = apm_why_layout_new (boxes, self->nodes->len, edges, self->edges->len, 16, room,
                                     gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL);
  self->room = room;
}

static void
apm_order_picture_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  ApmOrderPicture *self = APM_ORDER_PICTURE (widget);

  *minimum = *natural = 240;
  if (self->nodes->len == 0)
    return;
  lay_out (self, orientation == GTK_ORIENTATION_VERTICAL && for_size > 0 ? (float) for_size - 2 * MARGIN : 600);
  *natural = (int) (orientation == GTK_ORIENTATION_VERTICAL ? self->layout->height : self->layout->width) + 2 * MARGIN;
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? *natural : MIN (*natural, 240);
}

static GtkSizeRequestMode
apm_order_picture_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Drawing */

static void
draw_box (ApmOrderPicture *self,
          GtkSnapshot     *snapshot,
          guint            i,
          const ApmInk    *ink)
{
  const Node *node = &g_array_index (self->nodes, Node, i);
  const graphene_rect_t *box = &self->layout->boxes[i];
  g_autoptr(PangoLayout) text = create_text (self, node);
  const GdkRGBA *edge = node->in_ring ? &ink->error : &ink->dim;
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, box, 8);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &ink->background, box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1.5f, 1.5f, 1.5f, 1.5f },
                              (GdkRGBA[4]) { *edge, *edge, *edge, *edge });
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (box->origin.x + PADDING, box->origin.y + PADDING / 2.0f));
  gtk_snapshot_append_layout (snapshot, text, &ink->text);
  gtk_snapshot_restore (snapshot);
}

static void
draw_edges (ApmOrderPicture *self,
            GtkSnapshot     *snapshot,
            const ApmInk    *ink)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (-MARGIN, -MARGIN,
                                                                          self->layout->width + 2 * MARGIN,
                                                                          self->layout->height + 2 * MARGIN));

  for (int in_ring = 0; in_ring <= 1; in_ring++)
    for (guint i = 0; i < self->layout->n_edges; i++)
      if (!g_array_index (self->in_ring, gboolean, i) == !in_ring)
        {
          gdk_cairo_set_source_rgba (cr, in_ring ? &ink->error : &ink->dim);
          cairo_set_line_width (cr, in_ring ? 2.5 : 1.5);
          apm_why_lines_draw_route (cr, &self->layout->routes[i]);
        }
  cairo_destroy (cr);
}

static void
apm_order_picture_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  ApmOrderPicture *self = APM_ORDER_PICTURE (widget);
  ApmInk ink;

  if (self->nodes->len == 0)
    return;

  apm_ink_read (&ink, widget);
  lay_out (self, (float) gtk_widget_get_width (widget) - 2 * MARGIN);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (MARGIN, MARGIN));
  draw_edges (self, snapshot, &ink);
  for (guint i = 0; i < self->nodes->len; i++)
    draw_box (self, snapshot, i, &ink);
}

/* The object */

static void
apm_order_picture_finalize (GObject *object)
{
  ApmOrderPicture *self = APM_ORDER_PICTURE (object);

  g_clear_pointer (&self->layout, apm_why_layout_free);
  g_array_unref (self->nodes);
  g_array_unref (self->edges);
  g_array_unref (self->in_ring);

  G_OBJECT_CLASS (apm_order_picture_parent_class)->finalize (object);
}

static void
apm_order_picture_class_init (ApmOrderPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = apm_order_picture_finalize;
  widget_class->measure = apm_order_picture_measure;
  widget_class->get_request_mode = apm_order_picture_get_request_mode;
  widget_class->snapshot = apm_order_picture_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
apm_order_picture_init (ApmOrderPicture *self)
{
  self->nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  g_array_set_clear_func (self->nodes, node_clear);
  self->edges = g_array_new (FALSE, FALSE, sizeof (ApmWhyEdge));
  self->in_ring = g_array_new (FALSE, FALSE, sizeof (gboolean));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Order of the locks"), -1);
}

GtkWidget *
apm_order_picture_new (void)
{
  return g_object_new (APM_TYPE_ORDER_PICTURE, NULL);
}
