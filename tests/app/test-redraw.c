/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-redraw.h"
#include "apm-test-display.h"

/* What a widget would draw the next time; NULL if nothing. */
static GskRenderNode *
draw (const graphene_rect_t *area,
      gboolean              *turn)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  apm_redraw_as_one (snapshot, area, turn);

  return gtk_snapshot_free_to_node (snapshot);
}

/* Each time something comes or goes that is as large as the area, and that nobody sees. */
static void
test_differs (void)
{
  const graphene_rect_t area = GRAPHENE_RECT_INIT (-7, -2, 74, 22);
  gboolean turn = FALSE, was_there = FALSE;

  for (guint i = 0; i < 6; i++)
    {
      GskRenderNode *node = draw (&area, &turn);

      g_assert_true (i == 0 || was_there != (node != NULL));
      was_there = node != NULL;
      if (node)
        {
          graphene_rect_t bounds;

          g_assert_cmpint (gsk_render_node_get_node_type (node), ==, GSK_COLOR_NODE);
          g_assert_cmpfloat (gsk_color_node_get_color (node)->alpha, ==, 0);
          gsk_render_node_get_bounds (node, &bounds);
          g_assert_true (graphene_rect_equal (&bounds, &area));
          gsk_render_node_unref (node);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!apm_test_display_start ())
    {
      g_print ("1..0 # SKIP there is no Xvfb to draw on\n");
      return 0;
    }
  gtk_init ();

  g_test_add_func ("/redraw/differs", test_differs);

  status = g_test_run ();
  apm_test_display_stop ();

  return status;
}
