/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-widget-image.h"

#include <cairo-svg.h>
#include <glib/gi18n.h>

#include "apm-palette.h"

#define PNG_SCALE 2

static cairo_status_t
write_bytes (void                *closure,
             const unsigned char *data,
             unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static GskRenderNode *
take_picture (GtkWidget *widget,
              int        width,
              int        height)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, width, height);

  return gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
}

static void
draw (GtkWidget *widget,
      cairo_t   *cr,
      int        width,
      int        height)
{
  GskRenderNode *node = take_picture (widget, width, height);
  ApmInk ink;

  apm_ink_read (&ink, widget);
  gdk_cairo_set_source_rgba (cr, &ink.background);
  cairo_paint (cr);
  if (node)
    gsk_render_node_draw (node, cr);
  g_clear_pointer (&node, gsk_render_node_unref);
}

static cairo_surface_t *
make_surface (ApmWidgetImage  format,
              GByteArray     *bytes,
              int             width,
              int             height)
{
  cairo_surface_t *surface;

  if (format == APM_WIDGET_IMAGE_PNG)
    {
      surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width * PNG_SCALE, height * PNG_SCALE);
      cairo_surface_set_device_scale (surface, PNG_SCALE, PNG_SCALE);
      return surface;
    }

  surface = cairo_svg_surface_create_for_stream (write_bytes, bytes, width, height);
  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);

  return surface;
}

/**
 * apm_widget_image_draw:
 * @widget: on the screen
 *
 * Returns: (transfer full): the widget as it is seen, as a file
 */
GBytes *
apm_widget_image_draw (GtkWidget       *widget,
                       ApmWidgetImage   format,
                       GError         **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  int width = MAX (gtk_widget_get_width (widget), 1), height = MAX (gtk_widget_get_height (widget), 1);
  cairo_surface_t *surface = make_surface (format, bytes, width, height);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  draw (widget, cr, width, height);
  cairo_destroy (cr);
  if (format == APM_WIDGET_IMAGE_PNG)
    cairo_surface_write_to_png_stream (surface, write_bytes, bytes);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The picture cannot be drawn: %s"),
                   cairo_status_to_string (status));
      return NULL;
    }

  return g_bytes_new (bytes->data, bytes->len);
}
