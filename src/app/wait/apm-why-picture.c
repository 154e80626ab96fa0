/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-picture-private.h"

#include <glib/gi18n.h>

#include "apm-why-lines.h"
#include "apm-why-node.h"

enum { NODE_SELECTED, NODE_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmWhyPicture, apm_why_picture, GTK_TYPE_WIDGET)

static void
apm_why_picture_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  ApmWhyPicture *self = APM_WHY_PICTURE (widget);
  float x, y;
  cairo_t *cr;
  ApmInk ink;

  if (self->chain == NULL || self->layout == NULL || self->layout->n_edges != self->chain->hops->len)
    return;

  apm_ink_read (&ink, widget);
  apm_why_picture_get_offset (self, gtk_widget_get_width (widget), gtk_widget_get_height (widget), &x, &y);

  /* It scales by itself: what GTK 4.8 draws with cairo below a scaled snapshot is out of place. */
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                                 gtk_widget_get_height (widget)));
  cairo_translate (cr, x, y);
  cairo_scale (cr, self->scale, self->scale);
  apm_why_lines_draw (cr, self->layout, self->chain, &ink);
  cairo_destroy (cr);

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
  gboolean has_line = node->wait && (node->wait->n_groups > 0 || node->wait->n_candidates > 0);
  g_autofree char *text = has_line ? apm_wait_words_object (node->wait) : NULL;
  PangoAttrList *attributes;
  PangoLayout *layout;
  int width;

  if (text == NULL || *text == '\0')
    return NULL;

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_scale_new (0.85));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width > 180)
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

/* Who was there before keeps the button, with the focus, and the place among the others. */
static void
keep_nodes (ApmWhyPicture      *self,
            const ApmWaitChain *before,
            const ApmWaitChain *chain)
{
  g_autoptr(GPtrArray) old = g_steal_pointer (&self->nodes);
  g_autoptr(GArray) old_ranks = g_steal_pointer (&self->ranks);

  self->nodes = g_ptr_array_new ();
  self->ranks = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; chain && i < chain->nodes->len; i++)
    {
      guint j = 0, rank;

      while (j < old->len && (old->pdata[j] == NULL || !apm_why_node_is_same (apm_wait_chain_get_node (before, j),
                                                                               apm_wait_chain_get_node (chain, i))))
        j++;
      rank = j < old->len ? g_array_index (old_ranks, guint, j) : self->n_ranks++;
      g_array_append_val (self->ranks, rank);
      if (j < old->len)
        g_ptr_array_add (self->nodes, g_steal_pointer (&old->pdata[j]));
      else
        add_node (self);
    }
  for (guint j = 0; j < old->len; j++)
    if (old->pdata[j])
      gtk_widget_unparent (old->pdata[j]);
}

/**
 * apm_why_picture_set_chain:
 * @chain: (nullable): shown until the next; the caller keeps it alive, and the one
 *   before while this is done
 */
void
apm_why_picture_set_chain (ApmWhyPicture      *self,
                           const ApmWaitChain *chain)
{
  guint n = chain ? chain->nodes->len : 0;

  g_return_if_fail (APM_IS_WHY_PICTURE (self));

  keep_nodes (self, self->chain, chain);
  self->chain = chain;

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

/* Returns: (transfer none) (nullable): its button */
GtkWidget *
apm_why_picture_get_node (ApmWhyPicture *self,
                          guint          index)
{
  g_return_val_if_fail (APM_IS_WHY_PICTURE (self), NULL);

  return index < self->nodes->len ? self->nodes->pdata[index] : NULL;
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
  g_array_unref (self->ranks);
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
  widget_class->get_request_mode = apm_why_picture_get_request_mode;
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
  self->ranks = g_array_new (FALSE, FALSE, sizeof (guint));
  self->labels = g_ptr_array_new_with_free_func (clear_label);
  self->scale = 1;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Who waits for whom"), -1);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
