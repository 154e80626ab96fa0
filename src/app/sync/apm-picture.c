/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-picture.h"

#include <adwaita.h>

/* A screen reader is told at most so often. */
#define DESCRIBE_MS 100

typedef struct {
  ApmPainter *painter;
  ApmScene scene;
  ApmMotion motion;
  char *description;
  guint describe_source;
  gint64 end_us;              /* until then each frame is drawn */
  guint tick;
} ApmPicturePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ApmPicture, apm_picture, GTK_TYPE_WIDGET)

static gint64
get_frame_us (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);

  return clock != NULL ? gdk_frame_clock_get_frame_time (clock) : g_get_monotonic_time ();
}

static void
describe (ApmPicture *self)
{
  ApmPicturePrivate *priv = apm_picture_get_instance_private (self);
  g_autofree char *text = APM_PICTURE_GET_CLASS (self)->describe (&priv->scene);

  if (g_strcmp0 (text, priv->description) == 0)
    return;

  g_free (priv->description);
  priv->description = g_steal_pointer (&text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  priv->description, -1);
}

static void
on_describe (gpointer user_data)
{
  ApmPicture *self = user_data;
  ApmPicturePrivate *priv = apm_picture_get_instance_private (self);

  priv->describe_source = 0;
  describe (self);
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  ApmPicturePrivate *priv = apm_picture_get_instance_private (APM_PICTURE (widget));

  gtk_widget_queue_draw (widget);
  if (apm_motion_prune (&priv->motion, gdk_frame_clock_get_frame_time (clock)) > 0 ||
      gdk_frame_clock_get_frame_time (clock) < priv->end_us)
    return G_SOURCE_CONTINUE;

  priv->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_ticking (ApmPicture *self)
{
  ApmPicturePrivate *priv = apm_picture_get_instance_private (self);

  if (priv->tick == 0)
    priv->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

/**
 * apm_picture_set_scene:
 * @scene: (transfer none): copied
 *
 * Shows @scene from the next frame on; of several between two frames the last.
 */
void
apm_picture_set_scene (ApmPicture     *self,
                       const ApmScene *scene)
{
  ApmPicturePrivate *priv = apm_picture_get_instance_private (self);

  g_return_if_fail (APM_IS_PICTURE (self));
  g_return_if_fail (scene != NULL);

  priv->scene = *scene;
  gtk_widget_queue_draw (GTK_WIDGET (self));

  if (priv->description == NULL)
    describe (self);
  else if (priv->describe_source == 0)
    priv->describe_source = g_timeout_add_once (DESCRIBE_MS, on_describe, self);
}

/**
 * apm_picture_add_items:
 * @events: what was put and got since, in order; told before the scene that
 *   they lead to is set
 *
 * Lets the items fly if the desktop wants motion and they are few enough.
 */
void
apm_picture_add_items (ApmPicture         *self,
                       const ApmItemEvent *events,
                       guint               n)
{
  ApmPicturePrivate *priv = apm_picture_get_instance_private (self);
  GtkWidget *widget = GTK_WIDGET (self);

  g_return_if_fail (APM_IS_PICTURE (self));

  if (!apm_picture_is_animated (self))
    {
      apm_motion_clear (&priv->motion);
      return;
    }

  apm_motion_add (&priv->motion, events, n, &priv->scene, get_frame_us (widget));
  if (priv->motion.n > 0)
    start_ticking (self);
}

/**
 * apm_picture_paint:
 * @cr: of a surface; its unit is a logical pixel of the widget
 *
 * Draws what the widget shows now, on its background.
 */
void
apm_picture_paint (ApmPicture *self,
                   cairo_t    *cr)
{
  ApmPicturePrivate *priv = apm_picture_get_instance_private (self);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  APM_PICTURE_GET_CLASS (self)->draw (self, snapshot, &priv->scene, get_frame_us (GTK_WIDGET (self)));
  node = gtk_snapshot_free_to_node (snapshot);

  gdk_cairo_set_source_rgba (cr, &apm_painter_get_ink (priv->painter)->background);
  cairo_paint (cr);
  if (node != NULL)
    {
      gsk_render_node_draw (node, cr);
      gsk_render_node_unref (node);
    }
}

/**
 * apm_picture_is_animated:
 *
 * Whether it is on the screen and the desktop wants motion.
 */
gboolean
apm_picture_is_animated (ApmPicture *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return gtk_widget_get_mapped (widget) && adw_get_enable_animations (widget);
}

/**
 * apm_picture_draw_until:
 * @end_us: of the frame clock; the past: nothing moves
 *
 * Draws each frame until then, for what is on its way somewhere.
 */
void
apm_picture_draw_until (ApmPicture *self,
                        gint64      end_us)
{
  ApmPicturePrivate *priv = apm_picture_get_instance_private (self);

  priv->end_us = end_us;
  if (get_frame_us (GTK_WIDGET (self)) < end_us)
    start_ticking (self);
}

const ApmMotion *
apm_picture_get_motion (ApmPicture *self)
{
  ApmPicturePrivate *priv = apm_picture_get_instance_private (self);

  return &priv->motion;
}

ApmPainter *
apm_picture_get_painter (ApmPicture *self)
{
  ApmPicturePrivate *priv = apm_picture_get_instance_private (self);

  return priv->painter;
}

static void
apm_picture_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  ApmPicture *self = APM_PICTURE (widget);
  ApmPicturePrivate *priv = apm_picture_get_instance_private (self);

  APM_PICTURE_GET_CLASS (self)->draw (self, snapshot, &priv->scene, get_frame_us (widget));
}

static void
apm_picture_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = wide ? 300 : 150;
  *natural = wide ? 560 : 360;
  *minimum_baseline = *natural_baseline = -1;
}

static void
reset (ApmPicture *self)
{
  ApmPicturePrivate *priv = apm_picture_get_instance_private (self);

  apm_painter_reset (priv->painter);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
apm_picture_css_changed (GtkWidget         *widget,
                         GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (apm_picture_parent_class)->css_changed (widget, change);
  reset (APM_PICTURE (widget));
}

static void
apm_picture_system_setting_changed (GtkWidget        *widget,
                                    GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (apm_picture_parent_class)->system_setting_changed (widget, setting);
  reset (APM_PICTURE (widget));
}

static void
apm_picture_finalize (GObject *object)
{
  ApmPicturePrivate *priv = apm_picture_get_instance_private (APM_PICTURE (object));

  g_clear_handle_id (&priv->describe_source, g_source_remove);
  apm_painter_free (priv->painter);
  g_free (priv->description);

  G_OBJECT_CLASS (apm_picture_parent_class)->finalize (object);
}

static void
apm_picture_class_init (ApmPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = apm_picture_finalize;

  widget_class->snapshot = apm_picture_snapshot;
  widget_class->measure = apm_picture_measure;
  widget_class->css_changed = apm_picture_css_changed;
  widget_class->system_setting_changed = apm_picture_system_setting_changed;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
apm_picture_init (ApmPicture *self)
{
  ApmPicturePrivate *priv = apm_picture_get_instance_private (self);
  AdwStyleManager *manager = adw_style_manager_get_default ();

  priv->painter = apm_painter_new (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (reset), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (reset), self, G_CONNECT_SWAPPED);
}
