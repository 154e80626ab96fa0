/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-palette.h"

/* The inks of the three styles, as libadwaita has them. */
static const ApmInk inks[] = {
  { .background = { 0.98, 0.98, 0.98, 1 }, .text = { 0.2, 0.2, 0.2, 1 } },
  { .background = { 0.14, 0.14, 0.14, 1 }, .text = { 1, 1, 1, 1 }, .dark = TRUE },
  { .background = { 0.98, 0.98, 0.98, 1 }, .text = { 0, 0, 0, 1 }, .contrast = TRUE },
  { .background = { 0.14, 0.14, 0.14, 1 }, .text = { 1, 1, 1, 1 }, .dark = TRUE, .contrast = TRUE },
};

#define N_INDICES 64

/* WCAG 2: 4.5 to 1 for text, 3 to 1 for what must be seen. */
static void
test_contrast (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (inks); i++)
    for (guint index = 0; index < N_INDICES; index++)
      {
        ApmTone tone;

        apm_palette_get_tone (index, &inks[i], &tone);
        g_test_message ("ink %u, index %u", i, index);
        g_assert_cmpfloat (apm_palette_get_contrast (&tone.line, &tone.fill), >=, 4.5);
        g_assert_cmpfloat (apm_palette_get_contrast (&inks[i].text, &tone.tint), >=, 4.5);
        g_assert_cmpfloat (apm_palette_get_contrast (&tone.edge, &inks[i].background), >=, 3);
      }
}

static void
test_known_contrasts (void)
{
  static const GdkRGBA black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 }, grey = { 0.4666667, 0.4666667, 0.4666667, 1 };

  g_assert_cmpfloat_with_epsilon (apm_palette_get_contrast (&black, &white), 21, 0.01);
  g_assert_cmpfloat_with_epsilon (apm_palette_get_contrast (&white, &black), 21, 0.01);
  g_assert_cmpfloat_with_epsilon (apm_palette_get_contrast (&white, &grey), 4.48, 0.01);
  g_assert_cmpfloat_with_epsilon (apm_palette_get_contrast (&white, &white), 1, 0.01);
}

/* No two of the first actors share both colour and pattern. */
static void
test_pairs_differ (void)
{
  ApmTone tones[N_INDICES];

  for (guint i = 0; i < N_INDICES; i++)
    {
      apm_palette_get_tone (i, &inks[0], &tones[i]);
      for (guint j = 0; j < i; j++)
        g_assert_false (gdk_rgba_equal (&tones[i].fill, &tones[j].fill) && tones[i].pattern == tones[j].pattern);
    }
}

/* The first eight differ in pattern alone too, for who sees no colour. */
static void
test_patterns_differ (void)
{
  guint seen = 0;

  for (guint i = 0; i < APM_N_PATTERNS; i++)
    {
      ApmTone tone;

      apm_palette_get_tone (i, &inks[0], &tone);
      g_assert_false (seen & 1u << tone.pattern);
      seen |= 1u << tone.pattern;
    }
}

static void
test_every_pattern_draws (void)
{
  for (guint i = 0; i < APM_N_PATTERNS; i++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 40, 24);
      cairo_t *cr = cairo_create (surface);
      const guint32 *pixels;
      gboolean plain = TRUE;
      ApmTone tone;

      apm_palette_get_tone (i, &inks[0], &tone);
      apm_palette_draw (cr, &tone, 40, 24);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_flush (surface);

      pixels = (const guint32 *) (gconstpointer) cairo_image_surface_get_data (surface);
      for (guint at = 1; at < 40 * 24; at++)
        plain = plain && pixels[at] == pixels[0];

      g_assert_cmpint (plain, ==, tone.pattern == APM_PATTERN_PLAIN);
      cairo_surface_destroy (surface);
    }
}

static void
test_mix (void)
{
  static const GdkRGBA black = { 0, 0, 0, 1 }, half = { 1, 1, 1, 0.5 };
  GdkRGBA mixed;

  apm_palette_mix (&black, &half, 0.5, &mixed);
  g_assert_cmpfloat_with_epsilon (mixed.red, 0.25, 0.001);
  g_assert_cmpfloat (mixed.alpha, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/palette/contrast", test_contrast);
  g_test_add_func ("/app/palette/known-contrasts", test_known_contrasts);
  g_test_add_func ("/app/palette/pairs-differ", test_pairs_differ);
  g_test_add_func ("/app/palette/patterns-differ", test_patterns_differ);
  g_test_add_func ("/app/palette/every-pattern-draws", test_every_pattern_draws);
  g_test_add_func ("/app/palette/mix", test_mix);

  return g_test_run ();
}
