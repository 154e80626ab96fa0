/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-palette.h"

#include <adwaita.h>
#include <math.h>

/* Neighbours differ in lightness as well as in hue. */
static const guint32 colours[] = {
  0x0072b2, /* blue */
  0xe69f00, /* orange */
  0x009e73, /* bluish green */
  0xcc79a7, /* reddish purple */
  0x56b4e9, /* sky blue */
  0xd55e00, /* vermillion */
  0xf0e442, /* yellow */
  0x777777, /* grey, for the eighth, black, which the dark style would swallow */
};

static const GdkRGBA black = { 0, 0, 0, 1 };
static const GdkRGBA white = { 1, 1, 1, 1 };

static double
linear (double channel)
{
  return channel <= 0.03928 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (const GdkRGBA *colour)
{
  return 0.2126 * linear (colour->red) + 0.7152 * linear (colour->green) + 0.0722 * linear (colour->blue);
}

/**
 * apm_palette_get_contrast:
 *
 * Returns: the contrast ratio of two opaque colours, 1 to 21, as WCAG 2 defines it
 */
double
apm_palette_get_contrast (const GdkRGBA *one,
                          const GdkRGBA *other)
{
  double a = luminance (one), b = luminance (other);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

/**
 * apm_palette_mix:
 * @part: of @over, 0 to 1, on top of its own transparency
 * @result: (out caller-allocates): what is seen, opaque; may be one of the others
 */
void
apm_palette_mix (const GdkRGBA *under,
                 const GdkRGBA *over,
                 double         part,
                 GdkRGBA       *result)
{
  double p = part * over->alpha;

  *result = (GdkRGBA) { under->red + (over->red - under->red) * p,
                        under->green + (over->green - under->green) * p,
                        under->blue + (over->blue - under->blue) * p, 1 };
}

static void
lookup (GtkWidget     *widget,
        const char    *name,
        const GdkRGBA *fallback,
        GdkRGBA       *colour)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (!gtk_style_context_lookup_color (context, name, colour))
    *colour = *fallback;
}

/**
 * apm_ink_read:
 * @self: (out caller-allocates)
 * @widget: the widget that draws, in the tree
 *
 * Reads the colours the style has for @widget now. Text colours come out
 * opaque, as they look on the background.
 */
void
apm_ink_read (ApmInk    *self,
              GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  GdkRGBA text;

  self->dark = adw_style_manager_get_dark (manager);
  self->contrast = adw_style_manager_get_high_contrast (manager);

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  lookup (widget, "window_bg_color", self->dark ? &black : &white, &self->background);
  lookup (widget, "accent_bg_color", &text, &self->accent);
  lookup (widget, "success_color", &text, &self->success);
  lookup (widget, "error_color", &text, &self->error);

  apm_palette_mix (&self->background, &text, 1, &self->text);
  apm_palette_mix (&self->background, &text, self->contrast ? 1 : 0.75, &self->dim);
  apm_palette_mix (&self->background, &text, self->contrast ? 0.5 : 0.12, &self->faint);
}

/**
 * apm_palette_get_tone:
 * @index: of the actor, any
 * @ink: what the picture is drawn with
 * @tone: (out caller-allocates)
 */
void
apm_palette_get_tone (guint         index,
                      const ApmInk *ink,
                      ApmTone      *tone)
{
  guint colour = index % G_N_ELEMENTS (colours);
  guint32 rgb = colours[colour];
  GdkRGBA fill = { (rgb >> 16) / 255.0, ((rgb >> 8) & 0xff) / 255.0, (rgb & 0xff) / 255.0, 1 };
  double with_black = apm_palette_get_contrast (&fill, &black);
  double with_white = apm_palette_get_contrast (&fill, &white);

  tone->fill = fill;
  tone->line = with_black > with_white ? black : white;
  tone->pattern = (index + index / G_N_ELEMENTS (colours)) % APM_N_PATTERNS;
  apm_palette_mix (&ink->background, &fill, ink->contrast ? 0 : 0.22, &tone->tint);
  apm_palette_mix (&fill, &ink->text, ink->contrast ? 1 : 0.55, &tone->edge);
}

static void
draw_lines (cairo_t *cr,
            double   dx,
            double   dy,
            double   step,
            double   width,
            double   height)
{
  double reach = width + height;

  for (double at = -reach; at < reach; at += step)
    if (dy == 0)
      {
        cairo_move_to (cr, 0, at);
        cairo_line_to (cr, width, at);
      }
    else
      {
        cairo_move_to (cr, at, 0);
        cairo_line_to (cr, at + dx * height, height);
      }

  cairo_stroke (cr);
}

static void
draw_checks (cairo_t *cr,
             double   step,
             double   width,
             double   height,
             gboolean round)
{
  for (guint row = 0; row * step < height; row++)
    for (guint column = row % 2; column * step < width; column += 2)
      if (round)
        {
          cairo_new_sub_path (cr);
          cairo_arc (cr, (column + 0.5) * step, (row + 0.5) * step, step * 0.36, 0, 2 * G_PI);
        }
      else
        {
          cairo_rectangle (cr, column * step, row * step, step, step);
        }

  cairo_fill (cr);
}

/**
 * apm_palette_draw:
 * @width: in pixels; @height as well
 *
 * Fills the box from 0, 0 with the colour and pattern of @tone.
 */
void
apm_palette_draw (cairo_t       *cr,
                  const ApmTone *tone,
                  double         width,
                  double         height)
{
  const double step = 6;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  gdk_cairo_set_source_rgba (cr, &tone->fill);
  cairo_paint (cr);
  cairo_set_source_rgba (cr, tone->line.red, tone->line.green, tone->line.blue, 0.7);
  cairo_set_line_width (cr, 1.6);

  switch (tone->pattern)
    {
    case APM_PATTERN_RISING:
      draw_lines (cr, -1, 1, step, width, height);
      break;

    case APM_PATTERN_FALLING:
      draw_lines (cr, 1, 1, step, width, height);
      break;

    case APM_PATTERN_LEVEL:
      draw_lines (cr, 0, 0, step, width, height);
      break;

    case APM_PATTERN_UPRIGHT:
      draw_lines (cr, 0, 1, step, width, height);
      break;

    case APM_PATTERN_CROSSED:
      draw_lines (cr, -1, 1, step, width, height);
      draw_lines (cr, 1, 1, step, width, height);
      break;

    case APM_PATTERN_DOTS:
      draw_checks (cr, 4, width, height, TRUE);
      break;

    case APM_PATTERN_CHECKED:
      draw_checks (cr, 4, width, height, FALSE);
      break;

    case APM_PATTERN_PLAIN:
    case APM_N_PATTERNS:
    default:
      break;
    }

  cairo_restore (cr);
}
