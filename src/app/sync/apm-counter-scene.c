/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-counter-scene.h"

#include <glib/gi18n.h>

#include "apm-scene-geometry.h"
#include "apm-scene-text.h"

/* Keys of texts, behind the actors' own. */
enum { KEY_ROUND = 1000, KEY_ACTUAL, KEY_EXPECTED, KEY_LOST };

struct _ApmCounterScene
{
  ApmPicture parent_instance;
};

G_DEFINE_FINAL_TYPE (ApmCounterScene, apm_counter_scene, APM_TYPE_PICTURE)

static void
draw_workers (ApmPainter               *painter,
              GtkSnapshot              *snapshot,
              const ApmScene           *scene,
              const ApmCounterGeometry *geometry)
{
  for (guint i = 0; i < scene->n_actors; i++)
    {
      ApmBox box = apm_grid_get_box (&geometry->workers, i);

      g_autofree char *does = scene->kind == APM_SCENE_COUNTER ? NULL : apm_actor_dup_text (scene, &scene->actors[i]);

      apm_painter_draw_actor (painter, snapshot, &box, geometry->line, i, &scene->actors[i], does);
    }
}

/* How much of the expected sum is there: what is missing at a round's end was lost. */
static void
draw_bar (ApmPainter     *painter,
          GtkSnapshot    *snapshot,
          const ApmScene *scene,
          const ApmBox   *box)
{
  const ApmInk *ink = apm_painter_get_ink (painter);
  ApmBox part = *box;

  apm_painter_draw_box (painter, snapshot, box, box->height / 2, ink->contrast ? NULL : &ink->faint,
                        ink->contrast ? &ink->faint : NULL, 1);
  if (scene->lost > 0)
    apm_painter_draw_box (painter, snapshot, box, box->height / 2, NULL, &ink->error, 2);

  part.width *= CLAMP ((double) scene->actual / MAX (scene->expected, 1), 0, 1);
  if (part.width >= 1)
    apm_painter_draw_box (painter, snapshot, &part, box->height / 2, &ink->accent, NULL, 0);
}

static void
draw_number (ApmPainter     *painter,
             GtkSnapshot    *snapshot,
             const ApmScene *scene,
             const ApmBox   *area)
{
  const ApmInk *ink = apm_painter_get_ink (painter);
  double line = apm_painter_get_line (painter);
  double large = CLAMP (area->height / line / 4, 1.2, 4);
  g_autofree char *round = scene->round > 0 ? g_strdup_printf (_("Round %'u"), scene->round) : g_strdup ("");
  g_autofree char *actual = g_strdup_printf ("%'lld", (long long) scene->actual);
  g_autofree char *expected = g_strdup_printf (_("%'lld expected"), (long long) scene->expected);
  g_autofree char *lost = apm_scene_dup_lost_text (scene);
  ApmTextStyle dim = { KEY_ROUND, 1, .x_align = 0.5, .colour = &ink->dim };
  ApmTextStyle number = { KEY_ACTUAL, large, .bold = TRUE, .x_align = 0.5,
                          .colour = scene->lost > 0 ? &ink->error : &ink->text };
  ApmTextStyle wanted = { KEY_EXPECTED, 1.1, .x_align = 0.5, .colour = &ink->text };
  ApmTextStyle words = { KEY_LOST, 1, .bold = scene->lost > 0, .wrap = TRUE, .x_align = 0.5, .colour = &ink->text };
  double used = (1.4 + 1.2 * large + 1 + 1.6 + 3.4) * line;
  ApmBox box = { area->x, area->y + MAX ((area->height - used) / 2, 0), area->width, 1.4 * line };
  ApmBox bar = { area->x + area->width * 0.1, 0, area->width * 0.8, 8 };

  apm_painter_draw_text (painter, snapshot, round, &box, &dim);
  box.y += box.height;
  box.height = 1.2 * large * line;
  apm_painter_draw_text (painter, snapshot, actual, &box, &number);
  box.y += box.height;
  bar.y = box.y + line / 2 - 4;
  draw_bar (painter, snapshot, scene, &bar);
  box.y += line;
  box.height = 1.6 * line;
  apm_painter_draw_text (painter, snapshot, expected, &box, &wanted);
  box.y += box.height;
  box.height = MIN (3.4 * line, area->y + area->height - box.y);
  apm_painter_draw_text (painter, snapshot, lost, &box, &words);
}

static void
apm_counter_scene_draw (ApmPicture     *picture,
                        GtkSnapshot    *snapshot,
                        const ApmScene *scene,
                        gint64          now_us)
{
  ApmPainter *painter = apm_picture_get_painter (picture);
  GtkWidget *widget = GTK_WIDGET (picture);
  ApmSceneSize size = { gtk_widget_get_width (widget), gtk_widget_get_height (widget),
                        apm_painter_get_line (painter), .n_consumers = scene->n_actors };
  ApmCounterGeometry geometry;

  apm_counter_geometry_compute (&geometry, &size);
  draw_workers (painter, snapshot, scene, &geometry);
  if (scene->kind == APM_SCENE_COUNTER)
    draw_number (painter, snapshot, scene, &geometry.number);
}

static void
apm_counter_scene_class_init (ApmCounterSceneClass *klass)
{
  ApmPictureClass *picture_class = APM_PICTURE_CLASS (klass);

  picture_class->draw = apm_counter_scene_draw;
  picture_class->describe = apm_scene_dup_counter_text;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "counterscene");
}

static void
apm_counter_scene_init (ApmCounterScene *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Counter"), -1);
}

GtkWidget *
apm_counter_scene_new (void)
{
  return g_object_new (APM_TYPE_COUNTER_SCENE, NULL);
}
